import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LightMyRequestResponse } from 'fastify';
import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { readSound, soundMax } from '../../src/communities/sound.js';
import { SoundsService } from '../../src/communities/sounds.service.js';
import { TranslationsService } from '../../src/communities/translations.service.js';
import { Database } from '../../src/database/database.js';
import { clipsIn } from '../../src/languages/spoken.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { aFileForm, aNote, anMp4, aWave } from '../support/sounds.js';

const command = systemActor('test');
const mp3 = Buffer.concat([Buffer.from([0xff, 0xf3, 0x44, 0xc4]), Buffer.alloc(200)]);
const webm = Buffer.concat([Buffer.from('\x1a\x45\xdf\xa3', 'latin1'), Buffer.from('..webm....A_OPUS....')]);
const ogg = Buffer.from('OggS......................OpusHead........');

describe('a file with a sound', () => {
  it.each([
    ['audio/wav', aWave()],
    ['audio/mpeg', mp3],
    ['audio/ogg', ogg],
    ['audio/webm', webm],
    ['audio/mp4', anMp4('soun')],
  ])('is %s by its own bytes', (type, bytes) => {
    expect(readSound(bytes)?.type).toBe(type);
  });

  it.each([
    ['a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200)])],
    ['a photograph', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(200)])],
    ['a page', Buffer.from(`<!doctype html><script>alert(1)</script>${'x'.repeat(200)}`)],
    ['an archive', Buffer.from(`PK\x03\x04${'x'.repeat(200)}`)],
    ['a film (MP4)', anMp4('vide')],
    ['a film (WebM)', Buffer.concat([webm, Buffer.from('V_VP9')])],
    ['a picture in a RIFF', Buffer.from(`RIFF\x10\0\0\0WEBPVP8 ${'x'.repeat(50)}`)],
    ['half an MP4', anMp4('soun').subarray(0, 40)],
    ['half a WAV', aWave().subarray(0, 30)],
    ['an Ogg with something else', Buffer.from(`OggS${'x'.repeat(200)}`)],
    ['text', Buffer.from('no sound at all, but long enough to be one, if that were all. '.repeat(4))],
    ['nothing', Buffer.alloc(0)],
  ])('is not %s', (_, bytes) => {
    expect(readSound(bytes)).toBeUndefined();
  });

  it('keeps nothing of what a device wrote into it about people and places', () => {
    const wave = readSound(aWave(100, [aNote('ISFT by Fatima in Gent')]))!;
    expect(wave.bytes).toEqual(aWave());
    const m4a = readSound(anMp4('soun', 'Gent 51.05'))!;
    expect(m4a.bytes.length).toBe(anMp4('soun', 'Gent 51.05').length);
    expect(m4a.bytes.includes('Gent')).toBe(false);
    const id3 = Buffer.concat([
      Buffer.from('ID3\x03\0\0\0\0\0\x06Fatima', 'latin1'),
      mp3,
      Buffer.alloc(128, 'TAG'),
    ]);
    expect(readSound(id3)!.bytes).toEqual(mp3);
  });
});

describe.each(dialects)('recorded sounds on %s', (dialect) => {
  let test: TestPayments;
  let sounds: SoundsService;
  let rabot: string;
  let ledeberg: string;
  let steward: Actor;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    sounds = test.get(SoundsService);
    [rabot, ledeberg] = [await test.aCommunity(), await test.aCommunity()];
    steward = test.steward(rabot);
  });
  afterAll(() => test.close());

  const record = (actor: Actor, clip: string, bytes: Buffer | undefined, language = 'nl') =>
    sounds.record(actor, { communityId: rabot, language, clip }, bytes);

  /** Somebody signed in on a device of theirs. */
  async function aDevice(communityId: string, role?: Exclude<Role, 'operator'>) {
    const person = await test.aPerson(communityId);
    if (role !== undefined) {
      const partyId = role === 'steward' ? null : (await test.aGroup(communityId)).id;
      const mandate = { communityId, actorId: person.id, role, partyId, until: null } as const;
      const granted = await test.get(MandatesService).grant(command, mandate);
      if (granted.kind === 'refused') throw new Error(granted.code);
    }
    const { cookie, csrf } = await test.aSession(communityId, person.id);
    const headers = { cookie, 'accept-language': 'nl', 'sec-fetch-site': 'same-origin' };
    return {
      open: (url: string, more: Record<string, string> = {}): Promise<LightMyRequestResponse> =>
        test.app.inject({ method: 'GET', url, headers: { ...headers, ...more } }),
      send: (url: string, fields: Record<string, string>, file?: Buffer): Promise<LightMyRequestResponse> => {
        const { payload, type } = aFileForm({ _csrf: csrf, ...fields }, file);
        return test.app.inject({
          method: 'POST',
          url,
          headers: { ...headers, 'content-type': type },
          payload,
        });
      },
      post: (url: string, fields: Record<string, string>): Promise<LightMyRequestResponse> =>
        test.app.inject({
          method: 'POST',
          url,
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
        }),
    };
  }
  const clipsOn = ({ body }: LightMyRequestResponse): string[] =>
    (/class="corner ear"[^>]* data-clips="([^"]*)"/.exec(body)?.[1] ?? '').split(' ').filter(Boolean);
  const guest = (url: string, headers: Record<string, string> = {}) =>
    test.app.inject({ method: 'GET', url, headers: { accept: 'text/html', ...headers } });

  it('are kept by stewards and helpers, and by nobody else', async () => {
    const { id } = await test.aPerson(rabot);
    const as = (role: Role): Actor => {
      const mandate = { id: 'M', communityId: rabot, actorId: id, partyId: 'G', from: 0, until: null, role };
      return { id, kind: 'person', communityId: rabot, mandates: [mandate], scopes: null, via: 'test' };
    };
    const roles: Role[] = ['treasurer', 'checker', 'acceptor', 'issuer', 'approver', 'finance', 'operator'];
    for (const actor of [{ ...as('helper'), mandates: [] }, ...roles.map(as), test.steward(ledeberg)]) {
      await expect(record(actor, 'buttons.yes', aWave())).rejects.toThrow(NotAllowed);
      await expect(sounds.list(actor, rabot, 'nl')).rejects.toThrow(NotAllowed);
      await expect(sounds.erase(actor, rabot, 'nl', null)).rejects.toThrow(NotAllowed);
    }
    expect(await record(as('helper'), 'card.first', aWave())).toMatchObject({ kind: 'recorded' });
    expect(await sounds.erase(steward, rabot, 'nl', 'card.first')).toBe(1);
  });

  it('are refused by name', async () => {
    expect(await record(steward, 'buttons.yes', undefined)).toMatchObject({ code: 'sound_missing' });
    expect(await record(steward, 'buttons.yes', Buffer.from('GIF89a'))).toMatchObject({
      code: 'sound_not_readable',
    });
    expect(await record(steward, 'buttons.yes', Buffer.alloc(soundMax + 1))).toMatchObject({
      code: 'sound_too_large',
    });
    expect(await record(steward, 'no.such', aWave())).toMatchObject({ code: 'no_such_clip' });
    expect(await record(steward, 'buttons.yes', aWave(), 'xx')).toMatchObject({ code: 'no_such_clip' });
    expect((await sounds.list(steward, rabot, 'nl'))!.filter((clip) => clip.recordedAt !== null)).toEqual([]);
  });

  it('replace what is delivered in their own community only, and who spoke is not kept', async () => {
    const [own, theirs] = [await aDevice(rabot), await aDevice(ledeberg)];
    const delivered = clipsOn(await own.open('/help'));
    expect(delivered.length).toBeGreaterThan(2);
    expect(delivered.every((clip) => /^\/assets\/sounds\/nl\/help\.\w+\.[0-9a-f]{16}\.mp3$/.test(clip))).toBe(
      true,
    );

    const kept = await record(steward, 'help.sentence', aWave(300));
    const hash = kept.kind === 'recorded' ? kept.hash : '';
    const path = `/sounds/clips/nl/help.sentence.${hash}`;
    expect(clipsOn(await own.open('/help'))).toEqual([path, ...delivered.slice(1)]);
    expect(clipsOn(await theirs.open('/help'))).toEqual(delivered);
    expect(clipsOn(await guest('/help'))).toEqual(delivered);

    const heard = await own.open(path);
    expect([heard.statusCode, heard.headers['content-type']]).toEqual([200, 'audio/wav']);
    expect(heard.headers['cache-control']).toBe('private, max-age=86400, immutable');
    expect(heard.rawPayload).toEqual(aWave(300));
    expect((await theirs.open(path)).statusCode).toBe(404);
    expect((await guest(path)).statusCode).toBe(404);
    const row = await test
      .get(Database)
      .reader.one('select * from community_sounds where clip = ?', ['help.sentence']);
    expect(Object.keys(row!).sort()).toEqual(
      ['clip', 'community_id', 'hash', 'kind', 'language', 'recorded_at', 'said', 'sound'].sort(),
    );
  });

  it('are replaced by the next, and erased: then what is delivered is heard again', async () => {
    const own = await aDevice(rabot);
    await record(steward, 'help.ask', aWave(100));
    await record(steward, 'help.ask', aWave(200));
    const before = clipsOn(await own.open('/help'));
    expect(before.filter((clip) => clip.startsWith('/sounds/'))).toHaveLength(2);
    expect((await own.open(before[1]!)).rawPayload).toEqual(aWave(200));
    expect(await sounds.erase(steward, rabot, 'nl', 'help.ask')).toBe(1);
    expect(await sounds.erase(steward, rabot, 'nl', 'help.ask')).toBe(0);
    expect((await own.open(before[1]!)).statusCode).toBe(404);
    expect(await sounds.erase(steward, rabot, 'nl', null)).toBe(1);
    expect(clipsOn(await own.open('/help')).every((clip) => clip.startsWith('/assets/'))).toBe(true);
    const rows = await test
      .get(Database)
      .reader.all(
        `select subject_id from audit where community_id = ? and act = 'record_sounds' and subject_kind = 'sound'`,
        [rabot],
      );
    expect(rows.filter((each) => each.subject_id === 'nl/help.ask')).toHaveLength(3);
  });

  it('are not played once the words they say have changed', async () => {
    const own = await aDevice(rabot);
    await record(steward, 'help.sentence', aWave());
    const change = (said: string) =>
      test.get(Database).transaction(async (tx) => {
        await tx.run('delete from community_sounds where community_id = ?', [rabot]);
        await tx.run(
          `insert into community_sounds (community_id, language, clip, said, kind, sound, hash, recorded_at)
           values (?, 'nl', 'help.sentence', ?, 'audio/wav', ?, '0123456789abcdef', ?)`,
          [rabot, said, aWave(), 1n],
        );
      });
    await change('Andere woorden.');
    test.clock.set(test.clock.now() + 10_000);
    expect(clipsOn(await own.open('/help')).every((clip) => clip.startsWith('/assets/'))).toBe(true);
    const listed = await sounds.list(steward, rabot, 'nl');
    expect(listed!.find(({ name }) => name === 'help.sentence')!.recordedAt).toBeNull();
    await change(clipsIn('nl').find(({ name }) => name === 'help.sentence')!.text);
    test.clock.set(test.clock.now() + 10_000);
    expect(clipsOn(await own.open('/help'))[0]).toBe('/sounds/clips/nl/help.sentence.0123456789abcdef');
    await sounds.erase(steward, rabot, 'nl', null);
  });

  it('of a greeting in a language without a voice are heard by whoever has not come in yet', async () => {
    await test.get(TranslationsService).turn(steward, rabot, 'ar', true);
    const tile = async (): Promise<string> => /lang="ar"[^]*?<\/button>/.exec((await guest('/')).body)![0];
    expect(await tile()).not.toContain('data-clips');
    const kept = await record(steward, 'greeting', aWave(), 'ar');
    const path = `/sounds/clips/ar/greeting.${kept.kind === 'recorded' ? kept.hash : ''}`;
    expect(await tile()).toContain(`data-clips="${path}"`);
    expect((await guest(path)).rawPayload).toEqual(aWave());
    const dutch = await record(steward, 'greeting', aWave(50), 'nl');
    expect((await guest('/')).body).toMatch(/data-clips="\/assets\/sounds\/nl\/greeting\./);
    expect(
      (await guest(`/sounds/clips/nl/greeting.${dutch.kind === 'recorded' ? dutch.hash : ''}`)).statusCode,
    ).toBe(404);
    await sounds.erase(steward, rabot, 'nl', null);
    await sounds.erase(steward, rabot, 'ar', null);
    await test.get(TranslationsService).turn(steward, rabot, 'ar', false);
  });

  it('are kept, listed and erased by programs of a steward too', async () => {
    const { id } = await test.aPerson(rabot);
    const grant = { communityId: rabot, actorId: id, role: 'steward', partyId: null, until: null } as const;
    expect(await test.get(MandatesService).grant(command, grant)).not.toMatchObject({ kind: 'refused' });
    const authorization = `Bearer ${await test.aToken(rabot, id, ['community:write'])}`;
    const url = `/api/v1/communities/${rabot}/sounds/fr`;
    const call = async (
      method: 'GET' | 'PUT' | 'DELETE',
      path: string,
      payload?: Buffer,
      type = 'audio/wav',
    ) => {
      const headers = { authorization, ...(payload !== undefined && { 'content-type': type }) };
      const answer = await test.app.inject({ method, url: url + path, headers, payload });
      return [answer.statusCode, answer.json<Record<string, unknown>>()] as const;
    };
    const clip = { clip: 'buttons.yes', text: 'Oui', delivered: true };
    const recorded = new Date(test.clock.now()).toISOString();
    expect(await call('PUT', '/buttons.yes', aWave())).toEqual([200, { ...clip, recorded }]);
    const [, { items }] = await call('GET', '');
    expect(items).toContainEqual({ ...clip, recorded });
    expect(await call('PUT', '/buttons.yes', Buffer.from('GIF89a'))).toMatchObject([
      422,
      { code: 'sound_not_readable' },
    ]);
    expect((await call('PUT', '/buttons.yes', Buffer.from('{}'), 'application/json'))[0]).toBe(415);
    expect((await call('PUT', '/buttons.yes', Buffer.alloc(soundMax + 1)))[0]).toBe(413);
    expect((await call('PUT', '/no.such', aWave()))[0]).toBe(422);
    expect(await call('DELETE', '/buttons.yes')).toEqual([200, { erased: 1 }]);
    expect(await call('DELETE', '')).toEqual([200, { erased: 0 }]);
  });

  it('are made on a page that goes from clip to clip', async () => {
    const helper = await aDevice(rabot, 'helper');
    expect((await (await aDevice(rabot)).open('/sounds')).statusCode).toBe(403);
    expect((await helper.open('/language')).body).toContain('href="/sounds"');
    expect((await (await aDevice(rabot)).open('/language')).body).not.toContain('href="/sounds"');
    const overview = await helper.open('/sounds');
    expect(overview.body).toContain(`${clipsIn('nl').length} van ${clipsIn('nl').length}`);
    const first = await helper.open('/sounds/nl');
    expect(first.body).toContain('Hallo, ik spreek Nederlands.');
    expect(first.headers['permissions-policy']).toContain('microphone=(self)');
    expect((await helper.open('/help')).headers['permissions-policy']).toContain('microphone=()');

    const kept = await helper.send('/sounds/nl', { clip: 'greeting' }, aWave());
    expect([kept.statusCode, kept.headers.location]).toEqual([303, '/sounds/nl?after=greeting']);
    const next = await helper.open(String(kept.headers.location));
    expect(next.body).toContain('name="clip" value="buttons.yes"');
    expect((await helper.open('/sounds/nl?clip=greeting')).body).toContain('Dit is jullie eigen stem.');

    const wrong = await helper.send('/sounds/nl', { clip: 'buttons.yes' }, Buffer.from('%PDF-1.7 no sound'));
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('Dit is geen opname die we kennen.');
    expect((await helper.send('/sounds/nl', { clip: 'buttons.yes' })).body).toContain('Neem eerst iets op.');
    const long = await helper.send('/sounds/nl', { clip: 'buttons.yes' }, aWave(soundMax / 32 + 500));
    expect([long.statusCode, long.body.includes('Deze opname is te lang.')]).toEqual([422, true]);
    expect((await helper.send('/sounds/nl', { clip: 'no.such' }, aWave())).statusCode).toBe(404);
    expect((await helper.send('/sounds/nl', { clip: 'buttons.yes', _csrf: 'x' }, aWave())).statusCode).toBe(
      403,
    );
    expect((await helper.open('/sounds/xx')).statusCode).toBe(404);

    const gone = await helper.post('/sounds/nl/remove', { clip: 'greeting' });
    expect([gone.statusCode, gone.headers.location]).toEqual([303, '/sounds/nl?clip=greeting']);
    expect((await helper.open('/sounds/nl?clip=greeting')).body).toContain('Nu spreekt een computer.');
  });
});

describe('delivered clips', () => {
  let test: TestPayments;
  beforeAll(async () => {
    test = await TestPayments.open('sqlite');
  });
  afterAll(() => test.close());
  const ask = (url: string, range?: string) =>
    test.app.inject({ method: 'GET', url, headers: range === undefined ? {} : { range } });

  it('are served for ever under an address with their hash, whole or in part', async () => {
    const { body } = await test.app.inject({ method: 'GET', url: '/', headers: { accept: 'text/html' } });
    const [path] = /\/assets\/sounds\/nl\/start\.welcome\.[0-9a-f]{16}\.mp3/.exec(body)!;
    const whole = await ask(path);
    expect([whole.statusCode, whole.headers['content-type']]).toEqual([200, 'audio/mpeg']);
    expect(whole.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(whole.rawPayload.length).toBeGreaterThan(1000);
    const part = await ask(path, 'bytes=0-1');
    expect([part.statusCode, part.headers['content-range'], part.rawPayload.length]).toEqual([
      206,
      `bytes 0-1/${whole.rawPayload.length}`,
      2,
    ]);
    expect((await ask(path, 'bytes=-5')).rawPayload).toEqual(whole.rawPayload.subarray(-5));
    expect((await ask(path, 'bytes=9999999-')).statusCode).toBe(416);
  });

  it.each([
    '/assets/sounds/nl/start.welcome.0000000000000000.mp3',
    '/assets/sounds/nl/..%2f..%2fkeys.txt',
    '/assets/sounds/nl/clips.json',
    '/assets/sounds/ar/start.welcome.0000000000000000.mp3',
    '/assets/sounds/%2e%2e/nl.json',
  ])('are nothing else: %s', async (path) => {
    expect((await ask(path)).statusCode).toBe(404);
  });
});

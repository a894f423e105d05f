import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LightMyRequestResponse } from 'fastify';
import { PNG } from 'pngjs';
import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { roundDrawing } from '../../src/communities/drawing-photo.js';
import { drawingBytesMost, drawingNames, drawingSide } from '../../src/communities/drawing.js';
import { DrawingsService } from '../../src/communities/drawings.service.js';
import { Database } from '../../src/database/database.js';
import { isIconName } from '../../src/web/icons.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { aPhoto, aPhotoForm, aPng, withExif } from '../support/photos.js';

const command = systemActor('test');
const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

/** The colours at four places of a drawing: at the left and the right above, at the right and the left below. */
function quarters(png: Buffer): string[] {
  const { data, width } = PNG.sync.read(png);
  return [
    [56, 56],
    [136, 56],
    [136, 136],
    [56, 136],
  ].map(([x, y]) => nameOf([...data.subarray((y! * width + x!) * 4, (y! * width + x!) * 4 + 3)]));
}

function nameOf([red = 0, green = 0, blue = 0]: number[]): string {
  if (red > 180 && green > 150) return 'yellow';
  if (red > 150) return 'red';
  return green > blue ? 'green' : 'blue';
}

describe('a photograph of a drawing', () => {
  const upright = ['red', 'green', 'yellow', 'blue'];

  it.each(['token', 'token-stepped'] as const)('%s becomes a small round picture', async (name) => {
    const drawing = (await roundDrawing(aPhoto(name))) as Buffer;
    const { width, height, data } = PNG.sync.read(drawing);
    expect([width, height, drawing.length <= drawingBytesMost]).toEqual([drawingSide, drawingSide, true]);
    expect(quarters(drawing)).toEqual(upright);
    const seen = (x: number, y: number): number => data[(y * width + x) * 4 + 3]!;
    expect([seen(0, 0), seen(191, 191), seen(96, 96), seen(96, 1)]).toEqual([0, 0, 255, 255]);
    expect([...data.subarray((96 * width + 96) * 4, (96 * width + 96) * 4 + 3)].every((c) => c > 240)).toBe(
      true,
    );
  });

  it('stands upright however the telephone was held, and nothing that it wrote is left', async () => {
    const found: string[][] = [];
    for (let turned = 1; turned <= 8; turned++) {
      const photo = withExif(aPhoto(), turned);
      expect(photo.includes('Fatima')).toBe(true);
      const drawing = (await roundDrawing(photo)) as Buffer;
      const names = [...drawing.toString('latin1').matchAll(/IHDR|IDAT|IEND|eXIf|tEXt|iTXt|zTXt/g)];
      expect(new Set(names.map(([name]) => name))).toEqual(new Set(['IHDR', 'IDAT', 'IEND']));
      expect(/Fatima|Exif|GPS/.test(drawing.toString('latin1'))).toBe(false);
      found.push(quarters(drawing));
    }
    const [red, green, yellow, blue] = upright;
    expect(found).toEqual([
      [red, green, yellow, blue],
      [green, red, blue, yellow],
      [yellow, blue, red, green],
      [blue, yellow, green, red],
      [red, blue, yellow, green],
      [blue, red, green, yellow],
      [yellow, green, red, blue],
      [green, yellow, blue, red],
    ]);
  });

  it('may be a PNG, of which the texts are gone', async () => {
    const photo = aPng(300, 200);
    expect(photo.includes('Gent')).toBe(true);
    const drawing = (await roundDrawing(photo)) as Buffer;
    expect(drawing.includes('Gent')).toBe(false);
    expect([...PNG.sync.read(drawing).data.subarray(96 * 192 * 4 + 400, 96 * 192 * 4 + 404)]).toEqual([
      120, 120, 120, 255,
    ]);
  });

  it.each([
    ['photo_not_readable', 'a drawing with a script', script],
    ['photo_not_readable', 'a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['photo_not_readable', 'another kind of picture', Buffer.from('GIF89a\x01\0\x01\0'.padEnd(100, '\0'))],
    ['photo_not_readable', 'nothing', Buffer.alloc(0)],
    ['photo_not_readable', 'the beginning of a photograph', aPhoto().subarray(0, 300)],
    ['photo_not_readable', 'a PNG that is cut off', aPng(300, 300).subarray(0, 200)],
    ['photo_too_small', 'a tiny picture', aPng(100, 100)],
    ['photo_too_small', 'one that is tiny one way', aPng(1000, 20)],
    ['photo_too_large', 'one that says that it is huge', aPng(30_000, 30_000)],
  ])('is refused as %s: %s', async (code, _, photo) => {
    expect(await roundDrawing(photo)).toBe(code);
  });

  it('that is broken anywhere is refused or read, and harms nothing', async () => {
    let seed = 7;
    const next = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
    for (let i = 0; i < 12; i++) {
      const photo = Buffer.from(aPhoto(i % 2 === 0 ? 'token' : 'token-stepped'));
      for (let k = 0; k < 20; k++) photo[2 + next(photo.length - 2)] = next(256);
      const read = await roundDrawing(photo);
      if (typeof read === 'string') expect(read).toMatch(/^photo_/);
      else expect(PNG.sync.read(read).width).toBe(drawingSide);
    }
  });
});

describe.each(dialects)('own drawings on %s', (dialect) => {
  let test: TestPayments;
  let drawings: DrawingsService;
  let rabot: string;
  let ledeberg: string;
  let steward: Actor;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    drawings = test.get(DrawingsService);
    [rabot, ledeberg] = [await test.aCommunity(), await test.aCommunity()];
    steward = test.steward(rabot);
  });
  afterAll(() => test.close());

  /** Somebody signed in on a device of theirs. */
  async function aDevice(communityId: string, role?: Exclude<Role, 'operator'>) {
    const person = await test.aPerson(communityId);
    if (role !== undefined) {
      const mandate = { communityId, actorId: person.id, role, partyId: null, until: null } as const;
      expect(await test.get(MandatesService).grant(command, mandate)).not.toMatchObject({ kind: 'refused' });
    }
    const sessions = test.get(SessionsService);
    const prepared = sessions.prepare();
    const owner = { kind: 'person', id: person.id, communityId } as const;
    const { token } = await test
      .get(Database)
      .transaction((tx) => sessions.open(tx, prepared, owner, true, { way: 'passphrase' }));
    const csrf = sessions.csrfToken(prepared.sessionId);
    const headers = {
      cookie: `__Host-samenmunt=${token}`,
      'accept-language': 'nl',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
    };
    const post = (url: string, payload: Buffer | string, type: string): Promise<LightMyRequestResponse> =>
      test.app.inject({ method: 'POST', url, headers: { ...headers, 'content-type': type }, payload });
    return {
      open: (url: string): Promise<LightMyRequestResponse> =>
        test.app.inject({ method: 'GET', url, headers }),
      send: (url: string, photo?: Buffer, token = csrf): Promise<LightMyRequestResponse> => {
        const { payload, type } = aPhotoForm({ _csrf: token }, photo);
        return post(url, payload, type);
      },
      remove: (url: string): Promise<LightMyRequestResponse> =>
        post(`${url}/remove`, `_csrf=${encodeURIComponent(csrf)}`, 'application/x-www-form-urlencoded'),
    };
  }
  const pathsOn = ({ body }: LightMyRequestResponse): string[] =>
    [...body.matchAll(/"(\/drawings\/[^"]*)"/g)].map(([, path]) => path!);

  it('are made by stewards, and by nobody else', async () => {
    const { id } = await test.aPerson(rabot);
    const as = (role: Role): Actor => {
      const mandate = { id: 'M', communityId: rabot, actorId: id, partyId: 'G', from: 0, until: null, role };
      return { id, kind: 'person', communityId: rabot, mandates: [mandate], scopes: null, via: 'test' };
    };
    const roles: Role[] = ['helper', 'treasurer', 'checker', 'acceptor', 'issuer', 'approver', 'operator'];
    for (const actor of [{ ...as('helper'), mandates: [] }, ...roles.map(as), test.steward(ledeberg)]) {
      await expect(drawings.draw(actor, rabot, 'coin', aPhoto())).rejects.toThrow(NotAllowed);
      await expect(drawings.list(actor, rabot)).rejects.toThrow(NotAllowed);
      await expect(drawings.erase(actor, rabot, 'coin')).rejects.toThrow(NotAllowed);
    }
    expect(drawingNames.every(isIconName)).toBe(true);
    expect((await drawings.list(steward, rabot)).map(({ name }) => name)).toEqual([...drawingNames]);
  });

  it('are refused by name', async () => {
    for (const [name, photo, code] of [
      ['coin', undefined, 'photo_missing'],
      ['coin', script, 'photo_not_readable'],
      ['arrow', aPhoto(), 'no_such_drawing'],
      ['../coin', aPhoto(), 'no_such_drawing'],
    ] as const)
      expect(await drawings.draw(steward, rabot, name, photo)).toMatchObject({ kind: 'refused', code });
    expect((await drawings.list(steward, rabot)).every(({ own }) => own === null)).toBe(true);
  });

  it('stand in the place of ours in every page of their own community only', async () => {
    const [own, theirs] = [await aDevice(rabot), await aDevice(ledeberg)];
    const before = await own.open('/');
    expect([pathsOn(before), before.body.includes('coin-own')]).toEqual([[], false]);
    const kept = await drawings.draw(steward, rabot, 'help', withExif(aPhoto(), 6));
    const token = await drawings.draw(steward, rabot, 'coin', aPhoto());
    if (kept.kind === 'refused' || token.kind === 'refused') throw new Error('refused');
    const [help, coin] = [`/drawings/help.${kept.hash}.png`, `/drawings/coin.${token.hash}.png`];

    const page = await own.open('/');
    expect(page.body).toContain(`<img class="icon homemade" src="${help}" alt`);
    expect(page.body).toContain(`<image id="coin-own" href="${coin}"`);
    for (const id of ['coin-hour', 'coin-coin', 'coin-quarter', 'coin-half', 'coin-three_quarters'])
      expect(page.body.split(`id="${id}"`)).toHaveLength(2);
    expect(pathsOn(await theirs.open('/'))).toEqual([]);
    const guest = await test.app.inject({ url: '/', headers: { accept: 'text/html' } });
    expect(pathsOn(guest)).toEqual([]);

    const shown = await own.open(coin);
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'image/png']);
    expect(shown.headers['cache-control']).toBe('private, max-age=86400, immutable');
    expect(PNG.sync.read(shown.rawPayload).width).toBe(drawingSide);
    expect((await theirs.open(coin)).statusCode).toBe(404);
    expect((await test.app.inject({ url: coin })).statusCode).toBe(404);
    const row = await test
      .get(Database)
      .reader.one('select * from community_drawings where name = ?', ['coin']);
    expect([row!.made_by, row!.hash]).toEqual(['STEWARD', token.hash]);
    expect(Buffer.from(row!.picture as Uint8Array)).toEqual(shown.rawPayload);
  });

  it('are replaced by the next, and erased: then ours are shown again', async () => {
    const own = await aDevice(rabot);
    const [before] = pathsOn(await own.open('/help')).filter((path) => path.includes('/help.'));
    await drawings.draw(steward, rabot, 'help', aPhoto('token-stepped'));
    const [after] = pathsOn(await own.open('/help')).filter((path) => path.includes('/help.'));
    expect(after).not.toBe(before);
    expect((await own.open(before!)).statusCode).toBe(404);
    expect(await drawings.erase(steward, rabot, 'help')).toBe(1);
    expect(await drawings.erase(steward, rabot, 'help')).toBe(0);
    expect(await drawings.erase(steward, rabot, 'coin')).toBe(1);
    expect(pathsOn(await own.open('/help'))).toEqual([]);
    const rows = await test.get(Database).reader.all(
      `select subject_id from audit
          where community_id = ? and act = 'manage_community' and subject_kind = 'drawing'`,
      [rabot],
    );
    expect(rows.map((each) => each.subject_id).sort()).toEqual(['coin', 'coin', 'help', 'help', 'help']);
  });

  it('are read once in a while, not with every page', async () => {
    const own = await aDevice(rabot);
    await drawings.draw(steward, rabot, 'help', aPhoto());
    const [path] = pathsOn(await own.open('/help'));
    await test.get(Database).transaction((tx) => tx.run('delete from community_drawings', []));
    expect(pathsOn(await own.open('/help'))).toContain(path);
    test.clock.set(test.clock.now() + 10_000);
    expect(pathsOn(await own.open('/help'))).toEqual([]);
  });

  it('are made, listed and erased by programs of a steward too', async () => {
    const { id } = await test.aPerson(rabot);
    const grant = { communityId: rabot, actorId: id, role: 'steward', partyId: null, until: null } as const;
    expect(await test.get(MandatesService).grant(command, grant)).not.toMatchObject({ kind: 'refused' });
    const authorization = `Bearer ${await test.aToken(rabot, id, ['community:write'])}`;
    const url = `/api/v1/communities/${rabot}/drawings`;
    const call = async (
      method: 'GET' | 'PUT' | 'DELETE',
      path: string,
      payload?: Buffer,
      type = 'image/jpeg',
    ) => {
      const headers = { authorization, ...(payload !== undefined && { 'content-type': type }) };
      const answer = await test.app.inject({ method, url: url + path, headers, payload });
      return [answer.statusCode, answer.json<Record<string, unknown>>()] as const;
    };
    const [status, made] = await call('PUT', '/meal', aPhoto());
    expect([status, made.name, made.since]).toEqual([200, 'meal', new Date(test.clock.now()).toISOString()]);
    expect(made.picture).toMatch(/^\/drawings\/meal\.[0-9a-f]{16}\.png$/);
    const [, { items }] = await call('GET', '');
    expect(items).toContainEqual(made);
    expect(items).toContainEqual({ name: 'coin', since: null, picture: null });
    expect(await call('PUT', '/meal', Buffer.from('GIF89a'), 'image/png')).toMatchObject([
      422,
      { code: 'photo_not_readable' },
    ]);
    expect((await call('PUT', '/meal', script, 'image/svg+xml'))[0]).toBe(415);
    expect((await call('PUT', '/meal', Buffer.from('{}'), 'application/json'))[0]).toBe(415);
    expect((await call('PUT', '/arrow', aPhoto()))[0]).toBe(400);
    expect((await call('PUT', '/meal', Buffer.alloc(12 * 1024 * 1024 + 1)))[0]).toBe(413);
    expect(await call('DELETE', '/meal')).toEqual([200, { erased: 1 }]);
    expect(await call('DELETE', '/meal')).toEqual([200, { erased: 0 }]);
  });

  it('are made on a page for each, by a photograph in a form', async () => {
    const own = await aDevice(rabot, 'steward');
    expect((await (await aDevice(rabot)).open('/people/drawings')).statusCode).toBe(403);
    expect((await own.open('/people')).body).toContain('href="/people/drawings"');
    const path = '/people/drawings/coin';
    const wrong = await own.send(path, script);
    expect([wrong.statusCode, wrong.body.includes('Dit is geen foto die we kennen.')]).toEqual([422, true]);
    expect((await own.send(path)).body).toContain('Maak eerst een foto.');
    expect((await own.send(path, aPng(50, 50))).body).toContain('Deze foto is te klein.');
    expect((await own.send(path, aPhoto(), 'x')).statusCode).toBe(403);
    expect((await own.send('/people/drawings/arrow', aPhoto())).statusCode).toBe(404);
    const kept = await own.send(path, aPhoto());
    expect([kept.statusCode, kept.headers.location]).toEqual([303, path]);
    const page = await own.open(path);
    expect(page.body).toContain('Zo staat ze nu op elke bladzijde.');
    // Ours stays to be seen beside it.
    expect(page.body).toContain('class="icon always"');
    const gone = await own.remove(path);
    expect([gone.statusCode, gone.headers.location]).toEqual([303, '/people/drawings']);
    expect(pathsOn(await own.open(path))).toEqual([]);
  });
});

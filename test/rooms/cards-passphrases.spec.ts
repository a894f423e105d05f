import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import { ActorsService } from '../../src/access/actors.service.js';
import { may, systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { KeysService } from '../../src/access/keys.service.js';
import { mandatesBy, passphraseTrouble, readPassphrase } from '../../src/access/passphrase.js';
import { PassphraseSetUpService } from '../../src/access/passphrase-set-up.service.js';
import { PassphrasesService } from '../../src/access/passphrases.service.js';
import { SignInService } from '../../src/access/sign-in.service.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { cookieOf, TestCards } from '../support/cards.js';
import { dialects } from '../support/databases.js';

const minute = 60_000;
const day = 86_400_000;
const passphrase = 'zeven eenden op het dak';
const institution = 'TOWN000000000001';
const command = systemActor('test');

describe('a passphrase', () => {
  it('is long, and otherwise as people like it', () => {
    expect(passphraseTrouble(readPassphrase('  zeven eenden op  '))).toBeNull();
    expect(passphraseTrouble('elf tekens.')).toBe('passphrase_too_short');
    expect(passphraseTrouble('a'.repeat(12))).toBe('passphrase_too_easy');
    expect(passphraseTrouble('abcdef'.repeat(40))).toBe('passphrase_too_long');
    expect(readPassphrase('caf\u0065\u0301')).toBe(readPassphrase('caf\u00e9'));
  });

  it('or a link or a card decides which mandates count', () => {
    const roles: Role[] = ['issuer', 'approver', 'finance', 'steward', 'operator', 'treasurer', 'helper'];
    const held = roles.map((role) => ({ ...anyMandate, role }));
    const left = (way: 'link' | 'card' | 'passphrase') => mandatesBy(way, held).map(({ role }) => role);
    expect(left('passphrase')).toEqual(roles);
    expect(left('link')).toEqual(['operator', 'treasurer', 'helper']);
    expect(left('card')).toEqual(['treasurer', 'helper']);
  });
});

const anyMandate = { id: 'M', communityId: 'rabot', actorId: 'A', partyId: null, from: 0, until: null };

describe.each(dialects)('signing in with a passphrase, on %s', (dialect) => {
  let test: TestCards;
  let here: string;
  let personId: string;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    here = test.communityId;
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    personId = (await test.member()).id;
    // Between tests the counted tries of an hour are over.
    test.clock.forward(61 * minute);
  });

  const grant = (role: Role, actorId = personId) =>
    test.get(Database).transaction((tx) =>
      tx.run(
        `insert into mandates (mandate_id, community_id, actor_id, role, party_id, valid_from, granted_by, granted_at)
         values (?, ?, ?, ?, ?, 0, 'T', 0)`,
        [newId(), here, actorId, role, role === 'steward' ? null : institution],
      ),
    );

  const aLink = async (): Promise<string> => {
    const link = await test.get(SignInService).makeLink(command, { communityId: here, personId });
    if ('kind' in link) throw new Error(link.code);
    return link.url.slice(link.url.lastIndexOf('/') + 1);
  };

  const actorIn = async (session: string): Promise<Actor> =>
    (await test.get(ActorsService).actorOf({ session }, test.clock.now()))!;

  const byLink = async (): Promise<Actor> => {
    const opened = await test.get(SignInService).openLink(await aLink(), '192.0.2.1');
    if ('kind' in opened) throw new Error(opened.code);
    return actorIn(opened.token);
  };

  const codeOf = (secret: string) => generate({ secret, epoch: Math.floor(test.clock.now() / 1000) });

  interface Ready {
    number: string;
    secret: string;
    actor: Actor;
  }

  const setUp = async (): Promise<Ready> => {
    const actor = await byLink();
    const begun = await test.get(PassphraseSetUpService).begin(actor, passphrase);
    if (begun.kind === 'refused') throw new Error(begun.code);
    const opened = await test.get(PassphraseSetUpService).confirm(actor, await codeOf(begun.secret));
    if ('kind' in opened) throw new Error(opened.code);
    test.clock.forward(minute);
    return { number: begun.number, secret: begun.secret, actor: await actorIn(opened.token) };
  };

  const signIn = async ({ number, secret }: Ready, change: Partial<Record<string, string>> = {}) => {
    const given = { number, passphrase, code: await codeOf(secret), address: '192.0.2.7' };
    return test.get(PassphrasesService).signIn({ ...given, ...change });
  };

  it('opens what a link does not: making and approving', async () => {
    for (const role of ['issuer', 'treasurer', 'finance'] as const) await grant(role);
    const where = { communityId: here, partyId: institution };
    const weak = await byLink();
    expect(may(weak, 'make_programme', where, test.clock.now())).toBe(false);
    expect(weak.mandates.map(({ role }) => role)).toEqual(['treasurer']);
    const ready = await setUp();
    const opened = await signIn(ready);
    const strong = await actorIn((opened as { token: string }).token);
    expect(strong).toMatchObject({ id: personId, kind: 'person', strong: true });
    expect(may(strong, 'make_programme', where, test.clock.now())).toBe(true);
    expect(opened).toMatchObject({ keptUntil: null });
  });

  it('takes a code once, and no older one', async () => {
    const ready = await setUp();
    const code = await codeOf(ready.secret);
    const both = await Promise.all([signIn(ready, { code }), signIn(ready, { code })]);
    expect(both.filter((each) => 'kind' in each)).toEqual([{ kind: 'refused', code: 'sign_in_wrong' }]);
    expect(await signIn(ready, { code })).toMatchObject({ code: 'sign_in_wrong' });
    test.clock.forward(2 * minute);
    expect(await signIn(ready, { code })).toMatchObject({ code: 'sign_in_wrong' });
    expect(await signIn(ready)).toMatchObject({ owner: { id: personId } });
  });

  it('says one no to a wrong number, passphrase or code', async () => {
    const ready = await setUp();
    const no = { kind: 'refused', code: 'sign_in_wrong' };
    expect(await signIn(ready, { number: 'ZZZZ-ZZZZ' })).toEqual(no);
    expect(await signIn(ready, { passphrase: 'zeven eenden op het dek' })).toEqual(no);
    expect(await signIn(ready, { code: '000000' })).toEqual(no);
    expect(await signIn(ready, { code: 'abcdef' })).toEqual(no);
    expect(await signIn(ready, { number: ready.number.toLowerCase() })).toMatchObject({
      owner: { id: personId },
    });
  });

  it('stops guessing after five wrong ones for a number, wherever they come from', async () => {
    const ready = await setUp();
    for (let i = 0; i < 5; i++)
      expect(await signIn(ready, { code: '000000', address: `192.0.2.${i}` })).toMatchObject({
        kind: 'refused',
      });
    await expect(signIn(ready, { address: '192.0.2.99' })).rejects.toThrow('too many tries');
    test.clock.forward(6 * minute);
    expect(await signIn(ready)).toMatchObject({ owner: { id: personId } });
  });

  it('counts nothing until the first code, and can be begun again until then', async () => {
    const actor = await byLink();
    const service = test.get(PassphraseSetUpService);
    const first = await service.begin(actor, passphrase);
    const second = await service.begin(actor, `${passphrase} en meer`);
    if (first.kind === 'refused' || second.kind === 'refused') throw new Error('refused');
    expect(await signIn({ ...second, actor }, { passphrase: `${passphrase} en meer` })).toMatchObject({
      code: 'sign_in_wrong',
    });
    expect(await service.confirm(actor, await codeOf(first.secret))).toMatchObject({ code: 'code_wrong' });
    expect(await service.begin(actor, 'te kort')).toMatchObject({ code: 'passphrase_too_short' });
    expect(await service.confirm(actor, await codeOf(second.secret))).toMatchObject({
      owner: { id: personId },
    });
  });

  it('is set up by a link of today, not by a card, an old session or a token', async () => {
    const service = test.get(PassphraseSetUpService);
    const card = await test.cardFor({ id: personId, account: '', actor: test.actor(personId) }, '4071');
    const device = { id: '-', via: 'own_phone', address: '192.0.2.8' };
    const opened = await test.opening.openSession(card.token, '4071', device, true);
    const byCard = await actorIn((opened as { token: string }).token);
    expect(await service.begin(byCard, passphrase)).toMatchObject({ code: 'link_of_today_needed' });
    const opened2 = await test.get(SignInService).openLink(await aLink(), '192.0.2.1', true);
    const old = await actorIn((opened2 as { token: string }).token);
    test.clock.forward(day + minute);
    expect(await service.begin(old, passphrase)).toMatchObject({ code: 'link_of_today_needed' });
    const token = { ...old, kind: 'token' as const, scopes: new Set(['people:write'] as const) };
    await expect(service.begin(token, passphrase)).rejects.toThrow('may not');
  });

  it('shuts the links that were made before and makes no more of them', async () => {
    const early = await byLink();
    const ready = await setUp();
    const link = await test.get(SignInService).makeLink(command, { communityId: here, personId });
    expect(link).toMatchObject({ code: 'passphrase_needed' });
    expect(ready.actor.strong).toBe(true);
    const rows = await test.rows('select ended_at from sessions where session_id = ?', [early.via]);
    expect(rows[0]!.ended_at).not.toBeNull();
  });

  it('refuses a link that was still on its way', async () => {
    await setUp();
    await test
      .get(Database)
      .transaction((tx) => tx.run('update sign_ins set confirmed_at = null where actor_id = ?', [personId]));
    const link = await aLink();
    await test
      .get(Database)
      .transaction((tx) => tx.run('update sign_ins set confirmed_at = 1 where actor_id = ?', [personId]));
    const page = await test.ask('POST', `/l/${link}`, { form: {} });
    expect(page.statusCode).toBe(403);
    expect(page.body).toContain('Kom binnen met je wachtzin.');
    expect(page.headers['set-cookie']).toBeUndefined();
  });

  it('gives tokens no more than the session they were made in had', async () => {
    await grant('issuer');
    const wish = (scopes: Parameters<TokensService['make']>[1]['scopes']) => ({
      owner: { kind: 'person' as const, id: personId, communityId: here },
      scopes,
      expiresAt: test.clock.now() + day,
      label: 'till',
    });
    const where = { communityId: here, partyId: institution };
    const mayMake = async (as: Actor): Promise<boolean> => {
      const made = await test.get(TokensService).make(as, wish(['programmes:write']));
      if (made.kind === 'refused') throw new Error(made.code);
      const actor = await test.get(ActorsService).actorOf({ token: made.token }, test.clock.now());
      return may(actor!, 'make_programme', where, test.clock.now());
    };
    expect(await mayMake(await byLink())).toBe(false);
    expect(await mayMake((await setUp()).actor)).toBe(true);
  });

  it('is taken away by another steward who came in with one, or by the command line', async () => {
    const ready = await setUp();
    const service = test.get(PassphrasesService);
    const person = { communityId: here, personId };
    const strong = { ...test.steward(), strong: true as const };
    await expect(service.reset(test.steward(), person)).rejects.toThrow('may not');
    await expect(service.reset({ ...strong, id: personId }, person)).rejects.toThrow('may not');
    await expect(service.reset({ ...test.helper(), strong: true }, person)).rejects.toThrow('may not');
    expect(await service.reset(strong, person)).toEqual({ kind: 'reset' });
    expect(await signIn(ready)).toMatchObject({ code: 'sign_in_wrong' });
    expect(await service.reset(command, person)).toMatchObject({ code: 'no_such_passphrase' });
    expect((await byLink()).id).toBe(personId);
  });

  it('outlives a change of the master key', async () => {
    const ready = await setUp();
    await test.get(KeysService).rotate();
    expect(await signIn(ready)).toMatchObject({ owner: { id: personId } });
  });

  it('goes by pages, from the link to the first session', async () => {
    await grant('steward');
    const form = (values: Record<string, string>) => values;
    const came = await test.ask('POST', `/l/${await aLink()}`, { form: form({}) });
    const cookie = cookieOf(came);
    const csrfIn = (body: string): string => /name="_csrf" value="([^"]+)"/.exec(body)![1]!;
    const choose = await test.ask('GET', '/passphrase', { headers: { cookie } });
    const _csrf = csrfIn(choose.body);
    const short = await test.ask('POST', '/passphrase', {
      headers: { cookie },
      form: { _csrf, passphrase: 'kort' },
    });
    expect(short.statusCode).toBe(422);
    expect(short.body).toContain('Kies minstens 12 tekens.');
    const shown = await test.ask('POST', '/passphrase', { headers: { cookie }, form: { _csrf, passphrase } });
    expect(shown.statusCode).toBe(200);
    const secret = />([A-Z2-7 ]{39})</.exec(shown.body)![1]!.replaceAll(' ', '');
    const number = />([0-9A-Z]{4}-[0-9A-Z]{4})</.exec(shown.body)![1]!;
    const wrong = await test.ask('POST', '/passphrase/confirm', {
      headers: { cookie },
      form: { _csrf, code: '000000' },
    });
    expect(wrong.statusCode).toBe(422);
    const code = await codeOf(secret);
    const done = await test.ask('POST', '/passphrase/confirm', {
      headers: { cookie },
      form: { _csrf, code },
    });
    expect(done.statusCode).toBe(303);
    const me = await test.ask('GET', '/api/v1/me', { headers: { cookie: cookieOf(done) } });
    expect(me.json()).toMatchObject({ id: personId, mandates: [{ role: 'steward' }] });
    test.clock.forward(minute);
    const no = await test.ask('POST', '/sign-in', { form: { number, passphrase: 'iets heel anders', code } });
    expect(no.statusCode).toBe(422);
    expect(no.body).toContain('Dit klopt niet.');
    const again = await test.ask('POST', '/sign-in', {
      form: { number, passphrase, code: await codeOf(secret) },
    });
    expect(again.statusCode).toBe(303);
    expect(cookieOf(again)).not.toBe('');
  });
});

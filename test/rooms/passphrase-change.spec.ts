import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import { ActorsService } from '../../src/access/actors.service.js';
import { systemActor, type Actor } from '../../src/access/actor.js';
import { CardOpeningService } from '../../src/access/card-opening.service.js';
import { OwnSessions } from '../../src/access/own-sessions.service.js';
import { PassphraseChangeService } from '../../src/access/passphrase-change.service.js';
import { PassphraseSetUpService } from '../../src/access/passphrase-set-up.service.js';
import { PassphrasesService } from '../../src/access/passphrases.service.js';
import { SignInService } from '../../src/access/sign-in.service.js';
import { TestCards, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';

const minute = 60_000;
const old = 'zeven eenden op het dak';
const next = 'acht ganzen in de wei';
const address = '192.0.2.7';
const command = systemActor('test');

describe.each(dialects)('a passphrase that is changed, on %s', (dialect) => {
  let test: TestCards;
  let member: Member;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    member = await test.member();
    // Between tests the counted tries of an hour are over.
    test.clock.forward(61 * minute);
  });

  const actorIn = async (session: string): Promise<Actor | undefined> =>
    test.get(ActorsService).actorOf({ session }, test.clock.now());

  const byLink = async (): Promise<{ token: string; actor: Actor }> => {
    const person = { communityId: 'rabot', personId: member.id };
    const link = await test.get(SignInService).makeLink(command, person);
    if ('kind' in link) throw new Error(link.code);
    const text = link.url.slice(link.url.lastIndexOf('/') + 1);
    const opened = await test.get(SignInService).openLink(text, address);
    if ('kind' in opened) throw new Error(opened.code);
    return { token: opened.token, actor: (await actorIn(opened.token))! };
  };

  const codeOf = (secret: string) => generate({ secret, epoch: Math.floor(test.clock.now() / 1000) });

  const setUp = async () => {
    const { actor } = await byLink();
    const begun = await test.get(PassphraseSetUpService).begin(actor, old);
    if (begun.kind === 'refused') throw new Error(begun.code);
    const opened = await test.get(PassphraseSetUpService).confirm(actor, await codeOf(begun.secret));
    if ('kind' in opened) throw new Error(opened.code);
    test.clock.forward(minute);
    return { ...begun, token: opened.token, actor: (await actorIn(opened.token))! };
  };
  type Ready = Awaited<ReturnType<typeof setUp>>;

  const signIn = async ({ number, secret }: Ready, passphrase: string) => {
    const code = await codeOf(secret);
    const answer = await test.get(PassphrasesService).signIn({ number, passphrase, code, address });
    test.clock.forward(minute);
    return answer;
  };

  const change = async (
    ready: Ready,
    parts: Partial<{ passphrase: string; code: string; next: string }> = {},
  ) => {
    const code = await codeOf(ready.secret);
    const given = { passphrase: old, code, next, address, ...parts };
    return test.get(PassphraseChangeService).change(ready.actor, given);
  };

  it('opens from then on, and the old one does not', async () => {
    const ready = await setUp();
    expect(await change(ready)).toEqual({ kind: 'changed' });
    test.clock.forward(minute);
    expect(await signIn(ready, old)).toMatchObject({ code: 'sign_in_wrong' });
    expect(await signIn(ready, next)).toMatchObject({ owner: { id: member.id } });
  });

  it('needs the old one and a code that was not used', async () => {
    const ready = await setUp();
    expect(await change(ready, { passphrase: next })).toEqual({ kind: 'refused', code: 'sign_in_wrong' });
    expect(await change(ready, { code: '000000' })).toMatchObject({ code: 'sign_in_wrong' });
    const code = await codeOf(ready.secret);
    const both = await Promise.all([change(ready, { code }), change(ready, { code, passphrase: next })]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['changed', 'refused']);
    expect(await change(ready, { code, passphrase: next })).toMatchObject({ code: 'sign_in_wrong' });
  });

  it('is long enough, like the first', async () => {
    const ready = await setUp();
    expect(await change(ready, { next: 'kort' })).toMatchObject({ code: 'passphrase_too_short' });
    expect(await change(ready, { next: 'a'.repeat(20) })).toMatchObject({ code: 'passphrase_too_easy' });
  });

  it('ends all other sessions, and keeps the one in which it was done', async () => {
    const ready = await setUp();
    const other = await signIn(ready, old);
    if ('kind' in other) throw new Error(other.code);
    expect(await actorIn(other.token)).toBeDefined();
    expect(await change(ready)).toEqual({ kind: 'changed' });
    expect(await actorIn(other.token)).toBeUndefined();
    expect(await actorIn(ready.token)).toMatchObject({ id: member.id, strong: true });
  });

  it('is not for a session by link or card, nor for a program', async () => {
    const { actor } = await byLink();
    const ready = await setUp();
    const program: Actor = { ...ready.actor, kind: 'token', scopes: new Set(['people:write'] as const) };
    for (const as of [actor, program, { ...actor, card: { id: 'CARD000000000001', withSecret: true } }])
      await expect(change({ ...ready, actor: as })).rejects.toThrow('may not');
  });

  it('cannot be guessed in a session that was left open: tries are counted', async () => {
    const ready = await setUp();
    for (let i = 0; i < 5; i++)
      expect(await change(ready, { passphrase: `geraden nummer ${i}` })).toMatchObject({
        code: 'sign_in_wrong',
      });
    await expect(change(ready)).rejects.toThrow('too many tries');
  });

  it('has a door for the own pages', async () => {
    const ready = await setUp();
    const json = { passphrase: old, code: await codeOf(ready.secret), next };
    const headers = { cookie: `__Host-samenmunt=${ready.token}`, 'sec-fetch-site': 'same-origin' };
    const url = '/api/v1/communities/rabot/passphrases/change';
    expect((await test.ask('POST', url, { headers, json: { ...json, passphrase: next } })).statusCode).toBe(
      422,
    );
    expect((await test.ask('POST', url, { headers, json })).statusCode).toBe(204);
    const elsewhere = url.replace('rabot', 'elders');
    expect((await test.ask('POST', elsewhere, { headers, json })).statusCode).toBe(403);
  });

  it('or not: somebody sees where they are signed in, and ends it elsewhere', async () => {
    const [one, two] = [await byLink(), await byLink()];
    const sessions = test.get(OwnSessions);
    const list = await sessions.list(one.actor);
    expect(list.map(({ way, isThis }) => [way, isThis]).sort()).toEqual([
      ['link', false],
      ['link', true],
    ]);
    expect(await sessions.endOthers(one.actor)).toBe(1);
    expect(await actorIn(two.token)).toBeUndefined();
    expect(await actorIn(one.token)).toBeDefined();
    expect(await sessions.list(one.actor)).toHaveLength(1);
    const headers = { cookie: `__Host-samenmunt=${one.token}`, 'sec-fetch-site': 'same-origin' };
    const shown = await test.ask('GET', '/api/v1/me/sessions', { headers });
    expect(shown.json()).toMatchObject({ items: [{ way: 'link', current: true }] });
    const ended = await test.ask('POST', '/api/v1/me/sessions/end-others', { headers, json: {} });
    expect(ended.json()).toEqual({ ended: 0 });
  });

  it('and a card with its secret ends no stronger session', async () => {
    const ready = await setUp();
    const card = await test.cardFor(member, '1359');
    const device = { id: '-', via: 'own_phone', address };
    const open = async () => {
      const opened = await test.get(CardOpeningService).openSession(card.token, '1359', device, true);
      if ('kind' in opened) throw new Error(opened.code);
      return opened.token;
    };
    const [first, second] = [await open(), await open()];
    expect(await test.get(OwnSessions).endOthers((await actorIn(first))!)).toBe(1);
    expect(await actorIn(second)).toBeUndefined();
    expect(await actorIn(ready.token)).toBeDefined();
    const program: Actor = { ...ready.actor, kind: 'token', scopes: new Set(['people:read'] as const) };
    await expect(test.get(OwnSessions).list(program)).rejects.toThrow('may not');
    expect(await test.get(OwnSessions).endOthers(ready.actor)).toBe(1);
  });
});

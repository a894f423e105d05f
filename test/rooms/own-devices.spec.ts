import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/access/actor.js';
import { ActorsService } from '../../src/access/actors.service.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { cookieOf, TestCards, type CardInHand } from '../support/cards.js';
import { dialects } from '../support/databases.js';

const minute = 60_000;
const form = { first: 'cat', second: 'boat', third: 'key' };

describe.each(dialects)('a device that is one’s own, on %s', (dialect) => {
  let test: TestCards;
  let card: CardInHand;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    ({ card } = await test.withCard('cat boat key'));
  });
  afterAll(() => test.close());

  it('is remembered when its owner says so, on a page that asked it, once', async () => {
    const [first, second] = [await comesIn(), await comesIn()];
    for (const wrong of ['x', second.mark]) expect((await yes(first, wrong)).statusCode).toBe(403);
    const said = await yes(first);
    expect([said.statusCode, said.headers.location]).toEqual([303, '/']);
    expect(cookieOf(said)).toBe(first.cookie);
    const set = String(said.headers['set-cookie']);
    expect(set).toMatch(/__Host-samenmunt=[^;]+;[^,]*Max-Age=15552000/);
    expect(set).toContain('ask_own=;');
    // The second of two taps changes nothing.
    expect((await yes(first)).statusCode).toBe(303);
    const sql = `select count(*) as n from audit where act = 'remember_device' and via = ?`;
    expect((await test.rows(sql, [first.actor.via]))[0]!.n).toBe(1n);
    expect((await actorOf(first.cookie))?.ownDevice).toBe(true);
    expect((await actorOf(second.cookie))?.ownDevice).toBeUndefined();
    test.clock.forward(29 * 24 * 60 * minute);
    expect((await actorOf(first.cookie))?.id).toBe(first.actor.id);
    expect(await actorOf(second.cookie)).toBeUndefined();
  });

  it('is not asked of whoever comes after somebody else in the same browser', async () => {
    const before = await comesIn();
    const next = await opens(before.cookie, before.actor.via);
    expect(next.statusCode).toBe(303);
    expect(String(next.headers['set-cookie'])).toContain('ask_own=;');
    expect(await actorOf(before.cookie)).toBeUndefined();
  });

  it('stays that of several people where nobody said so: a quarter of an hour', async () => {
    const { cookie } = await comesIn();
    test.clock.forward(15 * minute - 1);
    expect(await actorOf(cookie)).toBeDefined();
    test.clock.forward(15 * minute);
    expect(await actorOf(cookie)).toBeUndefined();
  });

  it('is left by an address that only its own pages know', async () => {
    const [mine, other] = [await comesIn(), await comesIn()];
    const sessions = test.get(SessionsService);
    const leave = (token: string, headers: Record<string, string>) =>
      test.ask('GET', `/finish/${token}`, { headers });
    const foreign = { cookie: mine.cookie, 'sec-fetch-site': 'cross-site' };
    for (const token of ['x', sessions.leavingToken(other.actor.via), sessions.csrfToken(mine.actor.via)]) {
      const answer = await leave(token, foreign);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/finished']);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    expect(await actorOf(mine.cookie)).toBeDefined();
    const left = await leave(sessions.leavingToken(mine.actor.via), { cookie: mine.cookie });
    expect(left.headers.location).toBe('/finished');
    expect(left.headers['clear-site-data']).toBe('"cache"');
    expect(String(left.headers['set-cookie'])).toMatch(/__Host-samenmunt=;[^,]*Max-Age=0/);
    expect(await actorOf(mine.cookie)).toBeUndefined();
    expect(await actorOf(other.cookie)).toBeDefined();
  });

  it('is told that somebody is still there, without showing anything', async () => {
    const { cookie } = await comesIn();
    for (let i = 0; i < 4; i++) {
      test.clock.forward(10 * minute);
      const answer = await test.ask('GET', '/still', { headers: { cookie } });
      expect([answer.statusCode, answer.body]).toEqual([204, '']);
    }
    expect((await test.ask('GET', '/still')).statusCode).toBe(401);
  });

  interface Came {
    readonly cookie: string;
    readonly mark: string;
    readonly actor: Actor;
  }

  async function comesIn(): Promise<Came> {
    const answer = await opens();
    const cookie = cookieOf(answer);
    const [, mark] = /ask_own=([\w-]{22});/.exec(String(answer.headers['set-cookie']))!;
    return { cookie, mark: mark!, actor: (await actorOf(cookie))! };
  }

  /** @param via of the session whose cookie it is */
  async function opens(cookie = '', via?: string) {
    const headers = { cookie: `shown_card=${card.token}; ${cookie}`, 'sec-fetch-site': 'same-origin' };
    const shown = await test.ask('GET', '/k', { headers });
    const [, mark] = /name="mark" value="([^"]+)"/.exec(shown.body)!;
    const _csrf = via === undefined ? '' : test.get(SessionsService).csrfToken(via);
    return test.ask('POST', '/k', { headers, form: { ...form, mark: mark!, ...(via && { _csrf }) } });
  }

  function yes({ cookie, mark, actor }: Came, given = mark) {
    const _csrf = test.get(SessionsService).csrfToken(actor.via);
    const headers = { cookie, 'sec-fetch-site': 'same-origin' };
    return test.ask('POST', '/own-device', { headers, form: { mark: given, _csrf } });
  }

  function actorOf(cookie: string): Promise<Actor | undefined> {
    return test.get(ActorsService).actorOf({ session: cookie.split('=')[1]! }, test.clock.now());
  }
});

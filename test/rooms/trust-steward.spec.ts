import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { AuditService } from '../../src/access/audit.service.js';
import { LinksService } from '../../src/access/links.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { SetUpService } from '../../src/access/set-up.service.js';
import { SignInService } from '../../src/access/sign-in.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { Database } from '../../src/database/database.js';
import { HouseholdsService } from '../../src/members/households.service.js';
import { dialects } from '../support/databases.js';
import { TestPayments, type Somebody } from '../support/payments.js';

const hour = 60 * 60_000;
const server = systemActor('test');

describe.each(dialects)('what a steward or operator could learn or take, on %s', (dialect) => {
  let test: TestPayments;
  let here: string;
  let ann: Somebody;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  afterAll(() => test.close());

  const aTown = async (): Promise<void> => {
    here = await test.aCommunity();
    ann = await test.aPerson(here);
  };
  /** A person with a mandate that stands in the database. */
  const aSteward = async (): Promise<Somebody> => {
    const person = await test.aPerson(here);
    const wish = {
      communityId: here,
      actorId: person.id,
      role: 'steward',
      partyId: null,
      until: null,
    } as const;
    const granted = await test.get(MandatesService).grant(server, wish);
    if (granted.kind === 'refused') throw new Error(granted.code);
    return { ...person, actor: { ...person.actor, mandates: [granted.mandate] } };
  };
  const signIn = async (personId: string): Promise<Actor> => {
    const link = await test.get(SignInService).makeLink(server, { communityId: here, personId });
    if ('kind' in link) throw new Error(link.code);
    const opened = await test.get(LinksService).open(link.url.slice(link.url.lastIndexOf('/') + 1), true);
    if ('kind' in opened) throw new Error(opened.code);
    return {
      id: personId,
      kind: 'person',
      communityId: here,
      mandates: [],
      scopes: null,
      via: opened.sessionId,
    };
  };

  describe('the bounds of a purse', () => {
    beforeAll(aTown);
    const set = (actor: Actor, account: string, floor: bigint) =>
      test.get(CurrenciesService).setBounds(actor, here, account, { floor, ceiling: null });

    it('of a person move once in 24 hours, whichever steward asks', async () => {
      const [one, other] = [await aSteward(), await aSteward()];
      expect(await set(one.actor, ann.account, -100n)).toEqual({ kind: 'changed' });
      const again = { kind: 'refused', code: 'bounds_changed_recently' };
      expect(await set(one.actor, ann.account, -101n)).toMatchObject(again);
      test.clock.forward(24 * hour - 1);
      expect(await set(other.actor, ann.account, -101n)).toMatchObject(again);
      expect(await test.get(BooksService).findAccount(here, ann.account)).toMatchObject({ floor: -100n });
      test.clock.forward(1);
      expect(await set(other.actor, ann.account, -101n)).toEqual({ kind: 'changed' });
    });

    it('move once also when many ask at once', async () => {
      const { account } = await test.aPerson(here);
      const steward = test.steward(here);
      const answers = await Promise.all([1n, 2n, 3n, 4n, 5n].map((floor) => set(steward, account, -floor)));
      expect(answers.filter(({ kind }) => kind === 'changed')).toHaveLength(1);
    });

    it('of a household move once too; those of a group are no secret of a person', async () => {
      const founded = await test.get(HouseholdsService).found(ann.actor, here, ann.id);
      if (founded.kind === 'refused') throw new Error(founded.code);
      const [purse] = await test.get(BooksService).accountsOf(here, founded.household.id);
      const steward = test.steward(here);
      expect(await set(steward, purse!.id, -1n)).toEqual({ kind: 'changed' });
      expect(await set(steward, purse!.id, -2n)).toMatchObject({ code: 'bounds_changed_recently' });
      const group = await test.aGroup(here);
      expect(await set(steward, group.account, -1n)).toEqual({ kind: 'changed' });
      expect(await set(steward, group.account, -2n)).toEqual({ kind: 'changed' });
    });

    it('are free for the command line, whose changes do not count, and are in the audit', async () => {
      const { account } = await test.aPerson(here);
      const steward = test.steward(here);
      for (const floor of [-1n, -2n]) expect(await set(server, account, floor)).toEqual({ kind: 'changed' });
      expect(await set(steward, account, -3n)).toEqual({ kind: 'changed' });
      expect(await set(server, account, -4n)).toEqual({ kind: 'changed' });
      expect(await set(steward, account, -5n)).toMatchObject({ code: 'bounds_changed_recently' });
      const { lines } = await test.get(AuditService).list(steward, { communityId: here, limit: 200 });
      const about = lines.filter(({ act, subjectId }) => act === 'manage_currency' && subjectId === account);
      const who = about.map(({ actorId }) => actorId).sort();
      expect(who).toEqual(['STEWARD', server.id, server.id, server.id]);
    });
  });

  describe('a way in that somebody else made', () => {
    beforeAll(aTown);
    const home = async (person: Somebody, language = 'nl'): Promise<string> => {
      const { cookie } = await test.aSession(here, person.id);
      const headers = { cookie, 'accept-language': language };
      const page = await test.call('GET', '/', { headers });
      expect(page.status).toBe(200);
      return String(page.body.text);
    };
    const waysIn = async (person: Somebody) => {
      const as = await test.aToken(here, person.id, ['people:read']);
      return (await test.call('GET', '/api/v1/me/ways-in', { as })).body;
    };

    it('stands on the first page of whom it is for, with who and when, and nowhere else', async () => {
      expect(await home(ann)).not.toContain('een link voor jou');
      expect(await waysIn(ann)).toEqual({ count: 0, last: null });
      const steward = await aSteward();
      await test.get(SignInService).makeLink(steward.actor, { communityId: here, personId: ann.id });
      const at = new Date(test.clock.now()).toISOString();
      expect(await waysIn(ann)).toEqual({
        count: 1,
        last: { at, actorId: steward.id, actorKind: 'person' },
      });
      const shown = await home(ann);
      expect(shown).toMatch(/Op \p{L}+ \d+ \p{L}+ \d{4} maakte [^<]+ een link voor jou\./u);
      expect(shown).not.toContain('de server');
      await test.get(SignInService).makeLink(steward.actor, { communityId: here, personId: steward.id });
      expect(await home(steward)).not.toContain('een link voor jou');
      expect(await waysIn(steward)).toEqual({ count: 0, last: null });
    });

    it('says the newest with how many, and the server where it was no person', async () => {
      test.clock.forward(hour);
      await test.get(SignInService).makeLink(server, { communityId: here, personId: ann.id });
      expect(await home(ann)).toMatch(/Er zijn 2 links voor jou gemaakt\. De laatste maakte de server op /);
      expect(await home(ann, 'en')).toContain('There are 2 links made for you.');
      expect(await waysIn(ann)).toMatchObject({ count: 2, last: { actorKind: 'system' } });
    });

    it('is told to no token that may not read of people', async () => {
      const as = await test.aToken(here, ann.id, ['payments:write']);
      expect((await test.call('GET', '/api/v1/me/ways-in', { as })).status).toBe(403);
    });

    it('is forgotten after 30 days', async () => {
      test.clock.forward(30 * 24 * hour - 1);
      expect(await waysIn(ann)).toMatchObject({ count: 1 });
      test.clock.forward(1);
      expect(await waysIn(ann)).toEqual({ count: 0, last: null });
      expect(await home(ann)).not.toContain('links voor jou');
    });
  });

  describe('an operator', () => {
    beforeAll(aTown);
    const anOperator = async (): Promise<{ actor: Actor; cookie: string; csrf: string }> => {
      const { url } = await test.get(SetUpService).makeLink();
      const opened = await test.get(LinksService).open(url.slice(url.lastIndexOf('/') + 1), true);
      if ('kind' in opened) throw new Error(opened.code);
      const { id } = opened.owner;
      const role: Role = 'operator';
      const mandate = { id, communityId: null, actorId: id, role, partyId: null, from: 0, until: null };
      const who = { id, kind: 'operator', communityId: null, scopes: null, via: opened.sessionId } as const;
      return {
        actor: { ...who, mandates: [mandate] },
        cookie: `__Host-samenmunt=${opened.token}`,
        csrf: test.get(SessionsService).csrfToken(opened.sessionId),
      };
    };

    it('lets in the first steward, and nobody once one has been in', async () => {
      const { actor, cookie, csrf } = await anOperator();
      const headers = { cookie };
      const page = `/set-up/${here}`;
      const make = () => test.call('POST', `${page}/link`, { headers, body: { _csrf: csrf } });
      const first = await aSteward();
      expect((await make()).status).toBe(200);
      expect((await make()).status).toBe(200);
      expect((await test.call('GET', page, { headers })).body.text).toContain(`${page}/link`);

      await signIn(first.id);
      const late = await make();
      expect(late.status).toBe(422);
      expect(late.body.text).toContain('kwam al binnen');
      expect((await test.call('GET', page, { headers })).body.text).not.toContain(`${page}/link`);

      // Neither by appointing somebody else, nor by ending whoever was there, nor after their session is forgotten.
      const second = await aSteward();
      const ask = () => test.get(SignInService).makeLink(actor, { communityId: here, personId: second.id });
      expect(await ask()).toMatchObject({ kind: 'refused', code: 'steward_came_in' });
      await test.get(MandatesService).end(server, here, first.actor.mandates[0]!.id);
      test.clock.forward(1);
      await test.get(Database).transaction((tx) => tx.run('delete from sessions', []));
      expect(await ask()).toMatchObject({ kind: 'refused', code: 'steward_came_in' });
      const person = { communityId: here, personId: second.id };
      expect(await test.get(SignInService).makeLink(server, person)).toHaveProperty('url');
      expect(await test.get(SignInService).makeLink(second.actor, person)).toHaveProperty('url');
    });
  });

  describe('when somebody came and went', () => {
    beforeAll(aTown);

    it('a steward reads only of themselves, and the rest of the audit as before', async () => {
      const steward = await aSteward();
      await test.get(SessionsService).end(await signIn(ann.id));
      await test.get(SessionsService).end(await signIn(steward.id));
      const audit = test.get(AuditService);
      const comings = async (actor: Actor) => {
        const { lines } = await audit.list(actor, { communityId: here, limit: 200 });
        const some = lines.filter(({ act }) => act === 'sign_in' || act === 'sign_out');
        return some.map(({ act, actorId }) => `${act} ${actorId}`).sort();
      };
      const own = [`sign_in ${steward.id}`, `sign_out ${steward.id}`];
      expect(await comings(steward.actor)).toEqual(own);
      expect(await comings(server)).toEqual([...own, `sign_in ${ann.id}`, `sign_out ${ann.id}`].sort());
      const { lines } = await audit.list(steward.actor, { communityId: here, limit: 200 });
      expect(lines.map(({ act }) => act)).toContain('make_sign_in_link');

      // Page by page nothing is lost, and nothing of others comes along.
      const small = await audit.list(steward.actor, { communityId: here, limit: 1 });
      const rest = await audit.list(steward.actor, { communityId: here, limit: 200, after: small.next! });
      expect([...small.lines, ...rest.lines]).toEqual(lines);
    });
  });
});

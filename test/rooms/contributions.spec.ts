import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { ContributionLists } from '../../src/contributions/contribution-lists.service.js';
import {
  askedSteps,
  conditionWarnings,
  stepped,
  type Contribution,
  type Side,
} from '../../src/contributions/contribution.js';
import {
  ContributionsService,
  waitingMost,
  type NewContribution,
} from '../../src/contributions/contributions.service.js';
import { TakenOverService } from '../../src/contributions/taken-over.service.js';
import type { Visibility } from '../../src/initiatives/initiative.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import type { InstitutionKind } from '../../src/communities/party.js';
import { ForgettingService } from '../../src/members/forgetting.service.js';
import { renderPage } from '../../src/web/page.js';
import { BringsPage } from '../../src/contributions/views/brings.js';
import { dialects } from '../support/databases.js';
import { command, TestTown } from '../support/town.js';

const room: Omit<NewContribution, 'side' | 'giver' | 'taker'> = {
  mode: 'reciprocity',
  thing: 'space',
  title: 'Zaal op zondag',
  from: '2026-01-05',
};

interface Party {
  readonly id: string;
  readonly actor: Actor;
}

describe.each(dialects)('who brings what on %s', (dialect) => {
  let town: TestTown;
  let contributions: ContributionsService;
  let lists: ContributionLists;

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    contributions = town.app.get(ContributionsService);
    lists = town.app.get(ContributionLists);
  });
  afterAll(async () => {
    expect(await town.differences()).toEqual([]);
    await town.close();
  });

  async function person(): Promise<Party> {
    const { partyId } = await town.person();
    return { id: partyId, actor: town.actor(partyId) };
  }

  async function group(name: string, visibility: Visibility = 'hidden'): Promise<Party> {
    const { partyId } = await town.person();
    const wish = { name, picture: 'group', colour: 'green', visibility, treasurers: [partyId] };
    const founded = await town.app.get(FoundingService).found(command, 'rabot', wish);
    if (founded.kind === 'refused') throw new Error(founded.code);
    const { id } = founded.initiative;
    return { id, actor: town.actor(partyId, 'treasurer', id) };
  }

  async function institution(name: string, kind: InstitutionKind): Promise<Party> {
    const { partyId } = await town.person();
    const wish = { kind, name, picture: 'town', colour: 'blue' };
    const entered = await town.app.get(InstitutionsService).enter(command, 'rabot', wish);
    if (entered.kind === 'refused') throw new Error(entered.code);
    const { id } = entered.institution;
    const mandate = { communityId: 'rabot', actorId: partyId, role: 'treasurer', partyId: id, until: null };
    await town.app.get(MandatesService).grant(command, mandate as never);
    return { id, actor: town.actor(partyId, 'treasurer', id) };
  }

  async function say(
    giver: Party,
    taker: Party,
    wish: Partial<NewContribution> = {},
    side: Side = 'giver',
  ): Promise<Contribution> {
    // The newest stands first, and within a millisecond nothing is newer.
    town.clock.forward(1);
    const actor = side === 'giver' ? giver.actor : taker.actor;
    const whole = { ...room, side, giver: giver.id, taker: taker.id, ...wish };
    const said = await contributions.say(actor, 'rabot', whole);
    if (said.kind === 'refused') throw new Error(said.code);
    return said.contribution;
  }

  const step = (
    party: Party,
    { id }: Contribution,
    ...rest: [Parameters<ContributionsService['step']>[3], boolean?]
  ) => contributions.step(party.actor, 'rabot', id, ...rest);

  async function agreed(
    giver: Party,
    taker: Party,
    wish: Partial<NewContribution> = {},
  ): Promise<Contribution> {
    const said = await say(giver, taker, wish);
    const yes = await step(taker, said, 'agree', true);
    if (yes.kind === 'refused') throw new Error(yes.code);
    return yes.contribution;
  }

  const idsOf = async (party: Party, of: string) =>
    (await lists.ofParty(party.actor, 'rabot', of))?.items.map(({ contribution }) => contribution.id);

  describe('the two ticks', () => {
    it('count only together: one side says it, the other says yes', async () => {
      const [cook, soup] = [await person(), await group('Soepgroep')];
      const said = await say(cook, soup, { thing: 'knowledge', title: 'Kookles' });
      expect(said).toMatchObject({ state: 'promised', yes: { giver: { by: cook.id }, taker: null } });
      expect(await step(soup, said, 'given')).toMatchObject({ code: 'contribution_not_agreed' });
      expect(await step(cook, said, 'agree')).toMatchObject({ contribution: { yes: { taker: null } } });
      const yes = await step(soup, said, 'agree');
      expect(yes).toMatchObject({ kind: 'said', contribution: { yes: { taker: { by: soup.actor.id } } } });
      expect(await step(cook, said, 'refuse')).toMatchObject({ code: 'contribution_agreed' });
    });

    it('a condition cannot be agreed to without having been shown (S03)', async () => {
      const [library, soup] = [await institution('Bib', 'library'), await group('Soep')];
      const condition = { condition: 'return_by', conditionDay: '2026-06-30' } as const;
      const said = await say(library, soup, condition);
      expect(await step(soup, said, 'agree')).toMatchObject({ code: 'condition_not_seen' });
      expect(await step(soup, said, 'agree', true)).toMatchObject({ kind: 'said' });
      const whole = { ...room, ...condition, side: 'taker', giver: library.id, taker: soup.id } as const;
      const unseen = await contributions.say(soup.actor, 'rabot', whole);
      expect(unseen).toMatchObject({ code: 'condition_not_seen' });
      const seen = await contributions.say(soup.actor, 'rabot', { ...whole, conditionSeen: true });
      expect(seen).toMatchObject({ kind: 'said', contribution: { yes: { giver: null } } });
    });

    it('a no is for good, and nobody else can answer', async () => {
      const [giver, taker, other] = [await person(), await group('Fietsen'), await person()];
      const said = await say(giver, taker);
      expect(await step(other, said, 'agree')).toMatchObject({ code: 'not_found' });
      const steward = { id: other.id, actor: town.actor('STEWARD', 'steward') };
      expect(await step(steward, said, 'agree')).toMatchObject({ code: 'not_found' });
      expect(await step(taker, said, 'refuse')).toMatchObject({ contribution: { state: 'refused' } });
      expect(await step(taker, said, 'agree', true)).toMatchObject({ code: 'contribution_over' });
    });

    it('nobody says anything for a side that is not theirs', async () => {
      const [giver, taker] = [await person(), await group('Tuin')];
      const whole = { ...room, side: 'giver', giver: giver.id, taker: taker.id } as const;
      await expect(contributions.say(taker.actor, 'rabot', whole)).rejects.toThrow(NotAllowed);
      const nobody = { ...whole, taker: '0000000000000000' };
      expect(await contributions.say(giver.actor, 'rabot', nobody)).toMatchObject({ code: 'no_such_party' });
      const self = { ...whole, taker: giver.id };
      expect(await contributions.say(giver.actor, 'rabot', self)).toMatchObject({
        code: 'accounts_must_be_different',
      });
    });

    it('days and conditions fit together', async () => {
      const [giver, taker] = [await person(), await group('Dagen')];
      const whole = { ...room, side: 'giver', giver: giver.id, taker: taker.id } as const;
      const codeOf = (wish: Partial<NewContribution>) =>
        contributions.say(giver.actor, 'rabot', { ...whole, ...wish });
      expect(await codeOf({ until: '2026-01-04' })).toMatchObject({ code: 'days_wrong' });
      expect(await codeOf({ condition: 'return_by' })).toMatchObject({ code: 'condition_day_wrong' });
      expect(await codeOf({ conditionDay: '2026-02-01' })).toMatchObject({ code: 'condition_day_wrong' });
      expect(await codeOf({ condition: 'return_by', conditionDay: '2026-01-01' })).toMatchObject({
        code: 'condition_day_wrong',
      });
    });

    it('only so many wait for a yes', async () => {
      const [giver, taker] = [await person(), await group('Druk')];
      for (let i = 0; i < waitingMost; i++) await say(giver, taker);
      await expect(say(giver, taker)).rejects.toThrow('too_many_contributions');
    });
  });

  describe('what becomes of it', () => {
    it('a promise of the town stays one until the group says it came (S28)', async () => {
      const [city, soup] = [await institution('Stad', 'local_government'), await group('Belofte')];
      const promise = await agreed(city, soup, { mode: 'redistribution', thing: 'coin', title: '200 uren' });
      expect(promise.state).toBe('promised');
      expect(await step(city, promise, 'given')).toMatchObject({ code: 'contribution_other_side' });
      expect(await step(soup, promise, 'given')).toMatchObject({ contribution: { state: 'given' } });
      expect(await step(soup, promise, 'given')).toMatchObject({ contribution: { state: 'given' } });
      expect(await step(city, promise, 'returned')).toMatchObject({ code: 'contribution_not_lent' });
      expect(await step(city, promise, 'end')).toMatchObject({ contribution: { state: 'ended' } });
    });

    it('what was lent is over when who lent it says so', async () => {
      const [library, soup] = [await institution('Bieb', 'library'), await group('Lenen')];
      const lent = await agreed(library, soup, { condition: 'return' });
      expect(await step(library, lent, 'returned')).toMatchObject({ code: 'contribution_not_given' });
      await step(soup, lent, 'given');
      expect(await step(soup, lent, 'end')).toMatchObject({ code: 'contribution_other_side' });
      expect(await step(soup, lent, 'returned')).toMatchObject({ code: 'contribution_other_side' });
      expect(await step(library, lent, 'returned')).toMatchObject({ contribution: { state: 'returned' } });
      expect(await step(soup, lent, 'end')).toMatchObject({ contribution: { state: 'ended' } });
      expect(await step(soup, lent, 'given')).toMatchObject({ code: 'contribution_over' });
    });

    it('two answers at once are one after the other', async () => {
      const [giver, taker] = [await person(), await group('Gelijk')];
      const said = await say(giver, taker);
      const [one, two] = await Promise.all([step(taker, said, 'agree'), step(taker, said, 'refuse')]);
      const codes = [one, two].map((answer) => (answer.kind === 'refused' ? answer.code : 'said')).sort();
      expect(['contribution_agreed', 'contribution_over']).toContain(codes[0]);
      expect(codes[1]).toBe('said');
    });

    it('its words can be taken away, by a side and with a person who is forgotten', async () => {
      const [giver, taker, other] = [await person(), await group('Woorden', 'open'), await person()];
      const [one, two] = [await agreed(giver, taker), await agreed(giver, taker)];
      const forget = (actor: Actor) => contributions.forgetTitle(actor, 'rabot', one.id);
      expect(await forget(other.actor)).toMatchObject({ code: 'not_found' });
      expect(await forget(taker.actor)).toEqual({ kind: 'forgotten' });
      const titleOf = async ({ id }: Contribution) =>
        (await lists.find(taker.actor, 'rabot', id))!.contribution.title;
      expect(await titleOf(one)).toBeNull();
      expect(await titleOf(two)).toBe('Zaal op zondag');
      await town.app
        .get(ForgettingService)
        .erase(command, 'rabot', giver.id, { to: 'pot', potTakesOver: true });
      expect(await titleOf(two)).toBeNull();
      expect((await lists.find(taker.actor, 'rabot', two.id))!.giver.face).toMatchObject({
        name: null,
        closed: true,
      });
    });

    it('the database keeps what both said yes to', async () => {
      const { id } = await agreed(await person(), await group('Vast'));
      const change = (set: string) =>
        town.database.transaction((tx) =>
          tx.run(`update contributions set ${set} where contribution_id = ?`, [id]),
        );
      await expect(change(`condition = 'none', thing = 'coin'`)).rejects.toThrow();
      await expect(change(`title = 'Iets anders'`)).rejects.toThrow();
      await expect(change('taker_yes_at = null, taker_yes_by = null')).rejects.toThrow();
      const remove = () =>
        town.database.transaction((tx) =>
          tx.run('delete from contributions where contribution_id = ?', [id]),
        );
      await expect(remove()).rejects.toThrow();
    });
  });

  describe('from an exchange', () => {
    const takeOver = (party: Party, exchange: string, conditionSeen?: boolean) =>
      town.app.get(TakenOverService).takeOver(party.actor, 'rabot', { exchange, conditionSeen });

    it('is given once both said yes, and only once', async () => {
      const [lender, soup, other] = [await person(), await group('Boor'), await person()];
      const loan = {
        kind: 'loan',
        subject: 'material',
        condition: 'return_by',
        conditionDate: '2026-03-01',
      } as const;
      const { id } = await town.book([], { ...loan, giverId: lender.id, takerId: soup.id });
      expect(await takeOver(other, id)).toMatchObject({ code: 'no_such_exchange' });
      expect(await takeOver(soup, id)).toMatchObject({ code: 'condition_not_seen' });
      const made = await takeOver(lender, id);
      if (made.kind === 'refused') throw new Error(made.code);
      expect(made.contribution).toMatchObject({
        ...{ giverId: lender.id, takerId: soup.id, thing: 'material', state: 'promised' },
        ...{ condition: 'return_by', conditionDay: '2026-03-01', exchangeId: id },
      });
      expect(await takeOver(soup, id, true)).toMatchObject({ code: 'contribution_exists' });
      expect(await step(soup, made.contribution, 'agree', true)).toMatchObject({
        contribution: { state: 'given' },
      });
    });

    it('knows the parties of a transfer by their accounts, and leaves out what was undone', async () => {
      const giver = await town.person();
      const taker = await group('Munten');
      const account = (await town.accountOf(taker.id)).id;
      const mine = { id: giver.partyId, actor: town.actor(giver.partyId) };
      const paid = await town.book([{ from: giver.id, to: account, amount: 100n }], { kind: 'gift' });
      expect(await takeOver(mine, paid.id)).toMatchObject({
        contribution: { giverId: mine.id, takerId: taker.id, thing: 'coin' },
      });
      const undone = await town.book([{ from: giver.id, to: account, amount: 100n }], { kind: 'gift' });
      await town.book([{ from: account, to: giver.id, amount: 100n }], {
        kind: 'reversal',
        reverses: undone.id,
      });
      expect(await takeOver(mine, undone.id)).toMatchObject({ code: 'exchange_already_reversed' });
      const pot = await town.book([{ from: await town.own('issuance'), to: account, amount: 50n }], {
        kind: 'issue',
      });
      expect(await takeOver(taker, pot.id)).toMatchObject({ code: 'no_such_exchange' });
    });
  });

  describe('who sees it (5C)', () => {
    it("one's own people see all, others of a listed group what both agreed to, and no person", async () => {
      const [cook, soup, stranger] = [await person(), await group('Open soep', 'listed'), await person()];
      const waiting = await say(cook, soup);
      const done = await agreed(cook, soup);
      expect(await idsOf(soup, soup.id)).toEqual([done.id, waiting.id]);
      expect(await idsOf(cook, cook.id)).toEqual([done.id, waiting.id]);
      expect(await idsOf(stranger, soup.id)).toEqual([done.id]);
      const [seen] = (await lists.ofParty(stranger.actor, 'rabot', soup.id))!.items;
      expect(seen).toMatchObject({
        giver: { kind: 'person', face: null },
        taker: { face: { name: 'Open soep' } },
      });
      expect(seen!.mine.size).toBe(0);
      const [own] = (await lists.ofParty(soup.actor, 'rabot', soup.id))!.items;
      expect(own!.giver.face!.partyId).toBe(cook.id);
      expect(await idsOf(stranger, cook.id)).toBeUndefined();
      expect(await lists.find(stranger.actor, 'rabot', waiting.id)).toBeUndefined();
    });

    it('a hidden group is not to be found, also not through a library that everybody knows', async () => {
      const [library, hidden, stranger] = [
        await institution('Bib Zuid', 'library'),
        await group('Stil'),
        await person(),
      ];
      const lent = await agreed(library, hidden);
      const shown = await agreed(library, await group('Luid', 'open'));
      await agreed(stranger, library, { title: 'Boeken' });
      expect(await idsOf(stranger, hidden.id)).toBeUndefined();
      expect(await idsOf(library, library.id)).toContain(lent.id);
      expect(await idsOf(await person(), library.id)).toEqual([shown.id]);
      const steward = { id: stranger.id, actor: town.actor(stranger.id, 'steward') };
      expect(await idsOf(steward, hidden.id)).toBeUndefined();
    });

    it('the government sees what it is a party to, no person, and of the rest a sum of five or more', async () => {
      const [city, soup, cook] = [
        await institution('Gent', 'local_government'),
        await group('Som', 'open'),
        await person(),
      ];
      const own = await agreed(city, soup, { thing: 'coin', title: '100 uren' });
      for (let i = 0; i < 4; i++) await agreed(cook, soup);
      const few = (await lists.ofParty(city.actor, 'rabot', soup.id))!;
      expect(few.items.map(({ contribution }) => contribution.id)).toEqual([own.id]);
      expect(few).toMatchObject({ others: null, warnings: [] });
      await agreed(cook, soup);
      expect((await lists.ofParty(city.actor, 'rabot', soup.id))!.others).toBe(5);
      expect((await lists.ofParty(cook.actor, 'rabot', soup.id))!.others).toBeNull();
      const volunteer = await agreed(cook, city, { title: 'Tolk' });
      expect((await lists.find(city.actor, 'rabot', volunteer.id))!.giver.face).toBeNull();
      const other = await group('Elders', 'open');
      const elsewhere = await agreed(cook, other);
      expect(await lists.find(city.actor, 'rabot', elsewhere.id)).toBeUndefined();
    });

    it('a programme shows all that is brought under it, as far as each may see', async () => {
      const [city, shown, hidden] = [
        await institution('Aalst', 'local_government'),
        await group('Wel', 'listed'),
        await group('Niet'),
      ];
      const programme = { programme: 'zomer-2026' };
      const one = await agreed(city, shown, programme);
      const two = await agreed(city, hidden, programme);
      const ids = async (actor: Actor) =>
        (await lists.ofProgramme(actor, 'rabot', 'zomer-2026')).items.map(
          ({ contribution }) => contribution.id,
        );
      expect(await ids(city.actor)).toEqual([two.id, one.id]);
      expect(await ids((await person()).actor)).toEqual([one.id]);
      expect(await ids(hidden.actor)).toEqual([two.id, one.id]);
    });

    it('pages are whole, whatever is left out between', async () => {
      const [giver, soup, stranger] = [await person(), await group('Lang', 'open'), await person()];
      const ids: string[] = [];
      for (let i = 0; i < 12; i++) {
        const each = await (i % 3 === 0 ? say(giver, soup) : agreed(giver, soup));
        if (i % 3 !== 0) ids.unshift(each.id);
      }
      const read: string[] = [];
      let after: string | undefined;
      for (;;) {
        const page = (await lists.ofParty(stranger.actor, 'rabot', soup.id, { after, limit: 3 }))!.items;
        read.push(...page.map(({ contribution }) => contribution.id));
        if (page.length < 3) break;
        after = read.at(-1);
      }
      expect(read).toEqual(ids);
    });

    it('warns the group when one giver sets conditions on more than a third of what it has (U44)', async () => {
      const [rich, soup, cook] = [
        await institution('Fonds', 'association'),
        await group('Keuken', 'open'),
        await person(),
      ];
      for (let i = 0; i < 2; i++) await agreed(cook, soup);
      const one = await agreed(rich, soup, { condition: 'name_us' });
      const warned = async (party: Party) => (await lists.ofParty(party.actor, 'rabot', soup.id))!.warnings;
      expect(await warned(soup)).toEqual([]);
      await agreed(rich, soup, { condition: 'name_us' });
      expect(await warned(soup)).toEqual([{ giverId: rich.id, conditional: 2, all: 4 }]);
      expect(await warned(cook)).toEqual([]);
      await step(rich, one, 'end');
      expect(await warned(soup)).toEqual([]);
    });
  });

  describe('over HTTP', () => {
    const base = '/api/v1/communities/rabot/contributions';

    it('says, agrees, lists and ends for programs', async () => {
      const giver = await person();
      const soup = await group('Rest', 'listed');
      const [asGiver, asTaker] = [await town.asPerson(giver.id), await town.asPerson(soup.actor.id)];
      const post = async (path: string, headers: Record<string, string>, payload: object = {}) => {
        const answer = await town.app.inject({ method: 'POST', url: base + path, headers, payload });
        return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
      };
      const wish = { ...room, side: 'giver', giver: giver.id, taker: soup.id, condition: 'clean' };
      const made = await post('', asGiver, wish);
      expect(made).toMatchObject({ status: 201, body: { state: 'promised', mine: ['giver'] } });
      const id = made.body.id as string;
      expect(await post(`/${id}/agree`, asTaker)).toMatchObject({
        status: 422,
        body: { code: 'condition_not_seen' },
      });
      const yes = await post(`/${id}/agree`, asTaker, { conditionSeen: true });
      expect(yes).toMatchObject({ status: 200, body: { taker: { id: soup.id, name: 'Rest' } } });
      expect(await post(`/${id}/given`, asTaker)).toMatchObject({ body: { state: 'given' } });
      const list = await town.ask(`${base}?party=${soup.id}`, await town.asPerson((await person()).id));
      expect(list.json()).toMatchObject({
        items: [{ id, giver: { id: null, name: null, picture: null } }],
        ...{ next: null, warnings: [], others: null },
      });
      expect((await town.ask(`${base}/${id}`, asGiver)).statusCode).toBe(200);
      const gone = await town.app.inject({ method: 'DELETE', url: `${base}/${id}/title`, headers: asGiver });
      expect(gone.statusCode).toBe(204);
      expect(await post(`/${id}/end`, asGiver)).toMatchObject({ body: { state: 'ended', title: null } });
      expect((await town.ask(`${base}?party=${(await group('Weg')).id}`, asGiver)).statusCode).toBe(404);
    });

    it('shows the town, the library and the cook side by side, and takes a yes on the page', async () => {
      const [city, library, cook] = [
        await institution('Stad Gent', 'local_government'),
        await institution('Bibliotheek', 'library'),
        await person(),
      ];
      const soup = await group('Soep voor allen', 'open');
      const coins = await agreed(city, soup, { mode: 'redistribution', thing: 'coin', title: '200 uren' });
      await agreed(library, soup, { condition: 'return_by', conditionDay: '2026-06-30' });
      const lesson = await say(cook, soup, {
        thing: 'knowledge',
        title: '<b>Kookles</b>',
        condition: 'clean',
      });
      const sessions = town.app.get(SessionsService);
      const owner = { kind: 'person', id: soup.actor.id, communityId: 'rabot' } as const;
      const prepared = sessions.prepare();
      const { token } = await town.database.transaction((tx) => sessions.open(tx, prepared, owner, true));
      const headers = { cookie: `__Host-samenmunt=${token}` };
      const page = await town.ask(`/c/rabot/brings/${soup.id}`, headers);
      expect(page.statusCode).toBe(200);
      for (const text of ['Stad Gent', 'Bibliotheek', '200 uren', 'breng het terug op', '30 juni 2026']) {
        expect(page.body).toContain(text);
      }
      expect(page.body).toContain('&lt;b>Kookles');
      expect(page.body.match(/ja op/g)).toHaveLength(5);
      const tap = async (id: string, answer: string) => {
        const payload = new URLSearchParams({
          ...{ _csrf: sessions.csrfToken(prepared.sessionId), contribution: id },
          ...{ party: soup.id, answer },
        }).toString();
        const type = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://munt.example' };
        const url = '/c/rabot/brings/answer';
        return town.app.inject({ method: 'POST', url, headers: { ...headers, ...type }, payload });
      };
      const answered = await tap(lesson.id, 'agree');
      expect([answered.statusCode, answered.headers.location]).toEqual([303, `/c/rabot/brings/${soup.id}`]);
      const after = await town.ask(`/c/rabot/brings/${soup.id}`, headers);
      expect(after.body.match(/ja op/g)).toHaveLength(6);
      expect(after.body).not.toContain('value="agree"');
      expect(after.body.match(/value="given"/g)).toHaveLength(3);
      expect((await tap(coins.id, 'given')).statusCode).toBe(303);
      expect((await lists.find(soup.actor, 'rabot', coins.id))!.contribution.state).toBe('given');
      const no = await tap(coins.id, 'refuse');
      expect([no.statusCode, no.body.includes('Nee kan niet meer.')]).toEqual([422, true]);
      expect((await tap(lesson.id, 'returned')).statusCode).toBe(422);
      // However many there are, a page stays small enough for a slow network, and leads on to the rest.
      for (let i = 0; i < 8; i++) await say(library, soup, { condition: 'name_us' });
      const full = await town.ask(`/c/rabot/brings/${soup.id}`, headers);
      expect(full.body.match(/class="handover/g)!.length).toBeGreaterThanOrEqual(5);
      expect(Buffer.byteLength(full.body)).toBeLessThan(36 * 1024);
      const more = /href="([^"]*after=[^"]*)"/.exec(full.body)![1]!;
      expect((await town.ask(more, headers)).body).toContain('noem onze naam');
      const hidden = await town.ask(`/c/rabot/brings/${(await group('Dicht')).id}`, headers);
      expect(hidden.statusCode).toBe(404);
      expect((await town.ask('/c/rabot/brings/programme/zomer-2026', headers)).statusCode).toBe(200);
    });
  });
});

describe('the rules of a contribution', () => {
  const promised = {
    ...{ state: 'promised', condition: 'none', exchangeId: null, yes: { giver: null, taker: null } },
  } as unknown as Contribution;
  const who = (...mine: Side[]) => ({ actorId: 'A', sides: new Set(mine), now: 1 });

  it('who speaks for both sides says yes for both', () => {
    const yes = { by: 'A', at: 1 };
    expect(stepped(promised, 'agree', who('giver', 'taker'))).toMatchObject({
      yes: { giver: yes, taker: yes },
    });
    expect(stepped(promised, 'agree', who('giver'))).toMatchObject({ yes: { giver: yes, taker: null } });
  });

  it('the page asks each side what it can say, and nothing else', () => {
    const yes = { by: 'A', at: 1 };
    const both = { ...promised, yes: { giver: yes, taker: yes } };
    const lent = { ...both, state: 'given', condition: 'return' } as const;
    const asked = (contribution: Contribution, ...mine: Side[]) => askedSteps(contribution, new Set(mine));
    expect(asked(promised, 'taker')).toEqual(['refuse', 'agree']);
    expect(asked({ ...promised, yes: { giver: yes, taker: null } }, 'giver')).toEqual([]);
    expect([asked(both, 'taker'), asked(both, 'giver')]).toEqual([['given'], []]);
    expect([asked(lent, 'giver'), asked(lent, 'taker')]).toEqual([['returned'], []]);
    expect(asked({ ...both, state: 'given' }, 'giver', 'taker')).toEqual([]);
  });

  it('more than a third is more than a third', () => {
    const share = (conditional: number, count: number) => ({ giverId: 'G', conditional, count });
    const rest = (count: number) => ({ giverId: 'R', conditional: 0, count });
    expect(conditionWarnings([share(1, 1), rest(2)])).toEqual([]);
    expect(conditionWarnings([share(2, 2), rest(3)])).toEqual([{ giverId: 'G', conditional: 2, all: 5 }]);
    expect(conditionWarnings([])).toEqual([]);
  });

  it('its page reads from right to left too', () => {
    const page = renderPage(
      BringsPage({
        ...{ language: 'ar', heading: 'Soep', items: [], warnings: [], others: 7, csrf: '' },
        ...{ answerPath: '/x', timeZoneDay: () => '2026-01-05' },
      }),
    );
    expect(page).toContain('dir="rtl"');
    expect(page).toContain('من يقدم ماذا');
  });
});

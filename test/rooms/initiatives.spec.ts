import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { AccessModule } from '../../src/access/access.module.js';
import { systemActor, type Actor, type Mandate, type Role } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { BooksModule } from '../../src/books/books.module.js';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { CommunitiesModule } from '../../src/communities/communities.module.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { Faces } from '../../src/communities/faces.js';
import { PartiesService } from '../../src/communities/parties.service.js';
import { PursesService } from '../../src/communities/purses.service.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { newId, newUuid } from '../../src/database/ids.js';
import { FoundingService, type NewInitiative } from '../../src/initiatives/founding.service.js';
import { GroupPeopleService } from '../../src/initiatives/group-people.service.js';
import { GroupPursesService } from '../../src/initiatives/group-purses.service.js';
import { changed, visibilities, visibleTo, type Initiative } from '../../src/initiatives/initiative.js';
import { InitiativesModule } from '../../src/initiatives/initiatives.module.js';
import { InitiativesService } from '../../src/initiatives/initiatives.service.js';
import { InstitutionsModule } from '../../src/institutions/institutions.module.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { balance } from '../../src/ledger/account.js';
import { anOrder, firstDay, type Move } from '../support/community.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

const here = 'rabot';
const looks = { picture: 'pan', colour: 'green' } as const;
const steward = anActor(here, [['steward', null]]);

function anActor(communityId: string, roles: ReadonlyArray<[Role, string | null]> = [], id = newId()): Actor {
  const mandates = roles.map(([role, partyId]): Mandate => ({
    id: newId(),
    communityId,
    actorId: id,
    role,
    partyId,
    from: 0,
    until: null,
  }));
  return { id, kind: 'person', communityId, mandates, scopes: null, via: 'test' };
}

describe.each(dialects)('initiatives and institutions on %s', (dialect) => {
  let place: TestPlace;
  let module: TestingModule;
  let initiatives: InitiativesService;
  let institutions: InstitutionsService;
  let books: BooksService;
  const clock = new SetClock(firstDay);

  beforeAll(async () => {
    place = await aPlace(dialect);
    const rooms = [CommunitiesModule, InitiativesModule, InstitutionsModule];
    const ground = [DatabaseModule.with(place.config, clock), BooksModule, AccessModule.with()];
    module = await Test.createTestingModule({ imports: [...ground, ...rooms] }).compile();
    await module.init();
    initiatives = module.get(InitiativesService);
    institutions = module.get(InstitutionsService);
    books = module.get(BooksService);
    for (const id of [here, 'elsewhere']) {
      await module
        .get(CommunitiesService)
        .create(systemActor('test'), { id, name: id, recipe: 'time_circle' });
    }
  });

  afterAll(async () => {
    await module.close();
    await place.drop();
  });

  /** A person of the community with an account, and as who they ask. */
  async function aMember(communityId = here): Promise<{ id: string; actor: Actor; account: string }> {
    const purses = module.get(PursesService);
    const currencies = await purses.currenciesOf(communityId);
    const { party, account } = await module.get(Database).transaction(async (tx) => {
      const entered = await module.get(PartiesService).register(tx, communityId, 'person');
      const [purse] = await purses.open(tx, steward, entered, 'member', currencies);
      return { party: entered, account: purse!.accountId };
    });
    return { id: party.id, actor: anActor(communityId, [], party.id), account };
  }

  /** A group with one treasurer. */
  async function aGroup(wish: Partial<NewInitiative> = {}) {
    const keeper = await aMember();
    const founded = await module
      .get(FoundingService)
      .found(steward, here, { name: 'Soep', ...looks, treasurers: [keeper.id], ...wish });
    if (founded.kind !== 'founded') throw new Error(founded.code);
    const { id } = founded.initiative;
    const treasurer = anActor(here, [['treasurer', id]], keeper.id);
    const account = (await books.accountsOf(here, id))[0]!.id;
    return { id, treasurer, keeper, account, founded };
  }

  async function move(...moves: Move[]): Promise<void> {
    const answer = await books.post({ order: anOrder(here, moves) });
    if (answer.kind === 'refused') throw new Error(answer.code);
  }

  const potId = () => module.get(CurrenciesService).communityAccount(here, 'UUR', 'pot');
  const balanceOf = async (id: string) => balance((await books.findAccount(here, id))!);

  it('begin hidden and small, with an account and a treasurer', async () => {
    const { id, founded, keeper } = await aGroup();
    expect(founded.initiative).toMatchObject({ visibility: 'hidden', phase: 'seed', membership: 'closed' });
    expect(founded.withoutMandate).toEqual([]);
    expect(await books.accountsOf(here, id)).toMatchObject([
      { kind: 'group', partyKind: 'initiative', floor: -2000n },
    ]);
    const { mandates } = await module.get(MandatesService).list(steward, { communityId: here, partyId: id });
    expect(mandates).toMatchObject([{ actorId: keeper.id, role: 'treasurer', until: null }]);
    expect(await module.get(Faces).one(here, id)).toMatchObject({
      kind: 'initiative',
      name: 'Soep',
      picture: 'pan',
    });
  });

  it('are founded by a steward of the community only, for people who are there', async () => {
    const founding = module.get(FoundingService);
    const wish = { name: 'Soep', ...looks };
    const member = await aMember();
    for (const actor of [member.actor, anActor('elsewhere', [['steward', null]])]) {
      await expect(founding.found(actor, here, wish)).rejects.toThrow(NotAllowed);
    }
    const stranger = await aMember('elsewhere');
    for (const treasurers of [[newId()], [stranger.id], [member.id, (await aGroup()).id]]) {
      expect(await founding.found(steward, here, { ...wish, treasurers })).toMatchObject({
        code: 'no_such_person',
      });
    }
    expect(await founding.found(systemActor('test'), 'nowhere', wish)).toMatchObject({ code: 'not_found' });
  });

  it('are founded by a helper too, who never keeps the purse', async () => {
    const founding = module.get(FoundingService);
    const wish = { name: 'Soep', ...looks };
    const place = await aGroup();
    const [sitting, keeper] = [await aMember(), await aMember()];
    const helper = anActor(here, [['helper', place.id]], sitting.id);
    expect(await founding.found(helper, here, { ...wish, treasurers: [sitting.id] })).toMatchObject({
      code: 'helper_keeps_no_purse',
    });
    const founded = await founding.found(helper, here, { ...wish, treasurers: [keeper.id] });
    if (founded.kind === 'refused') throw new Error(founded.code);
    const { id } = founded.initiative;
    const { mandates } = await module.get(MandatesService).list(steward, { communityId: here, partyId: id });
    expect(mandates).toMatchObject([{ actorId: keeper.id, role: 'treasurer', until: null }]);
    // Whoever founded it sees nothing of it afterwards: it is hidden, and they are not in it.
    expect(await initiatives.find(helper, here, id)).toBeUndefined();
    await expect(module.get(GroupPeopleService).list(helper, here, id)).rejects.toThrow(NotAllowed);
    await expect(initiatives.change(helper, here, id, { name: 'X' })).rejects.toThrow(NotAllowed);
    for (const role of ['treasurer', 'acceptor', 'checker'] as const) {
      const other = anActor(here, [[role, place.id]]);
      await expect(founding.found(other, here, wish)).rejects.toThrow(NotAllowed);
    }
  });

  it('are one group for one wish, however often it is sent, and another for everybody else', async () => {
    const founding = module.get(FoundingService);
    const keeper = await aMember();
    const wish = { name: 'Soep', ...looks, treasurers: [keeper.id], order: newUuid(clock.now()) };
    const found = async (actor: Actor): Promise<string> => {
      const answer = await founding.found(actor, here, wish);
      if (answer.kind === 'refused') throw new Error(answer.code);
      return answer.initiative.id;
    };
    const ids = await Promise.all([found(steward), found(steward), found(steward)]);
    expect(new Set(ids).size).toBe(1);
    expect(await books.accountsOf(here, ids[0]!)).toHaveLength(1);
    const { mandates } = await module
      .get(MandatesService)
      .list(steward, { communityId: here, partyId: ids[0]! });
    expect(mandates).toHaveLength(1);
    const colleague = anActor(here, [['steward', null]]);
    expect(await founding.foundToday(colleague, here, wish.order)).toBeUndefined();
    expect(await found(colleague)).not.toBe(ids[0]);
    expect(await founding.foundToday(steward, here, wish.order)).toMatchObject({
      initiative: { id: ids[0] },
      people: [keeper.id],
    });
    await expect(founding.foundToday(keeper.actor, here, wish.order)).rejects.toThrow(NotAllowed);
    clock.forward(25 * 3_600_000);
    expect(await founding.foundToday(steward, here, wish.order)).toBeUndefined();
    clock.forward(-25 * 3_600_000);
  });

  it('are seen by whom they want to be seen', async () => {
    const city = await institutions.enter(steward, here, {
      kind: 'local_government',
      name: 'Stad',
      ...looks,
    });
    const shop = await institutions.enter(steward, here, { kind: 'shop', name: 'Bakker', ...looks });
    if (city.kind !== 'entered' || shop.kind !== 'entered') throw new Error('no institution');
    const groups = new Map<string, { id: string; treasurer: Actor }>();
    for (const visibility of visibilities)
      groups.set(visibility, await aGroup({ visibility, name: visibility }));
    const seenBy = async (actor: Actor) => {
      const found = await initiatives.list(actor, here, { limit: 200 });
      const alone = await Promise.all(
        [...groups.values()].map(({ id }) => initiatives.find(actor, here, id)),
      );
      const named = ({ initiative, extent }: (typeof found)[number]) => `${initiative.name} ${extent}`;
      const listed = found
        .filter(({ initiative }) => groups.get(initiative.name)?.id === initiative.id)
        .map(named);
      expect(listed.sort()).toEqual(alone.flatMap((one) => (one === undefined ? [] : [named(one)])).sort());
      return listed.sort();
    };
    const everything = ['hidden all', 'known_to_city all', 'listed all', 'open all'];
    const forAll = ['listed name', 'open all'];
    expect(await seenBy(steward)).toEqual(everything);
    expect(await seenBy((await aMember()).actor)).toEqual(forAll);
    expect(await seenBy(anActor(here, [['treasurer', city.institution.id]]))).toEqual([
      'known_to_city name',
      ...forAll,
    ]);
    expect(await seenBy(anActor(here, [['treasurer', shop.institution.id]]))).toEqual(forAll);
    expect(await seenBy(groups.get('hidden')!.treasurer)).toEqual(['hidden all', ...forAll]);
    const hidden = groups.get('hidden')!;
    const guest = await aMember();
    const people = module.get(GroupPeopleService);
    expect(await people.admit(hidden.treasurer, here, hidden.id, guest.id)).toEqual({ kind: 'admitted' });
    expect(await seenBy(guest.actor)).toEqual(['hidden all', ...forAll]);
    expect(await people.leave(guest.actor, here, hidden.id, guest.id)).toEqual({ kind: 'left' });
    expect(await seenBy(guest.actor)).toEqual(forAll);
    for (const actor of [anActor('elsewhere'), anActor('elsewhere', [['steward', null]])]) {
      await expect(initiatives.list(actor, here)).rejects.toThrow(NotAllowed);
      await expect(initiatives.find(actor, here, hidden.id)).rejects.toThrow(NotAllowed);
      await expect(people.admit(actor, here, hidden.id, guest.id)).rejects.toThrow(NotAllowed);
    }
    const narrow = {
      ...hidden.treasurer,
      kind: 'token',
      scopes: new Set(['accounts:read'] as const),
    } as const;
    await expect(initiatives.list(narrow, here)).rejects.toThrow(NotAllowed);
  });

  it('rename, change their aim, pause and go on, by their treasurers only', async () => {
    const { id, treasurer } = await aGroup({ phase: 'growing' });
    const change = { name: 'Brood', aim: 'Samen bakken', place: 'Zaal 2', visibility: 'listed' } as const;
    expect(await initiatives.change(treasurer, here, id, change)).toMatchObject({ initiative: change });
    expect(await initiatives.pause(treasurer, here, id)).toMatchObject({ initiative: { phase: 'paused' } });
    expect(await initiatives.pause(treasurer, here, id)).toMatchObject({
      initiative: { phaseBefore: 'growing' },
    });
    expect(await initiatives.resume(treasurer, here, id)).toMatchObject({
      initiative: { ...change, phase: 'growing', phaseBefore: null },
    });
    expect(await initiatives.change(treasurer, here, id, { phase: 'stopped' })).toMatchObject({
      code: 'stop_needs_closure',
    });
    const other = await aGroup();
    for (const actor of [steward, other.treasurer, (await aMember()).actor]) {
      await expect(initiatives.change(actor, here, id, { visibility: 'open' })).rejects.toThrow(NotAllowed);
      await expect(initiatives.stop(actor, here, id, 'pot')).rejects.toThrow(NotAllowed);
    }
    const audit = await module
      .get(Database)
      .reader.all('select act from audit where subject_id = ? and actor_id = ?', [id, treasurer.id]);
    expect(audit).toHaveLength(4);
  });

  it('let people in by invitation, or by themselves when they are open', async () => {
    const people = module.get(GroupPeopleService);
    const { id, treasurer, keeper } = await aGroup({ visibility: 'listed' });
    const [ada, bo] = [await aMember(), await aMember()];
    await expect(people.admit(ada.actor, here, id, ada.id)).rejects.toThrow(NotAllowed);
    expect(await people.admit(treasurer, here, id, ada.id)).toEqual({ kind: 'admitted' });
    expect(await people.admit(ada.actor, here, id, bo.id)).toEqual({ kind: 'admitted' });
    expect(await people.admit(ada.actor, here, id, bo.id)).toEqual({ kind: 'admitted' });
    expect(await people.list(bo.actor, here, id)).toEqual([keeper.id, ada.id, bo.id].sort());
    await expect(people.leave(ada.actor, here, id, bo.id)).rejects.toThrow(NotAllowed);
    expect(await people.leave(treasurer, here, id, bo.id)).toEqual({ kind: 'left' });
    expect(await people.leave(treasurer, here, id, bo.id)).toMatchObject({ code: 'not_found' });
    expect(await people.list(treasurer, here, id)).toEqual([keeper.id, ada.id].sort());
    await expect(people.list(bo.actor, here, id)).rejects.toThrow(NotAllowed);
    await expect(people.list(steward, here, id)).rejects.toThrow(NotAllowed);
    await initiatives.change(treasurer, here, id, { membership: 'open' });
    await expect(people.admit(bo.actor, here, id, (await aMember()).id)).rejects.toThrow(NotAllowed);
    expect(await people.admit(bo.actor, here, id, bo.id)).toEqual({ kind: 'admitted' });
    expect(await people.admit(treasurer, here, id, (await aMember('elsewhere')).id)).toMatchObject({
      code: 'no_such_person',
    });
    const secret = await aGroup({ membership: 'open' });
    expect(await people.admit(bo.actor, here, secret.id, bo.id)).toMatchObject({ code: 'not_found' });
  });

  it('keep money with a purpose and a pot apart', async () => {
    const { id, treasurer } = await aGroup();
    const purses = module.get(GroupPursesService);
    const wish = { kind: 'purpose', currency: 'UUR', name: 'Stof', picture: 'cloth' } as const;
    const opened = await purses.open(treasurer, here, id, wish);
    expect(opened).toMatchObject({ kind: 'opened', purse: wish });
    await purses.open(treasurer, here, id, { ...wish, kind: 'pot', name: 'Onze pot' });
    expect((await purses.list(treasurer, here, id)).map(({ name }) => name).sort()).toEqual([
      'Onze pot',
      'Stof',
    ]);
    const kinds = (await books.accountsOf(here, id)).map(({ kind, floor }) => `${kind} ${floor}`);
    expect(kinds.sort()).toEqual(['group -2000', 'pot 0', 'purpose 0']);
    expect(await purses.open(treasurer, here, id, { ...wish, currency: 'NONE' })).toMatchObject({
      code: 'no_such_currency',
    });
    for (const actor of [steward, (await aGroup()).treasurer]) {
      await expect(purses.open(actor, here, id, wish)).rejects.toThrow(NotAllowed);
      await expect(purses.list(actor, here, id)).rejects.toThrow(NotAllowed);
    }
  });

  it('stop in order: everything goes where they say, and nothing is booked on them any more', async () => {
    const { id, treasurer, account } = await aGroup();
    const purses = module.get(GroupPursesService);
    await purses.open(treasurer, here, id, {
      kind: 'purpose',
      currency: 'UUR',
      name: 'Stof',
      picture: 'cloth',
    });
    const purpose = (await books.accountsOf(here, id)).find(({ kind }) => kind === 'purpose')!.id;
    const [giver, heir] = [await aMember(), await aGroup()];
    await move(
      { from: giver.account, to: account, amount: 300n },
      { from: account, to: purpose, amount: 125n },
    );
    const to = { partyId: heir.id };
    const shown = await initiatives.previewStop(treasurer, here, id, to);
    expect(shown).toEqual({
      kind: 'plan',
      lines: [
        { accountId: account, currency: 'UUR', kind: 'group', balance: 175n, toAccountId: heir.account },
        { accountId: purpose, currency: 'UUR', kind: 'purpose', balance: 125n, toAccountId: heir.account },
      ],
    });
    expect(await balanceOf(account)).toBe(175n);
    const both = await Promise.all([
      initiatives.stop(treasurer, here, id, to),
      initiatives.stop(treasurer, here, id, to),
    ]);
    expect(both.some(({ kind }) => kind === 'closed')).toBe(true);
    expect(await balanceOf(heir.account)).toBe(300n);
    expect(await Promise.all([account, purpose].map(balanceOf))).toEqual([0n, 0n]);
    const closed = await books.accountsOf(here, id);
    expect(closed.every(({ closedAt }) => closedAt !== null)).toBe(true);
    const late = await books.post({
      order: anOrder(here, [{ from: giver.account, to: account, amount: 1n }]),
    });
    expect(late).toMatchObject({ code: 'account_closed' });
    expect(await initiatives.find(treasurer, here, id)).toMatchObject({
      initiative: { phase: 'stopped', name: 'Soep' },
    });
    expect(await module.get(Faces).one(here, id)).toMatchObject({ name: 'Soep', closed: true });
    expect(await initiatives.stop(treasurer, here, id, to)).toMatchObject({ code: 'party_closed' });
    expect(await initiatives.change(treasurer, here, id, { name: 'Nieuw' })).toMatchObject({
      code: 'group_stopped',
    });
    const wish = { kind: 'pot', currency: 'UUR', name: 'Pot', picture: 'pot' } as const;
    expect(await purses.open(treasurer, here, id, wish)).toMatchObject({ code: 'group_stopped' });
    expect((await module.get(Verifier).full()).differences).toEqual([]);
  });

  it('go on stopping after a crash between the settlement and the closing', async () => {
    const { id, treasurer, account } = await aGroup();
    const giver = await aMember();
    await move({ from: giver.account, to: account, amount: 200n });
    const before = await balanceOf(await potId());
    const plan = await initiatives.previewStop(treasurer, here, id, 'pot');
    if (plan.kind !== 'plan') throw new Error(plan.code);
    await move({ from: account, to: await potId(), amount: 200n });
    expect(await initiatives.stop(treasurer, here, id, 'pot')).toEqual({
      kind: 'closed',
      lines: [],
      exchangeId: null,
    });
    expect(await balanceOf(await potId())).toBe(before + 200n);
  });

  it('leave no account open that is opened while they stop', async () => {
    const purses = module.get(GroupPursesService);
    const wish = { kind: 'purpose', currency: 'UUR', name: 'Stof', picture: 'cloth' } as const;
    for (let i = 0; i < 5; i++) {
      const { id, treasurer, account } = await aGroup();
      await move({ from: (await aMember()).account, to: account, amount: 100n });
      const open = () => purses.open(treasurer, here, id, wish);
      const [stopped] = await Promise.all([initiatives.stop(treasurer, here, id, 'pot'), open(), open()]);
      expect(stopped).toMatchObject({ kind: 'closed' });
      const left = (await books.accountsOf(here, id)).filter(({ closedAt }) => closedAt === null);
      expect(left).toEqual([]);
    }
  });

  it('do not stop while something is on hold, and leave no debt with others', async () => {
    const { id, treasurer, account } = await aGroup();
    const [giver, other] = [await aMember(), await aMember()];
    await move({ from: giver.account, to: account, amount: 100n, holdUntil: firstDay + 1000 });
    expect(await initiatives.stop(treasurer, here, id, 'pot')).toMatchObject({ code: 'holds_open' });
    const owing = await aGroup();
    await move({ from: owing.account, to: other.account, amount: 150n });
    for (const to of ['pot', { partyId: other.id }] as const) {
      expect(await initiatives.stop(owing.treasurer, here, owing.id, to)).toMatchObject({
        code: 'still_to_give',
      });
    }
    expect(await balanceOf(other.account)).toBe(150n);
    const both = anActor(
      here,
      [
        ['steward', null],
        ['treasurer', owing.id],
      ],
      owing.treasurer.id,
    );
    await move({ from: other.account, to: await potId(), amount: 150n });
    const before = await balanceOf(await potId());
    expect(await initiatives.stop(both, here, owing.id, 'pot')).toMatchObject({
      kind: 'closed',
      lines: [{ balance: -150n }],
    });
    expect(await balanceOf(await potId())).toBe(before - 150n);
  });

  it('give what is left only to who can have it', async () => {
    const { id, treasurer, account } = await aGroup();
    const stranger = await aMember('elsewhere');
    await move({ from: (await aMember()).account, to: account, amount: 100n });
    for (const partyId of [newId(), stranger.id]) {
      expect(await initiatives.stop(treasurer, here, id, { partyId })).toMatchObject({
        code: 'no_such_party',
      });
    }
    expect(await initiatives.stop(treasurer, here, id, { partyId: id })).toMatchObject({
      code: 'accounts_must_be_different',
    });
    expect(await balanceOf(account)).toBe(100n);
  });

  it('institutions show where coins can be spent, to their own community', async () => {
    const shop = await institutions.enter(steward, here, {
      kind: 'shop',
      name: 'De Kruimel',
      ...looks,
      place: 'Wondelgemstraat 12',
      openingHours: 'ma-za 7-18',
      offer: 'brood van gisteren',
    });
    const library = await institutions.enter(steward, here, {
      kind: 'library',
      name: 'Boekenhuis',
      ...looks,
    });
    if (shop.kind !== 'entered' || library.kind !== 'entered') throw new Error('no institution');
    const member = (await aMember()).actor;
    const names = async (ask: object) =>
      (await institutions.list(member, here, { limit: 200, ...ask })).map(({ name }) => name);
    expect(await names({ outlets: true })).toContain('De Kruimel');
    expect(await names({ outlets: true })).not.toContain('Boekenhuis');
    expect(await names({ kind: 'library' })).toEqual(['Boekenhuis']);
    const { id } = shop.institution;
    expect(await institutions.find(member, here, id)).toMatchObject({
      openingHours: 'ma-za 7-18',
      outletSince: firstDay,
    });
    expect((await books.accountsOf(here, id)).map(({ kind, partyKind }) => [kind, partyKind])).toEqual([
      ['partner', 'shop'],
    ]);
    expect((await books.accountsOf(here, library.institution.id)).map(({ kind }) => kind)).toEqual(['group']);
    expect(await module.get(Faces).one(here, id)).toMatchObject({
      kind: 'shop',
      place: 'Wondelgemstraat 12',
    });
    const keeper = anActor(here, [['treasurer', id]]);
    expect(await institutions.change(keeper, here, id, { outlet: false })).toMatchObject({
      institution: { outletSince: null },
    });
    expect(await institutions.change(steward, here, id, { openingHours: null })).toMatchObject({
      kind: 'changed',
    });
    expect(await names({ outlets: true })).not.toContain('De Kruimel');
    await expect(institutions.change(member, here, id, { name: 'X' })).rejects.toThrow(NotAllowed);
    await expect(institutions.list(anActor('elsewhere'), here)).rejects.toThrow(NotAllowed);
    expect(await institutions.find(anActor('elsewhere'), 'elsewhere', id)).toBeUndefined();
    await expect(institutions.leave(steward, here, id, 'pot')).rejects.toThrow(NotAllowed);
    expect(await institutions.leave(keeper, here, id, 'pot')).toMatchObject({
      kind: 'closed',
      exchangeId: null,
    });
    expect(await names({ kind: 'shop' })).not.toContain('De Kruimel');
    expect(await institutions.change(keeper, here, id, { name: 'X' })).toMatchObject({
      code: 'party_closed',
    });
  });
});

describe('the visibility of a group', () => {
  it.each([
    ['hidden', {}, 'nothing'],
    ['hidden', { city: true }, 'nothing'],
    ['hidden', { own: true }, 'all'],
    ['hidden', { steward: true }, 'all'],
    ['known_to_city', {}, 'nothing'],
    ['known_to_city', { city: true }, 'name'],
    ['known_to_city', { own: true }, 'all'],
    ['known_to_city', { steward: true }, 'all'],
    ['listed', {}, 'name'],
    ['listed', { city: true }, 'name'],
    ['listed', { own: true }, 'all'],
    ['listed', { steward: true }, 'all'],
    ['open', {}, 'all'],
    ['open', { city: true }, 'all'],
    ['open', { own: true }, 'all'],
    ['open', { steward: true }, 'all'],
  ] as const)('%s to %j is %s', (visibility, viewer, extent) => {
    expect(visibleTo(visibility, viewer)).toBe(extent);
  });
});

describe('the phases of a group', () => {
  const group = { name: 'Soep', phase: 'growing', phaseBefore: null } as Initiative;

  it('follow each other in any order until it stops', () => {
    expect(changed(group, { phase: 'seed' })).toMatchObject({ phase: 'seed', phaseBefore: null });
    const paused = changed(group, { phase: 'paused' }) as Initiative;
    expect(paused).toMatchObject({ phase: 'paused', phaseBefore: 'growing' });
    expect(changed(paused, { name: 'Brood' })).toMatchObject({ phase: 'paused', phaseBefore: 'growing' });
    expect(changed(paused, { phase: 'established' })).toMatchObject({
      phase: 'established',
      phaseBefore: null,
    });
    expect(changed(group, { phase: 'stopped' })).toBe('stop_needs_closure');
    expect(changed({ ...group, phase: 'stopped' }, { name: 'Weer' })).toBe('group_stopped');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { AccessModule } from '../../src/access/access.module.js';
import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { PartyKinds } from '../../src/access/parties.js';
import { BooksModule } from '../../src/books/books.module.js';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { CommunitiesModule } from '../../src/communities/communities.module.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { communityAccountKinds, warning, type SoftWarning } from '../../src/communities/currency.js';
import { Faces } from '../../src/communities/faces.js';
import { PartiesService } from '../../src/communities/parties.service.js';
import type { Party } from '../../src/communities/party.js';
import { PursesService } from '../../src/communities/purses.service.js';
import { recipeAt, recipeNames, recipes } from '../../src/communities/recipes.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { newId } from '../../src/database/ids.js';
import { balance, type Account } from '../../src/ledger/account.js';
import { anOrder, firstDay } from '../support/community.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

const operator = actorWith('operator', null);

function actorWith(role: Role, communityId: string | null): Actor {
  const id = newId();
  const mandate = { id: newId(), communityId, actorId: id, role, partyId: null, from: 0, until: null };
  const kind = role === 'operator' ? 'operator' : 'person';
  return { id, kind, communityId, mandates: [mandate], scopes: null, via: 'test' };
}

function aPerson(communityId: string): Actor {
  return { id: newId(), kind: 'person', communityId, mandates: [], scopes: null, via: 'test' };
}

describe.each(dialects)('communities on %s', (dialect) => {
  let place: TestPlace;
  let module: TestingModule;
  let communities: CommunitiesService;
  let currencies: CurrenciesService;
  const clock = new SetClock(firstDay);

  beforeAll(async () => {
    place = await aPlace(dialect);
    const imports = [
      DatabaseModule.with(place.config, clock),
      BooksModule,
      AccessModule.with(),
      CommunitiesModule,
    ];
    module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    communities = module.get(CommunitiesService);
    currencies = module.get(CurrenciesService);
  });

  afterAll(async () => {
    await module.close();
    await place.drop();
  });

  /** A new member with an account in every currency and what the community starts them with. */
  async function aMember(communityId: string): Promise<{ party: Party; account: () => Promise<Account> }> {
    const profiles = await currencies.all(communityId);
    const purses = module.get(PursesService);
    const party = await module.get(Database).transaction(async (tx) => {
      const entered = await module.get(PartiesService).register(tx, communityId, 'person');
      await purses.open(tx, systemActor('test'), entered, 'member', profiles);
      return entered;
    });
    await purses.welcome(party);
    const account = async () => (await module.get(BooksService).accountsOf(communityId, party.id))[0]!;
    return { party, account };
  }

  it.each(recipeNames)('pay the first time without any setting: %s', async (recipe) => {
    const id = `${recipe.replace('_', '-')}-first`;
    const made = await communities.create(operator, { id, name: 'Rabot', recipe });
    expect(made).toMatchObject({ kind: 'created', community: { id, timeZone: 'Europe/Brussels' } });
    const [ada, bo] = [await aMember(id), await aMember(id)];
    const [from, to] = [await ada.account(), await bo.account()];
    const { code, startAmount } = recipes[recipe];
    const one = 100n;
    const paid = await module.get(BooksService).post({
      order: anOrder(id, [{ from: from.id, to: to.id, amount: one, currency: code }]),
    });
    expect(paid).toMatchObject({ kind: 'posted' });
    expect(balance(await ada.account())).toBe(startAmount - one);
    expect(balance(await bo.account())).toBe(startAmount + one);
    expect(from).toMatchObject({
      floor: recipes[recipe].memberFloor,
      ceiling: recipes[recipe].memberCeiling,
    });
    const { differences } = await module.get(Verifier).full();
    expect(differences).toEqual([]);
  });

  it('give a start amount once, whatever happens in between', async () => {
    await communities.create(operator, { id: 'welcome', name: 'Welkom', recipe: 'thank_you' });
    const { party, account } = await aMember('welcome');
    clock.forward(86_400_000);
    const again = await module.get(PursesService).welcome(party);
    expect(again).toMatchObject([{ kind: 'posted', repeated: true }]);
    expect(balance(await account())).toBe(300n);
    const issuance = await currencies.communityAccount('welcome', 'DANK', 'issuance');
    const issued = await module.get(BooksService).findAccount('welcome', issuance);
    expect(balance(issued!)).toBe(-300n);
  });

  it('open accounts of their own, found by kind', async () => {
    await communities.create(operator, { id: 'own-accounts', name: 'Eigen', recipe: 'time_circle' });
    const found = await currencies.communityAccounts('own-accounts', 'UUR');
    expect([...found.keys()].sort()).toEqual([...communityAccountKinds].sort());
    const books = module.get(BooksService);
    const accounts = await Promise.all(
      [...found.values()].map((id) => books.findAccount('own-accounts', id)),
    );
    const bounds = new Map(accounts.map((a) => [a!.kind, [a!.floor, a!.ceiling]]));
    expect(bounds.get('issuance')).toEqual([null, 0n]);
    for (const kind of communityAccountKinds.slice(1)) expect(bounds.get(kind)).toEqual([0n, null]);
    expect(accounts.every((account) => account!.partyId === null)).toBe(true);
    await expect(currencies.communityAccount('own-accounts', 'NONE', 'pot')).rejects.toThrow(
      'no account pot',
    );
  });

  it('are made once, by an operator, from what is possible', async () => {
    const wish = { id: 'once', name: 'Eens', recipe: 'mixed' } as const;
    const both = await Promise.all([communities.create(operator, wish), communities.create(operator, wish)]);
    expect(both.map(({ kind }) => kind).sort()).toEqual(['created', 'refused']);
    expect(await communities.create(operator, wish)).toMatchObject({ code: 'community_exists' });
    const no = (change: object) => communities.create(operator, { ...wish, id: 'other', ...change });
    for (const id of ['a', 'Rabot', 'een twee', '-ab', 'ab-', 'a'.repeat(31)]) {
      expect(await no({ id })).toMatchObject({ code: 'community_id_not_possible' });
    }
    expect(await no({ timeZone: 'Europe/Nergens' })).toMatchObject({ code: 'time_zone_unknown' });
    expect(await no({ languages: [] })).toMatchObject({ code: 'language_missing' });
    expect(await no({ languages: ['nl', 'nl'] })).toMatchObject({ code: 'language_missing' });
    expect(await no({ scale: 0 })).toMatchObject({ code: 'scale_not_possible' });
    expect(await communities.look('other')).toBeUndefined();
    for (const actor of [aPerson('once'), actorWith('steward', 'once'), systemActor('test', 'once')]) {
      await expect(communities.create(actor, { ...wish, id: 'other' })).rejects.toThrow(NotAllowed);
      await expect(communities.list(actor)).rejects.toThrow(NotAllowed);
    }
  });

  it('take the scale and the code that are asked for', async () => {
    const wish = { id: 'kenya', name: 'Mji', recipe: 'thank_you', scale: 3, currency: 'SRF' } as const;
    await communities.create(systemActor('test'), { ...wish, timeZone: 'Africa/Nairobi' });
    expect(await currencies.find('kenya', 'SRF')).toMatchObject({
      scale: 3,
      memberCeiling: 40_000n,
      startAmount: 3_000n,
    });
  });

  it('are seen by their own people and nobody of another', async () => {
    await communities.create(operator, { id: 'mine', name: 'Mijn', recipe: 'mixed' });
    await communities.create(operator, { id: 'yours', name: 'Jouw', recipe: 'mixed' });
    expect(await communities.find(aPerson('mine'), 'mine')).toMatchObject({ name: 'Mijn' });
    expect(await communities.find(aPerson('mine'), 'yours')).toBeUndefined();
    expect(await communities.find(operator, 'yours')).toMatchObject({ name: 'Jouw' });
    const listed = await communities.list(operator, { after: 'mind', limit: 1 });
    expect(listed.map(({ id }) => id)).toEqual(['mine']);
    const steward = actorWith('steward', 'mine');
    await expect(communities.change(steward, 'yours', { name: 'Gekaapt' })).rejects.toThrow(NotAllowed);
    await expect(currencies.change(steward, 'yours', 'SAMEN', { step: 50n })).rejects.toThrow(NotAllowed);
    const account = await currencies.communityAccount('yours', 'SAMEN', 'pot');
    const bounds = { floor: null, ceiling: null };
    await expect(currencies.setBounds(steward, 'yours', account, bounds)).rejects.toThrow(NotAllowed);
    expect(await currencies.setBounds(steward, 'mine', account, bounds)).toMatchObject({
      code: 'no_such_account',
    });
  });

  it('change their name and languages by a steward, and the change is recorded', async () => {
    await communities.create(operator, { id: 'changing', name: 'Eerst', recipe: 'mixed' });
    const steward = actorWith('steward', 'changing');
    const changed = await communities.change(steward, 'changing', {
      name: 'Daarna',
      languages: ['fr', 'nl'],
    });
    expect(changed).toMatchObject({
      kind: 'changed',
      community: { name: 'Daarna', languages: ['fr', 'nl'] },
    });
    expect(await communities.look('changing')).toMatchObject({ name: 'Daarna', languages: ['fr', 'nl'] });
    await expect(communities.change(aPerson('changing'), 'changing', { name: 'X' })).rejects.toThrow(
      NotAllowed,
    );
    expect(await auditOf('changing', steward.id)).toEqual(['manage_community community changing']);
  });

  it('change a currency for accounts to come, and limits for all', async () => {
    await communities.create(operator, { id: 'terms', name: 'Regels', recipe: 'time_circle' });
    const steward = actorWith('steward', 'terms');
    const [ada, bo] = [await aMember('terms'), await aMember('terms')];
    const changes = {
      names: { nl: { one: 'peer', many: 'peren' } },
      memberFloor: -200n,
      perPayment: 100n,
      softWarning: { kind: 'amounts', nearFloor: 50n, nearCeiling: 75n },
      demurrage: { ratePpm: 10_000, period: 'month', from: '2026-03', exempt: 200n, to: 'pot' },
      expiry: { months: 24, graceDays: 60, to: 'expired' },
    } as const;
    const changed = await currencies.change(steward, 'terms', 'UUR', changes);
    expect(changed).toMatchObject({
      kind: 'changed',
      currency: { ...changes, version: 2, memberCeiling: 3000n },
    });
    expect(await currencies.find('terms', 'UUR')).toEqual(
      (changed as unknown as { currency: object }).currency,
    );
    expect(await ada.account()).toMatchObject({ floor: -600n });
    expect(await (await aMember('terms')).account()).toMatchObject({ floor: -200n });
    const [from, to] = [(await ada.account()).id, (await bo.account()).id];
    const order = anOrder('terms', [{ from, to, amount: 101n }]);
    expect(await module.get(BooksService).post({ order })).toMatchObject({ code: 'over_payment_limit' });
    expect(await currencies.setBounds(steward, 'terms', from, { floor: 0n, ceiling: 1n })).toEqual({
      kind: 'changed',
    });
    expect(await ada.account()).toMatchObject({ floor: 0n, ceiling: 1n });
    expect(await auditOf('terms', steward.id)).toEqual([
      `manage_currency account ${from}`,
      'manage_currency currency UUR',
    ]);
  });

  it('refuse terms that contradict themselves, and change nothing', async () => {
    await communities.create(operator, { id: 'crooked', name: 'Scheef', recipe: 'time_circle' });
    const steward = actorWith('steward', 'crooked');
    const before = await currencies.find('crooked', 'UUR');
    const wrong = [
      [{ memberFloor: 100n }, 'floor_above_ceiling'],
      [{ memberCeiling: -1n }, 'floor_above_ceiling'],
      [{ groupFloor: 30_000n }, 'floor_above_ceiling'],
      [{ startAmount: 3001n }, 'start_over_ceiling'],
      [{ step: 1001n }, 'step_too_large'],
      [{ names: { fr: { one: 'heure', many: 'heures' } } }, 'names_missing'],
    ] as const;
    for (const [changes, code] of wrong) {
      expect(await currencies.change(steward, 'crooked', 'UUR', changes)).toEqual({ kind: 'refused', code });
    }
    expect(await currencies.change(steward, 'crooked', 'NONE', {})).toMatchObject({ code: 'not_found' });
    expect(await currencies.find('crooked', 'UUR')).toEqual(before);
  });

  it('have several currencies, each with accounts of its own', async () => {
    await communities.create(operator, { id: 'several', name: 'Veel', recipe: 'time_circle' });
    const steward = actorWith('steward', 'several');
    const coin = { ...recipes.thank_you, code: 'MUNT' };
    expect(await currencies.open(steward, 'several', coin)).toMatchObject({
      kind: 'opened',
      currency: { code: 'MUNT' },
    });
    expect(await currencies.open(steward, 'several', coin)).toMatchObject({ code: 'currency_exists' });
    expect((await currencies.all('several')).map(({ code }) => code)).toEqual(['MUNT', 'UUR']);
    const pots = await Promise.all(
      ['MUNT', 'UUR'].map((code) => currencies.communityAccount('several', code, 'pot')),
    );
    expect(new Set(pots).size).toBe(2);
    const { party } = await aMember('several');
    const accounts = await module.get(BooksService).accountsOf('several', party.id);
    expect(accounts.map(({ currency }) => currency).sort()).toEqual(['MUNT', 'UUR']);
  });

  it('open an account in a currency that came later, once', async () => {
    await communities.create(operator, { id: 'later', name: 'Later', recipe: 'time_circle' });
    const steward = actorWith('steward', 'later');
    const { party } = await aMember('later');
    await currencies.open(steward, 'later', { ...recipes.thank_you, code: 'MUNT' });
    const purses = module.get(PursesService);
    const both = await Promise.all([1, 2].map(() => purses.openLater(steward, 'later', party.id, 'MUNT')));
    expect(both.map((one) => (one.kind === 'opened' ? one.purse.kind : one.code)).sort()).toEqual([
      'account_exists',
      'member',
    ]);
    expect(await purses.openLater(steward, 'later', party.id, 'NONE')).toMatchObject({
      code: 'no_such_currency',
    });
    expect(await purses.openLater(steward, 'later', newId(), 'MUNT')).toMatchObject({
      code: 'no_such_party',
    });
    const other = actorWith('steward', 'several');
    await expect(purses.openLater(other, 'later', party.id, 'MUNT')).rejects.toThrow(NotAllowed);
    await module.get(Database).transaction((tx) => module.get(PartiesService).close(tx, 'later', party.id));
    expect(await purses.openLater(steward, 'later', party.id, 'UUR')).toMatchObject({ code: 'party_closed' });
  });

  it('show faces set by set, of their own parties only', async () => {
    await communities.create(operator, { id: 'faces', name: 'Gezichten', recipe: 'mixed' });
    await communities.create(operator, { id: 'elsewhere', name: 'Elders', recipe: 'mixed' });
    const parties = module.get(PartiesService);
    const [fox, owl, shop, other] = await module
      .get(Database)
      .transaction(async (tx) => [
        await parties.register(tx, 'faces', 'person'),
        await parties.register(tx, 'faces', 'person'),
        await parties.register(tx, 'faces', 'shop'),
        await parties.register(tx, 'elsewhere', 'person'),
      ]);
    const asked: string[][] = [];
    const faces = module.get(Faces);
    faces.register(['person'], (_, ids) => {
      asked.push([...ids].sort());
      return Promise.resolve(
        new Map([[fox!.id, { name: 'Vos', picture: 'fox', colour: 'red', place: null }]]),
      );
    });
    expect(() => faces.register(['household', 'person'], () => Promise.resolve(new Map()))).toThrow('twice');
    await module.get(Database).transaction((tx) => parties.close(tx, 'faces', owl!.id));
    const ids = [fox!.id, owl!.id, shop!.id, other!.id, fox!.id];
    const found = await faces.of('faces', ids);
    expect([...found.keys()].sort()).toEqual([fox!.id, owl!.id, shop!.id].sort());
    expect(found.get(fox!.id)).toEqual({
      partyId: fox!.id,
      communityId: 'faces',
      kind: 'person',
      name: 'Vos',
      picture: 'fox',
      colour: 'red',
      place: null,
      closed: false,
    });
    expect(found.get(owl!.id)).toMatchObject({ name: null, closed: true });
    expect(asked).toEqual([[fox!.id, owl!.id].sort()]);
    expect(await faces.one('elsewhere', fox!.id)).toBeUndefined();
    expect(await module.get(PartyKinds).of('faces', shop!.id)).toBe('institution');
    expect(await module.get(PartyKinds).of('elsewhere', shop!.id)).toBeUndefined();
  });

  it('keep what must not change', async () => {
    await communities.create(operator, { id: 'kept', name: 'Vast', recipe: 'mixed' });
    const { party } = await aMember('kept');
    const run = (sql: string) => module.get(Database).transaction((tx) => tx.run(sql));
    await expect(run(`update parties set kind = 'shop' where party_id = '${party.id}'`)).rejects.toThrow();
    await expect(run(`delete from parties where party_id = '${party.id}'`)).rejects.toThrow();
    await expect(
      run(`update communities set time_zone = 'Asia/Tokyo' where community_id = 'kept'`),
    ).rejects.toThrow();
    await expect(run(`delete from communities where community_id = 'kept'`)).rejects.toThrow();
    await expect(
      run(`update community_accounts set kind = 'pot' where community_id = 'kept'`),
    ).rejects.toThrow();
    await expect(run(`update currency_profiles set kind = 'points', version = 9`)).rejects.toThrow();
  });

  async function auditOf(communityId: string, actorId: string): Promise<string[]> {
    const rows = await module
      .get(Database)
      .reader.all(
        'select act, subject_kind, subject_id from audit where community_id = ? and actor_id = ? order by at, subject_kind',
        [communityId, actorId],
      );
    return rows.map((row) => `${String(row.act)} ${String(row.subject_kind)} ${String(row.subject_id)}`);
  }
});

describe('the soft warning', () => {
  const empty = {
    debitsPosted: 0n,
    creditsPosted: 0n,
    debitsPending: 0n,
    creditsPending: 0n,
    debitsResolved: 0n,
    creditsResolved: 0n,
  };
  const account = (at: bigint, floor: bigint | null, ceiling: bigint | null, held: object = {}): Account =>
    ({
      ...empty,
      creditsPosted: at + 10_000n,
      debitsPosted: 10_000n,
      floor,
      ceiling,
      ...held,
    }) as unknown as Account;
  const share: SoftWarning = { kind: 'share', percent: 10 };
  const amounts: SoftWarning = { kind: 'amounts', nearFloor: 100n, nearCeiling: 500n };

  it.each([
    [0n, share, 'none'],
    [-239n, share, 'none'],
    [-240n, share, 'near_floor'],
    [-600n, share, 'near_floor'],
    [-900n, share, 'near_floor'],
    [2639n, share, 'none'],
    [2640n, share, 'near_ceiling'],
    [3100n, share, 'near_ceiling'],
    [-499n, amounts, 'none'],
    [-500n, amounts, 'near_floor'],
    [2499n, amounts, 'none'],
    [2500n, amounts, 'near_ceiling'],
  ] as const)('at %s by %j is %s', (at, softWarning, told) => {
    expect(warning(account(at, -600n, 3000n), { softWarning })).toBe(told);
  });

  it('counts what is on hold as gone or come', () => {
    const out = account(0n, -600n, 3000n, { debitsPending: 300n, debitsResolved: 0n });
    expect(warning(out, { softWarning: share })).toBe('near_floor');
    const free = account(0n, -600n, 3000n, { debitsPending: 300n, debitsResolved: 300n });
    expect(warning(free, { softWarning: share })).toBe('none');
    const coming = account(0n, -600n, 3000n, { creditsPending: 2700n });
    expect(warning(coming, { softWarning: share })).toBe('near_ceiling');
  });

  it('tells the nearer of two, and needs both bounds for a share', () => {
    expect(warning(account(30n, 0n, 100n), { softWarning: amounts })).toBe('near_floor');
    expect(warning(account(70n, 0n, 100n), { softWarning: amounts })).toBe('near_ceiling');
    expect(warning(account(50n, 0n, 100n), { softWarning: amounts })).toBe('near_floor');
    expect(warning(account(0n, 0n, null), { softWarning: share })).toBe('none');
    expect(warning(account(0n, 0n, null), { softWarning: amounts })).toBe('near_floor');
    expect(warning(account(0n, 0n, 10n), { softWarning: null })).toBe('none');
  });
});

describe('recipes', () => {
  it('are written in any scale that can hold a quarter', () => {
    expect(recipeAt('time_circle', 3)).toMatchObject({
      scale: 3,
      step: 250n,
      memberFloor: -6000n,
      memberCeiling: 30_000n,
    });
    expect(recipeAt('thank_you', 0)).toMatchObject({ step: 1n, memberCeiling: 40n, startAmount: 3n });
    expect(recipeAt('time_circle', 1)).toBeUndefined();
    expect(recipeAt('mixed', 7)).toBeUndefined();
    expect(recipeAt('mixed', 1.5)).toBeUndefined();
  });

  it('keep the bounds that were promised', () => {
    expect(recipes.time_circle).toMatchObject({
      memberFloor: -600n,
      memberCeiling: 3000n,
      scale: 2,
      step: 25n,
    });
    expect(recipes.thank_you).toMatchObject({ memberFloor: 0n, memberCeiling: 4000n, startAmount: 300n });
  });
});

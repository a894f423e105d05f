import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { AccessModule } from '../../src/access/access.module.js';
import { systemActor } from '../../src/access/actor.js';
import { BooksModule } from '../../src/books/books.module.js';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { CommunitiesModule } from '../../src/communities/communities.module.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { balance } from '../../src/ledger/account.js';
import { MembersModule } from '../../src/members/members.module.js';
import { DemurrageService } from '../../src/upkeep/demurrage.service.js';
import { ExpiryService } from '../../src/upkeep/expiry.service.js';
import { LapsedHolds } from '../../src/upkeep/holds.service.js';
import { UpkeepModule } from '../../src/upkeep/upkeep.module.js';
import { ApiModule } from '../../src/api/api.module.js';
import { anOrder, firstDay } from '../support/community.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

const system = systemActor('test');
const day = 86_400_000;

describe.each(dialects)('timed work on %s', (dialect) => {
  let place: TestPlace;
  let module: TestingModule;
  let clock: SetClock;

  beforeEach(async () => {
    clock = new SetClock(firstDay);
    place = await aPlace(dialect);
    const imports = [
      DatabaseModule.with(place.config, clock),
      BooksModule,
      AccessModule.with(),
      CommunitiesModule,
      MembersModule,
      UpkeepModule,
      ApiModule.with(null),
    ];
    module = await Test.createTestingModule({ imports }).compile();
    await module.init();
  });

  afterEach(async () => {
    const proof = await module.get(Verifier).full();
    await module.close();
    await place.drop();
    expect(proof.differences).toEqual([]);
  });

  let made = 0;

  /** A community whose one currency has these rules, with purses of the given balances. */
  async function aCommunity(
    rules: object,
    balances: readonly bigint[],
  ): Promise<{ id: string; purses: string[] }> {
    const id = `wijk-${++made}`;
    await module.get(CommunitiesService).create(system, {
      id,
      name: 'Wijk',
      timeZone: 'Europe/Brussels',
      languages: ['nl'],
      recipe: 'time_circle',
      currency: 'UUR',
    } as never);
    const currencies = module.get(CurrenciesService);
    await currencies.change(system, id, 'UUR', rules as never);
    const books = module.get(BooksService);
    const one = {
      communityId: id,
      currency: 'UUR',
      kind: 'member',
      partyKind: 'person',
      floor: -600n,
      ceiling: null,
    } as const;
    const purses = await module.get(Database).transaction((tx) =>
      books.openAccounts(
        tx,
        'TESTER',
        balances.map((_, i) => ({ ...one, partyId: `PARTY${made}X${i}` })),
      ),
    );
    const issuance = await currencies.communityAccount(id, 'UUR', 'settlement');
    await module
      .get(Database)
      .transaction((tx) => books.setTerms(tx, 'TESTER', id, issuance, { floor: null, ceiling: null }));
    for (const [i, amount] of balances.entries()) {
      if (amount === 0n) continue;
      const [from, to] = amount > 0n ? [issuance, purses[i]!] : [purses[i]!, issuance];
      const order = anOrder(id, [{ from, to, amount: amount > 0n ? amount : -amount }], {
        exchange: { kind: 'opening' },
      });
      expect(await books.post({ order })).toMatchObject({ kind: 'posted' });
    }
    return { id, purses };
  }

  async function balances(id: string, purses: readonly string[]): Promise<bigint[]> {
    const accounts = await Promise.all(
      purses.map((purse) => module.get(BooksService).findAccount(id, purse)),
    );
    return accounts.map((account) => balance(account!));
  }

  const monthly = {
    demurrage: { ratePpm: 20_000, period: 'month', from: '2026-01', exempt: 100n, to: 'pot' },
  };

  it('shrinks what lies idle, a period at a time, exactly as shown', async () => {
    const { id, purses } = await aCommunity(monthly, [1000n, 1049n, 100n, -300n, 0n]);
    const demurrage = module.get(DemurrageService);
    expect(await demurrage.preview(system, id, 'UUR')).toMatchObject({ code: 'no_period_due' });
    clock.set(Date.UTC(2026, 2, 10));
    const january = await demurrage.preview(system, id, 'UUR');
    // 2 % of 900 is 18; 2 % of 949 is 18.98, and a part of a unit stays with the holder.
    expect(january).toMatchObject({ kind: 'preview', period: '2026-01', accounts: 2, amount: 36n, later: 1 });
    const stamp = january.kind === 'preview' ? january.stamp : '';
    expect(await demurrage.run(system, id, 'UUR', stamp)).toMatchObject({ kind: 'booked', amount: 36n });
    expect(await balances(id, purses)).toEqual([982n, 1031n, 100n, -300n, 0n]);
    expect(await demurrage.run(system, id, 'UUR', stamp)).toMatchObject({ code: 'stale_preview' });
    const february = await demurrage.preview(system, id, 'UUR');
    expect(february).toMatchObject({ period: '2026-02', later: 0, amount: 17n + 18n });
  });

  it('refuses a preview that is stale, and books nothing then', async () => {
    const { id, purses } = await aCommunity(monthly, [1000n, 1000n]);
    clock.set(Date.UTC(2026, 1, 10));
    const seen = await module.get(DemurrageService).preview(system, id, 'UUR');
    const [ada, bo] = purses as [string, string];
    await module.get(BooksService).post({ order: anOrder(id, [{ from: ada, to: bo, amount: 1n }]) });
    const stamp = seen.kind === 'preview' ? seen.stamp : '';
    expect(await module.get(DemurrageService).run(system, id, 'UUR', stamp)).toMatchObject({
      code: 'stale_preview',
    });
    expect(await balances(id, purses)).toEqual([999n, 1001n]);
  });

  it('exempts what is on hold', async () => {
    const { id, purses } = await aCommunity(monthly, [1000n, 0n]);
    clock.set(Date.UTC(2026, 1, 10));
    const [ada, bo] = purses as [string, string];
    const hold = anOrder(id, [{ from: ada, to: bo, amount: 400n, holdUntil: clock.now() + day }], {
      exchange: { kind: 'hold' },
    });
    await module.get(BooksService).post({ order: hold });
    expect(await module.get(DemurrageService).preview(system, id, 'UUR')).toMatchObject({ amount: 10n });
    clock.forward(2 * day);
    expect(await module.get(LapsedHolds).release()).toBe(1);
    expect(await module.get(DemurrageService).preview(system, id, 'UUR')).toMatchObject({ amount: 18n });
  });

  it('lets an account expire only after a reminder and its days of grace', async () => {
    const { id, purses } = await aCommunity({ expiry: { months: 12, graceDays: 30, to: 'pot' } }, [
      500n,
      500n,
    ]);
    const expiry = module.get(ExpiryService);
    clock.set(Date.UTC(2026, 11, 30));
    expect(await expiry.preview(system, id, 'UUR')).toMatchObject({ toRemind: [], due: [] });
    clock.set(Date.UTC(2027, 0, 6));
    const seen = await expiry.preview(system, id, 'UUR');
    const toRemind = seen.kind === 'preview' ? seen.toRemind : [];
    expect(toRemind).toHaveLength(2);
    expect(await expiry.run(system, id, 'UUR')).toMatchObject({ accounts: 0 });
    expect(await expiry.reminded(system, id, 'UUR', toRemind)).toMatchObject({ parties: 2 });
    clock.forward(29 * day);
    expect(await expiry.run(system, id, 'UUR')).toMatchObject({ accounts: 0 });
    const [ada, bo] = purses as [string, string];
    await module.get(BooksService).post({ order: anOrder(id, [{ from: ada, to: bo, amount: 1n }]) });
    clock.forward(2 * day);
    // Both had an own movement after the reminder.
    expect(await expiry.run(system, id, 'UUR')).toMatchObject({ accounts: 0 });
    clock.set(Date.UTC(2028, 1, 10));
    const again = await expiry.preview(system, id, 'UUR');
    await expiry.reminded(system, id, 'UUR', again.kind === 'preview' ? again.toRemind : []);
    clock.forward(31 * day);
    expect(await expiry.run(system, id, 'UUR')).toMatchObject({ accounts: 2, amount: 1000n });
    expect(await balances(id, purses)).toEqual([0n, 0n]);
  });
});

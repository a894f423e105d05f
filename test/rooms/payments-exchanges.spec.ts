import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExchangesService } from '../../src/payments/exchanges.service.js';
import { HoldsService } from '../../src/payments/holds.service.js';
import { LookingService } from '../../src/payments/looking.service.js';
import { ObjectionsService } from '../../src/payments/objections.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { ActorsService } from '../../src/access/actors.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { HouseholdsService } from '../../src/members/households.service.js';
import { BulkService } from '../../src/payments/bulk.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId, TestPayments, type Somebody } from '../support/payments.js';

const hour = 3_600_000;

describe.each(dialects)('exchanges on %s', (dialect) => {
  let test: TestPayments;
  let rabot: string;
  let ann: Somebody;
  let bert: Somebody;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    rabot = await test.aCommunity();
    ann = await test.aPerson(rabot);
    bert = await test.aPerson(rabot);
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const pay = (who: Somebody, payment: Partial<Parameters<PaymentsService['pay']>[2]>) =>
    test.get(PaymentsService).pay(who.actor, rabot, { orderId: anOrderId(), from: who.account, ...payment });

  describe('giving back', () => {
    const reverse = (who: Somebody['actor'], exchangeId: string, orderId = anOrderId()) =>
      test.get(ReversalsService).reverse(who, rabot, { orderId, exchangeId, reason: 'given_back' });

    it('is for who received, whole and once, and shows on the first', async () => {
      const [giver, taker] = [await test.aPerson(rabot), await test.aPerson(rabot)];
      const orderId = anOrderId();
      await pay(giver, { orderId, to: taker.account, amount: 100n });
      await expect(reverse(giver.actor, orderId)).rejects.toThrow('may not');
      const back = anOrderId();
      expect(await reverse(taker.actor, orderId, back)).toMatchObject({ kind: 'posted' });
      expect(await reverse(taker.actor, orderId, back)).toMatchObject({ kind: 'posted', repeated: true });
      expect(await reverse(taker.actor, orderId)).toMatchObject({ code: 'exchange_already_reversed' });
      expect(await reverse(giver.actor, back)).toMatchObject({ code: 'reversal_stays' });
      const seen = (await test.get(LookingService).show(giver.actor, rabot, orderId))!;
      expect(seen.exchange.reversedBy).toBe(back);
      expect(await test.balanceOf(rabot, giver)).toBe(0n);
    });

    it('is not possible once it was spent, also not for a steward', async () => {
      const [giver, taker] = [await test.aPerson(rabot), await test.aPerson(rabot)];
      const orderId = anOrderId();
      await pay(giver, { orderId, to: taker.account, amount: 500n });
      await pay(taker, { to: ann.account, amount: 800n });
      expect(await reverse(test.steward(rabot), orderId)).toMatchObject({ code: 'not_enough' });
      expect(await test.balanceOf(rabot, taker)).toBe(-300n);
    });

    it('can be asked for by who paid, and said no to by who received', async () => {
      const [giver, taker] = [await test.aPerson(rabot), await test.aPerson(rabot)];
      const objections = test.get(ObjectionsService);
      const [first, second] = [anOrderId(), anOrderId()];
      for (const orderId of [first, second]) await pay(giver, { orderId, to: taker.account, amount: 25n });
      await expect(objections.object(taker.actor, rabot, first, 'twice')).rejects.toThrow('may not');
      for (const id of [first, second]) {
        expect(await objections.object(giver.actor, rabot, id, 'twice')).toMatchObject({
          state: 'open',
          reason: 'twice',
        });
      }
      await expect(objections.decline(giver.actor, rabot, first)).rejects.toThrow('may not');
      expect(await objections.decline(taker.actor, rabot, first)).toMatchObject({ state: 'declined' });
      await reverse(taker.actor, second);
      const states = (await objections.toAccount(taker.actor, rabot, taker.account)).map(
        ({ state }) => state,
      );
      expect(states.sort()).toEqual(['declined', 'given_back']);
      const late = anOrderId();
      await pay(giver, { orderId: late, to: taker.account, amount: 25n });
      test.clock.forward(15 * 24 * hour);
      expect(await objections.object(giver.actor, rabot, late, 'twice')).toMatchObject({
        code: 'too_late_to_object',
      });
    });
  });

  describe('other exchanges', () => {
    const book = (actor: Somebody['actor'], exchange: Partial<Parameters<ExchangesService['book']>[2]>) =>
      test
        .get(ExchangesService)
        .book(actor, rabot, { orderId: anOrderId(), kind: 'payment', transfers: [], ...exchange });

    it('one to many, all or none', async () => {
      const group = await test.aGroup(rabot);
      const many = [await test.aPerson(rabot), await test.aPerson(rabot), await test.aPerson(rabot)];
      const transfers = many.map(({ account }) => ({ from: group.account, to: account, amount: 100n }));
      expect(await book(group.actor, { transfers })).toMatchObject({ kind: 'posted' });
      const tooMuch = [...transfers, { ...transfers[0]!, amount: 5000n }];
      expect(await book(group.actor, { transfers: tooMuch })).toMatchObject({ kind: 'refused', transfer: 3 });
      expect(await test.balanceOf(rabot, group)).toBe(-300n);
      expect(await book(many[0]!.actor, { transfers })).toMatchObject({
        code: 'not_your_account',
        transfer: 0,
      });
    });

    it('each sees of them what concerns them', async () => {
      const group = await test.aGroup(rabot);
      const [one, two] = [await test.aPerson(rabot), await test.aPerson(rabot)];
      const orderId = anOrderId();
      const transfers = [one, two].map(({ account }) => ({ from: group.account, to: account, amount: 50n }));
      await book(group.actor, { orderId, transfers });
      const looking = test.get(LookingService);
      expect((await looking.show(group.actor, rabot, orderId))!.transfers).toHaveLength(2);
      expect((await looking.show(one.actor, rabot, orderId))!.transfers).toMatchObject([
        { creditId: one.account },
      ]);
      expect(await looking.show(bert.actor, rabot, orderId)).toBeUndefined();
    });

    it('given and lent without coin (S01), back when both say so', async () => {
      const lent = anOrderId();
      const sides = { giver: ann.id, taker: bert.id, subject: 'material' as const };
      expect(await book(ann.actor, { kind: 'gift', ...sides })).toMatchObject({ kind: 'posted' });
      expect(
        await book(ann.actor, { orderId: lent, kind: 'loan', condition: 'return', ...sides }),
      ).toMatchObject({ kind: 'posted' });
      expect(await book(bert.actor, { kind: 'gift', ...sides })).toMatchObject({ code: 'not_your_account' });
      expect(await book(ann.actor, { kind: 'gift', giver: ann.id })).toMatchObject({ code: 'giver_needed' });
      expect(await book(ann.actor, { kind: 'gift', giver: ann.id, taker: 'NOBODY0000000000' })).toMatchObject(
        { code: 'not_a_party' },
      );
      expect(await book(ann.actor, sides)).toMatchObject({ code: 'coin_needed' });
      const looking = test.get(LookingService);
      expect(await looking.show(bert.actor, rabot, lent)).toMatchObject({ loan: 'open', transfers: [] });
      expect(await looking.returned(bert.actor, rabot, lent)).toMatchObject({ loan: 'half' });
      expect(await looking.returned(bert.actor, rabot, lent)).toMatchObject({ loan: 'half' });
      await expect(looking.returned((await test.aPerson(rabot)).actor, rabot, lent)).rejects.toThrow(
        'may not',
      );
      expect(await looking.returned(ann.actor, rabot, lent)).toMatchObject({ loan: 'returned' });
    });

    it('of an earlier day, never of a later one (S32)', async () => {
      const carl = await test.aPerson(rabot);
      const transfers = [{ from: carl.account, to: bert.account, amount: 25n }];
      expect(await book(carl.actor, { transfers, factDate: '2025-12-01' })).toMatchObject({ kind: 'posted' });
      expect(await book(carl.actor, { transfers, factDate: '2099-01-01' })).toMatchObject({
        code: 'fact_date_in_future',
      });
    });

    it("kinds beside the limits are a steward's, and have to fit", async () => {
      const transfers = [{ from: ann.account, to: bert.account, amount: 25n }];
      for (const kind of ['correction', 'settlement', 'issue', 'reclaim', 'hold'] as const) {
        expect(await book(ann.actor, { kind, transfers })).toMatchObject({ code: 'kind_does_not_fit' });
      }
      expect(await book(ann.actor, { kind: 'loan', transfers })).toMatchObject({ code: 'no_coin_in_loan' });
      const issuance = await test.get(CurrenciesService).communityAccount(rabot, 'UUR', 'issuance');
      const issued = [{ from: issuance, to: (await test.aPerson(rabot)).account, amount: 25n }];
      expect(await book(ann.actor, { kind: 'issue', transfers: issued })).toMatchObject({
        code: 'not_your_account',
      });
      expect(await book(test.steward(rabot), { kind: 'issue', transfers: issued })).toMatchObject({
        kind: 'posted',
      });
    });

    it('sets aside: who it is for takes a part, the rest is free again', async () => {
      const [giver, taker] = [await test.aPerson(rabot), await test.aPerson(rabot)];
      const holds = test.get(HoldsService);
      const exchangeId = anOrderId();
      const holdUntil = test.clock.now() + 24 * hour;
      const transfers = [{ from: giver.account, to: taker.account, amount: 400n, holdUntil }];
      expect(await book(giver.actor, { orderId: exchangeId, kind: 'hold', transfers })).toMatchObject({
        kind: 'posted',
      });
      expect(await pay(giver, { to: ann.account, amount: 300n })).toMatchObject({ code: 'not_enough' });
      const hold = { exchangeId, index: 0 };
      await expect(holds.post(ann.actor, rabot, anOrderId(), hold, 100n)).rejects.toThrow('may not');
      expect(await holds.release(giver.actor, rabot, anOrderId(), hold)).toMatchObject({
        code: 'hold_not_over',
      });
      expect(await holds.post(taker.actor, rabot, anOrderId(), hold, 500n)).toMatchObject({
        code: 'hold_amount_exceeded',
      });
      expect(await holds.post(taker.actor, rabot, anOrderId(), hold, 100n)).toMatchObject({ kind: 'posted' });
      expect(await holds.post(taker.actor, rabot, anOrderId(), hold, 100n)).toMatchObject({
        code: 'hold_already_resolved',
      });
      expect(await test.balanceOf(rabot, giver)).toBe(-100n);
      expect(await pay(giver, { to: ann.account, amount: 300n })).toMatchObject({ kind: 'posted' });
    });

    it('sets aside: goes back after its time, or when who it is for lets go', async () => {
      const [giver, taker] = [await test.aPerson(rabot), await test.aPerson(rabot)];
      const holds = test.get(HoldsService);
      const holdUntil = test.clock.now() + hour;
      const two = [1, 2].map(() => ({ from: giver.account, to: taker.account, amount: 100n, holdUntil }));
      const exchangeId = anOrderId();
      await book(giver.actor, { orderId: exchangeId, kind: 'hold', transfers: two });
      expect(await holds.release(taker.actor, rabot, anOrderId(), { exchangeId, index: 0 })).toMatchObject({
        kind: 'posted',
      });
      test.clock.forward(hour);
      expect(await holds.post(taker.actor, rabot, anOrderId(), { exchangeId, index: 1 }, 100n)).toMatchObject(
        { code: 'hold_expired' },
      );
      expect(await holds.release(giver.actor, rabot, anOrderId(), { exchangeId, index: 1 })).toMatchObject({
        kind: 'posted',
      });
      expect(await book(giver.actor, { kind: 'hold', transfers: two })).toMatchObject({
        code: 'hold_end_wrong',
      });
      expect(await book(giver.actor, { orderId: exchangeId, kind: 'hold', transfers: two })).toMatchObject({
        kind: 'posted',
        repeated: true,
      });
    });
  });

  describe("a household's purse", () => {
    it('lets each spend within their own day, whichever door they use', async () => {
      const [dora, emil] = [await test.aPerson(rabot), await test.aPerson(rabot)];
      const households = test.get(HouseholdsService);
      const founded = await households.found(dora.actor, rabot, dora.id);
      if (founded.kind === 'refused') throw new Error(founded.code);
      const { id: partyId } = founded.household;
      await households.admit(await actorAnew(dora), rabot, partyId, emil.id, { UUR: 100n });
      const [purse] = await test.get(BooksService).accountsOf(rabot, partyId);
      const own = { ...emil, actor: await actorAnew(emil), account: purse!.id };
      expect(await pay(own, { to: bert.account, amount: 50n })).toMatchObject({ kind: 'posted' });
      expect(await pay(own, { to: bert.account, amount: 51n })).toMatchObject({ code: 'over_day_limit' });
      const transfers = [bert, ann].map(({ account }) => ({ from: own.account, to: account, amount: 26n }));
      const many = { orderId: anOrderId(), kind: 'payment' as const, transfers };
      expect(await test.get(ExchangesService).book(own.actor, rabot, many)).toMatchObject({
        code: 'over_day_limit',
      });
      const orders = [1, 2, 3].map(() => ({
        id: anOrderId(),
        from: own.account,
        to: bert.account,
        amount: 20n,
      }));
      const answers = await test.get(BulkService).pay(own.actor, rabot, orders, false);
      expect(answers.map((answer) => (answer.kind === 'refused' ? answer.code : answer.kind)).sort()).toEqual(
        ['over_day_limit', 'posted', 'posted'],
      );
      const free = { ...dora, actor: await actorAnew(dora), account: purse!.id };
      expect(await pay(free, { to: bert.account, amount: 200n })).toMatchObject({ kind: 'posted' });
      expect(await pay({ ...ann, account: purse!.id }, { to: bert.account, amount: 1n })).toMatchObject({
        code: 'not_your_account',
      });
    });

    /** With the mandates they have by now. */
    async function actorAnew(who: Somebody): Promise<Somebody['actor']> {
      const token = await test.aToken(rabot, who.id, ['payments:write', 'exchanges:write', 'people:write']);
      const actor = await test.get(ActorsService).actorOf({ token }, test.clock.now());
      return actor!;
    }
  });
});

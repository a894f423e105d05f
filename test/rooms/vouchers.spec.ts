import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KeysService } from '../../src/access/keys.service.js';
import { Verifier } from '../../src/books/verify.js';
import { Database } from '../../src/database/database.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService } from '../../src/vouchers/sheets.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { VoucherLooks } from '../../src/vouchers/voucher-looks.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId } from '../support/payments.js';
import { TestVouchers, tokenIn } from '../support/vouchers.js';

describe.each(dialects)('vouchers on %s', (dialect) => {
  let town: TestVouchers;

  beforeAll(async () => {
    town = await TestVouchers.open(dialect);
  });
  afterAll(() => town.close());

  const holds = () => town.get(VoucherHolds);
  const look = (voucher: { url: string }, actor = town.shop.actor) =>
    town.get(VoucherLooks).look(actor, town.here, { token: tokenIn(voucher) });

  describe('go through the states of a voucher:', () => {
    it('made: has a serial and codes, and is worth nothing', async () => {
      const before = await town.balance(town.giver.account);
      const some = await town.made({ count: 12 });
      expect(some.printed).toHaveLength(12);
      expect(some.printed[0]!.serial).toBe(`B${some.batch.no}-0001`);
      expect(some.printed[11]!.url).toMatch(/^HTTPS:\/\/MUNT\.EXAMPLE\/V\/[0-9A-HJKMNP-TV-Z]{16}$/);
      expect(some.printed[0]!.check).toMatch(/^\d{6}$/);
      expect(await town.balance(town.giver.account)).toBe(before);
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_unknown' });
      expect(await town.activate(some)).toMatchObject({ code: 'batch_not_printed' });
    });

    it('printed: what was misprinted is void, the rest is still worth nothing', async () => {
      const some = await town.made();
      const answer = await town
        .get(BatchesService)
        .printed(town.giver.actor, town.here, some.batch.id, [some.printed[1]!.serial]);
      expect(answer).toEqual({ kind: 'printed', live: 400n });
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_unknown' });
      expect(await town.kept(some)).toEqual(['in_batch', 'void', 'in_batch']);
      const other = await town.made();
      const wrong = await town
        .get(BatchesService)
        .printed(town.giver.actor, town.here, other.batch.id, [some.printed[0]!.serial]);
      expect(wrong).toMatchObject({ code: 'voucher_unknown' });
    });

    it('active: the value of all that are not void moves at once, and only once', async () => {
      const some = await town.made({ amount: 100n });
      await town
        .get(BatchesService)
        .printed(town.giver.actor, town.here, some.batch.id, [some.printed[2]!.serial]);
      const [purse, resting] = [await town.balance(town.giver.account), await town.outstanding()];
      const orderId = anOrderId();
      const first = await town.activate(some, orderId);
      expect(first).toMatchObject({ kind: 'posted', repeated: false });
      expect(await town.activate(some, orderId)).toEqual({ ...first, repeated: true });
      expect(await town.activate(some)).toMatchObject({ code: 'batch_active' });
      expect(await town.balance(town.giver.account)).toBe(purse - 200n);
      expect(await town.outstanding()).toBe(resting + 200n);
      expect(await town.redeem(some.printed[2]!)).toMatchObject({ code: 'voucher_unknown' });
    });

    it('redeemed: once, with the same answer for the same order, and with the time for others', async () => {
      const { printed } = await town.active();
      const [shop, resting] = [await town.balance(town.shop.account), await town.outstanding()];
      const orderId = anOrderId();
      const first = await town.redeem(printed[0]!, { orderId });
      expect(first).toMatchObject({ kind: 'posted', repeated: false });
      town.test.clock.forward(60_000);
      expect(await town.redeem(printed[0]!, { orderId })).toEqual({ ...first, repeated: true });
      expect(await town.redeem(printed[0]!)).toMatchObject({
        code: 'voucher_already_used',
        usedAt: town.test.clock.now() - 60_000,
      });
      expect(await town.balance(town.shop.account)).toBe(shop + 200n);
      expect(await town.outstanding()).toBe(resting - 200n);
      const here = await look(printed[0]!);
      expect(here).toMatchObject({ stands: { code: 'voucher_already_used' }, usedHere: true, takers: [] });
      const other = await town.group('school');
      expect(await look(printed[0]!, other.actor)).toMatchObject({ usedHere: false });
    });

    it('held: cannot be used until it is released', async () => {
      const some = await town.active();
      const { serial } = some.printed[0]!;
      const helper = town.as(town.ann, 'helper', town.giver.id);
      expect(await holds().hold(helper, town.here, { serial })).toEqual({ kind: 'held', count: 1 });
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_held' });
      expect(await look(some.printed[0]!)).toMatchObject({ stands: { code: 'voucher_held' }, takers: [] });
      expect(await holds().release(helper, town.here, { serial })).toEqual({ kind: 'held', count: 1 });
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
      expect(await holds().hold(helper, town.here, { serial })).toMatchObject({
        code: 'voucher_already_used',
      });
      const byBatch = { batchId: some.batch.id };
      expect(await holds().hold(town.giver.actor, town.here, byBatch)).toEqual({ kind: 'held', count: 2 });
      expect(await holds().release(town.giver.actor, town.here, byBatch)).toEqual({ kind: 'held', count: 2 });
    });

    it('held as lost: stays so when the rest of its batch is released', async () => {
      const some = await town.active();
      const byBatch = { batchId: some.batch.id };
      const { serial } = some.printed[0]!;
      await holds().hold(town.giver.actor, town.here, byBatch);
      expect(await holds().hold(town.giver.actor, town.here, { serial })).toEqual({ kind: 'held', count: 1 });
      expect(await holds().release(town.giver.actor, town.here, byBatch)).toEqual({ kind: 'held', count: 2 });
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_held' });
      expect(await holds().release(town.giver.actor, town.here, { serial })).toEqual({
        kind: 'held',
        count: 1,
      });
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
    });

    it('held, then void: the value goes back', async () => {
      const some = await town.active();
      const { serial } = some.printed[0]!;
      const purse = await town.balance(town.giver.account);
      await holds().hold(town.giver.actor, town.here, { serial });
      const answer = await town.get(VoidsService).voidOne(town.giver.actor, town.here, serial);
      expect(answer).toEqual({ kind: 'void', count: 1, amount: 200n });
      expect(await town.balance(town.giver.account)).toBe(purse + 200n);
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_unknown' });
      expect(await holds().release(town.giver.actor, town.here, { serial })).toMatchObject({
        code: 'voucher_unknown',
      });
    });

    it('void by batch: what was used stays used, and asking again ends nothing more', async () => {
      const some = await town.active({ count: 1500, amount: 1n });
      await town.redeem(some.printed[700]!);
      const voids = town.get(VoidsService);
      const purse = await town.balance(town.giver.account);
      const first = await voids.void(town.giver.actor, town.here, some.batch.id);
      expect(first).toEqual({ kind: 'void', count: 1499, amount: 1499n });
      expect(await town.balance(town.giver.account)).toBe(purse + 1499n);
      const again = await voids.void(town.giver.actor, town.here, some.batch.id);
      expect(again).toEqual({ kind: 'void', count: 0, amount: 0n });
    });

    it('void before it is active: moves nothing, and the batch is over', async () => {
      const some = await town.printed();
      const before = await town.balance(town.giver.account);
      const answer = await town.get(VoidsService).void(town.giver.actor, town.here, some.batch.id);
      expect(answer).toEqual({ kind: 'void', count: 3, amount: 0n });
      expect(await town.activate(some)).toMatchObject({ code: 'batch_void' });
      expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_unknown' });
      expect(await town.balance(town.giver.account)).toBe(before);
      const sheet = await town.get(SheetsService).print(town.giver.actor, town.here, some.batch.id);
      expect(sheet).toMatchObject({ code: 'sheet_gone' });
    });

    it('all void: nothing is left to activate', async () => {
      const some = await town.printed();
      const serials = some.printed.map(({ serial }) => serial);
      await town.get(VoidsService).void(town.giver.actor, town.here, some.batch.id, serials);
      expect(await town.activate(some)).toMatchObject({ code: 'batch_empty' });
    });
  });

  describe('are topped up', () => {
    const topUp = (serial: string, worth: bigint, add: bigint, orderId = anOrderId()) =>
      town.get(ActivationService).topUp(town.giver.actor, town.here, { orderId, serial, worth, add });

    it('instead of giving a second one, once for one order', async () => {
      const { printed } = await town.active({ amount: 100n });
      const orderId = anOrderId();
      const first = await topUp(printed[0]!.serial, 100n, 50n, orderId);
      expect(first).toMatchObject({ kind: 'posted' });
      expect(await topUp(printed[0]!.serial, 100n, 50n, orderId)).toEqual({ ...first, repeated: true });
      expect(await topUp(printed[0]!.serial, 100n, 50n)).toMatchObject({ code: 'voucher_changed' });
      const shop = await town.balance(town.shop.account);
      await town.redeem(printed[0]!);
      expect(await town.balance(town.shop.account)).toBe(shop + 150n);
      expect(await topUp(printed[0]!.serial, 150n, 50n)).toMatchObject({ code: 'voucher_already_used' });
    });

    it('not above the cap of bearers, and not before they are active', async () => {
      const { printed } = await town.active({ amount: 300n });
      expect(await topUp(printed[0]!.serial, 300n, 101n)).toMatchObject({ code: 'voucher_over_bearer_cap' });
      const early = await town.printed();
      expect(await topUp(early.printed[0]!.serial, 200n, 1n)).toMatchObject({ code: 'voucher_unknown' });
    });
  });

  describe('are made', () => {
    const make = (wishes: Parameters<TestVouchers['wish']>[0], actor = town.giver.actor) =>
      town.get(BatchesService).make(actor, town.here, town.wish(wishes));

    it('by who keeps the purse of the group, out of its own accounts only', async () => {
      await expect(make({}, town.shop.actor)).rejects.toThrow('may not');
      await expect(make({}, town.ann.actor)).rejects.toThrow('may not');
      expect(await make({ sourceId: town.shop.account })).toMatchObject({ code: 'voucher_source_wrong' });
      expect(await make({ sourceId: await town.own('pot') })).toMatchObject({ code: 'voucher_source_wrong' });
    });

    it('only as far as there is money when they are activated, whole or not at all', async () => {
      const poor = await town.group();
      const made = await make(
        { partyId: poor.id, sourceId: poor.account, amount: 400n, count: 6 },
        poor.actor,
      );
      if (made.kind === 'refused') throw new Error(made.code);
      await town.get(BatchesService).printed(poor.actor, town.here, made.batch.id);
      const answer = await town
        .get(ActivationService)
        .activate(poor.actor, town.here, anOrderId(), made.batch.id);
      expect(answer).toMatchObject({ code: 'not_enough' });
      expect(await town.kept({ batch: made.batch, printed: [] })).toEqual(Array(6).fill('in_batch'));
    });

    it('with terms that fit together', async () => {
      const period = { validFrom: '2026-03-01', validUntil: '2026-02-01', expiresTo: 'pot' as const };
      expect(await make({ terms: period })).toMatchObject({ code: 'voucher_period_wrong' });
      expect(await make({ terms: { validUntil: '2026-06-30' } })).toMatchObject({
        code: 'voucher_expiry_wrong',
      });
      const past = { validUntil: '2025-12-31', expiresTo: 'pot' as const };
      expect(await make({ terms: past })).toMatchObject({ code: 'voucher_period_wrong' });
      const nobody = { acceptors: { kind: 'parties' as const, ids: ['0123456789ABCDEF'] } };
      expect(await make({ terms: nobody })).toMatchObject({ code: 'no_such_party' });
    });

    it('10,000 at once, and activated, in a few seconds', async () => {
      const from = performance.now();
      const made = await make({ count: 10_000, amount: 1n });
      if (made.kind === 'refused') throw new Error(made.code);
      const madeMs = performance.now() - from;
      await town.get(BatchesService).printed(town.giver.actor, town.here, made.batch.id);
      const start = performance.now();
      expect(await town.activate({ batch: made.batch, printed: [] })).toMatchObject({ kind: 'posted' });
      const activeMs = performance.now() - start;
      console.log(
        `${dialect}: 10,000 made in ${Math.round(madeMs)} ms, activated in ${Math.round(activeMs)} ms`,
      );
      expect(madeMs).toBeLessThan(4000);
    });
  });

  describe('are taken on their terms:', () => {
    it('by the parties they name, or by their kinds', async () => {
      const school = await town.group('school');
      const named = { kind: 'parties' as const, ids: [school.id] };
      const one = await town.active({ terms: { acceptors: named } });
      expect(await town.redeem(one.printed[0]!)).toMatchObject({ code: 'voucher_not_here' });
      const there = { actor: school.actor, to: school.account };
      expect(await town.redeem(one.printed[0]!, there)).toMatchObject({ kind: 'posted' });
      const kinds = { kind: 'kinds' as const, kinds: ['school' as const] };
      const two = await town.active({ terms: { acceptors: kinds } });
      expect(await town.redeem(two.printed[0]!)).toMatchObject({ code: 'voucher_not_here' });
      expect(await look(two.printed[0]!, school.actor)).toMatchObject({
        stands: null,
        takers: [{ accountId: school.account }],
      });
      expect(await town.redeem(two.printed[0]!, there)).toMatchObject({ kind: 'posted' });
    });

    it('by an acceptor of the shop, who may take for it and for nobody else', async () => {
      const { printed } = await town.active();
      const acceptor = town.as(town.ann, 'acceptor', town.shop.id);
      const elsewhere = { actor: acceptor, to: town.giver.account };
      expect(await town.redeem(printed[0]!, elsewhere)).toMatchObject({ code: 'not_your_account' });
      expect(await town.redeem(printed[0]!, { actor: acceptor })).toMatchObject({ kind: 'posted' });
    });

    it('by a member on their own account only where the terms say so', async () => {
      const own = { actor: town.ann.actor, to: town.ann.account };
      const bearer = await town.active();
      expect(await town.redeem(bearer.printed[0]!, own)).toMatchObject({ code: 'voucher_not_here' });
      const onCard = await town.active({ terms: { onCard: true } });
      const before = await town.balance(town.ann.account);
      expect(await town.redeem(onCard.printed[0]!, own)).toMatchObject({ kind: 'posted' });
      expect(await town.balance(town.ann.account)).toBe(before + 200n);
    });

    it('whole, unless the rest may go on a card', async () => {
      const whole = await town.active();
      expect(await town.redeem(whole.printed[0]!, { amount: 150n, restTo: town.ann.account })).toMatchObject({
        code: 'voucher_whole_only',
      });
      const parts = await town.active({ terms: { restOnCard: true } });
      const [shop, ann] = [await town.balance(town.shop.account), await town.balance(town.ann.account)];
      const answer = await town.redeem(parts.printed[0]!, { amount: 150n, restTo: town.ann.account });
      expect(answer).toMatchObject({ kind: 'posted' });
      expect(await town.balance(town.shop.account)).toBe(shop + 150n);
      expect(await town.balance(town.ann.account)).toBe(ann + 50n);
      expect(await town.redeem(parts.printed[1]!, { amount: 250n })).toMatchObject({
        code: 'voucher_whole_only',
      });
      const noCard = { amount: 150n, restTo: town.giver.account };
      expect(await town.redeem(parts.printed[1]!, noCard)).toMatchObject({ code: 'no_such_account' });
    });

    it('not before their first day', async () => {
      const { printed } = await town.active({ terms: { validFrom: '2099-01-01' } });
      expect(await town.redeem(printed[0]!)).toMatchObject({ code: 'voucher_not_yet' });
    });

    it('as the books know them: kind, mode, subject and reason', async () => {
      const { printed } = await town.active({ terms: { subject: 'material', reason: 'meal' } });
      const orderId = anOrderId();
      await town.redeem(printed[0]!, { orderId });
      const row = await town
        .get(Database)
        .reader.one(
          'select kind, mode, subject, reason from exchanges where community_id = ? and exchange_id = ?',
          [town.here, orderId],
        );
      expect(row).toEqual({ kind: 'voucher', mode: 'market', subject: 'material', reason: 'meal' });
    });
  });

  describe('keep their secrets:', () => {
    it('of tokens only hashes, of check codes nothing, of a seed nothing after activation', async () => {
      const some = await town.printed();
      const { reader } = town.get(Database);
      const stored = async () => {
        const [batch, vouchers] = await Promise.all([
          reader.one('select * from voucher_batches where batch_id = ?', [some.batch.id]),
          reader.all('select * from vouchers where batch_id = ?', [some.batch.id]),
        ]);
        const values = [batch!, ...vouchers].flatMap((row) => Object.values(row));
        const bytes = values.map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(String(value))));
        return { batch: batch!, bytes };
      };
      const before = await stored();
      const holds = (text: string) => before.bytes.some((each) => each.includes(text));
      expect(holds(some.printed[0]!.serial)).toBe(true);
      for (const { url, check } of some.printed) {
        expect(holds(tokenIn({ url }))).toBe(false);
        expect(before.bytes.some((each) => each.toString() === check)).toBe(false);
      }
      expect(before.batch.sealed_seed).not.toBeNull();
      await town.activate(some);
      expect((await stored()).batch.sealed_seed).toBeNull();
      expect(await town.get(SheetsService).print(town.giver.actor, town.here, some.batch.id)).toMatchObject({
        code: 'sheet_gone',
      });
    });

    it('print and check the same after the master key was changed', async () => {
      const some = await town.printed();
      await town.get(KeysService).rotate();
      const sheet = await town.get(SheetsService).print(town.giver.actor, town.here, some.batch.id);
      expect(sheet).toMatchObject({ vouchers: some.printed });
      await town.activate(some);
      const { serial, check } = some.printed[0]!;
      expect(await town.redeem(some.printed[0]!, { shown: { serial, check } })).toMatchObject({
        kind: 'posted',
      });
    });
  });

  it('are part of the proof: a voucher changed by hand is named', async () => {
    const some = await town.active({ amount: 123n });
    const { serial } = some.printed[0]!;
    const database = town.get(Database);
    const set = (amount: bigint) =>
      database.transaction((tx) =>
        tx.run('update vouchers set amount = ? where community_id = ? and serial = ?', [
          amount,
          town.here,
          serial,
        ]),
      );
    await set(124n);
    const proof = await town.get(Verifier).full();
    expect(proof.differences).toMatchObject([{ table: 'vouchers', field: 'outstanding' }]);
    await set(123n);
    expect((await town.get(Verifier).full()).differences).toEqual([]);
  });

  it('that are used, expired or void never change again, whoever asks', async () => {
    const some = await town.active();
    await town.redeem(some.printed[0]!);
    const again = town
      .get(Database)
      .transaction((tx) =>
        tx.run(
          `update vouchers set state = 'in_batch', exchange_id = null where community_id = ? and serial = ?`,
          [town.here, some.printed[0]!.serial],
        ),
      );
    await expect(again).rejects.toThrow();
  });

  it('all lie still after a restore, until they are released by batch', async () => {
    const other = await TestVouchers.in(town.test);
    const some = await other.active();
    expect(await other.get(VoucherHolds).holdAll()).toBeGreaterThanOrEqual(3);
    expect(await other.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_held' });
    await holds().release(other.giver.actor, other.here, { batchId: some.batch.id });
    expect(await other.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
  });
});

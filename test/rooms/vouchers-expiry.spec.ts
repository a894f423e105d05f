import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { Database } from '../../src/database/database.js';
import { VoucherExpiry } from '../../src/vouchers/voucher-expiry.service.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { dialects } from '../support/databases.js';
import { TestVouchers, type TestBatch } from '../support/vouchers.js';

const day = 86_400_000;
/** Tests begin on 5 January 2026. */
const terms = { validUntil: '2026-01-31', graceDays: 10 };

describe.each(dialects)('the expiry of vouchers, on %s', (dialect) => {
  let first: TestVouchers;
  let town: TestVouchers;
  const passed = { days: 0 };

  beforeAll(async () => {
    first = await TestVouchers.open(dialect);
  });
  beforeEach(async () => {
    town = await TestVouchers.in(first.test);
  });
  afterAll(() => first.close());

  const run = () => town.get(VoucherExpiry).expire(systemActor('test', town.here), town.here);
  /** A batch whose last day is so many days from now. */
  async function ending(days: number, parts: Parameters<TestVouchers['wish']>[0] = {}): Promise<TestBatch> {
    const from = Date.UTC(2026, 0, 5 + passed.days + days);
    const validUntil = new Date(from).toISOString().slice(0, 10);
    return town.active({ ...parts, terms: { ...terms, expiresTo: 'pot', ...parts.terms, validUntil } });
  }
  function wait(days: number): void {
    first.test.clock.forward(days * day);
    passed.days += days;
  }

  it('comes after a reminder and days of grace; until then it is good', async () => {
    const some = await ending(26);
    expect(await run()).toMatchObject({ reminded: 0, expired: 0 });
    wait(12);
    expect(await run()).toMatchObject({ reminded: 1, expired: 0 });
    expect(await run()).toMatchObject({ reminded: 0, expired: 0 });
    const list = await town.get(VoucherExpiry).reminderList(town.giver.actor, town.here, some.batch.id);
    expect(list.serials).toEqual(some.printed.map(({ serial }) => serial));
    wait(24);
    expect(await run()).toMatchObject({ expired: 0 });
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
    wait(1);
    expect(await town.redeem(some.printed[1]!)).toMatchObject({ code: 'voucher_expired' });
    const pot = await town.balance(await town.own('pot'));
    expect(await run()).toMatchObject({ expired: 2, amount: 400n });
    expect(await town.kept(some)).toEqual(['redeemed', 'expired', 'expired']);
    expect(await town.balance(await town.own('pot'))).toBe(pot + 400n);
    expect(await run()).toMatchObject({ expired: 0 });
    expect(await town.redeem(some.printed[1]!)).toMatchObject({ code: 'voucher_expired' });
  });

  it('counts the grace from a reminder that came late', async () => {
    const some = await ending(2);
    wait(30);
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
    expect(await run()).toMatchObject({ reminded: 1, expired: 0 });
    wait(10);
    expect(await run()).toMatchObject({ expired: 0 });
    wait(1);
    expect(await run()).toMatchObject({ expired: 2 });
    expect(await town.kept(some)).toEqual(['redeemed', 'expired', 'expired']);
  });

  it('goes back to where it came from, when the terms say so', async () => {
    await ending(2, { terms: { expiresTo: 'return' } });
    const purse = await town.balance(town.giver.account);
    await run();
    wait(13);
    expect(await run()).toMatchObject({ expired: 3, amount: 600n });
    expect(await town.balance(town.giver.account)).toBe(purse + 600n);
  });

  it('waits for what is held, and can still be made void', async () => {
    const some = await ending(2);
    const { serial } = some.printed[0]!;
    await town.get(VoucherHolds).hold(town.giver.actor, town.here, { serial });
    await run();
    wait(13);
    expect(await run()).toMatchObject({ expired: 2 });
    await town.get(VoucherHolds).release(town.giver.actor, town.here, { serial });
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_expired' });
    const answer = await town.get(VoidsService).voidOne(town.giver.actor, town.here, serial);
    expect(answer).toMatchObject({ kind: 'void', count: 1 });
    expect(await town.kept(some)).toEqual(['void', 'expired', 'expired']);
  });

  it('is nothing for what stays good', async () => {
    const some = await town.active();
    wait(2000);
    expect(await run()).toEqual({ reminded: 0, expired: 0, amount: 0n });
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
  });

  it('is booked as expiry, apart from what is made void, in orders of a thousand', async () => {
    await ending(2, { count: 2300, amount: 1n });
    await run();
    wait(13);
    expect(await run()).toMatchObject({ expired: 2300, amount: 2300n });
    const rows = await town.get(Database).reader.all(
      `select kind, count(*) as n from exchanges where community_id = ? and kind in ('expiry', 'reclaim')
        group by kind`,
      [town.here],
    );
    expect(rows).toEqual([{ kind: 'expiry', n: 3n }]);
  });

  it('is run for all communities, and by nobody who may not', async () => {
    await ending(2);
    await town.get(VoucherExpiry).expireAll();
    wait(13);
    expect((await town.get(VoucherExpiry).expireAll()).expired).toBeGreaterThanOrEqual(3);
    await expect(town.get(VoucherExpiry).expire(town.giver.actor, town.here)).rejects.toThrow('may not');
  });
});

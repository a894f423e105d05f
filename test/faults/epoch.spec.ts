import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import { Epochs } from '../../src/books/epochs.service.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { command, environmentOf } from '../support/command-line.js';
import { aPlace, type TestPlace } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { TestVouchers, type TestBatch } from '../support/vouchers.js';

/** A card that was lost again and again: each new one points at the one before, whatever their ids. */
async function replaceCards({ test, here, ann }: TestVouchers, times: number): Promise<void> {
  const helper = test.steward(here);
  const made = await test.get(CardStockService).make(helper, here, times + 1);
  if (made.kind === 'refused') throw new Error(made.code);
  // The newest card has the oldest row.
  const [first, ...others] = made.blanks.toReversed();
  const cards = test.get(CardsService);
  const given = await cards.enrol(helper, here, first!.id, { partyId: ann.id, secret: null });
  if (given.kind === 'refused') throw new Error(given.code);
  let last = first!.id;
  for (const { id } of others) {
    test.clock.forward(60_000);
    const replaced = await cards.replace(helper, here, last, id);
    if (replaced.kind === 'refused') throw new Error(replaced.code);
    last = id;
  }
}

describe.each([
  ['sqlite', 'postgres'],
  ['sqlite', 'sqlite'],
  ['postgres', 'sqlite'],
] as const)('vouchers that were used after a backup of %s, restored into %s', (from, to) => {
  let before: TestVouchers;
  let batch: TestBatch;
  let there: TestPlace;
  let after: TestPayments;

  beforeAll(async () => {
    before = await TestVouchers.open(from);
    batch = await before.active();
    await replaceCards(before, 6);
    const home = before.test.place;
    const backup = join(home.folder, 'backup.sqlite');
    const keys = join(home.folder, 'keys');
    for (const words of [
      ['backup', backup],
      ['backup-keys', keys],
    ]) {
      const said = await command(environmentOf(home), ...words);
      if (said.code !== 0) throw new Error(said.err);
    }
    expect(await before.redeem(batch.printed[0]!)).toMatchObject({ kind: 'posted' });
    there = await aPlace(to, { SECRETS_DIR: keys, PUBLIC_URL: 'https://munt.example' });
    const restored = await command(environmentOf(there), 'restore', backup);
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('3 vouchers were active')]);
    after = await TestPayments.on(there);
  });
  afterAll(async () => {
    await before.test.close();
    await after.theBooksBalance();
    await after.close();
  });

  const redeem = (n: number) => before.on(after).redeem(batch.printed[n]!);

  it('are not taken again: no money moves before the operator confirms the restore', async () => {
    expect(await redeem(0)).toMatchObject({ code: 'voucher_held' });
    const as = await after.aToken(before.here, before.ann.id, ['payments:write']);
    const answer = await after.call('POST', `/api/v1/communities/${before.here}/payments`, {
      as,
      key: '01970000-0000-7000-8000-000000000001',
      body: { from: before.ann.account, to: before.shop.account, amount: 25 },
    });
    expect(answer).toMatchObject({ status: 503, body: { code: 'restored_unconfirmed' } });
    expect(await after.call('GET', '/readyz')).toMatchObject({ status: 200 });
  });

  it('lie still when it is confirmed, until their batch is released', async () => {
    expect(await after.get(Epochs).confirm('OPERATOR')).toBe(true);
    expect(await after.get(Epochs).confirm('OPERATOR')).toBe(false);
    for (const n of [0, 1]) expect(await redeem(n)).toMatchObject({ code: 'voucher_held' });
    const holds = after.get(VoucherHolds);
    const asked = { batchId: batch.batch.id };
    expect(await holds.release(before.giver.actor, before.here, asked)).toEqual({ kind: 'held', count: 3 });
    expect(await redeem(1)).toMatchObject({ kind: 'posted' });
  });
});

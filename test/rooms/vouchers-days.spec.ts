import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { readTerms, writeTerms } from '../../src/vouchers/voucher-terms.js';
import { dialects } from '../support/databases.js';
import { anOrderId } from '../support/payments.js';
import { TestVouchers } from '../support/vouchers.js';

const day = 86_400_000;

describe.each(dialects)('what may be taken of vouchers in a day, on %s', (dialect) => {
  let first: TestVouchers;
  let town: TestVouchers;

  beforeAll(async () => {
    first = await TestVouchers.open(dialect);
  });
  beforeEach(async () => {
    town = await TestVouchers.in(first.test);
  });
  afterAll(() => first.close());

  const codes = (answers: ReadonlyArray<{ kind: string; code?: string }>): string[] =>
    answers.map(({ kind, code }) => code ?? kind).sort();

  it('by one acceptor is limited, by another it is counted apart, and the next day it begins anew', async () => {
    const { printed } = await town.active({ count: 5, terms: { perAcceptorDay: 400n } });
    for (const voucher of printed.slice(0, 2))
      expect(await town.redeem(voucher)).toMatchObject({ kind: 'posted' });
    expect(await town.redeem(printed[2]!)).toMatchObject({ code: 'over_acceptor_limit' });
    const other = await town.group('shop');
    const there = { actor: other.actor, to: other.account };
    expect(await town.redeem(printed[2]!, there)).toMatchObject({ kind: 'posted' });
    first.test.clock.forward(day);
    expect(await town.redeem(printed[3]!)).toMatchObject({ kind: 'posted' });
    expect(await town.balance(town.shop.account)).toBe(600n);
  });

  it('is counted in the commit: of twenty at once those fit that fit', async () => {
    const { printed } = await town.active({ count: 20, amount: 50n, terms: { perAcceptorDay: 370n } });
    const before = await town.balance(town.shop.account);
    const answers = await Promise.all(printed.map((voucher) => town.redeem(voucher)));
    const posted = codes(answers).filter((code) => code === 'posted').length;
    expect(posted).toBe(7);
    expect(codes(answers).filter((code) => code === 'over_acceptor_limit')).toHaveLength(13);
    expect(await town.balance(town.shop.account)).toBe(before + 350n);
  });

  it('one voucher scanned twenty times at once takes no place of others', async () => {
    const { printed } = await town.active({ count: 2, terms: { perAcceptorDay: 400n } });
    const one = Array.from({ length: 20 }, () => town.redeem(printed[0]!));
    const answers = await Promise.all([...one, town.redeem(printed[1]!)]);
    expect(codes(answers).filter((code) => code === 'posted')).toHaveLength(2);
    expect(codes(answers).filter((code) => code === 'voucher_already_used')).toHaveLength(19);
  });

  it('by one who scans is limited too, whichever device it is, and a repeat is the same receipt', async () => {
    const { printed } = await town.active({ count: 4, terms: { perScannerDay: 400n } });
    const scanner = (via: string) => ({ ...town.as(town.ann, 'acceptor', town.shop.id), via });
    const orderId = anOrderId();
    const taken = await town.redeem(printed[0]!, { actor: scanner('one'), orderId });
    expect(taken).toMatchObject({ kind: 'posted' });
    expect(await town.redeem(printed[0]!, { actor: scanner('two'), orderId })).toEqual({
      ...taken,
      repeated: true,
    });
    expect(await town.redeem(printed[1]!, { actor: scanner('two') })).toMatchObject({ kind: 'posted' });
    expect(await town.redeem(printed[2]!, { actor: scanner('three') })).toMatchObject({
      code: 'over_acceptor_limit',
    });
    expect(await town.redeem(printed[2]!)).toMatchObject({ kind: 'posted' });
  });

  it('a part counts as much as it gave', async () => {
    const { printed } = await town.active({ terms: { perAcceptorDay: 200n, restOnCard: true } });
    const part = { amount: 50n, restTo: town.ann.account };
    expect(await town.redeem(printed[0]!, part)).toMatchObject({ kind: 'posted' });
    expect(await town.redeem(printed[1]!)).toMatchObject({ code: 'over_acceptor_limit' });
    const rest = { amount: 150n, restTo: town.ann.account };
    expect(await town.redeem(printed[1]!, rest)).toMatchObject({ kind: 'posted' });
  });

  it('of whoever scans the whole voucher counts, wherever the rest goes', async () => {
    const { printed } = await town.active({ terms: { perScannerDay: 300n, restOnCard: true } });
    const part = { amount: 25n, restTo: town.ann.account };
    expect(await town.redeem(printed[0]!, part)).toMatchObject({ kind: 'posted' });
    expect(await town.redeem(printed[1]!, part)).toMatchObject({ kind: 'refused' });
  });

  it('cannot be less than one voucher, and what was made before there were limits has none', async () => {
    for (const terms of [{ perAcceptorDay: 199n }, { perScannerDay: 1n }]) {
      const made = await town.get(BatchesService).make(town.giver.actor, town.here, town.wish({ terms }));
      expect(made).toMatchObject({ kind: 'refused', code: 'voucher_over_day_limit' });
    }
    const { terms } = town.wish({ terms: { perAcceptorDay: 500n } });
    expect(readTerms(writeTerms(terms))).toEqual(terms);
    const old = JSON.parse(writeTerms(terms)) as Record<string, unknown>;
    delete old.perAcceptorDay;
    delete old.perScannerDay;
    expect(readTerms(JSON.stringify(old))).toMatchObject({ perAcceptorDay: null, perScannerDay: null });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { amountMax, readAmount, split, writeAmount } from '../../src/ledger/amount.js';

describe('splitting an amount', () => {
  it.each([
    [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    [1n, [1n, 1n], [1n, 0n]],
    [10n, [0n, 5n, 5n], [0n, 5n, 5n]],
    [7n, [3n, 1n], [5n, 2n]],
  ])('%s by %s', (whole, weights, parts) => {
    expect(split(whole, weights)).toEqual(parts);
  });

  it('loses no unit and gives nobody more than one unit beyond the share', () => {
    const weights = fc
      .array(fc.bigInt(0n, 1000n), { minLength: 1, maxLength: 30 })
      .filter((w) => w.some((one) => one > 0n));
    fc.assert(
      fc.property(fc.bigInt(0n, amountMax), weights, (whole, shares) => {
        const parts = split(whole, shares);
        const total = shares.reduce((sum, share) => sum + share, 0n);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
        parts.forEach((part, i) => {
          const least = (whole * shares[i]!) / total;
          expect(part === least || part === least + 1n).toBe(true);
        });
      }),
    );
  });

  it('refuses what cannot be split', () => {
    expect(() => split(-1n, [1n])).toThrow(RangeError);
    expect(() => split(1n, [0n, 0n])).toThrow(RangeError);
    expect(() => split(1n, [])).toThrow(RangeError);
  });
});

describe('figures', () => {
  it.each([
    ['12', 2, 1200n],
    ['0.25', 2, 25n],
    ['0,5', 2, 50n],
    [' 3 ', 0, 3n],
    ['-1.5', 3, -1500n],
    ['1.234', 2, undefined],
    ['1e3', 2, undefined],
    ['', 2, undefined],
    ['.5', 2, undefined],
    ['90071992547409.91', 2, amountMax],
    ['90071992547409.92', 2, undefined],
  ])('reads %s at scale %s', (text, scale, amount) => {
    expect(readAmount(text, scale)).toBe(amount);
  });

  it('writes what it can read again', () => {
    fc.assert(
      fc.property(fc.bigInt(-amountMax, amountMax), fc.integer({ min: 0, max: 6 }), (amount, scale) => {
        expect(readAmount(writeAmount(amount, scale), scale)).toBe(amount);
      }),
    );
  });
});

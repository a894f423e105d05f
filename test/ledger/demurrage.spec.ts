import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isIdle, monthsLater, periodsDue, shrinkage } from '../../src/ledger/demurrage.js';
import { anAccountOf } from '../support/accounts.js';

const rule = { ratePpm: 20_000, exempt: 100n };

describe('shrinkage', () => {
  it.each([
    ['nothing on an empty account', { creditsPosted: 0n }, 0n],
    ['nothing up to the exempt amount', { creditsPosted: 100n }, 0n],
    ['nothing below zero', { debitsPosted: 300n }, 0n],
    ['its share of what lies above', { creditsPosted: 1100n }, 20n],
    ['rounded towards the holder', { creditsPosted: 1149n }, 20n],
    ['not on what is on hold', { creditsPosted: 1100n, debitsPending: 500n }, 10n],
  ])('takes %s', (_, account, amount) => {
    expect(shrinkage(anAccountOf(account), rule)).toBe(amount);
  });

  it('never takes more than there is above the exempt amount', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 12n),
        fc.integer({ min: 1, max: 1_000_000 }),
        (balance, exempt, ratePpm) => {
          const gone = shrinkage(anAccountOf({ creditsPosted: balance }), { ratePpm, exempt });
          expect(gone >= 0n && (gone === 0n || balance - gone >= exempt)).toBe(true);
        },
      ),
    );
  });
});

describe('periods', () => {
  it.each([
    ['month', '2026-01', null, '2026-01-31', []],
    ['month', '2026-01', null, '2026-02-01', ['2026-01']],
    ['month', '2026-01', null, '2026-04-15', ['2026-01', '2026-02', '2026-03']],
    ['month', '2026-01', '2026-02', '2026-04-15', ['2026-03']],
    ['quarter', '2025-10', null, '2026-04-01', ['2025-10', '2026-01']],
    ['year', '2024-07', '2024-07', '2026-07-01', ['2025-07']],
  ] as const)('of a %s from %s, last %s, on %s', (period, first, last, today, due) => {
    expect(periodsDue(period, first, last, today)).toEqual(due);
  });

  it('carry over the end of a year', () => {
    expect(monthsLater('2026-11', 3)).toBe('2027-02');
    expect(monthsLater('2026-01', -1)).toBe('2025-12');
  });
});

it('an account is idle from the same day so many months later', () => {
  expect(isIdle('2026-01-05', 12, '2027-01-04')).toBe(false);
  expect(isIdle('2026-01-05', 12, '2027-01-05')).toBe(true);
});

import { balance, heldOut, type Account } from './account.js';
import type { Amount } from './amount.js';

/** How idle balances shrink: so many millionths of what lies above the exempt amount, each period. */
export interface Shrinking {
  /** 1 to 1,000,000. */
  readonly ratePpm: number;
  readonly exempt: Amount;
}

export type Period = 'month' | 'quarter' | 'year';

/**
 * What goes off an account in one period. Holds and negative balances are exempt; what lies up to the exempt amount
 * stays. A part of a unit is rounded towards the holder, that is down.
 * @returns 0 or more smallest units
 */
export function shrinkage(account: Account, rule: Shrinking): Amount {
  const idle = balance(account) - heldOut(account) - rule.exempt;
  return idle <= 0n ? 0n : (idle * BigInt(rule.ratePpm)) / 1_000_000n;
}

/**
 * The periods that are over and not yet run, oldest first: each is run on its own, so a missed one is not lost and
 * not merged with the next.
 * @param first YYYY-MM, the first month that counts
 * @param last the period run last (its first month), or null
 * @param today YYYY-MM-DD
 * @returns the first month of each period, at most 120
 */
export function periodsDue(period: Period, first: string, last: string | null, today: string): string[] {
  const due: string[] = [];
  let month = last === null ? first : monthsLater(last, monthsIn(period));
  while (due.length < 120 && monthsLater(month, monthsIn(period)) <= today.slice(0, 7)) {
    due.push(month);
    month = monthsLater(month, monthsIn(period));
  }
  return due;
}

/**
 * Whether an account has been without its holder's own doing for so many months.
 * @param since YYYY-MM-DD of the last own booking, or of opening
 * @param today YYYY-MM-DD
 */
export function isIdle(since: string, months: number, today: string): boolean {
  return monthsLater(since.slice(0, 7), months) + since.slice(7) <= today;
}

/** YYYY-MM so many months later. */
export function monthsLater(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const index = year * 12 + number - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

function monthsIn(period: Period): number {
  switch (period) {
    case 'month':
      return 1;
    case 'quarter':
      return 3;
    case 'year':
      return 12;
  }
}

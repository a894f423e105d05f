import type { TrustRight } from '../access/trusted.js';
import type { Amount } from '../ledger/amount.js';

/** A member lets one other person look at their purse, or pay a little out of it each week (U08). */
export interface Trust {
  readonly communityId: string;
  readonly id: string;
  /** Whose purse it is. */
  readonly giverId: string;
  readonly trustedId: string;
  readonly gives: TrustRight;
  /** What may be paid in a week, counted from Monday in the community's time zone; null for who may only look. */
  readonly perWeek: { readonly currency: string; readonly amount: Amount } | null;
  readonly givenAt: number;
  /** Over by itself unless it is renewed; milliseconds since 1970. */
  readonly endsAt: number;
  readonly endedAt: number | null;
}

/** The name under which the books lock trusts. */
export const trustGuard = 'trust';

const months = 3;

/** When a trust that is given or renewed now is over: on the same day three months later, or the day after a short month. */
export function trustEnd(now: number): number {
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + months);
  return end.getTime();
}

export function isTrustOver({ endsAt, endedAt }: Pick<Trust, 'endsAt' | 'endedAt'>, now: number): boolean {
  return endedAt !== null || endsAt <= now;
}

/** The Monday of a day's week. @param day YYYY-MM-DD @returns YYYY-MM-DD */
export function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  date.setUTCDate(date.getUTCDate() - sinceMonday);
  return date.toISOString().slice(0, 10);
}

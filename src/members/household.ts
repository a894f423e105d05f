import type { Amount } from '../ledger/amount.js';

/** What one member may spend of the common purse. */
export interface DayLimit {
  readonly currency: string;
  /** Null for no limit of one's own. */
  readonly perDay: Amount | null;
  /** The last day on which this member spent of the purse, YYYY-MM-DD; empty for never. */
  readonly day: string;
  /** How much on that day. */
  readonly spent: Amount;
}

export interface HouseholdMember {
  readonly personId: string;
  readonly joinedAt: number;
  /** The mandate by which access lets the person act for the household. */
  readonly mandateId: string | null;
  readonly limits: readonly DayLimit[];
}

/** At most this many persons in one household. */
export const householdMost = 30;

/** What a member spent today. */
export function spentOn(limit: Pick<DayLimit, 'day' | 'spent'> | undefined, today: string): Amount {
  return limit !== undefined && limit.day === today ? limit.spent : 0n;
}

/** Whether an amount still fits in a member's day. */
export function fitsInDay(perDay: Amount | null, spentToday: Amount, amount: Amount): boolean {
  return perDay === null || spentToday + amount <= perDay;
}

/**
 * Whether one member may set another's limit: the others of the household may, and everybody may lower their own.
 * Who is alone may do as they like.
 */
export function maySetLimit(
  members: readonly HouseholdMember[],
  by: string,
  of: string,
  before: Amount | null,
  after: Amount | null,
): boolean {
  if (!members.some(({ personId }) => personId === by)) return false;
  if (by !== of || members.length === 1) return true;
  return after !== null && (before === null || after <= before);
}

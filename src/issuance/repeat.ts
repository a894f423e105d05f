import type { Amount } from '../ledger/amount.js';
import type { GuardState } from '../ledger/order.js';
import type { IssueTarget } from './issue.js';

export const repeatStates = ['proposed', 'approved', 'refused', 'stopped'] as const;
export type RepeatState = (typeof repeatStates)[number];

/** The same issue every month: made by one, approved once by another, and each month promised on its own. */
export interface Repeat {
  readonly communityId: string;
  /** UUID version 7, made by who asks. */
  readonly id: string;
  readonly programme: string;
  readonly purpose: string;
  readonly target: Extract<IssueTarget, 'group' | 'partner'>;
  readonly partyId: string;
  /** Of each month, in smallest units. */
  readonly amount: Amount;
  /** YYYY-MM, both included. */
  readonly firstMonth: string;
  readonly lastMonth: string;
  /** The day of the month on which it is promised, 1 to 28. */
  readonly day: number;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly state: RepeatState;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly stoppedBy: string | null;
  readonly stoppedAt: number | null;
}

/** What became of one month. */
export interface RepeatMonth {
  /** YYYY-MM. */
  readonly month: string;
  /** The issue that was made; null when there was none to make. */
  readonly issueId: string | null;
  /** The code of what stood in the way; null when it was promised, or is about to be. */
  readonly skipped: string | null;
  readonly at: number;
}

/** At most ten years. */
export const monthsMost = 120;

/** The month after. @param month YYYY-MM */
export function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** All months of a repeat, YYYY-MM, oldest first; never more than `monthsMost` + 1. */
export function monthsOf({ firstMonth, lastMonth }: Pick<Repeat, 'firstMonth' | 'lastMonth'>): string[] {
  const months: string[] = [];
  for (let month = firstMonth; month <= lastMonth && months.length <= monthsMost; month = monthAfter(month))
    months.push(month);
  return months;
}

/** The day of a month on which a repeat is promised, YYYY-MM-DD. */
export function dayOf({ day }: Pick<Repeat, 'day'>, month: string): string {
  return `${month}-${String(day).padStart(2, '0')}`;
}

/** The months whose day has come, oldest first. @param today YYYY-MM-DD in the community's time zone */
export function monthsDue(repeat: Pick<Repeat, 'firstMonth' | 'lastMonth' | 'day'>, today: string): string[] {
  return monthsOf(repeat).filter((month) => dayOf(repeat, month) <= today);
}

/** The name under which the books lock repeats, so that what is stopped promises nothing more. */
export const repeatGuard = 'issue_repeat';

/** What the books are told of a repeat that an order names. */
export function guardOfRepeat(state: RepeatState): GuardState {
  return state === 'approved' ? { state } : { refusal: 'issue_decided' };
}

import type { Amount } from '../ledger/amount.js';

/** How long somebody else has to say yes, in days. */
export const secondYesDays = { min: 1, max: 90, usual: 14 } as const;

export const secondYesLimitStates = ['asked', 'in_force', 'declined', 'over'] as const;
export type SecondYesLimitState = (typeof secondYesLimitStates)[number];

/** Above which amount a payment of a group or institution needs the yes of two of its treasurers (S09). */
export interface SecondYesLimit {
  readonly communityId: string;
  readonly id: string;
  readonly partyId: string;
  readonly currency: string;
  /** Smallest units; null for no limit. */
  readonly amount: Amount | null;
  /** So long a payment waits for the second yes. */
  readonly days: number;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly state: SecondYesLimitState;
  readonly decidedBy: string | null;
}

/**
 * Whether a change lets one treasurer alone pay more than before. Then it needs a second yes itself, or whoever wants
 * to get round the limit would first take it away.
 */
export function isLooser(before: Amount | null, next: Amount | null): boolean {
  return before !== null && (next === null || next > before);
}

/** Whether an amount is more than one treasurer may pay alone. */
export function needsSecondYes(limit: Pick<SecondYesLimit, 'amount'> | undefined, amount: Amount): boolean {
  return limit !== undefined && limit.amount !== null && amount > limit.amount;
}

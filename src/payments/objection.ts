import type { Reason } from '../ledger/order.js';

export const objectionStates = ['open', 'declined', 'given_back'] as const;
export type ObjectionState = (typeof objectionStates)[number];

/** Who paid says that it is not right; who received gives back or says no. Nothing is taken back by it (U27). */
export interface Objection {
  readonly communityId: string;
  readonly exchangeId: string;
  /** The account that paid, and the one that received. */
  readonly giverAccountId: string;
  readonly takerAccountId: string;
  readonly reason: Reason;
  readonly madeAt: number;
  readonly state: ObjectionState;
}

const day = 86_400_000;

/** So long after the booking a payer may still say that it is not right. */
export const objectionDays = 14;

export function isTooLate(bookedAt: number, now: number): boolean {
  return now - bookedAt > objectionDays * day;
}

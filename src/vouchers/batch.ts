import type { Amount } from '../ledger/amount.js';
import { isPast, type VoucherTerms } from './voucher-terms.js';

export const batchStates = ['made', 'printed', 'active', 'void'] as const;
export type BatchState = (typeof batchStates)[number];

/** At most this many vouchers in one batch. */
export const countMax = 10_000;

/** Vouchers that were made together, on the same terms and out of the same account. */
export interface Batch {
  readonly communityId: string;
  readonly id: string;
  /** Counts the batches of a community; the serials begin with it. */
  readonly no: number;
  /** The group or institution whose they are. */
  readonly partyId: string;
  readonly currency: string;
  readonly sourceId: string;
  readonly outstandingId: string;
  /** Where the value of what is made void goes. */
  readonly returnId: string;
  readonly programme: string | null;
  /** The issue that pays for it; only with it the batch can be activated. */
  readonly issueId: string | null;
  /** What each was worth when it was made. */
  readonly amount: Amount;
  readonly count: number;
  readonly terms: VoucherTerms;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly state: BatchState;
  readonly printedAt: number | null;
  readonly activatedAt: number | null;
  /** What all of it was worth when it was activated. */
  readonly liveAmount: Amount | null;
  readonly exchangeId: string | null;
  readonly remindedOn: string | null;
}

/** The name under which the books lock batches. */
export const batchGuard = 'voucher_batch';

/** The state of a batch as an order names it: `printed 4000`, with what all that is not void is worth. */
export function batchState(state: BatchState, live: Amount): string {
  return `${state} ${live}`;
}

/** Whether the days of a batch are over. @param today YYYY-MM-DD in the community's time zone */
export function isOver(batch: { terms: VoucherTerms; remindedOn: string | null }, today: string): boolean {
  const { validUntil, graceDays } = batch.terms;
  return isPast({ validUntil, graceDays, remindedOn: batch.remindedOn }, today);
}

/** How many vouchers of a batch are in which state, and what they are worth. */
export interface StateCount {
  readonly state: string;
  readonly count: number;
  readonly amount: Amount;
}

import type { Condition, ExchangeKind, LabourKind, Reason } from '../ledger/order.js';
import type { AccountKind } from '../ledger/account.js';
import type { HelperLook } from '../payments/card-visit-ground.js';

/** Whom a line was with, as far as the reader of a statement may know: persons are only "a member" (5E). */
export interface OtherSide {
  readonly kind: AccountKind;
  /** The name of a group, institution or partner; null for persons and for the community's own accounts. */
  readonly name: string | null;
  /** Null for persons and households. */
  readonly accountId: string | null;
}

/** One line of an account's statement. */
export interface StatementLine {
  /** Counts the account's lines from 1 without gaps. */
  readonly number: bigint;
  readonly exchangeId: string;
  readonly receiptToken: string;
  /** Milliseconds since 1970. */
  readonly bookedAt: number;
  readonly bookedDate: string;
  readonly factDate: string;
  /** Smallest units; negative out, positive in. */
  readonly amount: bigint;
  readonly balanceBefore: bigint;
  readonly balanceAfter: bigint;
  readonly other: OtherSide;
  readonly kind: ExchangeKind;
  readonly reason: Reason | null;
  readonly condition: Condition;
  readonly labour: LabourKind | null;
  readonly minutes: number | null;
  /** The programme of the purpose that the money came out of or went into; null for free money (U50). */
  readonly purpose: string | null;
  readonly programme: string | null;
  /** How the helper looks who sat beside the member; null where nobody did. */
  readonly helpedBy: HelperLook | null;
  /** The number of the line that this one puts right; null when it puts none right. */
  readonly corrects: bigint | null;
}

/** What a statement says of its account and period. */
export interface StatementHead {
  readonly communityId: string;
  readonly accountId: string;
  readonly kind: AccountKind;
  readonly currency: string;
  readonly scale: number;
  /** YYYY-MM-DD, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly opening: bigint;
  readonly closing: bigint;
  /** The line before the first and the last line of the period; equal when there is none. */
  readonly after: bigint;
  readonly upTo: bigint;
}

/** A statement from its first line to its last, read piece by piece. */
export interface WholeStatement {
  readonly head: StatementHead;
  readonly lines: AsyncIterable<readonly StatementLine[]>;
}

import type { Account } from './account.js';
import type { Amount } from './amount.js';
import type { GuardState, HoldId } from './order.js';

/** A currency's rules that a transfer is judged by; null is no limit. */
export interface CurrencyRules {
  readonly currency: string;
  readonly perPayment: Amount | null;
  readonly perDay: Amount | null;
  readonly perAcceptorDay: Amount | null;
}

/** Value set aside. */
export interface Hold {
  readonly id: HoldId;
  readonly debitId: string;
  readonly creditId: string;
  readonly currency: string;
  readonly amount: Amount;
  readonly programme: string | null;
  readonly expiresAt: number;
}

export type HoldOutcome = 'posted' | 'released' | 'expired';

export interface HoldEnding {
  readonly hold: Hold;
  readonly outcome: HoldOutcome;
  readonly posted: Amount;
}

/** One leg of a transfer on one account: negative out, positive in. */
export interface Entry {
  readonly accountId: string;
  readonly accountSeq: bigint;
  readonly index: number;
  readonly amount: Amount;
  readonly balanceAfter: Amount;
}

/** What an order changes. Nothing else changes. */
export interface Posted {
  readonly kind: 'posted';
  /** The accounts as they are afterwards, by id. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly entries: readonly Entry[];
  readonly holds: readonly Hold[];
  readonly endings: readonly HoldEnding[];
}

/** Everything a decision may look at, as it stands after the orders before. */
export interface Books {
  account(id: string): Account | undefined;
  rules(currency: string): CurrencyRules | undefined;
  hold(id: HoldId): Hold | undefined;
  /** How a hold ended, if it did. */
  ending(id: HoldId): HoldOutcome | undefined;
  /** The holds on an account, out and in, that have not ended in the books yet. */
  openHolds(accountId: string): readonly Hold[];
  /** Whether the exchange exists in this community. */
  exchangeExists(id: string): boolean;
  isReversed(exchangeId: string): boolean;
  guard(kind: string, key: string): GuardState | undefined;
}

export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The same as a day in the community's time zone. */
  readonly today: string;
}

import type { Amount } from '../ledger/amount.js';
import type { GuardState } from '../ledger/order.js';

/** Why something was given for a voucher that turned out used. */
export const claimReasons = ['no_connection', 'given_first', 'copied', 'other'] as const;
export type ClaimReason = (typeof claimReasons)[number];

export const claimStates = ['claimed', 'refused', 'paid'] as const;
export type ClaimState = (typeof claimStates)[number];

/** What somebody who took a used voucher in good faith asks of the programme's fund; never of who gave it. */
export interface RiskClaim {
  readonly communityId: string;
  /** UUID version 7, made by who asks. */
  readonly id: string;
  readonly programme: string;
  readonly serial: string;
  /** The group or institution that took it, and its account. */
  readonly partyId: string;
  readonly accountId: string;
  /** At most what the voucher was worth. */
  readonly amount: Amount;
  readonly reason: ClaimReason;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly state: ClaimState;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  /** The exchange that paid it. */
  readonly exchangeId: string | null;
}

/** The name under which the books lock claims. */
export const riskGuard = 'risk_claim';

/** What the books are told of a claim that an order names. */
export function guardOfClaim(state: ClaimState): GuardState {
  return state === 'claimed' ? { state } : { refusal: 'issue_decided' };
}

/** The state a claim goes to when it is paid, with who said yes: `paid PERSON`. */
export function writePaid(by: string): string {
  return `paid ${by}`;
}

export function readPaid(next: string): string {
  return next.slice('paid '.length);
}

/**
 * Every reason for which the ledger says no, in order of precedence: when several apply, the first is given.
 * The first part is about what was asked. Such a no is not remembered: what was wrong may be put right and asked anew.
 */
export const inputRefusals = [
  'exists_with_different_content',
  'too_many_transfers',
  'fact_date_in_future',
  'no_such_exchange',
  'no_such_hold',
  'no_such_account',
  'accounts_must_be_different',
  'currencies_must_match',
  'amount_must_be_positive',
  'amount_too_large',
  'account_changed',
] as const;

/** The second part is about the state of the books at that moment. Such a no is the order's answer for ever. */
export const stateRefusals = [
  'exchange_already_reversed',
  'code_unknown',
  'code_expired',
  'code_already_used',
  'request_paid',
  'request_declined',
  'request_expired',
  'voucher_unknown',
  'voucher_expired',
  'voucher_held',
  'voucher_already_used',
  'issue_decided',
  'over_party_limit',
  'card_blocked',
  'over_card_limit',
  'visit_over',
  'trust_over',
  'over_trust_limit',
  'hold_already_resolved',
  'hold_expired',
  'hold_amount_exceeded',
  'account_closed',
  'over_payment_limit',
  'over_day_limit',
  'not_enough',
  'over_acceptor_limit',
  'too_much',
] as const;

export type InputRefusal = (typeof inputRefusals)[number];
export type StateRefusal = (typeof stateRefusals)[number];
export type RefusalCode = InputRefusal | StateRefusal;

export interface Refusal {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  /** Which transfer of the order it is about, counted from 0; null when it is about the order. */
  readonly transfer: number | null;
}

const rank = new Map<RefusalCode, number>([...inputRefusals, ...stateRefusals].map((code, i) => [code, i]));
const state = new Set<RefusalCode>(stateRefusals);

export function refused(code: RefusalCode, transfer: number | null = null): Refusal {
  return { kind: 'refused', code, transfer };
}

/** Whether the answer is kept for ever. */
export function isByState(code: RefusalCode): code is StateRefusal {
  return state.has(code);
}

/** The first of several by precedence. */
export function firstOf(refusals: readonly Refusal[]): Refusal | undefined {
  return [...refusals].sort((a, b) => rank.get(a.code)! - rank.get(b.code)!)[0];
}

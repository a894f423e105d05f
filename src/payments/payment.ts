import { may, type Actor } from '../access/actor.js';
import { plainMove } from '../books/plain.js';
import type { AccountKind } from '../ledger/account.js';
import type { ExchangeKind, Mode, TransferDraft } from '../ledger/order.js';
import type { RefusalCode } from '../ledger/refusals.js';
import { whereOf, type AccountOwner } from './ledger-facts.js';

/** What this room says no to, beside the ledger's own list. Such a no is not remembered. */
export const paymentRefusals = [
  'not_your_account',
  'not_your_request',
  'payee_needed',
  'amount_needed',
  'amount_is_fixed',
  'giver_needed',
  'not_a_party',
  'coin_needed',
  'no_coin_in_loan',
  'kind_does_not_fit',
  'hold_end_wrong',
  'hold_not_over',
  'not_a_loan',
  'reversal_stays',
  'nothing_to_undo',
  'too_late_to_object',
  'too_many_requests_open',
  'too_many_codes',
  'not_by_hand',
  'other_programme',
  'no_such_visit',
  'own_card',
  'no_such_trust',
  'already_trusts_somebody',
  'week_limit_needed',
  'needs_second',
  'no_such_second_request',
  'another_helper_needed',
  'maker_may_not_approve',
] as const;
export type PaymentRefusal = (typeof paymentRefusals)[number];

/** An expected no. */
export interface No {
  readonly kind: 'refused';
  readonly code: RefusalCode | PaymentRefusal;
  readonly transfer: number | null;
}

export function no(code: No['code']): No {
  return { kind: 'refused', code, transfer: null };
}

/** Accounts that only the service's own runs, and the rooms of vouchers and programmes, move value out of. */
const notByHand: ReadonlySet<AccountKind> = new Set([
  'vouchers_outstanding',
  'programme_budget',
  'demurrage',
  'expired',
  'risk',
]);

/** Accounts whose balance stands for rows of another room: nothing comes in by hand either. */
const notToByHand: ReadonlySet<AccountKind> = new Set(['vouchers_outstanding', 'programme_budget']);

/**
 * Why two accounts cannot pay each other by hand, whoever asks; null when they can. Value under a programme goes out
 * of it by being paid on, never straight into another programme.
 */
export function sidesTrouble(from: AccountOwner, to: AccountOwner): No['code'] | null {
  if (notToByHand.has(to.kind) || notToByHand.has(from.kind)) return 'not_by_hand';
  const both = from.programme !== null && to.programme !== null;
  return both && from.programme !== to.programme ? 'other_programme' : null;
}

/** Whether an actor may pay from an account. */
export function mayPayFrom(actor: Actor, account: AccountOwner, now: number): boolean {
  if (actor.kind !== 'system' && notByHand.has(account.kind)) return false;
  return may(actor, 'pay_from', whereOf(account), now);
}

/**
 * As what a booking stands in the audit. Paying out of a party's own purse is not shown to a steward; what is taken
 * from the community's accounts, or booked for others, is.
 */
export function bookedAs(
  actor: Actor,
  from: readonly AccountOwner[],
  now: number,
): 'pay_from' | 'book_exchange' {
  const own = from.length > 0 && from.every((each) => each.partyId !== null && mayPayFrom(actor, each, now));
  return own ? 'pay_from' : 'book_exchange';
}

/**
 * Whether an actor may book an exchange out of an account. Out of a person's purse only who may pay from it, also not
 * a steward: what went wrong is undone by a reversal, which everybody sees.
 */
export function mayBookFrom(actor: Actor, account: AccountOwner, now: number): boolean {
  if (mayPayFrom(actor, account, now)) return true;
  if (account.partyKind === 'person' || notByHand.has(account.kind)) return false;
  return may(actor, 'book_exchange', whereOf(account), now);
}

/** What a payment between two accounts is called: the pot and the source of the currency tell for themselves. */
export function kindOf(asked: ExchangeKind, from: AccountOwner, to: AccountOwner): ExchangeKind {
  if (asked !== 'payment') return asked;
  if (from.kind === 'issuance' || from.kind === 'programme_budget') return 'issue';
  if (to.kind === 'issuance') return 'reclaim';
  return to.kind === 'pot' ? 'pot' : asked;
}

const redistributing: ReadonlySet<ExchangeKind> = new Set(['issue', 'reclaim', 'pot', 'gift']);
const sources: ReadonlySet<AccountKind> = new Set(['pot', 'issuance', 'programme_budget', 'risk']);

/** Which of the three strategies an exchange belongs to, from its kind and its parties (S06). */
export function modeOf(kind: ExchangeKind, from: AccountOwner | null, to: AccountOwner | null): Mode {
  if (redistributing.has(kind) || (from !== null && sources.has(from.kind))) return 'redistribution';
  return isPartner(from) || isPartner(to) ? 'market' : 'reciprocity';
}

function isPartner(account: AccountOwner | null): boolean {
  return account !== null && (account.kind === 'partner' || account.partyKind === 'shop');
}

/** One transfer from one account to another, in the currency of the first and under the programme of either. */
export function plainTransfer(from: AccountOwner, to: AccountOwner, amount: bigint): TransferDraft {
  const programme = from.programme ?? to.programme;
  return plainMove({ debitId: from.id, creditId: to.id, currency: from.currency, amount, programme });
}

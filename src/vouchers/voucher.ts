import type { Amount } from '../ledger/amount.js';
import type { GuardState } from '../ledger/order.js';
import type { RefusalCode } from '../ledger/refusals.js';
import type { BatchState } from './batch.js';

export const keptStates = ['in_batch', 'held', 'redeemed', 'expired', 'void'] as const;
/** As it stands in the database: `in_batch` is whatever its batch is. */
export type KeptState = (typeof keptStates)[number];

export const voucherStates = ['made', 'printed', 'active', 'held', 'redeemed', 'expired', 'void'] as const;
export type VoucherState = (typeof voucherStates)[number];

/** Why a voucher lies still: somebody lost it, or all of its batch does. */
export type HeldAs = 'lost' | 'batch';

export interface Voucher {
  readonly communityId: string;
  /** Readable and unique in the community, such as `B12-0034`. */
  readonly serial: string;
  readonly batchId: string;
  /** Its place in the batch, from 1. */
  readonly number: number;
  readonly amount: Amount;
  /** The person it is for; null for whoever holds it. */
  readonly boundTo: string | null;
  readonly kept: KeptState;
  readonly heldAs: HeldAs | null;
  readonly changedAt: number;
  /** The exchange that ended it. */
  readonly exchangeId: string | null;
}

export function stateOf({ kept }: Pick<Voucher, 'kept'>, batch: { state: BatchState }): VoucherState {
  return kept === 'in_batch' ? batch.state : kept;
}

/** The name under which the books lock vouchers. */
export const voucherGuard = 'voucher';

/**
 * The state of a voucher that an order names: `active 400`, `held 400`, and `over 400` once its days are over.
 * The amount is part of it, so that what was topped up in the meantime is looked at anew.
 */
export function liveState(voucher: Pick<Voucher, 'kept' | 'amount'>, over: boolean): string {
  const { kept, amount } = voucher;
  return `${kept === 'held' ? 'held' : over ? 'over' : 'active'} ${amount}`;
}

/** What an order makes of a voucher: `redeemed 400`, or `active 600` after a top-up. */
export function nextState(state: 'active' | 'redeemed' | 'expired' | 'void', amount: Amount): string {
  return `${state} ${amount}`;
}

export function readNext(next: string): { kept: KeptState; amount: Amount } {
  const [state, amount] = next.split(' ') as [string, string];
  return { kept: state === 'active' ? 'in_batch' : (state as KeptState), amount: BigInt(amount) };
}

/** What the books are told of a voucher that an order names. Unknown, not yet active and void are one answer. */
export function guardOfVoucher(voucher: Voucher, batchState: BatchState, over: boolean): GuardState {
  const { kept } = voucher;
  if (batchState !== 'active' || kept === 'void') return { refusal: 'voucher_unknown' };
  if (kept === 'redeemed') return { refusal: 'voucher_already_used' };
  if (kept === 'expired') return { refusal: 'voucher_expired' };
  return { state: liveState(voucher, over) };
}

/** @param no the number of the batch @param number its place in the batch, from 1 */
export function serialOf(no: number, number: number): string {
  return `B${no}-${String(number).padStart(4, '0')}`;
}

const serialShape = /^B[1-9]\d{0,8}-\d{4,5}$/;

/** What somebody typed as a serial, or undefined when it can be none. */
export function readSerial(text: string): string | undefined {
  const serial = text.replaceAll(/\s/g, '').toUpperCase();
  return serialShape.test(serial) ? serial : undefined;
}

/** What this room says no to, beside the ledger's own list. Such a no is not remembered. */
export const voucherRefusals = [
  'not_your_account',
  'no_such_party',
  'no_such_batch',
  'voucher_source_wrong',
  'voucher_period_wrong',
  'voucher_expiry_wrong',
  'voucher_over_person_max',
  'voucher_over_bearer_cap',
  'voucher_over_day_limit',
  'voucher_not_yet',
  'voucher_not_here',
  'voucher_not_yours',
  'voucher_whole_only',
  'voucher_changed',
  'batch_not_printed',
  'batch_active',
  'batch_void',
  'batch_empty',
  'issue_needed',
  'needs_second',
  'issue_not_to_persons',
  'sheet_gone',
] as const;
export type VoucherRefusal = (typeof voucherRefusals)[number];

/** An expected no. */
export interface No {
  readonly kind: 'refused';
  readonly code: RefusalCode | VoucherRefusal;
  readonly transfer: number | null;
  /** Of a voucher that was used: when, milliseconds since 1970. Never by whom (U36). */
  readonly usedAt?: number;
}

export function no(code: No['code']): No {
  return { kind: 'refused', code, transfer: null };
}

/** Vouchers for whoever holds them are worth at most so many whole units, so that losing one is no disaster (U39). */
export const bearerCaps: ReadonlyArray<{ from: string; units: bigint; source: string }> = [
  { from: '2026-01-01', units: 4n, source: 'U39' },
];

/** The cap of a day in smallest units. @param scale decimals of the currency */
export function bearerCapOn(day: string, scale: number): Amount {
  const cap = bearerCaps.findLast(({ from }) => from <= day) ?? bearerCaps[0]!;
  return cap.units * 10n ** BigInt(scale);
}

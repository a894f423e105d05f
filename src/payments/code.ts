import type { Amount } from '../ledger/amount.js';
import type { GuardState, Reason } from '../ledger/order.js';

/** A standing code hangs on a wall and works for everybody; a single one works once, for a while. */
export const codeKinds = ['standing', 'single'] as const;
export type CodeKind = (typeof codeKinds)[number];

export const codeStates = ['open', 'used', 'closed', 'expired'] as const;
export type CodeState = (typeof codeStates)[number];

/** A QR code by which its account is paid. */
export interface PaymentCode {
  readonly communityId: string;
  readonly id: string;
  readonly kind: CodeKind;
  /** The account that receives. */
  readonly accountId: string;
  /** Smallest units; null when whoever pays chooses. */
  readonly amount: Amount | null;
  readonly reason: Reason | null;
  readonly madeBy: string;
  readonly madeAt: number;
  /** Null for a standing code. */
  readonly expiresAt: number | null;
  /** As it is kept; `stateOfCode` also looks at the time. */
  readonly kept: 'open' | 'used' | 'closed';
  readonly exchangeId: string | null;
}

const hour = 3_600_000;
export const codeHoursDefault = 24;
export const codeHoursMax = 90 * 24;

/** So many codes of one account work at once. */
export const liveCodesMax = 50;

/** The name under which the books lock codes. */
export const codeGuard = 'payment_code';

export function expiryAfter(now: number, hours: number | undefined): number {
  return now + (hours ?? codeHoursDefault) * hour;
}

type Lived = Pick<PaymentCode, 'kept' | 'expiresAt'>;

export function stateOfCode({ kept, expiresAt }: Lived, now: number): CodeState {
  return kept === 'open' && expiresAt !== null && expiresAt <= now ? 'expired' : kept;
}

/** What the books are told of a code that an order names. A code that was taken down is as one that is too old. */
export function guardOfCode(code: Lived, now: number): GuardState {
  const state = stateOfCode(code, now);
  return state === 'expired' || state === 'closed' ? { refusal: 'code_expired' } : { state };
}

/** The state a code goes to when it is paid: a standing one stays open. */
export function stateAfterPayment(kind: CodeKind): 'open' | 'used' {
  return kind === 'standing' ? 'open' : 'used';
}

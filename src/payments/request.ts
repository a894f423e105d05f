import { createHash } from 'node:crypto';
import { base32 } from '../database/ids.js';
import type { Amount } from '../ledger/amount.js';
import type { GuardState, Reason } from '../ledger/order.js';

export const requestStates = ['open', 'paid', 'declined', 'expired'] as const;
export type RequestState = (typeof requestStates)[number];

/** Someone asks to be paid: by one party, from one account (a pot), or by whoever scans. */
export interface PaymentRequest {
  readonly communityId: string;
  readonly id: string;
  /** The account that is to receive. */
  readonly accountId: string;
  /** Who is asked; null with `payerAccountId` null for whoever scans. */
  readonly payerPartyId: string | null;
  readonly payerAccountId: string | null;
  readonly amount: Amount;
  readonly reason: Reason | null;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** As it is kept; `stateOfRequest` also looks at the time. */
  readonly kept: 'open' | 'paid' | 'declined';
  readonly exchangeId: string | null;
}

/** So many requests of one account are open at once, and so many of those to one payer. */
export const openRequestsMax = { all: 50, toOne: 5 } as const;

/** The name under which the books lock requests. */
export const requestGuard = 'payment_request';

type Lived = Pick<PaymentRequest, 'kept' | 'expiresAt'>;

export function stateOfRequest({ kept, expiresAt }: Lived, now: number): RequestState {
  return kept === 'open' && expiresAt <= now ? 'expired' : kept;
}

/**
 * What the books are told of a request that an order names. One that is paid is told as a state, so that the answer is
 * the same whether the payment before stands in the same batch or in an earlier one.
 */
export function guardOfRequest(request: Lived, now: number): GuardState {
  const state = stateOfRequest(request, now);
  if (state === 'declined') return { refusal: 'request_declined' };
  return state === 'expired' ? { refusal: 'request_expired' } : { state };
}

/** Whether this payer is the one who was asked. */
export function isAsked(request: PaymentRequest, payer: { id: string; partyId: string | null }): boolean {
  if (request.payerAccountId !== null) return request.payerAccountId === payer.id;
  return request.payerPartyId === null || request.payerPartyId === payer.partyId;
}

/** The id of the request that an order of somebody's form makes: the same each time it comes in. */
export function idOfOrder(actorId: string, orderId: string): string {
  return base32(
    createHash('sha256').update(`payment request\n${actorId}\n${orderId}`).digest().subarray(0, 10),
  );
}

/** Whether two requests ask the same of the same. */
export function asksTheSame(one: PaymentRequest, other: PaymentRequest): boolean {
  const asked = ['accountId', 'payerPartyId', 'payerAccountId', 'amount', 'reason'] as const;
  return asked.every((each) => one[each] === other[each]);
}

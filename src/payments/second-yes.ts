import type { Amount } from '../ledger/amount.js';
import type { Guard, GuardState } from '../ledger/order.js';
import type { NewPayment } from './payments.service.js';

/** The name under which the books lock payments that wait for a second yes. */
export const secondYesGuard = 'second_yes';

export const secondYesStates = ['asked', 'paid', 'declined', 'expired'] as const;
export type SecondYesState = (typeof secondYesStates)[number];

/** What is said of a payment beside who, whom and how much. Ids and codes only. */
export type SecondYesWish = Pick<
  NewPayment,
  'kind' | 'reason' | 'minutes' | 'subject' | 'labour' | 'factDate' | 'helper'
> & {
  /** The code or request by which it was asked: it is used up with the payment. */
  readonly guards: readonly Guard[];
};

/** A payment that one treasurer made and that waits for the yes of another (S09). */
export interface SecondYesRequest {
  readonly communityId: string;
  /** The id of the order that one treasurer sent. */
  readonly id: string;
  /** Whose purse it is. */
  readonly partyId: string;
  readonly accountId: string;
  readonly toAccountId: string;
  readonly amount: Amount;
  readonly wish: SecondYesWish;
  readonly madeBy: string;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** As it is kept; `stateOfSecondYes` also looks at the time. */
  readonly kept: Exclude<SecondYesState, 'expired'>;
  readonly exchangeId: string | null;
}

type Lived = Pick<SecondYesRequest, 'kept' | 'expiresAt'>;

export function stateOfSecondYes({ kept, expiresAt }: Lived, now: number): SecondYesState {
  return kept === 'asked' && expiresAt <= now ? 'expired' : kept;
}

/** What the books are told of a request that an order names. */
export function guardOfSecondYes(request: Lived, now: number): GuardState {
  const state = stateOfSecondYes(request, now);
  if (state === 'declined') return { refusal: 'request_declined' };
  return state === 'expired' ? { refusal: 'request_expired' } : { state };
}

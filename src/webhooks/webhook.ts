import type { ExchangeKind } from '../ledger/order.js';

/** What programs elsewhere are told: that an exchange was booked, and a test. */
export const eventTypes = ['exchange.booked', 'webhook.ping'] as const;
export type EventType = (typeof eventTypes)[number];

export const webhookStates = ['active', 'paused'] as const;
export type WebhookState = (typeof webhookStates)[number];

/** By hand, after the last of the tries, or because the other side says that the address is gone (410). */
export const pauseReasons = ['by_hand', 'no_answer', 'gone'] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** An address that is told. Its secret is kept apart. */
export interface Webhook {
  readonly communityId: string;
  readonly id: string;
  readonly url: string;
  /** Only exchanges of these kinds; none for all. */
  readonly kinds: readonly ExchangeKind[];
  readonly madeBy: string;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** The last position of the journal that it was told of, or that is none of its kinds. */
  readonly position: bigint;
  /** How often in a row the next one was tried in vain. */
  readonly tries: number;
  /** When it is tried next, at the earliest. */
  readonly nextAt: number;
  readonly state: WebhookState;
  readonly pausedWhy: PauseReason | null;
}

/** How a try ended. */
export const outcomes = [
  'delivered',
  'refused',
  'gone',
  'redirected',
  'too_slow',
  'unreachable',
  'address_unknown',
  'address_private',
] as const;
export type Outcome = (typeof outcomes)[number];

/** One try, as the log keeps it: no body, no answer. */
export interface Try {
  /** UUID version 7. */
  readonly id: string;
  readonly webhookId: string;
  readonly event: EventType;
  /** Of the journal; null for a test. */
  readonly position: bigint | null;
  readonly at: number;
  /** How long it took. */
  readonly ms: number;
  /** The HTTP status of the answer; null when there was none. */
  readonly status: number | null;
  readonly outcome: Outcome;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after each try in vain the next one comes: 8 tries within a day and a half. */
export const waits = [
  5 * second,
  30 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  8 * hour,
  24 * hour,
] as const;

/** The log goes back so far. */
export const logMs = 30 * 24 * hour;

/** So many addresses a community may have told. */
export const webhooksMost = 10;

/** What changes of a webhook after a try. */
export type Progress = Pick<Webhook, 'position' | 'tries' | 'nextAt' | 'state' | 'pausedWhy'>;

/**
 * How a webhook goes on after a try of the journal's next position. What was delivered moves it on. What was not is
 * tried again, always the same position first: the other side gets everything, in order.
 * @param now milliseconds since 1970
 */
export function afterTry(webhook: Webhook, outcome: Outcome, position: bigint, now: number): Progress {
  if (outcome === 'delivered') {
    return { position, tries: 0, nextAt: now, state: 'active', pausedWhy: null };
  }
  const stay = { position: webhook.position, tries: webhook.tries + 1 };
  if (outcome === 'gone') return { ...stay, nextAt: now, state: 'paused', pausedWhy: 'gone' };
  const wait = waits[webhook.tries];
  return wait === undefined
    ? { ...stay, nextAt: now, state: 'paused', pausedWhy: 'no_answer' }
    : { ...stay, nextAt: now + wait, state: 'active', pausedWhy: null };
}

/** How an answer's status counts: only 2xx is a yes, and nobody is followed elsewhere. */
export function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'gone';
  return status >= 300 && status < 400 ? 'redirected' : 'refused';
}

/** One message. Its id is the same however often it is tried, so that the other side can tell (Standard Webhooks 1.0). */
export interface Message {
  readonly id: string;
  readonly event: EventType;
  readonly body: string;
}

/** What is told of an exchange: codes and sums, no party and no account. */
export interface BookedEvent {
  readonly communityId: string;
  readonly position: bigint;
  readonly exchangeId: string;
  readonly kind: string;
  readonly mode: string;
  readonly bookedAt: number;
  readonly factDate: string;
  readonly reverses: string | null;
  readonly sums: ReadonlyArray<{ currency: string; programme: string | null; amount: bigint }>;
}

/** The message about an exchange. Amounts are whole numbers of smallest units, as everywhere in the API. */
export function bookedMessage(event: BookedEvent): Message {
  const { communityId: community, exchangeId: exchange, kind, mode, factDate, reverses } = event;
  const amounts = event.sums.map(({ currency, programme, amount }) => ({
    currency,
    programme,
    amount: Number(amount),
  }));
  const position = Number(event.position);
  return {
    id: `exchange-${exchange}`,
    event: 'exchange.booked',
    body: JSON.stringify({
      type: 'exchange.booked',
      timestamp: new Date(event.bookedAt).toISOString(),
      data: { community, position, exchange, kind, mode, factDate, reverses, amounts },
    }),
  };
}

/** @param id a random id */
export function pingMessage(communityId: string, id: string, now: number): Message {
  const type = 'webhook.ping';
  const timestamp = new Date(now).toISOString();
  return {
    id: `ping-${id}`,
    event: type,
    body: JSON.stringify({ type, timestamp, data: { community: communityId } }),
  };
}

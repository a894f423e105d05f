import { randomInt } from 'node:crypto';
import type { SecretKind } from './secret.js';

/** What can become of a card (5D): blank, active, blocked, then replaced or closed for good. */
export const cardStates = ['blank', 'active', 'blocked', 'replaced', 'closed'] as const;
export type CardState = (typeof cardStates)[number];

/** Ways on from each state. A blank that was stolen is closed; a blocked card never works again. */
const waysOn: Readonly<Record<CardState, readonly CardState[]>> = {
  blank: ['active', 'closed'],
  active: ['blocked', 'replaced', 'closed'],
  blocked: ['replaced', 'closed'],
  replaced: [],
  closed: [],
};

export function mayBecome(from: CardState, to: CardState): boolean {
  return waysOn[from].includes(to);
}

/** A card as the service knows it, without its token or secret. */
export interface Card {
  readonly communityId: string;
  readonly id: string;
  /** For people: four digits and a letter, one of a kind in its community. Opens nothing. */
  readonly number: string;
  readonly state: CardState;
  /** Whose it is; null until it is given to somebody. */
  readonly partyId: string | null;
  readonly secretKind: SecretKind | null;
  /** Wrong secrets in a row. */
  readonly wrong: number;
  /** The card that was lost, when this one came in its place. */
  readonly replaces: string | null;
  readonly activatedBy: string | null;
  readonly activatedAt: number | null;
  /** Who set another secret later, when it was not the member. */
  readonly secretSetBy: string | null;
  readonly secretSetAt: number | null;
  readonly changedBy: string;
  readonly changedAt: number;
}

/** So many at most are made at once. */
export const blanksMax = 500;

// Without letters that are taken for digits or for each other.
const letters = 'ACDEFGHJKLMNPRTUVWXY';

/** A number for a card, such as 4071K; whether it is free the store knows. */
export function drawNumber(): string {
  const digits = String(randomInt(10_000)).padStart(4, '0');
  return digits + letters[randomInt(letters.length)]!;
}

/** A number as somebody typed it, or undefined when it can be none. */
export function readNumber(text: string): string | undefined {
  const number = text.toUpperCase().replace(/[\s-]/g, '');
  return /^\d{4}[A-Z]$/.test(number) ? number : undefined;
}

/** What the QR code on a card says, in capitals so that it stays small. @param publicUrl without a slash at the end */
export function cardUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/K/${token}`.toUpperCase();
}

/** What a card may do without its secret, in whole units of a currency, unless the currency says otherwise (U04). */
export interface CardOnlyLimits {
  readonly perPayment: number;
  readonly perDay: number;
}

/** The same in smallest units, as a currency says it. */
export interface CardLimits {
  readonly perPayment: bigint;
  readonly perDay: bigint;
}

/** The limits of a currency that says nothing else. @param scale its decimals */
export function usualCardLimits({ perPayment, perDay }: CardOnlyLimits, scale: number): CardLimits {
  const unit = 10n ** BigInt(scale);
  return { perPayment: BigInt(perPayment) * unit, perDay: BigInt(perDay) * unit };
}

/** Whether a card without its secret may spend this much more. */
export function fitsCardOnly(limits: CardLimits, spent: bigint, amount: bigint): boolean {
  return amount <= limits.perPayment && spent + amount <= limits.perDay;
}

/**
 * Whether somebody had both halves of a purse within a week: whoever handed out a card does not also choose its secret,
 * and the other way round, or one helper alone could pay with it.
 * @param by who did the first half, null for nobody
 */
export function hadOtherHalf(by: string | null, at: number | null, actorId: string, now: number): boolean {
  return by === actorId && at !== null && now - at < weekMs;
}

export const weekMs = 7 * 24 * 60 * 60_000;

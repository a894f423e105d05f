import { createHash } from 'node:crypto';
import type { BookedExchange } from '../books/exchanges.reading.js';
import type { AccountKind } from '../ledger/account.js';
import type { Condition, ExchangeKind, LabourKind, Subject } from '../ledger/order.js';

export interface ReceiptAmount {
  readonly currency: string;
  /** Smallest units. */
  readonly amount: bigint;
  readonly scale: number;
}

/** Whom one side of a transfer belongs to: a party, or the community itself. */
export interface Side {
  readonly partyId: string | null;
  /** Empty for the community's own accounts. */
  readonly partyKind: string;
  readonly accountKind: AccountKind;
}

export interface ReceiptTransfer extends ReceiptAmount {
  readonly from: Side;
  readonly to: Side;
}

/** Everything the books know that a receipt is made of. */
export interface ReceiptFacts {
  readonly exchange: BookedExchange;
  readonly transfers: readonly ReceiptTransfer[];
  /** What was set aside instead of moved. */
  readonly held: readonly ReceiptTransfer[];
}

/** What is signed. Names, accounts and ids of exchanges and transfers are not among it. */
export interface ReceiptClaims {
  /** Version of this form. */
  readonly v: 1;
  /** Which server booked it. */
  readonly iss: string;
  /** The token of the receipt. */
  readonly sub: string;
  readonly community: string;
  readonly kind: ExchangeKind;
  /** When it was booked, to the minute, UTC: `2026-01-05T09:00Z`. */
  readonly booked: string;
  /** What moved, one sum a currency, in smallest units. */
  readonly amounts: readonly ShownAmount[];
  /** What was set aside, one sum a currency; left out when nothing was. */
  readonly held?: readonly ShownAmount[];
  readonly what: {
    readonly subject: Subject | null;
    readonly minutes: number | null;
    readonly labour: LabourKind | null;
  };
  readonly condition: Condition;
  readonly conditionDate: string | null;
  /** A salted commitment to who gave and who received; see `commitment`. */
  readonly parties: string;
}

type ShownAmount = Omit<ReceiptAmount, 'amount'> & { readonly amount: number };

/** What a party may show to prove to somebody that they are one: with these the commitment can be made again. */
export interface Opening {
  /** Base64url. */
  readonly salt: string;
  /** Party ids, of several with a comma between; empty for the community itself. */
  readonly giver: string;
  readonly taker: string;
}

/** The claims of a receipt. Pure: the same facts give the same claims, always. */
export function claimsOf(facts: ReceiptFacts, issuer: string): ReceiptClaims {
  const { exchange } = facts;
  const held = sums(facts.held);
  return {
    v: 1,
    iss: issuer,
    sub: exchange.receiptToken,
    community: exchange.communityId,
    kind: exchange.kind,
    booked: minuteOf(exchange.bookedAt),
    amounts: sums(facts.transfers),
    ...(held.length > 0 && { held }),
    what: { subject: exchange.subject, minutes: exchange.minutes, labour: exchange.labour },
    condition: exchange.condition,
    conditionDate: exchange.conditionDate,
    parties: commitment(exchange.salt, giverOf(facts), takerOf(facts)),
  };
}

/** The claims of a signed text, compared without the address of the server, which may change in time. */
export function isAbout(payload: string, facts: ReceiptFacts): boolean {
  try {
    const { iss } = JSON.parse(payload) as { iss?: unknown };
    return typeof iss === 'string' && payload === JSON.stringify(claimsOf(facts, iss));
  } catch {
    return false;
  }
}

/**
 * base64url(SHA-256(salt, giver, a zero byte, taker)): it tells nobody who, and a party that shows the salt and both
 * ids proves it.
 */
export function commitment(salt: Uint8Array, giver: string, taker: string): string {
  const hash = createHash('sha256')
    .update(salt)
    .update(giver)
    .update(Buffer.from([0]))
    .update(taker);
  return hash.digest('base64url');
}

export function openingOf(facts: ReceiptFacts): Opening {
  const salt = facts.exchange.salt.toString('base64url');
  return { salt, giver: giverOf(facts), taker: takerOf(facts) };
}

/** The parties on one side: whom the exchange names, else whose accounts the transfers left or reached. */
export function giversOf(facts: ReceiptFacts): string[] {
  const { giverId } = facts.exchange;
  return giverId === null ? partiesOf(moves(facts).map(({ from }) => from)) : [giverId];
}

export function takersOf(facts: ReceiptFacts): string[] {
  const { takerId } = facts.exchange;
  return takerId === null ? partiesOf(moves(facts).map(({ to }) => to)) : [takerId];
}

/** Whether the community's own accounts, such as the pot, took part. */
export function touchesCommunity(facts: ReceiptFacts): boolean {
  return moves(facts).some(({ from, to }) => from.partyId === null || to.partyId === null);
}

/** Every party that took part, once. */
export function everyParty(facts: ReceiptFacts): string[] {
  const sides = partiesOf(moves(facts).flatMap(({ from, to }) => [from, to]));
  const named = [facts.exchange.giverId, facts.exchange.takerId].filter((id) => id !== null);
  return [...new Set([...named, ...sides])];
}

/** An instant to the minute, UTC. */
export function minuteOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16)}Z`;
}

function moves({ transfers, held }: ReceiptFacts): ReceiptTransfer[] {
  return [...transfers, ...held];
}

function giverOf(facts: ReceiptFacts): string {
  return giversOf(facts).join(',');
}

function takerOf(facts: ReceiptFacts): string {
  return takersOf(facts).join(',');
}

function partiesOf(sides: readonly Side[]): string[] {
  return [...new Set(sides.map(({ partyId }) => partyId).filter((id) => id !== null))].sort();
}

function sums(amounts: readonly ReceiptAmount[]): ShownAmount[] {
  const byCurrency = new Map<string, { scale: number; amount: bigint }>();
  for (const { currency, scale, amount } of amounts) {
    byCurrency.set(currency, { scale, amount: (byCurrency.get(currency)?.amount ?? 0n) + amount });
  }
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, { amount, scale }]) => ({ currency, amount: Number(amount), scale }));
}

import { limitedKinds, type ExchangeKind } from '../ledger/order.js';

/** Sums of transfers, by writer and then the key of summaries. */
export type Flows = Map<string, { transfers: bigint; amount: bigint }>;

/** What the exchanges and holds say of when an account was touched. */
export interface Stamp {
  /** The last booking. */
  at: number;
  /** The last that was the holder's own doing. */
  own: number;
  /** The day of the last booking, and what was paid and received on it within the limits of a day. */
  day: string;
  debits: bigint;
  credits: bigint;
}

/** An exchange as far as it stamps accounts. */
export interface Touch {
  readonly at: number;
  readonly day: string;
  /** Whether it was the holder's own doing, which keeps the account from expiring (S23). */
  readonly own: boolean;
  readonly debit?: bigint;
  readonly credit?: bigint;
}

const untouched: Readonly<Stamp> = { at: 0, own: 0, day: '', debits: 0n, credits: 0n };

/** Bookings that a holder did not do. */
const notOwn: readonly string[] = ['demurrage', 'expiry'];

/** What the passes over exchanges and holds gather, for the passes over accounts, entries and summaries. */
export class Tally {
  readonly flows: Flows = new Map();
  /** How many exchanges of each writer lie up to its cursor in the journal. */
  readonly sequenced = new Map<string, number>();
  private readonly stamps = new Map<string, Stamp>();
  private legs = 0;
  private legSum = 0;

  /** @param accountKey community and account with a space between */
  stampOf(accountKey: string): Readonly<Stamp> {
    return this.stamps.get(accountKey) ?? untouched;
  }

  /** Exchanges come in any order: the last day wins, and its amounts add up. */
  touch(accountKey: string, { at, day, own, debit = 0n, credit = 0n }: Touch): void {
    let stamp = this.stamps.get(accountKey);
    if (stamp === undefined) this.stamps.set(accountKey, (stamp = { ...untouched }));
    stamp.at = Math.max(stamp.at, at);
    if (own) stamp.own = Math.max(stamp.own, at);
    if (day < stamp.day) return;
    if (day > stamp.day) Object.assign(stamp, { day, debits: 0n, credits: 0n });
    stamp.debits += debit;
    stamp.credits += credit;
  }

  /** A transfer touches both its accounts, and counts for the day where its exchange is of a limited kind. */
  touchBoth(sides: { debit: string; credit: string; amount: bigint }, kind: string, at: number, day: string) {
    const counted = limitedKinds.has(kind as ExchangeKind) ? sides.amount : 0n;
    const own = !notOwn.includes(kind);
    this.touch(sides.debit, { at, day, own, debit: counted });
    this.touch(sides.credit, { at, day, own, credit: counted });
  }

  flow(key: string, amount: bigint): void {
    const sum = this.flows.get(key);
    if (sum === undefined) this.flows.set(key, { transfers: 1n, amount });
    else {
      sum.transfers += 1n;
      sum.amount += amount;
    }
  }

  /** A leg that a transfer asks for. Each has to come back once, as an entry, in whatever order. */
  expectLeg(accountKey: string, exchangeId: string, index: bigint): void {
    this.legs++;
    this.legSum = (this.legSum + mark(`${accountKey} ${exchangeId} ${index}`)) | 0;
  }

  /** An entry that is a leg of its transfer. */
  meetLeg(accountKey: string, exchangeId: string, index: bigint): void {
    this.legs--;
    this.legSum = (this.legSum - mark(`${accountKey} ${exchangeId} ${index}`)) | 0;
  }

  /** Whether every leg that was expected came, and none twice. */
  get allLegsMet(): boolean {
    return this.legs === 0 && this.legSum === 0;
  }
}

/** A number of 32 bits that two texts hardly ever share (FNV-1a). */
function mark(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

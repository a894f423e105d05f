import { split, type Amount } from '../ledger/amount.js';
import type { ReplayMember } from './replay-members.js';
import { drawFrom, type Draw } from './replay-order.js';

/** An ordinary payment between two members, in smallest units. */
export interface PlannedPayment {
  readonly payer: string;
  readonly payee: string;
  readonly amount: Amount;
}

/** One side of all payments: what each member still has to pay (or receive), in how many payments, with how many. */
interface Side {
  readonly left: Amount[];
  /** May fall to 1 too early: then the member gets more payments than the data counts. */
  readonly counts: number[];
  readonly partners: number[];
  /** Who has something left, by the size of what is left per payment (powers of two). */
  readonly shelves: number[][];
  /** On which shelf a member counts; on others it may still lie until it is drawn there. */
  readonly shelfOf: number[];
}

/** What one pays to another: the volume, in so many payments. */
interface Chunk {
  volume: Amount;
  count: number;
}

interface Pair extends Chunk {
  readonly payer: number;
  readonly payee: number;
}

/**
 * Chooses who paid whom: every member's volume in and out and the number of all payments are exact, nobody pays
 * oneself; payments and partners per member are as near to the data as the chosen pairs allow.
 * @param members as read, without faults
 * @param seed the same members and seed give the same payments
 * @throws RangeError when one member has more than half of everything, or there are fewer payments than pairs needed
 */
export function planPayments(members: readonly ReplayMember[], seed: number): PlannedPayment[] {
  const draw = drawFrom(seed);
  const pairs = [...choosePairs(members, draw).values()];
  new PaymentCounts(pairs, members).settle();
  const name = (at: number): string => members[at]!.member;
  return pairs.flatMap((pair) =>
    divide(pair, draw).map((amount) => ({ payer: name(pair.payer), payee: name(pair.payee), amount })),
  );
}

/**
 * Members with one payment go first, because there is only one way to make it, then those with two or three, and in
 * each group those with much per payment; members with many payments can be divided over whatever is left.
 */
function choosePairs(members: readonly ReplayMember[], draw: Draw): Map<number, Pair> {
  const paying = side(members.map((row) => [row.paid, row.paidCount, row.partnersOut]));
  const taking = side(members.map((row) => [row.received, row.receivedCount, row.partnersIn]));
  const pairs = new Map<number, Pair>();
  for (const { own, at } of turns([paying, taking])) {
    const other = own === paying ? taking : paying;
    while (own.left[at]! > 0n) {
      const wish = chunk(own, at, draw);
      const partner = choosePartner(own, other, at, wish, draw);
      const volume = [wish.volume, other.left[partner ?? at]!].reduce((a, b) => (a < b ? a : b));
      if (partner === undefined) swapIn(pairs, at, volume);
      else if (own === paying) put(pairs, at, partner, volume, wish.count);
      else put(pairs, partner, at, volume, wish.count);
      spend(own, at, volume, wish.count);
      spend(other, partner ?? at, volume, wish.count);
    }
  }
  return pairs;
}

function turns(sides: readonly Side[]): { own: Side; at: number }[] {
  const all = sides.flatMap((own) =>
    own.left.map((left, at) => {
      const count = Math.max(1, own.counts[at]!);
      return { own, at, group: Math.min(2, Math.floor(Math.log2(count))), each: left / BigInt(count) };
    }),
  );
  all.sort((a, b) => a.group - b.group || (a.each === b.each ? a.at - b.at : a.each > b.each ? -1 : 1));
  return all;
}

function put(pairs: Map<number, Pair>, payer: number, payee: number, volume: Amount, count: number): void {
  const key = payer * 2 ** 26 + payee;
  const before = pairs.get(key) ?? { payer, payee, volume: 0n, count: 0 };
  pairs.set(key, { payer, payee, volume: before.volume + volume, count: before.count + count });
}

function side(rows: readonly (readonly [Amount, number, number])[]): Side {
  const made: Side = {
    left: rows.map(([volume]) => volume),
    counts: rows.map(([, count]) => count),
    // Some of the data's members only paid themselves: they get one partner all the same.
    partners: rows.map(([, count, partners]) => Math.max(1, Math.min(partners, count))),
    shelves: Array.from({ length: 64 }, () => []),
    shelfOf: rows.map(() => -1),
  };
  rows.forEach((_, at) => shelve(made, at));
  return made;
}

function spend(own: Side, at: number, volume: Amount, count: number): void {
  own.left[at]! -= volume;
  own.counts[at] = Math.max(1, own.counts[at]! - count);
  own.partners[at] = Math.max(1, own.partners[at]! - 1);
  shelve(own, at);
}

const sizeOf = (amount: Amount): number => amount.toString(2).length;

/** Puts a member on the shelf where it now belongs; on none when nothing is left. */
function shelve(own: Side, at: number): void {
  const shelf = own.left[at] === 0n ? -1 : sizeOf(own.left[at]! / BigInt(own.counts[at]!));
  if (shelf === own.shelfOf[at]) return;
  own.shelfOf[at] = shelf;
  own.shelves[shelf]?.push(at);
}

/** Draws one who belongs on a shelf; takes away whoever no longer does. */
function drawOn(side: Side, at: number, draw: Draw): number | undefined {
  for (const shelf = side.shelves[at] ?? []; shelf.length > 0; shelf.pop()) {
    const index = draw.below(shelf.length);
    if (side.shelfOf[shelf[index]!] === at) return shelf[index];
    shelf[index] = shelf.at(-1)!;
  }
  return undefined;
}

/** What goes to the next partner: half to one and a half of an equal share, in whole units where it can be. */
function chunk(own: Side, at: number, draw: Draw): Chunk {
  const left = own.left[at]!;
  const counts = own.counts[at]!;
  const partners = Math.min(own.partners[at]!, counts);
  if (partners === 1) return { volume: left, count: counts };
  const part = (500 + draw.below(1000)) / (1000 * partners);
  const count = Math.min(counts - partners + 1, Math.max(1, Math.round(counts * part)));
  const share = (left * BigInt(Math.round(part * 1_000_000))) / 1_000_000n;
  const whole = share - (share % 1000n);
  return { volume: whole > 0n ? whole : share > 0n ? share : 1n, count };
}

/** Looks for somebody with room, by a few draws on every shelf, those first whose payments are of the same size. */
function choosePartner(own: Side, other: Side, at: number, wish: Chunk, draw: Draw): number | undefined {
  const near = sizeOf(wish.volume / BigInt(wish.count));
  let best: { partner: number; misfit: number } | undefined;
  for (let step = 0; step < 2 * other.shelves.length; step += 1) {
    const shelf = near + (step % 2 === 0 ? step / 2 : -(step + 1) / 2);
    for (let tries = 0; tries < 8; tries += 1) {
      const partner = drawOn(other, shelf, draw);
      if (partner === undefined) break;
      if (partner === at) continue;
      const found = misfit(own, other, at, partner, wish);
      if (found === 0) return partner;
      if (best === undefined || found < best.misfit) best = { partner, misfit: found };
    }
    if (step > 1 && best !== undefined && best.misfit < 1) return best.partner;
  }
  return best?.partner ?? [...other.left.keys()].find((one) => one !== at && other.left[one]! > 0n);
}

/** 0 fits; 0.5 costs a partner more than the data names; from 1 on payments more or less. */
function misfit(own: Side, other: Side, at: number, partner: number, wish: Chunk): number {
  const rest = other.left[partner]! - wish.volume;
  if (rest === 0n) return Math.abs(other.counts[partner]! - wish.count);
  const spare = rest > 0n ? other.counts[partner]! - wish.count : own.counts[at]! - other.counts[partner]!;
  if (spare < 1) return 1 - spare;
  return (rest > 0n ? other.partners[partner]! : own.partners[at]!) > 1 ? 0 : 0.5;
}

/** The last one left could only pay oneself: others' payments are led through this member instead. */
function swapIn(pairs: Map<number, Pair>, at: number, volume: Amount): void {
  let left = volume;
  const others = [...pairs].filter(([, pair]) => pair.payer !== at && pair.payee !== at);
  for (const [key, pair] of others.sort(([, a], [, b]) => largestFirst(a, b))) {
    if (left === 0n) return;
    const moved = left < pair.volume ? left : pair.volume;
    pair.volume -= moved;
    if (pair.volume === 0n) pairs.delete(key);
    put(pairs, pair.payer, at, moved, 1);
    put(pairs, at, pair.payee, moved, 1);
    left -= moved;
  }
  if (left > 0n) throw new RangeError('one member has more than half of all ordinary payments');
}

function largestFirst(a: Pair, b: Pair): number {
  return a.volume === b.volume ? 0 : a.volume > b.volume ? -1 : 1;
}

/** Divides a pair's volume over its payments, in whole units where it can be. */
function divide(pair: Pair, draw: Draw): Amount[] {
  const count = BigInt(pair.count);
  const weights = Array.from({ length: pair.count }, () => BigInt(200 + draw.below(1600)));
  const unit = pair.volume >= 1000n * count ? 1000n : 1n;
  const parts = split(pair.volume / unit - count, weights).map((part) => (part + 1n) * unit);
  parts[0]! += pair.volume % unit;
  return parts;
}

/** Gives every pair its number of payments, so that each member's comes as near to the data's as the pairs allow. */
class PaymentCounts {
  /** What the data counts and the pairs lack, per member; below 0 for one with more pairs than payments. */
  private readonly payerLacks: number[];
  private readonly payeeLacks: number[];
  private readonly largest: readonly Pair[];
  private readonly byPayer: ReadonlyMap<number, readonly Pair[]>;
  private readonly byPayee: ReadonlyMap<number, readonly Pair[]>;

  constructor(pairs: readonly Pair[], members: readonly ReplayMember[]) {
    this.payerLacks = members.map((row) => row.paidCount);
    this.payeeLacks = members.map((row) => row.receivedCount);
    this.largest = [...pairs].sort(largestFirst);
    this.byPayer = Map.groupBy(pairs, (pair) => pair.payer);
    this.byPayee = Map.groupBy(pairs, (pair) => pair.payee);
  }

  /** One payment per pair, then what the pairs wish, then what is lacking along chains, then the total. */
  settle(): void {
    const wishes = this.largest.map((pair) => pair.count);
    for (const pair of this.largest) this.raise(pair, 1 - pair.count, 1);
    this.largest.forEach((pair, at) => {
      const lacks = Math.min(this.payerLacks[pair.payer]!, this.payeeLacks[pair.payee]!, room(pair));
      this.raise(pair, Math.max(0, Math.min(wishes[at]! - 1, lacks)));
    });
    while (this.reroute());
    this.settleTotal();
  }

  private raise(pair: Pair, by: number, lacking = by): void {
    pair.count += by;
    this.payerLacks[pair.payer]! -= lacking;
    this.payeeLacks[pair.payee]! -= lacking;
  }

  /**
   * One sweep of raising along chains: a payer who lacks a payment makes one more to a payee, who gets one less from
   * another payer, who makes one more elsewhere, and so on to a payee who lacks one. Each is reached once a sweep.
   */
  private reroute(): boolean {
    const reached = { payers: new Set<number>(), payees: new Set<number>() };
    let changed = false;
    for (const start of this.byPayer.keys()) {
      while (this.payerLacks[start]! > 0) {
        const chain = this.findChain(start, reached);
        if (chain === undefined) break;
        const spare = chain.map((pair, at) => (at % 2 === 0 ? room(pair) : pair.count - 1));
        const by = Math.min(this.payerLacks[start]!, this.payeeLacks[chain.at(-1)!.payee]!, ...spare);
        chain.forEach((pair, at) => this.raise(pair, at % 2 === 0 ? by : -by));
        changed = true;
      }
    }
    return changed;
  }

  private findChain(
    start: number,
    reached: { payers: Set<number>; payees: Set<number> },
  ): Pair[] | undefined {
    const queue: { payer: number; chain: Pair[] }[] = [{ payer: start, chain: [] }];
    for (const { payer, chain } of queue) {
      for (const pair of this.byPayer.get(payer)!) {
        if (reached.payees.has(pair.payee) || room(pair) < 1) continue;
        const raised = [...chain, pair];
        if (this.payeeLacks[pair.payee]! > 0) return raised;
        reached.payees.add(pair.payee);
        for (const other of this.byPayee.get(pair.payee)!) {
          if (reached.payers.has(other.payer) || other.count < 2) continue;
          reached.payers.add(other.payer);
          queue.push({ payer: other.payer, chain: [...raised, other] });
        }
      }
    }
    return undefined;
  }

  /** Where a member has more partners than payments the total is off: others then make one more, or one less. */
  private settleTotal(): void {
    let left = this.payerLacks.reduce((sum, one) => sum + one, 0);
    const by = Math.sign(left);
    for (let eager = by > 0, before = 0; left !== 0; before = left) {
      if (left === before && !eager) throw new RangeError('fewer payments are counted than pairs are needed');
      eager &&= left !== before;
      for (const pair of this.largest) {
        const lacks = this.payerLacks[pair.payer]! > 0 || this.payeeLacks[pair.payee]! > 0;
        if (left === 0 || (eager && !lacks) || (by > 0 ? room(pair) < 1 : pair.count < 2)) continue;
        this.raise(pair, by);
        left -= by;
      }
    }
  }
}

/** How many payments more a pair could have: each moves at least one smallest unit. */
function room(pair: Pair): number {
  return (pair.volume < 100_000n ? Number.parseInt(pair.volume.toString(), 10) : 100_000) - pair.count;
}

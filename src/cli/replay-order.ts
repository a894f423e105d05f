import type { Amount } from '../ledger/amount.js';
import type { ReplayMember } from './replay-members.js';
import type { PlannedPayment } from './replay-plan.js';

/** What a replay books, in this order; `month` ('YYYY-MM') is the month of the fact. Amounts are above 0. */
export type ReplayStep = IssueStep | PaymentStep | ReclaimStep;

export interface IssueStep {
  readonly kind: 'issue';
  readonly member: string;
  readonly amount: Amount;
  readonly month: string;
}

export interface PaymentStep extends PlannedPayment {
  readonly kind: 'payment';
  readonly month: string;
}

export interface ReclaimStep {
  readonly kind: 'reclaim';
  readonly member: string;
  readonly amount: Amount;
  readonly month: string;
}

export interface ReplayOrder {
  readonly steps: readonly ReplayStep[];
  /** The steps, among those above, that no order could be found for in which their payer stays at 0 or above. */
  readonly unordered: readonly (PaymentStep | ReclaimStep)[];
  /** Of each member who pays such a step: the lowest balance ever, below 0. Everybody else stays at 0 or above. */
  readonly explicitFloors: ReadonlyMap<string, Amount>;
}

/** A payment that waits; members by their place in the list. */
interface Waiting {
  readonly payer: number;
  readonly payee: number;
  readonly amount: Amount;
}

interface Run {
  readonly members: readonly ReplayMember[];
  readonly balances: Amount[];
  /** Per payer, the most urgent first, and of those the smallest. */
  readonly waiting: Waiting[][];
  /** Members at whom an earlier try got stuck: they receive as early as can be. */
  readonly stuck: Set<number>;
  readonly steps: ReplayStep[];
  readonly unordered: (PaymentStep | ReclaimStep)[];
  readonly explicitFloors: Map<string, Amount>;
  month: string;
}

/** How often another order is tried when some payments found no place. */
const tries = 6;

/**
 * Puts issues, payments and reclaims in an order in which nobody falls below 0, month by month: a member gets what is
 * issued in the month of joining, pays in drawn months from when both have joined, as soon as there is enough, and
 * gives back in the last month what is reclaimed. When everybody who still has to pay waits for somebody else, the
 * payment that lacks least goes all the same, and is listed; of a few tries the one that lists fewest is kept.
 * @param seed the same members, payments and seed give the same order
 * @throws RangeError when a payment names a member who is not there
 */
export function orderPayments(
  members: readonly ReplayMember[],
  payments: readonly PlannedPayment[],
  seed: number,
): ReplayOrder {
  const stuck = new Set<number>();
  let best = tryOrder(members, payments, seed, stuck);
  for (let other = 1; other < tries && best.unordered.some(({ kind }) => kind === 'payment'); other += 1) {
    const next = tryOrder(members, payments, seed + other, stuck);
    if (next.unordered.length < best.unordered.length) best = next;
  }
  const { steps, unordered, explicitFloors } = best;
  return { steps, unordered, explicitFloors };
}

function tryOrder(
  members: readonly ReplayMember[],
  payments: readonly PlannedPayment[],
  seed: number,
  stuck: Set<number>,
): Run {
  const months = monthsOf(members);
  const arrivals = arrivalsByMonth(members, payments, months, seed, stuck);
  const empty = { balances: members.map(() => 0n), waiting: members.map(() => []), steps: [], unordered: [] };
  const run: Run = { members, stuck, ...empty, explicitFloors: new Map(), month: '' };
  months.forEach((month, at) => {
    run.month = month;
    members.forEach((row, i) => {
      if (row.joinedMonth === month && row.issued > 0n) issue(run, i);
    });
    payAll(run, take(run, arrivals[at]!));
  });
  const behind = members.map((_, i) => i).filter((i) => run.waiting[i]!.length > 0);
  for (let next = leastLacking(run); next !== undefined; next = leastLacking(run)) force(run, next);
  for (const i of behind) stuck.add(i);
  members.forEach((row, i) => {
    if (row.reclaimed > 0n) reclaim(run, i);
  });
  return run;
}

function monthsOf(members: readonly ReplayMember[]): string[] {
  const joined = members.map((row) => row.joinedMonth).sort();
  const months: string[] = [];
  for (let month = joined[0]; month !== undefined && month <= joined.at(-1)!; month = monthAfter(month)) {
    months.push(month);
  }
  return months;
}

function monthAfter(month: string): string {
  const [year, number] = month.split('-').map((part) => Number.parseInt(part, 10)) as [number, number];
  const next = number === 12 ? { year: year + 1, number: 1 } : { year, number: number + 1 };
  return `${String(next.year).padStart(4, '0')}-${String(next.number).padStart(2, '0')}`;
}

/** Draws for every payment the month from which it waits: any from when both have joined, the first for those who got stuck. */
function arrivalsByMonth(
  members: readonly ReplayMember[],
  payments: readonly PlannedPayment[],
  months: readonly string[],
  seed: number,
  stuck: ReadonlySet<number>,
): Waiting[][] {
  const draw = drawFrom(seed);
  const places = new Map(members.map((row, at) => [row.member, at]));
  const joined = members.map((row) => months.indexOf(row.joinedMonth));
  const arrivals = months.map((): Waiting[] => []);
  for (const { payer, payee, amount } of payments) {
    const [payerAt, payeeAt] = [places.get(payer), places.get(payee)];
    if (payerAt === undefined || payeeAt === undefined)
      throw new RangeError('a payment names an unknown member');
    const both = Math.max(joined[payerAt]!, joined[payeeAt]!);
    const from = stuck.has(payeeAt) ? both : both + draw.below(months.length - both);
    arrivals[from]!.push({ payer: payerAt, payee: payeeAt, amount });
  }
  return arrivals;
}

/** Lets payments wait with their payers; gives the payers who got one. */
function take(run: Run, arrived: readonly Waiting[]): Set<number> {
  const payers = new Set<number>();
  for (const one of arrived) {
    run.waiting[one.payer]!.push(one);
    payers.add(one.payer);
  }
  for (const payer of payers)
    run.waiting[payer]!.sort((a, b) => urgency(run, a) - urgency(run, b) || lessFirst(a, b));
  return payers;
}

function urgency(run: Run, { payee }: Waiting): number {
  if (run.stuck.has(payee)) return 0;
  // Whoever pays more than is issued has to receive before paying.
  return run.members[payee]!.issued < run.members[payee]!.paid ? 1 : 2;
}

function lessFirst(a: Waiting, b: Waiting): number {
  return a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0;
}

/** Pays what can be paid; whoever receives is looked at again, until nobody can go on. */
function payAll(run: Run, first: ReadonlySet<number>): void {
  // A set keeps the order in which members came, and nobody stands in it twice.
  const queue = new Set(first);
  for (const payer of queue) {
    queue.delete(payer);
    const waiting = run.waiting[payer]!;
    run.waiting[payer] = waiting.filter((one) => {
      if (one.amount > run.balances[payer]!) return true;
      pay(run, one);
      if (run.waiting[one.payee]!.length > 0) queue.add(one.payee);
      return false;
    });
  }
}

function pay(run: Run, { payer, payee, amount }: Waiting): PaymentStep {
  const names = { payer: run.members[payer]!.member, payee: run.members[payee]!.member };
  const step: PaymentStep = { kind: 'payment', ...names, amount, month: run.month };
  run.balances[payer]! -= amount;
  run.balances[payee]! += amount;
  run.steps.push(step);
  return step;
}

function leastLacking(run: Run): Waiting | undefined {
  let least: { one: Waiting; lack: Amount } | undefined;
  run.waiting.forEach((waiting, payer) => {
    for (const one of waiting) {
      const lack = one.amount - run.balances[payer]!;
      if (least === undefined || lack < least.lack) least = { one, lack };
    }
  });
  return least?.one;
}

function force(run: Run, one: Waiting): void {
  run.waiting[one.payer] = run.waiting[one.payer]!.filter((other) => other !== one);
  list(run, one.payer, pay(run, one));
  payAll(run, new Set([one.payee]));
}

function list(run: Run, at: number, step: PaymentStep | ReclaimStep): void {
  run.unordered.push(step);
  const { member } = run.members[at]!;
  const lowest = run.explicitFloors.get(member) ?? 0n;
  if (run.balances[at]! < lowest) run.explicitFloors.set(member, run.balances[at]!);
}

function issue(run: Run, at: number): void {
  const { member, issued } = run.members[at]!;
  run.balances[at]! += issued;
  run.steps.push({ kind: 'issue', member, amount: issued, month: run.month });
}

/** A row that does not add up may have less in the end than is reclaimed. */
function reclaim(run: Run, at: number): void {
  const { member, reclaimed } = run.members[at]!;
  const step: ReclaimStep = { kind: 'reclaim', member, amount: reclaimed, month: run.month };
  run.balances[at]! -= reclaimed;
  run.steps.push(step);
  if (run.balances[at]! < 0n) list(run, at, step);
}

/** Draws that are the same for the same seed, on every machine. */
export interface Draw {
  /** A whole number from 0 up to, not including, `bound` (at most 2^32). */
  below(bound: number): number;
  /** The same for amounts below 2^64. */
  amountBelow(bound: Amount): Amount;
}

/** Makes draws from a seed: a counter whose bits are mixed, good enough for choosing pairs and for nothing secret. */
export function drawFrom(seed: number): Draw {
  let counter = seed | 0;
  const next = (): number => {
    counter = (counter + 0x9e3779b9) | 0;
    let bits = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return (bits ^ (bits >>> 16)) >>> 0;
  };
  return {
    below: (bound) => Math.floor((next() / 0x1_0000_0000) * bound),
    amountBelow: (bound) => ((BigInt(next()) << 32n) | BigInt(next())) % bound,
  };
}

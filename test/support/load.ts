import { isDeepStrictEqual } from 'node:util';
import type { Answer, NotBooked } from '../../src/books/answers.js';
import type { Row } from '../../src/database/sql.js';
import type { Order } from '../../src/ledger/order.js';
import { anOrder, type TestBooks } from './community.js';

export type Post = (orders: readonly Order[], atomic: boolean) => Promise<Array<Answer | NotBooked>>;

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Callers who never rest, and who remember what they were answered. */
export class Load {
  /** Every order ever sent, by its id, in the order of sending. */
  readonly sent = new Map<string, Order>();
  /** What was answered to it, once it was. */
  readonly answered = new Map<string, Answer>();
  /** Answers that differ from an earlier one to the same order. */
  readonly contradictions: unknown[] = [];
  private resting = false;

  constructor(
    private readonly communityId: string,
    private readonly accounts: readonly string[],
    readonly chance: () => number,
  ) {}

  /** Sends orders with so many callers at once, until `rest` or until nobody answers any more. */
  async run(callers: number, post: (i: number) => Post): Promise<void> {
    this.resting = false;
    await Promise.all(
      Array.from({ length: callers }, async (_, i) => {
        while (!this.resting) if (!(await this.call(post(i)))) return;
      }),
    );
  }

  rest(): void {
    this.resting = true;
  }

  get unanswered(): Order[] {
    return [...this.sent.values()].filter(({ id }) => !this.answered.has(id));
  }

  /** The orders answered last. */
  latest(count: number): Order[] {
    return [...this.answered.keys()].slice(-count).map((id) => this.sent.get(id)!);
  }

  /** Sends orders again as they were, each alone, and takes in the answers. */
  async repeat(orders: readonly Order[], post: Post): Promise<void> {
    await Promise.all(orders.map(async (order) => this.take(order, (await post([order], false))[0]!)));
  }

  /** What each account must have, by the orders that were answered as booked. */
  balances(): Map<string, bigint> {
    const balances = new Map(this.accounts.map((id) => [id, 0n]));
    for (const [id, { kind }] of this.answered) {
      if (kind !== 'posted') continue;
      for (const { debitId, creditId, amount } of this.sent.get(id)!.transfers) {
        balances.set(debitId, balances.get(debitId)! - amount);
        balances.set(creditId, balances.get(creditId)! + amount);
      }
    }
    return balances;
  }

  /** @returns whether there is still somebody to call */
  private async call(post: Post): Promise<boolean> {
    const { orders, atomic } = this.next();
    for (const order of orders) this.sent.set(order.id, order);
    try {
      const answers = await post(orders, atomic);
      orders.forEach((order, i) => this.take(order, answers[i]!));
      return true;
    } catch (error) {
      return (error as Error).name !== 'ChildGoneError';
    }
  }

  private take(order: Order, answer: Answer | NotBooked): void {
    // In a refused unit the others were never judged.
    if (answer.kind === 'not_booked') return void this.sent.delete(order.id);
    const before = this.answered.get(order.id);
    if (before === undefined) this.answered.set(order.id, answer);
    else if (!isDeepStrictEqual({ ...before, repeated: true }, { ...answer, repeated: true }))
      this.contradictions.push({ order, before, answer });
  }

  /** Mostly one payment; now and then one of several transfers, several at once, or one that was sent before. */
  private next(): { orders: Order[]; atomic: boolean } {
    const kind = this.chance();
    if (kind < 0.1 && this.answered.size > 0) return { orders: this.latest(1), atomic: false };
    if (kind < 0.8) return { orders: [this.order(1)], atomic: false };
    if (kind < 0.9) return { orders: [this.order(5)], atomic: false };
    return { orders: [this.order(1), this.order(2), this.order(1)], atomic: kind < 0.95 };
  }

  private order(transfers: number): Order {
    const pick = (from: readonly string[]) => from[Math.floor(this.chance() * from.length)]!;
    const moves = Array.from({ length: transfers }, () => {
      const from = pick(this.accounts);
      const to = pick(this.accounts.filter((id) => id !== from));
      return { from, to, amount: BigInt(1 + Math.floor(this.chance() * 200)) };
    });
    return anOrder(this.communityId, moves);
  }
}

/** Compares the books with what the callers were answered: everything is there, nothing twice, nothing else. */
export async function compareWithBooks(load: Load, books: TestBooks): Promise<string[]> {
  const wrong: string[] = [];
  const rows = await books.database.reader.all('select exchange_id, receipt_token, booked_at from exchanges');
  const there = new Map(rows.map((row: Row) => [row.exchange_id as string, row]));
  for (const [id, answer] of load.answered) {
    const row = there.get(id);
    there.delete(id);
    if ((answer.kind === 'posted') !== (row !== undefined)) wrong.push(`${id}: answered ${answer.kind}`);
    if (answer.kind !== 'posted' || row === undefined) continue;
    const isSame = row.receipt_token === answer.receiptToken && Number(row.booked_at) === answer.bookedAt;
    if (!isSame) wrong.push(`${id}: booked otherwise than it was answered`);
  }
  for (const id of there.keys()) if (!load.sent.has(id)) wrong.push(`${id}: nobody asked for it`);
  for (const [id, amount] of load.balances()) {
    const balance = await books.balanceOf(id);
    if (load.unanswered.length === 0 && balance !== amount)
      wrong.push(`${id}: has ${balance}, should have ${amount}`);
  }
  return wrong;
}

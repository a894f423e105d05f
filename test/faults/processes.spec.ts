import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, NotBooked } from '../../src/books/answers.js';
import type { Order } from '../../src/ledger/order.js';
import { BooksChild } from '../support/books-children.js';
import { TestBooks } from '../support/community.js';

const callers = 50;

/** What the answers were, counted. */
function counted(answers: ReadonlyArray<Answer | NotBooked>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const repeated = answer.kind !== 'not_booked' && answer.repeated ? ' again' : '';
    const name = (answer.kind === 'refused' ? answer.code : answer.kind) + repeated;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('two processes on one PostgreSQL', () => {
  let books: TestBooks;
  let children: BooksChild[];

  beforeEach(async () => {
    children = [BooksChild.start(), BooksChild.start()];
    books = await TestBooks.open('postgres');
    const { database } = books.place.config;
    if (database.kind !== 'postgres') throw new Error('not PostgreSQL');
    const env = { DATABASE_URL: database.url, DATABASE_POOL: '8' };
    await Promise.all(children.map((child) => child.open(env)));
  });

  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await books.close();
  });

  /** Each order by one of the two processes in turn, all at once. */
  async function atOnce(orders: readonly Order[]): Promise<Array<Answer | NotBooked>> {
    const answers = await Promise.all(orders.map((order, i) => children[i % 2]!.post([order], false)));
    return answers.flat();
  }

  const countExchanges = async (): Promise<bigint> =>
    (await books.database.reader.one('select count(*) as n from exchanges'))!.n as bigint;

  it('book an order once that comes fifty times at once', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    const order = books.order([{ from: ada, to: bo, amount: 100n }]);
    const answers = await atOnce(new Array<Order>(callers).fill(order));
    expect(counted(answers)).toEqual({ posted: 1, 'posted again': callers - 1 });
    expect(new Set(answers.map((answer) => answer.kind === 'posted' && answer.receiptToken)).size).toBe(1);
    expect(await books.balanceOf(bo)).toBe(100n);
    await books.theBooksBalance();
  });

  it('refuse an order once and for all that comes fifty times at once', async () => {
    const [ada, bo] = (await books.accounts(2)) as [string, string];
    const order = books.order([{ from: ada, to: bo, amount: 601n }]);
    const answers = await atOnce(new Array<Order>(callers).fill(order));
    expect(counted(answers)).toEqual({ not_enough: 1, 'not_enough again': callers - 1 });
    await books.theBooksBalance();
  });

  it('let one of fifty callers drain an account', async () => {
    const ada = await books.anAccount();
    const others = await books.accounts(callers);
    const answers = await atOnce(others.map((to) => books.order([{ from: ada, to, amount: 600n }])));
    expect(counted(answers)).toEqual({ posted: 1, not_enough: callers - 1 });
    expect(await books.balanceOf(ada)).toBe(-600n);
    expect(await countExchanges()).toBe(1n);
    await books.theBooksBalance();
  });

  it('let fifty callers take what there is, and no more', async () => {
    const ada = await books.anAccount();
    const others = await books.accounts(callers);
    const answers = await atOnce(others.map((to) => books.order([{ from: ada, to, amount: 50n }])));
    expect(counted(answers)).toEqual({ posted: 12, not_enough: callers - 12 });
    expect(await books.balanceOf(ada)).toBe(-600n);
    await books.theBooksBalance();
  });

  it('undo an exchange once, also one that moved nothing and locks no account', async () => {
    for (let round = 0; round < 10; round++) {
      const gift = books.order([], { exchange: { kind: 'gift', giverId: 'ADA', takerId: 'BO' } });
      await children[0]!.post([gift], false);
      const undo = () => books.order([], { exchange: { kind: 'reversal', reverses: gift.id } });
      const same = undo();
      const orders = Array.from({ length: callers }, (_, i) => (i % 5 < 3 ? same : undo()));
      const answers = await atOnce(orders);
      const posted = answers.filter((answer) => answer.kind === 'posted');
      expect(posted.filter((answer) => !answer.repeated)).toHaveLength(1);
      // One id, one answer: never booked for one and refused for another.
      const told = answers.filter((_, i) => orders[i] === same).map(({ kind }) => kind);
      expect(new Set(told).size).toBe(1);
    }
    await books.theBooksBalance();
  });

  it('book chains of the same accounts in opposite order without losing any', async () => {
    const ring = await books.accounts(10, { floor: -100_000n, ceiling: 100_000n });
    const orders = Array.from({ length: 60 }, (_, i) => {
      const way = i % 2 === 0 ? ring : [...ring].reverse();
      return books.order(way.slice(1).map((to, j) => ({ from: way[j]!, to, amount: 1n })));
    });
    expect(counted(await atOnce(orders))).toEqual({ posted: 60 });
    for (const id of ring) expect(await books.balanceOf(id)).toBe(0n);
    await books.theBooksBalance();
  });
});

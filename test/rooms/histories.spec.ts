import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayIn } from '../../src/database/clock.js';
import { Summaries } from '../../src/books/summaries.js';
import { dialects, type Dialect } from '../support/databases.js';
import { happening, Storyteller, type Happening } from '../support/histories.js';
import { TestBooks } from '../support/community.js';
import { Model, type ModelAccount } from '../support/model.js';

/**
 * Random histories against a naive model: the real books on both databases answer every order as the model does, keep
 * its balances, and prove themselves. Each run lives in a ledger of its own on one database, so that it starts empty.
 * The seed is printed when it fails; SEED=n replays it, HISTORIES=n runs more.
 */
const seed = Number(process.env.SEED ?? 20260105);
const runs = Number(process.env.HISTORIES ?? 60);

const bounds: readonly ModelAccount[] = [
  { floor: -600n, ceiling: 1000n },
  { floor: -600n, ceiling: 1000n },
  { floor: 0n, ceiling: 400n },
  { floor: -100n, ceiling: null },
  { floor: null, ceiling: 0n },
  { floor: 0n, ceiling: null },
];
const limits = { perPayment: 350n, perDay: 600n, perAcceptorDay: 500n };

async function aLedger(books: TestBooks, communityId: string): Promise<string[]> {
  return books.database.transaction(async (tx) => {
    await books.books.openLedger(tx, communityId, 'Europe/Brussels');
    await books.books.openCurrency(tx, communityId, { currency: 'UUR', scale: 2, ...limits });
    const one = { communityId, currency: 'UUR', kind: 'member', partyId: null, partyKind: 'person' } as const;
    return books.books.openAccounts(
      tx,
      'TESTER',
      bounds.map((terms) => ({ ...one, ...terms })),
    );
  });
}

/** Lives a history in the books and in the model, some orders alone and some together, and compares every answer. */
async function live(
  books: TestBooks,
  communityId: string,
  history: readonly Happening[],
  together: number,
): Promise<string[]> {
  const ids = await aLedger(books, communityId);
  const model = new Model(new Map(ids.map((id, i) => [id, bounds[i]!])), limits);
  const teller = new Storyteller(communityId, ids);
  const told: string[] = [];
  let waiting: Array<Promise<string>> = [];
  const expected: string[] = [];
  for (const one of history) {
    if (one.what === 'wait') {
      told.push(...(await Promise.all(waiting)));
      waiting = [];
      books.clock.forward(one.ms);
      continue;
    }
    const now = books.clock.now();
    const order = teller.tell(one, now);
    if (order === undefined) continue;
    expected.push(model.submit(order, now, dayIn(now, 'Europe/Brussels')));
    waiting.push(
      books.books.post({ order }).then((answer) => (answer.kind === 'posted' ? 'posted' : answer.code)),
    );
    if (waiting.length >= together) told.push(...(await Promise.all(waiting.splice(0))));
  }
  told.push(...(await Promise.all(waiting)));
  expect(told).toEqual(expected);
  for (const id of ids) {
    const account = await books.books.findAccount(communityId, id);
    expect(account!.creditsPosted - account!.debitsPosted).toBe(model.balance(id));
  }
  const flows = await books.module.get(Summaries).flows(communityId);
  const flow = {
    transfers: flows.reduce((sum, { transfers }) => sum + transfers, 0n),
    amount: flows.reduce((sum, { amount }) => sum + amount, 0n),
  };
  expect(flow).toEqual(model.flow);
  return told;
}

describe('random histories', () => {
  it('get the same answers from SQLite, PostgreSQL and the model', async () => {
    const opened = new Map<Dialect, TestBooks>();
    for (const dialect of dialects) opened.set(dialect, await TestBooks.open(dialect));
    let run = 0;
    try {
      const histories = fc.array(happening, { minLength: 20, maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(histories, fc.integer({ min: 1, max: 12 }), async (history, together) => {
          const communityId = `run-${++run}`;
          const answers: string[][] = [];
          for (const books of opened.values()) {
            books.clock.set(Date.UTC(2026, 0, 5, 9) + run * 10_000_000_000);
            answers.push(await live(books, communityId, history, together));
          }
          expect(answers[0]).toEqual(answers[1]);
          for (const books of opened.values()) await books.theBooksBalance();
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );
    } finally {
      for (const books of opened.values()) await books.close();
    }
  }, 300_000);
});

// The books alone in a process, without HTTP: many callers at once, and beside them the bare loop on a file of its own.
import { copyFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BooksModule } from '../src/books/books.module.js';
import { BooksService } from '../src/books/books.service.js';
import { Sequencer } from '../src/books/sequencer.js';
import { Summaries } from '../src/books/summaries.js';
import { Verifier } from '../src/books/verify.js';
import { readConfig, type Config } from '../src/config.js';
import { dayIn } from '../src/database/clock.js';
import { DatabaseModule } from '../src/database/database.module.js';
import { Database } from '../src/database/database.js';
import { newUuid } from '../src/database/ids.js';
import type { Order } from '../src/ledger/order.js';
import { plainExchange } from '../src/books/plain.js';
import { BareLoop } from './bare.js';

export const communityId = 'bench';
export const currency = 'UUR';

export interface OpenBooks {
  readonly books: BooksService;
  readonly database: Database;
  readonly ids: readonly string[];
  /** Brings what is derived up to date and proves everything. @throws Error at a difference */
  verify(): Promise<number>;
  close(): Promise<void>;
}

/** The books on a database, with one community and so many accounts when it is empty. */
export async function openBooks(config: Config, accounts: number): Promise<OpenBooks> {
  @Module({ imports: [DatabaseModule.with(config), BooksModule] })
  class AloneModule {}
  const app = await NestFactory.createApplicationContext(AloneModule, { logger: false, abortOnError: false });
  const database = app.get<Database>(Database);
  const books = app.get(BooksService);
  if ((await database.reader.one('select 1 as one from ledgers')) === undefined) {
    await openAccounts(database, books, accounts);
  }
  const rows = await database.reader.all('select account_id from accounts order by opened_at, account_id');
  const verify = async (): Promise<number> => {
    await app.get(Sequencer).run();
    await app.get(Summaries).fold();
    const proof = await app.get(Verifier).full();
    if (proof.differences.length > 0) throw new Error(JSON.stringify(proof.differences[0]));
    return proof.exchanges;
  };
  const ids = rows.map((row) => row.account_id as string);
  return { books, database, ids, verify, close: () => app.close() };
}

async function openAccounts(database: Database, books: BooksService, count: number): Promise<void> {
  const limits = { perPayment: null, perDay: null, perAcceptorDay: null };
  const bounds = { floor: -1_000_000_000n, ceiling: 1_000_000_000n };
  const one = {
    communityId,
    currency,
    kind: 'member',
    partyId: null,
    partyKind: 'person',
    ...bounds,
  } as const;
  await database.transaction(async (tx) => {
    await books.openLedger(tx, communityId, 'Europe/Brussels');
    await books.openCurrency(tx, communityId, { currency, scale: 2, ...limits });
  });
  for (let from = 0; from < count; from += 1000) {
    const some = Math.min(1000, count - from);
    await database.transaction((tx) =>
      books.openAccounts(tx, 'BENCH', new Array<typeof one>(some).fill(one)),
    );
  }
}

/** Somebody pays somebody else one unit. */
export function anOrder(ids: readonly string[], count = ids.length): Order {
  const from = Math.floor(Math.random() * count);
  const to = (from + 1 + Math.floor(Math.random() * (count - 1))) % count;
  const now = Date.now();
  const side = { currency, amount: 1n, programme: null, holdUntil: null, endsHold: null };
  return {
    id: newUuid(now),
    communityId,
    actorId: 'BENCH',
    exchange: plainExchange('payment', 'reciprocity', dayIn(now, 'Europe/Brussels')),
    transfers: [{ ...side, debitId: ids[from]!, creditId: ids[to]! }],
    guards: [],
  };
}

/** So many callers, each waiting for its answer before it asks again. @returns orders a second */
export async function callers(
  open: OpenBooks,
  count: number,
  seconds: number,
  accounts?: number,
): Promise<number> {
  const begun = performance.now();
  const until = begun + seconds * 1000;
  let done = 0;
  const call = async (): Promise<void> => {
    while (performance.now() < until) {
      const answer = await open.books.post({ order: anOrder(open.ids, accounts) });
      if (answer.kind !== 'posted') throw new Error(answer.code);
      done++;
    }
  };
  await Promise.all(Array.from({ length: count }, call));
  return done / ((performance.now() - begun) / 1000);
}

/** The bare loop on a copy of a file that nobody has open. */
export function bareOn(file: string, copy: string, withAudit: boolean): BareLoop {
  copyFileSync(file, copy);
  return new BareLoop(copy, withAudit);
}

/** Proves a file that the bare loop has written. */
export async function verifyFile(file: string, secretsDir: string): Promise<number> {
  const config = readConfig({ DATABASE_URL: `sqlite:${file}`, SECRETS_DIR: secretsDir });
  const open = await openBooks(config, 0);
  try {
    return await open.verify();
  } finally {
    await open.close();
  }
}

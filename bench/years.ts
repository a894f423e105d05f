// Builds a database with many transfers over three years, once; it is kept in the system's temporary folder under a name
// that changes with the tables and with what is built.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { exchangeDigest, transferDigest } from '../src/books/canonical.js';
import { BooksService } from '../src/books/books.service.js';
import { Sequencer } from '../src/books/sequencer.js';
import { Summaries } from '../src/books/summaries.js';
import { Verifier } from '../src/books/verify.js';
import { readConfig } from '../src/config.js';
import { dayIn, SetClock } from '../src/database/clock.js';
import { Database } from '../src/database/database.js';
import { newUuid } from '../src/database/ids.js';
import { buildApp } from '../src/server.js';
import type { Order } from '../src/ledger/order.js';
import { plainExchange, plainMove } from '../src/books/plain.js';
import { members } from './place.js';
import { say } from './report.js';
import { communityId, currency, settle, type Town } from './town.js';

const firstDay = Date.UTC(2022, 0, 1, 9);
const threeYears = 3 * 365 * 86_400_000;
/** So many members pay and are paid again and again: their statements are long in both databases. */
const busy = 20;
/** What was booked after the last proof: more than a large town books in a day. */
const unproved = 10_000;

/**
 * @param transfers a million, or ten thousand to compare with
 * @returns the folder with years.sqlite, its secrets and town.json; not to be changed
 */
export async function yearsOf(transfers: number): Promise<string> {
  return madeOnce(String(transfers), `${transfers} transfers`, (folder) => build(folder, transfers));
}

/**
 * A folder that is filled once for these tables.
 * @param fill told where; the folder has its name only once that is over
 * @returns the folder, not to be changed
 */
export async function madeOnce(
  name: string,
  what: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(tmpdir(), `samenmunt-bench-${await schemaMark()}-${name}`);
  if (existsSync(folder)) return folder;
  say(`building ${what}, once: ${folder}`);
  const making = `${folder}.${process.pid}`;
  mkdirSync(making);
  try {
    await fill(making);
    renameSync(making, folder);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return folder;
}

function configOf(folder: string) {
  const DATABASE_URL = `sqlite:${join(folder, 'years.sqlite')}`;
  return readConfig({ DATABASE_URL, SECRETS_DIR: join(folder, 'secrets'), LOG_LEVEL: 'silent', PORT: '0' });
}

async function build(folder: string, transfers: number): Promise<void> {
  const clock = new SetClock(firstDay);
  const app = await buildApp(configOf(folder), { clock });
  try {
    const town = await settle(app, { members, groups: 0 }, join(folder, 'town.json'), threeYears * 4);
    await bookAll(app, clock, town, transfers - unproved);
    await app.get(Sequencer).run();
    await app.get(Summaries).fold();
    const proof = await app.get(Verifier).full();
    if (proof.differences.length > 0) throw new Error(JSON.stringify(proof.differences[0]));
    await bookAll(app, clock, town, Math.min(unproved, transfers));
    await app.get(Sequencer).run();
    await app.get(Summaries).fold();
  } finally {
    await app.close();
  }
}

async function bookAll(
  app: INestApplicationContext,
  clock: SetClock,
  town: Town,
  count: number,
): Promise<void> {
  const books = app.get(BooksService);
  const atOnce = Math.min(1000, Math.ceil(count / 100));
  const step = Math.floor((firstDay + threeYears - clock.now()) / 1.01 / (count / atOnce));
  for (let done = 0; done < count; done += atOnce) {
    const orders = Array.from({ length: Math.min(atOnce, count - done) }, () => anOrder(town, clock.now()));
    const answers = await books.postAll(
      orders.map((order) => ({ order })),
      true,
    );
    if (answers[0]!.kind !== 'posted') throw new Error(JSON.stringify(answers[0]));
    clock.forward(step);
    if (done % 100_000 === 0 && done > 0) {
      say(`${done} transfers`);
      await app.get(Sequencer).run();
    }
  }
}

/** Every second payment is from or to somebody busy. */
function anOrder({ members: all }: Town, now: number): Order {
  const any = () => Math.floor(Math.random() * all.length);
  const one = Math.random() < 0.5 ? Math.floor(Math.random() * busy) : any();
  let other = any();
  while (other === one) other = any();
  const [from, to] = Math.random() < 0.5 ? [one, other] : [other, one];
  const amount = BigInt(1 + Math.floor(Math.random() * 200));
  const move = { debitId: all[from]!.account, creditId: all[to]!.account, currency, amount };
  return {
    id: newUuid(now),
    communityId,
    actorId: 'BENCH',
    exchange: plainExchange('payment', 'reciprocity', dayIn(now, 'Europe/Brussels')),
    transfers: [plainMove(move)],
    guards: [],
  };
}

/** Counts up when this file builds something else. */
const edition = 2;

/** Changes when the tables do, the bytes that are proved, or what is built here. */
async function schemaMark(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'samenmunt-bench-'));
  try {
    const app = await buildApp(configOf(folder));
    const sql = `select sql from sqlite_master where sql is not null order by name`;
    const rows = await app.get<Database>(Database).reader.all(sql);
    await app.close();
    const ids = { communityId, exchangeId: 'X', index: 0, debitId: 'A', creditId: 'B', currency, amount: 1n };
    const transfer = transferDigest({ ...ids, programme: null, endsHold: null, bookedAt: 0 });
    const exchange = exchangeDigest({ community_id: communityId, exchange_id: 'X' }, 1);
    const hash = createHash('sha256').update(JSON.stringify(rows.map((row) => row.sql)));
    return hash.update(transfer).update(exchange).update(String(edition)).digest('hex').slice(0, 16);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

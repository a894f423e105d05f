import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock, SetClock } from '../../src/database/clock.js';
import { readConfig } from '../../src/config.js';
import { BooksChild } from '../support/books-children.js';
import { aPlace, type Dialect, type TestPlace } from '../support/databases.js';
import { chances, compareWithBooks, Load } from '../support/load.js';
import { ownPostgres } from '../support/postgres.js';
import { TestBooks } from '../support/community.js';

/** Everything that was answered is there, once; whatever was not answered can be asked again. The seed is printed. */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const isLong = process.env.SAMENMUNT_LONG === '1';
const kills = isLong ? 200 : 20;
const callers = 24;
const minutes = (short: number) => (isLong ? short * 10 : short) * 60_000;

const realTime = () => new SetClock(new Clock().now());

async function openLedger(books: TestBooks): Promise<void> {
  await books.database.transaction(async (tx) => {
    await books.books.openLedger(tx, books.communityId, 'Europe/Brussels');
    const none = { perPayment: null, perDay: null, perAcceptorDay: null };
    await books.books.openCurrency(tx, books.communityId, { currency: 'UUR', scale: 2, ...none });
  });
}

async function aCrowd(books: TestBooks): Promise<string[]> {
  return [
    ...(await books.accounts(16, { floor: -100_000n, ceiling: 100_000n })),
    ...(await books.accounts(4, { floor: -600n, ceiling: 1000n })),
  ];
}

/** Asks again what was not answered, and of what was answered the latest; then all must agree. */
async function askAgain(load: Load, post: Parameters<Load['repeat']>[1]): Promise<void> {
  await load.repeat([...load.unanswered, ...load.latest(30)], post);
  expect(load.unanswered).toEqual([]);
  expect(load.contradictions).toEqual([]);
}

describe(`with SEED=${seed}`, () => {
  let children: BooksChild[];
  let places: TestPlace[];

  beforeEach(() => {
    children = [];
    places = [];
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    for (const place of places) await place.drop();
  });

  const aChild = () => {
    const child = BooksChild.start();
    children.push(child);
    return child;
  };

  /** A place with books and a crowd, which no process has open. */
  async function begin(dialect: Dialect): Promise<{ place: TestPlace; env: NodeJS.ProcessEnv; load: Load }> {
    const books = await TestBooks.open(dialect);
    places.push(books.place);
    const load = new Load(books.communityId, await aCrowd(books), chances(seed));
    await books.stop();
    return { place: books.place, env: envOf(books.place), load };
  }

  async function expectAllThere(place: TestPlace, load: Load): Promise<void> {
    const books = await TestBooks.on(place, realTime());
    try {
      expect(await compareWithBooks(load, books)).toEqual([]);
      await books.theBooksBalance();
    } finally {
      await books.stop();
    }
  }

  it(
    `kill -9 of the server, ${kills} times`,
    async () => {
      const { place, env, load } = await begin('sqlite');
      let server = aChild();
      let spare = aChild();
      await server.open(env);
      for (let round = 0; round < kills; round++) {
        const callersGone = load.run(callers, () => (orders, atomic) => server.post(orders, atomic));
        await sleep(load.chance() * 200);
        await server.kill();
        await callersGone;
        server = spare;
        expect(await server.open(env)).toEqual([]);
        await askAgain(load, (orders, atomic) => server.post(orders, atomic));
        spare = aChild();
      }
      await server.kill();
      await expectAllThere(place, load);
      console.log(`sqlite: ${kills} kills, ${load.answered.size} orders answered`);
    },
    minutes(4),
  );

  it(
    'kill -9 of one of two servers on PostgreSQL, while the other goes on',
    async () => {
      const { place, env, load } = await begin('postgres');
      const servers = [aChild(), aChild()];
      let spare = aChild();
      for (const server of servers) await server.open(env);
      let goesOn = 0;
      for (let round = 0; round < kills; round++) {
        const [victim, other] = round % 2 === 0 ? [0, 1] : [1, 0];
        const run = load.run(callers, (i) => (orders, atomic) => servers[i % 2]!.post(orders, atomic));
        await sleep(load.chance() * 200);
        await servers[victim]!.kill();
        const before = load.answered.size;
        const start = spare.open(env);
        for (let waited = 0; load.answered.size === before && waited < 5000; waited += 10) await sleep(10);
        goesOn += load.answered.size > before ? 1 : 0;
        load.rest();
        await run;
        expect(await start).toEqual([]);
        servers[victim] = spare;
        spare = aChild();
        await askAgain(load, (orders, atomic) => servers[other]!.post(orders, atomic));
      }
      expect(goesOn).toBe(kills);
      for (const server of servers) await server.kill();
      await expectAllThere(place, load);
      console.log(`two servers: ${kills} kills, ${load.answered.size} orders answered`);
    },
    minutes(4),
  );

  it(
    `kill -9 of the PostgreSQL server, ${kills} times, under a server that stays up`,
    async () => {
      const postgres = await ownPostgres();
      const place = await aPlace('sqlite');
      const env = { ...envOf(place), DATABASE_URL: postgres.url };
      const books = await TestBooks.on({ ...place, config: readConfig(env) }, realTime());
      try {
        await openLedger(books);
        const load = new Load(books.communityId, await aCrowd(books), chances(seed));
        const post = (orders: Parameters<TestBooks['all']>[0], atomic: boolean) => books.all(orders, atomic);
        for (let round = 0; round < kills; round++) {
          const run = load.run(callers, () => async (orders, atomic) => {
            try {
              return await post(orders, atomic);
            } catch (error) {
              await sleep(20);
              throw error;
            }
          });
          await sleep(load.chance() * 200);
          await postgres.kill();
          load.rest();
          await run;
          await postgres.start();
          await askAgain(load, post);
          expect((await books.verifier.tail()).differences).toEqual([]);
        }
        expect(await compareWithBooks(load, books)).toEqual([]);
        await books.theBooksBalance();
        console.log(`postgres: ${kills} kills, ${load.answered.size} orders answered`);
      } finally {
        await books.stop();
        await place.drop();
        await postgres.remove();
      }
    },
    minutes(3),
  );

  it(
    'the power is cut: the files as they stand at that moment, with a torn end or without',
    async () => {
      const { place, env, load } = await begin('sqlite');
      const server = aChild();
      await server.open(env);
      const run = load.run(callers, () => (orders, atomic) => server.post(orders, atomic));
      for (let round = 0; round < kills; round++) {
        await sleep(load.chance() * 60);
        const copy = await aPlace('sqlite');
        places.push(copy);
        // Frozen until the copy is proved: else what is booked meanwhile makes every proof longer than the one before.
        await server.freeze(() => proveCut(copy));
      }
      load.rest();
      await run;
      console.log(`power: ${kills} cuts, ${load.answered.size} orders answered`);

      async function proveCut(copy: TestPlace): Promise<void> {
        const answered = new Map(load.answered);
        copyAsCut(place, copy, load.chance);
        const books = await TestBooks.on(copy, realTime());
        try {
          const rows = await books.database.reader.all('select exchange_id from exchanges');
          const there = new Set(rows.map((row) => row.exchange_id as string));
          const lost = [...answered].filter(([id, { kind }]) => kind === 'posted' && !there.has(id));
          expect(lost).toEqual([]);
          expect((await books.verifier.full()).differences).toEqual([]);
        } finally {
          await books.stop();
        }
      }
    },
    minutes(4),
  );
});

function envOf({ config, folder }: TestPlace): NodeJS.ProcessEnv {
  const { database } = config;
  const DATABASE_URL = database.kind === 'sqlite' ? `sqlite:${database.file}` : database.url;
  return { DATABASE_URL, DATABASE_POOL: '6', SECRETS_DIR: join(folder, 'secrets') };
}

/**
 * Copies the file and its log, not what only memory knows. Every second time the log ends in what had not reached the
 * disk in full: some bytes of the pages that would have come next.
 */
function copyAsCut(from: TestPlace, to: TestPlace, chance: () => number): void {
  const [source, target] = [from.config.database, to.config.database];
  if (source.kind !== 'sqlite' || target.kind !== 'sqlite') throw new Error('files are of SQLite');
  copyFileSync(source.file, target.file);
  if (!existsSync(`${source.file}-wal`)) return;
  const log = readFileSync(`${source.file}-wal`);
  const torn = chance() < 0.5 ? Buffer.alloc(Math.floor(chance() * 12_000), 0x5a) : Buffer.alloc(0);
  writeFileSync(`${target.file}-wal`, Buffer.concat([log, torn]));
}

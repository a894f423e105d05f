import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { Database } from '../../src/database/database.js';
import { readConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/open.js';
import { newUuid } from '../../src/database/ids.js';
import { BooksChild } from '../support/books-children.js';
import { TestBooks } from '../support/community.js';
import { aPlace, dialects, type Dialect, type TestPlace } from '../support/databases.js';
import { chances, compareWithBooks, Load } from '../support/load.js';
import { TestPayments, type Reply } from '../support/payments.js';
import { ownPostgres } from '../support/postgres.js';

const ends: Array<() => Promise<unknown>> = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server with two members who pay each other over and over. */
class Town {
  /** Who pays whom, by the key of the payment. */
  private readonly sent = new Map<string, number>();

  private constructor(
    readonly server: TestPayments,
    readonly community: string,
    private readonly people: ReadonlyArray<{ account: string; token: string }>,
  ) {}

  static async on(server: TestPayments): Promise<Town> {
    const rabot = await server.aCommunity();
    const people = [];
    for (const { id, account } of [await server.aPerson(rabot), await server.aPerson(rabot)])
      people.push({ account, token: await server.aToken(rabot, id, ['payments:write', 'accounts:read']) });
    return new Town(server, rabot, people);
  }

  pay(key: string = newUuid(), server = this.server): Promise<Reply> {
    const turn = this.sent.get(key) ?? this.sent.size % 2;
    this.sent.set(key, turn);
    const [from, to] = [this.people[turn]!, this.people[1 - turn]!];
    const body = { from: from.account, to: to.account, amount: 25 };
    return server.call('POST', `/api/v1/communities/${this.community}/payments`, {
      as: from.token,
      key,
      body,
    });
  }

  look(): Promise<Reply> {
    const [first] = this.sent.keys();
    const url = `/api/v1/communities/${this.community}/exchanges/${first}`;
    return this.server.call('GET', url, { as: this.people[0]!.token });
  }

  async untilRefused(): Promise<Reply> {
    for (let i = 0; i < 3000; i++) {
      const reply = await this.pay();
      if (reply.status >= 300) return reply;
    }
    throw new Error('nothing was refused');
  }

  /**
   * Sends everything again until it is booked. Else, should it be one of them whose payments are lost, the other soon
   * has too little.
   */
  async again(): Promise<void> {
    for (const key of this.sent.keys()) {
      let tries = 0;
      while ((await this.pay(key)).status === 503 && tries++ < 20) await sleep(20);
      expect(tries).toBeLessThan(20);
    }
  }

  /** After the trouble: whatever was sent is booked, once, when it is sent again. */
  async allBookedOnce(server = this.server): Promise<void> {
    for (const key of this.sent.keys()) expect((await this.pay(key, server)).status).toBeLessThan(300);
    expect(await server.countExchanges(this.community)).toBe(this.sent.size);
    await server.theBooksBalance();
  }
}

async function aTown(dialect: Dialect): Promise<Town> {
  const server = await TestPayments.open(dialect);
  ends.push(() => server.close());
  const town = await Town.on(server);
  expect((await town.pay()).status).toBe(201);
  return town;
}

const pragma = (town: Town, text: string) =>
  town.server.get(Database).source.query(`pragma ${text}`) as Promise<Array<Record<string, bigint>>>;

function fileOf(place: TestPlace): string {
  const { database } = place.config;
  if (database.kind !== 'sqlite') throw new Error('not SQLite');
  return database.file;
}

function aChild(fileBlocks?: number): BooksChild {
  const child = BooksChild.start(fileBlocks);
  ends.push(() => child.kill());
  return child;
}

describe('a full disk', () => {
  it('is said by name, books nothing by halves, and is over once there is room', async () => {
    const town = await aTown('sqlite');
    const [{ page_count: pages }] = (await pragma(town, 'page_count')) as [{ page_count: bigint }];
    await pragma(town, `max_page_count = ${pages + 3n}`);
    expect(await town.untilRefused()).toMatchObject({ status: 503, body: { code: 'database_full' } });
    expect((await town.look()).status).toBe(200);
    // Many at once, in one batch: still none by halves.
    const many = await Promise.all(Array.from({ length: 40 }, () => town.pay()));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([503]));
    await pragma(town, 'max_page_count = 4294967294');
    await town.allBookedOnce();
  });

  it('ends what the file system refuses, and the next process finds all that was answered', async () => {
    const books = await TestBooks.open('sqlite');
    ends.push(() => books.place.drop());
    const crowd = await books.accounts(20, { floor: -100_000n, ceiling: 100_000n });
    await books.stop();
    const env = { DATABASE_URL: `sqlite:${fileOf(books.place)}` };
    const load = new Load(books.communityId, crowd, chances(7));
    const limited = aChild(1500);
    await limited.open(env);
    const errors: unknown[] = [];
    const run = load.run(8, () => async (orders, atomic) => {
      try {
        return await limited.post(orders, atomic);
      } catch (error) {
        errors.push((error as { code?: string }).code);
        if (errors.length > 20) load.rest();
        throw error;
      }
    });
    await run;
    expect(errors.every((code) => /^SQLITE_(FULL|IOERR)/.test(String(code)))).toBe(true);
    await limited.kill();
    const next = aChild();
    expect(await next.open(env)).toEqual([]);
    await load.repeat([...load.unanswered, ...load.latest(100)], (orders, atomic) =>
      next.post(orders, atomic),
    );
    await next.kill();
    expect(load.contradictions).toEqual([]);
    const after = await TestBooks.on(books.place);
    ends.push(() => after.stop());
    expect(await compareWithBooks(load, after)).toEqual([]);
    await after.theBooksBalance();
  });
});

describe('a file that may not be written', () => {
  it('is said by name while looking goes on, and is over when it may', async () => {
    const town = await aTown('sqlite');
    await pragma(town, 'query_only = ON');
    expect(await town.pay()).toMatchObject({ status: 503, body: { code: 'database_read_only' } });
    expect((await town.look()).status).toBe(200);
    await pragma(town, 'query_only = OFF');
    await town.allBookedOnce();
  });

  it('cannot be opened when there is no such folder, or when it is no database', async () => {
    const place = await aPlace('sqlite');
    ends.push(() => place.drop());
    const nowhere = readConfig({ DATABASE_URL: `sqlite:${place.folder}/none/test.sqlite` });
    await expect(openDatabase(nowhere)).rejects.toThrow();
    const file = fileOf(place);
    writeFileSync(file, 'This is a letter to my aunt. '.repeat(200));
    await expect(openDatabase(place.config)).rejects.toMatchObject({ code: 'SQLITE_NOTADB' });
    expect(readFileSync(file, 'utf8')).toContain('my aunt');
    // Nothing of the failed attempt stands in the way.
    rmSync(file);
    await (await openDatabase(place.config)).close();
  });
});

describe('a SQLite file that another process holds', () => {
  it('is said to be busy, books nothing by halves, and is over when it is let go', async () => {
    const town = await aTown('sqlite');
    await pragma(town, 'busy_timeout = 100');
    const other = new BetterSqlite3(fileOf(town.server.place));
    try {
      other.exec('begin immediate');
      expect(await town.pay()).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect((await town.look()).status).toBe(200);
      other.exec('rollback');
      await town.allBookedOnce();
    } finally {
      other.close();
    }
  });
});

describe.each(dialects)('a clock that is set back on %s', (dialect) => {
  it('stops writing by name, also after a restart, until it is right again', async () => {
    const town = await aTown(dialect);
    const { clock, place } = town.server;
    clock.forward(3_600_000);
    expect((await town.pay()).status).toBe(201);
    clock.forward(-61_000);
    const stopped = { status: 503, body: { code: 'clock_set_back' } };
    expect(await town.pay()).toMatchObject(stopped);
    expect((await town.look()).status).toBe(200);
    await town.server.stop();
    // The clock of a server on this place begins an hour ago, and these two have never paid.
    const next = await TestPayments.on(place);
    ends.push(() => next.stop());
    const [ann, bob] = [await next.aPerson(town.community), await next.aPerson(town.community)];
    const payment = { orderId: newUuid(), from: ann.account, to: bob.account, amount: 25n };
    const pay = () => next.get(PaymentsService).pay(ann.actor, town.community, payment);
    await expect(pay()).rejects.toMatchObject({ code: 'clock_set_back' });
    next.clock.forward(3_600_000);
    expect(await pay()).toMatchObject({ kind: 'posted', repeated: false });
    await next.theBooksBalance();
  });
});

describe('a PostgreSQL that goes away', () => {
  it('is said by name, and when it is back everything goes on without a restart', async () => {
    const postgres = await ownPostgres();
    ends.push(() => postgres.remove());
    const place = await aPlace('sqlite', { DATABASE_URL: postgres.url });
    ends.push(() => place.drop());
    const server = await TestPayments.on(place);
    ends.push(() => server.stop());
    const town = await Town.on(server);
    const gone = { status: 503, body: { code: 'unavailable' } };
    for (const end of ['stop', 'kill'] as const) {
      expect((await town.pay()).status).toBe(201);
      const during = Promise.all(Array.from({ length: 20 }, () => town.pay()));
      await postgres[end]();
      for (const { status } of await during) expect([201, 503]).toContain(status);
      expect(await town.pay()).toMatchObject(gone);
      expect(await town.look()).toMatchObject(gone);
      expect((await server.call('GET', '/readyz')).status).toBe(503);
      expect((await server.call('GET', '/healthz')).status).toBe(200);
      await postgres.start();
      expect((await server.call('GET', '/readyz')).status).toBe(200);
      expect((await town.pay()).status).toBe(201);
    }
    await town.allBookedOnce();
  });

  it('cuts off every connection at once: who is connected again finds everything', async () => {
    const town = await aTown('postgres');
    const { database } = town.server.place.config;
    if (database.kind !== 'postgres') throw new Error('not PostgreSQL');
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    ends.push(() => owner.end());
    for (let round = 0; round < 10; round++) {
      const during = Promise.all(Array.from({ length: 10 }, () => town.pay()));
      await sleep(round);
      await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      for (const { status } of await during) expect([201, 503]).toContain(status);
      await town.again();
    }
    await town.allBookedOnce();
  });
});

import { existsSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import BetterSqlite3 from 'better-sqlite3';
import { migrations } from '../../migrations/index.js';
import { systemActor } from '../access/actor.js';
import { AppModule } from '../app.module.js';
import { BooksModule } from '../books/books.module.js';
import { Sequencer } from '../books/sequencer.js';
import { Summaries } from '../books/summaries.js';
import { Verifier, type Proof } from '../books/verify.js';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { DatabaseModule } from '../database/database.module.js';
import type { Database } from '../database/database.js';
import { openDatabase } from '../database/open.js';
import { migratingSource } from '../database/sources.js';
import { proveReceipts } from '../receipts/receipts.proof.js';
import { proveProgrammes } from '../issuance/issuance.proof.js';
import { proveVouchers } from '../vouchers/vouchers.proof.js';
import { Refused } from './terminal.js';

/** Who the command line is to the rooms: whoever runs it holds disk and keys already. */
export const commandLine = systemActor('cli');

/**
 * All rooms without HTTP, for a command that writes. The tables are brought up to date first.
 * @throws DatabaseInUseError while a server has the SQLite file; what opening the database throws
 */
export async function withRooms<T>(
  config: Config,
  work: (rooms: INestApplicationContext) => Promise<T>,
  clock = new Clock(),
): Promise<T> {
  const rooms = await NestFactory.createApplicationContext(AppModule.with(config, clock), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(rooms);
  } finally {
    await rooms.close();
  }
}

/** The database beside a running server, to look only. @throws Refused when its tables are not ours or too old */
export async function withLook<T>(config: Config, work: (database: Database) => Promise<T>): Promise<T> {
  await mustBeUpToDate(config);
  const database = await openDatabase(config, { readOnly: true });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** The full proof beside a running server. @param step told how many more rows were looked at */
export async function prove(config: Config, step: (rows: number) => void): Promise<Proof> {
  await mustBeUpToDate(config);
  const database = DatabaseModule.with(config, new Clock(), { readOnly: true });
  const module = { module: class Looking {}, imports: [database, BooksModule] };
  const rooms = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    const verifier = rooms.get(Verifier);
    for (const part of [proveReceipts, proveVouchers, proveProgrammes]) verifier.register(part);
    let before = 0;
    return await verifier.full((rows) => {
      step(rows - before);
      before = rows;
    });
  } finally {
    await rooms.close();
  }
}

/** What a server's timed work does after bookings, for commands that book without one. */
export async function settle(rooms: INestApplicationContext): Promise<void> {
  await rooms.get(Sequencer).run();
  await rooms.get(Summaries).fold();
}

/** The names of the migrations that were done; none on a database that is not there or is empty. */
export async function doneSteps({ database }: Config): Promise<string[]> {
  if (database.kind === 'sqlite') return doneStepsOf(database.file);
  const source = await migratingSource(database.url).initialize();
  try {
    const [found] = await source.query<Array<{ there: string | null }>>(
      `select to_regclass('migrations') there`,
    );
    if (found?.there == null) return [];
    const rows = await source.query<Array<{ name: string }>>(
      'select name from migrations order by timestamp',
    );
    return rows.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

/** The same of a SQLite file. @throws the driver's error when it is no database */
export function doneStepsOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const handle = new BetterSqlite3(file, { readonly: true });
  try {
    const there = handle.prepare(`select 1 from sqlite_master where name = 'migrations'`).get();
    if (there === undefined) return [];
    return handle.prepare('select name from migrations order by timestamp').pluck().all() as string[];
  } finally {
    handle.close();
  }
}

/** The names of all migrations of this version. */
export function allSteps(): string[] {
  return migrations.map((Step) => new Step().name);
}

async function mustBeUpToDate(config: Config): Promise<void> {
  const done = new Set(await doneSteps(config));
  if (done.size === 0) throw new Refused('the database is empty: there is nothing to look at');
  if (allSteps().some((name) => !done.has(name))) {
    throw new Refused('the tables are of an older version: run "samenmunt migrate" first');
  }
}

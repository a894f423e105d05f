import { DataSource } from 'typeorm';
import type { Config } from '../config.js';
import { holdFile } from './file-lock.js';
import { PostgresDatabase } from './postgres.js';
import { SqliteDatabase } from './sqlite.js';
import { migratingSource, readingSource, runningRole, writingOptions } from './sources.js';

export interface OpenOptions {
  /** Look only: no migration, no lock, writing fails. For commands beside a running server. */
  readonly readOnly?: boolean;
}

export type OpenedDatabase = SqliteDatabase | PostgresDatabase;

/**
 * Brings the tables up to date and opens the database.
 * @throws DatabaseInUseError when another process writes the same SQLite file; the driver's error when unreachable
 */
export async function openDatabase(config: Config, options: OpenOptions = {}): Promise<OpenedDatabase> {
  const { database } = config;
  if (database.kind === 'sqlite') return openSqlite(config, database.file, options);
  if (options.readOnly !== true) await migratePostgres(database.url);
  const source = await new DataSource(writingOptions(config)).initialize();
  return new PostgresDatabase(source, options.readOnly === true);
}

async function openSqlite(config: Config, file: string, options: OpenOptions): Promise<SqliteDatabase> {
  if (options.readOnly === true) {
    const only = await readingSource(file).initialize();
    return new SqliteDatabase(only, only, () => undefined);
  }
  const release = holdFile(file);
  try {
    const writing = await new DataSource(writingOptions(config)).initialize();
    await writing.runMigrations({ transaction: 'each' });
    return new SqliteDatabase(writing, await readingSource(file).initialize(), release);
  } catch (error) {
    release();
    throw error;
  }
}

/** Several servers may start at once: the first in line migrates, the others then find nothing to do. */
async function migratePostgres(url: string): Promise<void> {
  const source = await migratingSource(url).initialize();
  try {
    const line = source.createQueryRunner();
    await line.query(`select pg_advisory_lock(hashtextextended('samenmunt migrations', 0))`);
    await source.runMigrations({ transaction: 'each' });
    // For readiness: TypeORM made this table, so no step of ours has given the running role any right to it.
    await line.query(`grant select on migrations to ${runningRole}`);
    await line.release();
  } finally {
    await source.destroy();
  }
}

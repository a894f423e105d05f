import BetterSqlite3 from 'better-sqlite3';
import type { DataSource, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { Database, WorkWaitedError, type Writing } from './database.js';
import { runEffects } from './effects.js';
import { SqliteReader, SqliteSnapshot, SqliteTx, SqliteWriter } from './sqlite.tx.js';
import type { Reader } from './sql.js';

const late = Symbol('late');

/**
 * Settings of every handle. WAL lets readers read while one writes; FULL makes an answered commit survive a power cut
 * (better-sqlite3 is built with NORMAL for WAL); recursive_triggers keeps INSERT OR REPLACE from passing by the
 * append-only triggers; secure_delete overwrites what is erased.
 */
export function prepareHandle(handle: BetterSqlite3.Database): void {
  handle.defaultSafeIntegers(true);
  // MiB of pages in memory; what only reads has to read anew after each commit of another's anyway.
  const pages = handle.readonly ? 4 : 8;
  const safe = ['trusted_schema=OFF', 'secure_delete=ON'];
  // The log goes into the file after 128 MiB, or earlier when nobody waits to write.
  const room = [`cache_size=-${pages * 1024}`, 'wal_autocheckpoint=32768', 'temp_store=MEMORY'];
  const pragmas = ['busy_timeout=5000', 'synchronous=FULL', 'foreign_keys=ON', 'recursive_triggers=ON'];
  for (const pragma of [...pragmas, ...safe, ...room]) handle.pragma(pragma);
  if (!handle.readonly) handle.pragma('journal_mode=WAL');
}

/** One file, one process, one writing connection behind a queue, another for reading. */
export class SqliteDatabase extends Database {
  readonly dialect = 'sqlite';
  readonly reader: Reader;
  readonly readOnly: boolean;
  private readonly handle: BetterSqlite3.Database;
  private readonly writer: SqliteWriter;
  private readonly locks = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();
  private queued = 0;

  /**
   * @param source the one whose one connection writes
   * @param reading source on the same file whose connection only reads
   * @param release gives the file free for other processes
   */
  constructor(
    readonly source: DataSource,
    private readonly reading: DataSource,
    private readonly release: () => void,
  ) {
    super();
    this.handle = handleOf(source);
    this.readOnly = this.handle.readonly;
    this.writer = new SqliteWriter(this.handle);
    this.reader = new SqliteReader(handleOf(reading));
  }

  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.reading.getRepository(entity);
  }

  transaction<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    this.queued++;
    const mine = this.last.then(() => this.runAlone(work));
    this.last = mine.catch(() => undefined);
    return mine.finally(() => this.queued--);
  }

  async snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    const handle = new BetterSqlite3(this.handle.name, { readonly: true });
    try {
      prepareHandle(handle);
      handle.exec('begin');
      return await work(new SqliteSnapshot(handle));
    } finally {
      handle.close();
    }
  }

  async withLock(name: string, work: () => Promise<void>): Promise<boolean> {
    if (this.locks.has(name)) return false;
    this.locks.add(name);
    try {
      await work();
      return true;
    } finally {
      this.locks.delete(name);
    }
  }

  /** Brings the log into the file, so that it begins at the front again and a start after a crash has little to read. */
  async tidy(): Promise<void> {
    if (this.queued > 0) return;
    const mine = this.last.then(() => this.handle.pragma('wal_checkpoint(PASSIVE)'));
    this.last = mine.catch(() => undefined);
    await mine;
  }

  waiting(): number {
    return this.queued;
  }

  /** Copies the whole database into a file while others write. */
  async copyTo(file: string): Promise<void> {
    await this.handle.backup(file);
  }

  async close(): Promise<void> {
    await this.last;
    if (this.reading.isInitialized) await this.reading.destroy();
    if (this.source.isInitialized) await this.source.destroy();
    this.release();
  }

  private async runAlone<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    const tx = new SqliteTx(this.writer, this.source);
    this.handle.exec('begin immediate');
    try {
      const result = await withinOneTurn(work(tx));
      if (result === late)
        throw new WorkWaitedError('work in a transaction awaited something else than its tx');
      tx.end();
      this.handle.exec('commit');
      runEffects(tx.effects);
      return result;
    } catch (error) {
      tx.end();
      // SQLite has already rolled back after some errors (disk full, I/O).
      if (this.handle.inTransaction) this.handle.exec('rollback');
      throw error;
    }
  }
}

function withinOneTurn<T>(work: Promise<T>): Promise<T | typeof late> {
  return new Promise((resolve, reject) => {
    const turn = setImmediate(() => resolve(late));
    work.then(resolve, reject).finally(() => clearImmediate(turn));
  });
}

function handleOf(source: DataSource): BetterSqlite3.Database {
  return (source.driver as unknown as { databaseConnection: BetterSqlite3.Database }).databaseConnection;
}

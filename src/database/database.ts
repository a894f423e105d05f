import type { DataSource, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import type { Reader, Tx } from './sql.js';

/** A transaction that also offers TypeORM's repositories, for the rooms' ordinary writing. */
export interface Writing extends Tx {
  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E>;
}

/** The work of a transaction waited for something other than its own statements. A defect of ours. */
export class WorkWaitedError extends Error {
  override readonly name = 'WorkWaitedError';
}

/** Statements after the end of their transaction. A defect of ours. */
export class TransactionOverError extends Error {
  override readonly name = 'TransactionOverError';
}

/** The connection to the database broke, or none could be had: nobody knows whether a commit under way was done. */
export class DatabaseGoneError extends Error {
  override readonly name = 'DatabaseGoneError';
  readonly code = 'unavailable';
}

export interface TransactionOptions {
  /** SQLSTATEs after which the work is tried again, beside the usual two for conflicts (PostgreSQL only). */
  readonly retryOn?: readonly string[];
}

/**
 * The one way to the data. SQLite and PostgreSQL begin, lock and read differently; nothing above this room knows.
 */
export abstract class Database {
  abstract readonly dialect: 'sqlite' | 'postgres';

  /** Opened to look only: every transaction fails. */
  abstract readonly readOnly: boolean;

  /** TypeORM's own handle, for Nest and for health checks. */
  abstract readonly source: DataSource;

  /** Reads what is committed, and never anything else. */
  abstract readonly reader: Reader;

  /** Repositories that read what is committed. Writing through them fails on SQLite. */
  abstract repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E>;

  /**
   * Runs `work` in one database transaction and answers once the commit is durable.
   * `work` awaits only its `tx`: on SQLite it has the one writing connection to itself, so work that is still
   * pending after a turn of the event loop is rolled back and throws WorkWaitedError.
   * It may run more than once (PostgreSQL conflicts, at most 5 times), so it keeps its effects for afterCommit.
   */
  abstract transaction<T>(work: (tx: Writing) => Promise<T>, options?: TransactionOptions): Promise<T>;

  /** Runs `work` on one unchanging view of the data, for proofs, exports and backups. */
  abstract snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T>;

  /**
   * Runs `work` unless another process or caller is inside the same lock.
   * @returns whether it ran
   */
  abstract withLock(name: string, work: () => Promise<void>): Promise<boolean>;

  /** The database's own housekeeping, when nobody waits to write; at other times it does nothing. */
  abstract tidy(): Promise<void>;

  /** How many orders and units of work wait to be written. */
  abstract waiting(): number;

  abstract close(): Promise<void>;
}

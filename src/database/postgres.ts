import type { PoolClient } from 'pg';
import type { DataSource, EntityTarget, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import {
  Database,
  DatabaseGoneError,
  TransactionOverError,
  type TransactionOptions,
  type Writing,
} from './database.js';
import { runEffects } from './effects.js';
import { PostgresReader, PostgresTx } from './postgres.tx.js';
import type { Reader } from './sql.js';

/** serialization_failure and deadlock_detected: the same work may well succeed when tried again. */
const conflicts = ['40001', '40P01'];
const triesMax = 5;

/** One PostgreSQL that several of our processes may share. */
export class PostgresDatabase extends Database {
  readonly dialect = 'postgres';
  readonly reader: Reader;
  /** How often a transaction was tried again, for the metrics. */
  retries = 0;
  private open = 0;

  /**
   * @param source the pool the service runs on, under the role that may not change the books
   */
  constructor(
    readonly source: DataSource,
    readonly readOnly = false,
  ) {
    super();
    const pool = (source.driver as unknown as { master: { query: PoolClient['query'] } }).master;
    this.reader = new PostgresReader((query) => pool.query(query).catch(throwNamed));
  }

  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.source.getRepository(entity);
  }

  async transaction<T>(work: (tx: Writing) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const again = [...conflicts, ...(options.retryOn ?? [])];
    this.open++;
    try {
      for (let tries = 1; ; tries++) {
        try {
          return await this.once(work);
        } catch (error) {
          if (tries >= triesMax || !again.includes(sqlState(error))) throw error;
          this.retries++;
        }
      }
    } finally {
      this.open--;
    }
  }

  snapshot<T>(work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query('begin isolation level repeatable read read only');
      try {
        return await work(new PostgresReader((query) => client.query(query)));
      } finally {
        await client.query('rollback');
      }
    });
  }

  withLock(name: string, work: () => Promise<void>): Promise<boolean> {
    return this.withClient(async (client) => {
      const key = `hashtextextended('samenmunt ${name.replace(/[^\w-]/g, '')}', 0)`;
      const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${key}) mine`);
      if (rows[0]?.mine !== true) return false;
      try {
        await work();
        return true;
      } finally {
        await client.query(`select pg_advisory_unlock(${key})`);
      }
    });
  }

  /** PostgreSQL looks after itself. */
  tidy(): Promise<void> {
    return Promise.resolve();
  }

  waiting(): number {
    return this.open;
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private once<T>(work: (tx: Writing) => Promise<T>): Promise<T> {
    return this.withClient(async (client, runner) => {
      const tx = new PostgresTx(client, runner);
      await client.query('begin');
      Object.assign(runner, { isTransactionActive: true, transactionDepth: 1 });
      try {
        const result = await work(tx);
        tx.end();
        const [{ command }] = await Promise.all([client.query('commit'), ...tx.sent]);
        // After a statement that failed, and whose error the work kept to itself, PostgreSQL answers ROLLBACK to it.
        if (command !== 'COMMIT')
          throw new TransactionOverError('a statement had failed: nothing was committed');
        runEffects(tx.effects);
        return result;
      } catch (error) {
        tx.end();
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        Object.assign(runner, { isTransactionActive: false, transactionDepth: 0 });
      }
    });
  }

  private async withClient<T>(work: (client: PoolClient, runner: QueryRunner) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner('master');
    try {
      return await work((await runner.connect()) as PoolClient, runner);
    } catch (error) {
      throwNamed(error);
    } finally {
      await runner.release();
    }
  }
}

/** What the driver says, in words only, of a connection that is no more; the system's own errors have codes. */
const gone =
  /^(Connection terminated|Client (has encountered|was closed)|timeout e|Query runner already released)/;

const unreachable = /^E[A-Z_]{3,}$/;

function throwNamed(error: unknown): never {
  const { message = '' } = error as { message?: string };
  const code = sqlState(error);
  const isGone = code === '' ? gone.test(message) : unreachable.test(code);
  throw isGone ? new DatabaseGoneError(message || code, { cause: error }) : error;
}

/** SQLSTATE of a driver error, or of the one TypeORM wrapped; empty when it is neither. */
export function sqlState(error: unknown): string {
  const { code, driverError } = (error ?? {}) as { code?: string; driverError?: { code?: string } };
  return driverError?.code ?? code ?? '';
}

import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource, EntityTarget, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import { TransactionOverError, type Writing } from './database.js';
import { insertOne, updateOne, type Reader, type Row, type Table, type Value } from './sql.js';

type Statement = BetterSqlite3.Statement<unknown[]>;

/** Reading over one better-sqlite3 handle with prepared statements. */
export class SqliteReader implements Reader {
  readonly dialect = 'sqlite';
  private readonly statements = new Map<string, Statement>();

  constructor(protected readonly handle: BetterSqlite3.Database) {}

  all<R extends Row>(sql: string, params: readonly Value[] = []): Promise<R[]> {
    return attempt(() => this.prepare(sql).all(...params) as R[]);
  }

  one<R extends Row>(sql: string, params: readonly Value[] = []): Promise<R | undefined> {
    return attempt(() => this.prepare(sql).get(...params) as R | undefined);
  }

  async *chunks<R extends Row>(sql: string, params: readonly Value[] = []): AsyncIterable<R[]> {
    let chunk: R[] = [];
    for (const row of this.handle.prepare(sql).iterate(...params)) {
      chunk.push(row as R);
      if (chunk.length === 250) {
        yield chunk;
        chunk = [];
      }
    }
    if (chunk.length > 0) yield chunk;
  }

  within(column: string, values: readonly string[]): { sql: string; param: Value } {
    return { sql: `${column} in (select value from json_each(?))`, param: JSON.stringify(values) };
  }

  withinBytes(column: string, hex: readonly string[]): { sql: string; param: Value } {
    return { sql: `${column} in (select unhex(value) from json_each(?))`, param: JSON.stringify(hex) };
  }

  protected prepare(sql: string): Statement {
    let statement = this.statements.get(sql);
    if (statement === undefined) {
      statement = this.handle.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

/** Reads through whole tables on a handle of its own; between chunks the rest of the process has its turn. */
export class SqliteSnapshot extends SqliteReader {
  override async *chunks<R extends Row>(sql: string, params: readonly Value[] = []): AsyncIterable<R[]> {
    for await (const chunk of super.chunks<R>(sql, params)) {
      yield chunk;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** The statements of the one writing handle; it outlives transactions so that they stay prepared. */
export class SqliteWriter extends SqliteReader {
  get inTransaction(): boolean {
    return this.handle.inTransaction;
  }

  run(sql: string, params: readonly Value[] = []): number {
    return this.prepare(sql).run(...params).changes;
  }

  insert(table: Table, rows: readonly Row[]): void {
    const names = Object.keys(table.columns);
    const statement = this.prepare(insertOne(table));
    const values = new Array<Value>(names.length);
    for (const row of rows) {
      for (let i = 0; i < names.length; i++) values[i] = row[names[i]!] ?? null;
      statement.run(values);
    }
  }

  update(table: Table, key: readonly string[], rows: readonly Row[]): void {
    const first = rows[0];
    if (first === undefined) return;
    const set = Object.keys(first).filter((name) => !key.includes(name));
    const names = [...set, ...key];
    const statement = this.prepare(updateOne(table, key, set));
    for (const row of rows) {
      const changed = statement.run(names.map((name) => row[name] ?? null)).changes;
      if (changed !== 1) throw new Error(`${table.name}: a row to update is missing`);
    }
  }
}

/** One transaction on the writing handle. After its end every statement throws. */
export class SqliteTx implements Writing {
  readonly dialect = 'sqlite';
  readonly forUpdate = '';
  readonly effects: Array<() => void> = [];
  private over = false;

  constructor(
    private readonly writer: SqliteWriter,
    private readonly dataSource: DataSource,
  ) {}

  all<R extends Row>(sql: string, params: readonly Value[] = []): Promise<R[]> {
    return this.ifOpen(() => this.writer.all<R>(sql, params));
  }

  one<R extends Row>(sql: string, params: readonly Value[] = []): Promise<R | undefined> {
    return this.ifOpen(() => this.writer.one<R>(sql, params));
  }

  chunks<R extends Row>(sql: string, params: readonly Value[] = []): AsyncIterable<R[]> {
    this.mustBeOpen();
    return this.writer.chunks<R>(sql, params);
  }

  within(column: string, values: readonly string[]): { sql: string; param: Value } {
    return this.writer.within(column, values);
  }

  withinBytes(column: string, hex: readonly string[]): { sql: string; param: Value } {
    return this.writer.withinBytes(column, hex);
  }

  /** Sorting wide rows would cost as much as reading them, and there is nobody to lock them from. */
  lookUp<R extends Row>(
    { columns, table, key }: { columns: string; table: string; key: string },
    communityId: string,
    keys: readonly string[],
  ): Promise<R[]> {
    const { sql, param } = this.within(key, keys);
    return this.all<R>(`select ${columns} from ${table} where community_id = ? and ${sql}`, [
      communityId,
      param,
    ]);
  }

  run(sql: string, params: readonly Value[] = []): Promise<number> {
    return this.ifOpen(() => this.writer.run(sql, params));
  }

  insert(table: Table, rows: readonly Row[]): Promise<void> {
    return this.ifOpen(() => this.writer.insert(table, rows));
  }

  update(table: Table, key: readonly string[], rows: readonly Row[]): Promise<void> {
    return this.ifOpen(() => this.writer.update(table, key, rows));
  }

  /** Everything here is done as soon as it is asked. */
  async send(writing: ReadonlyArray<Promise<unknown>>): Promise<void> {
    await Promise.all(writing);
  }

  /** TypeORM shares one query runner per SQLite source; this copy of it knows that a transaction is open. */
  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    this.mustBeOpen();
    const shared = this.dataSource.createQueryRunner();
    const guarded = Object.create(shared) as QueryRunner;
    Object.assign(guarded, { isTransactionActive: true, transactionDepth: 1 });
    guarded.query = (sql: string, params?: unknown[], structured?: boolean) => {
      this.mustBeOpen();
      return shared.query(sql, params, structured as true);
    };
    guarded.release = () => Promise.resolve();
    return this.dataSource.createEntityManager(guarded).getRepository(entity);
  }

  afterCommit(effect: () => void): void {
    this.mustBeOpen();
    this.effects.push(effect);
  }

  end(): void {
    this.over = true;
  }

  /** As a promise that is rejected: what is asked without waiting hears of the first error, not of those after it. */
  private ifOpen<T>(work: () => T | Promise<T>): Promise<T> {
    return attempt(() => {
      this.mustBeOpen();
      return work();
    });
  }

  /** SQLite ends a transaction by itself after some errors (disk full, I/O); what came after would stand alone. */
  private mustBeOpen(): void {
    if (this.over || !this.writer.inTransaction)
      throw new TransactionOverError('a statement came after the end of its transaction');
  }
}

function attempt<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(error as Error);
  }
}

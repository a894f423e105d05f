import type { PoolClient } from 'pg';
import type { EntityTarget, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import { TransactionOverError, type Writing } from './database.js';
import {
  insertArrays,
  updateArrays,
  withNumbers,
  type Reader,
  type Row,
  type Table,
  type Value,
} from './sql.js';

const names = new Map<string, string>();
const chunkRows = 2000;

interface LookUp {
  readonly columns: string;
  readonly table: string;
  readonly key: string;
  readonly lock?: boolean | 'free';
}

/** A statement the server parses once a connection. */
function prepared(
  sql: string,
  values: readonly unknown[],
): { name: string; text: string; values: unknown[] } {
  let name = names.get(sql);
  if (name === undefined) {
    name = `s${names.size}`;
    names.set(sql, name);
  }
  return { name, text: sql, values: values as unknown[] };
}

type Ask = (query: {
  name: string;
  text: string;
  values: unknown[];
}) => Promise<{ rows: unknown[]; rowCount: number | null }>;

export class PostgresReader implements Reader {
  readonly dialect = 'postgres';

  constructor(protected readonly ask: Ask) {}

  async all<R extends Row>(sql: string, params: readonly Value[] = []): Promise<R[]> {
    return (await this.ask(prepared(withNumbers(sql), params))).rows as R[];
  }

  async one<R extends Row>(sql: string, params: readonly Value[] = []): Promise<R | undefined> {
    return (await this.all<R>(sql, params))[0];
  }

  /** Needs an open transaction, as snapshots and transactions are. */
  async *chunks<R extends Row>(sql: string, params: readonly Value[] = []): AsyncIterable<R[]> {
    const cursor = `c${Math.random().toString(36).slice(2)}`;
    await this.ask({
      name: '',
      text: `declare ${cursor} no scroll cursor for ${withNumbers(sql)}`,
      values: [...params],
    });
    for (;;) {
      const { rows } = await this.ask({ name: '', text: `fetch ${chunkRows} from ${cursor}`, values: [] });
      if (rows.length > 0) yield rows as R[];
      if (rows.length < chunkRows) break;
    }
    await this.ask({ name: '', text: `close ${cursor}`, values: [] });
  }

  within(column: string, values: readonly string[]): { sql: string; param: Value } {
    // node-postgres writes the array; the type says "Value" because it is one parameter like any other.
    return { sql: `${column} = any(?)`, param: values as unknown as Value };
  }

  withinBytes(column: string, hex: readonly string[]): { sql: string; param: Value } {
    return { sql: `${column} = any(?)`, param: hex.map((digits) => `\\x${digits}`) as unknown as Value };
  }
}

export class PostgresTx extends PostgresReader implements Writing {
  readonly forUpdate = ' for update';
  readonly effects: Array<() => void> = [];
  /** Statements on their way whose answers the work did not wait for. */
  readonly sent: Array<Promise<unknown>> = [];
  private over = false;

  constructor(
    client: PoolClient,
    private readonly runner: QueryRunner,
  ) {
    super((query) => {
      this.mustBeOpen();
      return client.query(query);
    });
  }

  lookUp<R extends Row>(
    { columns, table, key, lock = false }: LookUp,
    communityId: string,
    keys: readonly string[],
  ): Promise<R[]> {
    const locking = lock === false ? '' : lock === 'free' ? `${this.forUpdate} skip locked` : this.forUpdate;
    const one = `select ${columns} from ${table} where community_id = ? and ${key} = k.v limit 1`;
    return this.all<R>(`select r.* from unnest(?::text[]) as k(v) cross join lateral (${one}${locking}) r`, [
      keys as unknown as Value,
      communityId,
    ]);
  }

  async run(sql: string, params: readonly Value[] = []): Promise<number> {
    return (await this.ask(prepared(withNumbers(sql), params))).rowCount ?? 0;
  }

  async insert(table: Table, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const columns = Object.keys(table.columns).map((name) => rows.map((row) => row[name] ?? null));
    await this.ask(prepared(insertArrays(table), columns));
  }

  async update(table: Table, key: readonly string[], rows: readonly Row[]): Promise<void> {
    const first = rows[0];
    if (first === undefined) return;
    const set = Object.keys(first).filter((name) => !key.includes(name));
    const columns = [...key, ...set].map((name) => rows.map((row) => row[name] ?? null));
    await this.ask(prepared(updateArrays(table, key, set), columns));
  }

  /** The commit goes out right behind them; after one that failed PostgreSQL rolls back instead. */
  send(writing: ReadonlyArray<Promise<unknown>>): Promise<void> {
    this.sent.push(...writing);
    // Their errors are heard at the end of the transaction, and are not unheard until then.
    for (const each of writing) each.catch(() => undefined);
    return Promise.resolve();
  }

  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    this.mustBeOpen();
    return this.runner.manager.getRepository(entity);
  }

  afterCommit(effect: () => void): void {
    this.mustBeOpen();
    this.effects.push(effect);
  }

  end(): void {
    this.over = true;
  }

  private mustBeOpen(): void {
    if (this.over) throw new TransactionOverError('a statement came after the end of its transaction');
  }
}

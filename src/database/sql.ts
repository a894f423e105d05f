/** A value that can be bound to a statement. Booleans are stored as states or instants, never as such. */
export type Value = string | bigint | number | Buffer | null;

/** A row as both databases return it: every integer is a bigint, every blob a Buffer. */
export type Row = Record<string, string | bigint | Buffer | null>;

export type ColumnType = 'text' | 'bigint' | 'bytea';

/** What set-wide writing needs to know of a table: its name and its columns in the order of writing. */
export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** Reading: the same SQL, with `?` as placeholder, on both databases. */
export interface Reader {
  readonly dialect: 'sqlite' | 'postgres';
  /** All rows. Bound the number of rows in the statement itself. */
  all<R extends Row = Row>(sql: string, params?: readonly Value[]): Promise<R[]>;
  /** The first row, or undefined. */
  one<R extends Row = Row>(sql: string, params?: readonly Value[]): Promise<R | undefined>;
  /** Rows in chunks, for reading through a whole table inside a snapshot. */
  chunks<R extends Row = Row>(sql: string, params?: readonly Value[]): AsyncIterable<R[]>;
  /** The condition "column is one of values" and the one parameter it needs. */
  within(column: string, values: readonly string[]): { sql: string; param: Value };
  /** The same for a column of bytes. @param hex the values, each as hexadecimal digits */
  withinBytes(column: string, hex: readonly string[]): { sql: string; param: Value };
}

/** Writing, inside one database transaction. */
export interface Tx extends Reader {
  /** Appended to a SELECT, locks its rows until the end of the transaction. Empty on SQLite: one writer. */
  readonly forUpdate: string;
  /**
   * The rows of one community that have one of `keys` in a column that is unique in it, at most one for each key.
   * Each is found by the index, whatever the database believes of the size of the table: PostgreSQL keeps a plan that
   * it made for an empty table until the table is analysed.
   * @param what.lock keeps the rows from others until the end of the transaction, locked in the order of the keys;
   * `free` leaves out those that somebody else has locked, and so never waits
   */
  lookUp<R extends Row = Row>(
    what: { columns: string; table: string; key: string; lock?: boolean | 'free' },
    communityId: string,
    keys: readonly string[],
  ): Promise<R[]>;
  /** Runs one statement and returns how many rows it changed. */
  run(sql: string, params?: readonly Value[]): Promise<number>;
  /** Writes many rows of one table. Columns left out of a row are null. */
  insert(table: Table, rows: readonly Row[]): Promise<void>;
  /** Sets columns of many rows, each found by its key columns. Throws when a row is missing. */
  update(table: Table, key: readonly string[], rows: readonly Row[]): Promise<void>;
  /**
   * Hands over the last writing of a transaction: the work may end without waiting for it. Should any of it fail, the
   * transaction fails with that error and nothing is committed.
   */
  send(writing: ReadonlyArray<Promise<unknown>>): Promise<void>;
  /** Outside effects wait here until the commit is durable. An error in one is logged, never thrown. */
  afterCommit(effect: () => void): void;
}

const numbered = new Map<string, string>();

/** `?` to `$1`, `$2`, … for PostgreSQL. Our SQL has no literal question marks (test/house checks it). */
export function withNumbers(sql: string): string {
  let known = numbered.get(sql);
  if (known === undefined) {
    let n = 0;
    known = sql.replace(/\?/g, () => `$${++n}`);
    numbered.set(sql, known);
  }
  return known;
}

/** `insert into t (a, b) values (?, ?)` */
export function insertOne(table: Table): string {
  const names = Object.keys(table.columns);
  return `insert into ${table.name} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`;
}

/** The same from arrays, one parameter a column, for PostgreSQL. */
export function insertArrays(table: Table): string {
  const names = Object.keys(table.columns);
  const arrays = Object.values(table.columns).map((type, i) => `$${i + 1}::${type}[]`);
  return `insert into ${table.name} (${names.join(', ')}) select * from unnest(${arrays.join(', ')})`;
}

/** `update t set b = ? where a = ?`: the columns that are set first, the key last. */
export function updateOne(table: Table, key: readonly string[], set: readonly string[]): string {
  const where = key.map((name) => `${name} = ?`).join(' and ');
  return `update ${table.name} set ${set.map((name) => `${name} = ?`).join(', ')} where ${where}`;
}

/**
 * The same for many rows from arrays, key columns first, for PostgreSQL. Where a row is missing it divides by zero, so
 * that the transaction is lost even when nobody waits for the answer.
 */
export function updateArrays(table: Table, key: readonly string[], set: readonly string[]): string {
  const names = [...key, ...set];
  const arrays = names.map((name, i) => `$${i + 1}::${table.columns[name]}[]`);
  const assignments = set.map((name) => `${name} = n.${name}`).join(', ');
  const where = key.map((name) => `o.${name} = n.${name}`).join(' and ');
  const update = `update ${table.name} o set ${assignments} from unnest(${arrays.join(', ')}) n(${names.join(', ')}) where ${where} returning 1`;
  const missing = `cardinality(${arrays[0]}) <> (select count(*) from changed)`;
  return `with changed as (${update}) select 1 / (case when ${missing} then 0 else 1 end)`;
}

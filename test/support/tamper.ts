import BetterSqlite3 from 'better-sqlite3';
import pg from 'pg';
import type { Config } from '../../src/config.js';
import type { Row } from '../../src/database/sql.js';

type Field = Row[string];

/** Somebody with the disk or the superuser's password: changes fields behind the books' back, and puts them back. */
export class Tamper {
  private constructor(
    private readonly ask: (sql: string, params: readonly Field[]) => Promise<Row[]>,
    /** The columns of a table's primary key. */
    readonly keysOf: (table: string) => Promise<string[]>,
    private readonly columnsOf: (table: string) => Promise<Array<[name: string, type: string]>>,
    readonly close: () => Promise<void>,
  ) {}

  /** @param tables their triggers, checks and foreign keys stand in the way no more */
  static on({ database }: Config, tables: readonly string[]): Promise<Tamper> {
    return database.kind === 'sqlite'
      ? Tamper.onSqlite(database.file, tables)
      : Tamper.onPostgres(database.url, tables);
  }

  private static onSqlite(file: string, tables: readonly string[]): Promise<Tamper> {
    const handle = new BetterSqlite3(file);
    handle.defaultSafeIntegers(true);
    for (const pragma of ['foreign_keys=OFF', 'ignore_check_constraints=ON']) handle.pragma(pragma);
    const listed = handle.prepare<unknown[], { name: string; tbl_name: string }>(
      `select name, tbl_name from sqlite_schema where type = 'trigger'`,
    );
    for (const { name, tbl_name: table } of listed.all())
      if (tables.includes(table)) handle.exec(`drop trigger ${name}`);
    const ask = (sql: string, params: readonly Field[]) => {
      const statement = handle.prepare<unknown[], Row>(sql);
      if (statement.reader) return Promise.resolve(statement.all(...params));
      statement.run(...params);
      return Promise.resolve([]);
    };
    const keysOf = (table: string) => {
      const columns = handle.pragma(`table_info(${table})`) as Array<{ name: string; pk: bigint }>;
      return Promise.resolve(columns.filter(({ pk }) => pk > 0n).map(({ name }) => name));
    };
    const columnsOf = (table: string) => {
      const columns = handle.pragma(`table_info(${table})`) as Array<{ name: string; type: string }>;
      return Promise.resolve(columns.map(({ name, type }): [string, string] => [name, type.toLowerCase()]));
    };
    const close = () => Promise.resolve(void handle.close());
    return Promise.resolve(new Tamper(ask, keysOf, columnsOf, close));
  }

  private static async onPostgres(url: string, tables: readonly string[]): Promise<Tamper> {
    const client = new pg.Client({ connectionString: url });
    client.setTypeParser(pg.types.builtins.INT8, (text: string) => BigInt(text));
    await client.connect();
    // Neither triggers nor foreign keys act for a replica.
    await client.query('set session_replication_role = replica');
    const { rows: checks } = await client.query<{ name: string; tab: string }>(
      `select conname as name, conrelid::regclass::text as tab from pg_constraint where contype = 'c'`,
    );
    for (const { name, tab } of checks)
      if (tables.includes(tab)) await client.query(`alter table ${tab} drop constraint ${name}`);
    let n = 0;
    const ask = async (sql: string, params: readonly Field[]) => {
      n = 0;
      const text = sql.replace(/\?/g, () => `$${++n}`);
      return (await client.query<Row>(text, [...params])).rows;
    };
    const keysOf = async (table: string) => {
      const { rows } = await client.query<{ name: string }>(
        `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
          where i.indrelid = $1::regclass and i.indisprimary`,
        [table],
      );
      return rows.map(({ name }) => name);
    };
    const columnsOf = async (table: string) => {
      const { rows } = await client.query<{ name: string; type: string }>(
        `select attname as name, format_type(atttypid, null) as type from pg_attribute
          where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
        [table],
      );
      return rows.map(({ name, type }): [string, string] => [name, type]);
    };
    return new Tamper(ask, keysOf, columnsOf, () => client.end());
  }

  rows(table: string): Promise<Row[]> {
    return this.ask(`select * from ${table}`, []);
  }

  /** Puts in one row of no meaning. */
  async fill(table: string): Promise<void> {
    const columns = await this.columnsOf(table);
    const values = columns.map(([, type]) =>
      type === 'text' ? 'X' : type === 'bigint' || type === 'integer' ? 1n : Buffer.from('X'),
    );
    await this.ask(`insert into ${table} values (${values.map(() => '?').join(', ')})`, values);
  }

  /** Sets fields of one row while `work` runs. */
  async while<T>(table: string, row: Row, fields: Readonly<Record<string, Field>>, work: () => Promise<T>) {
    await this.set(table, row, fields);
    try {
      return await work();
    } finally {
      const back = Object.keys(fields).map((name) => [name, row[name] as Field] as const);
      await this.set(table, { ...row, ...fields }, Object.fromEntries(back));
    }
  }

  private async set(table: string, row: Row, fields: Readonly<Record<string, Field>>): Promise<void> {
    const keys = await this.keysOf(table);
    const sets = Object.keys(fields).map((name) => `${name} = ?`);
    const where = keys.map((name) => `${name} = ?`);
    const params: Field[] = [...Object.values(fields), ...keys.map((name) => row[name] as Field)];
    await this.ask(`update ${table} set ${sets.join(', ')} where ${where.join(' and ')}`, params);
  }
}

/** Other values for a field: one a little different, and none at all where there may be none. */
export function flips(value: Field): Field[] {
  if (value === null) return [1n, 'X', Buffer.from('X')];
  if (typeof value === 'bigint') return [value + 1n, null];
  if (typeof value === 'string') return [`${value}X`, null];
  const other = Buffer.from(value);
  other[0] = other[0]! ^ 1;
  return [other, null];
}

import BetterSqlite3 from 'better-sqlite3';
import { insertOne, type Row, type Table, type Value } from '../database/sql.js';
import { prepareHandle } from '../database/sqlite.js';
import { LineFault } from './import-community-lines.js';

interface ForeignKey {
  readonly parent: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/**
 * A SQLite file with all tables, into which a community is written line by line before anything else is touched: what
 * the tables themselves do not allow is found here, at the line where it stands.
 */
export class Draft {
  private readonly handle: BetterSqlite3.Database;
  private readonly statements = new Map<string, BetterSqlite3.Statement>();

  constructor(file: string) {
    this.handle = new BetterSqlite3(file);
    prepareHandle(this.handle);
    // It is thrown away afterwards, whatever happens.
    this.handle.pragma('synchronous=OFF');
    this.handle.exec('begin');
  }

  /** @throws LineFault when the table does not take the row */
  insert(table: Table, row: Row): void {
    const values = Object.keys(table.columns).map((name) => row[name] ?? null);
    try {
      this.prepare(insertOne(table)).run(...values);
    } catch (error) {
      throw this.faultOf(error, table.name, row);
    }
  }

  /** The row with these values, when there is one. */
  find(table: string, key: Row): Row | undefined {
    const where = Object.keys(key).map((name) => `${name} = ?`);
    const sql = `select * from ${table} where ${where.join(' and ')}`;
    return this.prepare(sql).get(...Object.values(key)) as Row | undefined;
  }

  /** Keeps everything for those who read the file next. */
  finish(): void {
    this.handle.exec('commit');
    this.handle.close();
  }

  /** After `finish` it does nothing. */
  close(): void {
    this.handle.close();
  }

  private prepare(sql: string): BetterSqlite3.Statement<Value[]> {
    let statement = this.statements.get(sql);
    if (statement === undefined) this.statements.set(sql, (statement = this.handle.prepare(sql)));
    return statement as BetterSqlite3.Statement<Value[]>;
  }

  private faultOf(error: unknown, table: string, row: Row): unknown {
    const { code = '', message = '' } = error as { code?: string; message?: string };
    if (!code.startsWith('SQLITE_CONSTRAINT')) return error;
    if (code.endsWith('FOREIGNKEY')) return new LineFault(this.lostReference(table, row));
    const columns = message.split(': ').at(-1)!.replaceAll(`${table}.`, '');
    if (/(UNIQUE|PRIMARYKEY)$/.test(code)) return new LineFault(`an earlier line has the same ${columns}`);
    if (code.endsWith('NOTNULL')) return new LineFault(`${columns} is empty`);
    return new LineFault(`the table does not allow it (${message})`);
  }

  private lostReference(table: string, row: Row): string {
    for (const { parent, from, to } of this.foreignKeys(table)) {
      const values = from.map((name) => row[name] ?? null);
      if (values.includes(null)) continue;
      const key = Object.fromEntries(to.map((name, i) => [name, values[i]!]));
      if (this.find(parent, key) !== undefined) continue;
      return `${from.join(', ')} names ${values.map(String).join(' ')}, which is not in ${parent}.jsonl`;
    }
    return 'it names a row that is not there';
  }

  private foreignKeys(table: string): ForeignKey[] {
    const rows = this.handle
      .prepare('select id, "table" as parent, "from", "to" from pragma_foreign_key_list(?) order by id, seq')
      .all(table) as Array<{ id: bigint; parent: string; from: string; to: string | null }>;
    return [...new Set(rows.map(({ id }) => id))].map((id) => {
      const mine = rows.filter((row) => row.id === id);
      const parent = mine[0]!.parent;
      const keys = this.keyOf(parent);
      return { parent, from: mine.map(({ from }) => from), to: mine.map(({ to }, i) => to ?? keys[i]!) };
    });
  }

  private keyOf(table: string): string[] {
    const sql = 'select name from pragma_table_info(?) where pk > 0 order by pk';
    return this.handle.prepare(sql).pluck().all(table) as string[];
  }
}

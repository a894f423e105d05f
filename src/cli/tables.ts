import BetterSqlite3 from 'better-sqlite3';
import type { Reader, Row, Table } from '../database/sql.js';
import type { ColumnType } from '../database/sql.js';

/** Tables of the programs themselves, not of the data. */
const notOurs = /^(sqlite_|migrations$)/;

const types: Readonly<Record<string, ColumnType>> = { INTEGER: 'bigint', TEXT: 'text', BLOB: 'bytea' };

/**
 * Every table of ours, each after those that its foreign keys name, as a SQLite file with the same migrations has
 * them. PostgreSQL has the same tables with the same columns.
 */
export function tablesIn(file: string): Table[] {
  const handle = new BetterSqlite3(file, { readonly: true });
  try {
    const all = handle
      .prepare(`select name from sqlite_master where type = 'table'`)
      .pluck()
      .all() as string[];
    const names = all.filter((name) => !notOurs.test(name)).sort();
    const parents = new Map(names.map((name) => [name, parentsOf(handle, name)]));
    return inOrder(parents).map((name) => ({ name, columns: columnsOf(handle, name) }));
  } finally {
    handle.close();
  }
}

function columnsOf(handle: BetterSqlite3.Database, table: string): Record<string, ColumnType> {
  const rows = handle.prepare('select name, type from pragma_table_info(?) order by cid').all(table);
  return Object.fromEntries(
    (rows as Array<{ name: string; type: string }>).map(({ name, type }) => [
      name,
      types[type.toUpperCase()]!,
    ]),
  );
}

function parentsOf(handle: BetterSqlite3.Database, table: string): Set<string> {
  const rows = handle
    .prepare('select "table" from pragma_foreign_key_list(?)')
    .pluck()
    .all(table) as string[];
  return new Set(rows.filter((parent) => parent !== table));
}

function inOrder(parents: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const order = new Set<string>();
  while (order.size < parents.size) {
    const next = [...parents].filter(
      ([name, of]) => !order.has(name) && [...of].every((one) => order.has(one)),
    );
    if (next.length === 0) throw new Error('the foreign keys of the tables go in a circle');
    for (const [name] of next) order.add(name);
  }
  return [...order];
}

/** An exchange that undoes another comes after it, a card after the one it replaces: the key between them is in one table. */
const passes: Readonly<Record<string, readonly string[]>> = {
  exchanges: ['where reverses is null', 'where reverses is not null order by booked_at, writer_seq'],
  cards: ['where replaces is null', 'where replaces is not null order by activated_at, card_id'],
};

/** All rows of a table, in chunks, in an order in which they can be written. */
export async function* rowsOf(reader: Reader, table: Table): AsyncIterable<Row[]> {
  const columns = Object.keys(table.columns).join(', ');
  for (const pass of passes[table.name] ?? ['']) {
    yield* reader.chunks(`select ${columns} from ${table.name} ${pass}`);
  }
}

/** How many rows there are in all. */
export async function countRows(reader: Reader, tables: readonly Table[]): Promise<number> {
  let count = 0;
  for (const { name } of tables) {
    const row = await reader.one<{ rows: bigint }>(`select count(*) as rows from ${name}`);
    count += Number(row!.rows);
  }
  return count;
}

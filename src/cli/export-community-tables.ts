import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { openDatabase } from '../database/open.js';
import type { Reader, Row, Table } from '../database/sql.js';
import { onFile } from './copying.js';
import { tablesIn } from './tables.js';

/** What belongs to the server and not to a community, every way in, and what only another server's key can open. */
const staysBehind: ReadonlySet<string> = new Set([
  ...['operators', 'sign_in_links', 'sessions', 'api_tokens', 'sign_ins', 'tries'],
  ...['key_marks', 'secret_keys', 'proofs', 'epochs', 'webhook_tries'],
  // Said for one person alone, and for a while.
  'person_sounds',
]);

/** How a table is cut for one community where that is not simply its rows. Each `?` is the community. */
interface Cut {
  readonly columns?: Readonly<Record<string, string>>;
  readonly where?: string;
}

const wroteHere = 't.writer_id in (select x.writer_id from exchanges x where x.community_id = ?)';

/** The last number of a writer that is of this community, up to where the server has followed that writer. */
const lastOf = (table: string, number: string): string =>
  `(select coalesce(max(x.${number}), 0) from ${table} x
     where x.community_id = ? and x.writer_id = t.writer_id and x.${number} <= t.${number})`;

const cuts: Readonly<Record<string, Cut>> = {
  writers: { where: wroteHere },
  journal_cursors: { columns: { writer_seq: lastOf('exchanges', 'writer_seq') }, where: wroteHere },
  summary_cursors: { columns: { batch: lastOf('summary_deltas', 'batch') }, where: wroteHere },
  // A batch may have lines of several communities; those of one are numbered anew from 0.
  summary_deltas: {
    columns: { line: '(row_number() over (partition by t.writer_id, t.batch order by t.line) - 1)' },
  },
  // The keys that signed receipts stay good for ever and sign nothing elsewhere.
  receipt_keys: {
    columns: {
      state: `'retired'`,
      until_at: `coalesce(t.until_at,
        (select max(r.signed_at) from receipts r where r.community_id = ? and r.kid = t.kid))`,
    },
    where: 't.kid in (select r.kid from receipts r where r.community_id = ?)',
  },
  // Kept with a key of the old server, which guards the secrets of other communities too.
  cards: { columns: { secret: 'null' } },
  // Nothing is sent from a new place before somebody says so.
  webhooks: {
    columns: { state: `'paused'`, paused_why: `coalesce(t.paused_why, 'by_hand')`, tries: '0' },
  },
};

/** Rows that name others of their own table come after those. */
const passes: Readonly<Record<string, readonly string[]>> = {
  exchanges: ['t.reverses is null', 't.reverses is not null order by t.booked_at, t.writer_seq'],
  cards: ['t.replaces is null', 't.replaces is not null order by t.activated_at'],
};

/** Bytes that are the same everywhere: hashes, salts and fingerprints. */
const plainBytes: ReadonlySet<string> = new Set([
  ...['exchanges.salt', 'exchanges.fingerprint', 'exchanges.digest', 'transfers.digest', 'holds.digest'],
  ...['answers.fingerprint', 'answers.digest', 'receipts.digest', 'import_refs.ref_hash'],
  ...['payment_codes.token_hash', 'payment_requests.token_hash', 'vouchers.token_hash', 'cards.token_hash'],
  'community_sounds.sound',
  'community_drawings.picture',
]);

/** Where what persons chose to show is kept; the one table whose lines have another form than its rows. */
export const personData = 'person_data';

/**
 * The tables that go along with a community, each after those it names.
 * @param all every table there is
 * @param opens whether bytes of a column are opened on the way
 * @throws Error for a table or a column of bytes of which nobody has said how it leaves; a defect of ours
 */
export function tablesAlong(
  all: readonly Table[],
  opens: (table: string, column: string) => boolean,
): Table[] {
  const along = all.filter(({ name }) => !staysBehind.has(name));
  for (const { name, columns } of along) {
    if (!('community_id' in columns) && !(name in cuts))
      throw new Error(`nobody has said how ${name} leaves with a community`);
    for (const [column, type] of Object.entries(columns)) {
      const isKnown = type !== 'bytea' || plainBytes.has(`${name}.${column}`) || opens(name, column);
      if (!isKnown && cuts[name]?.columns?.[column] === undefined)
        throw new Error(`nobody has said how ${name}.${column} leaves with a community`);
    }
  }
  return along;
}

/** The rows of a table that are a community's, in chunks, in an order in which they can be written. */
export async function* rowsAlong(reader: Reader, table: Table, communityId: string): AsyncIterable<Row[]> {
  const { columns: own = {}, where = 't.community_id = ?' } = cuts[table.name] ?? {};
  const columns = Object.keys(table.columns).map((name) =>
    own[name] === undefined ? `t.${name}` : `${own[name]} as ${name}`,
  );
  for (const pass of passes[table.name] ?? ['true']) {
    const sql = `select ${columns.join(', ')} from ${table.name} t where ${where} and ${pass}`;
    yield* reader.chunks(
      sql,
      [...sql.matchAll(/\?/g)].map(() => communityId),
    );
  }
}

/** All rows of a file that holds one community, in the same order. */
export async function* rowsInside(reader: Reader, table: Table): AsyncIterable<Row[]> {
  const columns = Object.keys(table.columns).join(', ');
  for (const pass of passes[table.name] ?? ['true'])
    yield* reader.chunks(`select ${columns} from ${table.name} t where ${pass}`);
}

/** A SQLite file with all tables and nothing in them, in a folder that is removed afterwards. */
export async function withEmptyFile<T>(
  config: Config,
  work: (file: string, tables: readonly Table[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'samenmunt-community-'));
  try {
    const file = join(folder, 'community.sqlite');
    await (await openDatabase(onFile(config, file))).close();
    return await work(file, tablesIn(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

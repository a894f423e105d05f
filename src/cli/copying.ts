import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Config } from '../config.js';
import { openDatabase } from '../database/open.js';
import { withLook } from './opening.js';
import { countRows, rowsOf, tablesIn } from './tables.js';
import { progress, Refused, type Terminal } from './terminal.js';

/** The settings of a SQLite file, with all else as it was. */
export function onFile(config: Config, file: string): Config {
  return { ...config, database: { kind: 'sqlite', file: resolve(file) } };
}

/**
 * Copies the whole database into one new SQLite file while others write: it is as at one moment. The file has its
 * name only when it is complete and safely on the disk.
 * @throws Refused when the file is there already
 */
export async function writeCopy(config: Config, file: string, terminal: Terminal): Promise<void> {
  const target = resolve(file);
  if (existsSync(target)) throw new Refused(`${file} is there already: it is not overwritten`);
  mkdirSync(dirname(target), { recursive: true });
  const draft = `${target}.part`;
  removeFile(draft);
  try {
    if (config.database.kind === 'sqlite') await copySqlite(config, draft);
    else await copyTables(config, draft, terminal);
    finish(draft);
    // Unlike a rename, a link never replaces a file that somebody made meanwhile.
    linkSync(draft, target);
    sync(dirname(target));
  } finally {
    removeFile(draft);
  }
}

/** SQLite writes it itself, without what was erased and is still on free pages. */
async function copySqlite(config: Config, draft: string): Promise<void> {
  await withLook(config, () => {
    const { database } = config;
    const handle = new BetterSqlite3(database.kind === 'sqlite' ? database.file : '', { readonly: true });
    try {
      handle.prepare('vacuum into ?').run(draft);
    } finally {
      handle.close();
    }
    return Promise.resolve();
  });
}

/** From PostgreSQL, table by table on one unchanging view, into a file that the same migrations made. */
async function copyTables(config: Config, draft: string, terminal: Terminal): Promise<void> {
  const target = await openDatabase(onFile(config, draft));
  try {
    const tables = tablesIn(draft);
    await withLook(config, (source) =>
      source.snapshot(async (reader) => {
        const bar = progress(terminal, 'rows copied', await countRows(reader, tables));
        for (const table of tables) {
          for await (const rows of rowsOf(reader, table)) {
            await target.transaction((tx) => tx.insert(table, rows));
            bar.add(rows.length);
          }
        }
        bar.done();
      }),
    );
  } finally {
    await target.close();
  }
}

/** One file and nothing beside it, so that it can be carried away and opened where nothing may be written. */
function finish(draft: string): void {
  const handle = new BetterSqlite3(draft);
  handle.pragma('journal_mode = DELETE');
  handle.close();
  sync(draft);
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Removes a SQLite file with what lies beside it. */
export function removeFile(file: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal', '.lock', '.lock-journal'])
    rmSync(`${file}${ending}`, { force: true });
}

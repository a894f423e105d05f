import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import BetterSqlite3 from 'better-sqlite3';
import { keyPlace, openKeys } from '../access/key-file.js';
import { sameBytes } from '../access/keys.js';
import { beginEpoch, Epochs } from '../books/epochs.service.js';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import { openDatabase, type OpenedDatabase } from '../database/open.js';
import type { Row, Table } from '../database/sql.js';
import { PostgresVault } from '../members/vault.postgres.js';
import type { WrappedKey } from '../members/vault.js';
import { ErasuresService } from '../members/erasures.service.js';
import { VoucherHolds } from '../vouchers/voucher-holds.service.js';
import { onFile } from './copying.js';
import { fill, vaultFile, vaultTables, type VaultContent } from './key-backup.js';
import { allSteps, doneStepsOf, withRooms } from './opening.js';
import { countRows, rowsOf, tablesIn } from './tables.js';
import { progress, Refused, type Terminal } from './terminal.js';

/** Nobody is signed in after a restore: who had a way in then may have lost it since. */
const notRestored: ReadonlySet<string> = new Set(['sessions', 'sign_in_links', 'api_tokens', 'tries']);

export interface Restored {
  readonly rows: number;
  /** How many vouchers were active and lie still now. */
  readonly vouchers: number;
  /** How many persons are forgotten, by the backup or since. */
  readonly forgotten: number;
}

/**
 * Puts a backup into an empty database, in one database transaction.
 * @param file checked before
 * @throws Refused when the database is not empty, or the master key is another one than the backup's
 */
export async function restore(config: Config, file: string, terminal: Terminal): Promise<Restored> {
  const source = resolve(file);
  mustHaveItsKey(source, config, terminal.env);
  return withCurrentTables(config, source, async (current) => {
    const rows = await fillDatabase(config, current, terminal);
    // At their start the rooms forget again who was forgotten, and check that the keys fit.
    return withRooms(config, async (rooms) => {
      const vouchers = await holdVouchers(rooms);
      return { rows, vouchers, forgotten: (await rooms.get(ErasuresService).list()).length };
    });
  });
}

/**
 * What was active when the backup was made may have been used since: it lies still until somebody releases it.
 * @returns how many vouchers
 */
export async function holdVouchers(rooms: INestApplicationContext): Promise<number> {
  const epochs = rooms.get(Epochs);
  const epoch = await epochs.current();
  if (epoch === undefined || epoch.vouchersHeldAt !== null) return 0;
  const count = await rooms.get(VoucherHolds).holdAll();
  await epochs.vouchersHeld(epoch.number);
  return count;
}

function mustHaveItsKey(source: string, config: Config, env: NodeJS.ProcessEnv): void {
  const handle = new BetterSqlite3(source, { readonly: true });
  const mark = handle.prepare(`select mark from key_marks where purpose = 'master'`).pluck().get();
  handle.close();
  if (mark === undefined) return;
  const place = keyPlace(config.secretsDir, env);
  if (place.masterKey === undefined && !existsSync(join(config.secretsDir, 'master.key'))) {
    throw new Refused(`${config.secretsDir} has no master key: put the backup of the keys there first`);
  }
  if (!sameBytes(openKeys(place).mark(), mark as Buffer)) {
    throw new Refused('the backup was made under another master key than the one in SECRETS_DIR');
  }
}

/** An older backup is brought up to date first, in a copy. */
async function withCurrentTables<T>(
  config: Config,
  source: string,
  work: (file: string) => Promise<T>,
): Promise<T> {
  const done = doneStepsOf(source);
  const all = allSteps();
  if (done.some((name) => !all.includes(name)))
    throw new Refused('the backup is of a newer version of this program');
  if (done.length === all.length) return work(source);
  const folder = mkdtempSync(join(tmpdir(), 'samenmunt-restore-'));
  try {
    const copy = join(folder, 'copy.sqlite');
    copyFileSync(source, copy);
    await (await openDatabase(onFile(config, copy))).close();
    return await work(copy);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fillDatabase(config: Config, source: string, terminal: Terminal): Promise<number> {
  const tables = tablesIn(source);
  const target = await openDatabase(config);
  try {
    await mustBeEmpty(target, tables);
    const gone = await forgottenHere(config, target);
    const backup = await openDatabase(onFile(config, source), { readOnly: true });
    try {
      return await copyInto(target, backup, tables, gone, terminal);
    } finally {
      await backup.close();
    }
  } finally {
    await target.close();
  }
}

async function mustBeEmpty(target: Database, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables) {
    const row = await target.reader.one(`select 1 as one from ${name} limit 1`);
    if (row === undefined) continue;
    throw new Refused(
      `the database is not empty (${name} has rows): a backup is restored into an empty one only`,
    );
  }
}

/**
 * Who was forgotten, by id, as the keys here know it. On PostgreSQL the keys from the folder of secrets are put in
 * their place first; doing that again, after a restore that failed, adds nothing.
 */
async function forgottenHere(config: Config, target: OpenedDatabase): Promise<Set<string>> {
  const beside = vaultFile(config.secretsDir);
  const { forgotten } = target.dialect === 'postgres' ? await bringKeys(target, beside) : beside;
  return new Set(forgotten.map(({ communityId, partyId }) => `${communityId} ${partyId}`));
}

async function bringKeys(target: Database, beside: VaultContent): Promise<VaultContent> {
  const there = await vaultTables(target);
  const nameOf = ({ communityId, partyId }: WrappedKey): string => `${communityId} ${partyId}`;
  const known = new Set(there.keys.map(nameOf));
  const keys = beside.keys.filter((key) => !known.has(nameOf(key)));
  await fill(new PostgresVault(target), { keys, forgotten: [...there.forgotten, ...beside.forgotten] });
  return vaultTables(target);
}

async function copyInto(
  target: Database,
  backup: Database,
  tables: readonly Table[],
  gone: ReadonlySet<string>,
  terminal: Terminal,
): Promise<number> {
  const wanted = tables.filter(({ name }) => !notRestored.has(name));
  const bar = progress(terminal, 'rows restored', await countRows(backup.reader, wanted));
  // Nobody writes the backup, so it is read as it is: a snapshot lets others have their turn, which a transaction on
  // SQLite may not.
  const rows = await target.transaction(async (tx) => {
    let count = 0;
    for (const table of wanted) {
      for await (const some of rowsOf(backup.reader, table)) {
        const kept = table.name === 'person_data' ? some.filter((row) => !gone.has(whoseOf(row))) : some;
        await tx.insert(table, kept);
        count += kept.length;
        bar.add(some.length);
      }
    }
    await beginEpoch(tx, Date.now());
    return count;
  });
  bar.done();
  return rows;
}

function whoseOf(row: Row): string {
  return `${row.community_id as string} ${row.party_id as string}`;
}

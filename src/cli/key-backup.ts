import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { keyPlace } from '../access/key-file.js';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import type { Row } from '../database/sql.js';
import { SqliteVault } from '../members/vault.sqlite.js';
import type { Forgotten, Vault, WrappedKey } from '../members/vault.js';
import { withLook } from './opening.js';
import { Refused } from './terminal.js';

const vaultName = 'person-keys.sqlite';

/** All there is in a vault. */
export interface VaultContent {
  readonly keys: readonly WrappedKey[];
  readonly forgotten: readonly Forgotten[];
}

/**
 * Copies the keys into a new folder that can be used as SECRETS_DIR. It has its name only when it is complete.
 * @throws Refused when the folder is there already
 */
export async function backUpKeys(
  config: Config,
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<{ keys: number; hasMaster: boolean }> {
  if (existsSync(folder)) throw new Refused(`${folder} is there already: it is not overwritten`);
  const content =
    config.database.kind === 'sqlite'
      ? vaultFile(config.secretsDir)
      : await withLook(config, (database) => vaultTables(database));
  const draft = `${resolve(folder)}.part`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const hasMaster = keyPlace(config.secretsDir, env).masterKey === undefined;
  if (hasMaster) copyFileSync(join(config.secretsDir, 'master.key'), join(draft, 'master.key'));
  const vault = new SqliteVault(draft);
  await fill(vault, content);
  vault.close();
  renameSync(draft, resolve(folder));
  return { keys: content.keys.length, hasMaster };
}

/** Puts keys into a vault. Keys of who was forgotten are left out. */
export async function fill(vault: Vault, { keys, forgotten }: VaultContent): Promise<void> {
  const gone = new Set(forgotten.map(({ communityId, partyId }) => `${communityId} ${partyId}`));
  const left = keys.filter(({ communityId, partyId }) => !gone.has(`${communityId} ${partyId}`));
  for (let at = 0; at < left.length; at += 1000) await vault.keep(left.slice(at, at + 1000));
  await vault.forget(forgotten);
}

/** What the vault of a SQLite installation holds; nothing when there is none. */
export function vaultFile(secretsDir: string): VaultContent {
  const file = join(secretsDir, vaultName);
  if (!existsSync(file)) return { keys: [], forgotten: [] };
  const handle = new BetterSqlite3(file, { readonly: true });
  try {
    const keys = handle.prepare('select * from person_keys').all() as Row[];
    const forgotten = handle.prepare('select * from forgotten').all() as Row[];
    return { keys: keys.map(keyOf), forgotten: forgotten.map(forgottenOf) };
  } finally {
    handle.close();
  }
}

/** What the vault of a PostgreSQL installation holds. */
export async function vaultTables(database: Database): Promise<VaultContent> {
  const keys = await database.reader.all('select * from vault.person_keys');
  const forgotten = await database.reader.all('select * from vault.forgotten');
  return { keys: keys.map(keyOf), forgotten: forgotten.map(forgottenOf) };
}

function keyOf(row: Row): WrappedKey {
  const { community_id, party_id, master_id, wrapped } = row as Record<string, string> & { wrapped: Buffer };
  return { communityId: community_id!, partyId: party_id!, masterId: master_id!, wrapped };
}

function forgottenOf(row: Row): Forgotten {
  return {
    communityId: row.community_id as string,
    partyId: row.party_id as string,
    at: Number(row.erased_at),
  };
}

import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { aPlace, type Dialect, type TestPlace } from './databases.js';

/** The key under which the frozen persons are sealed. It guards nothing. */
export const frozenKey = '5afe'.repeat(16);

/** What `node --import ./test/support/typescript.mjs test/fixtures/make.ts` writes. */
export const frozenFiles = {
  sqlite: 'issue-2.sqlite.gz',
  vault: 'issue-2.vault.sqlite.gz',
  postgres: 'issue-2.postgres.sql.gz',
} as const;

const read = (name: string) => gunzipSync(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)));

/** A place with a database as an earlier version of us left it. Its master key is `frozenKey`. */
export async function thaw(dialect: Dialect): Promise<TestPlace> {
  const place = await aPlace(dialect, { PUBLIC_URL: 'https://munt.example' });
  const { database, secretsDir } = place.config;
  mkdirSync(secretsDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(secretsDir, 'master.key'), frozenKey, { mode: 0o600 });
  if (database.kind === 'sqlite') {
    writeFileSync(database.file, read(frozenFiles.sqlite));
    writeFileSync(join(secretsDir, 'person-keys.sqlite'), read(frozenFiles.vault), { mode: 0o600 });
    return place;
  }
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(read(frozenFiles.postgres).toString());
  } finally {
    await client.end();
  }
  return place;
}

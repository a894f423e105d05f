import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../../src/config.js';
import { freshPostgres } from './postgres.js';

export const dialects = ['sqlite', 'postgres'] as const;
export type Dialect = (typeof dialects)[number];

export interface TestPlace {
  readonly config: Config;
  readonly folder: string;
  /** Removes the database and the folder. */
  drop(): Promise<void>;
}

/** An empty database of one kind, with a folder for its secrets. */
export async function aPlace(dialect: Dialect, env: NodeJS.ProcessEnv = {}): Promise<TestPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'samenmunt-'));
  const postgres = dialect === 'postgres' ? await freshPostgres() : undefined;
  const config = readConfig({
    DATABASE_URL: postgres?.url ?? `sqlite:${join(folder, 'test.sqlite')}`,
    DATABASE_POOL: '8',
    SECRETS_DIR: join(folder, 'secrets'),
    PORT: '0',
    LOG_LEVEL: 'silent',
    ...env,
  });
  const drop = async () => {
    await postgres?.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { config, folder, drop };
}

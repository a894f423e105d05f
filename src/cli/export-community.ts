import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keyPlace } from '../access/key-file.js';
import { KeysService } from '../access/keys.service.js';
import { sameBytes } from '../access/keys.js';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import type { Reader, Row, Table } from '../database/sql.js';
import { PersonKeys } from '../members/person-keys.js';
import { unseal } from '../members/seal.js';
import { PostgresVault } from '../members/vault.postgres.js';
import { SqliteVault } from '../members/vault.sqlite.js';
import { isOpened, opened, openedColumns } from './export-community-secrets.js';
import { personData, rowsAlong, tablesAlong, withEmptyFile } from './export-community-tables.js';
import { allSteps, withLook } from './opening.js';
import { progress, Refused, type Progress, type Terminal } from './terminal.js';

/** What a folder is that holds one community, and in which form. */
export const folderFormat = { format: 'samenmunt community', version: 1 } as const;

/** One file of the folder: the lines of one table, a JSON object each. */
export interface TableFile {
  readonly table: string;
  readonly lines: number;
  /** Of the whole file, in hexadecimal digits. */
  readonly sha256: string;
}

/** The head of the folder, `manifest.json`. */
export interface Manifest {
  readonly format: string;
  readonly version: number;
  readonly community: string;
  /** As ISO 8601. */
  readonly made_at: string;
  /** The migrations that the tables had. */
  readonly steps: readonly string[];
  /** Columns of which the folder shows the secret itself. */
  readonly opened: readonly string[];
  readonly files: readonly TableFile[];
}

export interface ExportedCommunity {
  readonly rows: number;
  readonly persons: number;
  /** Persons who are not forgotten, and whose key is gone all the same. */
  readonly unreadable: number;
  /** Secrets that no key opens any more. */
  readonly lost: number;
  /** Active cards, the secrets of which do not go along. */
  readonly cards: number;
  /** Exchanges that have no place in the journal yet; they get it on the other server. */
  readonly waiting: number;
}

/**
 * Writes one community into a new folder in open formats, as it is at one moment; a server may be running. The folder
 * has its name only when it is complete.
 * @throws Refused when the folder is there already, there is no such community, or the keys are not those of the data
 */
export async function exportCommunity(
  config: Config,
  communityId: string,
  folder: string,
  terminal: Terminal,
): Promise<ExportedCommunity> {
  if (existsSync(folder)) throw new Refused(`${folder} is there already: it is not overwritten`);
  const draft = `${resolve(folder)}.part`;
  rmSync(draft, { recursive: true, force: true });
  try {
    const written = await withEmptyFile(config, (_file, tables) =>
      withLook(config, async (database) => {
        const { found } = await mustExist(database, communityId);
        mkdirSync(draft, { recursive: true, mode: 0o700 });
        const leaving = new Leaving(found, draft, await openedKeys(config, database, terminal.env));
        try {
          return await database.snapshot((reader) =>
            leaving.write(reader, tablesAlong(tables, isOpened), terminal),
          );
        } finally {
          leaving.close();
        }
      }),
    );
    renameSync(draft, resolve(folder));
    return written;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function mustExist(database: Database, communityId: string): Promise<{ found: string }> {
  const sql = 'select community_id as found from communities where community_id = ?';
  const row = await database.reader.one<{ found: string }>(sql, [communityId]);
  if (row === undefined) throw new Refused(`there is no community ${communityId}`);
  return row;
}

interface OpenedKeys {
  readonly keys: KeysService;
  readonly persons: PersonKeys;
}

/** The keys of the data, opened beside a running server. */
async function openedKeys(config: Config, database: Database, env: NodeJS.ProcessEnv): Promise<OpenedKeys> {
  const place = keyPlace(config.secretsDir, env);
  if (place.masterKey === undefined && !existsSync(join(config.secretsDir, 'master.key')))
    throw new Refused(`${config.secretsDir} has no master key: the keys are needed to read persons' data`);
  const keys = new KeysService(database, place);
  const known = await database.reader.one(`select mark from key_marks where purpose = 'master'`);
  if (known === undefined || !sameBytes(known.mark as Buffer, keys.keys.mark()))
    throw new Refused('the master key is not the one this database was written under');
  const isFile = database.dialect === 'sqlite';
  const vault = isFile ? new SqliteVault(config.secretsDir) : new PostgresVault(database);
  return { keys, persons: new PersonKeys(keys, vault) };
}

/** One community on its way into a folder. */
class Leaving {
  private persons = 0;
  private unreadable = 0;
  private lost = 0;

  constructor(
    private readonly communityId: string,
    private readonly folder: string,
    private readonly open: OpenedKeys,
  ) {}

  async write(reader: Reader, tables: readonly Table[], terminal: Terminal): Promise<ExportedCommunity> {
    const bar = progress(terminal, 'rows written', 0);
    const files: TableFile[] = [];
    for (const table of tables) files.push(await this.table(reader, table, bar));
    bar.done();
    this.manifest(files);
    const { persons, unreadable, lost } = this;
    const rows = files.reduce((sum, { lines }) => sum + lines, 0);
    const count = async (sql: string): Promise<number> =>
      Number((await reader.one(`select count(*) as n from ${sql}`, [this.communityId]))!.n);
    const cards = await count(`cards where community_id = ? and state = 'active' and secret is not null`);
    const waiting = await count(`exchanges x where x.community_id = ? and not exists (select 1 from journal j
      where j.community_id = x.community_id and j.exchange_id = x.exchange_id)`);
    return { rows, persons, unreadable, lost, cards, waiting };
  }

  close(): void {
    this.open.persons.onApplicationShutdown();
  }

  private async table(reader: Reader, table: Table, bar: Progress): Promise<TableFile> {
    const file = openSync(join(this.folder, `${table.name}.jsonl`), 'wx', 0o600);
    const hash = createHash('sha256');
    let lines = 0;
    try {
      for await (const rows of rowsAlong(reader, table, this.communityId)) {
        const shown = table.name === personData ? await this.people(rows) : this.plain(table, rows);
        const text = shown.map((line) => `${JSON.stringify(line)}\n`).join('');
        writeFileSync(file, text);
        hash.update(text);
        lines += shown.length;
        bar.add(shown.length);
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return { table: table.name, lines, sha256: hash.digest('hex') };
  }

  private plain({ name }: Table, rows: readonly Row[]): object[] {
    return rows.map((each) => {
      const { row, lost } = opened(this.open.keys, name, each);
      this.lost += lost;
      return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plainValue(value)]));
    });
  }

  /** What persons chose to show, in plain words. */
  private async people(rows: readonly Row[]): Promise<object[]> {
    const ids = rows.map(({ party_id }) => party_id as string);
    const keys = await this.open.persons.find(this.communityId, ids);
    const shown = rows.flatMap(({ party_id, sealed }) => {
      const id = party_id as string;
      const key = keys.get(id);
      if (key === undefined) return [];
      const data = unseal(sealed as Buffer, key, this.communityId, id);
      return [{ community_id: this.communityId, party_id: id, data }];
    });
    this.persons += shown.length;
    this.unreadable += rows.length - shown.length;
    return shown;
  }

  private manifest(files: readonly TableFile[]): void {
    const manifest: Manifest = {
      ...folderFormat,
      community: this.communityId,
      made_at: new Date().toISOString(),
      steps: allSteps(),
      opened: [`${personData}.data`, ...openedColumns],
      files,
    };
    const file = openSync(join(this.folder, 'manifest.json'), 'wx', 0o600);
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
    fsyncSync(file);
    closeSync(file);
  }
}

/** Whole numbers as numbers, bytes as base64. */
function plainValue(value: Row[string]): string | number | null {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (typeof value !== 'bigint') return value;
  if (!Number.isSafeInteger(Number(value)))
    throw new Error(`${value} is no whole number that JSON can carry`);
  return Number(value);
}

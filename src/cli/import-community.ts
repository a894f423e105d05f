import type { INestApplicationContext } from '@nestjs/common';
import { KeysService } from '../access/keys.service.js';
import { Differences } from '../books/verify.differences.js';
import type { Config } from '../config.js';
import { Database } from '../database/database.js';
import { openDatabase } from '../database/open.js';
import type { Reader, Table } from '../database/sql.js';
import { proveProgrammes } from '../issuance/issuance.proof.js';
import { PersonKeys, type PersonKey } from '../members/person-keys.js';
import { newPersonKey, seal } from '../members/seal.js';
import type { PersonData } from '../members/person.js';
import { proveVouchers } from '../vouchers/vouchers.proof.js';
import { onFile } from './copying.js';
import type { Manifest } from './export-community.js';
import { closed, isOpened } from './export-community-secrets.js';
import { personData, rowsInside, tablesAlong, withEmptyFile } from './export-community-tables.js';
import { Draft } from './import-community-draft.js';
import { eachLine, LineFault, personOf, readManifest, rowOf } from './import-community-lines.js';
import { prove, settle, withRooms } from './opening.js';
import { progress, Refused, warn, type Progress, type Terminal } from './terminal.js';

export interface ImportedCommunity {
  readonly communityId: string;
  readonly rows: number;
  readonly persons: number;
}

interface Newcomer {
  readonly partyId: string;
  readonly data: PersonData;
}

/** At most so many keys are looked up or written at once. */
const keysAtOnce = 1000;

/**
 * Brings the community of a folder into an empty server. All lines, references and books are checked in a file apart;
 * only then the database is written, in one transaction.
 * @throws Refused naming the file and the line of the first thing that is wrong, or when the server is not empty
 */
export async function importCommunity(
  config: Config,
  folder: string,
  terminal: Terminal,
): Promise<ImportedCommunity> {
  return withEmptyFile(config, async (file, all) => {
    const tables = tablesAlong(all, isOpened);
    const manifest = readManifest(folder, tables);
    const imported = await withRooms(config, async (rooms) => {
      await mustBeEmpty(rooms.get(Database).reader, tables);
      const arriving = new Arriving(rooms, manifest, tables);
      const draftConfig = onFile(config, file);
      const keys = await arriving.read(folder, file, terminal);
      await proveDraft(draftConfig, terminal);
      const draft = await openDatabase(draftConfig, { readOnly: true });
      try {
        return await arriving.write(draft.reader, keys, terminal);
      } finally {
        await draft.close();
      }
    });
    // At this start the rooms see to it that nobody is back who was forgotten here.
    await withRooms(config, settle);
    return imported;
  });
}

/** Anything but rows of the server itself. */
async function mustBeEmpty(reader: Reader, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    if (!('community_id' in columns)) continue;
    // The audit of the server itself stands under "-".
    const row = await reader.one(`select 1 as one from ${name} where community_id <> '-' limit 1`);
    if (row !== undefined)
      throw new Refused(
        `the server is not empty (${name} has rows): a community is imported into an empty one only`,
      );
  }
}

/** One community on its way in. */
class Arriving {
  private readonly communityId: string;
  private readonly newcomers: Newcomer[] = [];

  constructor(
    private readonly rooms: INestApplicationContext,
    private readonly manifest: Manifest,
    private readonly tables: readonly Table[],
  ) {
    this.communityId = manifest.community;
  }

  /**
   * Reads every line into the draft, with secrets already under the keys of this server.
   * @returns the persons' keys
   */
  async read(folder: string, file: string, terminal: Terminal): Promise<PersonKey[]> {
    const draft = new Draft(file);
    const total = this.manifest.files.reduce((sum, { lines }) => sum + lines, 0);
    const bar = progress(terminal, 'lines checked', total);
    try {
      for (const table of this.tables) await this.readTable(folder, table, draft, bar);
      const keys = await this.sealed(draft);
      draft.finish();
      return keys;
    } finally {
      bar.done();
      draft.close();
    }
  }

  /** Writes what the draft holds. The persons' keys are in the vault before, and go again when the writing fails. */
  async write(draft: Reader, keys: readonly PersonKey[], terminal: Terminal): Promise<ImportedCommunity> {
    const { communityId } = this;
    const vault = this.rooms.get(PersonKeys);
    const there = await this.known(keys.map(({ partyId }) => partyId));
    const added = keys.filter(({ partyId }) => !there.has(partyId));
    const bar = progress(terminal, 'rows written', 0);
    try {
      for (const some of inParts(added)) await vault.keep(communityId, some);
      const rows = await this.copy(draft);
      bar.add(rows);
      return { communityId, rows, persons: keys.length };
    } catch (error) {
      for (const some of inParts(added)) {
        await vault.drop(
          communityId,
          some.map(({ partyId }) => partyId),
        );
      }
      throw error;
    } finally {
      bar.done();
    }
  }

  private async readTable(folder: string, table: Table, draft: Draft, bar: Progress): Promise<void> {
    const { communityId } = this;
    const expected = this.manifest.files.find((file) => file.table === table.name)!;
    const { keys } = this.rooms.get(KeysService);
    eachLine(folder, expected, (text) => {
      if (table.name === personData) this.newcomers.push(newcomerOf(text, communityId, draft));
      else draft.insert(table, closed(keys, table.name, rowOf(text, table, communityId)));
      bar.add(1);
    });
    // Between tables the rest of the process has its turn.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /**
   * Each person under a new key; under the one that an earlier import left here when it was killed. Whoever was
   * forgotten here since comes without what could be read.
   */
  private async sealed(draft: Draft): Promise<PersonKey[]> {
    const { communityId } = this;
    const forgotten = await this.rooms.get(PersonKeys).forgotten();
    const gone = new Set(
      forgotten.filter((one) => one.communityId === communityId).map((one) => one.partyId),
    );
    const newcomers = this.newcomers.filter(({ partyId }) => !gone.has(partyId));
    const table = this.tables.find(({ name }) => name === personData)!;
    const known = await this.known(newcomers.map(({ partyId }) => partyId));
    return newcomers.map(({ partyId, data }) => {
      const key = known.get(partyId) ?? newPersonKey();
      const sealed = seal(data, key, communityId, partyId);
      draft.insert(table, { community_id: communityId, party_id: partyId, sealed });
      return { partyId, key };
    });
  }

  private async known(partyIds: readonly string[]): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    for (const some of inParts(partyIds)) {
      const keys = await this.rooms.get(PersonKeys).find(this.communityId, some);
      for (const [partyId, key] of keys) found.set(partyId, key);
    }
    return found;
  }

  private copy(draft: Reader): Promise<number> {
    return this.rooms.get(Database).transaction(async (tx) => {
      await mustBeEmpty(tx, this.tables);
      // PostgreSQL would go on checking references by plans that it made when the tables were empty.
      if (tx.dialect === 'postgres') await tx.run('set local plan_cache_mode = force_custom_plan');
      let rows = 0;
      for (const table of this.tables) {
        for await (const some of rowsInside(draft, table)) {
          await tx.insert(table, some);
          rows += some.length;
        }
      }
      return rows;
    });
  }
}

function newcomerOf(text: string, communityId: string, draft: Draft): Newcomer {
  const { partyId, data } = personOf(text, communityId);
  const key = { community_id: communityId, party_id: partyId };
  const person = draft.find('persons', key);
  if (person === undefined) throw new LineFault(`party_id names ${partyId}, who is not in persons.jsonl`);
  if (person.erased_at !== null) throw new LineFault(`${partyId} was forgotten, and stays so`);
  return { partyId, data };
}

/** @throws Refused when the books of the draft differ; each difference is said before */
async function proveDraft(draft: Config, terminal: Terminal): Promise<void> {
  const bar = progress(terminal, 'rows proved', 0);
  const proof = await prove(draft, (rows) => bar.add(rows)).finally(() => bar.done());
  const more = new Differences();
  const look = await openDatabase(draft, { readOnly: true });
  try {
    await look.snapshot(async (reader) => {
      await proveVouchers(reader, more, () => undefined);
      await proveProgrammes(reader, more, () => undefined);
    });
  } finally {
    await look.close();
  }
  const found = [...proof.differences, ...more.list];
  for (const { table, row, field, detail } of found.slice(0, 20))
    warn(terminal, `${table}.jsonl, ${row}: ${field}: ${detail}`);
  if (found.length > 0)
    throw new Refused(`the books in it differ in ${found.length} places; nothing is imported`);
}

function inParts<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < all.length; at += keysAtOnce) parts.push(all.slice(at, at + keysAtOnce));
  return parts;
}

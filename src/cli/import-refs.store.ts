import { createHash } from 'node:crypto';
import type { Database } from '../database/database.js';
import { uuidOf } from '../database/ids.js';
import type { Reader, Table } from '../database/sql.js';

export type RefKind = 'party' | 'account';

const refsTable: Table = {
  name: 'import_refs',
  columns: { community_id: 'text', kind: 'text', ref_hash: 'bytea', id: 'text', imported_at: 'bigint' },
};

/** What the lines of files became, by kind and the old system's number. Only a hash of that number is kept. */
export class ImportRefs {
  private constructor(
    private readonly communityId: string,
    private readonly ids: Map<string, string>,
  ) {}

  static async read(reader: Reader, communityId: string): Promise<ImportRefs> {
    const rows = await reader.all('select kind, ref_hash, id from import_refs where community_id = ?', [
      communityId,
    ]);
    const ids = rows.map(({ kind, ref_hash, id }) => {
      return [`${kind as string} ${(ref_hash as Buffer).toString('hex')}`, id as string] as const;
    });
    return new ImportRefs(communityId, new Map(ids));
  }

  find(kind: RefKind, ref: string): string | undefined {
    return this.ids.get(`${kind} ${this.hash(kind, ref).toString('hex')}`);
  }

  /** Remembers for good what a line became. */
  async add(database: Database, kind: RefKind, ref: string, id: string, at: number): Promise<void> {
    const ref_hash = this.hash(kind, ref);
    const row = { community_id: this.communityId, kind, ref_hash, id, imported_at: BigInt(at) };
    await database.transaction((tx) => tx.insert(refsTable, [row]));
    this.ids.set(`${kind} ${ref_hash.toString('hex')}`, id);
  }

  /** The name under which the audit knows the import of a line, so that what a crash cut off is found again. */
  mark(kind: RefKind, ref: string): string {
    return `import:${this.hash(kind, ref).toString('hex').slice(0, 32)}`;
  }

  private hash(kind: RefKind, ref: string): Buffer {
    return createHash('sha256')
      .update(JSON.stringify(['import', this.communityId, kind, ref]))
      .digest();
  }
}

/** Parties that an import made, by the mark in the audit. */
export async function markedParties(reader: Reader, communityId: string): Promise<Map<string, string>> {
  const rows = await reader.all(
    `select via, subject_id from audit
      where community_id = ? and via like 'import:%' and subject_kind = 'party' and act in ('manage_people', 'manage_group')`,
    [communityId],
  );
  return new Map(rows.map((row) => [row.via as string, row.subject_id as string]));
}

/** Removes everything that ties a community to the numbers of its old system. @returns how many there were */
export function forgetRefs(database: Database, communityId: string): Promise<number> {
  return database.transaction((tx) =>
    tx.run('delete from import_refs where community_id = ?', [communityId]),
  );
}

/**
 * The id of the order that a line of a file becomes: a UUID version 8 (RFC 9562), the same each time, so that
 * importing it again books nothing twice.
 */
export function importOrderId(communityId: string, file: string, ref: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['import', communityId, file, ref]))
    .digest();
  return uuidOf(bytes, 8);
}

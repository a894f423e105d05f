import type { Reader, Tx } from '../database/sql.js';

/** A drawing without its picture. */
export interface DrawingRow {
  readonly communityId: string;
  readonly name: string;
  readonly hash: string;
  /** Who put it there. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export async function insertDrawing(tx: Tx, row: DrawingRow, picture: Buffer): Promise<void> {
  await tx.run(
    `insert into community_drawings (community_id, name, picture, hash, made_by, made_at)
     values (?, ?, ?, ?, ?, ?)`,
    [row.communityId, row.name, picture, row.hash, row.by, BigInt(row.at)],
  );
}

/** @returns whether there was one */
export async function removeDrawing(tx: Tx, communityId: string, name: string): Promise<boolean> {
  const found = await tx.one('select hash from community_drawings where community_id = ? and name = ?', [
    communityId,
    name,
  ]);
  if (found === undefined) return false;
  await tx.run('delete from community_drawings where community_id = ? and name = ?', [communityId, name]);
  return true;
}

/** Those of one community, or of every community of the server. */
export async function findDrawings(reader: Reader, communityId?: string): Promise<DrawingRow[]> {
  const columns = 'community_id, name, hash, made_by, made_at';
  const order = 'order by community_id, name';
  const rows =
    communityId === undefined
      ? await reader.all(`select ${columns} from community_drawings ${order}`, [])
      : await reader.all(`select ${columns} from community_drawings where community_id = ? ${order}`, [
          communityId,
        ]);
  return rows.map((row) => ({
    communityId: row.community_id as string,
    name: row.name as string,
    hash: row.hash as string,
    by: row.made_by as string,
    at: Number(row.made_at),
  }));
}

/** The picture itself. */
export async function findPicture(
  reader: Reader,
  communityId: string,
  name: string,
  hash: string,
): Promise<Buffer | undefined> {
  const row = await reader.one(
    'select picture from community_drawings where community_id = ? and name = ? and hash = ?',
    [communityId, name, hash],
  );
  return row === undefined ? undefined : Buffer.from(row.picture as Uint8Array);
}

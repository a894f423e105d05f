import type { Reader, Tx } from '../database/sql.js';

/** What somebody said for one person after an exchange. */
export interface PersonSound {
  readonly communityId: string;
  readonly exchangeId: string;
  /** Whose voice it is. */
  readonly fromId: string;
  /** Who hears it. */
  readonly forId: string;
  /** The type of the sound, as `audio/wav`. */
  readonly kind: string;
  /** Under the key of who hears it; null once one of the two erased it. */
  readonly sealed: Buffer | null;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/** Writes one unless there is, or was, one of that exchange. */
export async function insertSound(tx: Tx, sound: PersonSound): Promise<boolean> {
  const { communityId, exchangeId, fromId, forId, kind, sealed, madeAt } = sound;
  const written = await tx.run(
    `insert into person_sounds (community_id, exchange_id, from_id, for_id, kind, sealed, made_at)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [communityId, exchangeId, fromId, forId, kind, sealed, BigInt(madeAt)],
  );
  return written === 1;
}

export async function findSound(
  reader: Reader,
  communityId: string,
  exchangeId: string,
): Promise<PersonSound | undefined> {
  const row = await reader.one('select * from person_sounds where community_id = ? and exchange_id = ?', [
    communityId,
    exchangeId,
  ]);
  if (row === undefined) return undefined;
  return {
    communityId,
    exchangeId,
    fromId: row.from_id as string,
    forId: row.for_id as string,
    kind: row.kind as string,
    sealed: row.sealed === null ? null : Buffer.from(row.sealed as Uint8Array),
    madeAt: Number(row.made_at),
  };
}

/** The exchanges after which something was said for somebody that they can still hear; at most 1,000. */
export async function exchangesHeard(reader: Reader, communityId: string, forId: string): Promise<string[]> {
  const rows = await reader.all(
    `select exchange_id from person_sounds where community_id = ? and for_id = ? and sealed is not null
      order by exchange_id limit 1000`,
    [communityId, forId],
  );
  return rows.map((row) => row.exchange_id as string);
}

export async function silence(tx: Tx, communityId: string, exchangeId: string): Promise<void> {
  await tx.run('update person_sounds set sealed = null where community_id = ? and exchange_id = ?', [
    communityId,
    exchangeId,
  ]);
}

/** What was said by somebody and for them. */
export async function removeSoundsOf(tx: Tx, communityId: string, partyId: string): Promise<void> {
  for (const side of ['from_id', 'for_id']) {
    await tx.run(`delete from person_sounds where community_id = ? and ${side} = ?`, [communityId, partyId]);
  }
}

/** @param instant milliseconds since 1970 */
export async function removeBefore(tx: Tx, instant: number): Promise<void> {
  await tx.run('delete from person_sounds where made_at < ?', [BigInt(instant)]);
}

export async function hasBefore(reader: Reader, instant: number): Promise<boolean> {
  const row = await reader.one('select 1 as old from person_sounds where made_at < ? limit 1', [
    BigInt(instant),
  ]);
  return row !== undefined;
}

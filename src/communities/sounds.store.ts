import type { Reader, Tx } from '../database/sql.js';
import type { LanguageCode } from '../languages/languages.js';
import type { Sound, SoundType } from './sound.js';

export interface SoundPlace {
  readonly communityId: string;
  readonly language: LanguageCode;
  readonly clip: string;
}

/** A recording without its sound. */
export interface SoundRow extends SoundPlace {
  /** The words as they were when it was recorded. */
  readonly said: string;
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export async function insertSound(tx: Tx, row: SoundRow, { type, bytes }: Sound): Promise<void> {
  await tx.run(
    `insert into community_sounds (community_id, language, clip, said, kind, sound, hash, recorded_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [row.communityId, row.language, row.clip, row.said, type, bytes, row.hash, BigInt(row.at)],
  );
}

/** Removes one recording, or with null all of a language. @returns which were there */
export async function removeSounds(
  tx: Tx,
  communityId: string,
  language: string,
  clip: string | null,
): Promise<string[]> {
  const found = await tx.all('select clip from community_sounds where community_id = ? and language = ?', [
    communityId,
    language,
  ]);
  const clips = found.map((row) => row.clip as string).filter((each) => clip === null || each === clip);
  for (const each of clips) {
    await tx.run('delete from community_sounds where community_id = ? and language = ? and clip = ?', [
      communityId,
      language,
      each,
    ]);
  }
  return clips;
}

/** Those of one community, or of every community of the server, the oldest first. */
export async function findSounds(reader: Reader, communityId?: string): Promise<SoundRow[]> {
  const columns = 'community_id, language, clip, said, hash, recorded_at';
  const order = 'order by recorded_at, community_id, language, clip';
  const rows =
    communityId === undefined
      ? await reader.all(`select ${columns} from community_sounds ${order}`, [])
      : await reader.all(`select ${columns} from community_sounds where community_id = ? ${order}`, [
          communityId,
        ]);
  return rows.map((row) => ({
    communityId: row.community_id as string,
    language: row.language as LanguageCode,
    clip: row.clip as string,
    said: row.said as string,
    hash: row.hash as string,
    at: Number(row.recorded_at),
  }));
}

export async function findSound(reader: Reader, place: SoundPlace, hash: string): Promise<Sound | undefined> {
  const row = await reader.one(
    'select kind, sound from community_sounds where community_id = ? and language = ? and clip = ? and hash = ?',
    [place.communityId, place.language, place.clip, hash],
  );
  return row === undefined
    ? undefined
    : { type: row.kind as SoundType, bytes: Buffer.from(row.sound as Uint8Array) };
}

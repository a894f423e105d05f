import type { Reader, Tx } from '../database/sql.js';
import type { Language, LanguageCode } from '../languages/languages.js';

export interface TurnedOn {
  readonly communityId: string;
  readonly language: LanguageCode;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export async function insertTranslation(tx: Tx, { communityId, language, at }: TurnedOn): Promise<void> {
  await tx.run('insert into community_translations (community_id, language, turned_on_at) values (?, ?, ?)', [
    communityId,
    language,
    BigInt(at),
  ]);
}

export async function removeTranslation(tx: Tx, communityId: string, language: string): Promise<void> {
  await tx.run('delete from community_translations where community_id = ? and language = ?', [
    communityId,
    language,
  ]);
}

/** Those of one community, or of every community of the server. */
export async function findTranslations(reader: Reader, communityId?: string): Promise<TurnedOn[]> {
  const rows =
    communityId === undefined
      ? await reader.all('select * from community_translations', [])
      : await reader.all('select * from community_translations where community_id = ?', [communityId]);
  return rows.map((row) => ({
    communityId: row.community_id as string,
    language: row.language as LanguageCode,
    at: Number(row.turned_on_at),
  }));
}

/** The language that comes first on every page, of each community that wants one (U19). */
export async function findFirstLanguages(reader: Reader): Promise<ReadonlyMap<string, Language>> {
  const rows = await reader.all(
    `select community_id, languages from communities where language_mode = 'first_with_translation'`,
    [],
  );
  return new Map(
    rows.map((row) => [row.community_id as string, (row.languages as string).split(' ', 1)[0] as Language]),
  );
}

/** Whether there is a community where each reads their own language alone. */
export async function someReadAlone(reader: Reader): Promise<boolean> {
  const sql = `select 1 as found from communities where language_mode <> 'first_with_translation' limit 1`;
  return (await reader.one(sql, [])) !== undefined;
}

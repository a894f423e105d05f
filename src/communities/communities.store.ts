import type { Reader, Row, Tx } from '../database/sql.js';
import type { Language } from '../languages/languages.js';
import type { Community, LanguageMode } from './community.js';
import type { RecipeName } from './recipes.js';

export async function insertCommunity(tx: Tx, community: Community): Promise<void> {
  await tx.run(
    `insert into communities (community_id, name, time_zone, languages, language_mode, recipe, created_at)
     values (?, ?, ?, ?, ?, ?, ?)`,
    [
      community.id,
      community.name,
      community.timeZone,
      community.languages.join(' '),
      community.languageMode,
      community.recipe,
      BigInt(community.createdAt),
    ],
  );
}

export async function updateCommunity(tx: Tx, community: Community): Promise<void> {
  await tx.run('update communities set name = ?, languages = ?, language_mode = ? where community_id = ?', [
    community.name,
    community.languages.join(' '),
    community.languageMode,
    community.id,
  ]);
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findCommunity(reader: Reader, id: string, lock = ''): Promise<Community | undefined> {
  const row = await reader.one(`select * from communities where community_id = ?${lock}`, [id]);
  return row === undefined ? undefined : communityOf(row);
}

/** In order of id, after the one given. */
export async function findCommunities(reader: Reader, after: string, limit: number): Promise<Community[]> {
  const rows = await reader.all(
    'select * from communities where community_id > ? order by community_id limit ?',
    [after, limit],
  );
  return rows.map(communityOf);
}

function communityOf(row: Row): Community {
  return {
    id: row.community_id as string,
    name: row.name as string,
    timeZone: row.time_zone as string,
    languages: (row.languages as string).split(' ') as Language[],
    languageMode: row.language_mode as LanguageMode,
    recipe: row.recipe as RecipeName,
    createdAt: Number(row.created_at),
  };
}

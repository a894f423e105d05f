import type { Reader, Row } from './sql.js';

/** A table whose rows belong to a party and say when they were made. */
export interface MadeByParty {
  readonly table: string;
  /** Its own key, which tells two of one instant apart. */
  readonly key: string;
  readonly most: number;
}

/** The rows of a party, newest first. */
export function newestOf(
  reader: Reader,
  { table, key, most }: MadeByParty,
  communityId: string,
  partyId: string,
): Promise<Row[]> {
  return reader.all(
    `select * from ${table} where community_id = ? and party_id = ?
      order by made_at desc, ${key} desc limit ${most}`,
    [communityId, partyId],
  );
}

import type { Reader } from '../database/sql.js';

/** The number of a card that works, and whose it is. */
export interface NumberHeld {
  readonly number: string;
  readonly partyId: string;
}

/** Those that work, by their numbers or by whose they are. */
export async function findActive(
  reader: Reader,
  communityId: string,
  by: 'number' | 'party_id',
  values: readonly string[],
): Promise<NumberHeld[]> {
  const within = reader.within(by, values);
  const rows = await reader.all(
    `select number, party_id from cards where community_id = ? and state = 'active' and ${within.sql}`,
    [communityId, within.param],
  );
  return rows.map((row) => ({ number: row.number as string, partyId: row.party_id as string }));
}

import type { Reader } from '../database/sql.js';

/** The decimals of a community's currencies, by code. */
export async function scalesOf(reader: Reader, communityId: string): Promise<Map<string, number>> {
  const rows = await reader.all('select currency, scale from currencies where community_id = ?', [
    communityId,
  ]);
  return new Map(rows.map((row) => [row.currency as string, Number(row.scale)]));
}

/** Which of these accounts belong to a person or household, and the programme of those that have one. */
export async function accountFacts(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, { partyKind: string; programme: string | null }>> {
  const within = reader.within('account_id', ids);
  const rows = await reader.all(
    `select account_id, party_kind, programme from accounts where community_id = ? and ${within.sql}`,
    [communityId, within.param],
  );
  return new Map(
    rows.map((row) => [
      row.account_id as string,
      { partyKind: row.party_kind as string, programme: row.programme as string | null },
    ]),
  );
}

export interface Sums {
  readonly in: bigint;
  readonly out: bigint;
}

/** What came in and went out between two lines of an account. @param after exclusive; @param upTo inclusive */
export async function sumsBetween(
  reader: Reader,
  communityId: string,
  accountId: string,
  after: bigint,
  upTo: bigint,
): Promise<Sums> {
  const row = await reader.one(
    `select coalesce(sum(case when amount > 0 then amount else 0 end), 0) as came,
            coalesce(sum(case when amount < 0 then -amount else 0 end), 0) as went
       from entries where community_id = ? and account_id = ? and account_seq > ? and account_seq <= ?`,
    [communityId, accountId, after, upTo],
  );
  // PostgreSQL sums bigints into numeric, which arrives as text.
  return { in: BigInt(row!.came as string | bigint), out: BigInt(row!.went as string | bigint) };
}

/** How many parties of each kind have an account in the community. */
export async function countParties(reader: Reader, communityId: string): Promise<Map<string, number>> {
  const rows = await reader.all(
    `select party_kind, count(distinct party_id) as parties from accounts
      where community_id = ? and party_id is not null group by party_kind`,
    [communityId],
  );
  return new Map(rows.map((row) => [row.party_kind as string, Number(row.parties)]));
}

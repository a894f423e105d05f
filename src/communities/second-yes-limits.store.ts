import { newestOf } from '../database/newest.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { SecondYesLimit, SecondYesLimitState } from './second-yes.js';

const limitsTable: Table = {
  name: 'second_yes_limits',
  columns: {
    community_id: 'text',
    limit_id: 'text',
    party_id: 'text',
    currency: 'text',
    amount: 'bigint',
    days: 'bigint',
    made_by: 'text',
    made_at: 'bigint',
    state: 'text',
  },
};

const newest = { table: 'second_yes_limits', key: 'limit_id', most: 50 };

export function insertLimit(tx: Tx, limit: SecondYesLimit): Promise<void> {
  const row = {
    community_id: limit.communityId,
    limit_id: limit.id,
    party_id: limit.partyId,
    currency: limit.currency,
    amount: limit.amount,
    days: BigInt(limit.days),
    made_by: limit.madeBy,
    made_at: BigInt(limit.madeAt),
    state: limit.state,
  };
  return tx.insert(limitsTable, [row]);
}

/** The limits of a party, newest first. */
export async function findLimits(
  reader: Reader,
  communityId: string,
  partyId: string,
): Promise<SecondYesLimit[]> {
  const rows = await newestOf(reader, newest, communityId, partyId);
  return rows.map(limitOf);
}

/** What is in force for a party, one for each currency. */
export async function findInForce(
  reader: Reader,
  communityId: string,
  partyId: string,
): Promise<SecondYesLimit[]> {
  const rows = await reader.all(
    `select * from second_yes_limits where community_id = ? and party_id = ? and state = 'in_force'`,
    [communityId, partyId],
  );
  return rows.map(limitOf);
}

export async function findLimit(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<SecondYesLimit | undefined> {
  const row = await reader.one('select * from second_yes_limits where community_id = ? and limit_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : limitOf(row);
}

/** What was asked or in force in a currency is over. @param states which of these */
export async function endLimits(
  tx: Tx,
  { communityId, partyId, currency }: SecondYesLimit,
  states: readonly SecondYesLimitState[],
): Promise<void> {
  const within = tx.within('state', states);
  await tx.run(
    `update second_yes_limits set state = 'over'
      where community_id = ? and party_id = ? and currency = ? and ${within.sql}`,
    [communityId, partyId, currency, within.param],
  );
}

export async function decideLimit(
  tx: Tx,
  { communityId, id }: SecondYesLimit,
  state: SecondYesLimitState,
  by: string,
  at: number,
): Promise<void> {
  await tx.run(
    `update second_yes_limits set state = ?, decided_by = ?, decided_at = ?
      where community_id = ? and limit_id = ?`,
    [state, by, BigInt(at), communityId, id],
  );
}

function limitOf(row: Row): SecondYesLimit {
  return {
    communityId: row.community_id as string,
    id: row.limit_id as string,
    partyId: row.party_id as string,
    currency: row.currency as string,
    amount: row.amount as bigint | null,
    days: Number(row.days),
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    state: row.state as SecondYesLimitState,
    decidedBy: row.decided_by as string | null,
  };
}

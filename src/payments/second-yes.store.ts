import type { GuardChange } from '../books/claims.js';
import { newestOf } from '../database/newest.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';
import { guardOfSecondYes, type SecondYesRequest, type SecondYesWish } from './second-yes.js';

const requestsTable: Table = {
  name: 'second_yes_requests',
  columns: {
    community_id: 'text',
    request_id: 'text',
    party_id: 'text',
    account_id: 'text',
    to_account_id: 'text',
    amount: 'bigint',
    wish: 'text',
    made_by: 'text',
    made_at: 'bigint',
    expires_at: 'bigint',
    state: 'text',
    decided_at: 'bigint',
    exchange_id: 'text',
  },
};

const newest = { table: 'second_yes_requests', key: 'request_id', most: 200 };

export function insertRequest(tx: Tx, request: SecondYesRequest): Promise<void> {
  const row = {
    community_id: request.communityId,
    request_id: request.id,
    party_id: request.partyId,
    account_id: request.accountId,
    to_account_id: request.toAccountId,
    amount: request.amount,
    wish: JSON.stringify(request.wish),
    made_by: request.madeBy,
    made_at: BigInt(request.madeAt),
    expires_at: BigInt(request.expiresAt),
    state: request.kept,
  };
  return tx.insert(requestsTable, [row]);
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findRequest(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<SecondYesRequest | undefined> {
  const row = await reader.one(
    `select * from second_yes_requests where community_id = ? and request_id = ?${lock}`,
    [communityId, id],
  );
  return row === undefined ? undefined : requestOf(row);
}

/** Those of a party, newest first, at most 200. */
export async function findRequestsOf(
  reader: Reader,
  communityId: string,
  partyId: string,
): Promise<SecondYesRequest[]> {
  const rows = await newestOf(reader, newest, communityId, partyId);
  return rows.map(requestOf);
}

/** How many of a party wait at an instant. */
export async function countWaiting(
  reader: Reader,
  communityId: string,
  partyId: string,
  now: number,
): Promise<number> {
  const row = await reader.one(
    `select count(*) as n from second_yes_requests
      where community_id = ? and party_id = ? and state = 'asked' and expires_at > ?`,
    [communityId, partyId, BigInt(now)],
  );
  return Number(row!.n);
}

export async function declineRequest(
  tx: Tx,
  communityId: string,
  id: string,
  by: string,
  at: number,
): Promise<void> {
  await tx.run(
    `update second_yes_requests set state = 'declined', decided_by = ?, decided_at = ?
      where community_id = ? and request_id = ?`,
    [by, BigInt(at), communityId, id],
  );
}

export async function lockRequests(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
  now: number,
): Promise<Map<string, GuardState>> {
  const what = { columns: '*', table: 'second_yes_requests', key: 'request_id', lock: true };
  const wanted = [...new Set(ids)].sort();
  const rows = await tx.lookUp(what, communityId, wanted);
  // Where the limit came while the first try was under way, that try may have been booked after all.
  const paid = { columns: 'exchange_id', table: 'exchanges', key: 'exchange_id' };
  const booked = new Set(
    (await tx.lookUp(paid, communityId, wanted)).map((row) => row.exchange_id as string),
  );
  return new Map(
    rows.map((row) => {
      const id = row.request_id as string;
      return [id, booked.has(id) ? { refusal: 'code_already_used' } : guardOfSecondYes(livedOf(row), now)];
    }),
  );
}

export async function advanceRequests(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  const rows = changes.map(({ communityId, key, next, at, exchangeId }) => ({
    community_id: communityId,
    request_id: key,
    state: next,
    decided_at: BigInt(at),
    exchange_id: exchangeId,
  }));
  await tx.update(requestsTable, ['community_id', 'request_id'], rows);
}

function requestOf(row: Row): SecondYesRequest {
  return {
    communityId: row.community_id as string,
    id: row.request_id as string,
    partyId: row.party_id as string,
    accountId: row.account_id as string,
    toAccountId: row.to_account_id as string,
    amount: row.amount as bigint,
    wish: JSON.parse(row.wish as string) as SecondYesWish,
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    exchangeId: row.exchange_id as string | null,
    ...livedOf(row),
  };
}

function livedOf(row: Row): Pick<SecondYesRequest, 'kept' | 'expiresAt'> {
  return { kept: row.state as SecondYesRequest['kept'], expiresAt: Number(row.expires_at) };
}

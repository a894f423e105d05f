import type { GuardChange } from '../books/claims.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState, Reason } from '../ledger/order.js';
import { guardOfRequest, type PaymentRequest } from './request.js';
import type { StoredToken } from './tokens.js';

export const requestsTable: Table = {
  name: 'payment_requests',
  columns: {
    community_id: 'text',
    request_id: 'text',
    token_hash: 'bytea',
    sealed: 'bytea',
    account_id: 'text',
    payer_party_id: 'text',
    payer_account_id: 'text',
    amount: 'bigint',
    reason: 'text',
    made_by: 'text',
    made_at: 'bigint',
    expires_at: 'bigint',
    state: 'text',
    changed_at: 'bigint',
    exchange_id: 'text',
  },
};

export async function insertRequest(
  tx: Tx,
  request: PaymentRequest,
  token: StoredToken | null,
): Promise<void> {
  const row: Row = {
    community_id: request.communityId,
    request_id: request.id,
    token_hash: token?.hash ?? null,
    sealed: token?.sealed ?? null,
    account_id: request.accountId,
    payer_party_id: request.payerPartyId,
    payer_account_id: request.payerAccountId,
    amount: request.amount,
    reason: request.reason,
    made_by: request.madeBy,
    made_at: BigInt(request.madeAt),
    expires_at: BigInt(request.expiresAt),
    state: request.kept,
  };
  await tx.insert(requestsTable, [row]);
}

export async function findRequestByToken(reader: Reader, hash: Buffer): Promise<PaymentRequest | undefined> {
  const row = await reader.one('select * from payment_requests where token_hash = ?', [hash]);
  return row === undefined ? undefined : requestOf(row);
}

/** A request with its sealed token, which is null once it no longer works, and for one with a given payer. */
export interface KeptRequest {
  readonly request: PaymentRequest;
  readonly sealed: Buffer | null;
}

export async function findRequest(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<KeptRequest | undefined> {
  const row = await reader.one('select * from payment_requests where community_id = ? and request_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : { request: requestOf(row), sealed: row.sealed as Buffer | null };
}

/** What is open for a party, or for one account such as a pot, to pay: soonest end first; at most 200. */
export async function findOpenFor(
  reader: Reader,
  communityId: string,
  payer: { readonly party: string } | { readonly account: string },
  now: number,
): Promise<PaymentRequest[]> {
  const [column, id] =
    'party' in payer
      ? (['payer_party_id', payer.party] as const)
      : (['payer_account_id', payer.account] as const);
  const rows = await reader.all(
    `select * from payment_requests
      where community_id = ? and ${column} = ? and state = 'open' and expires_at > ?
      order by expires_at, request_id limit 200`,
    [communityId, id, BigInt(now)],
  );
  return rows.map(requestOf);
}

/** What an account asks and has asked, newest first; at most 200. */
export async function findAskedBy(
  reader: Reader,
  communityId: string,
  accountId: string,
): Promise<PaymentRequest[]> {
  const rows = await reader.all(
    `select * from payment_requests where community_id = ? and account_id = ?
      order by made_at desc, request_id limit 200`,
    [communityId, accountId],
  );
  return rows.map(requestOf);
}

/** How many requests of an account are open at an instant, and how many of those ask one payer. */
export async function countOpen(
  reader: Reader,
  { communityId, accountId, payerPartyId, payerAccountId }: PaymentRequest,
  now: number,
): Promise<{ all: number; toOne: number }> {
  const [column, payer] =
    payerPartyId === null ? ['payer_account_id', payerAccountId] : ['payer_party_id', payerPartyId];
  const row = await reader.one(
    `select count(*) as everybody, count(case when ${column} = ? then 1 end) as one_payer from payment_requests
      where community_id = ? and account_id = ? and state = 'open' and expires_at > ?`,
    [payer ?? '', communityId, accountId, BigInt(now)],
  );
  return { all: Number(row!.everybody), toOne: Number(row!.one_payer) };
}

export async function lockRequest(
  tx: Tx,
  communityId: string,
  id: string,
): Promise<PaymentRequest | undefined> {
  const row = await tx.one(
    `select * from payment_requests where community_id = ? and request_id = ?${tx.forUpdate}`,
    [communityId, id],
  );
  return row === undefined ? undefined : requestOf(row);
}

export async function declineRequest(tx: Tx, communityId: string, id: string, at: number): Promise<void> {
  await tx.run(
    `update payment_requests set state = 'declined', changed_at = ?, sealed = null
      where community_id = ? and request_id = ?`,
    [BigInt(at), communityId, id],
  );
}

export async function lockRequests(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
  now: number,
): Promise<Map<string, GuardState>> {
  const within = tx.within('request_id', ids);
  const rows = await tx.all(
    `select request_id, state, expires_at from payment_requests where community_id = ? and ${within.sql}
      order by request_id${tx.forUpdate}`,
    [communityId, within.param],
  );
  return new Map(rows.map((row) => [row.request_id as string, guardOfRequest(livedOf(row), now)]));
}

export async function advanceRequests(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  const rows = changes.map(({ communityId, key, next, at, exchangeId }) => ({
    community_id: communityId,
    request_id: key,
    state: next,
    changed_at: BigInt(at),
    exchange_id: exchangeId,
    sealed: null,
  }));
  await tx.update(requestsTable, ['community_id', 'request_id'], rows);
}

function requestOf(row: Row): PaymentRequest {
  return {
    communityId: row.community_id as string,
    id: row.request_id as string,
    accountId: row.account_id as string,
    payerPartyId: row.payer_party_id as string | null,
    payerAccountId: row.payer_account_id as string | null,
    amount: row.amount as bigint,
    reason: row.reason as Reason | null,
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    exchangeId: row.exchange_id as string | null,
    ...livedOf(row),
  };
}

function livedOf(row: Row): Pick<PaymentRequest, 'kept' | 'expiresAt'> {
  return { kept: row.state as PaymentRequest['kept'], expiresAt: Number(row.expires_at) };
}

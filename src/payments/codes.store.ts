import type { GuardChange } from '../books/claims.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState, Reason } from '../ledger/order.js';
import { guardOfCode, type CodeKind, type PaymentCode } from './code.js';
import type { StoredToken } from './tokens.js';

export const codesTable: Table = {
  name: 'payment_codes',
  columns: {
    community_id: 'text',
    code_id: 'text',
    token_hash: 'bytea',
    sealed: 'bytea',
    kind: 'text',
    account_id: 'text',
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

export async function insertCode(tx: Tx, code: PaymentCode, token: StoredToken): Promise<void> {
  const row: Row = {
    community_id: code.communityId,
    code_id: code.id,
    token_hash: token.hash,
    sealed: token.sealed,
    kind: code.kind,
    account_id: code.accountId,
    amount: code.amount,
    reason: code.reason,
    made_by: code.madeBy,
    made_at: BigInt(code.madeAt),
    expires_at: code.expiresAt === null ? null : BigInt(code.expiresAt),
    state: code.kept,
  };
  await tx.insert(codesTable, [row]);
}

export async function findCodeByToken(reader: Reader, hash: Buffer): Promise<PaymentCode | undefined> {
  const row = await reader.one('select * from payment_codes where token_hash = ?', [hash]);
  return row === undefined ? undefined : codeOf(row);
}

/** A code with its sealed token, which is null once it no longer works. */
export async function findCode(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<{ code: PaymentCode; sealed: Buffer | null } | undefined> {
  const row = await reader.one('select * from payment_codes where community_id = ? and code_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : { code: codeOf(row), sealed: row.sealed as Buffer | null };
}

/** The codes of an account, by id, after a position. */
export async function findCodesOf(
  reader: Reader,
  communityId: string,
  accountId: string,
  after: string,
  limit: number,
): Promise<PaymentCode[]> {
  const rows = await reader.all(
    `select * from payment_codes where community_id = ? and account_id = ? and code_id > ?
      order by code_id limit ?`,
    [communityId, accountId, after, BigInt(limit)],
  );
  return rows.map(codeOf);
}

/** How many codes of an account work at an instant. */
export async function countLive(
  reader: Reader,
  communityId: string,
  accountId: string,
  now: number,
): Promise<number> {
  const open = `select count(*) from payment_codes where community_id = ? and account_id = ? and state = 'open'`;
  const row = await reader.one(
    `select (${open} and expires_at is null) as standing, (${open} and expires_at > ?) as single`,
    [communityId, accountId, communityId, accountId, BigInt(now)],
  );
  return Number(row!.standing) + Number(row!.single);
}

/** Takes a code down. @returns whether it was open */
export async function closeCode(tx: Tx, communityId: string, id: string, at: number): Promise<boolean> {
  const changed = await tx.run(
    `update payment_codes set state = 'closed', changed_at = ?, sealed = null
      where community_id = ? and code_id = ? and state = 'open'`,
    [BigInt(at), communityId, id],
  );
  return changed === 1;
}

export async function lockCodes(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
  now: number,
): Promise<Map<string, GuardState>> {
  const within = tx.within('code_id', ids);
  const rows = await tx.all(
    `select code_id, state, expires_at from payment_codes where community_id = ? and ${within.sql}
      order by code_id${tx.forUpdate}`,
    [communityId, within.param],
  );
  return new Map(rows.map((row) => [row.code_id as string, guardOfCode(livedOf(row), now)]));
}

/** Standing codes stay as they are. */
export async function advanceCodes(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  const used = changes.filter(({ next }) => next === 'used');
  const rows = used.map(({ communityId, key, at, exchangeId }) => ({
    community_id: communityId,
    code_id: key,
    state: 'used',
    changed_at: BigInt(at),
    exchange_id: exchangeId,
    sealed: null,
  }));
  await tx.update(codesTable, ['community_id', 'code_id'], rows);
}

function codeOf(row: Row): PaymentCode {
  return {
    communityId: row.community_id as string,
    id: row.code_id as string,
    kind: row.kind as CodeKind,
    accountId: row.account_id as string,
    amount: row.amount as bigint | null,
    reason: row.reason as Reason | null,
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    exchangeId: row.exchange_id as string | null,
    ...livedOf(row),
  };
}

function livedOf(row: Row): Pick<PaymentCode, 'kept' | 'expiresAt'> {
  return {
    kept: row.state as PaymentCode['kept'],
    expiresAt: row.expires_at === null ? null : Number(row.expires_at),
  };
}

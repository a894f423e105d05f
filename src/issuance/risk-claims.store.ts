import type { GuardChange } from '../books/claims.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';
import { guardOfClaim, readPaid, type ClaimReason, type ClaimState, type RiskClaim } from './risk-claim.js';

const claimsTable: Table = {
  name: 'risk_claims',
  columns: {
    community_id: 'text',
    claim_id: 'text',
    state: 'text',
    decided_by: 'text',
    decided_at: 'bigint',
    exchange_id: 'text',
  },
};

export type NewClaimRow = Omit<RiskClaim, 'state' | 'decidedBy' | 'decidedAt' | 'exchangeId'>;

/** @returns whether this party had not asked for this voucher before */
export async function insertClaim(tx: Tx, claim: NewClaimRow): Promise<boolean> {
  const changed = await tx.run(
    `insert into risk_claims (community_id, claim_id, code, serial, party_id, account_id, amount, reason,
       made_by, made_at, state)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'claimed') on conflict do nothing`,
    [
      ...[claim.communityId, claim.id, claim.programme, claim.serial, claim.partyId, claim.accountId],
      ...[claim.amount, claim.reason, claim.madeBy, BigInt(claim.madeAt)],
    ],
  );
  return changed === 1;
}

export async function findClaim(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<RiskClaim | undefined> {
  const row = await reader.one('select * from risk_claims where community_id = ? and claim_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : claimOf(row);
}

/** The claims on a programme, newest first. @param before '' from the newest; @param limit at most 201 */
export async function findClaims(
  reader: Reader,
  communityId: string,
  code: string,
  before: string,
  limit: number,
): Promise<RiskClaim[]> {
  const rows = await reader.all(
    `select * from risk_claims where community_id = ? and code = ? and claim_id < ?
      order by claim_id desc limit ?`,
    [communityId, code, before === '' ? '~' : before, BigInt(limit)],
  );
  return rows.map(claimOf);
}

/** @returns whether it still waited */
export async function refuseClaim(
  tx: Tx,
  { communityId, id }: Pick<RiskClaim, 'communityId' | 'id'>,
  by: string,
  at: number,
): Promise<boolean> {
  const changed = await tx.run(
    `update risk_claims set state = 'refused', decided_by = ?, decided_at = ?
      where community_id = ? and claim_id = ? and state = 'claimed'`,
    [by, BigInt(at), communityId, id],
  );
  return changed === 1;
}

/** Locks claims for the books. */
export async function lockClaims(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, GuardState>> {
  const what = { columns: 'claim_id, state', table: 'risk_claims', key: 'claim_id', lock: true };
  const rows = await tx.lookUp(what, communityId, ids);
  return new Map(rows.map((row) => [row.claim_id as string, guardOfClaim(row.state as ClaimState)]));
}

export async function advanceClaims(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  const rows = changes.map(({ communityId, key, next, at, exchangeId }) => ({
    community_id: communityId,
    claim_id: key,
    state: 'paid',
    decided_by: readPaid(next),
    decided_at: BigInt(at),
    exchange_id: exchangeId,
  }));
  await tx.update(claimsTable, ['community_id', 'claim_id'], rows);
}

function claimOf(row: Row): RiskClaim {
  return {
    communityId: row.community_id as string,
    id: row.claim_id as string,
    programme: row.code as string,
    serial: row.serial as string,
    partyId: row.party_id as string,
    accountId: row.account_id as string,
    amount: row.amount as bigint,
    reason: row.reason as ClaimReason,
    madeBy: row.made_by as string,
    madeAt: Number(row.made_at),
    state: row.state as ClaimState,
    decidedBy: row.decided_by as string | null,
    decidedAt: row.decided_at === null ? null : Number(row.decided_at),
    exchangeId: row.exchange_id as string | null,
  };
}

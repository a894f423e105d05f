import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { AccountKind } from '../ledger/account.js';
import type { Party, PartyKind } from './party.js';

interface PartyRow extends Row {
  community_id: string;
  party_id: string;
  kind: string;
  created_at: bigint;
  closed_at: bigint | null;
}

const partiesTable: Table = {
  name: 'parties',
  columns: { community_id: 'text', party_id: 'text', kind: 'text', created_at: 'bigint' },
};

export async function insertParties(tx: Tx, parties: readonly Party[]): Promise<void> {
  const rows = parties.map(({ communityId, id, kind, createdAt }) => ({
    community_id: communityId,
    party_id: id,
    kind,
    created_at: BigInt(createdAt),
  }));
  await tx.insert(partiesTable, rows);
}

/** @returns how many were open */
export function closeParty(tx: Tx, communityId: string, id: string, at: number): Promise<number> {
  return tx.run(
    'update parties set closed_at = ? where community_id = ? and party_id = ? and closed_at is null',
    [BigInt(at), communityId, id],
  );
}

export async function findParties(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Party[]> {
  const { sql, param } = reader.within('party_id', ids);
  const rows = await reader.all<PartyRow>(`select * from parties where community_id = ? and ${sql}`, [
    communityId,
    param,
  ]);
  return rows.map(partyOf);
}

/** Keeps the row until the end of the transaction, so that nobody closes the party meanwhile. */
export async function lockParty(tx: Tx, communityId: string, id: string): Promise<Party | undefined> {
  const row = await tx.one<PartyRow>(
    `select * from parties where community_id = ? and party_id = ?${tx.forUpdate}`,
    [communityId, id],
  );
  return row === undefined ? undefined : partyOf(row);
}

/** The accounts of a party that are open, as the transaction sees them. The books themselves read what is committed. */
export async function openAccountsOf(
  tx: Tx,
  communityId: string,
  partyId: string,
): Promise<Array<{ currency: string; kind: AccountKind }>> {
  const rows = await tx.all(
    'select currency, kind from accounts where community_id = ? and party_id = ? and closed_at is null limit 200',
    [communityId, partyId],
  );
  return rows.map((row) => ({ currency: row.currency as string, kind: row.kind as AccountKind }));
}

function partyOf(row: PartyRow): Party {
  return {
    communityId: row.community_id,
    id: row.party_id,
    kind: row.kind as PartyKind,
    createdAt: Number(row.created_at),
    closedAt: row.closed_at === null ? null : Number(row.closed_at),
  };
}

import type { Reader, Tx } from '../database/sql.js';

/** Keeps that a party said a loan is back. @returns whether it had not said so before */
export async function insertReturn(
  tx: Tx,
  loan: { communityId: string; exchangeId: string; partyId: string; actorId: string; at: number },
): Promise<boolean> {
  const written = await tx.run(
    `insert into loan_returns (community_id, exchange_id, party_id, actor_id, returned_at) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
    [loan.communityId, loan.exchangeId, loan.partyId, loan.actorId, BigInt(loan.at)],
  );
  return written === 1;
}

/** The parties that said a loan is back. */
export async function findReturns(
  reader: Reader,
  communityId: string,
  exchangeId: string,
): Promise<Set<string>> {
  const rows = await reader.all(
    'select party_id from loan_returns where community_id = ? and exchange_id = ? limit 10',
    [communityId, exchangeId],
  );
  return new Set(rows.map((row) => row.party_id as string));
}

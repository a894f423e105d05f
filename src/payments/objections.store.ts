import type { Reader, Row, Tx } from '../database/sql.js';
import type { Reason } from '../ledger/order.js';
import type { Objection, ObjectionState } from './objection.js';

/** An objection to an exchange that was undone since is settled by that. */
const columns = `o.*, case when exists (select 1 from exchanges r
    where r.community_id = o.community_id and r.reverses = o.exchange_id) then 'given_back' else o.state end as stands`;

/** Writes an objection unless there is one already. */
export async function insertObjection(tx: Tx, objection: Objection, madeBy: string): Promise<boolean> {
  const { communityId, exchangeId, giverAccountId, takerAccountId, reason, madeAt } = objection;
  const written = await tx.run(
    `insert into objections
       (community_id, exchange_id, giver_account_id, taker_account_id, reason, made_by, made_at)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [communityId, exchangeId, giverAccountId, takerAccountId, reason, madeBy, BigInt(madeAt)],
  );
  return written === 1;
}

export async function declineObjection(
  tx: Tx,
  communityId: string,
  exchangeId: string,
  at: number,
): Promise<boolean> {
  const changed = await tx.run(
    `update objections set state = 'declined', changed_at = ?
      where community_id = ? and exchange_id = ? and state = 'open'`,
    [BigInt(at), communityId, exchangeId],
  );
  return changed === 1;
}

export async function findObjection(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<Objection | undefined> {
  const row = await reader.one(
    `select ${columns} from objections o where o.community_id = ? and o.exchange_id = ?`,
    [communityId, id],
  );
  return row === undefined ? undefined : objectionOf(row);
}

/** Objections to what an account received, the newest exchange first; at most 200. */
export async function findObjectionsTo(
  reader: Reader,
  communityId: string,
  accountId: string,
): Promise<Objection[]> {
  const rows = await reader.all(
    `select ${columns} from objections o where o.community_id = ? and o.taker_account_id = ?
      order by o.exchange_id desc limit 200`,
    [communityId, accountId],
  );
  return rows.map(objectionOf);
}

/** The receipts of what accounts received and somebody says is not right, the newest first. */
export async function receiptsObjectedTo(
  reader: Reader,
  communityId: string,
  accountIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const taker = reader.within('o.taker_account_id', accountIds);
  const rows = await reader.all(
    `select x.receipt_token from objections o
       join exchanges x on x.community_id = o.community_id and x.exchange_id = o.exchange_id
      where o.community_id = ? and ${taker.sql} and o.state = 'open'
        and not exists (select 1 from exchanges r
          where r.community_id = o.community_id and r.reverses = o.exchange_id)
      order by o.exchange_id desc limit ?`,
    [communityId, taker.param, BigInt(limit)],
  );
  return rows.map((row) => row.receipt_token as string);
}

function objectionOf(row: Row): Objection {
  return {
    communityId: row.community_id as string,
    exchangeId: row.exchange_id as string,
    giverAccountId: row.giver_account_id as string,
    takerAccountId: row.taker_account_id as string,
    reason: row.reason as Reason,
    madeAt: Number(row.made_at),
    state: row.stands as ObjectionState,
  };
}

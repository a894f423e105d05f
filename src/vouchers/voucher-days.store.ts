import type { Tx } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';

/** Of which batch, and by whom: a party, or somebody who scans. */
export interface DayTaker {
  readonly batchId: string;
  readonly taker: string;
}

/** Those of the vouchers that have not ended. */
export async function findLive(
  tx: Tx,
  communityId: string,
  serials: readonly string[],
): Promise<Set<string>> {
  const what = { columns: 'serial, state', table: 'vouchers', key: 'serial', lock: false };
  const rows = await tx.lookUp(what, communityId, serials);
  const live = rows.filter(({ state }) => state === 'in_batch' || state === 'held');
  return new Set(live.map(({ serial }) => serial as string));
}

/** What was taken on a day so far, kept from others until the end of the transaction. */
export async function lockTaken(
  tx: Tx,
  communityId: string,
  { batchId, taker }: DayTaker,
  day: string,
): Promise<Amount> {
  const key = [communityId, batchId, taker, day];
  await tx.run(
    `insert into voucher_days (community_id, batch_id, taker, day, taken) values (?, ?, ?, ?, 0)
      on conflict (community_id, batch_id, taker, day) do nothing`,
    key,
  );
  const row = await tx.one(
    `select taken from voucher_days
      where community_id = ? and batch_id = ? and taker = ? and day = ?${tx.forUpdate}`,
    key,
  );
  return row!.taken as bigint;
}

export async function addTaken(
  tx: Tx,
  communityId: string,
  { batchId, taker }: DayTaker,
  day: string,
  amount: Amount,
): Promise<void> {
  await tx.run(
    `insert into voucher_days (community_id, batch_id, taker, day, taken) values (?, ?, ?, ?, ?)
      on conflict (community_id, batch_id, taker, day) do update set taken = voucher_days.taken + excluded.taken`,
    [communityId, batchId, taker, day, amount],
  );
}

/** The time zone of the books, which day limits follow. */
export async function timeZoneOf(tx: Tx, communityId: string): Promise<string> {
  const row = await tx.one('select time_zone from ledgers where community_id = ?', [communityId]);
  return row!.time_zone as string;
}

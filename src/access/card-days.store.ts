import type { Reader, Tx } from '../database/sql.js';

/** The cards of these ids that work, kept from others until the end of the transaction. */
export async function lockActive(tx: Tx, communityId: string, ids: readonly string[]): Promise<Set<string>> {
  const what = { columns: 'card_id, state', table: 'cards', key: 'card_id', lock: true };
  const rows = await tx.lookUp(what, communityId, ids);
  return new Set(rows.filter((row) => row.state === 'active').map((row) => row.card_id as string));
}

/** What was spent by card alone on a day. */
export async function findSpent(
  reader: Reader,
  communityId: string,
  cardId: string,
  currency: string,
  day: string,
): Promise<bigint> {
  const row = await reader.one(
    'select spent from card_days where community_id = ? and card_id = ? and currency = ? and day = ?',
    [communityId, cardId, currency, day],
  );
  return (row?.spent as bigint | undefined) ?? 0n;
}

export async function addSpent(
  tx: Tx,
  communityId: string,
  spending: { cardId: string; currency: string; amount: bigint },
  day: string,
): Promise<void> {
  await tx.run(
    `insert into card_days (community_id, card_id, currency, day, spent) values (?, ?, ?, ?, ?)
      on conflict (community_id, card_id, currency, day) do update set spent = card_days.spent + excluded.spent`,
    [communityId, spending.cardId, spending.currency, day, spending.amount],
  );
}

/** The time zone of the books, which day limits follow. */
export async function timeZoneOf(reader: Reader, communityId: string): Promise<string> {
  const row = await reader.one('select time_zone from ledgers where community_id = ?', [communityId]);
  return row!.time_zone as string;
}

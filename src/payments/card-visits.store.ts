import type { GuardChange } from '../books/claims.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { GuardState } from '../ledger/order.js';
import { visitEnd, type CardVisit } from './card-visit.js';

/** What was booked during which visit; written in the commit of the booking itself. */
export const visitBookingsTable: Table = {
  name: 'card_visit_bookings',
  columns: { community_id: 'text', exchange_id: 'text', visit_id: 'text' },
};

const visitsShown = 50;

export async function insertVisit(tx: Tx, visit: CardVisit): Promise<void> {
  await tx.run(
    `insert into card_visits (community_id, visit_id, card_id, party_id, helper_id, device, opened_at, seen_at)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[visit.communityId, visit.id, visit.cardId, visit.memberId, visit.helperId, visit.device],
      ...[BigInt(visit.openedAt), BigInt(visit.seenAt)],
    ],
  );
}

/** Ends what is still open on a device: one sits beside one member at a time. */
export async function endOnDevice(tx: Tx, visit: CardVisit): Promise<void> {
  await tx.run(
    `update card_visits set ended_at = ?, ended_by = ? where community_id = ? and device = ? and ended_at is null`,
    [BigInt(visit.openedAt), visit.helperId, visit.communityId, visit.device],
  );
}

/** @returns false when it was over already */
export async function endVisit(
  tx: Tx,
  communityId: string,
  id: string,
  by: string,
  at: number,
): Promise<boolean> {
  const changed = await tx.run(
    `update card_visits set ended_at = ?, ended_by = ? where community_id = ? and visit_id = ? and ended_at is null`,
    [BigInt(at), by, communityId, id],
  );
  return changed > 0;
}

export async function touchVisit(tx: Tx, communityId: string, id: string, at: number): Promise<void> {
  await tx.run(
    `update card_visits set seen_at = ?
      where community_id = ? and visit_id = ? and ended_at is null and seen_at < ?`,
    [BigInt(at), communityId, id, BigInt(at)],
  );
}

export async function findVisit(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<CardVisit | undefined> {
  const row = await reader.one('select * from card_visits where community_id = ? and visit_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : visitOf(row);
}

/** The last visits of a member, newest first. */
export async function findVisitsOf(
  reader: Reader,
  communityId: string,
  memberId: string,
): Promise<CardVisit[]> {
  const rows = await reader.all(
    `select * from card_visits where community_id = ? and party_id = ?
      order by opened_at desc, visit_id limit ${visitsShown}`,
    [communityId, memberId],
  );
  return rows.map(visitOf);
}

/** Who helped with each of these exchanges, by exchange id; those that nobody helped with are left out. */
export async function findHelpers(
  reader: Reader,
  communityId: string,
  exchangeIds: readonly string[],
): Promise<Map<string, string>> {
  const within = reader.within('b.exchange_id', exchangeIds);
  const rows = await reader.all(
    `select b.exchange_id, v.helper_id from card_visit_bookings b
      join card_visits v on v.community_id = b.community_id and v.visit_id = b.visit_id
      where b.community_id = ? and ${within.sql}`,
    [communityId, within.param],
  );
  return new Map(rows.map((row) => [row.exchange_id as string, row.helper_id as string]));
}

export async function lockVisits(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
  now: number,
): Promise<Map<string, GuardState>> {
  const what = { columns: '*', table: 'card_visits', key: 'visit_id', lock: true };
  const rows = await tx.lookUp(what, communityId, [...new Set(ids)].sort());
  return new Map(
    rows.map(visitOf).map((visit): [string, GuardState] => {
      const isOver = visit.endedAt !== null || visitEnd(visit) <= now;
      return [visit.id, isOver ? { refusal: 'visit_over' } : { state: 'open' }];
    }),
  );
}

export async function advanceVisits(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
  for (const { communityId, key, at } of changes) await touchVisit(tx, communityId, key, at);
}

function visitOf(row: Row): CardVisit {
  return {
    communityId: row.community_id as string,
    id: row.visit_id as string,
    cardId: row.card_id as string,
    memberId: row.party_id as string,
    helperId: row.helper_id as string,
    device: row.device as string,
    openedAt: Number(row.opened_at),
    seenAt: Number(row.seen_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
  };
}

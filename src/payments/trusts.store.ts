import type { TrustRight } from '../access/trusted.js';
import type { Reader, Row, Tx } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';
import type { Trust } from './trust.js';

const shown = 50;

export async function insertTrust(tx: Tx, trust: Trust): Promise<void> {
  const { communityId, id, giverId, trustedId, gives, perWeek, givenAt, endsAt } = trust;
  await tx.run(
    `insert into trusts (community_id, trust_id, giver_id, trusted_id, gives, currency, per_week, given_at, ends_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[communityId, id, giverId, trustedId, gives, perWeek?.currency ?? null, perWeek?.amount ?? null],
      ...[BigInt(givenAt), BigInt(endsAt)],
    ],
  );
}

/** What nobody ended and whose time is over, so that there is room for another. */
export async function endLapsed(tx: Tx, communityId: string, giverId: string, now: number): Promise<void> {
  await tx.run(
    `update trusts set ended_at = ends_at, ended_by = giver_id
      where community_id = ? and giver_id = ? and ended_at is null and ends_at <= ?`,
    [communityId, giverId, BigInt(now)],
  );
}

/** The one a member gives at present. */
export async function findGiven(
  reader: Reader,
  communityId: string,
  giverId: string,
): Promise<Trust | undefined> {
  const row = await reader.one(
    'select * from trusts where community_id = ? and giver_id = ? and ended_at is null',
    [communityId, giverId],
  );
  return row === undefined ? undefined : trustOf(row);
}

/** Those that somebody gives or was given, newest first. */
export async function findTrustsOf(reader: Reader, communityId: string, personId: string): Promise<Trust[]> {
  const rows = await reader.all(
    `select * from trusts where community_id = ? and (giver_id = ? or trusted_id = ?)
      order by given_at desc, trust_id desc limit ${shown}`,
    [communityId, personId, personId],
  );
  return rows.map(trustOf);
}

/** Those that somebody was given and that are not over, newest first. */
export async function findGot(
  reader: Reader,
  communityId: string,
  trustedId: string,
  now: number,
): Promise<Trust[]> {
  const rows = await reader.all(
    `select * from trusts where community_id = ? and trusted_id = ? and ended_at is null and ends_at > ?
      order by given_at desc, trust_id desc limit ${shown}`,
    [communityId, trustedId, BigInt(now)],
  );
  return rows.map(trustOf);
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findTrust(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<Trust | undefined> {
  const row = await reader.one(`select * from trusts where community_id = ? and trust_id = ?${lock}`, [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : trustOf(row);
}

export async function renewTrust(tx: Tx, { communityId, id }: Trust, endsAt: number): Promise<void> {
  await tx.run('update trusts set ends_at = ? where community_id = ? and trust_id = ?', [
    BigInt(endsAt),
    communityId,
    id,
  ]);
}

export async function endTrust(tx: Tx, { communityId, id }: Trust, by: string, at: number): Promise<void> {
  await tx.run(
    'update trusts set ended_at = ?, ended_by = ? where community_id = ? and trust_id = ? and ended_at is null',
    [BigInt(at), by, communityId, id],
  );
}

/** These trusts, kept from others until the end of the transaction. */
export async function lockTrusts(tx: Tx, communityId: string, ids: readonly string[]): Promise<Trust[]> {
  const what = { columns: '*', table: 'trusts', key: 'trust_id', lock: true };
  return (await tx.lookUp(what, communityId, ids)).map(trustOf);
}

/** What was paid by a trusted person in a week. @param week its Monday */
export async function findSpentIn(
  reader: Reader,
  communityId: string,
  id: string,
  week: string,
): Promise<Amount> {
  const row = await reader.one(
    'select spent from trust_weeks where community_id = ? and trust_id = ? and week = ?',
    [communityId, id, week],
  );
  return (row?.spent as bigint | undefined) ?? 0n;
}

export async function addSpentIn(
  tx: Tx,
  communityId: string,
  id: string,
  week: string,
  amount: Amount,
): Promise<void> {
  await tx.run(
    `insert into trust_weeks (community_id, trust_id, week, spent) values (?, ?, ?, ?)
      on conflict (community_id, trust_id, week) do update set spent = trust_weeks.spent + excluded.spent`,
    [communityId, id, week, amount],
  );
}

/** The time zone of the books, which weeks follow. */
export async function timeZoneOf(reader: Reader, communityId: string): Promise<string> {
  const row = await reader.one('select time_zone from ledgers where community_id = ?', [communityId]);
  return row!.time_zone as string;
}

function trustOf(row: Row): Trust {
  const currency = row.currency as string | null;
  return {
    communityId: row.community_id as string,
    id: row.trust_id as string,
    giverId: row.giver_id as string,
    trustedId: row.trusted_id as string,
    gives: row.gives as TrustRight,
    perWeek: currency === null ? null : { currency, amount: row.per_week as bigint },
    givenAt: Number(row.given_at),
    endsAt: Number(row.ends_at),
    endedAt: row.ended_at === null ? null : Number(row.ended_at),
  };
}

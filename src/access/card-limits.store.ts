import type { Reader, Row, Tx } from '../database/sql.js';
import type { CardLimits } from './card.js';

/** What a currency said of cards without their secret, from a moment on. */
export interface CardLimitsVersion extends CardLimits {
  readonly currency: string;
  readonly version: number;
  readonly setBy: string;
  readonly setAt: number;
}

const versionsShown = 50;

/** What a currency says now; undefined where it never said anything. */
export async function findLimits(
  reader: Reader,
  communityId: string,
  currency: string,
): Promise<CardLimitsVersion | undefined> {
  return (await findVersions(reader, communityId, currency, 1))[0];
}

/** Newest first. */
export async function findVersions(
  reader: Reader,
  communityId: string,
  currency: string,
  most = versionsShown,
): Promise<CardLimitsVersion[]> {
  const rows = await reader.all(
    `select * from card_limits where community_id = ? and currency = ? order by version desc limit ${most}`,
    [communityId, currency],
  );
  return rows.map(versionOf);
}

/** The decimals of a currency, whose row is kept from others; undefined when there is none. */
export async function lockScale(tx: Tx, communityId: string, currency: string): Promise<number | undefined> {
  const row = await tx.one(
    `select scale from currencies where community_id = ? and currency = ?${tx.forUpdate}`,
    [communityId, currency],
  );
  return row === undefined ? undefined : Number(row.scale);
}

export async function findScale(
  reader: Reader,
  communityId: string,
  currency: string,
): Promise<number | undefined> {
  const row = await reader.one('select scale from currencies where community_id = ? and currency = ?', [
    communityId,
    currency,
  ]);
  return row === undefined ? undefined : Number(row.scale);
}

export async function insertVersion(tx: Tx, communityId: string, limits: CardLimitsVersion): Promise<void> {
  await tx.run(
    `insert into card_limits (community_id, currency, version, per_payment, per_day, set_by, set_at)
      values (?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[communityId, limits.currency, BigInt(limits.version), limits.perPayment, limits.perDay],
      ...[limits.setBy, BigInt(limits.setAt)],
    ],
  );
}

function versionOf(row: Row): CardLimitsVersion {
  return {
    currency: row.currency as string,
    version: Number(row.version),
    perPayment: row.per_payment as bigint,
    perDay: row.per_day as bigint,
    setBy: row.set_by as string,
    setAt: Number(row.set_at),
  };
}

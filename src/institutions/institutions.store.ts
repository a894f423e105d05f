import type { Reader, Row, Tx, Value } from '../database/sql.js';
import type { InstitutionKind } from '../communities/party.js';
import type { Institution } from './institution.js';

export async function insertInstitution(tx: Tx, institution: Institution): Promise<void> {
  await tx.run(
    `insert into institutions (name, picture, colour, place, opening_hours, offer, outlet_since, closed_at,
       community_id, party_id, kind, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [...valuesOf(institution), institution.kind, BigInt(institution.createdAt)],
  );
}

export async function updateInstitution(tx: Tx, institution: Institution): Promise<void> {
  await tx.run(
    `update institutions set name = ?, picture = ?, colour = ?, place = ?, opening_hours = ?, offer = ?,
       outlet_since = ?, closed_at = ?
     where community_id = ? and party_id = ?`,
    valuesOf(institution),
  );
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findInstitution(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<Institution | undefined> {
  const row = await reader.one(`select * from institutions where community_id = ? and party_id = ?${lock}`, [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : institutionOf(row);
}

export async function findMany(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Institution[]> {
  const { sql, param } = reader.within('party_id', ids);
  const rows = await reader.all(`select * from institutions where community_id = ? and ${sql}`, [
    communityId,
    param,
  ]);
  return rows.map(institutionOf);
}

/** Those that are not closed, in order of id. */
export async function findOpen(
  reader: Reader,
  communityId: string,
  ask: { kind?: InstitutionKind | undefined; outlets: boolean; after: string; limit: number },
): Promise<Institution[]> {
  const kind = ask.kind === undefined ? '' : 'and kind = ?';
  const outlets = ask.outlets ? 'and outlet_since is not null' : '';
  const params = [communityId, ask.after, ...(ask.kind === undefined ? [] : [ask.kind]), ask.limit];
  const rows = await reader.all(
    `select * from institutions where community_id = ? and party_id > ? and closed_at is null ${kind} ${outlets}
     order by party_id limit ?`,
    params,
  );
  return rows.map(institutionOf);
}

function valuesOf(institution: Institution): Value[] {
  const { name, picture, colour, place, openingHours, offer, communityId, id } = institution;
  const [outletSince, closedAt] = [institution.outletSince, institution.closedAt].map((at) =>
    at === null ? null : BigInt(at),
  );
  return [name, picture, colour, place, openingHours, offer, outletSince!, closedAt!, communityId, id];
}

function institutionOf(row: Row): Institution {
  return {
    communityId: row.community_id as string,
    id: row.party_id as string,
    kind: row.kind as InstitutionKind,
    name: row.name as string,
    picture: row.picture as string,
    colour: row.colour as string,
    place: row.place as string | null,
    openingHours: row.opening_hours as string | null,
    offer: row.offer as string | null,
    outletSince: row.outlet_since === null ? null : Number(row.outlet_since),
    createdAt: Number(row.created_at),
    closedAt: row.closed_at === null ? null : Number(row.closed_at),
  };
}

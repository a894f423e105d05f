import type { Reader, Row, Tx } from '../database/sql.js';
import type { Initiative, Membership, Phase, Visibility } from './initiative.js';

/** An account beside the group's main one: money with a purpose (U50), or its own pot (U29). */
export interface GroupPurse {
  readonly communityId: string;
  readonly accountId: string;
  readonly initiativeId: string;
  readonly kind: 'purpose' | 'pot';
  readonly currency: string;
  readonly name: string;
  readonly picture: string;
  readonly openedAt: number;
}

const columns =
  'name, picture, colour, place, aim, visibility, phase, phase_before, membership, community_id, party_id';

export async function insertInitiative(tx: Tx, initiative: Initiative): Promise<void> {
  await tx.run(
    `insert into initiatives (${columns}, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [...valuesOf(initiative), BigInt(initiative.createdAt)],
  );
}

export async function updateInitiative(tx: Tx, initiative: Initiative): Promise<void> {
  await tx.run(
    `update initiatives set name = ?, picture = ?, colour = ?, place = ?, aim = ?, visibility = ?, phase = ?,
       phase_before = ?, membership = ?
     where community_id = ? and party_id = ?`,
    valuesOf(initiative),
  );
}

/** @param lock the transaction's `forUpdate`, to keep the row until its end */
export async function findInitiative(
  reader: Reader,
  communityId: string,
  id: string,
  lock = '',
): Promise<Initiative | undefined> {
  const row = await reader.one(`select * from initiatives where community_id = ? and party_id = ?${lock}`, [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : initiativeOf(row);
}

/** All of the given ids that are initiatives of the community. */
export async function findMany(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Initiative[]> {
  const { sql, param } = reader.within('party_id', ids);
  const rows = await reader.all(`select * from initiatives where community_id = ? and ${sql}`, [
    communityId,
    param,
  ]);
  return rows.map(initiativeOf);
}

/** In order of id, those of the visibilities and those that are somebody's own. */
export async function findVisible(
  reader: Reader,
  communityId: string,
  ask: { visibilities: readonly Visibility[]; own: readonly string[]; after: string; limit: number },
): Promise<Initiative[]> {
  const seen = reader.within('visibility', ask.visibilities);
  const own = reader.within('party_id', ask.own);
  const rows = await reader.all(
    `select * from initiatives where community_id = ? and party_id > ? and (${seen.sql} or ${own.sql})
     order by party_id limit ?`,
    [communityId, ask.after, seen.param, own.param, ask.limit],
  );
  return rows.map(initiativeOf);
}

export async function insertPerson(
  tx: Tx,
  communityId: string,
  id: string,
  personId: string,
  at: number,
): Promise<void> {
  await tx.run(
    `insert into initiative_people (community_id, initiative_id, person_id, joined_at) values (?, ?, ?, ?)
     on conflict (community_id, initiative_id, person_id) do update set joined_at = excluded.joined_at, left_at = null`,
    [communityId, id, personId, BigInt(at)],
  );
}

/** @returns how many were in */
export function endPerson(
  tx: Tx,
  communityId: string,
  id: string,
  personId: string,
  at: number,
): Promise<number> {
  return tx.run(
    `update initiative_people set left_at = ?
     where community_id = ? and initiative_id = ? and person_id = ? and left_at is null`,
    [BigInt(at), communityId, id, personId],
  );
}

/** The people of a group in order of id. */
export async function findPeople(
  reader: Reader,
  communityId: string,
  id: string,
  ask: { after: string; limit: number },
): Promise<string[]> {
  const rows = await reader.all(
    `select person_id from initiative_people
     where community_id = ? and initiative_id = ? and left_at is null and person_id > ? order by person_id limit ?`,
    [communityId, id, ask.after, ask.limit],
  );
  return rows.map((row) => row.person_id as string);
}

/** The groups somebody is in, at most 200. */
export async function findGroupsOf(reader: Reader, communityId: string, personId: string): Promise<string[]> {
  const rows = await reader.all(
    `select initiative_id from initiative_people where community_id = ? and person_id = ? and left_at is null
     order by joined_at desc limit 200`,
    [communityId, personId],
  );
  return rows.map((row) => row.initiative_id as string);
}

export async function insertPurse(tx: Tx, purse: GroupPurse): Promise<void> {
  await tx.run(
    `insert into group_purses (community_id, account_id, initiative_id, kind, currency, name, picture, opened_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      purse.communityId,
      purse.accountId,
      purse.initiativeId,
      purse.kind,
      purse.currency,
      purse.name,
      purse.picture,
      BigInt(purse.openedAt),
    ],
  );
}

/** Oldest first; a group has at most 100. */
export async function findPurses(reader: Reader, communityId: string, id: string): Promise<GroupPurse[]> {
  const rows = await reader.all(
    `select * from group_purses where community_id = ? and initiative_id = ? order by opened_at, account_id limit 200`,
    [communityId, id],
  );
  return rows.map((row) => ({
    communityId: row.community_id as string,
    accountId: row.account_id as string,
    initiativeId: row.initiative_id as string,
    kind: row.kind as GroupPurse['kind'],
    currency: row.currency as string,
    name: row.name as string,
    picture: row.picture as string,
    openedAt: Number(row.opened_at),
  }));
}

function valuesOf(initiative: Initiative) {
  const { name, picture, colour, place, aim, visibility, phase, phaseBefore, membership } = initiative;
  const looks = [name, picture, colour, place, aim, visibility, phase, phaseBefore, membership];
  return [...looks, initiative.communityId, initiative.id];
}

function initiativeOf(row: Row): Initiative {
  return {
    communityId: row.community_id as string,
    id: row.party_id as string,
    name: row.name as string,
    picture: row.picture as string,
    colour: row.colour as string,
    place: row.place as string | null,
    aim: row.aim as string | null,
    visibility: row.visibility as Visibility,
    phase: row.phase as Phase,
    phaseBefore: row.phase_before as Phase | null,
    membership: row.membership as Membership,
    createdAt: Number(row.created_at),
  };
}

import type { Reader, Row, Tx } from '../database/sql.js';
import type { Mandate, Role } from './actor.js';
import { notOfPurses } from './audit.js';

interface MandateRow extends Row {
  mandate_id: string;
  community_id: string;
  actor_id: string;
  role: string;
  party_id: string | null;
  valid_from: bigint;
  valid_until: bigint | null;
}

const columns = 'mandate_id, community_id, actor_id, role, party_id, valid_from, valid_until';

/** Nobody needs more; a bound keeps every request cheap. */
export const mandatesMost = 100;

/** What an actor may do in a community now or later. */
export async function mandatesOf(
  reader: Reader,
  communityId: string,
  actorId: string,
  now: number,
): Promise<Mandate[]> {
  const rows = await reader.all<MandateRow>(
    `select ${columns} from mandates where actor_id = ? and community_id = ?
     and (valid_until is null or valid_until > ?) order by mandate_id limit ${mandatesMost}`,
    [actorId, communityId, BigInt(now)],
  );
  return rows.map(mandateOf);
}

/** The live mandates of many persons, each under the owner that was given. */
export async function mandatesOfMany<Person extends { readonly id: string; readonly communityId: string }>(
  reader: Reader,
  persons: readonly Person[],
  now: number,
): Promise<Map<Person, Mandate[]>> {
  if (persons.length === 0) return new Map();
  const within = reader.within('actor_id', [...new Set(persons.map(({ id }) => id))]);
  const rows = await reader.all<MandateRow>(
    `select ${columns} from mandates where ${within.sql}
     and (valid_until is null or valid_until > ?) order by mandate_id`,
    [within.param, BigInt(now)],
  );
  const byActor = Map.groupBy(rows, (row) => `${row.community_id} ${row.actor_id}`);
  return new Map(
    persons.map((person) => [
      person,
      (byActor.get(`${person.communityId} ${person.id}`) ?? []).slice(0, mandatesMost).map(mandateOf),
    ]),
  );
}

/** The mandates of a community in order of id, of one party only when given, those that ended included. */
export async function mandatesIn(
  reader: Reader,
  communityId: string,
  ask: { partyId?: string; after?: string; limit: number },
): Promise<Mandate[]> {
  const party = ask.partyId === undefined ? '' : 'and party_id = ?';
  const params = [communityId, ask.after ?? '', ...(ask.partyId === undefined ? [] : [ask.partyId])];
  const rows = await reader.all<MandateRow>(
    `select ${columns} from mandates where community_id = ? and mandate_id > ? ${party}
     order by mandate_id limit ${ask.limit}`,
    params,
  );
  return rows.map(mandateOf);
}

export async function findMandate(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<Mandate | undefined> {
  const row = await reader.one<MandateRow>(
    `select ${columns} from mandates where community_id = ? and mandate_id = ?`,
    [communityId, id],
  );
  return row === undefined ? undefined : mandateOf(row);
}

/** Keeps others of the community from granting until the end of the transaction. */
export async function lockGranting(tx: Tx, communityId: string): Promise<void> {
  await tx.one(`select community_id from communities where community_id = ?${tx.forUpdate}`, [communityId]);
}

export async function insertMandate(tx: Tx, mandate: Mandate, grantedBy: string, at: number): Promise<void> {
  await tx.run(
    `insert into mandates (${columns}, granted_by, granted_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      mandate.id,
      mandate.communityId,
      mandate.actorId,
      mandate.role,
      mandate.partyId,
      BigInt(mandate.from),
      mandate.until === null ? null : BigInt(mandate.until),
      grantedBy,
      BigInt(at),
    ],
  );
}

/** Ends a mandate, or all of an actor. @returns how many were still in force */
export function endMandates(
  tx: Tx,
  communityId: string,
  which: { mandateId: string } | { actorId: string },
  at: number,
): Promise<number> {
  const [column, value] =
    'mandateId' in which ? ['mandate_id', which.mandateId] : ['actor_id', which.actorId];
  return tx.run(
    `update mandates set valid_until = ? where community_id = ? and ${column} = ?
     and (valid_until is null or valid_until > ?)`,
    [BigInt(at), communityId, value, BigInt(at)],
  );
}

/**
 * Whether anybody who is or was a steward of the community ever signed in. The audit knows for ever, but a session that
 * was opened otherwise stands only in its own table. The acts left out are those of the index `audit_of_communities`.
 */
export async function stewardCameIn(reader: Reader, communityId: string): Promise<boolean> {
  const row = await reader.one(
    `select mandate_id from mandates where community_id = ? and role = 'steward' and (
       actor_id in (select actor_id from sessions)
       or actor_id in (select actor_id from audit where community_id = ? and act = 'sign_in' and ${notOfPurses})
     ) limit 1`,
    [communityId, communityId],
  );
  return row !== undefined;
}

/** Whether somebody looks after the server already. */
export async function isOperator(reader: Reader, operatorId: string | null): Promise<boolean> {
  const one = operatorId === null ? '' : 'and operator_id = ?';
  const params = operatorId === null ? [] : [operatorId];
  const row = await reader.one(
    `select operator_id from operators where ended_at is null ${one} limit 1`,
    params,
  );
  return row !== undefined;
}

/** The mandate an operator has by being one. */
export function operatorMandate(operatorId: string): Mandate {
  return {
    id: operatorId,
    communityId: null,
    actorId: operatorId,
    role: 'operator',
    partyId: null,
    from: 0,
    until: null,
  };
}

function mandateOf(row: MandateRow): Mandate {
  return {
    id: row.mandate_id,
    communityId: row.community_id,
    actorId: row.actor_id,
    role: row.role as Role,
    partyId: row.party_id,
    from: Number(row.valid_from),
    until: row.valid_until === null ? null : Number(row.valid_until),
  };
}

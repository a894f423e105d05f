import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { HouseholdMember } from './household.js';

const membersTable: Table = {
  name: 'household_members',
  columns: {
    community_id: 'text',
    household_id: 'text',
    person_id: 'text',
    joined_at: 'bigint',
    admitted_by: 'text',
    mandate_id: 'text',
  },
};

const limitsTable: Table = {
  name: 'household_limits',
  columns: {
    community_id: 'text',
    household_id: 'text',
    person_id: 'text',
    currency: 'text',
    per_day: 'bigint',
    day: 'text',
    spent: 'bigint',
  },
};

export async function insertHousehold(tx: Tx, communityId: string, id: string, at: number): Promise<void> {
  await tx.run('insert into households (community_id, party_id, founded_at) values (?, ?, ?)', [
    communityId,
    id,
    BigInt(at),
  ]);
}

/** Locks a household that is not closed. @returns whether there is one */
export async function lockHousehold(tx: Tx, communityId: string, id: string): Promise<boolean> {
  const row = await tx.one(
    `select party_id from households where community_id = ? and party_id = ? and closed_at is null${tx.forUpdate}`,
    [communityId, id],
  );
  return row !== undefined;
}

export async function insertMember(
  tx: Tx,
  communityId: string,
  householdId: string,
  member: { personId: string; admittedBy: string; perDay: ReadonlyMap<string, bigint | null> },
  at: number,
): Promise<void> {
  const own = { community_id: communityId, household_id: householdId, person_id: member.personId };
  await tx.insert(membersTable, [
    { ...own, joined_at: BigInt(at), admitted_by: member.admittedBy, mandate_id: null },
  ]);
  await tx.insert(
    limitsTable,
    [...member.perDay].map(([currency, per_day]) => ({ ...own, currency, per_day, day: '', spent: 0n })),
  );
}

/** By which mandate a member acts for the household. */
export async function setMandate(
  tx: Tx,
  communityId: string,
  householdId: string,
  personId: string,
  mandateId: string,
): Promise<void> {
  await tx.run(
    'update household_members set mandate_id = ? where community_id = ? and household_id = ? and person_id = ?',
    [mandateId, communityId, householdId, personId],
  );
}

/** Takes a person out, with limits and what was spent. */
export async function removeMember(
  tx: Tx,
  communityId: string,
  householdId: string,
  personId: string,
): Promise<void> {
  const own = [communityId, householdId, personId];
  await tx.run(
    'delete from household_limits where community_id = ? and household_id = ? and person_id = ?',
    own,
  );
  await tx.run(
    'delete from household_members where community_id = ? and household_id = ? and person_id = ?',
    own,
  );
}

/**
 * Takes the last person out and closes the household.
 * @returns false when the person is not the last, and then nothing is changed
 */
export async function removeLastMember(
  tx: Tx,
  communityId: string,
  householdId: string,
  personId: string,
  at: number,
): Promise<boolean> {
  if (!(await isOneOf(tx, communityId, householdId, personId, (others) => others === 0))) return false;
  await removeMember(tx, communityId, householdId, personId);
  await tx.run(
    'update households set closed_at = ? where community_id = ? and party_id = ? and closed_at is null',
    [BigInt(at), communityId, householdId],
  );
  return true;
}

/** Takes a person out of a household with others in it. @returns false when there are none, or the person is not in */
export async function removeOneOfMany(
  tx: Tx,
  communityId: string,
  householdId: string,
  personId: string,
): Promise<boolean> {
  if (!(await isOneOf(tx, communityId, householdId, personId, (others) => others > 0))) return false;
  await removeMember(tx, communityId, householdId, personId);
  return true;
}

/** Under the household's lock, so that two who leave at once do not each see the other. */
async function isOneOf(
  tx: Tx,
  communityId: string,
  householdId: string,
  personId: string,
  fits: (others: number) => boolean,
): Promise<boolean> {
  await lockHousehold(tx, communityId, householdId);
  const members = await membersOf(tx, communityId, householdId);
  return members.some((member) => member.personId === personId) && fits(members.length - 1);
}

/** At most 100 members, in order of id, with their limits. */
export async function membersOf(
  reader: Reader,
  communityId: string,
  householdId: string,
): Promise<HouseholdMember[]> {
  const own = [communityId, householdId];
  const rows = await reader.all(
    `select person_id, joined_at, mandate_id from household_members
      where community_id = ? and household_id = ? order by person_id limit 100`,
    own,
  );
  const limits = await reader.all(
    `select person_id, currency, per_day, day, spent from household_limits
      where community_id = ? and household_id = ? order by person_id, currency`,
    own,
  );
  return rows.map((row) => ({
    personId: row.person_id as string,
    joinedAt: Number(row.joined_at),
    mandateId: row.mandate_id as string | null,
    limits: limits.filter((limit) => limit.person_id === row.person_id).map(limitOf),
  }));
}

/** Ids of the households a person is in, in order. */
export async function householdsOf(reader: Reader, communityId: string, personId: string): Promise<string[]> {
  const rows = await reader.all(
    `select household_id from household_members where community_id = ? and person_id = ?
      order by household_id limit 100`,
    [communityId, personId],
  );
  return rows.map((row) => row.household_id as string);
}

export async function setLimit(
  tx: Tx,
  communityId: string,
  householdId: string,
  personId: string,
  currency: string,
  perDay: bigint | null,
): Promise<void> {
  await tx.run(
    `insert into household_limits (community_id, household_id, person_id, currency, per_day, day, spent)
     values (?, ?, ?, ?, ?, '', 0)
     on conflict (community_id, household_id, person_id, currency) do update set per_day = excluded.per_day`,
    [communityId, householdId, personId, currency, perDay],
  );
}

/** One member's row under lock: whoever spends for that member waits. @returns whether the person is in */
export async function lockMember(
  tx: Tx,
  communityId: string,
  householdId: string,
  personId: string,
): Promise<boolean> {
  const row = await tx.one(
    `select person_id from household_members
      where community_id = ? and household_id = ? and person_id = ?${tx.forUpdate}`,
    [communityId, householdId, personId],
  );
  return row !== undefined;
}

/** What a member may spend a day of a currency, and spent on the last day there was any. */
export async function findLimit(
  reader: Reader,
  communityId: string,
  householdId: string,
  personId: string,
  currency: string,
): Promise<HouseholdMember['limits'][number] | undefined> {
  const row = await reader.one(
    `select currency, per_day, day, spent from household_limits
      where community_id = ? and household_id = ? and person_id = ? and currency = ?`,
    [communityId, householdId, personId, currency],
  );
  return row === undefined ? undefined : limitOf(row);
}

/** Counts what was spent today; what an earlier day holds is over. */
export async function addSpent(
  tx: Tx,
  communityId: string,
  of: { householdId: string; personId: string; currency: string },
  day: string,
  amount: bigint,
): Promise<void> {
  await tx.run(
    `insert into household_limits (community_id, household_id, person_id, currency, per_day, day, spent)
     values (?, ?, ?, ?, null, ?, ?)
     on conflict (community_id, household_id, person_id, currency) do update set
       spent = case when household_limits.day = excluded.day then household_limits.spent + excluded.spent
         else excluded.spent end,
       day = excluded.day`,
    [communityId, of.householdId, of.personId, of.currency, day, amount],
  );
}

function limitOf(row: Row): HouseholdMember['limits'][number] {
  return {
    currency: row.currency as string,
    perDay: row.per_day as bigint | null,
    day: row.day as string,
    spent: row.spent as bigint,
  };
}

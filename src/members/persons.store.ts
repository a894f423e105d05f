import { removeSoundsOf } from './person-sounds.store.js';
import type { Reader, Row, Table, Tx } from '../database/sql.js';
import type { Person } from './person.js';
import { PictureRack, type Look, type PictureUse } from './picture-rack.js';
import type { Forgotten } from './vault.js';

const personsTable: Table = {
  name: 'persons',
  columns: {
    community_id: 'text',
    party_id: 'text',
    joined_day: 'text',
    created_at: 'bigint',
    started_at: 'bigint',
    erased_at: 'bigint',
  },
};

const personDataTable: Table = {
  name: 'person_data',
  columns: { community_id: 'text', party_id: 'text', sealed: 'bytea' },
};

export interface NewPerson {
  readonly id: string;
  readonly joinedDay: string;
  readonly sealed: Buffer;
}

/** Somebody else took a picture in between. The caller looks again. */
export class PicturesChanged extends Error {
  override readonly name = 'PicturesChanged';
}

/**
 * For thousands of rows in one transaction. PostgreSQL checks foreign keys by a plan that it made when the tables were
 * nearly empty and any index looked as good as the right one; here it plans again as they grow.
 */
export async function planAnew(tx: Tx): Promise<void> {
  if (tx.dialect === 'postgres') await tx.run('set local plan_cache_mode = force_custom_plan');
}

/** @param startedAt null when a start amount is still to be given */
export async function insertPersons(
  tx: Tx,
  communityId: string,
  persons: readonly NewPerson[],
  at: number,
  startedAt: number | null,
): Promise<void> {
  const own = { community_id: communityId, created_at: BigInt(at) };
  const started_at = startedAt === null ? null : BigInt(startedAt);
  await tx.insert(
    personsTable,
    persons.map(({ id, joinedDay }) => ({ ...own, party_id: id, joined_day: joinedDay, started_at })),
  );
  await tx.insert(
    personDataTable,
    persons.map(({ id, sealed }) => ({ community_id: communityId, party_id: id, sealed })),
  );
}

export async function markStarted(
  tx: Tx,
  communityId: string,
  ids: readonly string[],
  at: number,
): Promise<void> {
  const these = tx.within('party_id', ids);
  await tx.run(
    `update persons set started_at = ? where community_id = ? and started_at is null and ${these.sql}`,
    [BigInt(at), communityId, these.param],
  );
}

/** Persons who have not had their start amount, of all communities. @param limit at most 500 */
export async function findNotStarted(reader: Reader, limit: number): Promise<Person[]> {
  const rows = await reader.all(
    `select * from persons where started_at is null and erased_at is null
      order by community_id, party_id limit ${limit}`,
  );
  return rows.map(personOf);
}

export async function findPerson(
  reader: Reader,
  communityId: string,
  id: string,
): Promise<Person | undefined> {
  const row = await reader.one('select * from persons where community_id = ? and party_id = ?', [
    communityId,
    id,
  ]);
  return row === undefined ? undefined : personOf(row);
}

/** In order of id, after the one given. */
export async function findPersons(
  reader: Reader,
  communityId: string,
  after: string,
  limit: number,
): Promise<Person[]> {
  const rows = await reader.all(
    'select * from persons where community_id = ? and party_id > ? order by party_id limit ?',
    [communityId, after, BigInt(limit)],
  );
  return rows.map(personOf);
}

/** The sealed data of persons, by party id. */
export async function findSealed(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<Map<string, Buffer>> {
  const these = reader.within('party_id', ids);
  const rows = await reader.all(
    `select party_id, sealed from person_data where community_id = ? and ${these.sql}`,
    [communityId, these.param],
  );
  return new Map(rows.map((row) => [row.party_id as string, row.sealed as Buffer]));
}

/** Under lock, to see whether it is still what was read before. */
export async function lockSealed(tx: Tx, communityId: string, id: string): Promise<Buffer | undefined> {
  const row = await tx.one(
    `select sealed from person_data where community_id = ? and party_id = ?${tx.forUpdate}`,
    [communityId, id],
  );
  return row?.sealed as Buffer | undefined;
}

export async function updateSealed(tx: Tx, communityId: string, id: string, sealed: Buffer): Promise<void> {
  await tx.update(
    personDataTable,
    ['community_id', 'party_id'],
    [{ community_id: communityId, party_id: id, sealed }],
  );
}

export async function findPictureUses(reader: Reader, communityId: string): Promise<PictureUse[]> {
  const rows = await reader.all('select picture, colour, uses from picture_uses where community_id = ?', [
    communityId,
  ]);
  return rows.map((row) => ({
    picture: row.picture as string,
    colour: row.colour as string,
    uses: Number(row.uses),
  }));
}

/**
 * Writes what changed in a rack. Two colours of one picture are two rows, so the community's own row is what keeps two
 * who come at once apart.
 * @throws PicturesChanged when a picture is no longer used as often as when the rack was read
 */
export async function savePictures(tx: Tx, communityId: string, rack: PictureRack): Promise<void> {
  await tx.one(`select community_id from communities where community_id = ?${tx.forUpdate}`, [communityId]);
  const now = new PictureRack(await findPictureUses(tx, communityId));
  const isOther = ({ picture }: Look): boolean => now.usesOf(picture) !== rack.usesBefore(picture);
  if (rack.changes().some(isOther)) throw new PicturesChanged('a picture was taken in between');
  for (const { picture, colour, before, after } of rack.changes()) {
    const changed = await tx.run(
      `insert into picture_uses (community_id, picture, colour, uses) values (?, ?, ?, ?)
       on conflict (community_id, picture, colour) do update set uses = excluded.uses where picture_uses.uses = ?`,
      [communityId, picture, colour, BigInt(after), BigInt(before)],
    );
    if (changed === 0) throw new PicturesChanged('a picture was taken in between');
  }
}

export async function releasePicture(tx: Tx, communityId: string, { picture, colour }: Look): Promise<void> {
  await tx.run(
    `update picture_uses set uses = uses - 1
      where community_id = ? and picture = ? and colour = ? and uses > 0`,
    [communityId, picture, colour],
  );
}

/** Sets all counts anew, after a restore. */
export async function replacePictures(
  tx: Tx,
  communityId: string,
  uses: readonly PictureUse[],
): Promise<void> {
  await tx.run('update picture_uses set uses = 0 where community_id = ?', [communityId]);
  for (const { picture, colour, uses: count } of uses) {
    await tx.run(
      `insert into picture_uses (community_id, picture, colour, uses) values (?, ?, ?, ?)
       on conflict (community_id, picture, colour) do update set uses = excluded.uses`,
      [communityId, picture, colour, BigInt(count)],
    );
  }
}

/** Removes what was sealed, and writes down that the person is forgotten. May be repeated. */
export async function erasePerson(tx: Tx, { communityId, partyId, at }: Forgotten): Promise<void> {
  await tx.run('delete from person_data where community_id = ? and party_id = ?', [communityId, partyId]);
  await removeSoundsOf(tx, communityId, partyId);
  await tx.run(
    'update persons set erased_at = ? where community_id = ? and party_id = ? and erased_at is null',
    [BigInt(at), communityId, partyId],
  );
  await tx.run(
    'insert into erasures (community_id, party_id, erased_at) values (?, ?, ?) on conflict do nothing',
    [communityId, partyId, BigInt(at)],
  );
}

/** Those of the ids who are in this database as if they had not been forgotten, or whose sealed data is. */
export async function findUnforgotten(
  reader: Reader,
  communityId: string,
  ids: readonly string[],
): Promise<string[]> {
  const these = reader.within('party_id', ids);
  const rows = await reader.all(
    `select party_id from persons p where community_id = ? and ${these.sql}
        and (erased_at is null or exists (select 1 from person_data d
          where d.community_id = p.community_id and d.party_id = p.party_id))`,
    [communityId, these.param],
  );
  return rows.map((row) => row.party_id as string);
}

/** Everybody who was ever forgotten here. Ids only. */
export async function findErasures(reader: Reader): Promise<Forgotten[]> {
  const rows = await reader.all('select * from erasures order by community_id, party_id');
  return rows.map((row) => ({
    communityId: row.community_id as string,
    partyId: row.party_id as string,
    at: Number(row.erased_at),
  }));
}

function personOf(row: Row): Person {
  return {
    communityId: row.community_id as string,
    id: row.party_id as string,
    joinedDay: row.joined_day as string,
    erasedAt: row.erased_at === null ? null : Number(row.erased_at),
  };
}

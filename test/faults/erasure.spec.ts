import { copyFileSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KeysService } from '../../src/access/keys.service.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { NotAllowed } from '../../src/access/errors.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { SetClock } from '../../src/database/clock.js';
import { newId } from '../../src/database/ids.js';
import { SqliteDatabase } from '../../src/database/sqlite.js';
import type { Enrolled } from '../../src/members/enrolment.service.js';
import { SealError, unseal } from '../../src/members/seal.js';
import { VAULT } from '../../src/members/person-keys.js';
import type { Vault } from '../../src/members/vault.js';
import { firstDay } from '../support/community.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';
import { actorOf, command, TestMembers, toPot } from '../support/members.js';

const nickname = 'Wilhelmina-Qx7';

/** Every file of a place with its bytes. */
function filesIn(folder: string): Array<{ file: string; bytes: Buffer }> {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ file, bytes: readFileSync(file) }));
}

/** The files of a place in which any of these bytes stand. */
function filesWith(folder: string, ...secrets: readonly (Buffer | string)[]): string[] {
  return filesIn(folder)
    .filter(({ bytes }) => secrets.some((secret) => bytes.includes(secret)))
    .map(({ file }) => file);
}

describe.each(dialects)('a person who is forgotten on %s', (dialect) => {
  const clock = new SetClock(firstDay);
  let place: TestPlace;
  let rooms: TestMembers;
  let community: string;
  let person: Enrolled;
  let other: Enrolled;

  beforeEach(async () => {
    place = await aPlace(dialect);
    rooms = await TestMembers.open(place.config, clock);
    community = await rooms.aCommunity();
    person = await rooms.aPerson(community, { nickname });
    other = await rooms.aPerson(community, { nickname: 'Stays' });
  });

  afterEach(async () => {
    await rooms.close();
    await place.drop();
  });

  const me = () => actorOf(community, person.id);
  const vault = () => rooms.module.get<Vault>(VAULT);

  async function secrets(): Promise<{ key: Buffer; wrapped: Buffer; sealed: Buffer }> {
    const key = (await rooms.keys.find(community, [person.id])).get(person.id)!;
    const { wrapped } = (await vault().find(community, [person.id]))[0]!;
    return { key, wrapped, sealed: (await rooms.records.open(community, person.id))!.sealed };
  }

  /** Nothing that the service or its database can still say tells of the person. */
  async function expectNobody(): Promise<void> {
    expect(await rooms.faces.one(community, person.id)).toEqual({
      partyId: person.id,
      communityId: community,
      kind: 'person',
      name: null,
      picture: null,
      colour: null,
      place: null,
      closed: true,
    });
    expect(await rooms.records.open(community, person.id)).toBeUndefined();
    expect((await rooms.records.look(community, [person.id])).size).toBe(0);
    expect(await vault().find(community, [person.id])).toEqual([]);
    const left = await rooms.database.reader.all('select * from person_data where party_id = ?', [person.id]);
    expect(left).toEqual([]);
    const cards = await rooms.persons.listCards(command, community, { limit: 10 });
    const card = cards.find(({ id }) => id === person.id);
    expect(card).toEqual({
      id: person.id,
      picture: null,
      colour: null,
      joinedDay: '2026-01-05',
      isActive: false,
    });
  }

  it('leaves lines of a former member, the pot what was left, and books that prove themselves', async () => {
    await rooms.pay(community, other.id, person.id, 125n);
    const exchange = await rooms.pay(community, person.id, other.id, 25n);
    const before = await secrets();
    expect((await rooms.faces.one(community, person.id))!.name).toBe(nickname);
    expect(await rooms.forgetting.erase(me(), community, person.id, toPot)).toEqual({ kind: 'erased' });
    await expectNobody();
    expect(await rooms.potOf(community, 'UUR')).toBe(100n);
    expect((await rooms.account(community, person.id)).closedAt).not.toBeNull();
    const account = await rooms.account(community, other.id);
    const lines = await rooms.module.get(ExchangesReading).entries(community, account.id, null, 10);
    expect(lines.map(({ otherPartyId, amount }) => [otherPartyId, amount])).toEqual([
      [person.id, 25n],
      [person.id, -125n],
    ]);
    expect(exchange.kind).toBe('posted');
    expect(await rooms.pay(community, other.id, person.id, 5n)).toMatchObject({ code: 'account_closed' });
    await rooms.theBooksBalance();
    // What was sealed opens with no key that is still there.
    const stays = (await rooms.keys.find(community, [other.id])).get(other.id)!;
    expect(() => unseal(before.sealed, stays, community, person.id)).toThrow(SealError);
    expect((await rooms.faces.one(community, other.id))!.name).toBe('Stays');
    // Asked again, it is done already; the picture is free for somebody else.
    expect(await rooms.forgetting.erase(me(), community, person.id, toPot)).toEqual({ kind: 'erased' });
    expect(await rooms.enrolment.freePictures(command, community)).toContain(person.data.picture);
    const erasures = await rooms.database.reader.all('select * from erasures');
    expect(erasures).toEqual([{ community_id: community, party_id: person.id, erased_at: BigInt(firstDay) }]);
  });

  it('is not forgotten while there is still to give, unless a steward lets the pot take it over', async () => {
    expect(await rooms.pay(community, other.id, person.id, 600n)).toMatchObject({ kind: 'posted' });
    expect(await rooms.balance(community, other.id)).toBe(-600n);
    const asked = { to: 'pot', potTakesOver: true } as const;
    const owing = actorOf(community, other.id);
    const refusal = { kind: 'refused', code: 'still_to_give' };
    expect(await rooms.forgetting.erase(owing, community, other.id, toPot)).toEqual(refusal);
    expect(await rooms.forgetting.erase(owing, community, other.id, asked)).toEqual(refusal);
    expect(await rooms.balance(community, other.id)).toBe(-600n);
    const steward = actorOf(community, newId(), 'steward');
    expect(await rooms.forgetting.erase(steward, community, other.id, toPot)).toEqual(refusal);
    expect((await rooms.faces.one(community, other.id))!.name).toBe('Stays');
    await rooms.forgetting.erase(me(), community, person.id, toPot);
    expect(await rooms.forgetting.erase(steward, community, other.id, asked)).toEqual({ kind: 'erased' });
    expect(await rooms.potOf(community, 'UUR')).toBe(0n);
    await rooms.theBooksBalance();
  });

  it('may leave what is left to another, which a steward may not choose', async () => {
    await rooms.pay(community, other.id, person.id, 50n);
    const toOther = { to: { partyId: other.id }, potTakesOver: false };
    const steward = actorOf(community, newId(), 'steward');
    const refusal = { kind: 'refused', code: 'destination_not_possible' };
    expect(await rooms.forgetting.erase(steward, community, person.id, toOther)).toEqual(refusal);
    const stranger = actorOf(community, other.id);
    await expect(rooms.forgetting.erase(stranger, community, person.id, toPot)).rejects.toThrow(NotAllowed);
    expect(await rooms.forgetting.erase(me(), community, person.id, toOther)).toEqual({ kind: 'erased' });
    expect(await rooms.balance(community, other.id)).toBe(0n);
  });

  it('has no way in any more', async () => {
    const sessions = rooms.module.get(SessionsService);
    const owner = { kind: 'person', id: person.id, communityId: community } as const;
    const prepared = sessions.prepare();
    const { token } = await rooms.database.transaction((tx) => sessions.open(tx, prepared, owner, true));
    expect(await sessions.find(token, clock.now())).toBeDefined();
    await rooms.forgetting.erase(me(), community, person.id, toPot);
    expect(await sessions.find(token, clock.now())).toBeUndefined();
  });

  it('takes the household along that nobody else is in, and leaves the others theirs', async () => {
    const founded = await rooms.households.found(me(), community, person.id);
    const shared = await rooms.households.found(actorOf(community, other.id), community, other.id);
    if (founded.kind === 'refused' || shared.kind === 'refused') throw new Error('not founded');
    const [alone, together] = [founded.household.id, shared.household.id];
    await rooms.households.admit(actorOf(community, other.id), community, together, person.id);
    await rooms.pay(community, other.id, alone, 75n);
    await rooms.pay(community, other.id, together, 30n);
    expect(await rooms.forgetting.erase(me(), community, person.id, toPot)).toEqual({ kind: 'erased' });
    expect(await rooms.potOf(community, 'UUR')).toBe(75n);
    expect((await rooms.account(community, alone)).closedAt).not.toBeNull();
    expect((await rooms.account(community, together)).closedAt).toBeNull();
    const { members } = await rooms.households.find(actorOf(community, other.id), community, together);
    expect(members.map(({ personId }) => personId)).toEqual([other.id]);
    await rooms.theBooksBalance();
  });

  it('stays readable through a change of the master key, also one that was cut off', async () => {
    const keys = rooms.module.get(KeysService);
    const { key } = await secrets();
    const cut = new Error('cut off');
    const { Keys } = await import('../../src/access/keys.js');
    const rewrapped = rooms.database.transaction(async (tx) => {
      await rooms.keys.rewrapAll(tx, keys.keys, new Keys(Buffer.alloc(32, 7)));
      throw cut;
    });
    await expect(rewrapped).rejects.toBe(cut);
    expect((await rooms.keys.find(community, [person.id])).get(person.id)).toEqual(key);
    await rooms.keys.tidy();
    expect(await vault().find(community, [person.id])).toHaveLength(1);
    const before = (await vault().find(community, [person.id]))[0]!;
    await keys.rotate();
    expect((await rooms.keys.find(community, [person.id])).get(person.id)).toEqual(key);
    await rooms.close();
    rooms = await TestMembers.open(place.config, clock);
    const after = await vault().find(community, [person.id]);
    expect(after).toHaveLength(1);
    expect(after[0]!.masterId).not.toBe(before.masterId);
    expect((await rooms.faces.one(community, person.id))!.name).toBe(nickname);
    await rooms.forgetting.erase(me(), community, person.id, toPot);
    await expectNobody();
  });

  it('is finished off at the next start when the key was not destroyed any more', async () => {
    // As if the process had been killed between the commit and the vault.
    const { key } = await secrets();
    await rooms.forgetting.stop(command, { communityId: community, partyId: person.id, at: firstDay }, toPot);
    expect((await rooms.keys.find(community, [person.id])).get(person.id)).toEqual(key);
    await rooms.close();
    rooms = await TestMembers.open(place.config, clock);
    await expectNobody();
  });

  it('stays forgotten when rows of an older copy are put back', async () => {
    const rows = await rooms.database.reader.all('select * from person_data where party_id = ?', [person.id]);
    await rooms.forgetting.erase(me(), community, person.id, toPot);
    const [{ sealed }] = rows as [{ sealed: Buffer }];
    await rooms.database.transaction((tx) =>
      tx.run('insert into person_data (community_id, party_id, sealed) values (?, ?, ?)', [
        community,
        person.id,
        sealed,
      ]),
    );
    expect(await rooms.records.open(community, person.id)).toBeUndefined();
    expect((await rooms.faces.one(community, person.id))!.name).toBeNull();
    await rooms.erasures.reapplyErasures(await rooms.erasures.list());
    await expectNobody();
  });
});

describe('the files of a SQLite place', () => {
  const clock = new SetClock(firstDay);
  let place: TestPlace;
  let rooms: TestMembers;
  let community: string;
  let person: Enrolled;
  let key: Buffer;
  let wrapped: Buffer;

  beforeEach(async () => {
    place = await aPlace('sqlite');
    rooms = await TestMembers.open(place.config, clock);
    community = await rooms.aCommunity();
    person = await rooms.aPerson(community, { nickname });
    key = (await rooms.keys.find(community, [person.id])).get(person.id)!;
    wrapped = (await rooms.module.get<Vault>(VAULT).find(community, [person.id]))[0]!.wrapped;
  });

  afterEach(async () => {
    await rooms.close();
    await place.drop();
  });

  const checkpoint = () => rooms.database.source.query('pragma wal_checkpoint(TRUNCATE)') as Promise<unknown>;

  it('never hold a nickname or a bare key, and after the erasure no wrapped key either', async () => {
    const other = await rooms.aPerson(community);
    await rooms.pay(community, other.id, person.id, 100n);
    expect(filesWith(place.folder, nickname, key)).toEqual([]);
    expect(filesWith(place.folder, wrapped)).not.toEqual([]);
    const me = actorOf(community, person.id);
    await rooms.persons.changeProfile(me, community, { nickname: `${nickname}2` });
    expect(await rooms.forgetting.erase(me, community, person.id, toPot)).toEqual({ kind: 'erased' });
    expect(filesWith(place.folder, nickname, key, wrapped)).toEqual([]);
    await checkpoint();
    expect(filesWith(place.folder, nickname, key, wrapped)).toEqual([]);
    await rooms.close();
    expect(filesWith(place.folder, nickname, key, wrapped)).toEqual([]);
    rooms = await TestMembers.open(place.config, clock);
  });

  it('lose the sealed row itself from the database file', async () => {
    const { sealed } = (await rooms.records.open(community, person.id))!;
    await checkpoint();
    expect(filesWith(place.folder, sealed)).not.toEqual([]);
    await rooms.forgetting.erase(actorOf(community, person.id), community, person.id, toPot);
    await checkpoint();
    expect(filesWith(place.folder, sealed)).toEqual([]);
  });

  it('bring nobody back when an older copy of the database is put in place', async () => {
    const other = await rooms.aPerson(community, { nickname: 'Stays' });
    await rooms.pay(community, other.id, person.id, 100n);
    const copy = join(place.folder, 'older.copy');
    await (rooms.database as SqliteDatabase).copyTo(copy);
    await rooms.forgetting.erase(actorOf(community, person.id), community, person.id, toPot);
    await rooms.close();

    const { database } = place.config;
    if (database.kind !== 'sqlite') throw new Error('not SQLite');
    for (const end of ['-wal', '-shm']) rmSync(database.file + end, { force: true });
    copyFileSync(copy, database.file);
    rmSync(copy);
    rooms = await TestMembers.open(place.config, clock);

    expect(filesWith(place.folder, nickname, key, wrapped)).toEqual([]);
    expect(await rooms.faces.one(community, person.id)).toMatchObject({
      name: null,
      picture: null,
      closed: true,
    });
    expect(
      await rooms.database.reader.all('select * from person_data where party_id = ?', [person.id]),
    ).toEqual([]);
    expect(await rooms.potOf(community, 'UUR')).toBe(100n);
    expect((await rooms.faces.one(community, other.id))!.name).toBe('Stays');
    const free = await rooms.enrolment.freePictures(command, community);
    expect(free).toContain(person.data.picture);
    expect(free).not.toContain(other.data.picture);
    await rooms.theBooksBalance();
  });
});

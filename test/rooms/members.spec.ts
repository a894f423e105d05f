import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotAllowed } from '../../src/access/errors.js';
import { SetClock } from '../../src/database/clock.js';
import { newId, newUuid } from '../../src/database/ids.js';
import { fitsInDay, maySetLimit, spentOn, type HouseholdMember } from '../../src/members/household.js';
import { NewPersonInput, ProfileInput } from '../../src/members/members.input.js';
import { fieldsOf } from '../../src/api/objects.js';
import { colourKeys, pictureKeys, readPersonData, writePersonData } from '../../src/members/person.js';
import { PictureRack } from '../../src/members/picture-rack.js';
import { newPersonKey, seal, SealError, unseal } from '../../src/members/seal.js';
import { firstDay } from '../support/community.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';
import { actorOf, command, TestMembers, toPot } from '../support/members.js';

const all = pictureKeys.length * colourKeys.length;

describe('the rules of members', () => {
  it('asks for nothing that shows who somebody is', () => {
    const asked = [NewPersonInput, ProfileInput].flatMap((input) => fieldsOf(input)!.map(({ name }) => name));
    expect(new Set(asked)).toEqual(new Set(['language', 'picture', 'colour', 'nickname', 'joinedDay']));
  });

  it('has sixty pictures or more', () => {
    expect(new Set(pictureKeys).size).toBe(pictureKeys.length);
    expect(pictureKeys.length).toBeGreaterThanOrEqual(60);
  });

  it('gives each a picture of their own, then a colour of their own, then the one used least', () => {
    const rack = new PictureRack([]);
    const first = pictureKeys.map(() => rack.draw());
    expect(new Set(first.map(({ picture }) => picture)).size).toBe(pictureKeys.length);
    const more = Array.from({ length: all - first.length }, () => rack.draw());
    expect(new Set([...first, ...more].map(({ picture, colour }) => picture + colour)).size).toBe(all);
    const third = Array.from({ length: 10 }, () => rack.draw());
    expect(new Set(third.map(({ picture, colour }) => picture + colour)).size).toBe(10);
    expect(Math.max(...rack.changes().map(({ after }) => after))).toBe(2);
  });

  it('lets nobody choose a picture that another has while others are free', () => {
    const [picture] = pictureKeys as [string];
    const rack = new PictureRack([{ picture, colour: 'red', uses: 1 }]);
    expect(rack.isFree({ picture, colour: 'blue' })).toBe(false);
    expect(rack.isPictureFree(picture)).toBe(false);
    const full = new PictureRack(pictureKeys.map((each) => ({ picture: each, colour: 'red', uses: 1 })));
    expect(full.isFree({ picture, colour: 'red' })).toBe(false);
    expect(full.isFree({ picture, colour: 'blue' })).toBe(true);
  });

  it('always has some to choose from, each of which can be had', () => {
    const [mine] = pictureKeys as [string];
    const used = (colours: readonly string[], uses: number) =>
      pictureKeys.flatMap((picture) => colours.map((colour) => ({ picture, colour, uses })));
    expect(new PictureRack([]).choosable()).toEqual(pictureKeys);
    expect(new PictureRack([{ picture: mine, colour: 'red', uses: 1 }]).choosable()).not.toContain(mine);
    const [red, ...others] = colourKeys as [string, ...string[]];
    for (const uses of [used([red], 1), used(colourKeys, 1), used(colourKeys, 3)]) {
      const rack = new PictureRack(uses);
      expect(rack.choosable()).toEqual(pictureKeys);
      expect(rack.choosable().filter((each) => !rack.isPictureFree(each))).toEqual([]);
    }
    // Of one of them every colour is worn once, of the others one is left.
    const more = others.map((colour) => ({ picture: mine, colour, uses: 1 }));
    expect(new PictureRack([...used([red], 1), ...more]).choosable()).toEqual(pictureKeys.slice(1));
  });

  it('seals data for one person of one community only, in one length', () => {
    const key = newPersonKey();
    const data = { picture: 'hat', colour: 'red', language: 'nl', nickname: 'Zoë' };
    const sealed = seal(data, key, 'rabot', 'A');
    expect(unseal(sealed, key, 'rabot', 'A')).toEqual(data);
    expect(() => unseal(sealed, key, 'rabot', 'B')).toThrow(SealError);
    expect(() => unseal(sealed, key, 'ledeberg', 'A')).toThrow(SealError);
    expect(() => unseal(sealed, newPersonKey(), 'rabot', 'A')).toThrow(SealError);
    expect(seal({ ...data, nickname: null }, key, 'rabot', 'A').length).toBe(sealed.length);
    const long = { ...data, nickname: '\u{1F98A}'.repeat(24) };
    expect(readPersonData(writePersonData(long))).toEqual(long);
  });

  it('counts a day by itself', () => {
    expect(spentOn({ day: '2026-01-05', spent: 50n }, '2026-01-05')).toBe(50n);
    expect(spentOn({ day: '2026-01-04', spent: 50n }, '2026-01-05')).toBe(0n);
    expect(fitsInDay(100n, 50n, 50n)).toBe(true);
    expect(fitsInDay(100n, 50n, 51n)).toBe(false);
    expect(fitsInDay(null, 50n, 10_000n)).toBe(true);
  });

  it('lets others raise a limit, and oneself only lower it', () => {
    const member = (personId: string): HouseholdMember => ({
      personId,
      joinedAt: 0,
      mandateId: null,
      limits: [],
    });
    const two = [member('A'), member('B')];
    expect(maySetLimit(two, 'A', 'B', 100n, 200n)).toBe(true);
    expect(maySetLimit(two, 'B', 'B', 100n, 200n)).toBe(false);
    expect(maySetLimit(two, 'B', 'B', 100n, null)).toBe(false);
    expect(maySetLimit(two, 'B', 'B', null, 50n)).toBe(true);
    expect(maySetLimit(two, 'C', 'B', 100n, 50n)).toBe(false);
    expect(maySetLimit([member('B')], 'B', 'B', 100n, null)).toBe(true);
  });
});

describe.each(dialects)('members on %s', (dialect) => {
  const clock = new SetClock(firstDay);
  let place: TestPlace;
  let rooms: TestMembers;

  beforeAll(async () => {
    place = await aPlace(dialect);
    rooms = await TestMembers.open(place.config, clock);
  });

  afterAll(async () => {
    await rooms.close();
    await place.drop();
  });

  it('enrols a person with an account in every currency', async () => {
    const community = await rooms.aCommunity();
    const person = await rooms.aPerson(community, { nickname: 'Fatma', joinedDay: '2025-11-03' });
    expect(person).toMatchObject({ joinedDay: '2025-11-03', data: { language: 'nl', nickname: 'Fatma' } });
    expect(person.id).toMatch(/^[0-9A-Z]{16}$/);
    const account = await rooms.account(community, person.id);
    expect(account).toMatchObject({ kind: 'member', partyKind: 'person', floor: -600n, ceiling: 3000n });
    const face = await rooms.faces.one(community, person.id);
    expect(face).toMatchObject({
      kind: 'person',
      name: 'Fatma',
      picture: person.data.picture,
      closed: false,
    });
  });

  it('gives the start amount of the recipe once', async () => {
    const community = await rooms.aCommunity('thank_you');
    const person = await rooms.aPerson(community);
    expect(await rooms.balance(community, person.id)).toBe(300n);
    expect(await rooms.enrolment.finishStarts()).toBe(0);
    await rooms.database.transaction((tx) => tx.run('update persons set started_at = null'));
    expect(await rooms.enrolment.finishStarts()).toBeGreaterThan(0);
    expect(await rooms.enrolment.finishStarts()).toBe(0);
    expect(await rooms.balance(community, person.id)).toBe(300n);
  });

  it('refuses a picture that is taken, and days to come', async () => {
    const community = await rooms.aCommunity();
    const { data } = await rooms.aPerson(community);
    const same = { communityId: community, language: 'fr', picture: data.picture };
    expect(await rooms.enrolment.enrol(command, same)).toEqual({ kind: 'refused', code: 'picture_taken' });
    const late = { communityId: community, language: 'fr', joinedDay: '2026-01-06' };
    expect(await rooms.enrolment.enrol(command, late)).toEqual({
      kind: 'refused',
      code: 'joined_day_in_future',
    });
    expect(await rooms.enrolment.freePictures(command, community)).toHaveLength(pictureKeys.length - 1);
  });

  it('keeps pictures apart when many come at once', async () => {
    const community = await rooms.aCommunity();
    const people = await Promise.all(Array.from({ length: 4 }, () => rooms.aPerson(community)));
    expect(new Set(people.map(({ data }) => data.picture)).size).toBe(4);
  });

  it('gives one picture in two colours to one of those who ask at once', async () => {
    const community = await rooms.aCommunity();
    const colours = ['red', 'green', 'blue'] as const;
    const ask = (colour: string) =>
      rooms.enrolment.enrol(command, { communityId: community, language: 'nl', picture: 'cat', colour });
    const answers = await Promise.all(colours.map(ask));
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['enrolled', 'refused', 'refused']);
  });

  it('enrols many, all or none', async () => {
    const community = await rooms.aCommunity();
    const wishes = Array.from({ length: 900 }, (_, i) => ({
      language: 'nl',
      joinedDay: `2025-0${1 + (i % 9)}-01`,
    }));
    const answer = await rooms.enrolment.enrolMany(command, community, wishes);
    if (answer.kind === 'refused') throw new Error(answer.code);
    expect(answer.persons.map(({ joinedDay }) => joinedDay)).toEqual(
      wishes.map(({ joinedDay }) => joinedDay),
    );
    const looks = answer.persons.map(({ data }) => data.picture + data.colour);
    expect(new Set(looks).size).toBe(all);
    const opened = await rooms.records.openMany(
      community,
      answer.persons.map(({ id }) => id),
    );
    expect(answer.persons.map(({ id }) => opened.get(id))).toEqual(answer.persons.map(({ data }) => data));
    const before = await rooms.persons.listCards(command, community, { limit: 201 });
    const bad = [{ language: 'nl' }, { language: 'nl', joinedDay: '2027-01-01' }];
    expect((await rooms.enrolment.enrolMany(command, community, bad)).kind).toBe('refused');
    expect(await rooms.persons.listCards(command, community, { limit: 201 })).toEqual(before);
  });

  it('lets only those who look after people enrol, and list cards without nickname', async () => {
    const community = await rooms.aCommunity();
    const person = await rooms.aPerson(community, { nickname: 'Jef' });
    const member = actorOf(community, person.id);
    const wish = { communityId: community, language: 'nl' };
    await expect(rooms.enrolment.enrol(member, wish)).rejects.toThrow(NotAllowed);
    await expect(rooms.persons.listCards(member, community, { limit: 10 })).rejects.toThrow(NotAllowed);
    const steward = actorOf(community, newId(), 'steward');
    const cards = await rooms.persons.listCards(steward, community, { limit: 10 });
    const { picture, colour } = person.data;
    expect(cards).toEqual([{ id: person.id, picture, colour, joinedDay: '2026-01-05', isActive: true }]);
    const elsewhere = await rooms.aCommunity();
    await expect(rooms.persons.listCards(steward, elsewhere, { limit: 10 })).rejects.toThrow(NotAllowed);
  });

  it('shows what is known of a person to that person', async () => {
    const community = await rooms.aCommunity();
    const person = await rooms.aPerson(community, { nickname: 'Ana' });
    const own = await rooms.persons.ownData(actorOf(community, person.id), community);
    expect(own).toEqual({ id: person.id, data: person.data, joinedDay: '2026-01-05', households: [] });
    const elsewhere = await rooms.aCommunity();
    await expect(rooms.persons.ownData(actorOf(community, person.id), elsewhere)).rejects.toThrow(NotAllowed);
  });

  it('lets a person change their own looks, at once in this process', async () => {
    const community = await rooms.aCommunity();
    const person = await rooms.aPerson(community, { nickname: 'Old' });
    const other = await rooms.aPerson(community);
    const me = actorOf(community, person.id);
    expect((await rooms.faces.one(community, person.id))!.name).toBe('Old');
    const [free] = await rooms.enrolment.freePictures(command, community);
    const changed = await rooms.persons.changeProfile(me, community, { nickname: null, picture: free! });
    expect(changed).toMatchObject({
      kind: 'changed',
      data: { nickname: null, picture: free, language: 'nl' },
    });
    expect(await rooms.faces.one(community, person.id)).toMatchObject({ name: null, picture: free });
    const taken = await rooms.persons.changeProfile(me, community, { picture: other.data.picture });
    expect(taken).toEqual({ kind: 'refused', code: 'picture_taken' });
    expect(await rooms.enrolment.freePictures(command, community)).toContain(person.data.picture);
  });

  describe('a household', () => {
    async function aHousehold() {
      const community = await rooms.aCommunity();
      const [ann, bob, shop] = [
        await rooms.aPerson(community),
        await rooms.aPerson(community),
        await rooms.aPerson(community),
      ];
      const founded = await rooms.households.found(actorOf(community, ann.id), community, ann.id);
      if (founded.kind === 'refused') throw new Error(founded.code);
      const id = founded.household.id;
      const limits = { UUR: 100n };
      const admitted = await rooms.households.admit(
        actorOf(community, ann.id),
        community,
        id,
        bob.id,
        limits,
      );
      if (admitted.kind === 'refused') throw new Error(admitted.code);
      return { community, id, ann, bob, shop };
    }
    type Setting = Awaited<ReturnType<typeof aHousehold>>;

    async function spend({ community, id, shop }: Setting, personId: string, amount: bigint) {
      const account = await rooms.account(community, id);
      const orderId = newUuid();
      const guards = rooms.days.guards(actorOf(community, personId), account, amount, orderId);
      expect(guards).toHaveLength(1);
      const answer = await rooms.pay(community, id, shop.id, amount, {
        id: orderId,
        actorId: personId,
        guards,
      });
      return answer.kind === 'refused' ? answer.code : answer.kind;
    }

    it('has one purse, joined by the yes of a member and known to access', async () => {
      const { community, id, ann, bob, shop } = await aHousehold();
      expect(await rooms.account(community, id)).toMatchObject({ kind: 'household', partyKind: 'household' });
      const { members } = await rooms.households.find(actorOf(community, bob.id), community, id);
      expect(new Set(members.map(({ personId }) => personId))).toEqual(new Set([ann.id, bob.id]));
      expect(members.every(({ mandateId }) => mandateId !== null)).toBe(true);
      const outsider = actorOf(community, shop.id);
      await expect(rooms.households.find(outsider, community, id)).rejects.toThrow(NotAllowed);
      await expect(rooms.households.admit(outsider, community, id, shop.id)).rejects.toThrow(NotAllowed);
      const again = await rooms.households.admit(actorOf(community, ann.id), community, id, bob.id);
      expect(again).toEqual({ kind: 'refused', code: 'already_in_household' });
    });

    it('keeps each to their own limit a day, in the commit of the payment', async () => {
      const setting = await aHousehold();
      const { community, id, ann, bob } = setting;
      expect(await spend(setting, bob.id, 60n)).toBe('posted');
      expect(await spend(setting, bob.id, 41n)).toBe('over_day_limit');
      const account = await rooms.account(community, id);
      expect(await rooms.days.mayPayFrom(actorOf(community, bob.id), account, 41n)).toBe('over_day_limit');
      expect(await rooms.days.mayPayFrom(actorOf(community, bob.id), account, 40n)).toBeNull();
      expect(await spend(setting, bob.id, 40n)).toBe('posted');
      expect(await spend(setting, bob.id, 1n)).toBe('over_day_limit');
      expect(await spend(setting, ann.id, 300n)).toBe('posted');
      clock.forward(24 * 3_600_000);
      expect(await spend(setting, bob.id, 100n)).toBe('posted');
    });

    it('lets no two payments at once pass the limit together', async () => {
      const setting = await aHousehold();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => spend(setting, setting.bob.id, 15n)),
      );
      expect(answers.filter((answer) => answer === 'posted')).toHaveLength(6);
      expect(answers.filter((answer) => answer === 'over_day_limit')).toHaveLength(14);
      expect(await rooms.balance(setting.community, setting.id)).toBe(-90n);
    });

    it('counts a repeated order once', async () => {
      const { community, id, bob, shop } = await aHousehold();
      const account = await rooms.account(community, id);
      const orderId = newUuid();
      const guards = rooms.days.guards(actorOf(community, bob.id), account, 100n, orderId);
      for (const repeated of [false, true, true]) {
        const answer = await rooms.pay(community, id, shop.id, 100n, {
          id: orderId,
          actorId: bob.id,
          guards,
        });
        expect(answer).toMatchObject({ kind: 'posted', repeated });
      }
      expect(await rooms.balance(community, id)).toBe(-100n);
    });

    it('is left in one act, and the purse then refuses who left', async () => {
      const setting = await aHousehold();
      const { community, id, ann, bob, shop } = setting;
      const left = await rooms.households.leave(actorOf(community, bob.id), community, id, toPot);
      expect(left).toEqual({ kind: 'left', isClosed: false });
      expect(await spend(setting, bob.id, 10n)).toBe('account_closed');
      const account = await rooms.account(community, id);
      expect(await rooms.days.mayPayFrom(actorOf(community, bob.id), account, 1n)).toBe('not_your_account');
      // The last one says where the purse goes; what it owes has to be given first.
      expect(await spend(setting, ann.id, 10n)).toBe('posted');
      const owing = await rooms.households.leave(actorOf(community, ann.id), community, id, toPot);
      expect(owing).toEqual({ kind: 'refused', code: 'still_to_give' });
      await rooms.pay(community, shop.id, id, 35n);
      const last = await rooms.households.leave(actorOf(community, ann.id), community, id, toPot);
      expect(last).toEqual({ kind: 'left', isClosed: true });
      expect(await rooms.potOf(community, 'UUR')).toBe(25n);
      expect((await rooms.account(community, id)).closedAt).not.toBeNull();
    });

    it('lets others change a limit, and oneself only lower it', async () => {
      const { community, id, ann, bob } = await aHousehold();
      const set = (byId: string, perDay: bigint | null) =>
        rooms.households.setLimit(actorOf(community, byId), community, id, bob.id, {
          currency: 'UUR',
          perDay,
        });
      expect(await set(bob.id, 200n)).toEqual({ kind: 'refused', code: 'limit_not_yours' });
      expect(await set(bob.id, 50n)).toEqual({ kind: 'changed' });
      expect(await set(ann.id, 200n)).toEqual({ kind: 'changed' });
      const { members } = await rooms.households.find(actorOf(community, ann.id), community, id);
      const [limit] = members.find(({ personId }) => personId === bob.id)!.limits;
      expect(limit).toMatchObject({ currency: 'UUR', perDay: 200n });
    });
  });

  it('leaves books that prove themselves', () => rooms.theBooksBalance());
});

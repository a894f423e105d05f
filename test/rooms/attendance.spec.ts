import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotAllowed } from '../../src/access/errors.js';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { SecondYesLimits } from '../../src/communities/second-yes-limits.service.js';
import { Database } from '../../src/database/database.js';
import { EnrolmentService } from '../../src/members/enrolment.service.js';
import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import {
  attendanceOrderId,
  attendanceOrders,
  lastDays,
  readShownCards,
} from '../../src/payments/attendance.js';
import { AttendanceService, type ListToGive } from '../../src/payments/attendance.service.js';
import { inHand, TestCards, type CardInHand, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { aGroup, anOrderId, balanceOf } from '../support/helping.js';

const today = '2026-01-05';
const command = systemActor('test');

describe('what is typed of a list on paper', () => {
  it.each([
    ['4071K', ['4071K']],
    [' 4071k, 5120A;\n0007C ', ['4071k', '5120A', '0007C']],
    ['4071 K 5120-A', ['4071K', '5120-A']],
    // Pasted into one line, where a browser takes the ends of lines away.
    ['4071K5120A0007C', ['4071K', '5120A', '0007C']],
    [
      'https://munt.example/K/00000000000000000000000000',
      ['https://munt.example/K/00000000000000000000000000'],
    ],
    ['407K vijf', ['407K', 'vijf']],
    ['', []],
  ])('%j', (text, cards) => {
    expect(readShownCards(text)).toEqual(cards);
  });

  it('offers two weeks back, over the end of a year as well', () => {
    expect(lastDays(today)).toHaveLength(14);
    expect(lastDays(today).at(-1)).toBe('2025-12-23');
  });

  it('the same list and person make the same order, found again by how the list begins', () => {
    const list = '019b8d00-1234-7abc-8def-0123456789ab';
    const id = attendanceOrderId(list, 'PERSON');
    expect(id).toMatch(/^019b8d00-1234-7abc-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(attendanceOrderId(list, 'PERSON')).toBe(id);
    expect(attendanceOrderId(list, 'OTHER')).not.toBe(id);
    const { first, last } = attendanceOrders(list);
    expect(first < id && id < last).toBe(true);
  });
});

describe.each(dialects)('who was there, and the same for each, on %s', (dialect) => {
  let test: TestCards;
  let group: Awaited<ReturnType<typeof aGroup>>;
  let ann: Member;
  let from: { communityId: string; id: string };

  beforeAll(async () => {
    test = await TestCards.open(dialect);
  });
  afterAll(async () => {
    expect((await test.get(Verifier).full()).differences).toEqual([]);
    await test.close();
  });
  beforeEach(async () => {
    group = await aGroup(test);
    [ann] = group.people as [Member];
    from = { communityId: 'rabot', id: group.account };
  });

  const attendance = () => test.get(AttendanceService);
  const some = (count: number) => Promise.all(Array.from({ length: count }, () => test.withCard(null)));
  const numbersOf = (cards: ReadonlyArray<{ card: CardInHand }>) => cards.map(({ card }) => card.number);
  const list = (numbers: readonly string[], parts: Partial<ListToGive> = {}): ListToGive => ({
    ...{ listId: anOrderId(test), numbers, amount: 100n, day: today, ...parts },
  });
  const give = (wish: ListToGive) => attendance().give(ann.actor, from, wish);
  const look = (numbers: readonly string[], day = today) =>
    attendance().look(ann.actor, from, numbers, { amount: 100n, day });
  const left = () => balanceOf(test, group.account);

  it('takes each card once, scanned or typed, and leaves out what is none, ended, blank or of another place', async () => {
    const [one, two, lost] = await some(3);
    const [blank] = await test.blanks(1);
    await test.cards.block(test.helper(), 'rabot', lost!.card.id);
    const away = await elsewhere();
    const shown = [
      ...[one!.card.token, two!.card.number, one!.card.number, two!.card.token],
      ...[lost!.card.token, lost!.card.number, blank!.token, blank!.number, '0000Z', away.token, away.number],
    ];
    const { list: numbers, leftOut } = await attendance().add(ann.actor, from, [], shown);
    expect(numbers).toEqual(numbersOf([one!, two!]));
    expect(leftOut).toEqual([
      { number: one!.card.number, why: 'twice' },
      { number: two!.card.number, why: 'twice' },
      { number: lost!.card.number, why: 'card_blocked' },
      // A number alone does not tell that there was such a card once.
      { number: lost!.card.number, why: 'card_unknown' },
      { number: null, why: 'card_unknown' },
      { number: blank!.number, why: 'card_unknown' },
      { number: '0000Z', why: 'card_unknown' },
      { number: away.number, why: 'card_elsewhere' },
      { number: away.number, why: 'card_unknown' },
    ]);
    const { people, total, after, why } = await look(numbers);
    expect(people.map(({ face }) => face.partyId)).toEqual([one!.member.id, two!.member.id]);
    expect([total, after, why]).toEqual([200n, -200n, null]);
  });

  it('whoever types many wrong numbers waits, and what was on the list stays', async () => {
    const [known, other] = await some(2);
    const guesses = Array.from({ length: 31 }, (_, i) => `${String(i).padStart(4, '0')}Z`);
    const { list: numbers, leftOut } = await attendance().add(
      ann.actor,
      from,
      [known!.card.number],
      [...guesses, other!.card.number],
    );
    expect(numbers).toEqual([known!.card.number]);
    expect(leftOut.slice(0, 30).every(({ why }) => why === 'card_unknown')).toBe(true);
    expect(leftOut.slice(30).map(({ why }) => why)).toEqual(['too_many_tries', 'too_many_tries']);
    // A card that was shown is no guess.
    const scanned = await attendance().add(ann.actor, from, numbers, [other!.card.token]);
    expect(scanned).toEqual({ list: [...numbers, other!.card.number], leftOut: [] });
    expect(await look(numbers)).toMatchObject({ total: 100n });
  });

  it('gives to all by one yes, and a second yes books nothing twice', async () => {
    const came = await some(3);
    const wish = list(numbersOf(came), { amount: 50n, day: '2026-01-02' });
    expect(await give(wish)).toEqual({ kind: 'given' });
    const both = await Promise.all([give(wish), give(wish)]);
    expect(both).toEqual([{ kind: 'given' }, { kind: 'given' }]);
    expect(await left()).toBe(-150n);
    for (const { member } of came) expect(await test.balanceOf(member)).toBe(50n);
    const given = await attendance().given(ann.actor, from, wish.listId);
    expect(given).toMatchObject({ amount: 50n, day: '2026-01-02' });
    expect(given!.people.map(({ number }) => number).sort()).toEqual(numbersOf(came).sort());
    expect(await attendance().lastAmount(ann.actor, from)).toBe(50n);
    // Whoever is also on the paper of that day is seen before they get it twice.
    const hadOn = async (day: string) => (await look(wish.numbers, day)).people.map((each) => each.hadBefore);
    expect([await hadOn('2026-01-02'), await hadOn(today)]).toEqual([
      [true, true, true],
      [false, false, false],
    ]);
    // Each has a receipt of their own, with what it was for.
    const rows = await test.rows(
      'select receipt_token, reason, fact_date from exchanges where exchange_id >= ? and exchange_id <= ?',
      Object.values(attendanceOrders(wish.listId)),
    );
    expect(new Set(rows.map((row) => row.receipt_token)).size).toBe(3);
    expect(rows.every((row) => row.reason === 'activity' && row.fact_date === '2026-01-02')).toBe(true);
    // The same list with another amount is another list: nothing is changed by it.
    expect(await give({ ...wish, amount: 75n })).toMatchObject({ code: 'exists_with_different_content' });
    expect(await left()).toBe(-150n);
  });

  it('all or none: too little, a day to come, a card that ended, a purse that is full', async () => {
    const came = await some(2);
    const numbers = numbersOf(came);
    await bound(group.account, { floor: -150n, ceiling: null });
    expect(await give(list(numbers))).toEqual({ kind: 'refused', code: 'not_enough', number: null });
    expect(await look(numbers)).toMatchObject({ why: 'not_enough' });
    await bound(group.account, { floor: null, ceiling: null });
    expect(await give(list(numbers, { day: '2026-01-06' }))).toMatchObject({ code: 'fact_date_in_future' });
    await bound(came[1]!.member.account, { floor: 0n, ceiling: 0n });
    expect(await give(list(numbers))).toEqual({ kind: 'refused', code: 'too_much', number: numbers[1] });
    await test.cards.block(test.helper(), 'rabot', came[0]!.card.id);
    expect(await give(list(numbers))).toEqual({ kind: 'refused', code: 'card_blocked', number: numbers[0] });
    expect(await left()).toBe(0n);
    expect(await test.balanceOf(came[0]!.member)).toBe(0n);
  });

  it('a closed group gives nothing', async () => {
    const came = await some(1);
    await test
      .get(Database)
      .transaction((tx) => test.get(BooksService).closeAccount(tx, 'rabot', group.account));
    expect(await give(list(numbersOf(came)))).toMatchObject({ code: 'account_closed', number: null });
  });

  it('a list above the limit is not cut into payments below it', async () => {
    const came = await some(3);
    const wish = list(numbersOf(came));
    expect(await give(wish)).toEqual({ kind: 'given' });
    const limit = { partyId: group.id, currency: 'UUR', amount: 250n };
    expect((await test.get(SecondYesLimits).set(ann.actor, 'rabot', limit)).kind).toBe('done');
    expect(await give(list(wish.numbers))).toMatchObject({ code: 'needs_second' });
    expect(await look(wish.numbers)).toMatchObject({
      why: 'needs_second',
    });
    // What was given before there was a limit still answers as it did; with one more on it, it does not.
    expect(await give(wish)).toEqual({ kind: 'given' });
    const more = await some(1);
    const longer = { ...wish, numbers: [...wish.numbers, ...numbersOf(more)] };
    expect(await give(longer)).toMatchObject({ code: 'needs_second' });
    expect(await left()).toBe(-300n);
    expect(await give(list(wish.numbers.slice(0, 2)))).toEqual({ kind: 'given' });
  });

  it('is for who pays from the purse of a group, and for nobody else', async () => {
    const [came] = await some(1);
    const wish = list([came!.card.number]);
    const others = [
      test.actor(ann.id),
      test.actor(ann.id, 'checker', group.id),
      test.actor(ann.id, 'acceptor', group.id),
      test.actor(ann.id, 'treasurer', 'ANOTHERGROUP0001'),
      test.helper(),
      test.steward(),
    ];
    for (const actor of others) {
      for (const ask of [
        () => attendance().give(actor, from, wish),
        () => attendance().look(actor, from, [], { amount: 100n, day: today }),
        () => attendance().add(actor, from, [], [came!.card.token]),
        () => attendance().given(actor, from, wish.listId),
      ])
        await expect(ask()).rejects.toThrow(NotAllowed);
    }
    const own = { communityId: 'rabot', id: ann.account };
    await expect(attendance().give(ann.actor, own, wish)).rejects.toThrow(NotAllowed);
    expect(await left()).toBe(0n);
  });

  /** A card in the hand of somebody of another community. */
  async function elsewhere(): Promise<CardInHand> {
    const id = `elders-${anOrderId(test).slice(-6)}`;
    const made = await test
      .get(CommunitiesService)
      .create(command, { id, name: 'Elders', recipe: 'time_circle', scale: 2 });
    if (made.kind === 'refused') throw new Error(made.code);
    const wish = { communityId: id, language: 'nl', nickname: null };
    const enrolled = await test.get(EnrolmentService).enrol(command, wish);
    const stock = await test.get(CardStockService).make(command, id, 1);
    if (enrolled.kind === 'refused' || stock.kind === 'refused') throw new Error('no card elsewhere');
    const [blank] = stock.blanks;
    const partyId = enrolled.person.id;
    await test.cards.enrol(command, id, blank!.id, { partyId, secret: null });
    return inHand(blank!);
  }

  async function bound(account: string, terms: { floor: bigint | null; ceiling: bigint | null }) {
    await test
      .get(Database)
      .transaction((tx) => test.get(BooksService).setTerms(tx, 'TEST', 'rabot', account, terms));
  }
});

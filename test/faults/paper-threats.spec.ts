import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { newUuid } from '../../src/database/ids.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import { HouseholdsService } from '../../src/members/households.service.js';
import { CardPaymentsService, type NewCardPayment } from '../../src/payments/card-payments.service.js';
import { CodesService } from '../../src/payments/codes.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { PreviewService } from '../../src/payments/preview.service.js';
import { StatementsService } from '../../src/statements/statements.service.js';
import { TestCards, type CardInHand, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { TestPayments, type Somebody } from '../support/payments.js';
import { TestProgrammes } from '../support/programmes.js';
import { TestTown } from '../support/town.js';
import { mandated, TestVouchers } from '../support/vouchers.js';

const day = 86_400_000;
const minute = 60_000;

/** Threats of requirements 5D that are not to vouchers; those are in test/rooms/vouchers-threats.spec.ts. */
describe.each(dialects)('threats to cards, on %s', (dialect) => {
  let test: TestCards;
  let thief: Member;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    thief = await test.member();
  });
  afterAll(() => test.close());

  const take = (card: CardInHand, amount: bigint, parts: Partial<NewCardPayment> = {}) =>
    test.get(CardPaymentsService).pay(thief.actor, 'rabot', {
      orderId: newUuid(test.clock.now()),
      card: { token: card.token },
      secret: null,
      to: thief.account,
      amount,
      ...parts,
    });

  it('photo of a card: a little a day without the secret, until the card is replaced', async () => {
    const { card: photo, member } = await test.withCard('4071');
    expect(await take(photo, 201n)).toMatchObject({ code: 'over_card_limit' });
    for (const amount of [200n, 200n]) expect(await take(photo, amount)).toMatchObject({ kind: 'posted' });
    expect(await take(photo, 1n)).toMatchObject({ code: 'over_card_limit' });
    const [blank] = await test.blanks(1);
    await test.cards.replace(test.helper(), 'rabot', photo.id, blank!.id);
    test.clock.forward(day);
    expect(await take(photo, 1n)).toMatchObject({ code: 'card_blocked' });
    expect(await take(blank!, 1n)).toMatchObject({ kind: 'posted' });
    expect(await test.balanceOf(member)).toBe(-401n);
  });

  it('false receiver device: what it took is in the list, and another secret shuts it out', async () => {
    const { card, member } = await test.withCard('4071');
    const learned = { secret: '4071' };
    expect(await take(card, 500n, learned)).toMatchObject({ kind: 'posted' });
    const reading = test.get(StatementsService);
    const mine = { period: 'this_year' } as const;
    await expect(reading.statement(thief.actor, 'rabot', member.account, mine, { limit: 5 })).rejects.toThrow(
      NotAllowed,
    );
    const { lines } = await reading.statement(member.actor, 'rabot', member.account, mine, { limit: 5 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ amount: -500n });
    expect(await test.cards.setSecret(member.actor, 'rabot', card.id, '1359')).toMatchObject({
      kind: 'done',
    });
    expect(await take(card, 1n, learned)).toMatchObject({ code: 'secret_wrong' });
    expect(await take(card, 1n, { secret: '1359' })).toMatchObject({ kind: 'posted' });
  });

  it('false receiver device: it cannot receive for an account that is not its own', async () => {
    const { card } = await test.withCard('4071');
    const group = await test.member();
    await expect(take(card, 1n, { to: group.account })).rejects.toThrow(NotAllowed);
  });
});

describe.each(dialects)('threats at the counter, on %s', (dialect) => {
  let test: TestPayments;
  let here: string;
  let ann: Somebody;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    here = await test.aCommunity();
    ann = await test.aPerson(here);
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  it('sticker over a QR: whoever scans sees whose code it is, before anything is paid', async () => {
    const keeper = await test.aPerson(here);
    const wish = { name: 'Soepgroep', picture: 'teapot', colour: 'orange', place: 'Buurthuis' };
    const founded = await test
      .get(FoundingService)
      .found(systemActor('test'), here, { ...wish, treasurers: [keeper.id] });
    if (founded.kind === 'refused') throw new Error(founded.code);
    const thief = await test.aPerson(here);
    const codeFor = async (account: string, actor = systemActor('test')) => {
      const made = await test
        .get(CodesService)
        .make(actor, here, { account, kind: 'standing', amount: 100n });
      if (made.kind === 'refused') throw new Error(made.code);
      return made.url!.split('/').at(-1)!;
    };
    const [ours] = await test.get(BooksService).accountsOf(here, founded.initiative.id);
    const [board, sticker] = [await codeFor(ours!.id), await codeFor(thief.account, thief.actor)];
    const seen = async (code: string) => {
      const shown = await test.get(PreviewService).preview(ann.actor, here, { code });
      if (shown.kind === 'refused') throw new Error(shown.code);
      return shown.payee.face!;
    };
    const before = await test.countExchanges(here);
    expect(await seen(board)).toMatchObject(wish);
    const under = await seen(sticker);
    expect(under).toMatchObject({ kind: 'person', partyId: thief.id, place: null });
    expect([under.name, under.picture]).not.toEqual([wish.name, wish.picture]);
    expect(await test.countExchanges(here)).toBe(before);
  });

  it('pressure inside family: home never shows what one has, and nobody else reads it', async () => {
    const spouse = await test.aPerson(here);
    const founded = await test.get(HouseholdsService).found(systemActor('test'), here, ann.id);
    if (founded.kind === 'refused') throw new Error(founded.code);
    const { id } = founded.household;
    const admitted = await test.get(HouseholdsService).admit(ann.actor, here, id, spouse.id);
    expect(admitted).toMatchObject({ kind: 'admitted' });
    const own = `/api/v1/communities/${here}/accounts/${ann.account}/statement`;
    const theirs = await test.aToken(here, spouse.id, ['accounts:read']);
    expect((await test.call('GET', own, { as: theirs })).status).toBe(403);
    const mine = await test.aToken(here, ann.id, ['accounts:read']);
    expect((await test.call('GET', own, { as: mine })).status).toBe(200);
    const { cookie } = await test.aSession(here, ann.id);
    const page = async (url: string) =>
      String((await test.call('GET', url, { headers: { cookie } })).body.text);
    const bob = await test.aPerson(here);
    const payment = { orderId: newUuid(test.clock.now()), from: bob.account, to: ann.account, amount: 425n };
    await test.get(PaymentsService).pay(bob.actor, here, payment);
    expect(await page('/')).not.toMatch(/4¼|4,25/);
    expect(await page('/purse')).toMatch(/4¼|4,25/);
  });
});

describe.each(dialects)('threats by devices that take vouchers, on %s', (dialect) => {
  let town: TestVouchers;

  beforeAll(async () => {
    town = await TestVouchers.open(dialect);
  });
  afterAll(() => town.close());

  it('false receiver device: it takes so much a day, and nothing any more once its mandate ended', async () => {
    const device = await town.test.aPerson(town.here);
    await mandated(town, device, 'acceptor', town.shop.id);
    const as = await town.test.aToken(town.here, device.id, ['payments:write', 'accounts:read']);
    const some = await town.active({ count: 4, terms: { perScannerDay: 400n } });
    const { printed } = some;
    const api = `/api/v1/communities/${town.here}`;
    const take = (i: number) => {
      const body = { token: printed[i]!.url, to: town.shop.account };
      const key = newUuid(town.test.clock.now());
      return town.test.call('POST', `${api}/vouchers/redemptions`, { as, key, body });
    };
    expect([(await take(0)).status, (await take(1)).status]).toEqual([201, 201]);
    expect(await take(2)).toMatchObject({ status: 422, body: { code: 'over_acceptor_limit' } });
    // It sees nothing of the purse it takes for.
    const purse = `${api}/accounts/${town.shop.account}/statement`;
    expect((await town.test.call('GET', purse, { as })).status).toBe(403);
    const steward = systemActor('test');
    const ask = { communityId: town.here, partyId: town.shop.id };
    const { mandates } = await town.get(MandatesService).list(steward, ask);
    const { id } = mandates.find(({ actorId }) => actorId === device.id)!;
    expect(await town.get(MandatesService).end(steward, town.here, id)).toEqual({ kind: 'ended' });
    town.test.clock.forward(day);
    expect(await take(2)).toMatchObject({ status: 422, body: { code: 'not_your_account' } });
    expect(await town.kept(some)).toEqual(['redeemed', 'redeemed', 'in_batch', 'in_batch']);
  });
});

describe.each(dialects)('threats by those who are trusted, on %s', (dialect) => {
  let town: TestTown;
  let programmes: TestProgrammes;

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    programmes = await TestProgrammes.open(dialect);
  });
  afterAll(async () => {
    expect(await town.differences()).toEqual([]);
    await town.close();
    await programmes.test.theBooksBalance();
    await programmes.test.close();
  });

  it('dishonest treasurer: a checker reads every line, and no line can be taken away', async () => {
    const [treasurer, checker, friend] = [await town.person(), await town.person(), await town.person()];
    const group = await town.group('Soepgroep', [treasurer.partyId]);
    await town.database.transaction((tx) =>
      town.books.setTerms(tx, 'TESTER', 'rabot', group.id, { floor: null, ceiling: null }),
    );
    const paid = await town.book([{ from: group.id, to: friend.id, amount: 300n }]);
    const undone = { kind: 'reversal', reverses: paid.id, reason: 'twice' } as const;
    await town.book([{ from: friend.id, to: group.id, amount: 300n }], undone);
    const eyes = town.actor(checker.partyId, 'checker', group.partyId);
    const read = (actor: typeof eyes) =>
      town.app
        .get(StatementsService)
        .statement(actor, 'rabot', group.id, { period: 'this_year' }, { limit: 50 });
    const { lines } = await read(eyes);
    expect(lines.map(({ amount }) => amount)).toEqual([-300n, 300n]);
    await expect(read(town.actor(friend.partyId))).rejects.toThrow(NotAllowed);
    const pay = { orderId: newUuid(town.clock.now()), from: group.id, to: friend.id, amount: 1n };
    const answer = await town.app.get(PaymentsService).pay(eyes, 'rabot', pay);
    expect(answer).toMatchObject({ kind: 'refused', code: 'not_your_account' });
    for (const sql of ['delete from entries', 'update transfers set amount = 1']) {
      await expect(town.database.transaction((tx) => tx.run(sql, []))).rejects.toThrow();
    }
  });

  it('dishonest issuer: who makes an issue cannot approve it, nor issue more than was decided', async () => {
    await programmes.aProgramme({ budget: 1000n });
    const id = await programmes.propose({ amount: 400n });
    const both = {
      ...programmes.maker,
      mandates: [...programmes.maker.mandates, ...programmes.approver.mandates].map((each) => ({
        ...each,
        actorId: programmes.maker.id,
      })),
    };
    expect(await programmes.approve(id, both)).toMatchObject({ code: 'maker_may_not_approve' });
    expect(await programmes.approve(id)).toMatchObject({ kind: 'posted' });
    const much = await programmes.propose({ amount: 601n });
    expect(await programmes.approve(much)).toMatchObject({ code: 'not_enough' });
    expect(await programmes.balance()).toMatchObject({ budget: 1000n, promised: 400n, notYetIssued: 600n });
  });

  it('screenshot: the live page says when it was looked at, and what became of it since', async () => {
    const [ada, bo] = [await town.person(), await town.person()];
    await town.database.transaction((tx) =>
      town.books.setTerms(tx, 'TESTER', 'rabot', ada.id, { floor: null, ceiling: null }),
    );
    const { id, token } = await town.book([{ from: ada.id, to: bo.id, amount: 100n }]);
    const page = async () => (await town.ask(`/r/${token}`)).body;
    const first = await page();
    expect(first).toContain('Dit bewijs is echt.');
    town.clock.forward(7 * minute);
    const second = await page();
    expect(second).toContain('Dit bewijs is echt.');
    expect(second).not.toBe(first);
    await town.book([{ from: bo.id, to: ada.id, amount: 100n }], {
      ...{ kind: 'reversal', reverses: id, reason: 'twice' },
    });
    expect(await page()).not.toContain('Dit bewijs is echt.');
  });
});

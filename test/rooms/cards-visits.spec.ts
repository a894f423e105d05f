import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/access/actor.js';
import { AuditService } from '../../src/access/audit.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { Faces } from '../../src/communities/faces.js';
import { BulkService } from '../../src/payments/bulk.service.js';
import { CardPaymentsService } from '../../src/payments/card-payments.service.js';
import { visitIdleMs, visitLongestMs } from '../../src/payments/card-visit.js';
import { CardVisitsService, type VisitPayment } from '../../src/payments/card-visits.service.js';
import { CodesService } from '../../src/payments/codes.service.js';
import { ExchangesService } from '../../src/payments/exchanges.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { ViewersService } from '../../src/receipts/viewers.service.js';
import { StatementsService } from '../../src/statements/statements.service.js';
import { TestCards, type CardInHand, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { aGroup, anOrderId, browserOf, mandate } from '../support/helping.js';

const group = 'GROUP00000000001';

describe.each(dialects)('a helper beside a member, on %s', (dialect) => {
  let test: TestCards;
  let cook: Member;
  let bea: Member;
  let helper: Actor;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    cook = await test.member();
    bea = await test.member();
    helper = { ...test.actor(bea.id, 'helper', group), via: 'DEVICE0000000001' };
  });
  afterAll(async () => {
    expect((await test.get(Verifier).full()).differences).toEqual([]);
    await test.close();
  });

  const visits = () => test.get(CardVisitsService);

  const begin = async (card: CardInHand, as: Actor = helper): Promise<string> => {
    const answer = await visits().open(as, 'rabot', card.token);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.seen.visit.id;
  };

  const pay = (visit: string, amount: bigint, parts: Partial<VisitPayment> = {}, as: Actor = helper) =>
    visits().pay(as, 'rabot', visit, {
      orderId: anOrderId(test),
      to: cook.account,
      amount,
      secret: null,
      ...parts,
    });

  const faceOf = async (id: string) => {
    const { picture, colour } = (await test.get(Faces).one('rabot', id))!;
    return { picture, colour };
  };

  it('lets the member pay with their own secret, and the receipt and list say who helped', async () => {
    const { card, member } = await test.withCard('1359');
    const answer = await pay(await begin(card), 500n, { secret: '1359', reason: 'meal' });
    if (answer.kind !== 'posted') throw new Error(answer.code);
    expect(await test.balanceOf(member)).toBe(-500n);

    const receipt = (await test.get(ReceiptsService).look(answer.receiptToken))!;
    const helpedBy = await faceOf(bea.id);
    expect(await test.get(ViewersService).view(member.actor, receipt)).toMatchObject({ helpedBy });
    expect(await test.get(ViewersService).view(cook.actor, receipt)).toMatchObject({ helpedBy });
    expect(await test.get(ViewersService).view(undefined, receipt)).toBeUndefined();
    const statement = (whose: Member) =>
      test.get(StatementsService).statement(whose.actor, 'rabot', whose.account, {}, { limit: 50 });
    expect((await statement(member)).lines.map((line) => line.helpedBy)).toEqual([helpedBy]);
    // Who is paid sees it on the receipt; the list of helpers is the member's own.
    expect((await statement(cook)).lines.at(-1)).toMatchObject({ amount: 500n, helpedBy: null });
  });

  it('goes on with who joined at this screen, for the helper who gave the card and for minutes only', async () => {
    const joined = async (secret: string | null, by: Actor = helper) =>
      (await test.withCard(secret, by)).card;
    const begins = async ({ id }: CardInHand, as: Actor = helper) => {
      const answer = await visits().openJoined(as, 'rabot', id);
      return answer.kind === 'refused' ? answer.code : answer.kind;
    };
    expect(await begins(await joined(null))).toBe('opened');
    // Who holds no card opens none: not that of somebody else's member, and not once something was chosen for it.
    expect(await begins(await joined(null, test.helper('HELPER0000000007')))).toBe('card_unknown');
    expect(await begins(await joined('1359'))).toBe('card_unknown');
    const [blank] = await test.blanks(1);
    expect(await begins(blank!)).toBe('card_unknown');
    const old = await joined(null);
    test.clock.forward(visitIdleMs);
    expect(await begins(old)).toBe('card_unknown');
    await expect(visits().openJoined(cook.actor, 'rabot', old.id)).rejects.toThrow('may not');
  });

  it('is made a helper once, however many say yes at once', async () => {
    const { id: partyId, people } = await aGroup(test, 1);
    const steward = test.steward((await test.member()).id);
    const somebody = await test.member();
    const wish = { communityId: 'rabot', actorId: somebody.id, partyId, isOpen: false };
    const mandates = test.get(MandatesService);
    const answers = await Promise.all([1, 2, 3].map(() => mandates.letHelp(steward, wish)));
    const ids = answers.map((answer) => (answer.kind === 'granted' ? answer.mandate.id : answer.code));
    expect(new Set(ids).size).toBe(1);
    const held = await mandates.helpingOf(steward, 'rabot', somebody.id);
    expect(held.map(({ id }) => id)).toEqual([ids[0]]);
    // Of themselves only where everybody may look, for somebody keeps this group.
    const own = { ...wish, actorId: steward.id };
    await expect(mandates.letHelp(steward, own)).rejects.toThrow('may not');
    expect(await mandates.letHelp(steward, { ...own, isOpen: true })).toMatchObject({ kind: 'granted' });
    await expect(mandates.letHelp(somebody.actor, wish)).rejects.toThrow('may not');
    await expect(mandates.helpingOf(people[0]!.actor, 'rabot', somebody.id)).rejects.toThrow('may not');
  });

  it('shows the picture of the helper on the live receipt and over the API, to a stranger neither', async () => {
    const { card, member } = await test.withCard('1359');
    const answer = await pay(await begin(card), 100n, { secret: '1359' });
    if (answer.kind !== 'posted') throw new Error(answer.code);
    const { headers } = await browserOf(test, member);
    const url = `/api/v1/receipts/${answer.receiptToken}`;
    const helpedBy = await faceOf(bea.id);
    expect((await test.ask('GET', url, { headers })).json()).toMatchObject({ helpedBy });
    expect((await test.ask('GET', url)).json()).toMatchObject({ helpedBy: null });
    const page = await test.ask('GET', `/r/${answer.receiptToken}`, { headers });
    expect(page.body).toContain('Met hulp van');
    expect((await test.ask('GET', `/r/${answer.receiptToken}`)).body).not.toContain('Met hulp van');
    const own = `/api/v1/communities/rabot/accounts/${member.account}/statement`;
    const list = await test.ask('GET', own, { headers });
    expect(list.json()).toMatchObject({ items: [{ amount: -100, helpedBy }] });
    const pages = await test.ask('GET', `/c/rabot/kas/${member.account}/statement`, { headers });
    expect([pages.statusCode, pages.body]).toEqual([200, expect.stringContaining('Met hulp van')]);
  });

  it('lets the member give back what they received, with their secret only, and marks that too', async () => {
    const { card, member } = await test.withCard('1359');
    const wish = { orderId: anOrderId(test), from: cook.account, to: member.account, amount: 100n };
    const paid = await test.get(PaymentsService).pay(cook.actor, 'rabot', wish);
    if (paid.kind !== 'posted') throw new Error(paid.code);
    const visit = await begin(card);
    const back = (secret: string, exchangeId = paid.exchangeId) =>
      visits().giveBack(helper, 'rabot', visit, {
        ...{ orderId: anOrderId(test), exchangeId, reason: 'wrong_person', secret },
      });
    expect(await back('1358')).toMatchObject({ code: 'secret_wrong' });
    await expect(
      test.get(ReversalsService).reverse(await test.opened(card, null), 'rabot', {
        ...{ orderId: anOrderId(test), exchangeId: paid.exchangeId, reason: 'wrong_person' },
      }),
    ).rejects.toThrow('may not');
    const given = await back('1359');
    if (given.kind !== 'posted') throw new Error(given.code);
    expect(await test.balanceOf(member)).toBe(0n);
    const receipt = (await test.get(ReceiptsService).look(given.receiptToken))!;
    const helpedBy = await faceOf(bea.id);
    expect(await test.get(ViewersService).view(member.actor, receipt)).toMatchObject({ helpedBy });
    // What was theirs to give and not to take back stays.
    const own = await pay(visit, 50n, { secret: '1359' });
    if (own.kind !== 'posted') throw new Error(own.code);
    await expect(back('1359', own.exchangeId)).rejects.toThrow('may not');
  });

  it('is not somebody whom a payer only names', async () => {
    const { card, member } = await test.withCard('1359');
    await begin(card);
    const wish = { orderId: anOrderId(test), from: member.account, to: cook.account, amount: 25n };
    const answer = await test.get(PaymentsService).pay(member.actor, 'rabot', { ...wish, helper: bea.id });
    if (answer.kind !== 'posted') throw new Error(answer.code);
    const receipt = (await test.get(ReceiptsService).look(answer.receiptToken))!;
    expect(await test.get(ViewersService).view(member.actor, receipt)).toMatchObject({ helpedBy: null });
  });

  it('pays no more without the secret than the card alone, by whatever road', async () => {
    const { card, member } = await test.withCard('1359');
    const visit = await begin(card);
    expect(await pay(visit, 201n)).toMatchObject({ code: 'over_card_limit' });
    expect(await pay(visit, 201n, { secret: '1358' })).toMatchObject({ code: 'secret_wrong' });
    expect(await pay(visit, 201n, { secret: '' })).toMatchObject({ code: 'secret_wrong' });
    const wish = { orderId: anOrderId(test), from: member.account, to: cook.account, amount: 201n };
    expect(await test.get(PaymentsService).pay(helper, 'rabot', wish)).toMatchObject({
      code: 'not_your_account',
    });
    const transfers = [{ from: member.account, to: bea.account, amount: 201n }];
    const exchange = { orderId: anOrderId(test), kind: 'payment', mode: 'reciprocity', transfers } as const;
    expect(await test.get(ExchangesService).book(helper, 'rabot', exchange)).toMatchObject({
      code: 'not_your_account',
    });
    const [bulk] = await test.get(BulkService).pay(helper, 'rabot', [{ ...wish, id: wish.orderId }], false);
    expect(bulk).toMatchObject({ code: 'not_your_account' });
    const own = { ...wish, orderId: anOrderId(test), card: { token: card.token }, secret: null };
    expect(
      await test.get(CardPaymentsService).pay(helper, 'rabot', { ...own, to: bea.account }),
    ).toMatchObject({ code: 'over_card_limit' });
    const code = await test
      .get(CodesService)
      .make(bea.actor, 'rabot', { account: bea.account, kind: 'single', amount: 300n });
    if (code.kind === 'refused') throw new Error(code.code);
    const shown = (await test.get(CodesService).show(bea.actor, 'rabot', code.code.id))!;
    const token = shown.url!.slice(shown.url!.lastIndexOf('/') + 1);
    const byCode = { orderId: anOrderId(test), code: token, secret: null };
    expect(await visits().pay(helper, 'rabot', visit, byCode)).toMatchObject({ code: 'over_card_limit' });
    expect(await test.balanceOf(member)).toBe(0n);
    // Two small ones are what anybody may who has the card; the third is too much for a day.
    for (const amount of [200n, 200n]) expect(await pay(visit, amount)).toMatchObject({ kind: 'posted' });
    expect(await pay(visit, 25n)).toMatchObject({ code: 'over_card_limit' });
    expect(await pay(visit, 25n, { secret: '1359' })).toMatchObject({ kind: 'posted' });
  });

  it('does not pay with a secret that the helper set themselves this week', async () => {
    const { card, member } = await test.withCard('1359');
    await test.get(CardsService).setSecret(helper, 'rabot', card.id, '2468');
    const visit = await begin(card);
    expect(await pay(visit, 300n, { secret: '2468' })).toMatchObject({ code: 'another_helper_needed' });
    expect(await pay(visit, 100n)).toMatchObject({ kind: 'posted' });
    const ines = await test.member();
    const other = { ...test.actor(ines.id, 'helper', group), via: 'DEVICE0000000009' };
    const theirs = await begin(card, other);
    expect(await pay(theirs, 300n, { secret: '2468' }, other)).toMatchObject({ kind: 'posted' });
    expect(await test.balanceOf(member)).toBe(-400n);
  });

  it('sees no balance and no list of the member', async () => {
    const { card, member } = await test.withCard('1359');
    const visit = await begin(card);
    const look = await visits().look(helper, 'rabot', visit, { to: cook.account, amount: 100n });
    expect(Object.keys(look).sort()).toEqual([
      ...['amount', 'amountIsFixed', 'currency', 'kind', 'orderId', 'payee', 'reason', 'state'],
    ]);
    const opened = await visits().open(helper, 'rabot', card.token);
    const said = JSON.stringify(opened, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(said).not.toMatch(/balance|account/i);
    await expect(
      test.get(StatementsService).statement(helper, 'rabot', member.account, {}, { limit: 50 }),
    ).rejects.toThrow('may not');
    const { headers } = await browserOf(test, bea);
    for (const path of [`accounts/${member.account}/statement`, `parties/${member.id}/accounts`]) {
      const answer = await test.ask('GET', `/api/v1/communities/rabot/${path}`, { headers });
      expect([403, 404, 405]).toContain(answer.statusCode);
    }
    expect(await visits().ofMember(helper, 'rabot')).toEqual([]);
  });

  it('is over when the member or the helper says so, and after a while by itself', async () => {
    const { card, member } = await test.withCard('1359');
    const first = await begin(card);
    expect(await visits().end(member.actor, 'rabot', first)).toMatchObject({ kind: 'ended' });
    expect(await pay(first, 25n)).toMatchObject({ code: 'visit_over' });
    const second = await begin(card);
    expect(await visits().end(helper, 'rabot', second)).toMatchObject({ kind: 'ended' });
    expect(await pay(second, 25n, { secret: '1359' })).toMatchObject({ code: 'visit_over' });
    const third = await begin(card);
    test.clock.forward(visitIdleMs - 1);
    expect(await pay(third, 25n)).toMatchObject({ kind: 'posted' });
    test.clock.forward(visitIdleMs - 1);
    expect(await visits().look(helper, 'rabot', third, { to: cook.account })).toMatchObject({
      kind: 'preview',
    });
    test.clock.forward(visitIdleMs);
    expect(await pay(third, 25n)).toMatchObject({ code: 'visit_over' });
    const seen = await visits().ofMember(member.actor, 'rabot');
    expect(seen.map(({ isOver }) => isOver)).toEqual([true, true, true]);
    expect(seen[0]!.face).toMatchObject(await faceOf(bea.id));
  });

  it('lasts no longer than two hours however busy it is', async () => {
    const { card } = await test.withCard('1359');
    const visit = await begin(card);
    for (let gone = 0; gone + visitIdleMs < visitLongestMs; gone += visitIdleMs - 1000) {
      expect(await visits().look(helper, 'rabot', visit, { to: cook.account })).toMatchObject({
        kind: 'preview',
      });
      test.clock.forward(visitIdleMs - 1000);
    }
    test.clock.forward(visitIdleMs - 1000);
    expect(await pay(visit, 25n)).toMatchObject({ code: 'visit_over' });
  });

  it('gives a call that comes again after the visit the answer it had', async () => {
    const { card, member } = await test.withCard('1359');
    const visit = await begin(card);
    const orderId = anOrderId(test);
    const first = await pay(visit, 300n, { orderId, secret: '1359' });
    await visits().end(helper, 'rabot', visit);
    expect(await pay(visit, 300n, { orderId, secret: '1359' })).toMatchObject({ ...first, repeated: true });
    expect(await test.balanceOf(member)).toBe(-300n);
  });

  it('ended while a payment is under way, books it or not, but never twice', async () => {
    const { card, member } = await test.withCard('1359');
    const visit = await begin(card);
    const [one, , other] = await Promise.all([
      pay(visit, 100n, { secret: '1359' }),
      visits().end(member.actor, 'rabot', visit),
      pay(visit, 100n, { secret: '1359' }),
    ]);
    const posted = [one, other].filter(({ kind }) => kind === 'posted').length;
    expect(await test.balanceOf(member)).toBe(BigInt(posted) * -100n);
    expect(await pay(visit, 25n)).toMatchObject({ code: 'visit_over' });
  });

  it('belongs to one device of one helper, and one member at a time', async () => {
    const { card } = await test.withCard('1359');
    const visit = await begin(card);
    const elsewhere = { ...helper, via: 'DEVICE0000000002' };
    expect(await pay(visit, 25n, {}, elsewhere)).toMatchObject({ code: 'no_such_visit' });
    const other = { ...test.actor(cook.id, 'helper', group), via: helper.via };
    expect(await pay(visit, 25n, {}, other)).toMatchObject({ code: 'no_such_visit' });
    expect(await visits().end(other, 'rabot', visit)).toMatchObject({ code: 'no_such_visit' });
    const next = await test.withCard('1359');
    await begin(next.card);
    expect(await pay(visit, 25n)).toMatchObject({ code: 'visit_over' });
  });

  it('is for helpers who came in themselves, with a card that works and is not their own', async () => {
    const { card } = await test.withCard('1359');
    const open = (as: Actor, token = card.token) => visits().open(as, 'rabot', token);
    const token: Actor = { ...helper, kind: 'token', scopes: new Set(['people:write', 'payments:write']) };
    const cardAlone: Actor = { ...helper, card: { id: 'CARD000000000001', withSecret: false } };
    for (const as of [cook.actor, test.steward(), test.actor(cook.id, 'treasurer', group), token, cardAlone])
      await expect(open(as)).rejects.toThrow('may not');
    expect(await open(helper, 'A'.repeat(26))).toMatchObject({ code: 'card_unknown' });
    const own = await test.cardFor(bea, '1359');
    expect(await open(helper, own.token)).toMatchObject({ code: 'own_card' });
    await test.get(CardsService).block(test.helper(), 'rabot', card.id);
    expect(await open(helper)).toMatchObject({ code: 'card_blocked' });
  });

  it('pays nothing with a card that was blocked during the visit', async () => {
    const { card, member } = await test.withCard('1359');
    const visit = await begin(card);
    await test.get(CardsService).block(test.helper(), 'rabot', card.id);
    expect(await pay(visit, 25n)).toMatchObject({ code: 'card_blocked' });
    expect(await pay(visit, 25n, { secret: '1359' })).toMatchObject({ code: 'card_blocked' });
    expect(await test.balanceOf(member)).toBe(0n);
  });

  it('stands in the audit that the member can read', async () => {
    const { card, member } = await test.withCard('1359');
    await visits().end(helper, 'rabot', await begin(card));
    const { lines } = await test.get(AuditService).list(member.actor, {
      communityId: 'rabot',
      partyId: member.id,
    });
    expect(lines.filter(({ act }) => act === 'help_member').map(({ actorId }) => actorId)).toEqual([
      bea.id,
      bea.id,
    ]);
  });

  it('works over HTTP from scan to end', async () => {
    const { card, member } = await test.withCard('1359');
    await mandate(test, bea.id, 'helper', group);
    const { headers } = await browserOf(test, bea);
    const post = (path: string, json: object, more = {}) =>
      test.ask('POST', `/api/v1/communities/rabot/visits${path}`, { headers: { ...headers, ...more }, json });
    const opened = await post('', { card: `https://munt.example/K/${card.token}` });
    expect([opened.statusCode, opened.json()]).toEqual([
      201,
      expect.objectContaining({ over: false, face: expect.objectContaining(await faceOf(member.id)) }),
    ]);
    const { id } = opened.json<{ id: string }>();
    const looked = await post(`/${id}/look`, { to: cook.account, amount: 300 });
    expect(looked.json()).toMatchObject({ amount: 300, payee: { account: cook.account } });
    const { orderId } = looked.json<{ orderId: string }>();
    const paid = { to: cook.account, amount: 300, secret: '1359' };
    const booked = await post(`/${id}/payments`, paid, { 'idempotency-key': orderId });
    expect([booked.statusCode, booked.json()]).toEqual([201, expect.objectContaining({ exchange: orderId })]);
    expect((await post(`/${id}/end`, {})).json()).toMatchObject({ over: true });
    const mine = await browserOf(test, member);
    const list = await test.ask('GET', '/api/v1/communities/rabot/visits', { headers: mine.headers });
    expect(list.json()).toMatchObject({ items: [{ id, over: true, face: await faceOf(bea.id) }] });
    const { lastSeq } = (await test.get(BooksService).findAccount('rabot', member.account))!;
    expect(lastSeq).toBe(1n);
  });
});

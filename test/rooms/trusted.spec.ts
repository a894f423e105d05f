import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acts, may, type Act, type Actor } from '../../src/access/actor.js';
import { AuditService } from '../../src/access/audit.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { Verifier } from '../../src/books/verify.js';
import { BulkService } from '../../src/payments/bulk.service.js';
import { CardVisitsService } from '../../src/payments/card-visits.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { trustEnd, weekOf } from '../../src/payments/trust.js';
import { TrustsService, type NewTrust } from '../../src/payments/trusts.service.js';
import { StatementsService } from '../../src/statements/statements.service.js';
import { TestCards, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { anOrderId, browserOf, withoutBounds } from '../support/helping.js';

const hour = 3_600_000;
const day = 24 * hour;

describe('a trust', () => {
  it.each([
    ['2026-01-05', '2026-01-05'],
    ['2026-01-11', '2026-01-05'],
    ['2026-01-12', '2026-01-12'],
    ['2026-03-01', '2026-02-23'],
  ])('counts %s in the week of Monday %s', (on, monday) => {
    expect(weekOf(on)).toBe(monday);
  });

  it.each([
    ['2026-01-05T09:00:00Z', '2026-04-05T09:00:00Z'],
    ['2026-11-30T09:00:00Z', '2027-03-02T09:00:00Z'],
  ])('given at %s ends at %s', (given, ends) => {
    expect(new Date(trustEnd(Date.parse(given))).toISOString()).toBe(ends.replace('Z', '.000Z'));
  });
});

describe.each(dialects)('a trusted person, on %s', (dialect) => {
  let test: TestCards;
  let cook: Member;
  let oma: Member;
  let lien: Member;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    cook = await test.member();
    await withoutBounds(test, cook);
  });
  afterAll(async () => {
    expect((await test.get(Verifier).full()).differences).toEqual([]);
    await test.close();
  });
  beforeEach(async () => {
    oma = await test.member();
    lien = await test.member();
  });

  const trusts = () => test.get(TrustsService);
  const mayPay = (amount: bigint): NewTrust => ({
    ...{ who: { personId: lien.id }, gives: 'may_pay', perWeek: { currency: 'UUR', amount } },
  });
  const maySee = (): NewTrust => ({ who: { personId: lien.id }, gives: 'may_see' });
  const give = async (wish: NewTrust, as: Actor = oma.actor): Promise<string> => {
    const answer = await trusts().give(as, 'rabot', wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.seen.trust.id;
  };
  const pay = (id: string, amount: bigint, as: Actor = lien.actor, orderId = anOrderId(test)) =>
    trusts().pay(as, 'rabot', id, { orderId, to: cook.account, amount });

  it('pays out of the purse of the member up to so much a week, and the exchange says who did', async () => {
    const id = await give(mayPay(300n));
    const first = await pay(id, 200n);
    if (first.kind !== 'posted') throw new Error(first.code);
    expect(await test.get(ExchangesReading).find('rabot', first.exchangeId)).toMatchObject({
      actorId: lien.id,
    });
    expect(await pay(id, 101n)).toMatchObject({ code: 'over_trust_limit' });
    expect(await pay(id, 100n)).toMatchObject({ kind: 'posted' });
    expect(await pay(id, 1n)).toMatchObject({ code: 'over_trust_limit' });
    expect([await test.balanceOf(oma), await test.balanceOf(lien)]).toEqual([-300n, 0n]);
    const [seen] = await trusts().list(oma.actor, 'rabot');
    expect(seen).toMatchObject({ isMine: true, spent: 300n, isOver: false });
  });

  it('has a new week from Monday at midnight in the time zone of the community', async () => {
    // The first day of the tests is Monday 5 January 2026, ten o'clock in Brussels.
    const monday = test.clock.now();
    const toSunday = (7 - new Date(monday).getUTCDay()) % 7;
    test.clock.forward(toSunday * day);
    const late = Date.parse(`${new Date(test.clock.now()).toISOString().slice(0, 10)}T22:59:00Z`);
    test.clock.forward(late - test.clock.now());
    const id = await give(mayPay(300n));
    expect(await pay(id, 300n)).toMatchObject({ kind: 'posted' });
    expect(await pay(id, 25n)).toMatchObject({ code: 'over_trust_limit' });
    test.clock.forward(60_000);
    expect(await pay(id, 300n)).toMatchObject({ kind: 'posted' });
  });

  it('counts what is paid at once: of twenty three fit', async () => {
    const id = await give(mayPay(300n));
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(id, 100n)));
    expect(answers.filter(({ kind }) => kind === 'posted')).toHaveLength(3);
    expect(await test.balanceOf(oma)).toBe(-300n);
  });

  it('gets one receipt for one order, sent again', async () => {
    const id = await give(mayPay(300n));
    const orderId = anOrderId(test);
    const first = await pay(id, 300n, lien.actor, orderId);
    expect(await pay(id, 300n, lien.actor, orderId)).toMatchObject({ ...first, repeated: true });
    expect(await test.balanceOf(oma)).toBe(-300n);
  });

  it('is trusted no longer from the moment that one of the two ends it', async () => {
    const id = await give(mayPay(300n));
    const [paid] = await Promise.all([pay(id, 100n), trusts().end(oma.actor, 'rabot', id)]);
    expect(await test.balanceOf(oma)).toBe(paid.kind === 'posted' ? -100n : 0n);
    expect(await pay(id, 25n)).toMatchObject({ code: 'trust_over' });
    const next = await give(mayPay(300n));
    expect(await trusts().end(lien.actor, 'rabot', next)).toMatchObject({ kind: 'trust' });
    expect(await pay(next, 25n)).toMatchObject({ code: 'trust_over' });
    expect(await trusts().end(cook.actor, 'rabot', next)).toMatchObject({ code: 'no_such_trust' });
  });

  it('is trusted for three months, unless the member says so again', async () => {
    const id = await give(mayPay(300n));
    const ends = trustEnd(test.clock.now());
    test.clock.set(ends - 1);
    expect(await pay(id, 25n)).toMatchObject({ kind: 'posted' });
    expect(await trusts().renew(lien.actor, 'rabot', id)).toMatchObject({ code: 'no_such_trust' });
    expect(await trusts().renew(oma.actor, 'rabot', id)).toMatchObject({ kind: 'trust' });
    test.clock.set(ends + day);
    expect(await pay(id, 25n)).toMatchObject({ kind: 'posted' });
    test.clock.set(trustEnd(ends) + day);
    expect(await pay(id, 25n)).toMatchObject({ code: 'trust_over' });
    expect(await trusts().renew(oma.actor, 'rabot', id)).toMatchObject({ code: 'trust_over' });
    // What is over makes room for another.
    await give(maySee());
  });

  it('is one at a time, and never the member themselves', async () => {
    await give(mayPay(300n));
    expect(await trusts().give(oma.actor, 'rabot', maySee())).toMatchObject({
      code: 'already_trusts_somebody',
    });
    const self: NewTrust = { ...maySee(), who: { personId: lien.id } };
    expect(await trusts().give(lien.actor, 'rabot', self)).toMatchObject({ code: 'own_card' });
    const both = await Promise.all(
      [1, 2].map(() => trusts().give(lien.actor, 'rabot', { ...maySee(), who: { personId: cook.id } })),
    );
    expect(both.map(({ kind }) => kind).sort()).toEqual(['refused', 'trust']);
  });

  it('needs a limit to pay and none to look', async () => {
    const without: NewTrust = { who: { personId: lien.id }, gives: 'may_pay' };
    expect(await trusts().give(oma.actor, 'rabot', without)).toMatchObject({ code: 'week_limit_needed' });
    const with_: NewTrust = { ...mayPay(300n), gives: 'may_see' };
    expect(await trusts().give(oma.actor, 'rabot', with_)).toMatchObject({ code: 'week_limit_needed' });
    const other = { ...mayPay(300n), perWeek: { currency: 'ELDERS', amount: 300n } };
    expect(await trusts().give(oma.actor, 'rabot', other)).toMatchObject({ code: 'no_such_account' });
  });

  it('who may look sees balance and list, pays nothing, and every look is written down', async () => {
    const id = await give(maySee());
    const seen = await trusts().look(lien.actor, 'rabot', id);
    expect(seen).toMatchObject({ items: [{ accountId: oma.account, currency: 'UUR', balance: 0n }] });
    const trusted = (await trusts().actorFor(lien.actor, 'rabot', id)) as Actor;
    const part = await test
      .get(StatementsService)
      .statement(trusted, 'rabot', oma.account, {}, { limit: 10 });
    expect(part.head.closing).toBe(0n);
    await expect(
      test.get(StatementsService).statement(trusted, 'rabot', cook.account, {}, { limit: 10 }),
    ).rejects.toThrow('may not');
    expect(await pay(id, 25n)).toMatchObject({ code: 'not_your_account' });
    const wish = { orderId: anOrderId(test), from: oma.account, to: cook.account, amount: 25n };
    expect(await test.get(PaymentsService).pay(trusted, 'rabot', wish)).toMatchObject({
      code: 'not_your_account',
    });
    const { lines } = await test.get(AuditService).list(oma.actor, { communityId: 'rabot', partyId: oma.id });
    expect(lines.filter(({ act }) => act === 'read_account').map(({ actorId }) => actorId)).toEqual([
      lien.id,
    ]);
    await trusts().end(oma.actor, 'rabot', id);
    expect(await trusts().look(lien.actor, 'rabot', id)).toMatchObject({ code: 'trust_over' });
  });

  it('who may pay sees nothing, and gets no further by other doors', async () => {
    const id = await give(mayPay(300n));
    await expect(trusts().look(lien.actor, 'rabot', id)).rejects.toThrow('may not');
    const wish = { orderId: anOrderId(test), from: oma.account, to: cook.account, amount: 25n };
    expect(await test.get(PaymentsService).pay(lien.actor, 'rabot', wish)).toMatchObject({
      code: 'not_your_account',
    });
    const [bulk] = await test
      .get(BulkService)
      .pay(lien.actor, 'rabot', [{ ...wish, id: wish.orderId }], false);
    expect(bulk).toMatchObject({ code: 'not_your_account' });
    expect(await pay(id, 25n, cook.actor)).toMatchObject({ code: 'no_such_trust' });
    const found = { ...lien.actor, card: { id: 'CARD000000000001', withSecret: false } };
    expect(await pay(id, 25n, found)).toMatchObject({ code: 'no_such_trust' });
    const reading = { ...lien.actor, kind: 'token' as const, scopes: new Set(['accounts:read'] as const) };
    expect(await pay(id, 25n, reading)).toMatchObject({ code: 'not_your_account' });
  });

  it('may do for the member what was said and nothing else', async () => {
    const where = { communityId: 'rabot', partyId: oma.id, partyKind: 'person' as const };
    const all = Object.keys(acts) as Act[];
    const can = (gives: 'may_see' | 'may_pay', place: Parameters<typeof may>[2]) => {
      const as: Actor = { ...test.steward(lien.id), trust: { id: 'T', of: oma.id, gives } };
      return all.filter((act) => may(as, act, place, test.clock.now()));
    };
    expect(can('may_see', where)).toEqual(['read_account', 'read_statement']);
    expect(can('may_pay', where)).toEqual(['pay_from']);
    for (const gives of ['may_see', 'may_pay'] as const)
      for (const place of [
        { communityId: 'rabot' },
        { ...where, partyId: lien.id },
        { ...where, communityId: 'x' },
      ])
        expect(can(gives, place)).toEqual([]);
    await expect(
      trusts().list({ ...lien.actor, trust: { id: 'T', of: oma.id, gives: 'may_see' } }, 'rabot'),
    ).rejects.toThrow('may not');
  });

  it('can be chosen with card and secret at the device of a helper, who cannot choose themselves', async () => {
    const { card, member } = await test.withCard('1359');
    const lienCard = await test.cardFor(lien, '8264');
    const helper = test.actor(cook.id, 'helper', 'GROUP00000000001');
    const wish: NewTrust = { ...mayPay(300n), who: { card: lienCard.token } };
    const shown = { card: { token: card.token }, secret: '1359' };
    const wrong = { card: { token: card.token }, secret: '1358' };
    expect(await trusts().give(helper, 'rabot', wish, wrong)).toMatchObject({ code: 'secret_wrong' });
    await expect(trusts().give(await test.opened(card, null), 'rabot', wish)).rejects.toThrow('may not');
    const self: NewTrust = { ...mayPay(300n), who: { personId: cook.id } };
    expect(await trusts().give(helper, 'rabot', self, shown)).toMatchObject({
      code: 'another_helper_needed',
    });
    const answer = await trusts().give(helper, 'rabot', wish, shown);
    if (answer.kind === 'refused') throw new Error(answer.code);
    expect(answer.seen.trust).toMatchObject({ giverId: member.id, trustedId: lien.id });
    const { lines } = await test
      .get(AuditService)
      .list(member.actor, { communityId: 'rabot', partyId: member.id });
    expect(lines.filter(({ act }) => act === 'help_member').map(({ actorId }) => actorId)).toEqual([cook.id]);
    expect(await trusts().end(helper, 'rabot', answer.seen.trust.id, shown)).toMatchObject({ kind: 'trust' });
    expect(await test.get(CardVisitsService).ofMember(member.actor, 'rabot')).toEqual([]);
  });

  it('is said to the member with the limit and the end, in their language', async () => {
    const { headers } = await browserOf(test, oma);
    const url = '/api/v1/communities/rabot/trusts';
    const json = { person: lien.id, gives: 'may_pay', currency: 'UUR', perWeek: 300 };
    const given = await test.ask('POST', url, { headers: { ...headers, 'accept-language': 'nl' }, json });
    expect(given.statusCode).toBe(201);
    const view = given.json<{ id: string; says: string }>();
    expect(view).toMatchObject({ mine: true, gives: 'may_pay', perWeek: 300, spent: 0, over: false });
    expect(view.says).toMatch(/ mag 3 uur per week geven voor jou\. Dit stopt vanzelf op /);
    const theirs = await browserOf(test, lien);
    const paid = await test.ask('POST', `${url}/${view.id}/payments`, {
      headers: { ...theirs.headers, 'idempotency-key': anOrderId(test) },
      json: { to: cook.account, amount: 100 },
    });
    expect(paid.statusCode).toBe(201);
    const list = await test.ask('GET', url, { headers: { ...theirs.headers, 'accept-language': 'en' } });
    const [seen] = list.json<{ items: { mine: boolean; says: string; spent: number }[] }>().items;
    expect(seen).toMatchObject({ mine: false, spent: 100 });
    expect(seen!.says).toMatch(/^You may give 3 hours a week for /);
    const ended = await test.ask('POST', `${url}/${view.id}/end`, { headers, json: {} });
    expect(ended.json()).toMatchObject({ over: true });
    const looking = await test.ask('POST', url, { headers, json: { person: lien.id, gives: 'may_see' } });
    const { id } = looking.json<{ id: string }>();
    const purses = await test.ask('GET', `${url}/${id}/purses`, { headers: theirs.headers });
    expect(purses.json()).toMatchObject({ items: [{ account: oma.account, balance: -100 }] });
    const statement = await test.ask('GET', `${url}/${id}/accounts/${oma.account}/statement`, {
      headers: theirs.headers,
    });
    expect(statement.json()).toMatchObject({ items: [{ amount: -100 }] });
    const neither = await test.ask('POST', url, { headers, json: { gives: 'may_see' } });
    expect(neither.statusCode).toBe(400);
  });
});

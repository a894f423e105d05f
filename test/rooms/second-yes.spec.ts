import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../src/access/actor.js';
import { Verifier } from '../../src/books/verify.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { ClosuresService } from '../../src/communities/closures.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { PartiesService } from '../../src/communities/parties.service.js';
import { isLooser } from '../../src/communities/second-yes.js';
import { SecondYesLimits } from '../../src/communities/second-yes-limits.service.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { BulkService } from '../../src/payments/bulk.service.js';
import { CodesService } from '../../src/payments/codes.service.js';
import { ExchangesService } from '../../src/payments/exchanges.service.js';
import { PaymentsService, type NewPayment } from '../../src/payments/payments.service.js';
import { RequestsService } from '../../src/payments/requests.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { SecondYesService } from '../../src/payments/second-yes.service.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import { buildApp } from '../../src/server.js';
import { TestCards, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { TestVouchers } from '../support/vouchers.js';
import { aGroup, anOrderId, balanceOf, browserOf, withoutBounds } from '../support/helping.js';

const day = 86_400_000;

describe('a change of the limit', () => {
  it.each([
    [null, 100n, false],
    [500n, 100n, false],
    [500n, 500n, false],
    [500n, 501n, true],
    [500n, null, true],
    [null, null, false],
  ])('from %s to %s needs a second yes: %s', (before, next, looser) => {
    expect(isLooser(before, next)).toBe(looser);
  });
});

describe.each(dialects)('a second yes among treasurers, on %s', (dialect) => {
  let test: TestCards;
  let cook: Member;
  let group: Awaited<ReturnType<typeof aGroup>>;
  let ann: Member;
  let bob: Member;

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
    group = await aGroup(test);
    [ann, bob] = group.people as [Member, Member];
    await setLimit(ann.actor, 1000n);
  });

  const seconds = () => test.get(SecondYesService);
  const limits = () => test.get(SecondYesLimits);
  const setLimit = (as: Actor, amount: bigint | null, days?: number) =>
    limits().set(as, 'rabot', {
      ...{ partyId: group.id, currency: 'UUR', amount },
      ...(days !== undefined && { days }),
    });
  const wish = (amount: bigint, parts: Partial<NewPayment> = {}): NewPayment => ({
    ...{ orderId: anOrderId(test), from: group.account, to: cook.account, amount, ...parts },
  });
  const ask = async (amount: bigint, as: Actor = ann.actor, parts: Partial<NewPayment> = {}) => {
    const answer = await seconds().pay(as, 'rabot', wish(amount, parts));
    if (answer.kind !== 'needs_second') throw new Error(JSON.stringify(answer.kind));
    return answer.request.id;
  };
  const approve = (id: string, as: Actor = bob.actor, orderId = anOrderId(test)) =>
    seconds().approve(as, 'rabot', orderId, id);
  const left = () => balanceOf(test, group.account);

  it('is not needed up to the limit, and above it nothing is booked yet', async () => {
    expect(await seconds().pay(ann.actor, 'rabot', wish(1000n))).toMatchObject({ kind: 'posted' });
    const answer = await seconds().pay(ann.actor, 'rabot', wish(1001n));
    expect(answer).toMatchObject({ kind: 'needs_second', request: { madeBy: ann.id, amount: 1001n } });
    expect(await left()).toBe(-1000n);
  });

  it('by another treasurer books, once, and the first call then gets the receipt', async () => {
    const payment = wish(1500n, { reason: 'meal' });
    const asked = await seconds().pay(ann.actor, 'rabot', payment);
    expect(asked).toMatchObject({ kind: 'needs_second' });
    expect(await seconds().pay(ann.actor, 'rabot', payment)).toMatchObject({
      kind: 'needs_second',
      request: { id: payment.orderId },
    });
    const orderId = anOrderId(test);
    const booked = await approve(payment.orderId, bob.actor, orderId);
    expect(booked).toMatchObject({ kind: 'posted', exchangeId: orderId, repeated: false });
    expect(await approve(payment.orderId, bob.actor, orderId)).toMatchObject({ repeated: true });
    expect(await approve(payment.orderId)).toMatchObject({ code: 'request_paid' });
    expect(await seconds().pay(ann.actor, 'rabot', payment)).toMatchObject({
      ...{ kind: 'posted', exchangeId: orderId, repeated: true },
    });
    expect(await left()).toBe(-1500n);
    const other = { ...payment, amount: 1600n };
    expect(await seconds().pay(ann.actor, 'rabot', other)).toMatchObject({
      code: 'exists_with_different_content',
    });
  });

  it('is never by who asked, in whatever session, role or program', async () => {
    const id = await ask(1500n);
    const roads: Actor[] = [
      ann.actor,
      { ...ann.actor, via: 'another session' },
      { ...ann.actor, kind: 'token', scopes: new Set(['payments:write'] as const), via: 'TOKEN' },
      { ...ann.actor, strong: true },
      { ...ann.actor, mandates: [...ann.actor.mandates, ...test.steward(ann.id).mandates] },
      { ...ann.actor, card: { id: 'CARD000000000001', withSecret: true } },
      systemActor('test'),
    ];
    for (const road of roads)
      expect(await approve(id, road)).toMatchObject({ code: 'maker_may_not_approve' });
    for (const stranger of [cook.actor, test.steward(), test.actor(cook.id, 'checker', group.id)])
      expect(await approve(id, stranger)).toMatchObject({ code: 'no_such_second_request' });
    expect(await left()).toBe(0n);
  });

  it('given ten times at once books once', async () => {
    const third = (await test.member()).id;
    const cas = test.actor(third, 'treasurer', group.id);
    const id = await ask(1500n);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => approve(id, i % 2 === 0 ? bob.actor : cas)),
    );
    expect(answers.filter(({ kind }) => kind === 'posted')).toHaveLength(1);
    const others = answers.filter((each) => each.kind === 'refused');
    expect(new Set(others.map(({ code }) => code))).toEqual(new Set(['request_paid']));
    expect(await left()).toBe(-1500n);
  });

  it('given in two server processes at once books once', async () => {
    // A file has one process; there both calls come to the same one.
    const other =
      dialect === 'postgres' ? await buildApp(test.place.config, { clock: test.clock }) : undefined;
    const there = (other ?? test.app).get(SecondYesService);
    const id = await ask(1500n);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) =>
        (i % 2 === 0 ? seconds() : there).approve(bob.actor, 'rabot', anOrderId(test), id),
      ),
    );
    expect(answers.filter(({ kind }) => kind === 'posted')).toHaveLength(1);
    expect(await left()).toBe(-1500n);
    await other?.close();
  });

  it('is too late after its days, or after a no', async () => {
    const id = await ask(1500n);
    test.clock.forward(14 * day);
    expect(await approve(id)).toMatchObject({ code: 'request_expired' });
    expect(await seconds().decline(bob.actor, 'rabot', id)).toMatchObject({ code: 'request_expired' });
    await setLimit(ann.actor, 900n, 3);
    const short = await ask(1500n);
    test.clock.forward(3 * day - 1);
    expect(await seconds().decline(ann.actor, 'rabot', short)).toMatchObject({ kind: 'declined' });
    expect(await approve(short)).toMatchObject({ code: 'request_declined' });
    const again = (orderId: string) => seconds().pay(ann.actor, 'rabot', { ...wish(1500n), orderId });
    expect(await again(short)).toMatchObject({ code: 'request_declined' });
    expect(await again(id)).toMatchObject({ code: 'request_expired' });
    expect(await left()).toBe(0n);
  });

  it('and a no at the same moment leave one of the two', async () => {
    const id = await ask(1500n);
    const [yes, not] = await Promise.all([approve(id), seconds().decline(ann.actor, 'rabot', id)]);
    const paid = yes.kind === 'posted';
    expect(not).toMatchObject(paid ? { code: 'request_paid' } : { kind: 'declined' });
    expect(await left()).toBe(paid ? -1500n : 0n);
  });

  it('cannot be got round by another door of payments', async () => {
    expect(await test.get(PaymentsService).pay(ann.actor, 'rabot', wish(1001n))).toMatchObject({
      code: 'needs_second',
    });
    const transfers = [600n, 600n].map((amount) => ({ from: group.account, to: cook.account, amount }));
    const exchange = { orderId: anOrderId(test), kind: 'payment', mode: 'reciprocity', transfers } as const;
    expect(await test.get(ExchangesService).book(ann.actor, 'rabot', exchange)).toMatchObject({
      code: 'needs_second',
    });
    const holdUntil = test.clock.now() + day;
    const hold = {
      ...{ ...exchange, orderId: anOrderId(test), kind: 'hold' as const },
      transfers: [{ from: group.account, to: cook.account, amount: 1001n, holdUntil }],
    };
    expect(await test.get(ExchangesService).book(ann.actor, 'rabot', hold)).toMatchObject({
      code: 'needs_second',
    });
    const { orderId, from, amount } = wish(1001n);
    const bulk = [{ id: orderId, from, to: cook.account, amount: amount! }];
    expect(await test.get(BulkService).pay(ann.actor, 'rabot', bulk, false)).toMatchObject([
      { code: 'needs_second' },
    ]);
    expect(await left()).toBe(0n);
  });

  it('cannot be got round by giving back what came in; a steward may undo that, and it keeps its answer', async () => {
    const reversals = test.get(ReversalsService);
    const received = async (amount: bigint) => {
      const orderId = anOrderId(test);
      await test.get(PaymentsService).pay(cook.actor, 'rabot', {
        ...{ orderId, from: cook.account, to: group.account, amount },
      });
      return orderId;
    };
    const back = (exchangeId: string, as = ann.actor, orderId = anOrderId(test)) =>
      reversals.reverse(as, 'rabot', { orderId, exchangeId, reason: 'given_back' });
    const [small, large, third] = [await received(1000n), await received(1001n), await received(900n)];
    expect(await back(large)).toMatchObject({ code: 'needs_second' });
    const order = anOrderId(test);
    const first = await back(small, ann.actor, order);
    expect(first).toMatchObject({ kind: 'posted' });
    await setLimit(bob.actor, 100n);
    expect(await back(small, ann.actor, order)).toEqual({ ...first, repeated: true });
    expect(await back(third)).toMatchObject({ code: 'needs_second' });
    expect(await left()).toBe(1901n);
    expect(await back(large, test.steward('rabot'))).toMatchObject({ kind: 'posted' });
  });

  it('cannot be got round by stopping the group', async () => {
    await test.get(PaymentsService).pay(cook.actor, 'rabot', {
      ...{ orderId: anOrderId(test), from: cook.account, to: group.account, amount: 600n },
    });
    await setLimit(ann.actor, 500n);
    const party = (await test.get(PartiesService).find('rabot', group.id))!;
    const close = () =>
      test.get(ClosuresService).close(ann.actor, party, { partyId: cook.id }, () => Promise.resolve());
    expect(await close()).toMatchObject({ code: 'needs_second' });
    const lifted = await setLimit(ann.actor, null);
    if (lifted.kind === 'refused') throw new Error(lifted.code);
    await limits().approve(bob.actor, 'rabot', lifted.limit.id);
    expect(await close()).toMatchObject({ kind: 'closed' });
  });

  it('is needed for a higher limit or none as well, and lower ones count at once', async () => {
    const higher = await setLimit(ann.actor, 5000n);
    if (higher.kind === 'refused') throw new Error(higher.code);
    expect(higher.limit.state).toBe('asked');
    expect(await seconds().pay(ann.actor, 'rabot', wish(1500n))).toMatchObject({ kind: 'needs_second' });
    expect(await limits().approve(ann.actor, 'rabot', higher.limit.id)).toMatchObject({
      code: 'maker_may_not_approve',
    });
    await expect(limits().approve(cook.actor, 'rabot', higher.limit.id)).rejects.toThrow('may not');
    const both = await Promise.all([1, 2].map(() => limits().approve(bob.actor, 'rabot', higher.limit.id)));
    expect(both.map((each) => (each.kind === 'refused' ? each.code : each.kind)).sort()).toEqual([
      'done',
      'nothing_waiting',
    ]);
    expect(await seconds().pay(ann.actor, 'rabot', wish(1500n))).toMatchObject({ kind: 'posted' });
    expect(await setLimit(bob.actor, 200n)).toMatchObject({ limit: { state: 'in_force' } });
    expect(await seconds().pay(ann.actor, 'rabot', wish(201n))).toMatchObject({ kind: 'needs_second' });
    const states = (await limits().list(ann.actor, 'rabot', group.id)).map(({ state }) => state);
    expect(states.filter((state) => state === 'in_force')).toHaveLength(1);
    await expect(
      limits().set(cook.actor, 'rabot', { partyId: group.id, currency: 'UUR', amount: 1n }),
    ).rejects.toThrow('may not');
  });

  it('keeps what was asked before the limit went, so that it is not paid beside its second yes', async () => {
    const payment = wish(1500n);
    await seconds().pay(ann.actor, 'rabot', payment);
    const lifted = await setLimit(ann.actor, null);
    if (lifted.kind === 'refused') throw new Error(lifted.code);
    await limits().approve(bob.actor, 'rabot', lifted.limit.id);
    expect(await seconds().pay(ann.actor, 'rabot', payment)).toMatchObject({ kind: 'needs_second' });
    expect(await seconds().pay(ann.actor, 'rabot', wish(1500n))).toMatchObject({ kind: 'posted' });
    expect(await approve(payment.orderId)).toMatchObject({ kind: 'posted' });
    expect(await left()).toBe(-3000n);
  });

  it('gives what was paid before there was a limit the answer it had', async () => {
    const payment = wish(900n);
    const first = await seconds().pay(ann.actor, 'rabot', payment);
    await setLimit(bob.actor, 100n);
    expect(await seconds().pay(ann.actor, 'rabot', payment)).toMatchObject({ ...first, repeated: true });
  });

  it('uses up the code and the request by which it was asked', async () => {
    const made = await test
      .get(CodesService)
      .make(cook.actor, 'rabot', { account: cook.account, kind: 'single', amount: 1200n });
    if (made.kind === 'refused') throw new Error(made.code);
    const { url } = (await test.get(CodesService).show(cook.actor, 'rabot', made.code.id))!;
    const code = url!.slice(url!.lastIndexOf('/') + 1);
    const byCode = { orderId: anOrderId(test), from: group.account, code };
    const asked = await seconds().pay(ann.actor, 'rabot', byCode);
    expect(asked).toMatchObject({ kind: 'needs_second', request: { amount: 1200n } });
    const rows = await test.rows('select wish from second_yes_requests where request_id = ?', [
      byCode.orderId,
    ]);
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(await approve(byCode.orderId)).toMatchObject({ kind: 'posted' });
    expect((await test.get(CodesService).show(cook.actor, 'rabot', made.code.id))!.code).toMatchObject({
      kept: 'used',
    });

    const wanted = await test
      .get(RequestsService)
      .make(cook.actor, 'rabot', { account: cook.account, payer: group.id, amount: 1300n });
    if (wanted.kind === 'refused') throw new Error(wanted.code);
    const byRequest = { orderId: anOrderId(test), from: group.account, request: wanted.request.id };
    expect(await seconds().pay(ann.actor, 'rabot', byRequest)).toMatchObject({ kind: 'needs_second' });
    expect(await approve(byRequest.orderId)).toMatchObject({ kind: 'posted' });
    expect(await test.get(RequestsService).find('rabot', wanted.request.id)).toMatchObject({ kept: 'paid' });
  });

  it('may come again when there was not enough at first', async () => {
    const id = await ask(100_001n);
    expect(await approve(id)).toMatchObject({ code: 'not_enough' });
    await test.get(PaymentsService).pay(cook.actor, 'rabot', {
      ...{ orderId: anOrderId(test), from: cook.account, to: group.account, amount: 100n },
    });
    expect(await approve(id)).toMatchObject({ kind: 'posted' });
  });

  it('is answered with 202 over HTTP, and then pays', async () => {
    const [a, b] = [await browserOf(test, ann), await browserOf(test, bob)];
    const url = '/api/v1/communities/rabot';
    const key = anOrderId(test);
    const json = { from: group.account, to: cook.account, amount: 1500 };
    const pay = () =>
      test.ask('POST', `${url}/payments`, { headers: { ...a.headers, 'idempotency-key': key }, json });
    const asked = await pay();
    expect([asked.statusCode, asked.json()]).toEqual([
      202,
      expect.objectContaining({ needsSecond: key, state: 'asked', madeBy: ann.id }),
    ]);
    const list = await test.ask('GET', `${url}/second-yes?party=${group.id}`, { headers: b.headers });
    expect(list.json()).toMatchObject({ items: [{ needsSecond: key, amount: 1500 }] });
    const yes = await test.ask('POST', `${url}/second-yes/${key}/approve`, {
      headers: { ...b.headers, 'idempotency-key': anOrderId(test) },
    });
    expect(yes.statusCode).toBe(201);
    const again = await pay();
    expect([again.statusCode, again.headers['idempotency-hit']]).toEqual([200, 'true']);
    const limit = await test.ask('POST', `${url}/second-yes-limits`, {
      headers: b.headers,
      json: { party: group.id, currency: 'UUR', amount: 2000 },
    });
    expect([limit.statusCode, limit.json()]).toEqual([201, expect.objectContaining({ state: 'asked' })]);
    const stranger = await browserOf(test, cook);
    const hidden = await test.ask('GET', `${url}/second-yes/${key}`, { headers: stranger.headers });
    expect(hidden.statusCode).toBe(404);
  });

  it('is asked for on the page of a code as well, and nothing is given there yet', async () => {
    const made = await test
      .get(CodesService)
      .make(cook.actor, 'rabot', { account: cook.account, kind: 'standing', amount: 1400n });
    if (made.kind === 'refused') throw new Error(made.code);
    const { url } = (await test.get(CodesService).show(cook.actor, 'rabot', made.code.id))!;
    const { headers, sessionId } = await browserOf(test, ann);
    const csrf = test.get(SessionsService).csrfToken(sessionId);
    const order = anOrderId(test);
    const form = { _csrf: csrf, order, from: group.account, amount: '1400' };
    const path = `/p/${url!.slice(url!.lastIndexOf('/') + 1)}`;
    const answer = await test.ask('POST', path, { headers: { ...headers, 'accept-language': 'nl' }, form });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/c/rabot/second-yes/${group.id}`]);
    expect(await left()).toBe(0n);
    expect(await seconds().show(bob.actor, 'rabot', order)).toMatchObject({ amount: 1400n });
    const given = await test.ask('POST', `/c/rabot/give/${cook.account}`, {
      headers,
      form: { ...form, order: anOrderId(test) },
    });
    expect(given.statusCode).toBe(303);
    expect(await seconds().list(bob.actor, 'rabot', group.id)).toHaveLength(2);
    expect(await left()).toBe(0n);
  });

  it('has a page: the one who asked takes back, another says yes and gets the receipt', async () => {
    const id = await ask(1500n);
    const other = await ask(1600n);
    const path = `/c/rabot/second-yes/${group.id}`;
    const open = async (who: Member) => {
      const { headers, sessionId } = await browserOf(test, who);
      const nl = { ...headers, 'accept-language': 'nl' };
      const page = await test.ask('GET', path, { headers: nl });
      const csrf = test.get(SessionsService).csrfToken(sessionId);
      const send = (request: string, answer: string) => {
        const form = { _csrf: csrf, request, answer, order: anOrderId(test) };
        return test.ask('POST', path, { headers: nl, form });
      };
      return { page, send };
    };
    const hers = await open(ann);
    expect(hers.page.statusCode).toBe(200);
    expect(hers.page.body).toContain('Trek terug');
    expect(hers.page.body).not.toContain('Zeg nee');
    const refused = await hers.send(id, 'yes');
    expect([refused.statusCode, refused.body]).toEqual([422, expect.stringContaining('keurt het niet goed')]);
    expect((await hers.send(other, 'no')).headers.location).toBe(path);
    const his = await open(bob);
    expect(his.page.body).toContain('Zeg nee');
    expect(his.page.body).not.toContain(other);
    expect((await his.send(id, 'yes')).headers.location).toMatch(/^\/r\/[0-9A-Z]{23}$/);
    expect((await open(bob)).page.body).toContain('Er wacht niets.');
    expect((await open(cook)).page.statusCode).toBe(403);
    const kas = await browserOf(test, bob);
    const cashbox = await test.ask('GET', `/c/rabot/kas/${group.account}`, { headers: kas.headers });
    expect(cashbox.body).toContain(`href="${path}"`);
    const without = await test.ask('GET', `/c/rabot/kas/${bob.account}`, { headers: kas.headers });
    expect(without.body).not.toContain('/second-yes/');
  });

  it('leaves traces in the audit', async () => {
    const id = await ask(1500n);
    await approve(id);
    const rows = await test
      .get(Database)
      .reader.all(`select actor_id, subject_kind from audit where subject_id = ?`, [id]);
    expect(rows).toEqual([{ actor_id: ann.id, subject_kind: 'request' }]);
    const limit = await test.rows(
      `select actor_id from audit where act = 'manage_group' and subject_id = ?`,
      [group.id],
    );
    expect(limit).toEqual([{ actor_id: ann.id }]);
  });
});

describe.each(dialects)('vouchers of a group with a limit, on %s', (dialect) => {
  it('are activated by one treasurer up to the limit only', async () => {
    const town = await TestVouchers.open(dialect);
    const [currency] = await town.get(CurrenciesService).all(town.here);
    const limit = { partyId: town.giver.id, currency: currency!.code, amount: 600n };
    expect(await town.get(SecondYesLimits).set(town.giver.actor, town.here, limit)).toMatchObject({
      limit: { state: 'in_force' },
    });
    const small = await town.printed({ amount: 200n, count: 3 });
    const large = await town.printed({ amount: 200n, count: 4 });
    expect(await town.activate(large)).toMatchObject({ code: 'needs_second' });
    expect(await town.outstanding()).toBe(0n);
    const orderId = newUuid();
    const first = await town.activate(small, orderId);
    expect(first).toMatchObject({ kind: 'posted' });
    const added = newUuid();
    const topUp = (id: string) =>
      town.get(ActivationService).topUp(town.giver.actor, town.here, {
        ...{ orderId: id, serial: small.printed[0]!.serial, worth: 200n, add: 150n },
      });
    const more = await topUp(added);
    expect(more).toMatchObject({ kind: 'posted' });
    await town.get(SecondYesLimits).set(town.giver.actor, town.here, { ...limit, amount: 100n });
    expect(await town.activate(small, orderId)).toMatchObject({ ...first, repeated: true });
    expect(await topUp(added)).toEqual({ ...more, repeated: true });
    expect(await topUp(newUuid())).toMatchObject({ code: 'needs_second' });
    await town.test.close();
  });
});

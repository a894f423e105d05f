import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUuid } from '../../src/database/ids.js';
import { dialects } from '../support/databases.js';
import { readQr } from '../support/qr-readers.js';
import { anOrderId, TestPayments, type Call, type Somebody } from '../support/payments.js';

const scopes = ['payments:write', 'exchanges:write', 'accounts:read'] as const;

describe.each(dialects)('the doors of payments on %s', (dialect) => {
  let test: TestPayments;
  let rabot: string;
  let ann: Somebody & { token: string };
  let bert: Somebody & { token: string };
  let api: string;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    rabot = await test.aCommunity();
    api = `/api/v1/communities/${rabot}`;
    ann = await signedUp();
    bert = await signedUp();
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  async function signedUp(): Promise<Somebody & { token: string }> {
    const person = await test.aPerson(rabot);
    return { ...person, token: await test.aToken(rabot, person.id, [...scopes]) };
  }
  const post = (path: string, who: { token: string }, body?: object, key?: string) =>
    test.call('POST', api + path, { as: who.token, body, key });
  const get = (path: string, who: { token: string }, headers: Call['headers'] = {}) =>
    test.call('GET', api + path, { as: who.token, headers });

  describe('for programs', () => {
    it('pays: 201 with a receipt, 200 when it is repeated, 409 with other content, 422 with a code', async () => {
      const body = { from: ann.account, to: bert.account, amount: 25 };
      const key = anOrderId();
      const first = await post('/payments', ann, body, key);
      expect(first).toMatchObject({ status: 201, body: { exchange: key } });
      expect(first.body.receipt).toMatch(/^https:\/\/munt\.example\/r\/[0-9A-Z]{23}$/);
      expect(first.headers.location).toBe(`${api}/exchanges/${key}`);
      const again = await post('/payments', ann, body, `"${key}"`);
      expect(again).toMatchObject({ status: 200, body: first.body, headers: { 'idempotency-hit': 'true' } });
      expect(await post('/payments', ann, { ...body, amount: 26 }, key)).toMatchObject({
        status: 409,
        body: { code: 'exists_with_different_content' },
      });
      expect(await post('/payments', ann, { ...body, amount: 1000 }, anOrderId())).toMatchObject({
        status: 422,
        body: { code: 'not_enough', status: 422 },
      });
      expect(await post('/payments', bert, body, anOrderId())).toMatchObject({
        status: 422,
        body: { code: 'not_your_account' },
      });
    });

    it('wants a key, a token with the scope, and nothing unknown', async () => {
      const body = { from: ann.account, to: bert.account, amount: 25 };
      expect(await post('/payments', ann, body)).toMatchObject({
        status: 400,
        body: { code: 'idempotency_key_missing' },
      });
      expect(await test.call('POST', `${api}/payments`, { body, key: anOrderId() })).toMatchObject({
        status: 401,
      });
      const reading = { token: await test.aToken(rabot, ann.id, ['accounts:read']) };
      expect(await post('/payments', reading, body, anOrderId())).toMatchObject({ status: 422 });
      expect(await post('/payments', ann, { ...body, amount: -1 }, anOrderId())).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/amount', code: 'too_small' }] },
      });
      expect(await post('/payments', ann, { ...body, balance: 1 }, anOrderId())).toMatchObject({
        status: 400,
      });
    });

    it('previews, makes codes and draws them as the code readers read them', async () => {
      const wish = { account: bert.account, kind: 'standing', amount: 25, reason: 'meal' };
      const made = await post('/payment-codes', bert, wish);
      expect(made).toMatchObject({ status: 201, body: { state: 'open', amount: 25 } });
      const url = String(made.body.url);
      const path = `/payment-codes/${String(made.body.id)}`;
      const svg = await get(`${path}/qr.svg`, bert);
      expect(svg).toMatchObject({
        status: 200,
        headers: { 'content-type': expect.stringMatching(/^image.svg/) },
      });
      expect(svg.body.text).toMatch(/^<svg /);
      const png = await test.app.inject({
        method: 'GET',
        url: `${api}${path}/qr.png`,
        headers: { authorization: `Bearer ${bert.token}` },
      });
      expect(await readQr(png.rawPayload)).toBe(url);
      const preview = await get(`/payments/preview?code=${url.split('/').at(-1)}`, ann);
      expect(preview).toMatchObject({
        status: 200,
        body: {
          amount: 25,
          enough: true,
          reason: 'meal',
          payee: { account: bert.account, face: { kind: 'person' } },
        },
      });
      expect(await get(`/payment-codes?account=${bert.account}&limit=1`, bert)).toMatchObject({
        body: { items: [{ account: bert.account }] },
      });
      expect(await get(`/payment-codes?account=${bert.account}`, ann)).toMatchObject({ status: 403 });
      expect(await test.call('DELETE', `${api}${path}`, { as: bert.token })).toMatchObject({ status: 204 });
      expect(await get(`${path}/qr.svg`, bert)).toMatchObject({ status: 410 });
    });

    it('lets a request be polled until it is paid', async () => {
      const made = await post('/payment-requests', bert, {
        account: bert.account,
        payer: ann.id,
        amount: 25,
      });
      const path = `/payment-requests/${String(made.body.id)}`;
      const first = await get(path, bert);
      const seen = { 'if-none-match': String(first.headers.etag) };
      expect(await get(path, bert, seen)).toMatchObject({ status: 304 });
      const open = await get('/payment-requests', ann);
      expect(open.body).toMatchObject({ items: [{ id: made.body.id, state: 'open' }] });
      await post('/payments', ann, { from: ann.account, request: made.body.id }, anOrderId());
      expect(await get(path, bert, seen)).toMatchObject({ status: 200, body: { state: 'paid' } });
      const other = await post('/payment-requests', bert, {
        account: bert.account,
        payer: ann.id,
        amount: 25,
      });
      expect(await post(`/payment-requests/${String(other.body.id)}/decline`, ann)).toMatchObject({
        status: 200,
        body: { state: 'declined' },
      });
    });

    it('books, shows, gives back and ends holds', async () => {
      const transfers = [{ from: ann.account, to: bert.account, amount: 50 }];
      const key = anOrderId();
      expect(
        await post('/exchanges', ann, { kind: 'payment', transfers, factDate: '2026-01-02' }, key),
      ).toMatchObject({
        status: 201,
      });
      expect(await get(`/exchanges/${key}`, bert)).toMatchObject({
        body: { factDate: '2026-01-02', transfers: [{ amount: 50 }], loan: null },
      });
      const carl = await signedUp();
      expect(await get(`/exchanges/${key}`, carl)).toMatchObject({ status: 404 });
      expect(await post(`/exchanges/${key}/objection`, ann, { reason: 'wrong_amount' })).toMatchObject({
        body: { state: 'open' },
      });
      const back = { reason: 'wrong_amount' };
      expect(await post(`/exchanges/${key}/reversal`, ann, back, anOrderId())).toMatchObject({ status: 403 });
      expect(await post(`/exchanges/${key}/reversal`, bert, back, anOrderId())).toMatchObject({
        status: 201,
      });
      expect(await get(`/objections?account=${bert.account}`, bert)).toMatchObject({
        body: { items: [{ exchange: key, state: 'given_back' }] },
      });
      const holdUntil = new Date(test.clock.now() + 3_600_000).toISOString();
      const hold = anOrderId();
      const held = [{ ...transfers[0], holdUntil }];
      expect(await post('/exchanges', ann, { kind: 'hold', transfers: held }, hold)).toMatchObject({
        status: 201,
      });
      expect(await post(`/holds/${hold}/0/post`, bert, { amount: 20 }, anOrderId())).toMatchObject({
        status: 201,
      });
      expect(await post(`/holds/${hold}/0/release`, bert, undefined, anOrderId())).toMatchObject({
        status: 422,
        body: { code: 'hold_already_resolved' },
      });
    });
  });

  describe('in bulk', () => {
    const order = (amount: number, more: object = {}) => ({
      id: newUuid(),
      from: ann.account,
      to: bert.account,
      amount,
      ...more,
    });

    it('gives each its own answer, and the same one again', async () => {
      const orders = [
        order(1),
        order(5000),
        order(2, { from: bert.account }),
        order(3, { to: 'N0B0DY0000000000' }),
        order(4),
      ];
      const first = await post('/exchanges/bulk', ann, { orders });
      expect(first).toMatchObject({ status: 200 });
      const answers = first.body.answers as unknown as {
        outcome: string;
        code?: string;
        repeated?: boolean;
      }[];
      expect(answers.map(({ outcome, code }) => code ?? outcome)).toEqual([
        'posted',
        'over_payment_limit',
        'not_your_account',
        'no_such_account',
        'posted',
      ]);
      const again = await post('/exchanges/bulk', ann, { orders });
      const repeated = again.body.answers as unknown as typeof answers;
      expect(repeated.map((answer) => answer.repeated)).toEqual([true, true, false, false, true]);
    });

    it('books all or none when asked', async () => {
      const before = await test.countExchanges(rabot);
      const orders = [order(1), order(5000), order(2)];
      const refused = await post('/exchanges/bulk', ann, { orders, atomic: true });
      expect(refused.body.answers).toMatchObject([
        { outcome: 'not_booked' },
        { outcome: 'refused', code: 'over_payment_limit' },
        { outcome: 'not_booked' },
      ]);
      const foreign = [order(1), order(1, { from: bert.account })];
      expect(
        (await post('/exchanges/bulk', ann, { orders: foreign, atomic: true })).body.answers,
      ).toMatchObject([{ outcome: 'not_booked' }, { code: 'not_your_account' }]);
      expect(await test.countExchanges(rabot)).toBe(before);
      const all = { orders: [order(1), order(2)], atomic: true };
      expect((await post('/exchanges/bulk', ann, all)).body.answers).toMatchObject([
        { outcome: 'posted' },
        { outcome: 'posted' },
      ]);
    });

    it('gives the same answers after midnight', async () => {
      test.clock.set(Date.UTC(2026, 2, 1, 22, 59, 50));
      const orders = [order(1), order(2)];
      for (const atomic of [false, true]) {
        const call = { orders: atomic ? orders : [order(1), order(2)], atomic };
        const first = await post('/exchanges/bulk', ann, call);
        test.clock.forward(20_000);
        const again = await post('/exchanges/bulk', ann, call);
        const [one] = first.body.answers as unknown as { receipt: string }[];
        expect(again.body.answers).toMatchObject([
          { repeated: true, receipt: one!.receipt },
          { repeated: true },
        ]);
        test.clock.set(Date.UTC(2026, 2, 2, 22, 59, 50));
      }
    });

    it('names the order and the field that is wrong', async () => {
      const one = order(1);
      const wrong = { orders: [one, order(0), { ...order(1), from: 'x' }] };
      expect((await post('/exchanges/bulk', ann, wrong)).body.errors).toMatchObject([
        { pointer: '/orders/1/amount' },
        { pointer: '/orders/2/from' },
      ]);
      expect((await post('/exchanges/bulk', ann, { orders: [one, one] })).body.errors).toMatchObject([
        { pointer: '/orders/1/id' },
      ]);
    });

    it('takes a body of more than a mebibyte, and no more than a thousand orders', async () => {
      const padded = { orders: [order(1, { programme: 'x'.repeat(1_200_000) })] };
      expect(await post('/exchanges/bulk', ann, padded)).toMatchObject({ status: 400 });
      const many = { orders: Array.from({ length: 1001 }, () => order(1)) };
      expect(await post('/exchanges/bulk', ann, many)).toMatchObject({
        status: 400,
        body: { errors: [{ code: 'too_many' }] },
      });
    });
  });
});

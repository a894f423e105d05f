import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dialects } from '../support/databases.js';
import { anOrderId, type Reply } from '../support/payments.js';
import { mandated, TestVouchers, tokenIn } from '../support/vouchers.js';

describe.each(dialects)('the doors of vouchers, on %s', (dialect) => {
  let town: TestVouchers;
  let api: string;
  let maker: string;
  let taker: string;

  beforeAll(async () => {
    town = await TestVouchers.open(dialect);
    api = `/api/v1/communities/${town.here}`;
    await mandated(town, town.shop.treasurer, 'acceptor', town.shop.id);
    maker = await town.test.aToken(town.here, town.giver.treasurer.id, ['vouchers:write']);
    taker = await town.test.aToken(town.here, town.shop.treasurer.id, ['payments:write']);
  });
  afterAll(() => town.close());

  const post = (as: string, path: string, body: object = {}, key?: string): Promise<Reply> =>
    town.test.call('POST', api + path, { as, body, ...(key !== undefined && { key }) });
  const get = (as: string, path: string): Promise<Reply> => town.test.call('GET', api + path, { as });

  async function page(personId: string) {
    const { cookie, csrf } = await town.test.aSession(town.here, personId);
    const headers = { cookie, 'accept-language': 'nl', 'sec-fetch-site': 'same-origin' };
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    return {
      open: (url: string, shown = '') =>
        town.test.app.inject({
          method: 'GET',
          url,
          headers: shown === '' ? headers : { ...headers, cookie: `${cookie}; shown_voucher=${shown}` },
        }),
      send: (url: string, fields: Record<string, string>) =>
        town.test.app.inject({
          method: 'POST',
          url,
          headers: form,
          payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
        }),
    };
  }
  const fieldsIn = (html: string): Record<string, string> =>
    Object.fromEntries(
      [...html.split('</main>', 1)[0]!.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );

  it('for programs: from making to taking', async () => {
    const wish = { party: town.giver.id, account: town.giver.account, amount: 200, count: 5 };
    const terms = { reason: 'meal', validUntil: '2026-06-30', expiresTo: 'pot' };
    const made = await post(maker, '/voucher-batches', { ...wish, terms });
    expect(made).toMatchObject({ status: 201, body: { state: 'made', count: 5, validUntil: '2026-06-30' } });
    const batch = `/voucher-batches/${String(made.body.id)}`;
    const serial = (n: number) => `B${String(made.body.number)}-000${n}`;
    const sheet = await (
      await page(town.giver.treasurer.id)
    ).open(`/voucher-sheets/${town.here}/${String(made.body.id)}`);
    expect(sheet.statusCode).toBe(200);
    expect(sheet.body).toContain(serial(1));
    expect(await post(maker, `${batch}/printed`, { misprinted: [serial(5)] })).toMatchObject({
      status: 200,
      body: { live: 800 },
    });
    const key = anOrderId();
    expect(await post(maker, `${batch}/activate`, {}, key)).toMatchObject({ status: 201 });
    expect(await post(maker, `${batch}/activate`, {}, key)).toMatchObject({
      status: 200,
      headers: { 'idempotency-hit': 'true' },
    });
    expect(await post(maker, `/vouchers/${serial(1)}/hold`)).toMatchObject({ body: { count: 1 } });
    expect(await post(maker, `/vouchers/${serial(1)}/release`)).toMatchObject({ body: { count: 1 } });
    const topped = await post(maker, `/vouchers/${serial(1)}/top-up`, { worth: 200, add: 50 }, anOrderId());
    expect(topped.status).toBe(201);
    expect(await post(maker, `/vouchers/${serial(2)}/void`)).toMatchObject({
      body: { count: 1, amount: 200 },
    });
    expect(await post(maker, `${batch}/hold`)).toMatchObject({ body: { count: 3 } });
    expect(await post(maker, `${batch}/release`)).toMatchObject({ body: { count: 3 } });
    expect(await post(maker, `${batch}/void`, { serials: [serial(3)] })).toMatchObject({
      body: { count: 1 },
    });
    const shown = await get(maker, batch);
    expect(shown.body).toMatchObject({ state: 'active', over: false });
    expect(shown.body.vouchers).toEqual([
      { state: 'active', count: 2, amount: 450 },
      { state: 'void', count: 3, amount: 600 },
    ]);
    const reminder = await get(maker, `${batch}/reminder`);
    expect(reminder.body).toEqual({ remindedOn: null, serials: [serial(1), serial(4)] });
    const listed = await get(maker, `${batch}/vouchers?limit=2`);
    expect(listed.body.items).toHaveLength(2);
    const next = await get(maker, `${batch}/vouchers?limit=200&after=${String(listed.body.next)}`);
    expect(next.body).toMatchObject({ items: { length: 3 }, next: null });
    const batches = await get(maker, `/voucher-batches?party=${town.giver.id}&limit=1`);
    expect(batches.body.items).toMatchObject([{ id: made.body.id }]);
  });

  it('for programs: looking and taking once', async () => {
    const { printed } = await town.active({ terms: { reason: 'meal' } });
    const { url: token, serial, check } = printed[0]!;
    const looked = await post(taker, '/vouchers/look', { token });
    expect(looked).toMatchObject({
      status: 200,
      body: { serial, state: 'active', amount: 200, usedAt: null },
    });
    expect(looked.body.takers).toMatchObject([{ account: town.shop.account }]);
    const to = town.shop.account;
    const key = anOrderId();
    expect(await post(taker, '/vouchers/redemptions', { token, to })).toMatchObject({ status: 400 });
    expect(await post(taker, '/vouchers/redemptions', { serial, to }, key)).toMatchObject({ status: 400 });
    const first = await post(taker, '/vouchers/redemptions', { token, to }, key);
    expect(first).toMatchObject({ status: 201 });
    expect(await post(taker, '/vouchers/redemptions', { token, to }, key)).toMatchObject({
      status: 200,
      body: first.body,
    });
    const again = await post(taker, '/vouchers/redemptions', { serial, check, to }, anOrderId());
    expect(again).toMatchObject({ status: 422, body: { code: 'voucher_already_used' } });
    expect(Date.parse(String(again.headers['voucher-used-at']))).toBe(town.test.clock.now());
    const used = await post(taker, '/vouchers/look', { token });
    expect(used.body).toMatchObject({ state: 'used', usedHere: true, takers: [] });
  });

  it('for programs: closed to those who may not', async () => {
    const { printed, batch } = await town.active();
    const other = await town.test.aPerson(town.here);
    const as = await town.test.aToken(town.here, other.id, ['vouchers:write', 'payments:write']);
    expect(await get(as, `/voucher-batches/${batch.id}`)).toMatchObject({ status: 404 });
    expect(await post(as, `/voucher-batches/${batch.id}/activate`, {}, anOrderId())).toMatchObject({
      status: 403,
    });
    expect(await post(as, `/voucher-batches/${batch.id}/void`)).toMatchObject({ status: 403 });
    expect(await post(as, `/vouchers/${printed[0]!.serial}/hold`)).toMatchObject({ status: 403 });
    expect(await post(maker, '/vouchers/look', { token: printed[0]!.url })).toMatchObject({ status: 403 });
  });

  it('a stranger learns nothing, whatever the code (sticker, lookup spying)', async () => {
    const { printed } = await town.active();
    const open = (token: string) =>
      town.test.app.inject({ method: 'GET', url: '/v', headers: { cookie: `shown_voucher=${token}` } });
    const [known, unknown] = [await open(tokenIn(printed[0]!)), await open('0000000000000000')];
    expect([known.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(known.body === unknown.body).toBe(true);
    expect(known.headers['set-cookie']).toEqual(unknown.headers['set-cookie']);
    const noCode = await town.test.app.inject({ method: 'GET', url: '/V/geen-code' });
    expect([noCode.statusCode, noCode.headers['set-cookie']]).toEqual([401, undefined]);
    expect(known.headers['referrer-policy']).toBe('no-referrer');
  });

  it('scan and accept: two actions, with everything one needs to decide, and then the receipt', async () => {
    const { batch, printed } = await town.active({ terms: { reason: 'meal', mayBePassedOn: false } });
    const acceptor = await page(town.shop.treasurer.id);
    const codes = tokenIn(printed[0]!);
    const scanned = await acceptor.open(`/V/${codes}`);
    expect([scanned.statusCode, scanned.headers.location]).toEqual([303, '/v']);
    const shown = await acceptor.open('/v', codes);
    expect(shown.statusCode).toBe(200);
    for (const text of [
      'Neem je deze bon aan?',
      'Soep van Rabot',
      'eten',
      'Niet doorgeven.',
      'Blijft altijd goed.',
    ])
      expect(shown.body).toContain(text);
    expect(shown.body.split('</main>', 1)[0]!.match(/type="submit"/g)).toHaveLength(1);
    const { order, to } = fieldsIn(shown.body);
    expect(await town.kept({ batch, printed })).toEqual(['in_batch', 'in_batch', 'in_batch']);
    const done = await acceptor.send('/v', { order: order!, to: to!, codes });
    expect(done.statusCode).toBe(303);
    expect(done.headers.location).toMatch(/^\/r\//);
    const twice = await acceptor.send('/v', { order: order!, to: to!, codes });
    expect(twice.headers.location).toBe(done.headers.location);
    expect(String(done.headers['set-cookie'])).toMatch(/^shown_voucher=;/);
    const again = await acceptor.open('/v', codes);
    expect(again.body).toContain('Deze bon is al gebruikt.');
    expect(again.body).toContain('Dat was hier bij jou.');
    expect(again.body).not.toContain('Neem aan');
    const other = await acceptor.send('/v', { order: anOrderId(), to: to!, codes });
    expect(other.statusCode).toBe(422);
    expect(other.body).toContain('Gebruikt op');
  });

  it('an unknown code is one kind no to who takes vouchers', async () => {
    const acceptor = await page(town.shop.treasurer.id);
    const shown = await acceptor.open('/v', '0000000000000000');
    expect(shown.statusCode).toBe(404);
    expect(shown.body).toContain('We kennen deze bon niet.');
  });

  it('a letter to bring somebody along has one voucher, and asks nothing of whoever comes', async () => {
    const { batch } = await town.made();
    const maker = await page(town.giver.treasurer.id);
    const letter = await maker.open(`/voucher-sheets/${town.here}/${batch.id}/letter?bring=true`);
    expect(letter.statusCode).toBe(200);
    expect(letter.body).toContain('Kom je een keer mee?');
    expect(letter.body.match(/<div class="letter-texts">/g)).toHaveLength(3);
    expect(letter.body.match(/<article class="ticket/g)).toHaveLength(3);
    const usual = await maker.open(`/voucher-sheets/${town.here}/${batch.id}/letter`);
    expect(usual.body).not.toContain('Kom je een keer mee?');
    expect(usual.body.match(/<div class="letter-texts">/g)).toHaveLength(2);
  });

  it('a sheet is only for its makers, and gone once the batch is active', async () => {
    const { batch } = await town.active();
    const url = `/voucher-sheets/${town.here}/${batch.id}`;
    expect((await (await page(town.giver.treasurer.id)).open(url)).statusCode).toBe(410);
    expect((await (await page(town.shop.treasurer.id)).open(url)).statusCode).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CodesService } from '../../src/payments/codes.service.js';
import { LookingService } from '../../src/payments/looking.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { RequestsService } from '../../src/payments/requests.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { Database } from '../../src/database/database.js';
import { KeysService } from '../../src/access/keys.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId, TestPayments, type Somebody } from '../support/payments.js';

const hour = 3_600_000;

describe.each(dialects)('payments on %s', (dialect) => {
  let test: TestPayments;
  let rabot: string;
  let ann: Somebody;
  let bert: Somebody;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    rabot = await test.aCommunity();
    ann = await test.aPerson(rabot);
    bert = await test.aPerson(rabot);
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const tokenIn = (url: string | null) => url!.split('/').at(-1)!;
  const pay = (who: Somebody, payment: Partial<Parameters<PaymentsService['pay']>[2]>) =>
    test.get(PaymentsService).pay(who.actor, rabot, { orderId: anOrderId(), from: who.account, ...payment });
  async function aCode(of: Somebody, code: Partial<Parameters<CodesService['make']>[2]> = {}) {
    const made = await test
      .get(CodesService)
      .make(of.actor, rabot, { account: of.account, kind: 'standing', ...code });
    if (made.kind === 'refused') throw new Error(made.code);
    return { ...made, token: tokenIn(made.url) };
  }

  describe('codes', () => {
    it('says a short URL in capitals, of which only the hash and a sealed form are kept', async () => {
      const { url, token, code } = await aCode(bert, { amount: 100n, reason: 'meal' });
      expect(url).toMatch(/^HTTPS:\/\/MUNT\.EXAMPLE\/P\/[0-9A-HJKMNP-TV-Z]{16}$/);
      const row = await test
        .get(Database)
        .reader.one('select * from payment_codes where code_id = ?', [code.id]);
      expect(
        JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      ).not.toContain(token);
      expect(Buffer.isBuffer(row!.sealed) && row!.sealed.includes(Buffer.from(token))).toBe(false);
      expect((await test.get(CodesService).show(bert.actor, rabot, code.id))!.url).toBe(url);
    });

    it('standing: everybody pays the amount on it, again and again', async () => {
      const { token, code } = await aCode(bert, { amount: 100n, reason: 'meal' });
      for (let i = 0; i < 2; i++) expect(await pay(ann, { code: token })).toMatchObject({ kind: 'posted' });
      expect(await pay(ann, { code: token, amount: 150n })).toMatchObject({ code: 'amount_is_fixed' });
      expect(await pay(ann, { code: token, amount: 50n })).toMatchObject({ code: 'amount_is_fixed' });
      expect(await pay(ann, { code: token.toLowerCase(), amount: 50n, part: true })).toMatchObject({
        kind: 'posted',
      });
      expect(await test.get(CodesService).show(bert.actor, rabot, code.id)).toMatchObject({
        code: { kept: 'open' },
      });
    });

    it('single: once, the same order again gets the same answer, another order a kind no', async () => {
      const { token, code } = await aCode(bert, { kind: 'single', amount: 25n });
      const orderId = anOrderId();
      const first = await pay(ann, { orderId, code: token });
      expect(first).toMatchObject({ kind: 'posted', repeated: false });
      expect(await pay(ann, { orderId, code: token })).toEqual({ ...first, repeated: true });
      expect(await pay(ann, { code: token })).toMatchObject({ code: 'code_already_used' });
      const shown = await test.get(CodesService).show(bert.actor, rabot, code.id);
      expect(shown).toMatchObject({ url: null, code: { kept: 'used', exchangeId: orderId } });
    });

    it('single: is over after its hours; a standing one when it is taken down', async () => {
      const short = await aCode(bert, { kind: 'single', amount: 25n, hours: 1 });
      const standing = await aCode(bert, { amount: 25n });
      expect(await test.get(CodesService).close(bert.actor, rabot, standing.code.id)).toBe(true);
      expect(await test.get(CodesService).close(bert.actor, rabot, standing.code.id)).toBe(false);
      test.clock.forward(hour);
      expect(await pay(ann, { code: short.token })).toMatchObject({ code: 'code_expired' });
      expect(await pay(ann, { code: standing.token })).toMatchObject({ code: 'code_expired' });
      expect(await pay(ann, { code: '0000000000000000' })).toMatchObject({ code: 'code_unknown' });
    });

    it('without an amount: whoever pays chooses', async () => {
      const { token } = await aCode(bert);
      expect(await pay(ann, { code: token })).toMatchObject({ code: 'amount_needed' });
      expect(await pay(ann, { code: token, amount: 25n })).toMatchObject({ kind: 'posted' });
    });

    it('are made, listed and taken down by who keeps the account only', async () => {
      const { code } = await aCode(bert);
      const codes = test.get(CodesService);
      await expect(codes.make(ann.actor, rabot, { account: bert.account, kind: 'standing' })).rejects.toThrow(
        'may not',
      );
      await expect(codes.list(ann.actor, rabot, bert.account, '', 10)).rejects.toThrow('may not');
      await expect(codes.show(ann.actor, rabot, code.id)).rejects.toThrow('may not');
      await expect(codes.close(ann.actor, rabot, code.id)).rejects.toThrow('may not');
      const own = await codes.list(bert.actor, rabot, bert.account, '', 200);
      expect(own!.map(({ id }) => id)).toContain(code.id);
    });

    it('can be printed again after the master key was changed', async () => {
      const { code, url } = await aCode(bert);
      await test.get(KeysService).rotate();
      expect((await test.get(CodesService).show(bert.actor, rabot, code.id))!.url).toBe(url);
    });
  });

  describe('requests', () => {
    const ask = async (request: Partial<Parameters<RequestsService['make']>[2]> = {}) => {
      const asked = { account: bert.account, payer: ann.id, amount: 50n, ...request };
      const made = await test.get(RequestsService).make(bert.actor, rabot, asked);
      if (made.kind === 'refused') throw new Error(made.code);
      return made;
    };

    it('to one person: shown to them, paid once, by nobody else', async () => {
      const { request } = await ask();
      const requests = test.get(RequestsService);
      expect((await requests.openFor(ann.actor, rabot, ann.id)).map(({ id }) => id)).toContain(request.id);
      const carl = await test.aPerson(rabot);
      expect(await requests.show(carl.actor, rabot, request.id)).toBeUndefined();
      expect(await pay(carl, { request: request.id })).toMatchObject({ code: 'not_your_request' });
      expect(await pay(ann, { request: request.id })).toMatchObject({ kind: 'posted' });
      expect(await pay(ann, { request: request.id })).toMatchObject({ code: 'request_paid' });
      expect(await requests.show(bert.actor, rabot, request.id)).toMatchObject({ request: { kept: 'paid' } });
      expect((await requests.openFor(ann.actor, rabot, ann.id)).map(({ id }) => id)).not.toContain(
        request.id,
      );
    });

    it('to whoever scans: has a code', async () => {
      const { url } = await ask({ payer: undefined });
      expect(await pay(ann, { code: tokenIn(url) })).toMatchObject({ kind: 'posted' });
      expect(await pay(ann, { code: tokenIn(url) })).toMatchObject({ code: 'request_paid' });
    });

    it('can be declined by who is asked, and end by themselves', async () => {
      const requests = test.get(RequestsService);
      const declined = await ask();
      const old = await ask({ hours: 2 });
      expect(await requests.decline(ann.actor, rabot, declined.request.id)).toMatchObject({
        kept: 'declined',
      });
      expect(await pay(ann, { request: declined.request.id })).toMatchObject({ code: 'request_declined' });
      test.clock.forward(2 * hour);
      expect(await pay(ann, { request: old.request.id })).toMatchObject({ code: 'request_expired' });
      expect(await requests.decline(ann.actor, rabot, old.request.id)).toMatchObject({
        code: 'request_expired',
      });
    });

    it('cannot be made for the account of another, or to nobody', async () => {
      const requests = test.get(RequestsService);
      const forBert = { account: bert.account, amount: 10n };
      await expect(requests.make(ann.actor, rabot, forBert)).rejects.toThrow('may not');
      expect(await requests.make(bert.actor, rabot, { ...forBert, payer: 'NOBODY0000000000' })).toMatchObject(
        {
          code: 'no_such_account',
        },
      );
    });
  });

  describe('paying', () => {
    it("goes from one's own account only", async () => {
      const before = await test.countExchanges(rabot);
      const stolen = { from: bert.account, to: ann.account, amount: 25n };
      expect(await pay(ann, stolen)).toMatchObject({ code: 'not_your_account' });
      const group = await test.aGroup(rabot);
      expect(await pay(ann, { ...stolen, from: group.account })).toMatchObject({ code: 'not_your_account' });
      const steward = { ...ann, actor: test.steward(rabot) };
      expect(await pay(steward, stolen)).toMatchObject({ code: 'not_your_account' });
      expect(await test.countExchanges(rabot)).toBe(before);
      expect(await pay({ ...ann, actor: group.actor }, { ...stolen, from: group.account })).toMatchObject({
        kind: 'posted',
      });
    });

    it('never crosses into another community', async () => {
      const other = await test.aCommunity();
      const zoe = await test.aPerson(other);
      const { token } = await aCode(bert, { amount: 25n });
      const payments = test.get(PaymentsService);
      const there = { orderId: anOrderId(), from: zoe.account, code: token };
      expect(await payments.pay(zoe.actor, other, there)).toMatchObject({ code: 'code_unknown' });
      expect(await payments.pay(zoe.actor, rabot, there)).toMatchObject({ code: 'not_your_account' });
      expect(
        await payments.pay(ann.actor, other, {
          ...there,
          from: ann.account,
          code: undefined,
          to: zoe.account,
          amount: 1n,
        }),
      ).toMatchObject({ code: 'not_your_account' });
      expect(await pay(ann, { to: zoe.account, amount: 25n })).toMatchObject({ code: 'no_such_account' });
    });

    it('derives what it is called from who takes part (S06), and keeps the time of thanks (U31)', async () => {
      const shop = await test.aGroup(rabot, 'shop', 'partner');
      const pot = await test.get(CurrenciesService).communityAccount(rabot, 'UUR', 'pot');
      const see = async (payment: Parameters<typeof pay>[1]) => {
        const orderId = anOrderId();
        expect(await pay(ann, { orderId, amount: 25n, ...payment })).toMatchObject({ kind: 'posted' });
        return (await test.get(LookingService).show(ann.actor, rabot, orderId))!.exchange;
      };
      expect(await see({ to: bert.account })).toMatchObject({ kind: 'payment', mode: 'reciprocity' });
      expect(await see({ to: shop.account })).toMatchObject({ kind: 'payment', mode: 'market' });
      expect(await see({ to: pot })).toMatchObject({ kind: 'pot', mode: 'redistribution' });
      expect(await see({ to: bert.account, kind: 'gift' })).toMatchObject({
        kind: 'gift',
        mode: 'redistribution',
      });
      const thanks = await see({ toParty: bert.id, kind: 'thanks', minutes: 15, reason: 'help' });
      expect(thanks).toMatchObject({ kind: 'thanks', minutes: 15, reason: 'help' });
    });

    it('gives the same answer after midnight, to a yes and to a no', async () => {
      const eve = await test.aPerson(rabot);
      test.clock.set(Date.UTC(2026, 1, 1, 22, 59, 50));
      const [yes, no] = [anOrderId(), anOrderId()];
      const first = await pay(eve, { orderId: yes, to: bert.account, amount: 25n });
      const refused = await pay(eve, { orderId: no, to: bert.account, amount: 700n });
      expect([first.kind, refused]).toMatchObject(['posted', { code: 'not_enough' }]);
      test.clock.forward(20_000);
      expect(await pay(eve, { orderId: yes, to: bert.account, amount: 25n })).toEqual({
        ...first,
        repeated: true,
      });
      expect(await pay(eve, { orderId: no, to: bert.account, amount: 700n })).toEqual({
        ...refused,
        repeated: true,
      });
      expect(await pay(eve, { orderId: yes, to: bert.account, amount: 26n })).toMatchObject({
        code: 'exists_with_different_content',
      });
    });
  });
});

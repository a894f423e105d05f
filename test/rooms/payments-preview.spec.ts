import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/access/actor.js';
import { CodesService } from '../../src/payments/codes.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { PreviewService, type PreviewAsked } from '../../src/payments/preview.service.js';
import { RequestsService } from '../../src/payments/requests.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId, TestPayments, type Somebody } from '../support/payments.js';

describe.each(dialects)('previews on %s', (dialect) => {
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

  describe('preview', () => {
    it('shows who and what from the server, enough or not, and never a balance', async () => {
      const fay = await test.aPerson(rabot);
      const { token } = await aCode(bert, { amount: 100n, reason: 'meal' });
      const previews = test.get(PreviewService);
      const before = await test.countExchanges(rabot);
      const preview = await previews.preview(fay.actor, rabot, { code: token });
      if (preview.kind === 'refused') throw new Error(preview.code);
      expect(preview).toMatchObject({
        state: 'open',
        amount: 100n,
        amountIsFixed: true,
        reason: 'meal',
        enough: true,
      });
      expect(preview.payer).toMatchObject({
        account: { id: fay.account },
        face: { partyId: fay.id, kind: 'person' },
      });
      expect(preview.payee.face).toMatchObject({ partyId: bert.id });
      expect(preview.payee.face!.picture).not.toBeNull();
      expect(Object.keys(preview).join()).not.toMatch(/balance|spendable|floor/);
      const paid = await pay(fay, { orderId: preview.orderId, code: token });
      expect(paid).toMatchObject({ kind: 'posted', exchangeId: preview.orderId });
      expect(await test.countExchanges(rabot)).toBe(before + 1);
    });

    it('says kindly when there is too little, with ways on, and when little is left', async () => {
      const gus = await test.aPerson(rabot);
      const previews = test.get(PreviewService);
      const pot = await test.get(CurrenciesService).communityAccount(rabot, 'UUR', 'pot');
      const asked = { toParty: bert.id };
      expect(await previews.preview(gus.actor, rabot, { ...asked, amount: 700n })).toMatchObject({
        enough: false,
        nearlyEmpty: false,
        ways: { part: true, pot },
      });
      expect(await previews.preview(gus.actor, rabot, { ...asked, amount: 500n })).toMatchObject({
        enough: true,
        nearlyEmpty: true,
      });
      expect(await previews.preview(gus.actor, rabot, asked)).toMatchObject({ enough: null, amount: null });
    });

    it('shows used and old codes as such, and nothing to who has no account here', async () => {
      const previews = test.get(PreviewService);
      const { token } = await aCode(bert, { kind: 'single', amount: 25n });
      await pay(ann, { code: token });
      expect(await previews.preview(ann.actor, rabot, { code: token })).toMatchObject({ state: 'used' });
      const zoe = await test.aPerson(await test.aCommunity());
      expect(await previews.preview(zoe.actor, rabot, { code: token })).toMatchObject({
        code: 'not_your_account',
      });
    });

    it('offers the purses of groups that one keeps, but not for what only oneself is asked', async () => {
      const group = await test.aGroup(rabot);
      const mandate = {
        id: 'M',
        communityId: rabot,
        actorId: ann.id,
        partyId: group.id,
        from: 0,
        until: null,
      };
      const as = (role: 'treasurer' | 'checker') => ({ ...ann.actor, mandates: [{ ...mandate, role }] });
      const offered = async (actor: Actor, asked: PreviewAsked): Promise<string[]> => {
        const preview = await test.get(PreviewService).preview(actor, rabot, asked);
        if (preview.kind === 'refused') throw new Error(preview.code);
        const others = await test.get(PreviewService).otherPurses(actor, asked, preview);
        return others.map(({ account }) => account.id);
      };
      const { token } = await aCode(bert, { amount: 25n });
      expect(await offered(as('treasurer'), { code: token })).toEqual([group.account]);
      expect(await offered(as('treasurer'), { code: token, from: group.account })).toEqual([ann.account]);
      for (const actor of [ann.actor, as('checker')])
        expect(await offered(actor, { code: token })).toEqual([]);
      const wish = { account: bert.account, payer: ann.id, amount: 25n };
      const made = await test.get(RequestsService).make(bert.actor, rabot, wish);
      if (made.kind === 'refused') throw new Error(made.code);
      expect(await offered(as('treasurer'), { request: made.request.id })).toEqual([]);
    });
  });
});

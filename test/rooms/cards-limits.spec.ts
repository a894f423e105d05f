import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CardDays } from '../../src/access/card-days.js';
import { CardLimitsService } from '../../src/access/card-limits.service.js';
import { Verifier } from '../../src/books/verify.js';
import { CardPaymentsService } from '../../src/payments/card-payments.service.js';
import { TestCards, type CardInHand, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { anOrderId } from '../support/helping.js';

describe.each(dialects)('how much a card pays without its secret, on %s', (dialect) => {
  let test: TestCards;
  let cook: Member;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    cook = await test.member();
  });
  afterAll(async () => {
    expect((await test.get(Verifier).full()).differences).toEqual([]);
    await test.close();
  });

  const limits = () => test.get(CardLimitsService);
  const set = (perPayment: bigint, perDay: bigint) =>
    limits().set(test.steward(), 'rabot', 'UUR', { perPayment, perDay });
  const pay = (card: CardInHand, amount: bigint, secret: string | null = null) =>
    test.get(CardPaymentsService).pay(cook.actor, 'rabot', {
      ...{ orderId: anOrderId(test), card: { token: card.token }, secret, to: cook.account, amount },
    });

  it('is two a payment and four a day until the currency says otherwise, and then at once', async () => {
    const { card } = await test.withCard('1359');
    expect(await limits().show(cook.actor, 'rabot', 'UUR')).toEqual({
      now: { perPayment: 200n, perDay: 400n },
      versions: [],
    });
    expect(await pay(card, 201n)).toMatchObject({ code: 'over_card_limit' });
    expect(await set(300n, 350n)).toMatchObject({ kind: 'set', limits: { version: 1 } });
    expect(await pay(card, 201n)).toMatchObject({ kind: 'posted' });
    expect(await pay(card, 150n)).toMatchObject({ code: 'over_card_limit' });
    const actor = await test.opened(card, null);
    expect(await test.get(CardDays).mayPay(actor, 'UUR', 2, 149n)).toBeNull();
    expect(await test.get(CardDays).mayPay(actor, 'UUR', 2, 150n)).toBe('over_card_limit');
    expect(await pay(card, 149n)).toMatchObject({ kind: 'posted' });
  });

  it('can be nothing at all; with the secret it is as before', async () => {
    const { card } = await test.withCard('1359');
    expect(await set(0n, 0n)).toMatchObject({ kind: 'set' });
    expect(await pay(card, 1n)).toMatchObject({ code: 'over_card_limit' });
    expect(await pay(card, 25n, '1359')).toMatchObject({ kind: 'posted' });
  });

  it('keeps every version with who set it, also of two at once', async () => {
    const before = (await limits().show(cook.actor, 'rabot', 'UUR'))!.versions.length;
    await Promise.all([set(100n, 200n), set(150n, 300n)]);
    const { now, versions } = (await limits().show(cook.actor, 'rabot', 'UUR'))!;
    expect(versions.map(({ version }) => version)).toEqual(
      Array.from({ length: before + 2 }, (_, i) => before + 2 - i),
    );
    expect(versions[0]).toMatchObject({ ...now, setBy: test.steward().id });
  });

  it('is set by stewards only, and makes sense', async () => {
    await expect(limits().set(cook.actor, 'rabot', 'UUR', { perPayment: 1n, perDay: 1n })).rejects.toThrow(
      'may not',
    );
    const helper = test.helper();
    await expect(limits().set(helper, 'rabot', 'UUR', { perPayment: 1n, perDay: 1n })).rejects.toThrow(
      'may not',
    );
    expect(await set(200n, 100n)).toMatchObject({ code: 'card_limits_wrong' });
    expect(await set(-1n, 100n)).toMatchObject({ code: 'card_limits_wrong' });
    const none = { perPayment: 1n, perDay: 1n };
    expect(await limits().set(test.steward(), 'rabot', 'ELDERS', none)).toMatchObject({
      code: 'no_such_currency',
    });
  });

  it('has a door for programs', async () => {
    const headers = { authorization: await test.token(cook.id, ['accounts:read']) };
    const url = '/api/v1/communities/rabot/currencies/UUR/card-limits';
    expect((await test.ask('GET', url, { headers })).json()).toMatchObject({ currency: 'UUR' });
    const answer = await test.app.inject({
      method: 'PUT',
      url,
      headers,
      payload: { perPayment: 1, perDay: 1 },
    });
    expect(answer.statusCode).toBe(403);
    const unknown = await test.ask('GET', url.replace('UUR', 'ELDERS'), { headers });
    expect(unknown.statusCode).toBe(404);
  });
});

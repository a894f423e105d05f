import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Verifier } from '../../src/books/verify.js';
import { CardPaymentsService, type NewCardPayment } from '../../src/payments/card-payments.service.js';
import { newUuid } from '../../src/database/ids.js';
import { CardsService } from '../../src/access/cards.service.js';
import { TestCards, type CardInHand, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';

const day = 86_400_000;

describe.each(dialects)('a paper card on the device of who receives, on %s', (dialect) => {
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

  const pay = (card: CardInHand, amount: bigint, parts: Partial<NewCardPayment> = {}) =>
    test.get(CardPaymentsService).pay(cook.actor, 'rabot', {
      orderId: newUuid(test.clock.now()),
      card: { token: card.token },
      secret: null,
      to: cook.account,
      amount,
      ...parts,
    });

  it('pays a little without its secret, so much a payment and so much a day', async () => {
    const { card, member } = await test.withCard('1359');
    expect(await pay(card, 201n)).toMatchObject({ code: 'over_card_limit' });
    for (const amount of [200n, 200n]) expect(await pay(card, amount)).toMatchObject({ kind: 'posted' });
    expect(await pay(card, 25n)).toMatchObject({ code: 'over_card_limit' });
    expect(await pay(card, 150n, { secret: '1359' })).toMatchObject({ kind: 'posted' });
    expect(await test.balanceOf(member)).toBe(-550n);
    test.clock.forward(day);
    expect(await pay(card, 25n)).toMatchObject({ kind: 'posted' });
  });

  it('counts what is paid at once: of twenty small ones two fit', async () => {
    const { card } = await test.withCard(null);
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(card, 200n)));
    expect(answers.filter(({ kind }) => kind === 'posted')).toHaveLength(2);
  });

  it('shows who receives the picture and enough or not, never how much', async () => {
    const { card } = await test.withCard('1359');
    const look = (amount: bigint) =>
      test
        .get(CardPaymentsService)
        .look(cook.actor, 'rabot', { card: { token: card.token }, to: cook.account, amount });
    const seen = await look(600n);
    expect(seen).toMatchObject({ kind: 'look', enough: true, face: { picture: expect.any(String) } });
    expect(Object.keys(seen).sort()).toEqual(['enough', 'face', 'kind']);
    expect(await look(601n)).toMatchObject({ enough: false });
  });

  it('is scanned only for an account that the device may receive for', async () => {
    const { card, member } = await test.withCard(null);
    await expect(pay(card, 25n, { to: member.account })).rejects.toThrow('may not');
    const scanner = test.actor('SCANNER000000001', 'acceptor', cook.id);
    const asked = { orderId: newUuid(test.clock.now()), card: { token: card.token }, secret: null };
    const payments = test.get(CardPaymentsService);
    // An acceptor scans for a group; a person has none.
    await expect(payments.pay(scanner, 'rabot', { ...asked, to: cook.account, amount: 25n })).rejects.toThrow(
      'may not',
    );
  });

  it('pays nothing any more once it was blocked, whatever the moment', async () => {
    const { card, member } = await test.withCard('1359');
    const both = await Promise.all([
      pay(card, 100n, { secret: '1359' }),
      test.get(CardsService).block(test.helper(), 'rabot', card.id),
      pay(card, 100n, { secret: '1359' }),
    ]);
    const posted = [both[0], both[2]].filter(({ kind }) => kind === 'posted').length;
    expect(await test.balanceOf(member)).toBe(BigInt(posted) * -100n);
    expect(await pay(card, 25n)).toMatchObject({ code: 'card_blocked' });
    expect(await pay(card, 25n, { secret: '1359' })).toMatchObject({ code: 'card_blocked' });
  });

  it('gives one receipt for one order, sent again', async () => {
    const { card, member } = await test.withCard(null);
    const orderId = newUuid(test.clock.now());
    const first = await pay(card, 100n, { orderId });
    expect(await pay(card, 100n, { orderId })).toMatchObject({ ...first, repeated: true });
    expect(await test.balanceOf(member)).toBe(-100n);
  });
});

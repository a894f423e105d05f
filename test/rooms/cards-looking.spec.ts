import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { acts, may, type Act, type Actor } from '../../src/access/actor.js';
import { CardOpeningService, type CardInVisit } from '../../src/access/card-opening.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import { Verifier } from '../../src/books/verify.js';
import { CardVisitsService } from '../../src/payments/card-visits.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { TestCards, type CardInHand, type Member } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { anOrderId } from '../support/helping.js';

const group = 'GROUP00000000001';

describe.each(dialects)('looking at what is one’s own where the card was shown, on %s', (dialect) => {
  let test: TestCards;
  let cook: Member;
  let helper: Actor;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    cook = await test.member();
    const bea = await test.member();
    helper = { ...test.actor(bea.id, 'helper', group), via: 'DEVICE0000000001' };
  });
  afterAll(async () => {
    expect((await test.get(Verifier).full()).differences).toEqual([]);
    await test.close();
  });

  const cards = () => test.get(CardOpeningService);
  const shown = ({ id: cardId }: CardInHand): CardInVisit => ({ communityId: 'rabot', cardId });
  const codeOf = async (opening: ReturnType<CardOpeningService['openToLook']>): Promise<string> => {
    const answer = await opening;
    return answer.kind === 'refused' ? answer.code : answer.kind;
  };
  const pay = async (card: CardInHand, amount: bigint, openSince: number) => {
    const visit = await test.get(CardVisitsService).open(helper, 'rabot', card.token);
    if (visit.kind === 'refused') throw new Error(visit.code);
    const wish = { orderId: anOrderId(test), to: cook.account, amount, secret: null, openSince };
    return test.get(CardVisitsService).pay(helper, 'rabot', visit.seen.visit.id, wish);
  };

  it('a card without a secret opens it alone, for its own member, and takes nothing with it', async () => {
    const { card, member } = await test.withCard(null);
    const opened = await cards().openToLook(shown(card), null, helper);
    if (opened.kind === 'refused') throw new Error(opened.code);
    const { actor } = opened;
    const allowed = (partyId: string) => {
      const where = { communityId: 'rabot', partyId, partyKind: 'person' } as const;
      return (Object.keys(acts) as Act[]).filter((act) => may(actor, act, where, test.clock.now())).sort();
    };
    const own = ['ask_payment', 'pay_from', 'read_account', 'read_people', 'read_statement'];
    expect(allowed(member.id)).toEqual(own);
    expect(allowed(cook.id)).toEqual([]);
    // It is judged as the card alone where money moves, whatever it may look at.
    const wish = { from: member.account, to: cook.account, amount: 300n };
    const paid = await test.get(PaymentsService).pay(actor, 'rabot', { ...wish, orderId: anOrderId(test) });
    expect(paid).toMatchObject({ code: 'over_card_limit' });
    // Somebody who finds it does not come in with it anywhere else.
    const alone = await cards().open({ token: card.token }, null, helper);
    if (alone.kind === 'refused') throw new Error(alone.code);
    expect(may(alone.actor, 'read_account', { communityId: 'rabot', partyId: member.id }, 0)).toBe(false);
  });

  it('a card with a secret opens nothing alone, and with it until something becomes of the card', async () => {
    const { card } = await test.withCard('1359');
    expect(await codeOf(cards().openToLook(shown(card), null, helper))).toBe('secret_needed');
    expect(await codeOf(cards().openToLook(shown(card), '2468', helper))).toBe('secret_wrong');
    expect(await codeOf(cards().openToLook(shown(card), '1359', helper))).toBe('opened');
    const since = test.clock.now();
    expect(await codeOf(cards().openAgain(shown(card), since))).toBe('opened');
    test.clock.forward(1000);
    await test.get(CardsService).setSecret(test.helper('HELPER0000000009'), 'rabot', card.id, '2468');
    expect(await codeOf(cards().openAgain(shown(card), since))).toBe('secret_needed');
    expect(await codeOf(cards().openAgain(shown(card), test.clock.now()))).toBe('opened');
    await test.get(CardsService).block(test.helper('HELPER0000000009'), 'rabot', card.id);
    expect(await codeOf(cards().openAgain(shown(card), test.clock.now()))).toBe('secret_needed');
    expect(await codeOf(cards().openToLook(shown(card), null, helper))).toBe('secret_needed');
  });

  it('the secret that was right in a visit pays in it, unless the helper may know it', async () => {
    const { card, member } = await test.withCard('1359');
    expect(await pay(card, 300n, test.clock.now())).toMatchObject({ kind: 'posted' });
    test.clock.forward(1000);
    const before = test.clock.now() - 500;
    await test.get(CardsService).setSecret(helper, 'rabot', card.id, '2468');
    expect(await pay(card, 300n, before)).toMatchObject({ code: 'over_card_limit' });
    expect(await pay(card, 300n, test.clock.now())).toMatchObject({ code: 'over_card_limit' });
    expect(await pay(card, 100n, test.clock.now())).toMatchObject({ kind: 'posted' });
    expect(await test.balanceOf(member)).toBe(-400n);
  });
});

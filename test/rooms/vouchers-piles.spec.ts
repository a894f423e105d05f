import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import { NotAllowed } from '../../src/access/errors.js';
import { newUuid } from '../../src/database/ids.js';
import { pileOrderId, readPile, readShown, writeShown } from '../../src/vouchers/pile.js';
import type { Shown } from '../../src/vouchers/voucher-finder.js';
import { VoucherParts } from '../../src/vouchers/voucher-parts.service.js';
import { VoucherPiles } from '../../src/vouchers/voucher-piles.service.js';
import { VoucherPlaces, type PlaceToTake } from '../../src/vouchers/voucher-places.service.js';
import { dialects } from '../support/databases.js';
import { TestVouchers, tokenIn } from '../support/vouchers.js';

const host = 'https://munt.example';

describe('what is scanned or typed of a voucher', () => {
  it('is its address here, its sixteen characters, or serial and check code', () => {
    const token = '8MTBC5XKTPW172BT';
    expect(readShown(`HTTPS://MUNT.EXAMPLE/V/${token}`, host)).toEqual({ token });
    expect(readShown(` ${token.toLowerCase()} `, host)).toEqual({ token });
    for (const typed of ['B12-0034 123456', 'b12-0034, 123 456', 'B12-0034:123456', 'b 12 - 0034 123 456'])
      expect([typed, readShown(typed, host)]).toEqual([typed, { serial: 'B12-0034', check: '123456' }]);
  });

  it('and nothing of elsewhere, no card, no payment, no half of it', () => {
    const others = [
      'https://elsewhere.example/v/8MTBC5XKTPW172BT',
      'https://munt.example/k/8MTBC5XKTPW172BT',
      'https://munt.example/p/8MTBC5XKTPW172BT',
      'https://munt.example/v/8MTBC5XKTPW172BT/more',
      ...['B12-0034', 'B12-0034 12345', 'B12-0034 1234567', '1234A', 'cat boat apple', '', 'x'.repeat(300)],
    ];
    expect(others.flatMap((text) => readShown(text, host) ?? [])).toEqual([]);
  });

  it('reads back as it was written, each once', () => {
    const pile: Shown[] = [{ token: '8MTBC5XKTPW172BT' }, { serial: 'B1-0002', check: '000001' }];
    const text = [...pile, pile[0]!].map(writeShown).join(' ');
    expect(readPile(`${text} nothing`, host)).toEqual(pile);
  });
});

describe.each(dialects)('a pile of vouchers, on %s', (dialect) => {
  let town: TestVouchers;
  let place: PlaceToTake;
  let piles: VoucherPiles;

  beforeAll(async () => {
    town = await TestVouchers.open(dialect);
    piles = town.get(VoucherPiles);
    place = await town.get(VoucherPlaces).one(town.shop.actor, town.here, town.shop.account);
  });
  afterAll(() => town.close());

  const shown = (some: readonly { url: string }[]): Shown[] => some.map((each) => ({ token: tokenIn(each) }));

  it('is looked at as one, taken by an order each, and a repeat books nothing twice', async () => {
    const { printed } = await town.active({ count: 5, amount: 100n });
    const [used, ...rest] = printed;
    await town.redeem(used!);
    const pile = [...shown(printed), { token: '0000000000000000' }];
    // The same paper, scanned and typed as well.
    const { serial, check } = rest[0]!;
    const looked = await piles.look(town.shop.actor, place, [...pile, { serial, check }]);
    expect(looked.worth).toBe(400n);
    expect(looked.good).toEqual(shown(rest));
    expect(looked.stopped.map(({ serial, why, usedHere }) => [serial, why.code, usedHere])).toEqual([
      [used!.serial, 'voucher_already_used', true],
      [null, 'voucher_unknown', false],
    ]);
    expect(looked.stopped[0]!.why.usedAt).toBe(town.test.clock.now());
    const before = await town.balance(town.shop.account);
    const order = newUuid();
    const taken = await piles.take(town.shop.actor, place, order, pile);
    expect(taken.serials).toEqual([...printed.map((each) => each.serial), '-']);
    const stopped = [{ code: 'voucher_already_used' }, { code: 'voucher_unknown' }];
    expect(taken.refused).toMatchObject(stopped);
    const again = await piles.take(town.shop.actor, place, order, pile);
    expect(again).toMatchObject({ serials: taken.serials, refused: stopped });
    expect(await town.balance(town.shop.account)).toBe(before + 400n);
    const told = await piles.taken(town.shop.actor, town.here, order, taken.serials);
    expect(told).toMatchObject({ count: 4, worth: 400n, left: 2, which: [1, 2, 3, 4] });
    // By another page nothing is told of them, and nothing is taken.
    const other = newUuid();
    expect(await piles.taken(town.shop.actor, town.here, other, taken.serials)).toMatchObject({
      count: 0,
      which: [],
    });
    expect((await piles.take(town.shop.actor, place, other, pile)).refused).toHaveLength(6);
    expect(await town.balance(town.shop.account)).toBe(before + 400n);
  });

  it('two pages with the same papers at once take each voucher once', async () => {
    const { printed } = await town.active({ count: 6, amount: 100n });
    const before = await town.balance(town.shop.account);
    const pages = await Promise.all(
      [newUuid(), newUuid()].map((order) => piles.take(town.shop.actor, place, order, shown(printed))),
    );
    const refused = pages.flatMap((each) => each.refused);
    expect(refused.map(({ code }) => code)).toEqual(Array(6).fill('voucher_already_used'));
    expect(await town.balance(town.shop.account)).toBe(before + 600n);
  });

  it('has an order of its own for each page and voucher', () => {
    const order = newUuid();
    expect(pileOrderId(order, 'B1-0001')).toBe(pileOrderId(order, 'B1-0001'));
    expect(pileOrderId(order, 'B1-0001')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(pileOrderId(order, 'B1-0001')).not.toBe(pileOrderId(order, 'B1-0002'));
    expect(pileOrderId(order, 'B1-0001')).not.toBe(pileOrderId(newUuid(), 'B1-0001'));
  });

  it('is taken by nobody for a group that is not theirs', async () => {
    const places = town.get(VoucherPlaces);
    const { ann, here, shop, giver } = town;
    await expect(places.one(ann.actor, here, shop.account)).rejects.toThrow(NotAllowed);
    await expect(places.one(shop.actor, here, giver.account)).rejects.toThrow(NotAllowed);
    await expect(places.ofCard(ann.actor, here, 'x')).rejects.toThrow(NotAllowed);
    await expect(piles.taken(ann.actor, here, newUuid(), [])).rejects.toThrow(NotAllowed);
    expect(await places.of(ann.actor, here)).toEqual([]);
    expect((await places.of(shop.actor, here)).map(({ account }) => account.id)).toEqual([shop.account]);
    // Whoever got hold of the place of others still books nothing into it.
    const { printed } = await town.active();
    const taken = await piles.take(ann.actor, place, newUuid(), shown(printed));
    expect(taken.refused.map(({ code }) => code)).toEqual(Array(3).fill('not_your_account'));
  });

  describe('onto a card', () => {
    let token: string;
    let helper: Actor;
    let onCard: PlaceToTake;

    beforeAll(async () => {
      const made = await town.get(CardStockService).make(systemActor('test'), town.here, 1);
      if (made.kind === 'refused') throw new Error(made.code);
      const [blank] = made.blanks;
      token = blank!.url;
      const wish = { partyId: town.ann.id, secret: null };
      await town.get(CardsService).enrol(systemActor('test'), town.here, blank!.id, wish);
      helper = town.as(await town.test.aPerson(town.here), 'helper', town.giver.id);
      onCard = (await town.get(VoucherPlaces).ofCard(helper, town.here, token))!;
    });

    it('a helper puts those that may be there, and only those', async () => {
      const may = await town.active({ count: 2, amount: 100n, terms: { onCard: true } });
      const not = await town.active({ count: 1 });
      const pile = shown([...may.printed, ...not.printed]);
      const looked = await piles.look(helper, onCard, pile);
      expect([looked.worth, looked.stopped.map(({ why }) => why.code)]).toEqual([200n, ['voucher_not_here']]);
      const before = await town.balance(onCard.account.id);
      await piles.take(helper, onCard, newUuid(), pile);
      expect(await town.balance(onCard.account.id)).toBe(before + 200n);
      expect(await town.kept(not)).toEqual(['in_batch']);
    });

    it('and nobody without a card that was shown, whatever they say', async () => {
      const { printed } = await town.active({ terms: { onCard: true } });
      const { holder, ...without } = onCard;
      expect(holder!.partyId).toBe(town.ann.id);
      const taken = await piles.take(helper, without, newUuid(), shown(printed));
      expect(new Set(taken.refused.map(({ code }) => code))).toEqual(new Set(['not_your_account']));
      const stranger = await town.test.aPerson(town.here);
      const tried = await piles.take(stranger.actor, onCard, newUuid(), shown(printed));
      expect(tried.refused).toHaveLength(3);
    });

    it('only what is left of a voucher, once the shop took its part, where the terms say so', async () => {
      const parts = town.get(VoucherParts);
      const [yes, no] = [await town.active({ terms: { restOnCard: true } }), await town.active()];
      const [one] = shown(yes.printed) as [Shown];
      const { shop } = town;
      expect(await parts.look(shop.actor, place, one)).toMatchObject({ kind: 'part', worth: 200n });
      for (const printed of [no.printed, [{ url: '0000000000000000' }]]) {
        const [other] = shown(printed) as [Shown];
        const code = printed === no.printed ? 'voucher_whole_only' : 'voucher_unknown';
        expect(await parts.look(shop.actor, place, other)).toMatchObject({ code });
        const asked = { orderId: newUuid(), shown: other, amount: 50n };
        expect(await parts.take(shop.actor, place, onCard, asked)).toMatchObject({ code });
      }
      const before = [await town.balance(shop.account), await town.balance(onCard.account.id)];
      const asked = { orderId: newUuid(), shown: one, amount: 50n };
      for (const amount of [0n, -50n, 250n])
        expect(
          await parts.take(shop.actor, place, onCard, { ...asked, orderId: newUuid(), amount }),
        ).toMatchObject({
          kind: 'refused',
        });
      for (let i = 0; i < 2; i++)
        expect(await parts.take(shop.actor, place, onCard, asked)).toMatchObject({ kind: 'posted' });
      expect([await town.balance(shop.account), await town.balance(onCard.account.id)]).toEqual([
        before[0]! + 50n,
        before[1]! + 150n,
      ]);
      expect(await parts.taken(place, asked.orderId)).toEqual({ amount: 50n, rest: 150n });
      // Of what came elsewhere, or of another order, nothing is told.
      expect(await parts.taken({ ...place, account: onCard.account }, asked.orderId)).toBeUndefined();
      expect(await parts.taken(place, newUuid())).toBeUndefined();
    });

    it('a card that is blocked, or of elsewhere, takes nothing', async () => {
      const places = town.get(VoucherPlaces);
      expect(await places.ofCard(helper, town.here, '0'.repeat(26))).toBeUndefined();
      const cards = town.get(CardsService);
      const card = await cards.scanned(systemActor('test'), town.here, token.split('/').at(-1)!);
      await cards.block(systemActor('test'), town.here, card!.id);
      expect(await places.ofCard(helper, town.here, token)).toBeUndefined();
    });
  });
});

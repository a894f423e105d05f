import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService } from '../../src/vouchers/sheets.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { VoucherExpiry } from '../../src/vouchers/voucher-expiry.service.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { stateOf, type KeptState } from '../../src/vouchers/voucher.js';
import { TestCards, type CardInHand } from '../support/cards.js';
import { dialects } from '../support/databases.js';
import { TestVouchers, type TestBatch } from '../support/vouchers.js';

const day = 86_400_000;

/** Every state of a voucher (requirements 5D): what it is worth in it, and the ways on. */
describe.each(dialects)('the states of a voucher, on %s', (dialect) => {
  let first: TestVouchers;
  let town: TestVouchers;

  beforeAll(async () => {
    first = await TestVouchers.open(dialect);
  });
  beforeEach(async () => {
    town = await TestVouchers.in(first.test);
  });
  afterAll(() => first.close());

  async function states(some: TestBatch): Promise<string[]> {
    const shown = await town.get(BatchesService).show(town.giver.actor, town.here, some.batch.id);
    const kept = (await town.kept(some)) as KeptState[];
    return kept.map((each) => stateOf({ kept: each }, shown!.batch));
  }
  const holds = () => town.get(VoucherHolds);
  const hold = (serial: string) => holds().hold(town.giver.actor, town.here, { serial });
  const release = (serial: string) => holds().release(town.giver.actor, town.here, { serial });
  const end = (serial: string) => town.get(VoidsService).voidOne(town.giver.actor, town.here, serial);
  const endAll = ({ batch }: TestBatch) => town.get(VoidsService).void(town.giver.actor, town.here, batch.id);
  const expire = () => town.get(VoucherExpiry).expire(systemActor('test', town.here), town.here);
  const purse = () => town.balance(town.giver.account);

  it('voucher made: it is worth nothing, cannot be activated, and goes on to printed or void', async () => {
    const [some, other] = [await town.made(), await town.made()];
    expect(await states(some)).toEqual(['made', 'made', 'made']);
    expect(await town.outstanding()).toBe(0n);
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_unknown' });
    expect(await hold(some.printed[0]!.serial)).toMatchObject({ code: 'voucher_unknown' });
    expect(await town.activate(some)).toMatchObject({ code: 'batch_not_printed' });
    await town.get(BatchesService).printed(town.giver.actor, town.here, some.batch.id);
    expect(await states(some)).toEqual(['printed', 'printed', 'printed']);
    expect(await endAll(other)).toMatchObject({ kind: 'void' });
    expect(await states(other)).toEqual(['void', 'void', 'void']);
  });

  it('voucher printed: it is worth nothing yet, and its value moves when it is activated', async () => {
    const some = await town.printed();
    const before = await purse();
    expect(await states(some)).toEqual(['printed', 'printed', 'printed']);
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_unknown' });
    expect([await town.outstanding(), await purse()]).toEqual([0n, before]);
    expect(await town.activate(some)).toMatchObject({ kind: 'posted' });
    expect(await states(some)).toEqual(['active', 'active', 'active']);
    expect([await town.outstanding(), await purse()]).toEqual([600n, before - 600n]);
  });

  it('voucher active: it is worth its whole value once, can be held, and cannot be printed again', async () => {
    const some = await town.active();
    expect(await states(some)).toEqual(['active', 'active', 'active']);
    const again = await town.get(SheetsService).print(town.giver.actor, town.here, some.batch.id);
    expect(again).toMatchObject({ code: 'sheet_gone' });
    const shop = await town.balance(town.shop.account);
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
    expect(await hold(some.printed[1]!.serial)).toMatchObject({ kind: 'held', count: 1 });
    expect(await states(some)).toEqual(['redeemed', 'held', 'active']);
    expect(await town.balance(town.shop.account)).toBe(shop + 200n);
    expect(await town.outstanding()).toBe(400n);
  });

  it('voucher held: nobody can use it meanwhile, and it goes on to active or void', async () => {
    const some = await town.active();
    const [found, gone] = [some.printed[0]!, some.printed[1]!];
    await hold(found.serial);
    await hold(gone.serial);
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_held' });
    expect(await release(found.serial)).toMatchObject({ count: 1 });
    const before = await purse();
    expect(await end(gone.serial)).toMatchObject({ kind: 'void', amount: 200n });
    expect(await states(some)).toEqual(['active', 'void', 'active']);
    expect(await purse()).toBe(before + 200n);
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ kind: 'posted' });
  });

  it('voucher redeemed: it is final, whatever is asked', async () => {
    const some = await town.active();
    const { serial } = some.printed[0]!;
    await town.redeem(some.printed[0]!);
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_already_used' });
    expect(await hold(serial)).toMatchObject({ code: 'voucher_already_used' });
    expect(await end(serial)).toMatchObject({ count: 0, amount: 0n });
    expect(await release(serial)).not.toMatchObject({ count: 1 });
    expect(await endAll(some)).toMatchObject({ count: 2 });
    expect(await states(some)).toEqual(['redeemed', 'void', 'void']);
  });

  it('voucher expired: after reminder and grace its value goes where the terms say, and it is final', async () => {
    const today = new Date(first.test.clock.now()).toISOString().slice(0, 10);
    const terms = { validUntil: today, graceDays: 10, expiresTo: 'pot' as const };
    const some = await town.active({ terms });
    const pot = await town.balance(await town.own('pot'));
    expect(await expire()).toMatchObject({ reminded: 1, expired: 0 });
    expect(await states(some)).toEqual(['active', 'active', 'active']);
    first.test.clock.forward(12 * day);
    expect(await expire()).toMatchObject({ expired: 3, amount: 600n });
    expect(await states(some)).toEqual(['expired', 'expired', 'expired']);
    expect(await town.balance(await town.own('pot'))).toBe(pot + 600n);
    const { serial } = some.printed[0]!;
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_expired' });
    expect(await hold(serial)).toMatchObject({ code: 'voucher_expired' });
    expect(await end(serial)).toMatchObject({ count: 0 });
    expect(await states(some)).toEqual(['expired', 'expired', 'expired']);
  });

  it('voucher void: its value went back, it is worth nothing, and it is final', async () => {
    const some = await town.active();
    const before = await purse();
    expect(await end(some.printed[0]!.serial)).toMatchObject({ count: 1, amount: 200n });
    expect(await town.redeem(some.printed[0]!)).toMatchObject({ code: 'voucher_unknown' });
    expect(await release(some.printed[0]!.serial)).not.toMatchObject({ count: 1 });
    expect(await end(some.printed[0]!.serial)).toMatchObject({ count: 0 });
    expect(await states(some)).toEqual(['void', 'active', 'active']);
    expect([await purse(), await town.outstanding()]).toEqual([before + 200n, 400n]);
    const never = await town.printed();
    await endAll(never);
    expect(await town.activate(never)).toMatchObject({ code: 'batch_void' });
  });
});

/** Every state of a card (requirements 5D), and the ways on. */
describe.each(dialects)('the states of a card, on %s', (dialect) => {
  let test: TestCards;
  let here: string;

  beforeAll(async () => {
    test = await TestCards.open(dialect);
    here = test.communityId;
  });
  afterAll(() => test.close());

  const pays = async (card: CardInHand, secret: string | null = null): Promise<string> => {
    const answer = await test.open(card, secret);
    if (answer.kind === 'refused') return answer.code;
    const shop = await test.member();
    const [account] = await test.rows(`select account_id from accounts where party_id = ?`, [
      answer.actor.id,
    ]);
    return test.pay(answer.actor, account!.account_id as string, shop.account, 10n);
  };
  const replace = async (card: CardInHand) => {
    const [blank] = await test.blanks(1);
    const answer = await test.cards.replace(test.helper(), here, card.id, blank!.id);
    return { answer, blank: blank! };
  };

  it('card blank: to strangers it is no card, and it goes on to active or closed', async () => {
    const [blank, stolen] = await test.blanks(2);
    expect(await test.stateOf(blank!)).toBe('blank');
    expect(await pays(blank!)).toBe('card_unknown');
    expect(await test.cards.block(test.helper(), here, blank!.id)).toMatchObject({ code: 'card_not_in_use' });
    const { id: partyId } = await test.member();
    const given = await test.cards.enrol(test.helper(), here, blank!.id, { partyId, secret: '4071' });
    expect(given).toMatchObject({ kind: 'done', card: { state: 'active', partyId } });
    expect(await test.cards.close(test.helper(), here, stolen!.id)).toMatchObject({ kind: 'done' });
    const other = await test.member();
    const late = { partyId: other.id, secret: '4071' };
    expect(await test.cards.enrol(test.helper(), here, stolen!.id, late)).toMatchObject({
      code: 'card_not_blank',
    });
  });

  it('card active: it pays a little by itself and more with its secret', async () => {
    const { card, member } = await test.withCard('4071');
    expect(await test.stateOf(card)).toBe('active');
    expect([await pays(card), await pays(card, '4071')]).toEqual(['posted', 'posted']);
    expect(await pays(card, '4072')).toBe('secret_wrong');
    expect(await test.balanceOf(member)).toBe(-20n);
  });

  it('card blocked: it pays nothing any more, keeps the purse, and goes on to replaced or closed', async () => {
    const { card, member } = await test.withCard('4071');
    await pays(card);
    expect(await test.cards.block(test.helper(), here, card.id)).toMatchObject({ kind: 'done' });
    expect(await test.stateOf(card)).toBe('blocked');
    expect([await pays(card), await pays(card, '4071')]).toEqual(['card_blocked', 'card_blocked']);
    expect(await test.balanceOf(member)).toBe(-10n);
    const { answer, blank } = await replace(card);
    expect(answer).toMatchObject({ kind: 'done', card: { state: 'active', partyId: member.id } });
    expect([await test.stateOf(card), await test.stateOf(blank)]).toEqual(['replaced', 'active']);
  });

  it('card replaced: the new one has its secret and purse, and the old one is final', async () => {
    const { card, member } = await test.withCard('4071');
    await pays(card);
    const { blank } = await replace(card);
    expect(await test.stateOf(card)).toBe('replaced');
    expect([await pays(card), await pays(blank, '4071')]).toEqual(['card_blocked', 'posted']);
    expect(await test.balanceOf(member)).toBe(-20n);
    expect((await replace(card)).answer).toMatchObject({ code: 'card_not_in_use' });
    expect(await test.cards.block(test.helper(), here, card.id)).toMatchObject({ code: 'card_not_in_use' });
    expect(await test.cards.close(test.helper(), here, card.id)).toMatchObject({ code: 'card_not_in_use' });
  });

  it('card closed: it is final, and what the member has stays', async () => {
    const { card, member } = await test.withCard('4071');
    await pays(card);
    expect(await test.cards.close(member.actor, here, card.id)).toMatchObject({ kind: 'done' });
    expect(await test.stateOf(card)).toBe('closed');
    expect([await pays(card), await pays(card, '4071')]).toEqual(['card_blocked', 'card_blocked']);
    expect((await replace(card)).answer).toMatchObject({ code: 'card_not_in_use' });
    expect(await test.cards.setSecret(member.actor, here, card.id, '1359')).toMatchObject({
      code: 'card_not_in_use',
    });
    expect(await test.balanceOf(member)).toBe(-10n);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TooManyTries } from '../../src/access/errors.js';
import { GuessesService } from '../../src/access/guesses.service.js';
import type { Actor } from '../../src/access/actor.js';
import { newToken } from '../../src/database/ids.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { SheetsService } from '../../src/vouchers/sheets.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { VoucherLooks } from '../../src/vouchers/voucher-looks.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId } from '../support/payments.js';
import { TestVouchers, tokenIn } from '../support/vouchers.js';

const hour = 3_600_000;

/** Every threat to vouchers of requirements 5D that has a measure in software; others: test/faults/paper-threats.spec.ts. */
describe.each(dialects)('threats to vouchers, on %s', (dialect) => {
  let first: TestVouchers;
  let town: TestVouchers;

  beforeAll(async () => {
    first = await TestVouchers.open(dialect);
  });
  beforeEach(async () => {
    town = await TestVouchers.in(first.test);
  });
  afterAll(() => first.close());

  const look = (token: string, actor: Actor = town.shop.actor) =>
    town.get(VoucherLooks).look(actor, town.here, { token });
  const guess = (serial: string, check: string, actor: Actor = town.shop.actor) =>
    town.get(VoucherLooks).look(actor, town.here, { serial, check });
  const wrongCheck = (check: string) => String((Number(check) + 1) % 1_000_000).padStart(6, '0');
  const device = (via: string): Actor => ({ ...town.shop.actor, via });

  describe('guessing', () => {
    it('of tokens: a device that is wrong twenty times waits an hour, with a right one in hand too', async () => {
      const { printed } = await town.active();
      for (let i = 0; i < 20; i++)
        expect(await look(newToken(80))).toMatchObject({ code: 'voucher_unknown' });
      await expect(look(newToken(80))).rejects.toThrow(TooManyTries);
      await expect(look(tokenIn(printed[0]!))).rejects.toThrow(TooManyTries);
      await expect(town.redeem(printed[0]!)).rejects.toThrow(TooManyTries);
      first.test.clock.forward(hour);
      expect(await look(tokenIn(printed[0]!))).toMatchObject({ kind: 'look', stands: null });
    });

    it('of tokens: right ones cost nothing, however many', async () => {
      const { printed } = await town.active({ count: 25, amount: 1n });
      for (const voucher of printed) expect(await look(tokenIn(voucher))).toMatchObject({ kind: 'look' });
      expect(await look(tokenIn(printed[0]!))).toMatchObject({ kind: 'look' });
    });

    it('of check codes: five tries for one serial, whoever makes them and whenever', async () => {
      const { printed } = await town.active();
      const { serial, check } = printed[0]!;
      for (let i = 0; i < 5; i++) {
        const answer = await guess(serial, wrongCheck(check), device(`D${i}`));
        expect(answer).toMatchObject({ code: 'voucher_unknown' });
      }
      await expect(guess(serial, check, device('D9'))).rejects.toThrow(TooManyTries);
      first.test.clock.forward(30 * 24 * hour);
      await expect(guess(serial, check, device('D10'))).rejects.toThrow(TooManyTries);
      expect(await town.redeem(printed[0]!)).toMatchObject({ kind: 'posted' });
    });

    it('of check codes: twenty an hour for one device, over all serials', async () => {
      const { printed } = await town.active({ count: 30, amount: 1n });
      for (const { serial, check } of printed.slice(0, 20)) await guess(serial, wrongCheck(check));
      await expect(guess(printed[25]!.serial, printed[25]!.check)).rejects.toThrow(TooManyTries);
    });

    it('of check codes: an alarm at the twentieth, and a brake at the hundredth, however it is spread', async () => {
      const { printed } = await town.active({ count: 150, amount: 1n });
      const steward = first.test.steward(town.here);
      let [went, opened] = [0, 0];
      for (const [i, { serial }] of printed.entries()) {
        const actor = { ...town.shop.actor, id: `THIEF${i}`, via: `D${i}` };
        const answer = await guess(serial, '123456', actor).catch(() => undefined);
        if (answer !== undefined) went++;
        if (answer?.kind === 'look') opened++;
        if (i === 18) expect(await town.get(GuessesService).alarms(steward, town.here)).toEqual([]);
        if (i === 21) expect(await town.get(GuessesService).alarms(steward, town.here)).toHaveLength(1);
      }
      expect(went - opened).toBe(100);
      expect(opened).toBeLessThanOrEqual(1);
    });

    it('by hand is the way without a camera: serial with its check code is enough, the serial alone is not', async () => {
      const { printed } = await town.active();
      const { serial, check } = printed[0]!;
      const shown = { serial: serial.toLowerCase(), check: `${check.slice(0, 3)} ${check.slice(3)}` };
      expect(await town.redeem(printed[0]!, { shown: { serial, check: '' } })).toMatchObject({
        code: 'voucher_unknown',
      });
      expect(await town.redeem(printed[0]!, { shown })).toMatchObject({ kind: 'posted' });
    });
  });

  describe('lookup spying', () => {
    it('tells unknown, made, printed and void apart to nobody', async () => {
      const made = await town.made();
      const printed = await town.printed();
      const some = await town.active();
      await town.get(VoidsService).voidOne(town.giver.actor, town.here, some.printed[0]!.serial);
      const tokens = [made, printed, some].map((each) => tokenIn(each.printed[0]!));
      const answers = await Promise.all([newToken(80), 'x', ...tokens].map((token) => look(token)));
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      const taken = await Promise.all([made, printed, some].map(({ printed: all }) => town.redeem(all[0]!)));
      expect(new Set(taken.map((answer) => JSON.stringify(answer))).size).toBe(1);
    });

    it('by many at the same moment: each hears of its own voucher, and another community of none', async () => {
      const { printed } = await town.active({ count: 12, amount: 1n });
      const there = (token: string) => town.get(VoucherLooks).look(first.shop.actor, first.here, { token });
      const [strange, ...answers] = await Promise.all([
        there(tokenIn(printed[0]!)),
        ...[...printed, printed[0]!].map((voucher) => look(tokenIn(voucher))),
        look(newToken(80)),
      ]);
      expect(strange).toMatchObject({ code: 'voucher_unknown' });
      const serials = answers.map((answer) => (answer.kind === 'look' ? answer.voucher.serial : answer.code));
      expect(serials).toEqual([...[...printed, printed[0]!].map(({ serial }) => serial), 'voucher_unknown']);
    });

    it('is for those who take vouchers, signed in: not for a steward, an operator or another community', async () => {
      const { printed } = await town.active();
      const token = tokenIn(printed[0]!);
      const steward = { ...first.test.steward(town.here), communityId: null };
      await expect(look(token, steward)).rejects.toThrow('may not');
      await expect(look(token, first.shop.actor)).rejects.toThrow('may not');
      const there = town.get(VoucherLooks).look(first.shop.actor, first.here, { token });
      expect(await there).toMatchObject({ code: 'voucher_unknown' });
    });
  });

  it('photocopy of a voucher: the first scan wins, the second hears the time and no name', async () => {
    const { printed } = await town.active();
    const [original, copy] = [printed[0]!, { ...printed[0]! }];
    expect(await town.redeem(original)).toMatchObject({ kind: 'posted' });
    const answer = await town.redeem(copy);
    expect(answer).toMatchObject({ code: 'voucher_already_used', usedAt: first.test.clock.now() });
    expect(JSON.stringify(answer)).not.toContain(town.shop.id);
  });

  it('photocopy of a voucher: what a bearer holds is worth at most four units, more only on the name of a person', async () => {
    const make = (wishes: Parameters<TestVouchers['wish']>[0]) =>
      town.get(BatchesService).make(town.giver.actor, town.here, town.wish(wishes));
    expect(await make({ amount: 401n })).toMatchObject({ code: 'voucher_over_bearer_cap' });
    expect(await make({ amount: 400n })).toMatchObject({ kind: 'made' });
    expect(await make({ amount: 1000n, boundTo: [town.shop.id] })).toMatchObject({ code: 'no_such_party' });
    expect(await make({ amount: 1000n, boundTo: [town.ann.id] })).toMatchObject({ kind: 'made' });
  });

  it('photocopy of a voucher: one on the name of a person is worth nothing to others', async () => {
    const { printed } = await town.active({ amount: 1000n, boundTo: [town.ann.id] });
    expect(await town.redeem(printed[0]!)).toMatchObject({ code: 'voucher_not_yours' });
    const thief = await first.test.aPerson(town.here);
    expect(await town.redeem(printed[0]!, { actor: thief.actor })).toMatchObject({
      code: 'not_your_account',
    });
    const elsewhere = await look(tokenIn(printed[0]!));
    expect(elsewhere).toMatchObject({ stands: { code: 'voucher_not_yours' }, takers: [] });
    expect(await town.redeem(printed[0]!, { actor: town.ann.actor })).toMatchObject({ kind: 'posted' });
    const withCard = { holder: town.ann.id };
    expect(await town.redeem(printed[1]!, withCard)).toMatchObject({ kind: 'posted' });
  });

  it('of vouchers on names nobody gets more than the terms allow', async () => {
    const wish = town.wish({ count: 3, boundTo: [town.ann.id], terms: { perPersonMax: 2 } });
    const answer = await town.get(BatchesService).make(town.giver.actor, town.here, wish);
    expect(answer).toMatchObject({ code: 'voucher_over_person_max' });
  });

  it('theft of stock: a sheet that is not activated is worth nothing, and void by batch it never will be', async () => {
    const stolen = await town.printed();
    for (const voucher of stolen.printed) {
      expect(await town.redeem(voucher)).toMatchObject({ code: 'voucher_unknown' });
    }
    await town.get(VoidsService).void(town.giver.actor, town.here, stolen.batch.id);
    expect(await town.activate(stolen)).toMatchObject({ code: 'batch_void' });
  });

  it('theft of stock: once active, nobody can print the sheet again', async () => {
    const some = await town.active();
    const again = await town.get(SheetsService).print(town.giver.actor, town.here, some.batch.id);
    expect(again).toMatchObject({ code: 'sheet_gone' });
  });

  it('theft of stock: others than its makers cannot print, activate or end a batch', async () => {
    const some = await town.printed();
    const { id } = some.batch;
    expect(await town.get(SheetsService).print(town.shop.actor, town.here, id)).toBeUndefined();
    expect(await town.get(BatchesService).show(town.shop.actor, town.here, id)).toBeUndefined();
    const steward = first.test.steward(town.here);
    expect(await town.get(SheetsService).print(steward, town.here, id)).toBeUndefined();
    await expect(town.get(VoidsService).void(town.shop.actor, town.here, id)).rejects.toThrow('may not');
    await expect(town.get(BatchesService).printed(steward, town.here, id)).rejects.toThrow('may not');
  });

  it('double submit: the same order again is the same receipt, another content is refused', async () => {
    const { printed } = await town.active();
    const orderId = anOrderId();
    const first = await town.redeem(printed[0]!, { orderId });
    expect(await town.redeem(printed[0]!, { orderId })).toEqual({ ...first, repeated: true });
    expect(await town.redeem(printed[1]!, { orderId })).toMatchObject({
      code: 'exists_with_different_content',
    });
  });

  it('dishonest issuer: a batch that an issue pays for is not activated or topped up without it', async () => {
    const wish = town.wish();
    const currency = (await town.active()).batch.currency;
    const made = await town.get(BatchesService).makeFor(town.giver.actor, town.here, {
      ...wish,
      currency,
      outstandingId: await town.own('vouchers_outstanding'),
      returnId: wish.sourceId,
      programme: 'proef',
      issueId: anOrderId(),
    });
    if (made.kind === 'refused') throw new Error(made.code);
    const some = { batch: made.batch, printed: [] };
    await town.get(BatchesService).printed(town.giver.actor, town.here, made.batch.id);
    expect(await town.activate(some)).toMatchObject({ code: 'issue_needed' });
  });
});

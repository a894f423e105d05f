import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { Committer } from '../../src/books/committer.js';
import { Database } from '../../src/database/database.js';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { VoucherExpiry } from '../../src/vouchers/voucher-expiry.service.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId } from '../support/payments.js';
import { TestVouchers } from '../support/vouchers.js';

const day = 86_400_000;

describe.each(dialects)('vouchers under stress, on %s', (dialect) => {
  let first: TestVouchers;
  let town: TestVouchers;

  beforeAll(async () => {
    first = await TestVouchers.open(dialect);
  });
  beforeEach(async () => {
    town = await TestVouchers.in(first.test);
  });
  afterAll(() => first.close());

  const codes = (answers: ReadonlyArray<{ kind: string; code?: string }>): string[] =>
    answers.map(({ kind, code }) => code ?? kind);
  const countOf = (all: readonly string[], one: string): number => all.filter((each) => each === one).length;

  it('50 redemptions of one voucher at once book once, and the others hear that it was used', async () => {
    const { printed } = await town.active();
    const before = await town.balance(town.shop.account);
    const answers = await Promise.all(Array.from({ length: 50 }, () => town.redeem(printed[0]!)));
    expect(countOf(codes(answers), 'posted')).toBe(1);
    expect(countOf(codes(answers), 'voucher_already_used')).toBe(49);
    expect(await town.balance(town.shop.account)).toBe(before + 200n);
  });

  it('50 times the same order at once is one receipt', async () => {
    const { printed } = await town.active();
    const orderId = anOrderId();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => town.redeem(printed[0]!, { orderId })),
    );
    expect(
      new Set(answers.map((answer) => ('receiptToken' in answer ? answer.receiptToken : answer.code))).size,
    ).toBe(1);
    expect(answers.filter((answer) => 'repeated' in answer && !answer.repeated)).toHaveLength(1);
  });

  it('50 activations of one batch at once move its value once', async () => {
    const some = await town.printed();
    const before = await town.balance(town.giver.account);
    const answers = await Promise.all(Array.from({ length: 50 }, () => town.activate(some)));
    expect(countOf(codes(answers), 'posted')).toBe(1);
    expect(countOf(codes(answers), 'batch_active')).toBe(49);
    expect(await town.balance(town.giver.account)).toBe(before - 600n);
  });

  it.each(['void', 'hold', 'top up'] as const)(
    'redeem and %s at the same moment: one of them wins',
    async (other) => {
      const some = await town.active({ count: 20, amount: 100n });
      const before = await town.outstanding();
      const opposite = (serial: string) =>
        ({
          void: () => town.get(VoidsService).voidOne(town.giver.actor, town.here, serial),
          hold: () => town.get(VoucherHolds).hold(town.giver.actor, town.here, { serial }),
          'top up': () => {
            const wish = { orderId: anOrderId(), serial, worth: 100n, add: 50n };
            return town.get(ActivationService).topUp(town.giver.actor, town.here, wish);
          },
        })[other]();
      const pairs = await Promise.all(
        some.printed.map(async (voucher, i) => {
          const both = [() => town.redeem(voucher), () => opposite(voucher.serial)];
          if (i % 2 === 1) both.reverse();
          const answers = await Promise.all(both.map((start) => start()));
          return i % 2 === 1 ? answers.reverse() : answers;
        }),
      );
      const lost: readonly string[] = {
        void: ['voucher_unknown'],
        hold: ['voucher_held'],
        'top up': ['voucher_changed'],
      }[other];
      let resting = before;
      for (const [redeemed, against] of pairs as Array<[{ kind: string; code?: string }, object]>) {
        const won = redeemed.kind === 'posted';
        if (!won) expect(lost).toContain(redeemed.code);
        const moved = JSON.stringify(against, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v));
        if (won && other === 'void') expect(moved).toContain('"count":0');
        if (won && other === 'hold') expect(moved).toMatch(/voucher_already_used/);
        if (won && other === 'top up') expect(moved).toMatch(/voucher_already_used|voucher_changed|posted/);
        resting -= won ? 100n : other === 'void' ? 100n : 0n;
        if (other === 'top up' && moved.includes('"posted"')) resting += won ? 0n : 50n;
      }
      expect(await town.outstanding()).toBe(resting);
      await first.test.theBooksBalance();
    },
  );

  it('redeem and expiry at the same moment: never both', async () => {
    const terms = { validUntil: '2026-01-10', graceDays: 0, expiresTo: 'pot' as const };
    const today = new Date(first.test.clock.now()).toISOString().slice(0, 10);
    const later = today > terms.validUntil ? today : terms.validUntil;
    const some = await town.active({ count: 20, terms: { ...terms, validUntil: later } });
    const expiry = () => town.get(VoucherExpiry).expire(systemActor('test', town.here), town.here);
    await expiry();
    while (!(await town.get(BatchesService).show(town.giver.actor, town.here, some.batch.id))!.over) {
      first.test.clock.forward(day);
    }
    first.test.clock.forward(-60);
    const [run, ...answers] = await Promise.all([expiry(), ...some.printed.map((one) => town.redeem(one))]);
    const kept = await town.kept(some);
    expect(countOf(codes(answers), 'posted')).toBe(countOf(kept, 'redeemed'));
    expect(run.expired).toBe(countOf(kept, 'expired'));
    expect(await town.outstanding()).toBe(0n);
  });

  it('void of a batch while half of it is being used ends exactly the other half', async () => {
    const some = await town.active({ count: 60, amount: 10n });
    const [ended, ...answers] = await Promise.all([
      town.get(VoidsService).void(town.giver.actor, town.here, some.batch.id),
      ...some.printed.slice(0, 30).map((voucher) => town.redeem(voucher)),
    ]);
    const used = countOf(codes(answers), 'posted');
    expect(ended).toMatchObject({ kind: 'void', count: 60 - used });
    expect(await town.outstanding()).toBe(0n);
  });

  it('many batches made at once get a number each', async () => {
    const made = await Promise.all(
      Array.from({ length: 12 }, () =>
        town.get(BatchesService).make(town.giver.actor, town.here, town.wish()),
      ),
    );
    const numbers = made.map((each) => (each.kind === 'made' ? each.batch.no : 0));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('a run of expiry and a void that were cut off after a part are done again without ending anything twice', async () => {
    const some = await town.active({ count: 2500, amount: 1n });
    const committer = town.get(Committer);
    const submit = committer.submit.bind(committer);
    let left = 1;
    committer.submit = (unit) => {
      if (left-- <= 0) throw new Error('the process is gone');
      return submit(unit);
    };
    const voids = town.get(VoidsService);
    await expect(voids.void(town.giver.actor, town.here, some.batch.id)).rejects.toThrow('gone');
    committer.submit = submit;
    expect(countOf(await town.kept(some), 'void')).toBe(1000);
    await first.test.theBooksBalance();
    const rest = await voids.void(town.giver.actor, town.here, some.batch.id);
    expect(rest).toEqual({ kind: 'void', count: 1500, amount: 1500n });
    expect(await town.outstanding()).toBe(0n);
  });

  it('a making that fails half way leaves nothing of the batch', async () => {
    const database = town.get(Database);
    const count = async () => {
      const row = await database.reader.one(
        `select (select count(*) from voucher_batches where community_id = ?) as batches,
                (select count(*) from vouchers where community_id = ?) as vouchers`,
        [town.here, town.here],
      );
      return [row!.batches, row!.vouchers];
    };
    const whole = database.transaction.bind(database);
    database.transaction = (work, options) =>
      whole(async (tx) => {
        await work(tx);
        throw new Error('the power is gone');
      }, options);
    const made = town.get(BatchesService).make(town.giver.actor, town.here, town.wish({ count: 500 }));
    await expect(made).rejects.toThrow('power');
    database.transaction = whole;
    expect(await count()).toEqual([0n, 0n]);
  });
});

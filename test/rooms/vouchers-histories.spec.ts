import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ActivationService } from '../../src/vouchers/activation.service.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId } from '../support/payments.js';
import { TestVouchers, type TestBatch } from '../support/vouchers.js';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const size = 4;

interface Step {
  readonly do: 'redeem' | 'hold' | 'release' | 'void' | 'top_up' | 'hold_all' | 'release_all' | 'void_all';
  /** Which voucher, where it is about one. */
  readonly which: number;
  /** What a top-up adds. */
  readonly add: number;
}

const ones = ['redeem', 'redeem', 'hold', 'release', 'void', 'top_up', 'top_up'] as const;
const alls = ['hold_all', 'release_all', 'void_all'] as const;
const aStep: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...ones) },
    { weight: 1, arbitrary: fc.constantFrom(...alls) },
  ),
  which: fc.nat(size - 1),
  add: fc.integer({ min: 1, max: 150 }),
});

/** A batch as simply as it can be told. */
class Model {
  readonly states = Array<'active' | 'held' | 'redeemed' | 'void'>(size).fill('active');
  readonly lost = Array<boolean>(size).fill(false);
  readonly worth = Array<bigint>(size).fill(100n);
  taken = 0n;
  back = 0n;
  paid = 100n * BigInt(size);

  step(step: Step): string {
    if (step.do === 'hold_all') return this.all('active', 'held');
    if (step.do === 'release_all') return this.all('held', 'active');
    if (step.do === 'void_all') {
      const live = this.states.flatMap((state, i) => (state === 'active' || state === 'held' ? [i] : []));
      live.forEach((i) => this.end(i));
      return `void ${live.length}`;
    }
    const i = step.which;
    const state = this.states[i]!;
    const ended = { redeemed: 'voucher_already_used', void: 'voucher_unknown', held: '', active: '' }[state];
    if (step.do === 'void') {
      if (ended !== '') return 'void 0';
      this.end(i);
      return 'void 1';
    }
    if (ended !== '') return ended;
    if (step.do === 'hold') {
      const changes = state === 'active' || !this.lost[i]!;
      this.states[i] = 'held';
      this.lost[i] = true;
      return changes ? 'held 1' : 'held 0';
    }
    if (step.do === 'release') {
      this.states[i] = 'active';
      this.lost[i] = false;
      return state === 'held' ? 'held 1' : 'held 0';
    }
    if (step.do === 'top_up' && this.worth[i]! + BigInt(step.add) > 400n) return 'voucher_over_bearer_cap';
    if (state === 'held') return step.do === 'redeem' ? 'voucher_held' : 'voucher_changed';
    if (step.do === 'top_up') {
      this.worth[i]! += BigInt(step.add);
      this.paid += BigInt(step.add);
      return 'posted';
    }
    this.states[i] = 'redeemed';
    this.taken += this.worth[i]!;
    return 'posted';
  }

  get resting(): bigint {
    return this.paid - this.taken - this.back;
  }

  private end(i: number): void {
    this.states[i] = 'void';
    this.back += this.worth[i]!;
  }

  private all(from: string, to: 'held' | 'active'): string {
    const some = this.states.flatMap((state, i) => (state === from && !this.lost[i]! ? [i] : []));
    some.forEach((i) => (this.states[i] = to));
    return `held ${some.length}`;
  }
}

describe.each(dialects)(`random histories of a batch with SEED=${seed}, on %s`, (dialect) => {
  let town: TestVouchers;

  beforeAll(async () => {
    town = await TestVouchers.open(dialect);
  });
  afterAll(() => town.close());

  async function really({ batch, printed }: TestBatch, step: Step, worth: bigint): Promise<string> {
    const [actor, here] = [town.giver.actor, town.here];
    const { serial } = printed[step.which]!;
    const answer = await {
      redeem: () => town.redeem(printed[step.which]!),
      hold: () => town.get(VoucherHolds).hold(actor, here, { serial }),
      release: () => town.get(VoucherHolds).release(actor, here, { serial }),
      void: () => town.get(VoidsService).voidOne(actor, here, serial),
      top_up: () => {
        const wish = { orderId: anOrderId(), serial, worth, add: BigInt(step.add) };
        return town.get(ActivationService).topUp(actor, here, wish);
      },
      hold_all: () => town.get(VoucherHolds).hold(actor, here, { batchId: batch.id }),
      release_all: () => town.get(VoucherHolds).release(actor, here, { batchId: batch.id }),
      void_all: () => town.get(VoidsService).void(actor, here, batch.id),
    }[step.do]();
    if (answer.kind === 'posted') return 'posted';
    return answer.kind === 'refused' ? answer.code : `${answer.kind} ${answer.count}`;
  }

  it('agree with a naive model in every answer, state and balance', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 4, maxLength: 20 }), async (steps) => {
        // The wrong guesses of the history before no longer count.
        town.test.clock.forward(3_600_000);
        const before = await town.outstanding();
        const [shop, purse] = [await town.balance(town.shop.account), await town.balance(town.giver.account)];
        const some = await town.active({ amount: 100n, count: size });
        const model = new Model();
        for (const step of steps) {
          const answer = await really(some, step, model.worth[step.which]!);
          expect([step, answer]).toEqual([step, model.step(step)]);
        }
        const states = (await town.kept(some)).map((state) => (state === 'in_batch' ? 'active' : state));
        expect(states).toEqual(model.states);
        expect(await town.outstanding()).toBe(before + model.resting);
        expect(await town.balance(town.shop.account)).toBe(shop + model.taken);
        expect(await town.balance(town.giver.account)).toBe(purse - model.paid + model.back);
        // Leaves nothing behind, so that the next history starts from a whole purse.
        await town.get(VoidsService).void(town.giver.actor, town.here, some.batch.id);
      }),
      { seed, numRuns: dialect === 'sqlite' ? 60 : 25 },
    );
    await town.test.theBooksBalance();
  }, 120_000);
});

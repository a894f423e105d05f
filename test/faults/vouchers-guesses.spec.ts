import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/access/actor.js';
import { TooManyTries } from '../../src/access/errors.js';
import { GuessesService } from '../../src/access/guesses.service.js';
import { serialOf } from '../../src/vouchers/voucher.js';
import { VoucherLooks } from '../../src/vouchers/voucher-looks.service.js';
import { dialects } from '../support/databases.js';
import { chances } from '../support/load.js';
import { TestVouchers } from '../support/vouchers.js';

const long = process.env.SAMENMUNT_LONG === '1';
const perBatch = 2000;

describe.each(dialects)('guessing of check codes, on %s', (dialect) => {
  // On PostgreSQL each guess goes over a socket, so there are fewer in the short form.
  const [many, batches] = long || dialect === 'sqlite' ? [100_000, 10] : [20_000, 2];
  const spread = batches * perBatch;

  it(`${many} guesses spread over ${spread} vouchers, devices and actors open one at most and warn within 20`, async () => {
    const town = await TestVouchers.open(dialect);
    const numbers: number[] = [];
    for (let i = 0; i < batches; i++) {
      const { batch } = await town.active({ count: perBatch, amount: 1n });
      numbers.push(batch.no);
    }
    const chance = chances(5);
    const below = (most: number): number => Math.floor(chance() * most);
    const looks = town.get(VoucherLooks);
    const outcomes = { opened: 0, judged: 0, stopped: 0 };
    const guess = async (): Promise<void> => {
      const serial = serialOf(numbers[below(batches)]!, 1 + below(perBatch));
      const check = String(below(1_000_000)).padStart(6, '0');
      const thief: Actor = {
        ...town.shop.actor,
        id: `THIEF${below(spread)}`,
        mandates: [],
        via: `D${below(spread)}`,
      };
      try {
        const answer = await looks.look(thief, town.here, { serial, check });
        if (answer.kind === 'look') outcomes.opened++;
        else expect(answer.code).toBe('voucher_unknown');
        outcomes.judged++;
      } catch (error) {
        if (!(error instanceof TooManyTries)) throw error;
        outcomes.stopped++;
      }
    };
    const alarms = () => town.get(GuessesService).alarms(town.test.steward(town.here), town.here);
    for (let i = 0; i < 19; i++) await guess();
    expect(await alarms()).toEqual([]);
    await guess();
    expect(await alarms()).toMatchObject([{ kind: 'voucher_check' }]);
    const atOnce = 25;
    const from = performance.now();
    for (let done = 20; done < many; done += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, many - done) }, guess));
    }
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    if (long) console.log(`${dialect}: ${JSON.stringify(outcomes)} in ${seconds} s`);
    expect(outcomes.opened).toBeLessThanOrEqual(1);
    expect(outcomes.judged).toBeLessThan(100 + atOnce);
    expect(outcomes.judged + outcomes.stopped).toBe(many);
    expect(await alarms()).toHaveLength(1);
    await town.close();
  }, 400_000);
});

import { describe, expect, it } from '@jest/globals';
import { systemActor } from '../../src/access/actor.js';
import { Database } from '../../src/database/database.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { VoucherExpiry } from '../../src/vouchers/voucher-expiry.service.js';
import { firstDay } from '../support/community.js';
import { dialects } from '../support/databases.js';
import { envOf, killedAtWork, kills, killsMs } from '../support/kills.js';
import { TestPayments } from '../support/payments.js';
import { TestVouchers } from '../support/vouchers.js';

const day = 86_400_000;

describe.each(dialects)('kill -9 while batches are made, activated and voided, on %s', (dialect) => {
  it(
    `${kills} times: a batch is whole or not there, its value moved or not, and it can be run again`,
    async () => {
      const town = await TestVouchers.open(dialect);
      const { place } = town.test;
      const { here: communityId, giver } = town;
      const wish = town.wish({ count: 2500, amount: 1n });
      const asked = { kind: 'batches', actor: giver.actor, wish } as const;
      const work = { ...asked, env: envOf(place), communityId, at: firstDay };
      await town.test.stop();
      const ended: number[] = [];
      for (let round = 0; round < kills; round++) {
        await killedAtWork(work, 60 + 97 * round);
        const after = await TestPayments.on(place);
        await after.theBooksBalance();
        const { reader } = after.get(Database);
        const odd = await reader.all(
          `select b.batch_id from voucher_batches b where voucher_count <> (select count(*) from vouchers v
           where v.community_id = b.community_id and v.batch_id = b.batch_id)`,
        );
        expect(odd).toEqual([]);
        const left = await reader.all(
          `select distinct batch_id from vouchers where community_id = ? and state in ('in_batch', 'held')`,
          [communityId],
        );
        for (const { batch_id: id } of left) {
          const answer = await after.get(VoidsService).void(giver.actor, communityId, id as string);
          expect(answer).toMatchObject({ kind: 'void' });
          ended.push('count' in answer ? answer.count : 0);
        }
        const live = await reader.one(
          `select count(*) as n from vouchers where state in ('in_batch', 'held') and community_id = ?`,
          [communityId],
        );
        expect(live!.n).toBe(0n);
        await after.theBooksBalance();
        await after.stop();
      }
      console.log(
        `${dialect}: after ${kills} kills these many vouchers were left to end: ${ended.join(', ')}`,
      );
      await place.drop();
    },
    killsMs,
  );
});

describe.each(dialects)('kill -9 during a run of expiry, on %s', (dialect) => {
  it(
    `${kills} times: an order of it is whole or not there, and it can be run again`,
    async () => {
      const town = await TestVouchers.open(dialect);
      const { test, here: communityId } = town;
      const { place } = test;
      const batches = (8 * kills) / 5;
      const terms = { validUntil: '2026-01-06', graceDays: 3, expiresTo: 'pot' as const };
      for (let i = 0; i < batches; i++) await town.active({ count: 2000, amount: 1n, terms });
      const all = BigInt(batches * 2000);
      const system = systemActor('test', communityId);
      expect(await town.get(VoucherExpiry).expire(system, communityId)).toMatchObject({ reminded: batches });
      const [pot, outstanding] = [await town.own('pot'), await town.own('vouchers_outstanding')];
      const before = await town.balance(pot);
      await test.stop();
      const at = firstDay + 30 * day;
      const found: bigint[] = [];
      for (let round = 0; round < kills; round++) {
        await killedAtWork({ kind: 'expiry', env: envOf(place), communityId, at }, 20 + 45 * (round % 5));
        const after = await TestPayments.on(place);
        after.clock.set(at);
        await after.theBooksBalance();
        const there = town.on(after);
        const row = await after
          .get(Database)
          .reader.one(`select count(*) as n from vouchers where community_id = ? and state = 'expired'`, [
            communityId,
          ]);
        const expired = row!.n as bigint;
        expect(await there.balance(outstanding)).toBe(all - expired);
        expect(await there.balance(pot)).toBe(before + expired);
        found.push(expired);
        await after.stop();
      }
      console.log(
        `${dialect}: of ${all} vouchers these many had expired after each kill: ${found.join(', ')}`,
      );
      const last = await TestPayments.on(place);
      last.clock.set(at);
      const answer = await last.get(VoucherExpiry).expire(system, communityId);
      expect(BigInt(answer.expired)).toBe(all - found.at(-1)!);
      expect(await town.on(last).balance(pot)).toBe(before + all);
      expect(await last.get(VoucherExpiry).expire(system, communityId)).toMatchObject({ expired: 0 });
      await last.theBooksBalance();
      await last.close();
    },
    killsMs,
  );
});

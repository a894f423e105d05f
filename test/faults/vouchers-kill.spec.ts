import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { Database } from '../../src/database/database.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { dialects, type TestPlace } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import type { ChildWork } from '../support/vouchers-child.js';
import { TestVouchers } from '../support/vouchers.js';

const kills = process.env.SAMENMUNT_LONG === '1' ? 40 : 5;
const [loader, file] = ['../support/typescript.mjs', '../support/vouchers-child.ts'].map(
  (name) => new URL(name, import.meta.url),
);

/** Lets a process of its own make, activate and void batches, and kills it at whatever it is doing. */
async function killedAtWork(work: ChildWork, afterMs: number): Promise<void> {
  const words = ['--import', loader!.href, fileURLToPath(file!)];
  const child = spawn(process.execPath, words, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  try {
    expect(await once(child, 'message')).toEqual(['loaded', undefined]);
    child.send(work);
    expect(await once(child, 'message')).toEqual(['begun', undefined]);
    await sleep(afterMs);
  } finally {
    const exited = once(child, 'exit');
    if (child.exitCode === null) child.kill('SIGKILL');
    await exited;
  }
}

function envOf({ config, folder }: TestPlace): NodeJS.ProcessEnv {
  const { database, publicUrl } = config;
  const url = database.kind === 'sqlite' ? `sqlite:${database.file}` : database.url;
  return { DATABASE_URL: url, SECRETS_DIR: `${folder}/secrets`, PUBLIC_URL: publicUrl, PORT: '0' };
}

describe.each(dialects)('kill -9 while batches are made, activated and voided, on %s', (dialect) => {
  it(`${kills} times: a batch is whole or not there, its value moved or not, and it can be run again`, async () => {
    const town = await TestVouchers.open(dialect);
    const { place } = town.test;
    const { here: communityId, giver } = town;
    const work = {
      env: envOf(place),
      actor: giver.actor,
      communityId,
      wish: town.wish({ count: 2500, amount: 1n }),
    };
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
    console.log(`${dialect}: after ${kills} kills these many vouchers were left to end: ${ended.join(', ')}`);
    await place.drop();
  }, 240_000);
});

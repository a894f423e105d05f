import type { Reader } from '../database/sql.js';
import { holdDigest } from './canonical.js';
import { holdOf } from './rows.js';
import type { Differences } from './verify.differences.js';

/** Recomputes every hold's digest, its ending, and the pending counters of both its accounts. */
export async function proveHolds(
  reader: Reader,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const counters = new Map<string, bigint>();
  const add = (key: string, amount: bigint) => counters.set(key, (counters.get(key) ?? 0n) + amount);
  for await (const chunk of reader.chunks(
    `select h.*, e.outcome, e.posted,
            (select coalesce(sum(t.amount), 0) from transfers t
              where t.community_id = e.community_id and t.exchange_id = e.ended_by
                and t.ends_hold_exchange = e.exchange_id and t.ends_hold_idx = e.idx) as moved
       from holds h left join hold_endings e
         on e.community_id = h.community_id and e.exchange_id = h.exchange_id and e.idx = h.idx`,
  )) {
    for (const row of chunk) {
      const communityId = row.community_id as string;
      const hold = holdOf(row);
      const key = [communityId, hold.id.exchangeId, hold.id.index];
      if (!holdDigest(communityId, hold).equals(row.digest as Buffer)) {
        differences.add('holds', key, 'digest', 'the row is not as it was booked');
      }
      add(`${communityId} ${hold.debitId} debits_pending`, hold.amount);
      add(`${communityId} ${hold.creditId} credits_pending`, hold.amount);
      if (row.outcome === null) continue;
      add(`${communityId} ${hold.debitId} debits_resolved`, hold.amount);
      add(`${communityId} ${hold.creditId} credits_resolved`, hold.amount);
      const posted = row.posted as bigint;
      const fits = posted <= hold.amount && posted > 0n === (row.outcome === 'posted');
      if (!fits || BigInt(row.moved as string | bigint) !== posted) {
        differences.add('hold_endings', key, 'posted', 'its exchange moved something else');
      }
    }
    step(chunk.length);
  }
  await proveCounters(reader, counters, differences);
}

async function proveCounters(
  reader: Reader,
  counters: ReadonlyMap<string, bigint>,
  differences: Differences,
): Promise<void> {
  const names = ['debits_pending', 'credits_pending', 'debits_resolved', 'credits_resolved'] as const;
  for await (const chunk of reader.chunks(
    `select community_id, account_id, ${names.join(', ')} from accounts`,
  )) {
    for (const row of chunk) {
      const key = [row.community_id as string, row.account_id as string];
      for (const name of names) {
        const expected = counters.get(`${key.join(' ')} ${name}`) ?? 0n;
        if (row[name] !== expected)
          differences.add('accounts', key, name, `${row[name]}, its holds say ${expected}`);
      }
    }
  }
}

import type { Reader, Row } from '../database/sql.js';
import { holdDigest } from './canonical.js';
import { holdOf } from './rows.js';
import type { Differences } from './verify.differences.js';
import type { Tally } from './verify.tally.js';

type Key = ReadonlyArray<string | number>;

/** Recomputes every hold's digest, its ending, and the pending counters of both its accounts. */
export async function proveHolds(
  reader: Reader,
  tally: Tally,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const counters = new Map<string, bigint>();
  for await (const chunk of reader.chunks(
    `select h.*, e.outcome, e.posted, e.ended_at, x.booked_at, x.booked_date,
            y.booked_at as end_booked_at, y.booked_date as end_booked_date,
            (select coalesce(sum(t.amount), 0) from transfers t
              where t.community_id = e.community_id and t.exchange_id = e.ended_by
                and t.ends_hold_exchange = e.exchange_id and t.ends_hold_idx = e.idx) as moved
       from holds h
       left join exchanges x on x.community_id = h.community_id and x.exchange_id = h.exchange_id
       left join hold_endings e
         on e.community_id = h.community_id and e.exchange_id = h.exchange_id and e.idx = h.idx
       left join exchanges y on y.community_id = e.community_id and y.exchange_id = e.ended_by`,
  )) {
    for (const row of chunk) proveHold(row, counters, tally, differences);
    step(chunk.length);
  }
  await proveCounters(reader, counters, differences);
}

function proveHold(row: Row, counters: Map<string, bigint>, tally: Tally, differences: Differences): void {
  const communityId = row.community_id as string;
  const hold = holdOf(row);
  const key = [communityId, hold.id.exchangeId, hold.id.index];
  if (!holdDigest(communityId, hold).equals(row.digest as Buffer))
    differences.add('holds', key, 'digest', 'the row is not as it was booked');
  if (row.booked_at === null) return differences.add('holds', key, 'exchange_id', 'no such exchange');
  const debit = `${communityId} ${hold.debitId}`;
  const credit = `${communityId} ${hold.creditId}`;
  const add = (name: string, amount: bigint) => counters.set(name, (counters.get(name) ?? 0n) + amount);
  add(`${debit} debits_pending`, hold.amount);
  add(`${credit} credits_pending`, hold.amount);
  const set = { at: Number(row.booked_at), day: row.booked_date as string };
  tally.touch(debit, { ...set, own: true });
  tally.touch(credit, { ...set, own: false });
  if (row.outcome === null) return;
  add(`${debit} debits_resolved`, hold.amount);
  add(`${credit} credits_resolved`, hold.amount);
  proveEnding(row, key, differences);
  const end = { at: Number(row.end_booked_at ?? 0), day: (row.end_booked_date ?? '') as string };
  tally.touch(debit, { ...end, own: false });
  tally.touch(credit, { ...end, own: false });
}

function proveEnding(row: Row, key: Key, differences: Differences): void {
  const [amount, posted] = [row.amount as bigint, row.posted as bigint];
  if (posted < 0n || posted > amount || BigInt(row.moved as string | bigint) !== posted)
    differences.add('hold_endings', key, 'posted', 'its exchange moved something else');
  const isOver = (row.expires_at as bigint) <= (row.ended_at as bigint);
  const outcome = posted > 0n ? 'posted' : isOver ? 'expired' : 'released';
  if (row.outcome !== outcome || (isOver && posted > 0n))
    differences.add('hold_endings', key, 'outcome', `${outcome} was expected`);
  if (row.ended_at !== row.end_booked_at)
    differences.add('hold_endings', key, 'ended_at', 'not when its exchange was booked');
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

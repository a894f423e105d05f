import type { Reader } from '../database/sql.js';
import type { Differences } from './verify.differences.js';
import type { Flows } from './verify.exchanges.js';

/** Compares the summaries, folded and not yet, with the transfers themselves. */
export async function proveSummaries(reader: Reader, flows: Flows, differences: Differences): Promise<void> {
  const columns = 'community_id, currency, month, kind, from_kind, to_kind, programme';
  const rows = await reader.all(
    `select ${columns}, sum(transfers) as transfers, sum(amount) as amount from (
       select ${columns}, transfers, amount from summaries
       union all
       select ${columns}, transfers, amount
         from summary_cursors c join summary_deltas d on d.writer_id = c.writer_id and d.batch > c.batch
     ) s group by ${columns}`,
  );
  const left = new Map(flows);
  for (const row of rows) {
    const parts = columns.split(', ').map((name) => row[name] as string);
    const key = parts.join('\n');
    const expected = left.get(key);
    left.delete(key);
    const transfers = BigInt(row.transfers as string | bigint);
    const amount = BigInt(row.amount as string | bigint);
    if (transfers !== (expected?.transfers ?? 0n))
      differences.add('summaries', parts, 'transfers', `${transfers}`);
    if (amount !== (expected?.amount ?? 0n)) differences.add('summaries', parts, 'amount', `${amount}`);
  }
  for (const key of left.keys()) differences.add('summaries', key.split('\n'), 'transfers', 'missing');
}

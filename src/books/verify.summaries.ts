import type { Reader, Row } from '../database/sql.js';
import type { Differences } from './verify.differences.js';
import type { Flows } from './verify.tally.js';

const keyNames = ['community_id', 'currency', 'month', 'kind', 'from_kind', 'to_kind', 'programme'];

/**
 * Compares what each writer's batches added with the transfers themselves, and the folded sums with those batches
 * that lie up to the cursor of their writer.
 */
export async function proveSummaries(reader: Reader, flows: Flows, differences: Differences): Promise<void> {
  const added: Flows = new Map();
  const folded: Flows = new Map();
  let before: Row | undefined;
  for await (const chunk of reader.chunks(
    `select d.*, c.batch as cursor from summary_deltas d
       left join summary_cursors c on c.writer_id = d.writer_id
      order by d.writer_id, d.batch, d.line`,
  )) {
    for (const row of chunk) {
      const key = keyNames.map((name) => row[name]).join('\n');
      add(added, `${row.writer_id as string}\n${key}`, row);
      if ((row.batch as bigint) <= ((row.cursor ?? 0n) as bigint)) add(folded, key, row);
      proveLine(row, before, differences);
      before = row;
    }
  }
  compare('summary_deltas', added, flows, differences);
  const kept: Flows = new Map();
  for await (const chunk of reader.chunks('select * from summaries')) {
    for (const row of chunk) add(kept, keyNames.map((name) => row[name]).join('\n'), row);
  }
  compare('summaries', kept, folded, differences);
}

function add(flows: Flows, key: string, row: Row): void {
  const sum = flows.get(key) ?? { transfers: 0n, amount: 0n };
  sum.transfers += row.transfers as bigint;
  sum.amount += row.amount as bigint;
  flows.set(key, sum);
}

/** The lines of a batch are numbered from 0. */
function proveLine(row: Row, before: Row | undefined, differences: Differences): void {
  const goesOn = before !== undefined && before.writer_id === row.writer_id && before.batch === row.batch;
  const expected = goesOn ? (before.line as bigint) + 1n : 0n;
  if (row.line === expected) return;
  const key = [row.writer_id as string, row.batch as bigint, row.line as bigint];
  differences.add('summary_deltas', key, 'line', `${expected} was expected`);
}

function compare(table: string, found: Flows, expected: Flows, differences: Differences): void {
  for (const key of new Set([...found.keys(), ...expected.keys()])) {
    const [is, be] = [found.get(key), expected.get(key)];
    const row = key.split('\n');
    if (is === undefined) differences.add(table, row, 'transfers', 'missing');
    else if (be === undefined) differences.add(table, row, 'transfers', 'nothing of the kind was booked');
    else {
      if (is.transfers !== be.transfers)
        differences.add(table, row, 'transfers', `${is.transfers} instead of ${be.transfers}`);
      if (is.amount !== be.amount)
        differences.add(table, row, 'amount', `${is.amount} instead of ${be.amount}`);
    }
  }
}

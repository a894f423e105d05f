import type { Reader, Row } from '../database/sql.js';
import type { Differences } from './verify.differences.js';

/** How far each writer's exchanges are proved. */
export type Cursors = Readonly<Record<string, number>>;

/**
 * Proves what each writer booked since the cursors: the entries of those exchanges follow on the ones before them,
 * and the accounts they touched say the same as their last entry.
 */
export async function proveTail(
  reader: Reader,
  from: Cursors,
  differences: Differences,
): Promise<{ cursors: Cursors; exchanges: number }> {
  const cursors: Record<string, number> = { ...from };
  let exchanges = 0;
  const touched = new Set<string>();
  for (const { writer_id: writerId } of await reader.all('select writer_id from writers')) {
    const writer = writerId as string;
    const rows = await reader.all(
      `select e.community_id, e.account_id, e.account_seq, e.amount, e.balance_after, x.exchange_id, x.writer_seq,
              b.balance_after as balance_before
         from exchanges x
         left join transfers t on t.community_id = x.community_id and t.exchange_id = x.exchange_id
         left join entries e on e.community_id = x.community_id and e.exchange_id = x.exchange_id and e.idx = t.idx
          and e.account_id in (t.debit_id, t.credit_id)
         left join entries b on b.community_id = e.community_id and b.account_id = e.account_id
          and b.account_seq = e.account_seq - 1
        where x.writer_id = ? and x.writer_seq > ?`,
      [writer, BigInt(from[writer] ?? 0)],
    );
    for (const row of rows) {
      cursors[writer] = Math.max(cursors[writer] ?? 0, Number(row.writer_seq));
      if (row.account_id !== null) proveEntry(row, touched, differences);
    }
    exchanges += new Set(rows.map((row) => row.exchange_id)).size;
  }
  await proveTouched(reader, [...touched], differences);
  return { cursors, exchanges };
}

function proveEntry(row: Row, touched: Set<string>, differences: Differences): void {
  touched.add(`${row.community_id as string} ${row.account_id as string}`);
  const before = row.account_seq === 1n ? 0n : (row.balance_before as bigint | null);
  if (before === null || before + (row.amount as bigint) !== row.balance_after) {
    const key = [row.community_id as string, row.account_id as string, row.account_seq as bigint];
    differences.add('entries', key, 'balance_after', 'does not follow on the entry before');
  }
}

async function proveTouched(
  reader: Reader,
  keys: readonly string[],
  differences: Differences,
): Promise<void> {
  for (const key of keys) {
    const [communityId, accountId] = key.split(' ') as [string, string];
    const row = await reader.one(
      `select a.last_seq, a.credits_posted - a.debits_posted as balance, e.account_seq, e.balance_after
         from accounts a left join entries e on e.community_id = a.community_id and e.account_id = a.account_id
        where a.community_id = ? and a.account_id = ? order by e.account_seq desc limit 1`,
      [communityId, accountId],
    );
    if (row === undefined || row.last_seq !== row.account_seq) {
      differences.add('accounts', [communityId, accountId], 'last_seq', 'its last entry has another number');
    } else if (row.balance !== row.balance_after) {
      differences.add('accounts', [communityId, accountId], 'balance', 'its last entry says another balance');
    }
  }
}

import type { Reader, Row } from '../database/sql.js';
import type { Differences } from './verify.differences.js';

/** How far each writer's exchanges are proved. */
export type Cursors = Readonly<Record<string, number>>;

export interface ProvedTail {
  readonly cursors: Cursors;
  readonly exchanges: number;
}

/** At most so many entries are read at once while walking back along an account. */
const stride = 50;

/**
 * Proves what each writer booked since the cursors. Every account those exchanges touched is walked back from its last
 * entry to the first one already proved: numbers and balances follow on each other, amounts are those of the transfers,
 * and the account says the same as its last entry. It costs what the tail is long, not what the books are.
 */
export async function proveTail(
  reader: Reader,
  from: Cursors,
  differences: Differences,
): Promise<ProvedTail> {
  const cursors: Record<string, number> = { ...from };
  const touched = new Map<string, number>();
  let exchanges = 0;
  for (const { writer_id: writerId } of await reader.all('select writer_id from writers')) {
    const writer = writerId as string;
    const since = BigInt(from[writer] ?? 0);
    for await (const chunk of reader.chunks(
      `select x.community_id, x.writer_seq, t.idx, t.debit_id, t.credit_id from exchanges x
         left join transfers t on t.community_id = x.community_id and t.exchange_id = x.exchange_id
        where x.writer_id = ? and x.writer_seq > ? order by x.writer_seq, t.idx`,
      [writer, since],
    )) {
      for (const row of chunk) {
        cursors[writer] = Math.max(cursors[writer] ?? 0, Number(row.writer_seq));
        if (row.idx === null || row.idx === 0n) exchanges++;
        if (row.idx === null) continue;
        for (const id of [row.debit_id, row.credit_id]) {
          const key = `${row.community_id as string} ${id as string}`;
          touched.set(key, (touched.get(key) ?? 0) + 1);
        }
      }
    }
  }
  let proved = 0;
  for (const [key, times] of touched) {
    const [communityId, accountId] = key.split(' ') as [string, string];
    // Its entries in the tail, and the one before them, where the walk ends.
    const atOnce = Math.min(times + 1, stride);
    await proveAccount(reader, from, { communityId, accountId, atOnce }, differences);
    // On SQLite reading never waits by itself: others have their turn now and then.
    if (++proved % 32 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { cursors, exchanges };
}

async function proveAccount(
  reader: Reader,
  from: Cursors,
  { communityId, accountId, atOnce }: { communityId: string; accountId: string; atOnce: number },
  differences: Differences,
): Promise<void> {
  const account = await reader.one(
    `select last_seq, credits_posted - debits_posted as balance from accounts where community_id = ? and account_id = ?`,
    [communityId, accountId],
  );
  let seq = (account?.last_seq as bigint | undefined) ?? 0n;
  let balance = (account?.balance as bigint | undefined) ?? 0n;
  while (seq > 0n) {
    const rows = await entriesUpTo(reader, communityId, accountId, seq, atOnce);
    if (rows.length === 0)
      return differences.add('entries', [communityId, accountId, seq], 'account_seq', 'is missing');
    for (const row of rows) {
      if (!follows(row, seq, balance, differences, [communityId, accountId, seq])) return;
      if (Number(row.writer_seq) <= (from[row.writer_id as string] ?? 0)) return;
      balance -= row.amount as bigint;
      seq -= 1n;
    }
  }
  if (balance !== 0n)
    differences.add('entries', [communityId, accountId, 1n], 'balance_after', 'does not begin at 0');
}

function entriesUpTo(
  reader: Reader,
  communityId: string,
  accountId: string,
  seq: bigint,
  most: number,
): Promise<Row[]> {
  return reader.all(
    `select e.account_seq, e.amount, e.balance_after, x.writer_id, x.writer_seq,
            case when t.debit_id = e.account_id then -t.amount else t.amount end as moved
       from entries e
       join exchanges x on x.community_id = e.community_id and x.exchange_id = e.exchange_id
       join transfers t on t.community_id = e.community_id and t.exchange_id = e.exchange_id and t.idx = e.idx
      where e.community_id = ? and e.account_id = ? and e.account_seq <= ?
      order by e.account_seq desc limit ?`,
    [communityId, accountId, seq, BigInt(most)],
  );
}

function follows(
  row: Row,
  seq: bigint,
  balance: bigint,
  differences: Differences,
  key: Array<string | bigint>,
): boolean {
  if (row.account_seq !== seq)
    differences.add('entries', key, 'account_seq', `${row.account_seq} stands in its place`);
  else if (row.balance_after !== balance)
    differences.add('entries', key, 'balance_after', `${balance} was expected`);
  else if (row.amount !== row.moved) differences.add('entries', key, 'amount', 'its transfer says otherwise');
  else return true;
  return false;
}

import type { Reader, Row } from '../database/sql.js';

/** The journal with its transfers, in order, in chunks. One row a transfer, or one without for what moved nothing. */
export function journalRows(reader: Reader, communityId: string): AsyncIterable<Row[]> {
  return reader.chunks(
    `select j.position, x.exchange_id, x.kind, x.mode, x.booked_date, x.fact_date, u.position as reverses,
            t.idx, t.debit_id, t.credit_id, t.currency, t.amount, t.programme
       from journal j
       join exchanges x on x.community_id = j.community_id and x.exchange_id = j.exchange_id
       left join journal u on u.community_id = x.community_id and u.exchange_id = x.reverses
       left join transfers t on t.community_id = x.community_id and t.exchange_id = x.exchange_id
      where j.community_id = ? order by j.position, t.idx`,
    [communityId],
  );
}

export function accountRows(reader: Reader, communityId: string): AsyncIterable<Row[]> {
  return reader.chunks('select account_id, kind from accounts where community_id = ? order by account_id', [
    communityId,
  ]);
}

/** A run of an account's entries, by their numbers. */
export interface Run {
  readonly accountId: string;
  readonly first: bigint;
  readonly last: bigint;
}

/** So many runs are read with one statement, the same one each time; `cross join` keeps SQLite to this order. */
const runsAtOnce = 200;
const values = new Array<string>(runsAtOnce)
  .fill('(cast(? as text), cast(? as bigint), cast(? as bigint))')
  .join(', ');
const readRuns = `with wanted (account_id, first_seq, last_seq) as (values ${values})
  select e.account_id, e.account_seq, e.exchange_id, e.idx, e.balance_after
    from wanted w cross join entries e
   where e.community_id = ? and e.account_id = w.account_id and e.account_seq between w.first_seq and w.last_seq
   order by e.account_id, e.account_seq`;

/** The entries of many runs, each account's in order. */
export async function entriesOf(reader: Reader, communityId: string, runs: readonly Run[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (let i = 0; i < runs.length; i += runsAtOnce) {
    const params: Array<string | bigint> = [];
    for (let j = i; j < i + runsAtOnce; j++) {
      const run = runs[j];
      if (run === undefined) params.push('', 1n, 0n);
      else params.push(run.accountId, run.first, run.last);
    }
    for (const row of await reader.all(readRuns, [...params, communityId])) rows.push(row);
  }
  return rows;
}

/** One page of the journal with its transfers. @param after position, exclusive */
export async function journalPage(
  reader: Reader,
  communityId: string,
  after: bigint,
  limit: number,
): Promise<{ exchanges: Row[]; transfers: Row[] }> {
  const exchanges = await reader.all(
    `select j.position, x.exchange_id, x.kind, x.mode, x.booked_at, x.booked_date, x.fact_date,
            u.position as reverses
       from journal j
       join exchanges x on x.community_id = j.community_id and x.exchange_id = j.exchange_id
       left join journal u on u.community_id = x.community_id and u.exchange_id = x.reverses
      where j.community_id = ? and j.position > ? order by j.position limit ${Math.trunc(limit)}`,
    [communityId, after],
  );
  const within = reader.within(
    't.exchange_id',
    exchanges.map((row) => row.exchange_id as string),
  );
  const transfers = await reader.all(
    `select t.exchange_id, t.idx, t.currency, t.amount, t.programme, t.debit_id, t.credit_id,
            d.kind as from_kind, d.party_kind as from_party_kind, c.kind as to_kind, c.party_kind as to_party_kind
       from transfers t
       join accounts d on d.community_id = t.community_id and d.account_id = t.debit_id
       join accounts c on c.community_id = t.community_id and c.account_id = t.credit_id
      where t.community_id = ? and ${within.sql} order by t.exchange_id, t.idx`,
    [communityId, within.param],
  );
  return { exchanges, transfers };
}

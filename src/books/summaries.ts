import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Reader, Row, Tx } from '../database/sql.js';

/** How much moved in a month, by kind, kinds of party and programme. */
export interface Flow {
  readonly currency: string;
  /** YYYY-MM, by the date booked. */
  readonly month: string;
  readonly kind: string;
  readonly fromKind: string;
  readonly toKind: string;
  /** Empty for none. */
  readonly programme: string;
  readonly transfers: bigint;
  readonly amount: bigint;
}

/** At most this many deltas are folded in one database transaction. */
const chunk = 5000;

const key = ['community_id', 'currency', 'month', 'kind', 'from_kind', 'to_kind', 'programme'];

/**
 * Sums that a page can read at the same cost whatever the number of transfers: each batch of the committer appends
 * what it adds, folding gathers that, and reading adds what is folded and what is not yet.
 */
@Injectable()
export class Summaries {
  constructor(private readonly database: Database) {}

  /** @returns how many deltas were folded; 0 also when another process is at it */
  async fold(): Promise<number> {
    let done = 0;
    await this.database.withLock('summaries', async () => {
      for (;;) {
        const some = await this.database.transaction((tx) => foldSome(tx));
        done += some;
        if (some < chunk) break;
      }
    });
    return done;
  }

  /**
   * @param fromMonth YYYY-MM, inclusive
   * @param toMonth YYYY-MM, inclusive
   */
  flows(communityId: string, fromMonth = '0000-00', toMonth = '9999-99'): Promise<Flow[]> {
    return readFlows(this.database.reader, communityId, fromMonth, toMonth);
  }
}

/**
 * Folded sums and the tail together. With `cross join` SQLite starts from the cursors: else it may read every delta
 * there ever was.
 */
export async function readFlows(
  reader: Reader,
  communityId: string,
  from: string,
  to: string,
): Promise<Flow[]> {
  const columns = 'currency, month, kind, from_kind, to_kind, programme';
  const rows = await reader.all(
    `select ${columns}, sum(transfers) as transfers, sum(amount) as amount from (
       select ${columns}, transfers, amount from summaries
        where community_id = ? and month between ? and ?
       union all
       select ${columns}, transfers, amount
         from summary_cursors c cross join summary_deltas d
        where d.writer_id = c.writer_id and d.batch > c.batch and d.community_id = ? and month between ? and ?
     ) s group by ${columns} order by ${columns}`,
    [communityId, from, to, communityId, from, to],
  );
  return rows.map((row) => ({
    currency: row.currency as string,
    month: row.month as string,
    kind: row.kind as string,
    fromKind: row.from_kind as string,
    toKind: row.to_kind as string,
    programme: row.programme as string,
    // PostgreSQL sums bigints into numeric, which arrives as text.
    transfers: BigInt(row.transfers as string | bigint),
    amount: BigInt(row.amount as string | bigint),
  }));
}

async function foldSome(tx: Tx): Promise<number> {
  const rows = await tx.all(
    `select d.* from summary_cursors c cross join summary_deltas d
      where d.writer_id = c.writer_id and d.batch > c.batch
      order by c.writer_id, d.batch limit ${chunk}`,
  );
  const whole = rows.length < chunk ? rows : await wholeBatches(tx, rows);
  const cursors = new Map<string, bigint>();
  const sums = new Map<string, Row>();
  for (const row of whole) {
    cursors.set(row.writer_id as string, row.batch as bigint);
    const id = key.map((name) => row[name]).join('\n');
    const sum = sums.get(id);
    if (sum === undefined) sums.set(id, { ...row });
    else {
      sum.transfers = (sum.transfers as bigint) + (row.transfers as bigint);
      sum.amount = (sum.amount as bigint) + (row.amount as bigint);
    }
  }
  for (const row of sums.values()) {
    await tx.run(
      `insert into summaries (${key.join(', ')}, transfers, amount) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
       on conflict (${key.join(', ')}) do update
         set transfers = summaries.transfers + excluded.transfers, amount = summaries.amount + excluded.amount`,
      [...key.map((name) => row[name] as string), row.transfers as bigint, row.amount as bigint],
    );
  }
  for (const [writerId, batch] of cursors) {
    await tx.run('update summary_cursors set batch = ? where writer_id = ?', [batch, writerId]);
  }
  return rows.length;
}

/** The last batch read may be cut off: it is left for the next round, or read in full when it is the only one. */
async function wholeBatches(tx: Tx, rows: Row[]): Promise<Row[]> {
  const last = rows[rows.length - 1]!;
  const first = rows.findIndex((row) => row.writer_id === last.writer_id && row.batch === last.batch);
  if (first > 0) return rows.slice(0, first);
  return tx.all('select * from summary_deltas where writer_id = ? and batch = ?', [
    last.writer_id!,
    last.batch!,
  ]);
}

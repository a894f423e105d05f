import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Row, Tx } from '../database/sql.js';
import { journalTable } from './books.tables.js';

/** At most this many exchanges get their position in one database transaction. */
const chunk = 2000;

/**
 * Gives each exchange its position in its community's journal, without gaps, after the commit. One process at a time
 * does it for all. It follows every writer by the writer's own numbers, so that nothing committed late is passed over.
 */
@Injectable()
export class Sequencer {
  constructor(private readonly database: Database) {}

  /** @returns how many exchanges got a position; 0 also when another process is at it */
  async run(): Promise<number> {
    let done = 0;
    await this.database.withLock('sequencer', async () => {
      for (;;) {
        const some = await this.database.transaction((tx) => sequence(tx));
        done += some;
        if (some < chunk) break;
      }
    });
    return done;
  }
}

/** The cross join makes SQLite begin with the few writers: from the other side it would read every exchange. */
async function sequence(tx: Tx): Promise<number> {
  const rows = await tx.all(
    `select e.community_id, e.exchange_id, e.booked_at, e.writer_id, e.writer_seq
       from journal_cursors c cross join exchanges e
      where e.writer_id = c.writer_id and e.writer_seq > c.writer_seq
      order by c.writer_id, e.writer_seq limit ${chunk}`,
  );
  if (rows.length === 0) return 0;
  const next = new Map<string, bigint>();
  for (const communityId of new Set(rows.map((row) => row.community_id as string))) {
    const head = await tx.one('select max(position) as head from journal where community_id = ?', [
      communityId,
    ]);
    next.set(communityId, ((head?.head as bigint | null) ?? 0n) + 1n);
  }
  const cursors = new Map<string, bigint>();
  for (const row of rows) cursors.set(row.writer_id as string, row.writer_seq as bigint);
  await tx.insert(
    journalTable,
    [...rows].sort(byTime).map((row) => inJournal(row, next)),
  );
  for (const [writerId, seq] of cursors) {
    await tx.run('update journal_cursors set writer_seq = ? where writer_id = ?', [seq, writerId]);
  }
  return rows.length;
}

function byTime(a: Row, b: Row): number {
  const difference = Number((a.booked_at as bigint) - (b.booked_at as bigint));
  return difference !== 0 ? difference : Number((a.writer_seq as bigint) - (b.writer_seq as bigint));
}

function inJournal(row: Row, next: Map<string, bigint>): Row {
  const communityId = row.community_id as string;
  const position = next.get(communityId)!;
  next.set(communityId, position + 1n);
  return { community_id: communityId, position, exchange_id: row.exchange_id! };
}

import type { Reader, Row } from '../database/sql.js';
import type { Differences } from './verify.differences.js';
import type { Tally } from './verify.tally.js';

/** How far the journal has followed each writer. */
export async function journalCursors(reader: Reader): Promise<Map<string, bigint>> {
  const rows = await reader.all('select writer_id, writer_seq from journal_cursors');
  return new Map(rows.map((row) => [row.writer_id as string, row.writer_seq as bigint]));
}

/**
 * Walks the journal: positions without gaps, each exchange once, those of one writer in its own order, and none up to
 * the writer's cursor missing.
 */
export async function proveJournal(
  reader: Reader,
  tally: Tally,
  cursors: ReadonlyMap<string, bigint>,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const walk = new Walk(cursors, differences);
  for await (const chunk of reader.chunks(
    `select j.*, x.writer_id, x.writer_seq from journal j
       left join exchanges x on x.community_id = j.community_id and x.exchange_id = j.exchange_id
      order by j.community_id, j.position`,
  )) {
    for (const row of chunk) walk.step(row);
    step(chunk.length);
  }
  for (const [writer, count] of tally.sequenced) {
    if (walk.lines.get(writer) !== count) await nameMissing(reader, writer, differences);
  }
  await proveWriters(reader, differences);
}

class Walk {
  /** How many lines of the journal each writer has. */
  readonly lines = new Map<string, number>();
  private community = '';
  private position = 0n;
  private readonly last = new Map<string, bigint>();

  constructor(
    private readonly cursors: ReadonlyMap<string, bigint>,
    private readonly differences: Differences,
  ) {}

  step(row: Row): void {
    const key = [row.community_id as string, row.position as bigint];
    if (row.community_id !== this.community) {
      this.community = row.community_id as string;
      this.position = 0n;
      this.last.clear();
    }
    if (row.position !== this.position + 1n)
      this.differences.add('journal', key, 'position', `${this.position + 1n} was expected`);
    this.position = row.position as bigint;
    const writer = row.writer_id as string | null;
    if (writer === null) return this.differences.add('journal', key, 'exchange_id', 'no such exchange');
    const seq = row.writer_seq as bigint;
    if (seq <= (this.last.get(writer) ?? 0n))
      this.differences.add('journal', key, 'position', 'after a later exchange of the same writer');
    this.last.set(writer, seq);
    this.lines.set(writer, (this.lines.get(writer) ?? 0) + 1);
    if (seq > (this.cursors.get(writer) ?? 0n))
      this.differences.add('journal_cursors', [writer], 'writer_seq', `the journal is already at ${seq}`);
  }
}

async function nameMissing(reader: Reader, writer: string, differences: Differences): Promise<void> {
  const missing = await reader.all(
    `select e.community_id, e.exchange_id from exchanges e
       join journal_cursors c on c.writer_id = e.writer_id and e.writer_seq <= c.writer_seq
       left join journal j on j.community_id = e.community_id and j.exchange_id = e.exchange_id
      where e.writer_id = ? and j.position is null limit 100`,
    [writer],
  );
  for (const row of missing) {
    const key = [row.community_id as string, row.exchange_id as string];
    differences.add('journal', key, 'exchange_id', 'not in the journal');
  }
}

/** Every writer has its two cursors, each on something of its own; what lies behind a cursor is never looked at again. */
async function proveWriters(reader: Reader, differences: Differences): Promise<void> {
  const rows = await reader.all(
    `select w.writer_id, j.writer_seq, s.batch,
            (select count(*) from exchanges x where x.writer_id = w.writer_id and x.writer_seq = j.writer_seq) as ends,
            (select count(*) from summary_deltas d
              where d.writer_id = w.writer_id and d.batch = s.batch and d.line = 0) as folds
       from writers w
       left join journal_cursors j on j.writer_id = w.writer_id
       left join summary_cursors s on s.writer_id = w.writer_id`,
  );
  for (const row of rows) {
    const key = [row.writer_id as string];
    if (row.writer_seq === null || (row.writer_seq !== 0n && row.ends === 0n))
      differences.add('journal_cursors', key, 'writer_seq', 'on no exchange of this writer');
    if (row.batch === null || (row.batch !== 0n && row.folds === 0n))
      differences.add('summary_cursors', key, 'batch', 'on no batch of this writer');
  }
  const unknown = await reader.all(
    `select writer_id from journal_cursors where writer_id not in (select writer_id from writers)
      union select writer_id from summary_cursors where writer_id not in (select writer_id from writers)`,
  );
  for (const row of unknown)
    differences.add('writers', [row.writer_id as string], 'writer_id', 'unknown writer');
}

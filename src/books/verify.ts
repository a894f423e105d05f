import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Reader } from '../database/sql.js';
import { BooksStoppedError } from './answers.js';
import { Committer } from './committer.js';
import { proveAccounts } from './verify.accounts.js';
import { proveAnswers } from './verify.answers.js';
import { proveExchanges } from './verify.exchanges.js';
import { proveHolds } from './verify.holds.js';
import { journalCursors, proveJournal } from './verify.journal.js';
import { proveSummaries } from './verify.summaries.js';
import { Differences, type Difference } from './verify.differences.js';
import { proveTail, type Cursors } from './verify.tail.js';
import { Tally } from './verify.tally.js';

export interface Proof {
  readonly kind: 'full' | 'tail';
  readonly exchanges: number;
  readonly differences: readonly Difference[];
}

/** A part of the proof that another room adds for its own tables, for example receipts. */
export type ProofPart = (reader: Reader, differences: Differences, progress: () => void) => Promise<void>;

/** Proves the books: everything that is derived is derived again and compared, row by row. */
@Injectable()
export class Verifier {
  private readonly parts: ProofPart[] = [];

  constructor(
    private readonly database: Database,
    private readonly committer: Committer,
    private readonly clock: Clock,
  ) {}

  /** Adds a room's own part to every full proof. */
  register(part: ProofPart): void {
    this.parts.push(part);
  }

  /**
   * Proves everything, on one unchanging view of the data, while others write.
   * @param progress told now and then, with the number of rows looked at
   * @returns every difference by table, row and field; at most 1,000 of them
   */
  async full(progress: (rows: number) => void = () => undefined): Promise<Proof> {
    const differences = new Differences();
    let exchanges = 0;
    let rows = 0;
    const step = (count = 1) => progress((rows += count));
    const cursors = await this.database.snapshot(async (reader) => {
      const tally = new Tally();
      const journaled = await journalCursors(reader);
      const proved = await proveExchanges(reader, tally, journaled, differences, step);
      exchanges = proved.exchanges;
      await proveJournal(reader, tally, journaled, differences, step);
      await proveAnswers(reader, differences, step);
      await proveHolds(reader, tally, differences, step);
      await proveAccounts(reader, tally, differences, step);
      await proveSummaries(reader, tally.flows, differences);
      for (const part of this.parts) await part(reader, differences, step);
      return proved.cursors;
    });
    await this.remember('full', cursors, differences.list);
    return { kind: 'full', exchanges, differences: differences.list };
  }

  /** Proves what was booked since the last proof without differences, and the accounts it touched. */
  async tail(): Promise<Proof> {
    const last = await this.database.reader.one(
      `select cursors from proofs where outcome = 'proved' order by number desc limit 1`,
    );
    const from = last === undefined ? {} : (JSON.parse(last.cursors as string) as Cursors);
    const differences = new Differences();
    const { cursors, exchanges } = await this.database.snapshot((reader) =>
      proveTail(reader, from, differences),
    );
    await this.remember('tail', cursors, differences.list);
    return { kind: 'tail', exchanges, differences: differences.list };
  }

  /** Stops writing by name when a proof found something. */
  stopOn(proof: Proof): void {
    const first = proof.differences[0];
    if (first === undefined) return;
    const detail = `${proof.differences.length} differences, first: ${first.table} ${first.row} ${first.field}`;
    this.committer.stop(new BooksStoppedError('books_differ', detail));
  }

  /** A reader without the right to write proves all the same; only the note is left out. */
  private async remember(
    kind: 'full' | 'tail',
    cursors: Cursors,
    found: readonly Difference[],
  ): Promise<void> {
    if (this.database.readOnly) return;
    await this.database.transaction(async (tx) => {
      // Two processes may prove at the same moment: one note of it is enough.
      await tx.run(
        `insert into proofs (number, kind, proved_at, outcome, cursors, differences)
         select coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? from proofs where true
         on conflict (number) do nothing`,
        [
          kind,
          BigInt(this.clock.now()),
          found.length === 0 ? 'proved' : 'differs',
          JSON.stringify(cursors),
          JSON.stringify(found.slice(0, 20)),
        ],
      );
    });
  }
}

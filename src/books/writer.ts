import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';

/**
 * This process as a writer. Its exchanges carry its id and a rising number: as it commits one batch after the other,
 * they become visible in that order, so a reader that follows each writer misses nothing.
 */
@Injectable()
export class Writer {
  private current = newId();
  private next = 1;
  private entered: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  get id(): string {
    return this.current;
  }

  /**
   * Goes on under a new id. For when nobody knows whether a commit was done: it may still become visible later, and
   * whoever follows the old id must then find nothing behind it.
   */
  renew(): void {
    this.current = newId();
    this.entered = undefined;
  }

  /** Enters this process in the list of writers, once. */
  ready(): Promise<void> {
    this.entered ??= this.enter().catch((error: unknown) => {
      // It may have been entered all the same, when only the answer was lost.
      this.renew();
      throw error;
    });
    return this.entered;
  }

  /** The first of `count` numbers that nobody else gets. */
  reserve(count: number): number {
    const first = this.next;
    this.next += count;
    return first;
  }

  private enter(): Promise<void> {
    const at = BigInt(this.clock.now());
    return this.database.transaction(async (tx) => {
      await tx.run('insert into writers (writer_id, started_at) values (?, ?)', [this.id, at]);
      await tx.run('insert into journal_cursors (writer_id, writer_seq) values (?, 0)', [this.id]);
      await tx.run('insert into summary_cursors (writer_id, batch) values (?, 0)', [this.id]);
    });
  }
}

import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import { BooksStoppedError } from './answers.js';
import { Committer } from './committer.js';

/** A time that began with the restore of a backup. */
export interface Epoch {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** When the vouchers that were active at the time of the backup were set aside; null when that is still to be done. */
  readonly vouchersHeldAt: number | null;
  readonly confirmedAt: number | null;
}

/** For so long it is not asked again whether a restore was confirmed. */
const askAgainMs = 1000;

/**
 * After a restore nobody knows what was booked since the backup: somebody may hold a receipt, or have spent a voucher,
 * of which the books know nothing. So nothing is booked until the operator says that it may go on.
 */
@Injectable()
export class Epochs implements OnApplicationBootstrap {
  private askedAt = 0;

  constructor(
    private readonly database: Database,
    private readonly committer: Committer,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const epoch = await this.current();
    if (epoch === undefined || epoch.confirmedAt !== null) return;
    const reason = new BooksStoppedError(
      'restored_unconfirmed',
      'a backup was restored and not confirmed yet',
    );
    this.committer.stop(reason, () => this.isConfirmed());
  }

  /** The epoch of the last restore; undefined when there never was one. */
  async current(): Promise<Epoch | undefined> {
    const row = await this.database.reader.one('select * from epochs order by number desc limit 1');
    if (row === undefined) return undefined;
    const instant = (value: unknown): number | null => (value === null ? null : Number(value));
    return {
      number: Number(row.number),
      startedAt: Number(row.started_at),
      vouchersHeldAt: instant(row.vouchers_held_at),
      confirmedAt: instant(row.confirmed_at),
    };
  }

  /** Notes that the vouchers of an epoch were set aside. */
  async vouchersHeld(number: number): Promise<void> {
    await this.database.transaction((tx) =>
      tx.run('update epochs set vouchers_held_at = ? where number = ? and vouchers_held_at is null', [
        BigInt(this.clock.now()),
        BigInt(number),
      ]),
    );
  }

  /**
   * Lets booking go on, at once here and within a second in other processes. Who may was asked by the caller.
   * @returns whether there was anything to confirm
   */
  async confirm(actorId: string): Promise<boolean> {
    const changed = await this.database.transaction((tx) =>
      tx.run(
        `update epochs set confirmed_at = ?, confirmed_by = ?
          where confirmed_at is null and vouchers_held_at is not null`,
        [BigInt(this.clock.now()), actorId],
      ),
    );
    this.askedAt = 0;
    return changed > 0;
  }

  private async isConfirmed(): Promise<boolean> {
    const now = this.clock.now();
    if (now - this.askedAt < askAgainMs) return false;
    this.askedAt = now;
    const epoch = await this.current();
    return epoch === undefined || epoch.confirmedAt !== null;
  }
}

/** Begins an epoch, in the transaction of a restore. @param at milliseconds since 1970 */
export async function beginEpoch(tx: Tx, at: number): Promise<void> {
  await tx.run(
    `insert into epochs (number, started_at) select coalesce(max(number), 0) + 1, ? from epochs where true`,
    [BigInt(at)],
  );
}

import { Injectable } from '@nestjs/common';
import { may, systemActor, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { Database } from '../database/database.js';
import type { Amount } from '../ledger/amount.js';
import { isOver, type Batch } from './batch.js';
import { findBatch, findEnding, setReminded } from './batches.store.js';
import { VoidsService } from './voids.service.js';
import { daysAfter } from './voucher-terms.js';
import { VoucherBooking } from './voucher-booking.js';
import { findOfBatch } from './vouchers.store.js';

/** So many days before the last day on the paper it is time to remind. */
export const remindBefore = 14;

/** What a run did. */
export interface ExpiryRun {
  /** Batches of which the reminder was recorded now. */
  readonly reminded: number;
  /** Vouchers that expired, and what they were worth. */
  readonly expired: number;
  readonly amount: Amount;
}

/** A batch of which holders are to be told, with what of it is still out. */
export interface ReminderList {
  readonly batch: Batch;
  readonly serials: readonly string[];
}

/** Vouchers expire only after a reminder that is recorded, and days of grace (U38). */
@Injectable()
export class VoucherExpiry {
  constructor(
    private readonly database: Database,
    private readonly communities: CommunitiesService,
    private readonly voids: VoidsService,
    private readonly booking: VoucherBooking,
  ) {}

  /**
   * One run over a community: records the reminder of what ends within two weeks, and moves the value of what is over
   * to where the terms say. Held ones wait. A run that was cut off is done again without ending anything twice.
   * @throws NotAllowed
   */
  async expire(actor: Actor, communityId: string): Promise<ExpiryRun> {
    if (!may(actor, 'run_demurrage', { communityId }, this.booking.now())) throw new NotAllowed();
    const today = await this.booking.today(communityId);
    let [reminded, expired, amount] = [0, 0, 0n];
    for (const batch of await findEnding(this.database.reader, communityId, daysAfter(today, remindBefore))) {
      if (batch.remindedOn === null) {
        if (await this.remind(actor, batch, today)) reminded++;
      } else if (isOver(batch, today)) {
        const ended = await this.voids.expire(actor, batch);
        if ('kind' in ended) continue;
        expired += ended.count;
        amount += ended.amount;
      }
    }
    return { reminded, expired, amount };
  }

  /** The run for every community, for timed work. */
  async expireAll(): Promise<ExpiryRun> {
    const total = { reminded: 0, expired: 0, amount: 0n };
    const actor = systemActor('voucher_expiry');
    const rows = await this.database.reader.all(
      `select distinct community_id from voucher_batches where state = 'active' and valid_until is not null
        order by community_id`,
    );
    for (const { community_id: id } of rows) {
      if ((await this.communities.look(id as string)) === undefined) continue;
      const run = await this.expire(actor, id as string);
      total.reminded += run.reminded;
      total.expired += run.expired;
      total.amount += run.amount;
    }
    return total;
  }

  /**
   * The list for helpers and boards: serials of a batch that are still out.
   * @throws NotAllowed
   */
  async reminderList(actor: Actor, communityId: string, batchId: string): Promise<ReminderList> {
    const { reader } = this.database;
    const batch = await findBatch(reader, communityId, batchId);
    if (batch === undefined || !this.booking.mayMake(actor, batch)) throw new NotAllowed();
    const all = await findOfBatch(reader, communityId, batchId, 0, batch.count);
    const out = all.filter(
      ({ kept }) => batch.state === 'active' && (kept === 'in_batch' || kept === 'held'),
    );
    return { batch, serials: out.map(({ serial }) => serial) };
  }

  private remind(actor: Actor, batch: Batch, today: string): Promise<boolean> {
    const { communityId, id } = batch;
    const row = auditRow(actor, 'run_demurrage', 'batch', id, communityId, this.booking.now());
    return this.database.transaction(async (tx) => {
      const done = await setReminded(tx, batch, today);
      if (done) await audit(tx, row);
      return done;
    });
  }
}

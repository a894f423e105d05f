import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import { Database } from '../database/database.js';
import type { Batch } from './batch.js';
import { findBatch } from './batches.store.js';
import { no, type HeldAs, type No, type Voucher } from './voucher.js';
import { VoucherBooking } from './voucher-booking.js';
import { findBySerial, lockOfBatch, setKept } from './vouchers.store.js';

/** By serial, or a whole batch. */
export type HoldAsked = { readonly serial: string } | { readonly batchId: string };

/** Vouchers that are lost, or of which it is not sure what became of them, lie still until it is known. */
@Injectable()
export class VoucherHolds {
  constructor(
    private readonly database: Database,
    private readonly booking: VoucherBooking,
  ) {}

  /**
   * Keeps active vouchers from being used; they do not expire meanwhile.
   * @returns how many lie still now that did not before; refused `voucher_unknown`, `voucher_already_used`,
   * `voucher_expired` for a single one, `no_such_batch`, `batch_not_printed` for one that is not active
   * @throws NotAllowed
   */
  hold(actor: Actor, communityId: string, asked: HoldAsked): Promise<{ kind: 'held'; count: number } | No> {
    return this.change(actor, communityId, asked, 'held');
  }

  /** Makes held vouchers good again; what was lost only by its serial. As `hold`. @throws NotAllowed */
  release(
    actor: Actor,
    communityId: string,
    asked: HoldAsked,
  ): Promise<{ kind: 'held'; count: number } | No> {
    return this.change(actor, communityId, asked, 'in_batch');
  }

  /**
   * After a restore nobody knows which vouchers were used since the backup: all of the server lie still until released
   * by batch. Who may was asked by the caller, the command line.
   * @returns how many
   */
  async holdAll(): Promise<number> {
    const now = this.booking.now();
    return this.database.transaction((tx) =>
      tx.run(
        `update vouchers set state = 'held', held_as = 'batch', changed_at = ? where state = 'in_batch'
           and exists (select 1 from voucher_batches b where b.community_id = vouchers.community_id
                        and b.batch_id = vouchers.batch_id and b.state = 'active')`,
        [BigInt(now)],
      ),
    );
  }

  private async change(
    actor: Actor,
    communityId: string,
    asked: HoldAsked,
    to: 'held' | 'in_batch',
  ): Promise<{ kind: 'held'; count: number } | No> {
    const found = await this.find(communityId, asked);
    if (!this.mayHold(actor, communityId, found)) throw new NotAllowed();
    if (found === undefined) return no('serial' in asked ? 'voucher_unknown' : 'no_such_batch');
    const serials = 'serial' in asked ? [asked.serial] : undefined;
    if (found.state !== 'active') return no(serials === undefined ? 'batch_not_printed' : 'voucher_unknown');
    const now = this.booking.now();
    return this.database.transaction(async (tx) => {
      const vouchers = await lockOfBatch(tx, found, serials);
      const ended = serials === undefined ? undefined : endedCodes[vouchers[0]!.kept];
      if (ended !== undefined) return no(ended);
      const heldAs = serials === undefined ? 'batch' : 'lost';
      const changed = vouchers.filter((voucher) => changes(voucher, to, heldAs));
      await setKept(tx, changed, to, now, to === 'held' ? heldAs : null);
      const [what, id] =
        serials === undefined ? (['batch', found.id] as const) : (['voucher', serials[0]!] as const);
      await audit(tx, auditRow(actor, 'hold_voucher', what, id, communityId, now));
      return { kind: 'held', count: changed.length };
    });
  }

  private async find(communityId: string, asked: HoldAsked): Promise<Batch | undefined> {
    const { reader } = this.database;
    if ('batchId' in asked) return findBatch(reader, communityId, asked.batchId);
    return (await findBySerial(reader, communityId, asked.serial))?.batch;
  }

  /** Whoever made it, and those who help members of the community with what they lost. */
  private mayHold(actor: Actor, communityId: string, batch: Batch | undefined): boolean {
    const now = this.booking.now();
    if (may(actor, 'hold_voucher', { communityId }, now)) return true;
    return batch !== undefined && may(actor, 'hold_voucher', { communityId, partyId: batch.partyId }, now);
  }
}

/** What somebody lost is released by its serial only, never with its batch. */
function changes({ kept, heldAs }: Voucher, to: 'held' | 'in_batch', by: HeldAs): boolean {
  if (to === 'held') return kept === 'in_batch' || (kept === 'held' && heldAs === 'batch' && by === 'lost');
  return kept === 'held' && (by === 'lost' || heldAs === 'batch');
}

const endedCodes: Readonly<Record<string, No['code']>> = {
  redeemed: 'voucher_already_used',
  expired: 'voucher_expired',
  void: 'voucher_unknown',
};

import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer, Append } from '../books/answers.js';
import { plainMove } from '../books/plain.js';
import { SecondYesLimits } from '../communities/second-yes-limits.service.js';
import { Database } from '../database/database.js';
import type { Guard, HoldId } from '../ledger/order.js';
import { batchGuard, batchState, type Batch } from './batch.js';
import { findBatch, liveAmountOf } from './batches.store.js';
import { VoucherBooking } from './voucher-booking.js';
import { liveState, nextState, no, stateOf, voucherGuard, type No } from './voucher.js';
import { findBySerial } from './vouchers.store.js';

/** What an issue adds to the order that activates its batch. */
export interface IssueParts {
  readonly guards: readonly Guard[];
  readonly appends: readonly Append[];
  /** What the approval set aside for it. */
  readonly endsHold?: HoldId;
}

export interface TopUpWish {
  /** UUID version 7, made by who asks. */
  readonly orderId: string;
  readonly serial: string;
  /** What it was seen to be worth, in smallest units; another worth is refused. */
  readonly worth: bigint;
  /** What comes to it. */
  readonly add: bigint;
}

/** Value comes onto vouchers: all of a batch at once, in one order, or a single one that is topped up. */
@Injectable()
export class ActivationService {
  constructor(
    private readonly database: Database,
    private readonly booking: VoucherBooking,
    private readonly limits: SecondYesLimits,
  ) {}

  /**
   * Activates a printed batch: its value moves to vouchers outstanding, whole or not at all. Safe to repeat.
   * @param orderId UUID version 7, made by who asks
   * @returns posted; refused `no_such_batch`, `batch_not_printed`, `batch_active`, `batch_void`, `batch_empty`,
   * `issue_needed` for a batch that an issue pays for, `needs_second` for more than one treasurer may pay alone, or by
   * the ledger's own list (`not_enough`)
   * @throws NotAllowed
   */
  async activate(actor: Actor, communityId: string, orderId: string, batchId: string): Promise<Answer | No> {
    const batch = await findBatch(this.database.reader, communityId, batchId);
    if (batch === undefined || !this.booking.mayMake(actor, batch)) throw new NotAllowed();
    if (batch.issueId !== null) return no('issue_needed');
    if (batch.state === 'printed') {
      const live = batch.liveAmount ?? (await liveAmountOf(this.database.reader, communityId, batchId));
      if (await this.isTooMuchForOne(actor, batch, live)) return no('needs_second');
    }
    return this.post(actor, orderId, batch, { guards: [], appends: [] });
  }

  /**
   * The same for a batch that an issue pays for. Who may was asked by the caller, the room of programmes.
   * @param parts what the issue adds: its own guard, so that the batch and the issue go together or not at all
   */
  async activateFor(
    actor: Actor,
    communityId: string,
    orderId: string,
    batchId: string,
    parts: IssueParts,
  ): Promise<Answer | No> {
    const batch = await findBatch(this.database.reader, communityId, batchId);
    return batch === undefined ? no('no_such_batch') : this.post(actor, orderId, batch, parts);
  }

  /**
   * Adds value to an active voucher instead of giving a second one, out of the account its batch came from.
   * @returns posted; refused `voucher_unknown`, `voucher_changed` when it is worth something else by now,
   * `issue_needed` for one that an issue paid for, or by the ledger's own list
   * @throws NotAllowed
   */
  async topUp(actor: Actor, communityId: string, wish: TopUpWish): Promise<Answer | No> {
    const { orderId, serial, worth, add } = wish;
    const found = await findBySerial(this.database.reader, communityId, serial);
    if (found === undefined || !this.booking.mayMake(actor, found.batch)) throw new NotAllowed();
    const { voucher, batch } = found;
    if (batch.issueId !== null) return no('issue_needed');
    if (stateOf(voucher, batch) === 'made' || stateOf(voucher, batch) === 'printed')
      return no('voucher_unknown');
    const live = voucher.kept === 'in_batch' || voucher.kept === 'held';
    const cap = live && voucher.boundTo === null ? await this.booking.bearerCap(batch) : null;
    if (cap !== null && worth + add > cap) return no('voucher_over_bearer_cap');
    const tooMuch = await this.isTooMuchForOne(actor, batch, add);
    // What was added before there was a limit gets the answer it had.
    if (tooMuch && !(await this.booking.isBooked(communityId, orderId))) return no('needs_second');
    const expect = liveState({ kept: 'in_batch', amount: worth }, false);
    const next = nextState('active', worth + add);
    const answer = await this.booking.book(actor, {
      id: orderId,
      communityId,
      kind: 'voucher',
      transfers: [moveIn(batch, add)],
      guards: [{ kind: voucherGuard, key: serial, expect, next }],
      appends: [this.audited(actor, 'voucher', serial, communityId)],
    });
    return answer.kind === 'refused' && answer.code === 'code_already_used'
      ? { ...answer, code: 'voucher_changed' }
      : answer;
  }

  /** Above the limit of a group two treasurers have to say yes (S09): vouchers are no way round it. */
  private async isTooMuchForOne(actor: Actor, batch: Batch, amount: bigint): Promise<boolean> {
    const { communityId, sourceId } = batch;
    const source = await this.booking.owner(communityId, sourceId);
    if (actor.kind === 'system' || source?.partyId == null) return false;
    const { partyId, currency } = source;
    return (await this.limits.above(communityId, partyId, currency, amount)) !== undefined;
  }

  private async post(actor: Actor, orderId: string, batch: Batch, parts: IssueParts): Promise<Answer | No> {
    const { communityId, id, state, exchangeId } = batch;
    if (state === 'made') return no('batch_not_printed');
    if (state === 'void') return no('batch_void');
    if (state === 'active' && exchangeId !== orderId) return no('batch_active');
    const live = batch.liveAmount ?? (await liveAmountOf(this.database.reader, communityId, id));
    if (live === 0n) return no('batch_empty');
    const source = await this.booking.account(communityId, batch.sourceId);
    const issues = source?.kind === 'programme_budget' || source?.kind === 'issuance';
    const guard = {
      kind: batchGuard,
      key: id,
      expect: batchState('printed', live),
      next: batchState('active', live),
    };
    const answer = await this.booking.book(actor, {
      id: orderId,
      communityId,
      kind: issues ? 'issue' : 'voucher',
      transfers: [{ ...moveIn(batch, live), endsHold: parts.endsHold ?? null }],
      guards: [guard, ...parts.guards],
      appends: [this.audited(actor, 'batch', id, communityId), ...parts.appends],
    });
    return answer.kind === 'refused' && answer.code === 'code_already_used'
      ? this.why(batch, answer)
      : answer;
  }

  /** The books say of every guard that it was otherwise; of a batch it is said how. */
  private async why(batch: Batch, answer: Extract<Answer, { kind: 'refused' }>): Promise<No> {
    const now = await findBatch(this.database.reader, batch.communityId, batch.id);
    if (now?.state === 'active') return { ...answer, code: 'batch_active' };
    return { ...answer, code: now?.state === 'void' ? 'batch_void' : 'voucher_changed' };
  }

  private audited(actor: Actor, what: 'batch' | 'voucher', id: string, communityId: string): Append {
    const row = auditRow(actor, 'make_vouchers', what, id, communityId, this.booking.now());
    return { table: auditTable, row };
  }
}

function moveIn({ sourceId, outstandingId, currency, programme }: Batch, amount: bigint) {
  return plainMove({ debitId: sourceId, creditId: outstandingId, currency, amount, programme });
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit, auditRow, auditTable } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { orderIdFor } from '../communities/purses.service.js';
import { plainMove } from '../books/plain.js';
import { Database } from '../database/database.js';
import type { Amount } from '../ledger/amount.js';
import { isOver, type Batch } from './batch.js';
import { findBatch, setState } from './batches.store.js';
import { liveState, nextState, no, voucherGuard, type No, type Voucher } from './voucher.js';
import { VoucherBooking } from './voucher-booking.js';
import { findBySerial, findOfBatch, lockOfBatch, setKept } from './vouchers.store.js';

/** So many vouchers in one order. */
const chunk = 1000;
/** Others may use vouchers meanwhile; what is left is looked at anew so often. */
const rounds = 5;

export interface Ended {
  /** How many vouchers. */
  readonly count: number;
  readonly amount: Amount;
}

/** How vouchers of one batch are ended, and where their value goes. */
export interface Ending {
  readonly to: 'void' | 'expired';
  readonly kind: 'reclaim' | 'expiry';
  readonly creditId: string;
  /** Which of the live ones. */
  readonly which: (voucher: Voucher, over: boolean) => boolean;
}

/** Vouchers end without being used: void by serial or by batch, or their days are over. */
@Injectable()
export class VoidsService {
  constructor(
    private readonly database: Database,
    private readonly currencies: CurrenciesService,
    private readonly booking: VoucherBooking,
  ) {}

  /**
   * Makes vouchers of a batch void, also held ones; their value goes back. What is used or void already stays so.
   * After a crash, or when some were used meanwhile, it can be asked again.
   * @param serials left out: the whole batch, and then also one that is not active yet
   * @returns how many became void, and what they were worth
   * @throws NotAllowed
   */
  async void(
    actor: Actor,
    communityId: string,
    batchId: string,
    serials?: readonly string[],
  ): Promise<({ kind: 'void' } & Ended) | No> {
    const batch = await findBatch(this.database.reader, communityId, batchId);
    if (batch === undefined || !this.booking.mayMake(actor, batch)) throw new NotAllowed();
    if (serials !== undefined && !(await this.areOf(batch, serials))) return no('voucher_unknown');
    const before = batch.state === 'active' ? undefined : await this.voidUnused(actor, batch, serials);
    if (before !== undefined) return { kind: 'void', ...before };
    const wanted = serials === undefined ? undefined : new Set(serials);
    const ending: Ending = {
      to: 'void',
      kind: 'reclaim',
      creditId: batch.returnId,
      which: ({ serial }) => wanted?.has(serial) ?? true,
    };
    const ended = await this.end(actor, batch, ending);
    return 'kind' in ended ? ended : { kind: 'void', ...ended };
  }

  /** The same for a single voucher. @throws NotAllowed also when there is no such voucher */
  async voidOne(actor: Actor, communityId: string, serial: string): Promise<({ kind: 'void' } & Ended) | No> {
    const found = await findBySerial(this.database.reader, communityId, serial);
    if (found === undefined) throw new NotAllowed();
    return this.void(actor, communityId, found.batch.id, [serial]);
  }

  /**
   * Ends the live vouchers of a batch whose days are over. Who may was asked by the caller.
   * @returns nothing for a batch that expires never or not yet
   */
  async expire(actor: Actor, batch: Batch): Promise<Ended | No> {
    const { communityId, currency, terms } = batch;
    if (terms.expiresTo === null) return { count: 0, amount: 0n };
    const pot = () => this.currencies.communityAccount(communityId, currency, 'pot');
    const creditId = terms.expiresTo === 'pot' ? await pot() : batch.returnId;
    return this.end(actor, batch, {
      to: 'expired',
      kind: 'expiry',
      creditId,
      which: ({ kept }, over) => over && kept === 'in_batch',
    });
  }

  private async areOf(batch: Batch, serials: readonly string[]): Promise<boolean> {
    const all = await findOfBatch(this.database.reader, batch.communityId, batch.id, 0, batch.count);
    const known = new Set(all.map(({ serial }) => serial));
    return serials.every((serial) => known.has(serial));
  }

  /** What had no value yet moves none. @returns undefined when it was activated meanwhile */
  private voidUnused(actor: Actor, batch: Batch, serials?: readonly string[]): Promise<Ended | undefined> {
    const { communityId, id } = batch;
    const now = this.booking.now();
    return this.database.transaction(async (tx) => {
      const vouchers = await lockOfBatch(tx, batch, serials);
      const locked = (await findBatch(tx, communityId, id, tx.forUpdate))!;
      if (locked.state === 'active') return undefined;
      if (locked.state === 'void') return { count: 0, amount: 0n };
      const live = vouchers.filter(({ kept }) => kept === 'in_batch');
      if (serials === undefined) await setState(tx, locked, ['made', 'printed'], 'void', now);
      await setKept(tx, live, 'void', now);
      await audit(tx, auditRow(actor, 'make_vouchers', 'batch', id, communityId, now));
      return { count: live.length, amount: 0n };
    });
  }

  private async end(actor: Actor, batch: Batch, ending: Ending): Promise<Ended | No> {
    let count = 0;
    let amount = 0n;
    for (let round = 0; round < rounds; round++) {
      const over = isOver(batch, await this.booking.today(batch.communityId));
      const left = await this.liveOf(batch, over, ending);
      if (left.length === 0) break;
      for (let from = 0; from < left.length; from += chunk) {
        const some = left.slice(from, from + chunk);
        const answer = await this.endSome(actor, batch, some, over, ending);
        if (answer.kind === 'refused') {
          if (isByVoucher(answer.code)) continue;
          return answer;
        }
        count += some.length;
        amount += sumOf(some);
      }
    }
    return { count, amount };
  }

  private async liveOf(batch: Batch, over: boolean, ending: Ending): Promise<Voucher[]> {
    const all = await findOfBatch(this.database.reader, batch.communityId, batch.id, 0, batch.count);
    const isLive = ({ kept }: Voucher) => kept === 'in_batch' || kept === 'held';
    return all.filter((voucher) => isLive(voucher) && ending.which(voucher, over));
  }

  /** One order for many vouchers. Its id follows from what it ends, so that doing it again after a crash ends nothing twice. */
  private endSome(actor: Actor, batch: Batch, some: readonly Voucher[], over: boolean, ending: Ending) {
    const { communityId, id: batchId, outstandingId, currency, programme } = batch;
    const { to, kind, creditId } = ending;
    const about = some.map(
      ({ serial, amount, kept, changedAt }) => `${serial} ${amount} ${kept} ${changedAt}`,
    );
    const move = { debitId: outstandingId, creditId, currency, amount: sumOf(some), programme };
    const row = auditRow(actor, 'make_vouchers', 'batch', batchId, communityId, this.booking.now());
    return this.booking.book(actor, {
      id: orderIdFor(batch.madeAt, to, communityId, batchId, String(over), actor.id, ...about),
      communityId,
      kind,
      transfers: [plainMove(move)],
      guards: some.map((voucher) => ({
        kind: voucherGuard,
        key: voucher.serial,
        expect: liveState(voucher, over),
        next: nextState(to, voucher.amount),
      })),
      appends: [{ table: auditTable, row }],
    });
  }
}

function sumOf(vouchers: readonly Voucher[]): Amount {
  return vouchers.reduce((sum, { amount }) => sum + amount, 0n);
}

/** Whether one of the vouchers was used, held or topped up meanwhile: the others are asked anew. */
function isByVoucher(code: string): boolean {
  return code === 'code_already_used' || code.startsWith('voucher_');
}

import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { KeysService } from '../access/keys.service.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { Database } from '../database/database.js';
import type { Batch } from './batch.js';
import { findBatch, findSecrets } from './batches.store.js';
import { CheckCodes } from './check-codes.js';
import { seedPlace, tokenOf, voucherUrl } from './voucher-codes.js';
import { VoucherBooking } from './voucher-booking.js';
import { no, type No } from './voucher.js';
import { findOfBatch } from './vouchers.store.js';

/** What is printed of one voucher. */
export interface PrintedVoucher {
  readonly serial: string;
  readonly number: number;
  readonly amount: bigint;
  /** What its QR code says. */
  readonly url: string;
  /** Six digits. */
  readonly check: string;
}

/** What is printed of a batch, as long as it is not active. */
@Injectable()
export class SheetsService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly checks: CheckCodes,
    private readonly booking: VoucherBooking,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The vouchers of a batch that are not void, by number, with their codes. Written down in the audit.
   * @param after the number of the last one printed, 0 from the start
   * @param limit 1 to 10,000
   * @returns undefined when there is no such batch of a party the actor makes vouchers for; refused `sheet_gone` from
   * the activation on, for then nobody can make the codes again
   */
  async print(
    actor: Actor,
    communityId: string,
    batchId: string,
    after = 0,
    limit = 10_000,
  ): Promise<{ kind: 'sheet'; batch: Batch; vouchers: PrintedVoucher[] } | No | undefined> {
    const batch = await findBatch(this.database.reader, communityId, batchId);
    if (batch === undefined || !this.booking.mayMake(actor, batch)) return undefined;
    const sealed = (await findSecrets(this.database.reader, communityId, batchId))!.sealedSeed;
    if (sealed === null) return no('sheet_gone');
    const seed = this.keys.unwrap(sealed, seedPlace(batchId));
    const all = await findOfBatch(this.database.reader, communityId, batchId, after, limit);
    const live = all.filter(({ kept }) => kept === 'in_batch');
    const checks = await this.checks.of(
      communityId,
      batchId,
      live.map(({ number }) => number),
    );
    const row = auditRow(actor, 'make_vouchers', 'batch', batchId, communityId, this.booking.now());
    await this.database.transaction((tx) => audit(tx, row));
    const vouchers = live.map(({ serial, number, amount }, i) => ({
      serial,
      number,
      amount,
      url: voucherUrl(this.config.publicUrl, tokenOf(seed, number)),
      check: checks[i]!,
    }));
    return { kind: 'sheet', batch, vouchers };
  }
}

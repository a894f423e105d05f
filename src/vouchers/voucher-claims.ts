import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Keys } from '../access/keys.js';
import { KeysService } from '../access/keys.service.js';
import { Claims } from '../books/claims.js';
import { Verifier } from '../books/verify.js';
import type { Row, Tx } from '../database/sql.js';
import { batchGuard } from './batch.js';
import { advanceBatches, batchesTable, lockBatches } from './batches.store.js';
import { voucherGuard } from './voucher.js';
import { checkPlace, seedPlace } from './voucher-codes.js';
import { advanceVouchers, lockVouchers } from './vouchers.store.js';
import { proveVouchers } from './vouchers.proof.js';

/** Tells the books, the proof and the keys at start of the rows that this room keeps. */
@Injectable()
export class VoucherClaims implements OnModuleInit {
  constructor(
    private readonly claims: Claims,
    private readonly keys: KeysService,
    private readonly verifier: Verifier,
  ) {}

  onModuleInit(): void {
    this.claims.register(voucherGuard, { lock: lockVouchers, advance: advanceVouchers });
    this.claims.register(batchGuard, { lock: lockBatches, advance: advanceBatches });
    this.verifier.register(proveVouchers);
    this.keys.onRotate(rewrapBatches);
  }
}

/** Wraps again what lasts: the seeds of what is not active yet, and the secrets of the check codes. */
async function rewrapBatches(tx: Tx, from: Keys, to: Keys): Promise<void> {
  let after = ['', ''];
  for (;;) {
    const rows = await tx.all(
      `select community_id, batch_id, sealed_seed, check_secret from voucher_batches
        where state <> 'void' and (community_id > ? or (community_id = ? and batch_id > ?))
        order by community_id, batch_id limit 500`,
      [after[0]!, after[0]!, after[1]!],
    );
    if (rows.length === 0) return;
    await tx.update(
      batchesTable,
      ['community_id', 'batch_id'],
      rows.map((row) => rewrapped(row, from, to)),
    );
    const last = rows.at(-1)!;
    after = [last.community_id as string, last.batch_id as string];
  }
}

function rewrapped(row: Row, from: Keys, to: Keys): Row {
  const id = row.batch_id as string;
  const again = (sealed: Row[string], place: string): Buffer | null =>
    sealed === null ? null : to.wrap(from.unwrap(sealed as Buffer, place), place);
  return {
    community_id: row.community_id!,
    batch_id: id,
    sealed_seed: again(row.sealed_seed!, seedPlace(id)),
    check_secret: again(row.check_secret!, checkPlace(id)),
  };
}

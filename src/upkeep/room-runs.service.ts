import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { RepeatRuns } from '../issuance/repeat-runs.service.js';
import { SpokenThanks } from '../payments/spoken-thanks.service.js';
import { VoucherExpiry } from '../vouchers/voucher-expiry.service.js';

/** The timed work of the rooms. One process does each; the others go on with what is next. */
@Injectable()
export class RoomRuns {
  constructor(
    private readonly database: Database,
    private readonly vouchers: VoucherExpiry,
    private readonly repeats: RepeatRuns,
    private readonly thanks: SpokenThanks,
  ) {}

  async run(): Promise<void> {
    await this.thanks.tidy();
    await this.database.withLock('voucher_expiry', async () => void (await this.vouchers.expireAll()));
    await this.database.withLock('issue_repeats', async () => void (await this.repeats.run()));
  }
}

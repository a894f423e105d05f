import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments/payments.module.js';
import { AccountNames } from './account-names.js';
import { AccountSight } from './account-sight.service.js';
import { CashboxService, CashboxSurroundings } from './cashbox.service.js';
import { JournalApi } from './journal.api.js';
import { JournalService } from './journal.service.js';
import { LinesService } from './lines.service.js';
import { MonthSums } from './month-sums.js';
import { Positions } from './positions.js';
import { StatementsApi } from './statements.api.js';
import { StatementsPages } from './statements.pages.js';
import { StatementsService } from './statements.service.js';
import { TotalsApi } from './totals.api.js';
import { TotalsService } from './totals.service.js';
import { TrustedApi } from './trusted.api.js';

/** What an account did, what a community moved, and the journal for the treasurer's own tools. */
@Module({
  imports: [PaymentsModule],
  controllers: [JournalApi, StatementsApi, StatementsPages, TotalsApi, TrustedApi],
  providers: [
    ...[AccountNames, AccountSight, CashboxService, CashboxSurroundings, JournalService],
    ...[LinesService, MonthSums, Positions, StatementsService, TotalsService],
  ],
  exports: [CashboxService, JournalService, StatementsService, TotalsService],
})
export class StatementsModule {}

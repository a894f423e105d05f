import { Module } from '@nestjs/common';
import { VouchersModule } from '../vouchers/vouchers.module.js';
import { ApprovalsService } from './approvals.service.js';
import { IssuanceClaims } from './issuance-claims.js';
import { IssueOrders } from './issue-orders.js';
import { IssueVouchers, VoucherRoom } from './issue-vouchers.service.js';
import { IssuancePages } from './issuance.pages.js';
import { IssuePages, IssueSurroundings } from './issue-pages.service.js';
import { IssueListsApi } from './issue-lists.api.js';
import { IssueLists } from './issue-lists.service.js';
import { IssuesApi } from './issues.api.js';
import { IssuesService } from './issues.service.js';
import { ProgrammeAccounts } from './programme-accounts.service.js';
import { ProgrammeDays } from './programme-days.js';
import { ProgrammeLooks } from './programme-looks.service.js';
import { ProgrammesApi } from './programmes.api.js';
import { ProgrammesService } from './programmes.service.js';
import { SheetService } from './sheet.service.js';

const services = [ProgrammesService, IssuesService, ApprovalsService, SheetService, ProgrammeAccounts];

/** Programmes, and what is issued under them with four eyes. */
@Module({
  imports: [VouchersModule],
  controllers: [ProgrammesApi, IssuesApi, IssueListsApi, IssuancePages],
  providers: [
    ...services,
    ...[IssueLists, IssueVouchers, VoucherRoom],
    ...[IssuePages, IssueSurroundings, ProgrammeLooks],
    IssueOrders,
    ProgrammeDays,
    IssuanceClaims,
  ],
  exports: services,
})
export class IssuanceModule {}

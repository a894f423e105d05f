import { Module } from '@nestjs/common';
import { InitiativesModule } from '../initiatives/initiatives.module.js';
import { VouchersModule } from '../vouchers/vouchers.module.js';
import { ApprovalsService } from './approvals.service.js';
import { IssuanceClaims } from './issuance-claims.js';
import { IssueOrders } from './issue-orders.js';
import { IssueVouchers, VoucherRoom } from './issue-vouchers.service.js';
import { IssuancePages } from './issuance.pages.js';
import { IssuePages, IssueSurroundings } from './issue-pages.service.js';
import { IssueFilesApi } from './issue-files.api.js';
import { IssueFiles } from './issue-files.service.js';
import { IssueListsApi } from './issue-lists.api.js';
import { IssueLists } from './issue-lists.service.js';
import { IssuesApi } from './issues.api.js';
import { IssuesService } from './issues.service.js';
import { ProgrammeAccounts } from './programme-accounts.service.js';
import { ProgrammeDays } from './programme-days.js';
import { ProgrammeLooks } from './programme-looks.service.js';
import { ProgrammeOutlets } from './programme-outlets.js';
import { ProgrammesApi } from './programmes.api.js';
import { ProgrammesService } from './programmes.service.js';
import { RepeatRuns } from './repeat-runs.service.js';
import { RepeatsApi } from './repeats.api.js';
import { RepeatsPages } from './repeats.pages.js';
import { RepeatsService } from './repeats.service.js';
import { RiskClaimsApi } from './risk-claims.api.js';
import { RiskClaims } from './risk-claims.service.js';
import { RiskPayments } from './risk-payments.service.js';
import { SheetService } from './sheet.service.js';

const services = [
  ...[ProgrammesService, IssuesService, ApprovalsService, SheetService, ProgrammeAccounts],
  ...[RepeatsService, RepeatRuns, RiskClaims, RiskPayments, IssueFiles],
];

/** Programmes, and what is issued under them with four eyes. */
@Module({
  imports: [VouchersModule, InitiativesModule],
  controllers: [
    ...[ProgrammesApi, IssuesApi, IssueListsApi, IssueFilesApi],
    ...[RepeatsApi, RiskClaimsApi, IssuancePages, RepeatsPages],
  ],
  providers: [
    ...services,
    ...[IssueLists, IssueVouchers, VoucherRoom],
    ...[IssuePages, IssueSurroundings, ProgrammeLooks],
    IssueOrders,
    ProgrammeDays,
    ProgrammeOutlets,
    IssuanceClaims,
  ],
  exports: services,
})
export class IssuanceModule {}

import { Module } from '@nestjs/common';
import { AfterwardsService } from './afterwards.service.js';
import { AttendanceService } from './attendance.service.js';
import { BulkApi } from './bulk.api.js';
import { BulkService } from './bulk.service.js';
import { CardPaymentsApi } from './card-payments.api.js';
import { CardPaymentsService } from './card-payments.service.js';
import { CardRule } from './card.rule.js';
import { CardSurroundings } from './card-surroundings.js';
import { CardVisitRule } from './card-visit.rule.js';
import { CardVisitsApi } from './card-visits.api.js';
import { CardVisitsGround } from './card-visit-ground.js';
import { CardVisitsService } from './card-visits.service.js';
import { CodeWaits } from './code-waits.service.js';
import { CodeWaitsPages } from './code-waits.pages.js';
import { CodesApi } from './codes.api.js';
import { CodesService } from './codes.service.js';
import { ExchangesApi } from './exchanges.api.js';
import { ExchangesService } from './exchanges.service.js';
import { FaceLooks } from './face-looks.service.js';
import { GivingPages } from './giving.pages.js';
import { SharingPages } from './sharing.pages.js';
import { HouseholdRule } from './household.rule.js';
import { HoldsApi } from './holds.api.js';
import { HoldsService } from './holds.service.js';
import { LedgerFacts } from './ledger-facts.js';
import { LookingService } from './looking.service.js';
import { LooksService } from './looks.service.js';
import { ObjectionsApi } from './objections.api.js';
import { ObjectionsService } from './objections.service.js';
import { PayeesService } from './payees.service.js';
import { PaymentClaims } from './payment-claims.js';
import { PaymentRules } from './payment-rules.js';
import { PaymentsApi } from './payments.api.js';
import { PaymentsPages } from './payments.pages.js';
import { PaymentsService } from './payments.service.js';
import { PreviewService } from './preview.service.js';
import { RequestsApi } from './requests.api.js';
import { RequestsService } from './requests.service.js';
import { ReversalsService } from './reversals.service.js';
import { SecondYesApi } from './second-yes.api.js';
import { SecondYesGround } from './second-yes-ground.js';
import { SecondYesLooks } from './second-yes-looks.service.js';
import { SecondYesPages } from './second-yes.pages.js';
import { SecondYesRule } from './second-yes.rule.js';
import { SecondYesService } from './second-yes.service.js';
import { SpokenThanks } from './spoken-thanks.service.js';
import { ThanksSides } from './thanks-sides.js';
import { TrustRule } from './trust.rule.js';
import { TrustSurroundings } from './trust-surroundings.js';
import { TrustsApi } from './trusts.api.js';
import { TrustsGround } from './trusts-ground.js';
import { TrustsService } from './trusts.service.js';

const services = [
  ...[
    AfterwardsService,
    AttendanceService,
    BulkService,
    CardPaymentsService,
    CodesService,
    ExchangesService,
    HoldsService,
    LookingService,
    LooksService,
  ],
  ...[
    ObjectionsService,
    PayeesService,
    PaymentRules,
    PaymentsService,
    PreviewService,
    RequestsService,
    ReversalsService,
  ],
  ...[CardVisitsGround, CardVisitsService, CodeWaits, SecondYesService, SpokenThanks, TrustsService],
];

/** Paying, asking to be paid, giving back, and everything else that is booked by hand. */
@Module({
  // The bulk door before the others: its address would else be taken for that of an exchange.
  controllers: [
    BulkApi,
    PaymentsApi,
    CardPaymentsApi,
    CardVisitsApi,
    CodesApi,
    RequestsApi,
    ExchangesApi,
    ObjectionsApi,
    HoldsApi,
    SecondYesApi,
    TrustsApi,
    CodeWaitsPages,
    PaymentsPages,
    GivingPages,
    SharingPages,
    SecondYesPages,
  ],
  providers: [
    ...services,
    ...[FaceLooks, LedgerFacts, PaymentClaims, CardSurroundings, SecondYesGround, SecondYesLooks],
    ...[ThanksSides, TrustsGround, TrustSurroundings],
    ...[CardRule, CardVisitRule, HouseholdRule, SecondYesRule, TrustRule],
  ],
  exports: services,
})
export class PaymentsModule {}

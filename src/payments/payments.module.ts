import { Module } from '@nestjs/common';
import { BulkApi } from './bulk.api.js';
import { BulkService } from './bulk.service.js';
import { CardPaymentsApi } from './card-payments.api.js';
import { CardPaymentsService } from './card-payments.service.js';
import { CardRule } from './card.rule.js';
import { CardSurroundings } from './card-surroundings.js';
import { CodesApi } from './codes.api.js';
import { CodesService } from './codes.service.js';
import { ExchangesApi } from './exchanges.api.js';
import { ExchangesService } from './exchanges.service.js';
import { FaceLooks } from './face-looks.service.js';
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

const services = [
  ...[
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
];

/** Paying, asking to be paid, giving back, and everything else that is booked by hand. */
@Module({
  // The bulk door before the others: its address would else be taken for that of an exchange.
  controllers: [
    BulkApi,
    PaymentsApi,
    CardPaymentsApi,
    CodesApi,
    RequestsApi,
    ExchangesApi,
    ObjectionsApi,
    HoldsApi,
    PaymentsPages,
  ],
  providers: [...services, FaceLooks, LedgerFacts, PaymentClaims, HouseholdRule, CardRule, CardSurroundings],
  exports: services,
})
export class PaymentsModule {}

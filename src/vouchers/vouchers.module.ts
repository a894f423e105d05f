import { Module } from '@nestjs/common';
import { InstitutionsModule } from '../institutions/institutions.module.js';
import { ActivationService } from './activation.service.js';
import { BatchEndingsApi } from './batch-endings.api.js';
import { BatchWishes } from './batch-wishes.js';
import { BatchesApi } from './batches.api.js';
import { BatchesService } from './batches.service.js';
import { CheckCodes } from './check-codes.js';
import { LayoutService } from './layout.service.js';
import { OnCardPages } from './on-card.pages.js';
import { PartPages } from './part.pages.js';
import { VoucherPlacesPages } from './places.pages.js';
import { PrintedLanguages } from './printed-languages.js';
import { SheetsPages } from './sheets.pages.js';
import { SheetsService } from './sheets.service.js';
import { TakingVouchersPages } from './taking.pages.js';
import { VoidsService } from './voids.service.js';
import { VoucherBooking } from './voucher-booking.js';
import { VoucherClaims } from './voucher-claims.js';
import { VoucherDays } from './voucher-days.js';
import { VoucherExpiry } from './voucher-expiry.service.js';
import { VoucherFinder } from './voucher-finder.js';
import { VoucherFrames } from './voucher-frames.js';
import { VoucherGate } from './voucher-gate.service.js';
import { VoucherHolds } from './voucher-holds.service.js';
import { VoucherListsApi } from './voucher-lists.api.js';
import { VoucherLists } from './voucher-lists.service.js';
import { VoucherLooks } from './voucher-looks.service.js';
import { VoucherOutlets } from './voucher-outlets.js';
import { VoucherParts } from './voucher-parts.service.js';
import { VoucherPiles } from './voucher-piles.service.js';
import { VoucherPlaces } from './voucher-places.service.js';
import { VouchersApi } from './vouchers.api.js';
import { VouchersPages } from './vouchers.pages.js';
import { VouchersService } from './vouchers.service.js';

const services = [
  ...[ActivationService, BatchesService, LayoutService, SheetsService, VoidsService, VoucherOutlets],
  ...[VoucherExpiry, VoucherHolds, VoucherLooks, VoucherPiles, VoucherPlaces, VouchersService],
];

/** Vouchers on paper: made in batches, activated, taken once, and what becomes of the others. */
@Module({
  imports: [InstitutionsModule],
  controllers: [
    ...[VouchersApi, BatchesApi, BatchEndingsApi, VoucherListsApi, VouchersPages, SheetsPages],
    ...[TakingVouchersPages, OnCardPages, PartPages, VoucherPlacesPages],
  ],
  providers: [
    ...services,
    ...[BatchWishes, CheckCodes, VoucherBooking, VoucherClaims, VoucherDays, VoucherFinder, VoucherLists],
    ...[PrintedLanguages, VoucherFrames, VoucherGate, VoucherParts],
  ],
  exports: services,
})
export class VouchersModule {}

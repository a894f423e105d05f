import { Module } from '@nestjs/common';
import { AfterwardsPages } from './afterwards.pages.js';
import { GivingBackPages } from './giving-back.pages.js';
import { ReceiptKeysApi } from './receipt-keys.api.js';
import { ReceiptKeysService } from './receipt-keys.service.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { VouchersModule } from '../vouchers/vouchers.module.js';
import { ReceiptOutlets } from './receipt-outlets.js';
import { ReceiptScenes } from './receipt-scenes.js';
import { ReceiptSurroundings } from './receipt-surroundings.service.js';
import { ReceiptsApi } from './receipts.api.js';
import { ReceiptsPages } from './receipts.pages.js';
import { ReceiptsProof } from './receipts.proof.js';
import { ReceiptsService } from './receipts.service.js';
import { ShortCodesPages } from './short-codes.pages.js';
import { ThanksPages } from './thanks.pages.js';
import { ShortCodesService } from './short-codes.service.js';
import { ViewersService } from './viewers.service.js';

/** Receipts that anyone can verify, here or without us. */
@Module({
  imports: [PaymentsModule, VouchersModule],
  controllers: [
    AfterwardsPages,
    GivingBackPages,
    ReceiptKeysApi,
    ReceiptsApi,
    ReceiptsPages,
    ShortCodesPages,
    ThanksPages,
  ],
  providers: [
    ...[
      ReceiptKeysService,
      ReceiptOutlets,
      ReceiptScenes,
      ReceiptSurroundings,
      ReceiptsProof,
      ReceiptsService,
    ],
    ...[ShortCodesService, ViewersService],
  ],
  exports: [ReceiptKeysService, ReceiptsService],
})
export class ReceiptsModule {}

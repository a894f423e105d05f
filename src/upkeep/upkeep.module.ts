import { Module } from '@nestjs/common';
import { IssuanceModule } from '../issuance/issuance.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { VouchersModule } from '../vouchers/vouchers.module.js';
import { DemurrageService } from './demurrage.service.js';
import { EpochsApi } from './epochs.api.js';
import { ExpiryService } from './expiry.service.js';
import { LapsedHolds } from './holds.service.js';
import { LapsedDoors } from './lapsed-doors.service.js';
import { RestoresService } from './restores.service.js';
import { RoomRuns } from './room-runs.service.js';
import { RunsStore } from './runs.store.js';
import { Tidying } from './tidying.service.js';
import { UpkeepApi } from './upkeep.api.js';
import { UpkeepService } from './upkeep.service.js';

@Module({
  imports: [PaymentsModule, VouchersModule, IssuanceModule],
  controllers: [UpkeepApi, EpochsApi],
  providers: [
    DemurrageService,
    ExpiryService,
    LapsedDoors,
    LapsedHolds,
    RestoresService,
    RoomRuns,
    RunsStore,
    Tidying,
    UpkeepService,
  ],
  exports: [DemurrageService, ExpiryService, LapsedHolds, UpkeepService],
})
export class UpkeepModule {}

import { Module } from '@nestjs/common';
import { DemurrageService } from './demurrage.service.js';
import { ExpiryService } from './expiry.service.js';
import { LapsedHolds } from './holds.service.js';
import { LapsedDoors } from './lapsed-doors.service.js';
import { RunsStore } from './runs.store.js';
import { Tidying } from './tidying.service.js';
import { UpkeepApi } from './upkeep.api.js';
import { UpkeepService } from './upkeep.service.js';

@Module({
  controllers: [UpkeepApi],
  providers: [DemurrageService, ExpiryService, LapsedDoors, LapsedHolds, RunsStore, Tidying, UpkeepService],
  exports: [DemurrageService, ExpiryService, LapsedHolds, UpkeepService],
})
export class UpkeepModule {}

import { Global, Module } from '@nestjs/common';
import { ClosuresService } from './closures.service.js';
import { CommunitiesApi } from './communities.api.js';
import { CommunitiesService } from './communities.service.js';
import { CurrenciesApi } from './currencies.api.js';
import { CurrenciesService } from './currencies.service.js';
import { Faces } from './faces.js';
import { PartiesService } from './parties.service.js';
import { PursesService } from './purses.service.js';

const services = [
  ClosuresService,
  CommunitiesService,
  CurrenciesService,
  Faces,
  PartiesService,
  PursesService,
];

/** Communities with their currencies, and the register of whoever takes part. */
@Global()
@Module({
  controllers: [CommunitiesApi, CurrenciesApi],
  providers: services,
  exports: services,
})
export class CommunitiesModule {}

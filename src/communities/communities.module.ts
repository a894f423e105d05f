import { Global, Module } from '@nestjs/common';
import { ClosuresService } from './closures.service.js';
import { CommunitiesApi } from './communities.api.js';
import { CommunitiesService } from './communities.service.js';
import { CurrenciesApi } from './currencies.api.js';
import { CurrenciesService } from './currencies.service.js';
import { DrawingsApi } from './drawings.api.js';
import { DrawingsService } from './drawings.service.js';
import { Faces } from './faces.js';
import { PartiesService } from './parties.service.js';
import { PursesService } from './purses.service.js';
import { SoundsApi } from './sounds.api.js';
import { SoundsService } from './sounds.service.js';
import { TranslationsApi } from './translations.api.js';
import { TranslationsService } from './translations.service.js';
import { SecondYesLimitsApi } from './second-yes-limits.api.js';
import { SecondYesLimits } from './second-yes-limits.service.js';

const services = [
  SoundsService,
  TranslationsService,
  ClosuresService,
  CommunitiesService,
  CurrenciesService,
  DrawingsService,
  Faces,
  PartiesService,
  PursesService,
  SecondYesLimits,
];

/** Communities with their currencies, and the register of whoever takes part. */
@Global()
@Module({
  controllers: [CommunitiesApi, TranslationsApi, SoundsApi, DrawingsApi, CurrenciesApi, SecondYesLimitsApi],
  providers: services,
  exports: services,
})
export class CommunitiesModule {}

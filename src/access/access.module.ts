import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { Database } from '../database/database.js';
import { AccessGuard } from './access.guard.js';
import { AccessPages } from './access.pages.js';
import { ActorsService } from './actors.service.js';
import { Arrivals } from './arrivals.js';
import { AlarmsApi } from './alarms.api.js';
import { AuditApi } from './audit.api.js';
import { AuditService } from './audit.service.js';
import { CardDays } from './card-days.js';
import { CardLimitsApi } from './card-limits.api.js';
import { CardLimitsService } from './card-limits.service.js';
import { CardNumbers } from './card-numbers.service.js';
import { CardOpeningService } from './card-opening.service.js';
import { CardPages } from './cards.pages.js';
import { CardSheetPages } from './card-sheet.pages.js';
import { CardStockService } from './card-stock.service.js';
import { CardTries } from './card-tries.js';
import { CardsApi } from './cards.api.js';
import { CardsService } from './cards.service.js';
import { DoorService } from './door.service.js';
import { Freshness } from './freshness.js';
import { GuessesService } from './guesses.service.js';
import { keyPlace } from './key-file.js';
import { KeysService } from './keys.service.js';
import { LinksService } from './links.service.js';
import { MandatesApi } from './mandates.api.js';
import { MandatesService } from './mandates.service.js';
import { MeApi } from './me.api.js';
import { OwnDevices } from './own-devices.js';
import { OwnLanguages } from './own-languages.js';
import { OwnSessionsApi } from './own-sessions.api.js';
import { OwnSessions } from './own-sessions.service.js';
import { PageFrames } from './page-frames.js';
import { PartyKinds } from './parties.js';
import { PassphraseChangeService } from './passphrase-change.service.js';
import { PassphraseCheck } from './passphrase-check.js';
import { SecondFactors } from './passphrase-factor.js';
import { PassphraseGround } from './passphrase-ground.js';
import { PassphraseSetUpService } from './passphrase-set-up.service.js';
import { PassphrasesApi } from './passphrases.api.js';
import { PassphrasePages } from './passphrases.pages.js';
import { PassphrasesService } from './passphrases.service.js';
import { Retention } from './retention.js';
import { SecretsService } from './secrets.service.js';
import { SessionsService } from './sessions.service.js';
import { SetUpService } from './set-up.service.js';
import { ACCESS_SETTINGS, accessSettings, type AccessSettings } from './settings.js';
import { SignInRights } from './sign-in.rights.js';
import { SignInService } from './sign-in.service.js';
import { TokensApi } from './tokens.api.js';
import { TokensService } from './tokens.service.js';
import { TriesService } from './tries.service.js';
import { Unfinished } from './unfinished.js';

const services = [
  ...[
    ActorsService,
    AuditService,
    Freshness,
    LinksService,
    MandatesService,
    OwnDevices,
    OwnLanguages,
    PageFrames,
    PartyKinds,
  ],
  ...[GuessesService, Retention, SessionsService, SetUpService, SignInService, TokensService],
  ...[TriesService, Unfinished],
  ...[
    CardDays,
    CardLimitsService,
    CardNumbers,
    CardOpeningService,
    CardStockService,
    CardsService,
    SecretsService,
  ],
  ...[OwnSessions, PassphraseChangeService, PassphraseSetUpService, PassphrasesService],
];

/** Before anything is answered, the keys are those of the database, or the process stops by name. */
const keys = {
  provide: KeysService,
  inject: [Database, CONFIG],
  useFactory: async (database: Database, config: Config): Promise<KeysService> => {
    const service = new KeysService(database, keyPlace(config.secretsDir));
    await service.agree();
    return service;
  },
};

/** Who asks, and for whom they may act. The guard it brings closes every route that is not `@Public()`. */
@Global()
@Module({})
export class AccessModule {
  /** @param settings instead of what the configuration says, for tests and benchmarks */
  static with(settings: Partial<AccessSettings> = {}): DynamicModule {
    return {
      module: AccessModule,
      controllers: [
        ...[AccessPages, AlarmsApi, AuditApi, CardPages, CardsApi, MandatesApi, MeApi, PassphrasePages],
        ...[CardLimitsApi, CardSheetPages, OwnSessionsApi, PassphrasesApi, TokensApi],
      ],
      providers: [
        ...services,
        ...[Arrivals, CardTries, SignInRights, DoorService, keys],
        ...[PassphraseCheck, PassphraseGround, SecondFactors],
        {
          provide: ACCESS_SETTINGS,
          inject: [CONFIG],
          useFactory: (config: Config) => ({ ...accessSettings(config), ...settings }),
        },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
      exports: [...services, Arrivals, KeysService, ACCESS_SETTINGS],
    };
  }
}

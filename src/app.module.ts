import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import type { AccessSettings } from './access/settings.js';
import { ApiModule } from './api/api.module.js';
import { BooksModule } from './books/books.module.js';
import { CommunitiesModule } from './communities/communities.module.js';
import { EntranceModule } from './app.entrance.js';
import type { Config } from './config.js';
import { ContributionsModule } from './contributions/contributions.module.js';
import { Clock } from './database/clock.js';
import { DatabaseModule } from './database/database.module.js';
import type { OpenOptions } from './database/open.js';
import { IssuanceModule } from './issuance/issuance.module.js';
import { InitiativesModule } from './initiatives/initiatives.module.js';
import { InstitutionsModule } from './institutions/institutions.module.js';
import { MembersModule } from './members/members.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { ReceiptsModule } from './receipts/receipts.module.js';
import { StatementsModule } from './statements/statements.module.js';
import { UpkeepModule } from './upkeep/upkeep.module.js';
import { VouchersModule } from './vouchers/vouchers.module.js';
import type { WebhookSettings } from './webhooks/webhook-settings.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

export interface AppOptions {
  readonly open?: OpenOptions;
  /** Instead of what the settings say, for tests and benchmarks. */
  readonly access?: Partial<AccessSettings>;
  /** Instead of the public network over TLS, for tests. */
  readonly webhooks?: Partial<WebhookSettings>;
  /** Rooms of a test, after all others. */
  readonly modules?: readonly (Type<unknown> | DynamicModule)[];
}

/** The table of contents: every room, once, from the ground up. */
@Module({})
export class AppModule {
  static with(config: Config, clock: Clock = new Clock(), options: AppOptions = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DatabaseModule.with(config, clock, options.open),
        BooksModule,
        AccessModule.with(options.access),
        CommunitiesModule,
        MembersModule,
        InitiativesModule,
        InstitutionsModule,
        PaymentsModule,
        VouchersModule,
        IssuanceModule,
        UpkeepModule,
        ContributionsModule,
        WebhooksModule.with(options.webhooks),
        ReceiptsModule,
        StatementsModule,
        ApiModule.with(config.metricsToken),
        EntranceModule,
        ...(options.modules ?? []),
      ],
    };
  }
}

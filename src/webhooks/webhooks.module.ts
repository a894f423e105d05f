import { Module, type DynamicModule } from '@nestjs/common';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryRounds } from './delivery-rounds.js';
import { WEBHOOK_SETTINGS, webhookSettings, type WebhookSettings } from './webhook-settings.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { WebhooksApi } from './webhooks.api.js';
import { WebhooksService } from './webhooks.service.js';

/** Telling programs elsewhere what was booked. */
@Module({})
export class WebhooksModule {
  /** @param settings in place of those of a server, for tests */
  static with(settings: Partial<WebhookSettings> = {}): DynamicModule {
    const provided = { provide: WEBHOOK_SETTINGS, useValue: { ...webhookSettings, ...settings } };
    return {
      module: WebhooksModule,
      controllers: [WebhooksApi],
      providers: [DeliveriesService, DeliveryRounds, WebhookSecrets, WebhooksService, provided],
      exports: [DeliveriesService, WebhooksService],
    };
  }
}

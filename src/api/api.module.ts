import { Module, type DynamicModule } from '@nestjs/common';
import { HealthApi } from './health.api.js';
import { Metrics } from './metrics.js';
import { METRICS_TOKEN, MetricsApi } from './metrics.api.js';
import { Readiness } from './readiness.js';

/** The frame of the REST API: what is the server's own, and what every room may count and add. */
@Module({})
export class ApiModule {
  /** @param metricsToken opens /metrics from elsewhere; null for from this machine only */
  static with(metricsToken: string | null): DynamicModule {
    return {
      module: ApiModule,
      global: true,
      controllers: [HealthApi, MetricsApi],
      providers: [Metrics, Readiness, { provide: METRICS_TOKEN, useValue: metricsToken }],
      exports: [Metrics, Readiness],
    };
  }
}

import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { DeliveriesService } from './deliveries.service.js';

/** A round ends when all that waited was told, or after some seconds; then there is so long a pause. */
const everyMs = 500;

/** Delivers over and over in a process that serves; not in one that only runs a command. */
@Injectable()
export class DeliveryRounds implements BeforeApplicationShutdown {
  private readonly log = new Logger('webhooks');
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;
  private stopping = false;

  constructor(
    private readonly deliveries: DeliveriesService,
    host: HttpAdapterHost,
  ) {
    host.listen$.subscribe(() => this.later());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.underWay;
  }

  private later(): void {
    if (this.stopping) return;
    this.timer = setTimeout(() => {
      this.underWay = this.round();
    }, everyMs);
    this.timer.unref();
  }

  private async round(): Promise<void> {
    try {
      await this.deliveries.run();
    } catch (error) {
      if (!this.stopping) this.log.warn(error instanceof Error ? error.message : String(error));
    }
    this.later();
  }
}

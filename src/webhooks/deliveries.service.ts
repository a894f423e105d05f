import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId, newUuid } from '../database/ids.js';
import { send, type Sent } from './sending.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js';
import { WebhookSecrets } from './webhook-secrets.js';
import {
  afterTry,
  bookedMessage,
  logMs,
  pingMessage,
  type BookedEvent,
  type Message,
  type Webhook,
} from './webhook.js';
import * as store from './webhooks.store.js';

/** So many webhooks are served at once, so many messages each before others have their turn, and for so long. */
const atOnce = 16;
const messagesMost = 500;
const roundMs = 5000;
const readAtOnce = 100;

/**
 * Tells programs elsewhere what was booked. The outbox is the journal itself: an exchange is written in the commit
 * that moves the money, it gets exactly one position after that, without gaps, and it is never changed or removed.
 * A table of messages beside it would only say the same once more. Each webhook keeps how far it is, so nothing can be
 * lost, whatever stops when; a message that was sent in the moment before a crash is sent again, under the same id.
 */
@Injectable()
export class DeliveriesService implements BeforeApplicationShutdown {
  private readonly stop = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly exchanges: ExchangesReading,
    private readonly secrets: WebhookSecrets,
    @Inject(WEBHOOK_SETTINGS) private readonly settings: WebhookSettings,
  ) {}

  /**
   * One round over all that is due; one process at a time does it for all communities. A slow address keeps up the
   * round for as long as its one message, not for all that waits for it.
   * @returns how many messages were delivered; 0 also when another process is at it
   */
  async run(): Promise<number> {
    let delivered = 0;
    await this.database.withLock('webhooks', async () => {
      const due = await store.findDue(this.database.reader, this.clock.now(), atOnce);
      const until = performance.now() + roundMs;
      const served = await Promise.allSettled(due.map((webhook) => this.serve(webhook, until)));
      for (const each of served) if (each.status === 'fulfilled') delivered += each.value;
      // The trouble of one is told once all others have had their turn.
      const trouble = served.find((each) => each.status === 'rejected');
      if (trouble !== undefined) throw trouble.reason;
    });
    return delivered;
  }

  /** Sends a test to a webhook, now and once, whether it is paused or not. */
  async ping({ webhook, secret }: store.KeptWebhook): Promise<Sent> {
    const message = pingMessage(webhook.communityId, newId(), this.clock.now());
    const [sent, one] = await this.try(webhook, secret, message, null);
    await this.database.transaction(async (tx) => {
      const { communityId, id } = webhook;
      // Removed meanwhile, it has no log any more.
      if ((await store.findWebhook(tx, communityId, id, tx.forUpdate)) === undefined) return;
      await store.insertTry(tx, communityId, one, this.clock.now() - logMs);
    });
    return sent;
  }

  beforeApplicationShutdown(): void {
    this.stop.abort();
  }

  /** Everything that waits for one webhook, in the order of the journal, until one is not taken or time is up. */
  private async serve({ communityId, id }: Webhook, until: number): Promise<number> {
    let waiting: BookedEvent[] = [];
    let delivered = 0;
    while (!this.stop.signal.aborted && performance.now() < until && delivered < messagesMost) {
      const kept = await store.findWebhook(this.database.reader, communityId, id);
      if (kept === undefined || kept.webhook.state === 'paused') break;
      const { webhook } = kept;
      if (waiting[0]?.position !== webhook.position + 1n) waiting = await this.eventsAfter(webhook);
      const skipped = waiting.findIndex((event) => isFor(webhook, event));
      const event = skipped < 0 ? undefined : waiting[skipped];
      const last = waiting.at(-1);
      if (last === undefined) break;
      if (event === undefined) {
        if (!(await this.pass(webhook, last.position))) break;
        waiting = [];
        continue;
      }
      waiting = waiting.slice(skipped + 1);
      if (!(await this.deliver(kept, event))) break;
      delivered++;
    }
    return delivered;
  }

  /** @returns whether it was delivered, and the webhook may have the next */
  private async deliver({ webhook, secret }: store.KeptWebhook, event: BookedEvent): Promise<boolean> {
    const [sent, one] = await this.try(webhook, secret, bookedMessage(event), event.position);
    // A server that stops broke the try off itself: the other side is not to blame.
    if (sent.outcome === 'unreachable' && this.stop.signal.aborted) return false;
    const now = this.clock.now();
    const progress = afterTry(webhook, sent.outcome, event.position, now);
    const moved = await this.database.transaction(async (tx) => {
      if (!(await store.moveOn(tx, webhook, progress))) return false;
      await store.insertTry(tx, webhook.communityId, one, now - logMs);
      return true;
    });
    return moved && sent.outcome === 'delivered';
  }

  /** Goes past what is none of its kinds. */
  private pass(webhook: Webhook, position: bigint): Promise<boolean> {
    const { tries, nextAt, state, pausedWhy } = webhook;
    const progress = { position, tries, nextAt, state, pausedWhy };
    return this.database.transaction((tx) => store.moveOn(tx, webhook, progress));
  }

  private async try(
    { communityId, id, url }: Webhook,
    wrapped: Buffer,
    message: Message,
    position: bigint | null,
  ): Promise<[Sent, Parameters<typeof store.insertTry>[2]]> {
    const { reach, sendMs } = this.settings;
    const target = { url, secret: this.secrets.open(communityId, id, wrapped) };
    const at = this.clock.now();
    const begun = performance.now();
    const sent = await send(reach, target, message, at, this.stop.signal, sendMs);
    const ms = Math.round(performance.now() - begun);
    return [sent, { id: newUuid(at), webhookId: id, event: message.event, position, at, ms, ...sent }];
  }

  private async eventsAfter({ communityId, position: after }: Webhook): Promise<BookedEvent[]> {
    const rows = await this.exchanges.journal(communityId, after, readAtOnce);
    const ids = rows.map(({ exchange }) => exchange.id);
    const sums = await store.sumsOf(this.database.reader, communityId, ids);
    return rows.map(({ position, exchange }) => {
      const { id: exchangeId, kind, mode, bookedAt, factDate, reverses } = exchange;
      const mine = sums.get(exchangeId) ?? [];
      return { communityId, position, exchangeId, kind, mode, bookedAt, factDate, reverses, sums: mine };
    });
  }
}

function isFor({ kinds }: Webhook, { kind }: BookedEvent): boolean {
  return kinds.length === 0 || kinds.some((each) => each === kind);
}

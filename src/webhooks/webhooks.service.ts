import { Inject, Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import type { ExchangeKind } from '../ledger/order.js';
import { DeliveriesService } from './deliveries.service.js';
import { addressOf, readTarget } from './reach.js';
import type { Sent } from './sending.js';
import { WEBHOOK_SETTINGS, type WebhookSettings } from './webhook-settings.js';
import { WebhookSecrets } from './webhook-secrets.js';
import { webhooksMost, type Progress, type Try, type Webhook } from './webhook.js';
import * as store from './webhooks.store.js';

export interface NewWebhook {
  /** https, at most 500 characters. */
  readonly url: string;
  /** Only exchanges of these kinds; all when left out or empty. */
  readonly kinds?: readonly ExchangeKind[] | undefined;
  /** The position of the journal after which it begins; the present end when left out. */
  readonly after?: bigint | undefined;
}

export type NewWebhookRefusal = AccessRefusal<
  'webhook_url_wrong' | 'webhook_address_unknown' | 'webhook_address_private' | 'too_many_webhooks'
>;

const lastId = 'z';

/** Whom programs elsewhere are told what was booked, by the stewards of a community. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly secrets: WebhookSecrets,
    private readonly deliveries: DeliveriesService,
    @Inject(WEBHOOK_SETTINGS) private readonly settings: WebhookSettings,
  ) {}

  /**
   * Has an address told. Its host is looked up now, and again for every message.
   * @returns the webhook with its secret, which is shown this once; refused `webhook_url_wrong`,
   * `webhook_address_unknown`, `webhook_address_private`, `too_many_webhooks`
   * @throws NotAllowed
   */
  async make(
    actor: Actor,
    communityId: string,
    wish: NewWebhook,
  ): Promise<{ kind: 'made'; webhook: Webhook; secret: string } | NewWebhookRefusal> {
    this.mustManage(actor, communityId);
    const url = readTarget(this.settings.reach, wish.url);
    if (url === undefined) return refuse('webhook_url_wrong');
    const reached = await addressOf(this.settings.reach, url.hostname);
    if (typeof reached === 'string') return refuse(`webhook_${reached}`);
    const now = this.clock.now();
    const id = newId();
    const { secret, wrapped } = this.secrets.draw(communityId, id);
    const row = auditRow(actor, 'manage_webhooks', 'webhook', id, communityId, now);
    return this.database.transaction(async (tx) => {
      if ((await store.findWebhooks(tx, communityId)).length >= webhooksMost) {
        return refuse('too_many_webhooks');
      }
      const head = await store.headOf(tx, communityId);
      const { kinds = [], after = head } = wish;
      const webhook: Webhook = {
        ...{ communityId, id, url: url.href, kinds: [...new Set(kinds)], madeBy: actor.id, madeAt: now },
        ...{ position: after < head ? after : head, ...fresh(now) },
      };
      await store.insertWebhook(tx, { webhook, secret: wrapped });
      await audit(tx, row);
      return { kind: 'made', webhook, secret };
    });
  }

  /** @throws NotAllowed */
  list(actor: Actor, communityId: string): Promise<Webhook[]> {
    this.mustManage(actor, communityId);
    return store.findWebhooks(this.database.reader, communityId);
  }

  /** Removes it with its secret and its log. @throws NotAllowed */
  async remove(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ kind: 'removed' } | AccessRefusal<'not_found'>> {
    this.mustManage(actor, communityId);
    const row = auditRow(actor, 'manage_webhooks', 'webhook', id, communityId, this.clock.now());
    return this.database.transaction(async (tx) => {
      if (!(await store.removeWebhook(tx, communityId, id))) return refuse('not_found');
      await audit(tx, row);
      return { kind: 'removed' };
    });
  }

  /** Tells it nothing until it is resumed; what is booked meanwhile waits. @throws NotAllowed */
  pause(actor: Actor, communityId: string, id: string) {
    return this.change(actor, communityId, id, (webhook) => ({
      ...webhook,
      state: 'paused',
      pausedWhy: 'by_hand',
    }));
  }

  /** Goes on after the last it was told, with all its tries before it. @throws NotAllowed */
  resume(actor: Actor, communityId: string, id: string) {
    const now = this.clock.now();
    return this.change(actor, communityId, id, (webhook) => ({ ...webhook, ...fresh(now) }));
  }

  /**
   * Tells it again from a position on, under the same ids as before.
   * @param after position, exclusive; from where it is when that is earlier
   * @throws NotAllowed
   */
  replay(actor: Actor, communityId: string, id: string, after: bigint) {
    const now = this.clock.now();
    return this.change(actor, communityId, id, (webhook) => ({
      ...fresh(now),
      position: after < webhook.position ? after : webhook.position,
    }));
  }

  /** Sends it a test, now. @throws NotAllowed */
  async ping(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<({ kind: 'sent' } & Sent) | AccessRefusal<'not_found'>> {
    this.mustManage(actor, communityId);
    const kept = await store.findWebhook(this.database.reader, communityId, id);
    return kept === undefined ? refuse('not_found') : { kind: 'sent', ...(await this.deliveries.ping(kept)) };
  }

  /**
   * What was tried, newest first.
   * @param ask.after id of a try, exclusive; @param ask.limit 1 to 201
   * @returns undefined when there is no such webhook
   * @throws NotAllowed
   */
  async tries(
    actor: Actor,
    communityId: string,
    id: string,
    { after = lastId, limit = 50 }: { after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<Try[] | undefined> {
    this.mustManage(actor, communityId);
    const { reader } = this.database;
    if ((await store.findWebhook(reader, communityId, id)) === undefined) return undefined;
    return store.findTries(reader, communityId, id, after, limit);
  }

  private async change(
    actor: Actor,
    communityId: string,
    id: string,
    after: (webhook: Webhook) => Progress,
  ): Promise<{ kind: 'changed'; webhook: Webhook } | AccessRefusal<'not_found'>> {
    this.mustManage(actor, communityId);
    const row = auditRow(actor, 'manage_webhooks', 'webhook', id, communityId, this.clock.now());
    return this.database.transaction(async (tx: Tx) => {
      const kept = await store.findWebhook(tx, communityId, id, tx.forUpdate);
      if (kept === undefined) return refuse('not_found');
      const progress = after(kept.webhook);
      await store.setProgress(tx, kept.webhook, progress);
      await audit(tx, row);
      return { kind: 'changed', webhook: { ...kept.webhook, ...progress } };
    });
  }

  private mustManage(actor: Actor, communityId: string): void {
    if (!may(actor, 'manage_webhooks', { communityId }, this.clock.now())) throw new NotAllowed();
  }
}

function fresh(now: number): Omit<Progress, 'position'> {
  return { tries: 0, nextAt: now, state: 'active', pausedWhy: null };
}

import { CodeField, IdField, InstantField, ListField } from '../api/fields.js';
import { TextField, UuidField, WholeField } from '../api/fields.js';
import { codeKind } from '../api/kinds.js';
import { PageOf } from '../api/paging.js';
import { exchangeKinds, type ExchangeKind } from '../ledger/order.js';
import { eventTypes, outcomes, pauseReasons, webhookStates, webhooksMost } from './webhook.js';
import type { Try, Webhook } from './webhook.js';

const urlMax = 500;

export class NewWebhookInput {
  @TextField({
    max: urlMax,
    about: 'https only, of the public network, without a name or secret before the host.',
  })
  url!: string;

  @ListField(codeKind(exchangeKinds), {
    max: exchangeKinds.length,
    optional: true,
    about: 'Only exchanges of these kinds; all if left out.',
  })
  kinds?: ExchangeKind[];

  @WholeField({
    optional: true,
    about: 'The position of the journal after which it begins; its present end if left out.',
  })
  after?: number;
}

export class ReplayInput {
  @WholeField({ about: 'The position of the journal after which everything is told again.' })
  after!: number;
}

export class WebhookView {
  @IdField()
  id!: string;

  @TextField({ max: urlMax })
  url!: string;

  @ListField(codeKind(exchangeKinds), { max: exchangeKinds.length, about: 'None for all kinds.' })
  kinds!: readonly string[];

  @CodeField(webhookStates, { name: 'WebhookState' })
  state!: string;

  @CodeField(pauseReasons, { nullable: true, name: 'WebhookPause' })
  pausedWhy!: string | null;

  @WholeField({ about: 'How far in the journal it has been told.' })
  position!: bigint;

  @WholeField({ about: 'How often in a row the next message was tried in vain.' })
  tries!: number;

  @InstantField({ about: 'When it is tried next, at the earliest.' })
  nextAt!: string;

  @InstantField()
  madeAt!: string;

  static of(webhook: Webhook): WebhookView {
    const { id, url, kinds, state, pausedWhy, position, tries } = webhook;
    const instant = (ms: number): string => new Date(ms).toISOString();
    const at = { nextAt: instant(webhook.nextAt), madeAt: instant(webhook.madeAt) };
    return { id, url, kinds, state, pausedWhy, position, tries, ...at };
  }
}

export class MadeWebhookView extends WebhookView {
  @TextField({ max: 100, about: 'For checking signatures (Standard Webhooks). Shown this once.' })
  secret!: string;
}

export class WebhookList {
  @ListField(() => WebhookView, { max: webhooksMost })
  items!: WebhookView[];
}

export class PingView {
  @CodeField(outcomes, { name: 'WebhookOutcome' })
  outcome!: string;

  @WholeField({ nullable: true, about: 'The HTTP status of the answer; null when there was none.' })
  status!: number | null;
}

export class WebhookTryView extends PingView {
  @UuidField()
  id!: string;

  @CodeField(eventTypes, { name: 'WebhookEvent' })
  event!: string;

  @WholeField({ nullable: true, about: 'Of the journal; null for a test.' })
  position!: bigint | null;

  @InstantField()
  at!: string;

  @WholeField({ about: 'How long it took, in milliseconds.' })
  ms!: number;

  static of({ id, event, position, at, ms, outcome, status }: Try): WebhookTryView {
    return { id, event, position, at: new Date(at).toISOString(), ms, outcome, status };
  }
}

export class WebhookTryPage extends PageOf(WebhookTryView) {}

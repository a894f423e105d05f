import { publicReach, type Reach } from './reach.js';
import { sendMs } from './sending.js';

/** Injects the settings. */
export const WEBHOOK_SETTINGS = Symbol('webhook settings');

/** None of these comes from the environment: a server speaks to the public network over TLS, and only tests differ. */
export interface WebhookSettings {
  readonly reach: Reach;
  /** How long one try may take. */
  readonly sendMs: number;
}

export const webhookSettings: WebhookSettings = { reach: publicReach, sendMs };

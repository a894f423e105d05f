import type { Config } from '../config.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface Span {
  /** A session nobody uses for so long is over. Milliseconds. */
  readonly idleMs: number;
  /** A session is over after so long in any case. Milliseconds. */
  readonly longestMs: number;
}

/** So many failures within a window close the door for a while. */
export interface TryLimit {
  readonly failures: number;
  readonly windowMs: number;
  readonly lockMs: number;
}

/** How long things of access last, and how often they may be tried. */
export interface AccessSettings {
  readonly linkMs: number;
  /** On one's own device a session is long: nobody is sent away by a timer (S32). Others and operators: short (U06). */
  readonly session: { readonly own: Span; readonly shared: Span; readonly operator: Span };
  readonly longestTokenMs: number;
  /** Requests a second that one token or session may keep up, and that one unknown address may. */
  readonly perSecond: { readonly known: number; readonly unknown: number };
  readonly linkTries: TryLimit;
}

/** Injects the settings. */
export const ACCESS_SETTINGS = Symbol('access settings');

/** What the configuration may say of it. */
export interface AccessConfig {
  readonly signInLinkMinutes?: number;
  readonly requestsPerSecond?: number;
}

export function accessSettings(config: Config & AccessConfig): AccessSettings {
  return {
    linkMs: (config.signInLinkMinutes ?? 60) * minute,
    session: {
      own: { idleMs: 30 * day, longestMs: 180 * day },
      shared: { idleMs: hour, longestMs: 12 * hour },
      operator: { idleMs: hour, longestMs: 12 * hour },
    },
    longestTokenMs: 366 * day,
    perSecond: { known: config.requestsPerSecond ?? 500, unknown: 100 },
    linkTries: { failures: 20, windowMs: 10 * minute, lockMs: 10 * minute },
  };
}

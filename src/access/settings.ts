import type { Config } from '../config.js';
import type { CardOnlyLimits } from './card.js';
import type { HashCost } from './secret.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface Span {
  /** A session nobody uses for so long is over. Milliseconds. */
  readonly idleMs: number;
  /** A session is over after so long in any case. Milliseconds. */
  readonly longestMs: number;
}

/** When the pages of a session on a shared device leave by themselves. Seconds. */
export interface LeavingSpan {
  /** So long without a touch, and a question covers the page; as long again without an answer, and it is left. */
  readonly ask: number;
  /** The same just after an exchange; 20 s at least, for whoever is slow (WCAG 2.2.1). */
  readonly askAfterExchange: number;
  /** Without scripts nobody can ask or see a touch: the page leaves so long after it came. */
  readonly withoutScripts: number;
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
  /**
   * On one's own device a session is long: nobody is sent away by a timer (S32). On others it is short (U06), and longer
   * for who works: operators, whoever typed a passphrase, and the keeper of a kiosk, which waits for people (S63).
   */
  readonly session: { readonly own: Span; readonly shared: Span; readonly work: Span };
  /** On a shared device, after how long without a touch a page asks whether somebody is there, and leaves (U06). */
  readonly leaving: { readonly member: LeavingSpan; readonly work: LeavingSpan };
  readonly longestTokenMs: number;
  /** Requests a second that one token or session may keep up, and that one unknown address may. */
  readonly perSecond: { readonly known: number; readonly unknown: number };
  readonly linkTries: TryLimit;
  /** How dear it is to guess a secret or passphrase that was stolen with the database. */
  readonly secretHash: HashCost;
  /** Wrong secrets: after so many a short pause, after so many in a row a helper, and so many for one device (U04, 5D). */
  readonly secretTries: { readonly pause: TryLimit; readonly helperAfter: number; readonly device: TryLimit };
  readonly cardOnly: CardOnlyLimits;
  readonly passphraseTries: { readonly number: TryLimit; readonly device: TryLimit };
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
      shared: { idleMs: 15 * minute, longestMs: 12 * hour },
      work: { idleMs: hour, longestMs: 12 * hour },
    },
    leaving: {
      member: { ask: 60, askAfterExchange: 20, withoutScripts: 300 },
      work: { ask: 600, askAfterExchange: 600, withoutScripts: 1800 },
    },
    longestTokenMs: 366 * day,
    perSecond: { known: config.requestsPerSecond ?? 500, unknown: 100 },
    linkTries: { failures: 20, windowMs: 10 * minute, lockMs: 10 * minute },
    // OWASP, Password Storage Cheat Sheet: Argon2id with at least 19 MiB, 2 passes and 1 lane.
    secretHash: { memory: 19_456, passes: 2, lanes: 1 },
    secretTries: {
      pause: { failures: 3, windowMs: hour, lockMs: minute },
      helperAfter: 5,
      device: { failures: 20, windowMs: hour, lockMs: hour },
    },
    cardOnly: { perPayment: 2, perDay: 4 },
    passphraseTries: {
      number: { failures: 5, windowMs: hour, lockMs: 5 * minute },
      device: { failures: 20, windowMs: hour, lockMs: hour },
    },
  };
}

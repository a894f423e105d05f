import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { languageKeptDays } from '../web/language-choice.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';

const dayMs = 86_400_000;

/**
 * How long the ways in are kept after they are over, before upkeep removes them. So long that who looks after a place
 * can still find out what went wrong, and no longer (data kept no longer than needed: GDPR, article 5.1.e).
 */
export const keptAfterMs = {
  sessions: 30 * dayMs,
  links: 30 * dayMs,
  tries: dayMs,
} as const;

/** A kind of what is kept, and for how long: days, as long as the person takes part, or for good without a name. */
export interface KeptKind {
  readonly kind:
    | 'you'
    | 'card'
    | 'voice'
    | 'thanks'
    | 'came_in'
    | 'links'
    | 'tries'
    | 'device'
    | 'book'
    | 'asked'
    | 'looked';
  readonly until: 'stop' | 'erased' | 'always' | { readonly days: number };
}

/**
 * The one table of how long things are kept (U70). Each line says what a job of ours does, or that there is none:
 * - you, card: sealed with a key that `ForgettingService` destroys; the secret goes with `endAllOf`
 * - voice: clips of `SoundsService`, removed by hand; who spoke is not kept
 * - thanks: `SpokenThanks.tidy`, THANKS_DAYS
 * - came_in, links, tries: `tidy` of each, by `keptAfterMs` above and how long they last (`AccessSettings`)
 * - device: a cookie
 * - book, asked, looked: exchanges, requests, contributions, visits and the audit are append-only and have no end, for
 *   the books are kept as long as bookkeeping asks; what makes a name of their ids goes with the person
 */
@Injectable()
export class Retention {
  constructor(
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  table(): KeptKind[] {
    const { session, linkMs } = this.settings;
    const longest = Math.max(...Object.values(session).map(({ longestMs }) => longestMs));
    const days = (ms: number) => ({ days: Math.ceil(ms / dayMs) });
    return [
      { kind: 'you', until: 'stop' },
      { kind: 'card', until: 'stop' },
      { kind: 'thanks', until: { days: this.config.thanksDays } },
      { kind: 'came_in', until: days(longest + keptAfterMs.sessions) },
      { kind: 'links', until: days(linkMs + keptAfterMs.links) },
      { kind: 'tries', until: days(keptAfterMs.tries) },
      { kind: 'device', until: { days: languageKeptDays } },
      { kind: 'voice', until: 'erased' },
      { kind: 'book', until: 'always' },
      { kind: 'asked', until: 'always' },
      { kind: 'looked', until: 'always' },
    ];
  }
}

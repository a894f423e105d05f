import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import type { Actor } from './actor.js';
import { readCookie } from './cookie.js';
import type { Credentials } from './actors.service.js';
import { NotFromOurPages, TooManyTries } from './errors.js';
import { isSafe, originOf } from './origin.js';
import { SessionsService } from './sessions.service.js';
import { ACCESS_SETTINGS, type AccessSettings } from './settings.js';
import { Throttle } from './throttle.js';
import { tokenPrefix } from './token.js';

/** What of a request matters at the door. */
export interface Knock {
  readonly method: string;
  readonly url: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

/** Addresses of programs; all others are pages. */
export function isForPrograms(url: string): boolean {
  return url.startsWith('/api/');
}

/** What every request is looked at for before a room sees it. */
@Injectable()
export class DoorService {
  private readonly known: Throttle;
  private readonly unknown: Throttle;

  constructor(
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(ACCESS_SETTINGS) settings: AccessSettings,
  ) {
    this.known = new Throttle(settings.perSecond.known);
    this.unknown = new Throttle(settings.perSecond.unknown);
  }

  /** What a request shows. Whoever sends a token is judged by it alone: a program has no cookie. */
  credentialsOf(knock: Knock): Credentials {
    const { authorization, cookie } = knock.headers;
    if (typeof authorization === 'string') {
      const token = /^Bearer +(\S{1,100})$/i.exec(authorization)?.[1] ?? '';
      return { token: token.startsWith(tokenPrefix) ? token : '' };
    }
    const session = readCookie(this.config.publicUrl, typeof cookie === 'string' ? cookie : undefined);
    return session === undefined ? {} : { session };
  }

  /**
   * Counts the request.
   * @throws TooManyTries
   */
  mustNotHurry(knock: Knock, actor: Actor | undefined, now: number): void {
    const wait = actor === undefined ? this.unknown.take(knock.ip, now) : this.known.take(actor.via, now);
    if (wait > 0) throw new TooManyTries(wait);
  }

  /**
   * Makes sure that what changes something was meant: by a form of our own pages with the session's token, or, for
   * calls of our pages' scripts, from our origin. Tokens are never sent along by a browser on its own.
   * @throws NotFromOurPages
   */
  mustBeMeant(knock: Knock, actor: Actor | undefined): void {
    if (isSafe(knock.method) || knock.headers.authorization !== undefined) return;
    const origin = originOf(knock.headers, this.config.publicUrl);
    if (origin === 'foreign') throw new NotFromOurPages();
    if (actor === undefined) return;
    const meant = isForPrograms(knock.url)
      ? origin === 'ours'
      : this.sessions.isCsrfToken(actor.via, takeCsrf(knock.body));
    if (!meant) throw new NotFromOurPages();
  }
}

/** Takes the token out of the form, so that no room has to know of it. */
function takeCsrf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  const form = body as Record<string, unknown>;
  const given = form._csrf;
  delete form._csrf;
  return given;
}

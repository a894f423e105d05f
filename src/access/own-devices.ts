import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import type { Actor } from './actor.js';
import { readCookie } from './cookie.js';
import { KeysService } from './keys.service.js';
import { sameBytes } from './keys.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';

const name = 'ask_own';
const offerSeconds = 600;

/**
 * Whoever came in with a card and its secret is asked once, on their first page, whether the device is theirs alone;
 * until they say so it counts as one of several people (U05, U06).
 */
@Injectable()
export class OwnDevices {
  constructor(
    private readonly keys: KeysService,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The header by which the first page knows that it is to ask. */
  ask({ sessionId }: OpenedSession): string {
    return this.cookie(this.markOf(sessionId), offerSeconds);
  }

  /** The header after which nobody asks. */
  askNoMore(): string {
    return this.cookie('', 0);
  }

  /** What the form carries that says yes; null where nothing is asked. @param cookies the header as it came */
  asked(actor: Actor, cookies: string | undefined): string | null {
    const mark = /(?:^|;\s*)ask_own=([\w-]{22})(?:;|$)/.exec(cookies ?? '')?.[1];
    return mark !== undefined && this.isAsked(actor, mark) ? mark : null;
  }

  /**
   * They said that it is theirs.
   * @param mark as the form carried it
   * @param cookies the header as it came
   * @returns undefined where that was not asked
   */
  async remember(
    actor: Actor,
    mark: string,
    cookies: string | undefined,
  ): Promise<OpenedSession | undefined> {
    const token = readCookie(this.config.publicUrl, cookies);
    const { id, communityId } = actor;
    if (token === undefined || communityId === null || !this.isAsked(actor, mark)) return undefined;
    return this.sessions.remember(actor, { kind: 'person', id, communityId }, token);
  }

  private isAsked({ kind, via, ownDevice }: Actor, mark: string): boolean {
    if (kind !== 'person' || ownDevice === true) return false;
    return sameBytes(Buffer.from(mark), Buffer.from(this.markOf(via)));
  }

  private markOf(sessionId: string): string {
    return this.keys.mac('csrf', `own device ${sessionId}`).toString('base64url').slice(0, 22);
  }

  private cookie(value: string, seconds: number): string {
    const secure = this.config.publicUrl.startsWith('https:') ? '; Secure' : '';
    return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=${seconds}`;
  }
}

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { KnownRequest } from './access/access.guard.js';
import { may, type Actor } from './access/actor.js';
import { ActorsService } from './access/actors.service.js';
import { endedCookie, nothingShownCookies, readCookie } from './access/cookie.js';
import { NotAllowed, NotFromOurPages } from './access/errors.js';
import { KeysService } from './access/keys.service.js';
import { UnwrapError } from './access/keys.js';
import { SessionsService } from './access/sessions.service.js';
import type { Config } from './config.js';
import { Clock } from './database/clock.js';
import { CONFIG } from './database/database.module.js';
import { noOwnLanguageCookie } from './web/language-choice.js';
import { noGoOnCookie, noWayBackCookie } from './web/way-back.js';

/** What was just given at a kiosk, or put on a card, for the page that says so. */
export interface KioskGift {
  readonly way: 'out' | 'in';
  /** The order by which it was booked. */
  readonly order: string;
  /** Smallest units, never negative. */
  readonly amount: string;
  readonly scale: number;
  readonly unit: 'hour' | 'coin';
  /** Of several vouchers, those that did not come in. */
  readonly left?: number;
}

/** A device that stands in a hub for everybody. */
export interface Kiosk {
  /** The helper who looks after it. */
  readonly actor: Actor;
  readonly communityId: string;
  readonly csrf: string;
  /** Of the member in front of it; null while it waits. */
  readonly visitId: string | null;
  /** When the secret was right in this visit, in milliseconds since 1970; null while it was not. */
  readonly openSince: number | null;
  readonly gift: KioskGift | null;
}

interface Kept {
  readonly token: string;
  readonly visit: string | null;
  /** When the secret of that visit was right; it opens no other visit. */
  readonly open?: number | null;
  readonly gift: KioskGift | null;
  /** When somebody last did something, in milliseconds since 1970. */
  readonly at: number;
}

/** A member who walked away without a word is gone after so long, whatever the browser does. */
const awayMs = 150_000;
const place = 'kiosk';

/**
 * How long a kiosk waits before it asks anew whether it still is one, in seconds: a little longer than the hour after
 * which its keeper's unused session is over (`work` in `settings.ts`), so that asking keeps nobody in.
 */
export const asksAnewSeconds = 3660;

/**
 * Kiosks (S63). The session of whoever looks after the device goes into a sealed cookie that only the pages of the hub
 * read: to every other page the device is a stranger, so nobody at it comes to the keeper's purse, groups or people.
 */
@Injectable()
export class Kiosks {
  constructor(
    private readonly keys: KeysService,
    private readonly sessions: SessionsService,
    private readonly actors: ActorsService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  mayKeep(actor: Actor | undefined): actor is Actor & { readonly communityId: string } {
    if (actor?.kind !== 'person' || actor.scopes !== null || actor.communityId === null) return false;
    return may(actor, 'help_member', { communityId: actor.communityId }, this.clock.now());
  }

  /** Turns the device of a helper into a kiosk. @returns the cookies that say so @throws NotAllowed */
  async start(actor: Actor, request: FastifyRequest): Promise<string[]> {
    const token = readCookie(this.config.publicUrl, request.headers.cookie);
    if (!this.mayKeep(actor) || token === undefined) throw new NotAllowed();
    await this.sessions.letWait(actor);
    const cookie = this.cookie({ token, visit: null, gift: null, at: this.clock.now() });
    return [endedCookie(this.config.publicUrl), noOwnLanguageCookie, ...this.nothingBegun(), cookie];
  }

  /** The kiosk that this device is, or undefined; over as soon as its keeper's session or task is. */
  async of(request: FastifyRequest): Promise<Kiosk | undefined> {
    const kept = this.read(request);
    if (kept === undefined) return undefined;
    const now = this.clock.now();
    const actor = await this.actors.actorOf({ session: kept.token }, now);
    if (!this.mayKeep(actor)) return undefined;
    // The languages that are offered are those of the keeper's community.
    (request as KnownRequest).actor = actor;
    const isHere = now - kept.at < awayMs;
    return {
      actor,
      communityId: actor.communityId,
      csrf: this.sessions.csrfToken(actor.via),
      visitId: isHere ? kept.visit : null,
      openSince: isHere && kept.visit !== null ? (kept.open ?? null) : null,
      gift: isHere ? kept.gift : null,
    };
  }

  /** Whether this device says that it is a kiosk. */
  isKiosk(request: FastifyRequest): boolean {
    return this.read(request) !== undefined;
  }

  /** @throws NotFromOurPages for a form without the token of this kiosk */
  mustBeMeant({ actor }: Kiosk, given: unknown): void {
    if (!this.sessions.isCsrfToken(actor.via, given)) throw new NotFromOurPages();
  }

  /** The cookie with who is in front of the kiosk from now on. What the secret opened stays so in the same visit only. */
  cookieFor(
    request: FastifyRequest,
    now: { visit: string | null; gift?: KioskGift | null; opens?: boolean },
  ): string {
    const { token, visit, open = null } = this.read(request)!;
    const at = this.clock.now();
    const isSame = visit !== null && visit === now.visit;
    const opened = now.opens === true ? at : isSame ? open : null;
    return this.cookie({ token, visit: now.visit, open: opened, gift: now.gift ?? null, at });
  }

  /** The kiosk is a device like any other again, and nobody is signed in. */
  async stop({ actor }: Kiosk): Promise<string[]> {
    await this.sessions.end(actor);
    return this.forget();
  }

  /** The cookies that make a browser forget a kiosk, whose keeper's session may be over already. */
  forget(): string[] {
    return [`${this.name}=${this.attributes}; Max-Age=0`, ...this.nothingBegun()];
  }

  /** Ends the session of somebody who came in beside the kiosk and left. @returns the cookie that says so */
  async leave(actor: Actor): Promise<string> {
    await this.sessions.end(actor);
    return endedCookie(this.config.publicUrl);
  }

  private read(request: FastifyRequest): Kept | undefined {
    const begun = `${this.name}=`;
    const parts = (request.headers.cookie ?? '').split(';', 50).map((part) => part.trimStart());
    const sealed = parts.find((part) => part.startsWith(begun))?.slice(begun.length) ?? '';
    if (sealed === '') return undefined;
    try {
      return JSON.parse(this.keys.unwrap(Buffer.from(sealed, 'base64url'), place).toString()) as Kept;
    } catch (error) {
      if (error instanceof UnwrapError) return undefined;
      throw error;
    }
  }

  /** Nobody goes on with what somebody before them scanned at this device. */
  private nothingBegun(): string[] {
    const { publicUrl } = this.config;
    return [noWayBackCookie(this.config), noGoOnCookie(this.config), ...nothingShownCookies(publicUrl)];
  }

  /** Strict: no page of elsewhere makes a kiosk do anything. */
  private cookie(kept: Kept): string {
    const sealed = this.keys.wrap(Buffer.from(JSON.stringify(kept)), place).toString('base64url');
    return `${this.name}=${sealed}${this.attributes}`;
  }

  private get name(): string {
    return this.config.publicUrl.startsWith('https:') ? '__Host-kiosk' : 'kiosk';
  }

  private get attributes(): string {
    return `; Path=/; HttpOnly; SameSite=Strict${this.config.publicUrl.startsWith('https:') ? '; Secure' : ''}`;
  }
}

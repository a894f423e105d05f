import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from './access/actor.js';
import { CardOpeningService, type OpeningRefusal } from './access/card-opening.service.js';
import { KeysService } from './access/keys.service.js';
import { UnwrapError } from './access/keys.js';
import type { Asking, Beside } from './app.besides.js';
import type { Config } from './config.js';
import { Clock } from './database/clock.js';
import { CONFIG } from './database/database.module.js';

interface Kept {
  readonly visit: string;
  /** The session of the helper, on whose device it was given. */
  readonly device: string;
  /** When the secret was right; milliseconds since 1970. */
  readonly since: number;
}

const place = 'visit_open';
/** What somebody has stands on a helper's screen for so long at most, in milliseconds. */
const openMs = 5 * 60_000;

/**
 * What a member opened on the helper's screen with their own secret. It is open in this visit on this device only, until
 * somebody closes it; the secret stands in nothing that the browser would send once more.
 */
@Injectable()
export class VisitOpens {
  constructor(
    private readonly keys: KeysService,
    private readonly cards: CardOpeningService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @returns the cookie that opens it, or why not
   * @throws TooManyTries
   */
  async unlock(
    { actor }: Asking,
    { communityId, visitId, seen }: Beside,
    secret: string,
  ): Promise<{ readonly cookie: string } | { readonly code: OpeningRefusal['code'] }> {
    const card = { communityId, cardId: seen.visit.cardId };
    const opened = await this.cards.openToLook(card, secret, actor);
    if (opened.kind === 'refused') return { code: opened.code };
    const kept: Kept = { visit: visitId, device: actor.via, since: this.clock.now() };
    const sealed = this.keys.wrap(Buffer.from(JSON.stringify(kept)), place).toString('base64url');
    return { cookie: `${place}=${sealed}${this.attributes}` };
  }

  /** The cookie after which nothing is open any more. */
  closed(): string {
    return `${place}=${this.attributes}; Max-Age=0`;
  }

  /** Whether the card opens it alone, because the member chose no secret. */
  async isBare({ actor }: Asking, { communityId, seen }: Beside): Promise<boolean> {
    const card = { communityId, cardId: seen.visit.cardId };
    return (await this.cards.openToLook(card, null, actor)).kind === 'opened';
  }

  /** The member once what is their own is open on this screen; else undefined. */
  async member(
    { actor, request }: Asking,
    { communityId, visitId, seen }: Beside,
  ): Promise<Actor | undefined> {
    const card = { communityId, cardId: seen.visit.cardId };
    const kept = this.read(request);
    const isHere = kept?.visit === visitId && kept.device === actor.via;
    const opened =
      isHere && this.clock.now() - kept.since < openMs
        ? await this.cards.openAgain(card, kept.since)
        : await this.cards.openToLook(card, null, actor);
    return opened.kind === 'opened' ? opened.actor : undefined;
  }

  private read(request: FastifyRequest): Kept | undefined {
    const begun = `${place}=`;
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

  private get attributes(): string {
    const isSecure = this.config.publicUrl.startsWith('https:');
    return `; Path=/helping; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  }
}

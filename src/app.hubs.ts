import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from './access/actor.js';
import { CardOpeningService, type OpeningRefusal } from './access/card-opening.service.js';
import { OwnLanguages } from './access/own-languages.js';
import type { BesideProps } from './app.besides.js';
import { Kiosks, type Kiosk } from './app.kiosks.js';
import { CommunitiesService } from './communities/communities.service.js';
import type { SeenVisit } from './payments/card-visit.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { languageOf, languageOfOther } from './web/language-choice.js';
import type { Leaving } from './web/still.js';

/** Where the kiosk waits, and where the pages of who is in front of it are. */
export const hubPath = '/hub';
export const mePath = '/hub/me';

/** A page for one person in front of a kiosk goes back to waiting by itself. */
export const hubLeaving: Leaving = { to: hubPath, ask: 60, withoutScripts: 120 };

export interface Knocking {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Somebody in front of a kiosk. */
export interface AtHub {
  readonly kiosk: Kiosk;
  readonly communityId: string;
  readonly visitId: string;
  readonly seen: SeenVisit;
  readonly timeZone: string;
  readonly page: BesideProps;
}

/** Who is in front of which kiosk. */
@Injectable()
export class Hubs {
  constructor(
    readonly kiosks: Kiosks,
    private readonly visits: CardVisitsService,
    private readonly communities: CommunitiesService,
    private readonly languages: OwnLanguages,
    private readonly cards: CardOpeningService,
  ) {}

  /** What every page of a kiosk shows that waits. */
  async frame(request: FastifyRequest, { communityId }: Kiosk) {
    const community = await this.communities.look(communityId);
    return { language: languageOf(request), here: hubPath, community: community?.name ?? '' };
  }

  /** A card was shown: the visit before on this device is over. */
  async open({ request, reply }: Knocking, { actor, communityId }: Kiosk, card: string) {
    const opened = await this.visits.open(actor, communityId, card);
    if (opened.kind === 'opened') {
      const visit = opened.seen.visit.id;
      void reply.header('set-cookie', this.kiosks.cookieFor(request, { visit }));
    }
    return opened;
  }

  /** The member in front of it once what is their own is open: after their secret, or where they chose none. */
  async opened({ kiosk, communityId, seen }: AtHub): Promise<Actor | undefined> {
    const { actor, openSince } = kiosk;
    const card = { communityId, cardId: seen.visit.cardId };
    const opened = await (openSince === null
      ? this.cards.openToLook(card, null, actor)
      : this.cards.openAgain(card, openSince));
    return opened.kind === 'opened' ? opened.actor : undefined;
  }

  /**
   * Opens what is theirs for the rest of this visit.
   * @returns why not, or null
   * @throws TooManyTries
   */
  async unlock(
    { request, reply }: Knocking,
    { kiosk, communityId, visitId, seen }: AtHub,
    secret: string,
  ): Promise<OpeningRefusal['code'] | null> {
    const card = { communityId, cardId: seen.visit.cardId };
    const opened = await this.cards.openToLook(card, secret, kiosk.actor);
    if (opened.kind === 'refused') return opened.code;
    const cookie = this.kiosks.cookieFor(request, { visit: visitId, opens: true });
    void reply.removeHeader('set-cookie').header('set-cookie', cookie);
    return null;
  }

  /** Everything of who was here ends. */
  async close({ request, reply }: Knocking, { actor, communityId, visitId, gift }: Kiosk): Promise<void> {
    if (visitId !== null) await this.end(actor, communityId, visitId);
    if (visitId !== null || gift !== null)
      void reply.header('set-cookie', this.kiosks.cookieFor(request, { visit: null }));
  }

  /** Everything of this visit ends; the cookie that names it is another matter. */
  async end(actor: Actor, communityId: string, visitId: string): Promise<void> {
    await this.visits.end(actor, communityId, visitId);
  }

  /**
   * The kiosk that a form came from.
   * @param token the token in the form
   * @throws NotFromOurPages
   */
  async meant(request: FastifyRequest, token: unknown): Promise<Kiosk | undefined> {
    const kiosk = await this.kiosks.of(request);
    if (kiosk !== undefined) this.kiosks.mustBeMeant(kiosk, token);
    return kiosk;
  }

  /**
   * Who is in front of this kiosk; for a form also whether it was meant.
   * @param form the token in the form; left out where nothing is sent
   * @returns undefined, after the way back to where the kiosk waits, when nobody is
   * @throws NotFromOurPages
   */
  async at(knocking: Knocking, form?: { readonly token: unknown }): Promise<AtHub | undefined> {
    const { request, reply } = knocking;
    const kiosk = await (form === undefined ? this.kiosks.of(request) : this.meant(request, form.token));
    const here = kiosk === undefined ? undefined : await this.inFront(knocking, kiosk);
    if (here === undefined) void reply.redirect(hubPath, 303);
    return here;
  }

  /** Whoever is in front of a kiosk, whose visit goes on with this. */
  async inFront({ request, reply }: Knocking, kiosk: Kiosk): Promise<AtHub | undefined> {
    const found = await this.find(kiosk);
    if (found === undefined) return undefined;
    const { communityId } = kiosk;
    const stays = { visit: found.visit.id, gift: kiosk.gift };
    void reply.header('set-cookie', this.kiosks.cookieFor(request, stays));
    const [community, own] = await Promise.all([
      this.communities.look(communityId),
      this.languages.of(communityId, found.visit.memberId),
    ]);
    const name = community?.name ?? '';
    // Their own language, whatever the device spoke while it waited; and it leaves by itself.
    const leaving = { idle: hubLeaving, help: `${hubPath}/help` };
    const frame = { language: languageOfOther(request, own), community: name, ...leaving };
    const page = { frame, csrf: kiosk.csrf, path: mePath, face: found.face };
    const timeZone = community?.timeZone ?? 'UTC';
    return { kiosk, communityId, visitId: found.visit.id, seen: found, timeZone, page };
  }

  private async find({ actor, communityId, visitId }: Kiosk): Promise<SeenVisit | undefined> {
    if (visitId === null) return undefined;
    const answer = await this.visits.seen(actor, communityId, visitId);
    return answer.kind === 'visit' ? answer.seen : undefined;
  }
}

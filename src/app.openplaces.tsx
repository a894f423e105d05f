import { Injectable } from '@nestjs/common';
import type { KnownRequest } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { CardOpeningService } from './access/card-opening.service.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { readAs } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { Ready } from './app.hubbed.js';
import { Hubs, hubPath, mePath, type Knocking } from './app.hubs.js';
import type { HereProps } from './app.opened.js';
import { VisitOpens } from './app.opens.js';
import { SecretFirstPage } from './app.owncard.js';
import { VisitsHere } from './app.visithere.js';
import { CloseOwn } from './app.visiting.js';
import { words } from './languages/languages.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { sendPage } from './web/page-answer.js';

/** What is a member's own, open on a screen that is not theirs: beside a helper, or at a kiosk. */
export interface OpenHere extends Knocking {
  readonly communityId: string;
  readonly visitId: string;
  readonly cardId: string;
  readonly timeZone: string;
  /** The member, as far as what they gave lets them act. */
  readonly member: Actor;
  /** Whether their card opened it alone, because they chose no secret: whoever found it could have shown it. */
  readonly isBare: boolean;
  /** The helper, or who looks after the kiosk. */
  readonly helper: Actor;
  readonly isKiosk: boolean;
  readonly page: HereProps;
}

/** What a form says of where it comes from; beside a helper the door judges it. */
export interface FormHere {
  readonly _csrf?: string | undefined;
  /** The visit for which it was shown. */
  readonly visit?: string | undefined;
}

/** The addresses of one page of what is a member's own, at a kiosk and beside a helper. */
export function ownAddresses(what = ''): string[] {
  return [`hub/me/${what}`, `helping/visits/:visit/own/${what}`];
}

/** Where what is a member's own is open, so that its pages are the same at a kiosk and beside a helper. */
@Injectable()
export class OpenPlaces {
  constructor(
    private readonly hubs: Hubs,
    private readonly here: VisitsHere,
    private readonly opens: VisitOpens,
    private readonly visits: CardVisitsService,
    private readonly cards: CardOpeningService,
  ) {}

  /**
   * @param form what was sent; left out where nothing was
   * @returns undefined, after the way back to where the secret is asked, when nothing is open
   * @throws NotFromOurPages, NotAllowed
   */
  async at(knocking: Knocking, form?: FormHere): Promise<OpenHere | undefined> {
    const { visit } = knocking.request.params as { readonly visit?: string };
    if (visit === undefined) return this.atKiosk(knocking, form);
    return this.besideHelper(knocking, readAs(idKind, visit, 'visit', 'text') as string);
  }

  /**
   * The same for what cannot be taken back: whose card opened it alone is told that they need a secret first, and whoever
   * sits there and chose that secret lately, that another helper is needed.
   * @throws NotFromOurPages, NotAllowed
   */
  async withSecret(knocking: Knocking, form?: FormHere): Promise<OpenHere | undefined> {
    const open = await this.at(knocking, form);
    if (open === undefined) return undefined;
    const { page, helper, communityId, cardId } = open;
    const isLook = form === undefined;
    if (open.isBare) return void sendPage(knocking.reply, <SecretFirstPage {...page} />, isLook ? 200 : 422);
    if (!(await this.cards.choseSecret(helper, { communityId, cardId }))) return open;
    const back = `${page.home}/card`;
    return void sendCardRefused(knocking.reply, page.frame, 'another_helper_needed', { back, isLook });
  }

  /**
   * The member, who gives their secret for what is decided by this very act.
   * @returns refused `no_such_visit`, `visit_over`, `another_helper_needed`, or as opening a card
   * @throws TooManyTries
   */
  proved({ helper, communityId, visitId }: OpenHere, secret: string) {
    return this.visits.proved(helper, communityId, visitId, secret);
  }

  /** The visit is over, and nothing of it stays in the browser. @returns where this device goes on */
  async end({ helper, communityId, visitId, isKiosk, request, reply }: OpenHere): Promise<string> {
    await this.visits.end(helper, communityId, visitId);
    const cookie = isKiosk ? this.hubs.kiosks.cookieFor(request, { visit: null }) : this.opens.closed();
    void reply.removeHeader('set-cookie').header('set-cookie', cookie);
    return isKiosk ? hubPath : '/helping';
  }

  private async atKiosk(knocking: Knocking, form: FormHere | undefined): Promise<OpenHere | undefined> {
    const at = await this.hubs.at(knocking, form === undefined ? undefined : { token: form._csrf });
    if (at === undefined) return undefined;
    const { kiosk, communityId, visitId, seen, timeZone, page } = at;
    const isMeant = form === undefined || form.visit === visitId;
    const member = isMeant ? await this.hubs.opened(at) : undefined;
    if (member === undefined) return void knocking.reply.redirect(mePath, 303);
    const { language } = page.frame;
    const title = words(language).t('hub.title');
    const end = <Ready language={language} />;
    return {
      ...{ ...knocking, communityId, visitId, timeZone, isKiosk: true },
      ...{ cardId: seen.visit.cardId, isBare: isBare(member), helper: kiosk.actor },
      member: { ...member, visit: { id: visitId, helperId: kiosk.actor.id } },
      page: { ...page, visitId, home: mePath, title, end },
    };
  }

  private async besideHelper(knocking: Knocking, visitId: string): Promise<OpenHere | undefined> {
    const { request, reply } = knocking;
    const { actor } = request as KnownRequest;
    // The door is open here because a kiosk has nobody who is signed in.
    if (actor === undefined) return void reply.redirect('/', 303);
    const beside = await this.here.at({ ...knocking, actor }, visitId);
    if (beside === undefined) return undefined;
    const { communityId, seen, timeZone, page } = beside;
    const member = await this.opens.member({ ...knocking, actor }, beside);
    if (member === undefined) return void reply.redirect(page.path, 303);
    const title = words(page.frame.language).t('helped.title');
    return {
      ...{ ...knocking, communityId, visitId, timeZone, isKiosk: false },
      ...{ cardId: seen.visit.cardId, isBare: isBare(member), helper: actor },
      member: { ...member, visit: { id: visitId, helperId: actor.id } },
      page: { ...page, visitId, home: `${page.path}/own`, title, end: <CloseOwn {...page} /> },
    };
  }
}

function isBare({ card }: Actor): boolean {
  return card?.withSecret !== true;
}

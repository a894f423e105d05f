import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { auditRow } from '../access/audit.js';
import { hadOtherHalf } from '../access/card.js';
import { CardOpeningService, type OpenedCard, type OpeningRefusal } from '../access/card-opening.service.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import { newId } from '../database/ids.js';
import { visitEnd, visitIdleMs, type CardVisit, type SeenVisit } from './card-visit.js';
import { CardVisitsGround } from './card-visit-ground.js';
import type { PayeeAsked } from './payees.service.js';
import { no, type No } from './payment.js';
import { PaymentsService, type NewPayment } from './payments.service.js';
import { PreviewService, type Preview } from './preview.service.js';
import { ReversalsService, type NewReversal } from './reversals.service.js';

/** A payment that the member makes on the helper's device, out of their own purse. */
export interface VisitPayment extends Omit<NewPayment, 'from' | 'helper'> {
  /** As the member gave it; null below the limit of the card alone. */
  readonly secret: string | null;
  /** When the secret was right before on a device for everybody, in this visit; milliseconds since 1970. */
  readonly openSince?: number | undefined;
}

/** What the member gives back at the helper's device. */
export interface VisitReversal extends NewReversal {
  readonly secret: string;
}

/** What a payment would be, without anything that tells what the member has. */
export type VisitLook = Pick<
  Preview,
  'kind' | 'orderId' | 'state' | 'payee' | 'currency' | 'amount' | 'amountIsFixed' | 'reason'
>;

/**
 * Helping at a screen (U07): the helper scans the member's card, and then their device acts for that card. The helper
 * sees nothing of the purse, and above the limit of the card alone the payment asks for the member's secret.
 */
@Injectable()
export class CardVisitsService {
  constructor(
    private readonly ground: CardVisitsGround,
    private readonly cards: CardOpeningService,
    private readonly payments: PaymentsService,
    private readonly previews: PreviewService,
    private readonly reversals: ReversalsService,
  ) {}

  /**
   * Begins: the visit before on this device is over.
   * @param token of the card's QR code
   * @returns refused `card_unknown`, `card_blocked`, `own_card`
   * @throws NotAllowed for whoever is no helper who signed in themselves
   */
  async open(
    helper: Actor,
    communityId: string,
    token: string,
  ): Promise<{ kind: 'opened'; seen: SeenVisit } | OpeningRefusal | No> {
    this.mustHelp(helper, communityId);
    const opened = await this.cards.open({ token }, null, helper);
    return opened.kind === 'refused' ? opened : this.begin(helper, communityId, opened);
  }

  /**
   * Begins with somebody who joined at this screen, also where the number of their first card was typed. A number never
   * opens a card, so only the helper who gave it minutes ago goes on with it, and nothing was chosen for it yet.
   * @returns refused `card_unknown`, `card_blocked`
   * @throws NotAllowed
   */
  async openJoined(
    helper: Actor,
    communityId: string,
    cardId: string,
  ): Promise<{ kind: 'opened'; seen: SeenVisit } | OpeningRefusal | No> {
    const now = this.mustHelp(helper, communityId);
    const opened = await this.cards.open({ communityId, cardId }, null, helper);
    if (opened.kind === 'refused') return opened;
    const { activatedBy, activatedAt, replaces, secretKind } = opened.card;
    const isNew = activatedBy === helper.id && now - (activatedAt ?? 0) < visitIdleMs;
    if (!isNew || replaces !== null || secretKind !== 'none')
      return { kind: 'refused', code: 'card_unknown' };
    return this.begin(helper, communityId, opened);
  }

  private async begin(
    helper: Actor,
    communityId: string,
    opened: OpenedCard,
  ): Promise<{ kind: 'opened'; seen: SeenVisit } | OpeningRefusal | No> {
    const now = this.ground.now();
    if (opened.card.communityId !== communityId) return { kind: 'refused', code: 'card_unknown' };
    const memberId = opened.actor.id;
    if (memberId === helper.id) return no('own_card');
    const visit: CardVisit = {
      ...{ communityId, id: newId(), cardId: opened.card.id, memberId, helperId: helper.id },
      ...{ device: helper.via, openedAt: now, seenAt: now, endedAt: null },
    };
    const row = auditRow(helper, 'help_member', 'party', memberId, communityId, now);
    await this.ground.open(visit, row);
    return { kind: 'opened', seen: (await this.ground.withFaces([visit], 'member'))[0]! };
  }

  /**
   * A visit that goes on, for the device where it is.
   * @returns refused `no_such_visit`, `visit_over`
   * @throws NotAllowed
   */
  async seen(
    helper: Actor,
    communityId: string,
    visitId: string,
  ): Promise<{ kind: 'visit'; seen: SeenVisit } | No> {
    const visit = await this.own(helper, communityId, visitId);
    if (visit === undefined) return no('no_such_visit');
    if (this.isOver(visit)) return no('visit_over');
    return { kind: 'visit', seen: (await this.ground.withFaces([visit], 'member'))[0]! };
  }

  /**
   * What the member is about to pay, and to whom. Never whether there is enough: by asking often that tells how much.
   * @returns refused `no_such_visit`, `visit_over`, or as a preview
   * @throws NotAllowed, TooManyTries
   */
  async look(
    helper: Actor,
    communityId: string,
    visitId: string,
    asked: PayeeAsked & Pick<NewPayment, 'amount'>,
  ): Promise<VisitLook | OpeningRefusal | No> {
    const visit = await this.own(helper, communityId, visitId);
    if (visit === undefined) return no('no_such_visit');
    if (this.isOver(visit)) return no('visit_over');
    const opened = await this.cards.open({ communityId, cardId: visit.cardId }, null, helper);
    if (opened.kind === 'refused') return opened;
    const preview = await this.previews.preview(opened.actor, communityId, asked);
    if (preview.kind === 'refused') return preview;
    await this.ground.touch(visit);
    const { kind, orderId, state, payee, currency, amount, amountIsFixed, reason } = preview;
    return { kind, orderId, state, payee, currency, amount, amountIsFixed, reason };
  }

  /**
   * The member pays. The booking says for ever who helped.
   * @returns posted; refused `no_such_visit`, `visit_over`, `another_helper_needed` for who chose the secret this week,
   * as opening a card, or as any payment
   * @throws NotAllowed, TooManyTries
   */
  async pay(
    helper: Actor,
    communityId: string,
    visitId: string,
    { secret, openSince, ...payment }: VisitPayment,
  ): Promise<Answer | No | OpeningRefusal> {
    const given = { orderId: payment.orderId, secret, openSince };
    const member = await this.member(helper, communityId, visitId, given);
    if ('code' in member) return member;
    const from = await this.ground.purseFor(member, communityId, payment);
    if (typeof from !== 'string') return from;
    return this.payments.pay(member, communityId, { ...payment, from, helper: helper.id });
  }

  /**
   * The member gives back what they received (U27), always with their secret.
   * @returns posted; refused `secret_needed`, as `pay`, or as any reversal
   * @throws NotAllowed, TooManyTries
   */
  async giveBack(
    helper: Actor,
    communityId: string,
    visitId: string,
    { secret, ...reversal }: VisitReversal,
  ): Promise<Answer | No | OpeningRefusal> {
    const member = await this.member(helper, communityId, visitId, { orderId: reversal.orderId, secret });
    if ('code' in member) return member;
    return this.reversals.reverse(member, communityId, reversal);
  }

  /**
   * The member, who gives their secret for something else than a payment that is decided by this very act.
   * @returns refused `no_such_visit`, `visit_over`, `another_helper_needed` for who chose the secret this week, or as
   * opening a card
   * @throws NotAllowed, TooManyTries
   */
  proved(
    helper: Actor,
    communityId: string,
    visitId: string,
    secret: string,
  ): Promise<Actor | No | OpeningRefusal> {
    return this.member(helper, communityId, visitId, { secret });
  }

  /**
   * Ends a visit: at the helper's device, or by the member from their own. Over is over; it may be said twice.
   * @returns refused `no_such_visit`
   */
  async end(
    actor: Actor,
    communityId: string,
    visitId: string,
  ): Promise<{ kind: 'ended'; seen: SeenVisit } | No> {
    const visit = await this.ground.find(communityId, visitId);
    const isMember = visit?.memberId === actor.id && actor.card?.withSecret !== false;
    const isHelper = visit?.helperId === actor.id && visit.device === actor.via;
    if (visit === undefined || !(isMember || isHelper)) return no('no_such_visit');
    const now = this.ground.now();
    await this.ground.end(
      visit,
      actor.id,
      auditRow(actor, 'help_member', 'party', visit.memberId, communityId, now),
    );
    const ended = (await this.ground.find(communityId, visitId))!;
    return {
      kind: 'ended',
      seen: (await this.ground.withFaces([ended], isHelper ? 'member' : 'helper'))[0]!,
    };
  }

  /** Who helped the member who asks, newest first, at most 50. @throws NotAllowed */
  async ofMember(actor: Actor, communityId: string): Promise<SeenVisit[]> {
    const where = { communityId, partyId: actor.id, partyKind: 'person' as const };
    if (!may(actor, 'read_statement', where, this.ground.now())) throw new NotAllowed();
    return this.ground.withFaces(await this.ground.visitsOf(communityId, actor.id), 'helper');
  }

  /** The member at the helper's device, as far as what they gave lets them act. */
  private async member(
    helper: Actor,
    communityId: string,
    visitId: string,
    given: Partial<Pick<VisitPayment, 'orderId'>> & Pick<VisitPayment, 'secret' | 'openSince'>,
  ): Promise<Actor | No | OpeningRefusal> {
    const { orderId } = given;
    const visit = await this.own(helper, communityId, visitId);
    if (visit === undefined) return no('no_such_visit');
    // A call that comes again after the visit gets the answer it had.
    const isAgain = async () => orderId !== undefined && this.ground.isBooked(communityId, orderId);
    if (this.isOver(visit) && !(await isAgain())) return no('visit_over');
    const opened = await this.opened(helper, visit, given);
    if (opened.kind === 'refused') return opened;
    if (given.secret !== null && this.choseSecret(helper, opened)) return no('another_helper_needed');
    return { ...opened.actor, visit: { id: visit.id, helperId: helper.id } };
  }

  /** With the secret where it was right before in this visit, unless the helper knows it; else with what is given now. */
  private async opened(
    helper: Actor,
    { communityId, cardId }: CardVisit,
    { secret, openSince }: Pick<VisitPayment, 'secret' | 'openSince'>,
  ): Promise<OpenedCard | OpeningRefusal> {
    if (secret === null && openSince !== undefined) {
      const again = await this.cards.openAgain({ communityId, cardId }, openSince);
      if (again.kind === 'opened' && !this.choseSecret(helper, again)) return again;
    }
    return this.cards.open({ communityId, cardId }, secret, helper);
  }

  private choseSecret(helper: Actor, { card }: OpenedCard): boolean {
    return hadOtherHalf(card.secretSetBy, card.secretSetAt, helper.id, this.ground.now());
  }

  private isOver(visit: CardVisit): boolean {
    return visitEnd(visit) <= this.ground.now();
  }

  private async own(helper: Actor, communityId: string, visitId: string): Promise<CardVisit | undefined> {
    this.mustHelp(helper, communityId);
    const visit = await this.ground.find(communityId, visitId);
    return visit?.helperId === helper.id && visit.device === helper.via ? visit : undefined;
  }

  /** Only whoever is there: a person in a session of their own. @returns the instant */
  private mustHelp(helper: Actor, communityId: string): number {
    const now = this.ground.now();
    const isThere = helper.kind === 'person' && helper.scopes === null && helper.card?.withSecret !== false;
    if (!isThere || !may(helper, 'help_member', { communityId }, now)) throw new NotAllowed();
    return now;
  }
}

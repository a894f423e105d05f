import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { auditRow, helpRows } from '../access/audit.js';
import { hadOtherHalf } from '../access/card.js';
import { CardOpeningService, type OpeningRefusal, type ShownCard } from '../access/card-opening.service.js';
import { NotAllowed } from '../access/errors.js';
import type { TrustRight } from '../access/trusted.js';
import type { Answer } from '../books/answers.js';
import { newId } from '../database/ids.js';
import type { Row } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';
import type { PayeeAsked } from './payees.service.js';
import { no, type No } from './payment.js';
import { PaymentsService, type NewPayment } from './payments.service.js';
import { PreviewService, type Preview } from './preview.service.js';
import { isTrustOver, trustEnd, type Trust } from './trust.js';
import { TrustsGround, type SeenPurse, type SeenTrust } from './trusts-ground.js';

/** Whom a member trusts with what. */
export interface NewTrust {
  /** The person, or the token of the card that they show. */
  readonly who: { readonly personId: string } | { readonly card: string };
  readonly gives: TrustRight;
  /** For who may pay: how much in a week. */
  readonly perWeek?: { readonly currency: string; readonly amount: Amount };
}

/** The card and the secret of a member who has no device of their own at hand. */
export interface ShownSecret {
  readonly card: ShownCard;
  readonly secret: string;
}

/** What a payment would be, without anything that tells what the member has. */
export type TrustLook = Pick<
  Preview,
  'kind' | 'orderId' | 'state' | 'payee' | 'currency' | 'amount' | 'amountIsFixed' | 'reason'
>;

export type TrustAnswer = { readonly kind: 'trust'; readonly seen: SeenTrust } | No | OpeningRefusal;

/** One other person whom a member lets look, or pay a little each week, so that nobody has to share a secret (U08). */
@Injectable()
export class TrustsService {
  constructor(
    private readonly ground: TrustsGround,
    private readonly cards: CardOpeningService,
    private readonly payments: PaymentsService,
    private readonly previews: PreviewService,
  ) {}

  /**
   * Gives it for three months; to one person at a time.
   * @param shown when it happens at the device of somebody else, whose actor then asks
   * @returns refused `own_card`, `no_such_account`, `week_limit_needed`, `already_trusts_somebody`, `another_helper_needed`
   * when the one at whose device it happens would get it, or as opening a card
   * @throws NotAllowed, TooManyTries
   */
  async give(actor: Actor, communityId: string, wish: NewTrust, shown?: ShownSecret): Promise<TrustAnswer> {
    const giver = await this.giver(actor, communityId, shown);
    if ('code' in giver) return giver;
    const trustedId = await this.trustedId(actor, communityId, wish.who);
    if (typeof trustedId !== 'string') return trustedId;
    if (trustedId === giver.id) return no('own_card');
    if (shown !== undefined && trustedId === actor.id) return no('another_helper_needed');
    const { gives, perWeek = null } = wish;
    if ((gives === 'may_pay') !== (perWeek !== null)) return no('week_limit_needed');
    if (perWeek !== null && !(await this.ground.hasPurse(communityId, giver.id, perWeek.currency)))
      return no('no_such_account');
    const now = this.ground.now();
    const trust: Trust = {
      ...{ communityId, id: newId(), giverId: giver.id, trustedId, gives, perWeek },
      ...{ givenAt: now, endsAt: trustEnd(now), endedAt: null },
    };
    const isGiven = await this.ground.give(trust, this.rows(actor, giver, communityId));
    return isGiven ? this.seen(trust, giver.id) : no('already_trusts_somebody');
  }

  /** Three months more, from now. By the member. @returns refused `no_such_trust`, `trust_over` */
  async renew(actor: Actor, communityId: string, id: string, shown?: ShownSecret): Promise<TrustAnswer> {
    const giver = await this.giver(actor, communityId, shown);
    if ('code' in giver) return giver;
    if (shown !== undefined && (await this.ground.isTrusted(communityId, id, actor.id)))
      return no('another_helper_needed');
    const rows = this.rows(actor, giver, communityId);
    const answer = await this.ground.renew(communityId, id, giver.id, trustEnd(this.ground.now()), rows);
    return 'kind' in answer ? answer : this.seen(answer, giver.id);
  }

  /** Ends it at once: by the member, or by who was trusted. @returns refused `no_such_trust` */
  async end(actor: Actor, communityId: string, id: string, shown?: ShownSecret): Promise<TrustAnswer> {
    const who = await this.giver(actor, communityId, shown);
    if ('code' in who) return who;
    const ended = await this.ground.end(communityId, id, who.id, this.rows(actor, who, communityId));
    return ended === undefined ? no('no_such_trust') : this.seen(ended, who.id);
  }

  /** Whom the actor trusts and who trusts them, newest first, at most 50. @throws NotAllowed */
  async list(actor: Actor, communityId: string): Promise<SeenTrust[]> {
    const where = { communityId, partyId: actor.id, partyKind: 'person' as const };
    if (!may(actor, 'read_people', where, this.ground.now())) throw new NotAllowed();
    return this.ground.withFaces(await this.ground.trustsOf(communityId, actor.id), actor.id);
  }

  /** The members who trust the actor at present, newest first. Who is trusted by nobody costs one short look. */
  got(actor: Actor, communityId: string): Promise<SeenTrust[]> {
    const isThem = actor.card?.withSecret !== false && actor.communityId === communityId;
    return isThem ? this.ground.gotBy(communityId, actor.id) : Promise.resolve([]);
  }

  /** One that the actor was given. @returns refused `no_such_trust`, `trust_over` */
  async gotOne(actor: Actor, communityId: string, id: string): Promise<TrustAnswer> {
    const trusted = await this.actorBy(actor, communityId, id);
    if (trusted === undefined) return no('no_such_trust');
    return isTrustOver(trusted.trust, this.ground.now())
      ? no('trust_over')
      : this.seen(trusted.trust, actor.id);
  }

  /**
   * What paying for the member would be. Never whether there is enough: who may pay does not look.
   * @returns refused `no_such_trust`, `trust_over`, `no_such_account`, `not_your_account`, or as a preview
   * @throws TooManyTries
   */
  async preview(
    actor: Actor,
    communityId: string,
    id: string,
    asked: PayeeAsked & { readonly amount?: Amount },
  ): Promise<TrustLook | No> {
    const trusted = await this.actorBy(actor, communityId, id);
    if (trusted === undefined) return no('no_such_trust');
    if (isTrustOver(trusted.trust, this.ground.now())) return no('trust_over');
    const from = await this.purseOf(trusted.trust);
    if (typeof from !== 'string') return from;
    const preview = await this.previews.preview(trusted.actor, communityId, { ...asked, from });
    if (preview.kind === 'refused') return preview;
    const { kind, orderId, state, payee, currency, amount, amountIsFixed, reason } = preview;
    return { kind, orderId, state, payee, currency, amount, amountIsFixed, reason };
  }

  /**
   * Pays out of the purse of the member who trusts the actor; the exchange says for ever who did it.
   * @returns posted; refused `no_such_trust`, `trust_over`, `over_trust_limit`, or as any payment
   */
  async pay(
    actor: Actor,
    communityId: string,
    id: string,
    payment: Omit<NewPayment, 'from' | 'helper'>,
  ): Promise<Answer | No> {
    const trusted = await this.actorBy(actor, communityId, id);
    if (trusted === undefined) return no('no_such_trust');
    const from = await this.purseOf(trusted.trust);
    if (typeof from !== 'string') return from;
    return this.payments.pay(trusted.actor, communityId, { ...payment, from, helper: actor.id });
  }

  /** Out of which purse is paid. */
  private async purseOf({ communityId, giverId, perWeek }: Trust): Promise<string | No> {
    if (perWeek === null) return no('not_your_account');
    return (await this.ground.purse(communityId, giverId, perWeek.currency)) ?? no('no_such_account');
  }

  /**
   * What the member who trusts the actor has. Every look stands in the audit that the member can read.
   * @returns refused `no_such_trust`, `trust_over`
   * @throws NotAllowed for who may only pay
   */
  async look(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ kind: 'purses'; items: SeenPurse[] } | No> {
    const trusted = await this.actorFor(actor, communityId, id);
    if ('code' in trusted) return trusted;
    const where = { communityId, partyId: trusted.trust!.of, partyKind: 'person' as const };
    if (!may(trusted, 'read_account', where, this.ground.now())) throw new NotAllowed();
    return { kind: 'purses', items: await this.ground.pursesFor(trusted, communityId) };
  }

  /**
   * The actor as one who is trusted, for the rooms that show what a member has: it may do nothing else.
   * @returns refused `no_such_trust`, `trust_over`
   */
  async actorFor(actor: Actor, communityId: string, id: string): Promise<Actor | No> {
    const trusted = await this.actorBy(actor, communityId, id);
    if (trusted === undefined) return no('no_such_trust');
    return isTrustOver(trusted.trust, this.ground.now()) ? no('trust_over') : trusted.actor;
  }

  private async actorBy(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ actor: Actor; trust: Trust } | undefined> {
    const trust = await this.ground.find(communityId, id);
    // A card that anybody may have found is not the person whom somebody trusts.
    const isThem = actor.card?.withSecret !== false && actor.communityId === communityId;
    if (trust?.trustedId !== actor.id || !isThem) return undefined;
    const { giverId: of, gives } = trust;
    return { actor: { ...actor, mandates: [], trust: { id, of, gives } }, trust };
  }

  /** The member who decides about their own purse: signed in, or with card and secret at somebody's device. */
  private async giver(
    actor: Actor,
    communityId: string,
    shown: ShownSecret | undefined,
  ): Promise<Actor | OpeningRefusal | No> {
    let giver = actor;
    if (shown !== undefined) {
      const opened = await this.cards.open(shown.card, shown.secret, actor);
      if (opened.kind === 'refused') return opened;
      // Whoever chose the secret this week may have tapped it too.
      const { secretSetBy, secretSetAt } = opened.card;
      if (hadOtherHalf(secretSetBy, secretSetAt, actor.id, this.ground.now()))
        return no('another_helper_needed');
      giver = opened.actor;
    }
    const where = { communityId, partyId: giver.id, partyKind: 'person' as const };
    const isPerson = giver.kind === 'person' || giver.kind === 'token';
    // A program that may not pay lets nobody else pay either.
    if (
      !isPerson ||
      !may(giver, 'pay_from', where, this.ground.now()) ||
      !may(giver, 'change_profile', where, this.ground.now())
    )
      throw new NotAllowed();
    return giver;
  }

  /** What the audit says: who changed it, and at whose device when that was another's. */
  private rows(actor: Actor, giver: Actor, communityId: string): Row[] {
    const now = this.ground.now();
    const row = auditRow(giver, 'change_profile', 'party', giver.id, communityId, now);
    if (actor.id === giver.id) return [row, ...helpRows(giver, communityId, now)];
    return [row, auditRow(actor, 'help_member', 'party', giver.id, communityId, now)];
  }

  private async trustedId(
    actor: Actor,
    communityId: string,
    who: NewTrust['who'],
  ): Promise<string | No | OpeningRefusal> {
    if ('personId' in who)
      return (await this.ground.isPerson(communityId, who.personId)) ? who.personId : no('no_such_account');
    const opened = await this.cards.open({ token: who.card }, null, actor);
    if (opened.kind === 'refused') return opened;
    return opened.card.communityId === communityId ? opened.actor.id : no('no_such_account');
  }

  private async seen(trust: Trust, forId: string): Promise<{ kind: 'trust'; seen: SeenTrust }> {
    return { kind: 'trust', seen: (await this.ground.withFaces([trust], forId))[0]! };
  }
}

import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { answerBooked, BookedView } from '../communities/booked.answer.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import {
  CardVisitList,
  CardVisitView,
  NewVisitInput,
  VisitLookInput,
  VisitLookView,
  VisitPaymentInput,
  VisitReversalInput,
} from './card-visits.input.js';
import { CardVisitsService } from './card-visits.service.js';

/** Helping a member at a screen: they act with their own card and secret, and every booking says who helped. */
@Controller('api/v1/communities/:community/visits')
export class CardVisitsApi {
  constructor(
    private readonly visits: CardVisitsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A helper scans the card of the member beside them. The visit ends after ten minutes without use. */
  @Post()
  @ApiCreatedResponse({ type: CardVisitView })
  async open(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { card }: NewVisitInput,
  ): Promise<CardVisitView> {
    const token = card.slice(card.lastIndexOf('/') + 1);
    return CardVisitView.of(answerOrThrow(await this.visits.open(actor, communityId, token)).seen);
  }

  /** Who helped the member who asks, newest first. */
  @Get()
  @ApiOkResponse({ type: CardVisitList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
  ): Promise<CardVisitList> {
    return { items: (await this.visits.ofMember(actor, communityId)).map(CardVisitView.of) };
  }

  /** Whom the member is about to pay, and how much. Changes nothing and tells nothing of their purse. */
  @Post(':id/look')
  @HttpCode(200)
  @ApiOkResponse({ type: VisitLookView })
  async look(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() input: VisitLookInput,
  ): Promise<VisitLookView> {
    return VisitLookView.of(answerOrThrow(await this.visits.look(actor, communityId, id, input)));
  }

  /** The member pays out of their own purse; without their secret no more than a card alone may. */
  @Post(':id/payments')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async pay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @IdempotencyKey() orderId: string,
    @Body() { secret = undefined, ...input }: VisitPaymentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const wish = { ...input, orderId, secret: secret ?? null };
    const answer = await this.visits.pay(actor, communityId, id, wish);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** The member gives back what they received, whole, with their secret. */
  @Post(':id/reversals')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async giveBack(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @IdempotencyKey() orderId: string,
    @Body() { exchange: exchangeId, reason, secret }: VisitReversalInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const wish = { orderId, exchangeId, reason, secret };
    const answer = await this.visits.giveBack(actor, communityId, id, wish);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** Ends it: at the helper's device, or by the member from their own. */
  @Post(':id/end')
  @HttpCode(200)
  @ApiOkResponse({ type: CardVisitView })
  async end(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<CardVisitView> {
    return CardVisitView.of(answerOrThrow(await this.visits.end(actor, communityId, id)).seen);
  }
}

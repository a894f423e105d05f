import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { BookedView, answerBooked, receiptUrl } from '../communities/booked.answer.js';
import { ExchangeInput, ExchangeView, LoanView, ReasonInput } from './exchanges.input.js';
import { ExchangesService } from './exchanges.service.js';
import { LookingService } from './looking.service.js';

import { ReversalsService } from './reversals.service.js';

@Controller('api/v1/communities/:community/exchanges')
export class ExchangesApi {
  constructor(
    private readonly exchanges: ExchangesService,
    private readonly reversals: ReversalsService,
    private readonly looking: LookingService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Books any exchange: to many, from many, given or lent without coin, set aside, of an earlier day. */
  @Post()
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async book(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @IdempotencyKey() orderId: string,
    @Body() { transfers = [], ...input }: ExchangeInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.exchanges.book(actor, communityId, { ...input, transfers, orderId });
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** An exchange, for those who took part in it. */
  @Get(':id')
  @ApiOkResponse({ type: ExchangeView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<ExchangeView> {
    const seen = await this.looking.show(actor, communityId, id);
    if (seen === undefined) throw new ProblemError('not_found');
    return ExchangeView.of(seen, receiptUrl(this.config.publicUrl, seen.exchange.receiptToken));
  }

  /** Gives back: undoes the whole exchange by another one. For who received, and for a steward. */
  @Post(':id/reversal')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async reverse(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) exchangeId: string,
    @IdempotencyKey() orderId: string,
    @Body() { reason }: ReasonInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.reversals.reverse(actor, communityId, { orderId, exchangeId, reason });
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** Says for one's own side that what was lent is back. */
  @Post(':id/returned')
  @HttpCode(200)
  @ApiOkResponse({ type: LoanView })
  async returned(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<LoanView> {
    const { loan } = answerOrThrow(await this.looking.returned(actor, communityId, id));
    return { loan };
  }
}

import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { BookedView, answerBooked } from '../communities/booked.answer.js';
import { PaymentInput, PreviewQuery, PreviewView } from './payments.input.js';
import { PreviewService } from './preview.service.js';
import { SecondYesView } from './second-yes.input.js';
import { SecondYesService } from './second-yes.service.js';

@Controller('api/v1/communities/:community/payments')
export class PaymentsApi {
  constructor(
    private readonly payments: SecondYesService,
    private readonly clock: Clock,
    private readonly previews: PreviewService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Pays. 201 with the receipt; 200 with `Idempotency-Hit` when the same order was paid before; 202 when it is more than
   * one treasurer of a group may pay alone and waits for the yes of another.
   */
  @Post()
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  @ApiAcceptedResponse({ type: SecondYesView, description: 'Another treasurer has to say yes.' })
  async pay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @IdempotencyKey() orderId: string,
    @Body() input: PaymentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView | SecondYesView> {
    const answer = await this.payments.pay(actor, communityId, { ...input, orderId });
    if (answer.kind === 'needs_second') {
      void reply.status(202);
      return SecondYesView.of(answer.request, this.clock.now());
    }
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** Shows what a payment would be: who, what, and whether there is enough. Changes nothing. */
  @Get('preview')
  @ApiOkResponse({ type: PreviewView })
  async preview(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: PreviewQuery,
  ): Promise<PreviewView> {
    return PreviewView.of(answerOrThrow(await this.previews.preview(actor, communityId, query)));
  }
}

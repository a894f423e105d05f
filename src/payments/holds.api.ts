import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { uuidKind, wholeKind } from '../api/kinds.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { transfersMax } from '../ledger/order.js';
import { BookedView, answerBooked } from '../communities/booked.answer.js';
import { HoldPostInput } from './exchanges.input.js';
import { HoldsService } from './holds.service.js';

const indexKind = wholeKind({ min: 0, max: transfersMax - 1 });

/** What was set aside by one transfer of an exchange of kind hold. */
@Controller('api/v1/communities/:community/holds/:exchange/:index')
export class HoldsApi {
  constructor(
    private readonly holds: HoldsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Moves a part or all of it; the rest is free again. */
  @Post('post')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async post(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('exchange', as(uuidKind)) exchangeId: string,
    @Param('index', as(indexKind)) index: number,
    @IdempotencyKey() orderId: string,
    @Body() { amount }: HoldPostInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.holds.post(actor, communityId, orderId, { exchangeId, index }, amount);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** Lets all of it go back. */
  @Post('release')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async release(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('exchange', as(uuidKind)) exchangeId: string,
    @Param('index', as(indexKind)) index: number,
    @IdempotencyKey() orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.holds.release(actor, communityId, orderId, { exchangeId, index });
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }
}

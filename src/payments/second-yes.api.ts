import { Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { answerBooked, BookedView } from '../communities/booked.answer.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { SecondYesList, SecondYesQuery, SecondYesView } from './second-yes.input.js';
import { SecondYesService } from './second-yes.service.js';

/** Payments of a group that wait for the yes of another of its treasurers. */
@Controller('api/v1/communities/:community/second-yes')
export class SecondYesApi {
  constructor(
    private readonly seconds: SecondYesService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOkResponse({ type: SecondYesList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() { party }: SecondYesQuery,
  ): Promise<SecondYesList> {
    const now = this.clock.now();
    const found = await this.seconds.list(actor, communityId, party);
    return { items: found.map((each) => SecondYesView.of(each, now)) };
  }

  @Get(':id')
  @ApiOkResponse({ type: SecondYesView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<SecondYesView> {
    const request = await this.seconds.show(actor, communityId, id);
    if (request === undefined) throw new ProblemError('not_found');
    return SecondYesView.of(request, this.clock.now());
  }

  /** The second yes: pays. Never by who asked. */
  @Post(':id/approve')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async approve(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
    @IdempotencyKey() orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.seconds.approve(actor, communityId, orderId, id);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  /** A no, or taking it back. */
  @Post(':id/decline')
  @HttpCode(200)
  @ApiOkResponse({ type: SecondYesView })
  async decline(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<SecondYesView> {
    const { request } = answerOrThrow(await this.seconds.decline(actor, communityId, id));
    return SecondYesView.of(request, this.clock.now());
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { ObjectionList, ObjectionQuery, ObjectionView, ReasonInput } from './exchanges.input.js';
import { ObjectionsService } from './objections.service.js';

@Controller('api/v1/communities/:community')
export class ObjectionsApi {
  constructor(private readonly objections: ObjectionsService) {}

  /** Says that what one paid is not right, and asks for it back. */
  @Post('exchanges/:id/objection')
  @HttpCode(200)
  @ApiOkResponse({ type: ObjectionView })
  async object(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
    @Body() { reason }: ReasonInput,
  ): Promise<ObjectionView> {
    return ObjectionView.of(answerOrThrow(await this.objections.object(actor, communityId, id, reason)));
  }

  /** Says no to an objection, by who received. To say yes is to give back. */
  @Post('exchanges/:id/objection/decline')
  @HttpCode(200)
  @ApiOkResponse({ type: ObjectionView })
  async decline(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(uuidKind)) id: string,
  ): Promise<ObjectionView> {
    const objection = await this.objections.decline(actor, communityId, id);
    if (objection === undefined) throw new ProblemError('not_found');
    return ObjectionView.of(objection);
  }

  /** Objections to what an account received, newest exchange first. */
  @Get('objections')
  @ApiOkResponse({ type: ObjectionList })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() { account }: ObjectionQuery,
  ): Promise<ObjectionList> {
    const objections = await this.objections.toAccount(actor, communityId, account);
    return { items: objections.map(ObjectionView.of) };
  }
}

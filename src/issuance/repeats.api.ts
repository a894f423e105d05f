import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { answerList, PageQuery } from '../api/paging.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { programmeCodeKind } from './programmes.input.js';
import { NewRepeatInput, RepeatDecisionInput, RepeatPage, RepeatView } from './repeats.input.js';
import { RepeatsService } from './repeats.service.js';

/** Issues that come back every month, approved once, each month promised and received on its own. */
@Controller('api/v1/communities/:community')
export class RepeatsApi {
  constructor(private readonly repeats: RepeatsService) {}

  @Post('programmes/:programme/repeats')
  @ApiCreatedResponse({ type: RepeatView })
  async propose(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() input: NewRepeatInput,
  ): Promise<RepeatView> {
    const { party: partyId, purpose, acceptNoOutlet = false, ...rest } = input;
    const wish = { ...rest, partyId, ...(purpose !== undefined && { purpose }) };
    const answer = await this.repeats.propose(actor, communityId, code, wish, { acceptNoOutlet });
    const { repeat, warnings } = answerOrThrow(answer);
    return RepeatView.of({ repeat, months: [] }, warnings);
  }

  /** The repeats of a programme with what became of each month, newest first. */
  @Get('programmes/:programme/repeats')
  @ApiOkResponse({ type: RepeatPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RepeatPage> {
    const read = (before: string, most: number) => this.repeats.list(actor, communityId, code, before, most);
    const page = await answerList({ query, request, reply }, uuidKind, read, ({ repeat }) => repeat.id);
    return { ...page, items: page.items.map((each) => RepeatView.of(each)) };
  }

  /** Says yes or no to all months at once; never by who made it. */
  @Post('repeats/:repeat/decision')
  @ApiCreatedResponse({ type: RepeatView })
  async decide(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('repeat', as(uuidKind)) id: string,
    @Body() { approve }: RepeatDecisionInput,
  ): Promise<RepeatView> {
    const { repeat } = answerOrThrow(await this.repeats.decide(actor, communityId, id, approve));
    return RepeatView.of({ repeat, months: [] });
  }

  /** No further month is promised; what was promised already stays as it is. */
  @Post('repeats/:repeat/stop')
  @HttpCode(200)
  @ApiOkResponse({ type: RepeatView })
  async stop(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('repeat', as(uuidKind)) id: string,
  ): Promise<RepeatView> {
    const { repeat } = answerOrThrow(await this.repeats.stop(actor, communityId, id));
    return RepeatView.of({ repeat, months: [] });
  }
}

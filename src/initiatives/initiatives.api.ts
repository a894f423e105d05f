import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, PageQuery, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind, given } from '../communities/communities.input.js';
import { FoundingService } from './founding.service.js';
import {
  ClosureInput,
  ClosureQuery,
  ClosureView,
  FoundedView,
  InitiativeChange,
  InitiativePage,
  InitiativeView,
  NewInitiativeInput,
  targetOf,
} from './initiatives.input.js';
import { InitiativesService } from './initiatives.service.js';

/** Collective initiatives: each reader finds those that are for them to know of. */
@Controller('api/v1/communities/:community/initiatives')
export class InitiativesApi {
  constructor(
    private readonly initiatives: InitiativesService,
    private readonly founding: FoundingService,
  ) {}

  @Get()
  @ApiOkResponse({ type: InitiativePage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InitiativePage> {
    const [after] = (readCursor(query.after, [idKind]) ?? []) as [string?];
    const limit = limitOf(query);
    const found = await this.initiatives.list(actor, communityId, { after, limit: limit + 1 });
    const { items, next } = pageOf(found, limit, ({ initiative }) => [initiative.id]);
    return answerPage(request, reply, { items: items.map(InitiativeView.of), next });
  }

  @Post()
  @ApiCreatedResponse({ type: FoundedView })
  async found(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewInitiativeInput,
  ): Promise<FoundedView> {
    const { name, picture, colour, ...rest } = input;
    const wish = { name, picture, colour, ...given(rest) };
    const { initiative, withoutMandate } = answerOrThrow(await this.founding.found(actor, communityId, wish));
    return { ...InitiativeView.of({ extent: 'all', initiative }), withoutMandate };
  }

  @Get(':initiative')
  @ApiOkResponse({ type: InitiativeView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
  ): Promise<InitiativeView> {
    const seen = await this.initiatives.find(actor, communityId, id);
    if (seen === undefined) throw new ProblemError('not_found');
    return InitiativeView.of(seen);
  }

  /** Also pauses it and goes on, by its phase. */
  @Patch(':initiative')
  @ApiOkResponse({ type: InitiativeView })
  async change(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
    @Body() input: InitiativeChange,
  ): Promise<InitiativeView> {
    const answer = await this.initiatives.change(actor, communityId, id, given(input));
    return InitiativeView.of({ extent: 'all', initiative: answerOrThrow(answer).initiative });
  }

  /** Where everything would go if it stopped now. */
  @Get(':initiative/closure')
  @ApiOkResponse({ type: ClosureView })
  async previewStop(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
    @Query() { toPartyId }: ClosureQuery,
  ): Promise<ClosureView> {
    const plan = await this.initiatives.previewStop(actor, communityId, id, targetOf(toPartyId));
    return { lines: answerOrThrow(plan).lines, exchangeId: null };
  }

  /** Stops it for good. */
  @Post(':initiative/closure')
  @ApiCreatedResponse({ type: ClosureView })
  async stop(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
    @Body() { toPartyId }: ClosureInput,
  ): Promise<ClosureView> {
    const answer = await this.initiatives.stop(actor, communityId, id, targetOf(toPartyId));
    const { lines, exchangeId } = answerOrThrow(answer);
    return { lines, exchangeId };
  }
}

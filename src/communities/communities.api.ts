import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { answerPage, limitOf, pageOf, PageQuery, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import {
  CommunityChange,
  communityIdKind,
  CommunityPage,
  CommunityView,
  given,
  NewCommunityInput,
} from './communities.input.js';
import { CommunitiesService } from './communities.service.js';

/** The communities of the server: for the operator, and each for its own people. */
@Controller('api/v1/communities')
export class CommunitiesApi {
  constructor(private readonly communities: CommunitiesService) {}

  @Get()
  @ApiOkResponse({ type: CommunityPage })
  async list(
    @CurrentActor() actor: Actor,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommunityPage> {
    const [after] = (readCursor(query.after, [communityIdKind]) ?? []) as [string?];
    const limit = limitOf(query);
    const found = await this.communities.list(actor, { after, limit: limit + 1 });
    const page = pageOf(found, limit, ({ id }) => [id]);
    return answerPage(request, reply, { items: page.items.map(CommunityView.of), next: page.next });
  }

  @Post()
  @ApiCreatedResponse({ type: CommunityView })
  async create(@CurrentActor() actor: Actor, @Body() input: NewCommunityInput): Promise<CommunityView> {
    return CommunityView.of(answerOrThrow(await this.communities.create(actor, input)).community);
  }

  @Get(':community')
  @ApiOkResponse({ type: CommunityView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) id: string,
  ): Promise<CommunityView> {
    const community = await this.communities.find(actor, id);
    if (community === undefined) throw new ProblemError('not_found');
    return CommunityView.of(community);
  }

  @Patch(':community')
  @ApiOkResponse({ type: CommunityView })
  async change(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) id: string,
    @Body() input: CommunityChange,
  ): Promise<CommunityView> {
    return CommunityView.of(answerOrThrow(await this.communities.change(actor, id, given(input))).community);
  }
}

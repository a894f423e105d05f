import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, PageQuery, readCursor } from '../api/paging.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { GroupPeopleService } from './group-people.service.js';
import { GroupPursesService } from './group-purses.service.js';
import { GroupPeoplePage, GroupPurseInput, GroupPurseList, GroupPurseView } from './initiatives.input.js';

/** What is inside a group, for its own people: who is in it, and what it keeps apart. */
@Controller('api/v1/communities/:community/initiatives/:initiative')
export class GroupsApi {
  constructor(
    private readonly people: GroupPeopleService,
    private readonly purses: GroupPursesService,
  ) {}

  @Get('people')
  @ApiOkResponse({ type: GroupPeoplePage })
  async listPeople(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GroupPeoplePage> {
    const [after] = (readCursor(query.after, [idKind]) ?? []) as [string?];
    const limit = limitOf(query);
    const found = await this.people.list(actor, communityId, id, { after, limit: limit + 1 });
    const page = pageOf(found, limit, (personId) => [personId]);
    return answerPage(request, reply, {
      items: page.items.map((personId) => ({ personId })),
      next: page.next,
    });
  }

  /** Lets somebody in, or comes in. */
  @Put('people/:person')
  @HttpCode(204)
  @ApiNoContentResponse()
  async admit(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
    @Param('person', as(idKind)) personId: string,
  ): Promise<void> {
    answerOrThrow(await this.people.admit(actor, communityId, id, personId));
  }

  @Delete('people/:person')
  @HttpCode(204)
  @ApiNoContentResponse()
  async leave(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
    @Param('person', as(idKind)) personId: string,
  ): Promise<void> {
    answerOrThrow(await this.people.leave(actor, communityId, id, personId));
  }

  @Get('purses')
  @ApiOkResponse({ type: GroupPurseList })
  async listPurses(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
  ): Promise<GroupPurseList> {
    return { items: (await this.purses.list(actor, communityId, id)).map(GroupPurseView.from) };
  }

  @Post('purses')
  @ApiCreatedResponse({ type: GroupPurseView })
  async openPurse(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('initiative', as(idKind)) id: string,
    @Body() { kind, currency, name, picture }: GroupPurseInput,
  ): Promise<GroupPurseView> {
    const wish = { kind, currency, name, picture };
    return GroupPurseView.from(answerOrThrow(await this.purses.open(actor, communityId, id, wish)).purse);
  }
}

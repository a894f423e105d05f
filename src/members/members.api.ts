import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, readCursor } from '../api/paging.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { EnrolmentService } from './enrolment.service.js';
import { ForgettingService } from './forgetting.service.js';
import {
  FreePicturesView,
  MemberCardPage,
  MemberCardQuery,
  MemberCardView,
  NewPersonInput,
  OwnDataView,
  PersonView,
  ProfileInput,
  ProfileView,
  StoppingInput,
} from './members.input.js';
import { PersonsService } from './persons.service.js';

/** Persons of a community. Members cannot list or search each other (U72). */
@Controller('api/v1/communities/:community/persons')
export class MembersApi {
  constructor(
    private readonly enrolment: EnrolmentService,
    private readonly persons: PersonsService,
    private readonly forgetting: ForgettingService,
  ) {}

  @Post()
  @ApiCreatedResponse({ type: PersonView })
  async enrol(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewPersonInput,
  ): Promise<PersonView> {
    return PersonView.of(answerOrThrow(await this.enrolment.enrol(actor, { communityId, ...input })).person);
  }

  @Get()
  @ApiOkResponse({ type: MemberCardPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: MemberCardQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberCardPage> {
    const [after] = (readCursor(query.after, [idKind]) ?? []) as [string?];
    const limit = limitOf(query);
    const cards = await this.persons.listCards(actor, communityId, { after, limit: limit + 1 });
    const page = pageOf(cards, limit, ({ id }) => [id]);
    return answerPage(request, reply, { items: page.items.map(MemberCardView.of), next: page.next });
  }

  @Get('free-pictures')
  @ApiOkResponse({ type: FreePicturesView })
  async freePictures(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
  ): Promise<FreePicturesView> {
    return { pictures: await this.enrolment.freePictures(actor, communityId) };
  }

  @Get('me/data')
  @ApiOkResponse({ type: OwnDataView })
  async ownData(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
  ): Promise<OwnDataView> {
    return OwnDataView.from(answerOrThrow(await this.persons.ownData(actor, communityId)), actor);
  }

  @Patch('me')
  @ApiOkResponse({ type: ProfileView })
  async changeProfile(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: ProfileInput,
  ): Promise<ProfileView> {
    return { ...answerOrThrow(await this.persons.changeProfile(actor, communityId, { ...input })).data };
  }

  @Delete('me')
  @HttpCode(204)
  @ApiNoContentResponse()
  async stop(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() input: StoppingInput,
  ): Promise<void> {
    answerOrThrow(await this.forgetting.erase(actor, communityId, actor.id, StoppingInput.wish(input)));
  }

  @Delete(':person')
  @HttpCode(204)
  @ApiNoContentResponse()
  async erase(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('person', as(idKind)) personId: string,
    @Query() input: StoppingInput,
  ): Promise<void> {
    answerOrThrow(await this.forgetting.erase(actor, communityId, personId, StoppingInput.wish(input)));
  }
}

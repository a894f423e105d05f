import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf } from '../api/paging.js';
import { answerOrThrow } from '../api/problem.js';
import { CurrentActor } from './access.guard.js';
import {
  communityKind,
  MandateInput,
  MandatePage,
  MandateQuery,
  MandateView,
  SignInLinkView,
} from './access.input.js';
import type { Actor } from './actor.js';
import { MandatesService } from './mandates.service.js';
import { SignInService } from './sign-in.service.js';

/** Who may act for whom in a community, and links by which its people come in. */
@Controller('api/v1/communities/:community')
export class MandatesApi {
  constructor(
    private readonly mandates: MandatesService,
    private readonly signIn: SignInService,
  ) {}

  @Get('mandates')
  @ApiOkResponse({ type: MandatePage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Query() query: MandateQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MandatePage> {
    const { partyId, after } = query;
    const { mandates, next } = await this.mandates.list(actor, {
      communityId,
      partyId,
      after,
      limit: limitOf(query),
    });
    return answerPage(request, reply, { items: mandates.map(MandateView.of), next });
  }

  @Post('mandates')
  @ApiCreatedResponse({ type: MandateView })
  async grant(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Body() input: MandateInput,
  ): Promise<MandateView> {
    const { actorId, role, partyId = null, until = null } = input;
    const answer = await this.mandates.grant(actor, { communityId, actorId, role, partyId, until });
    return MandateView.of(answerOrThrow(answer).mandate);
  }

  @Delete('mandates/:mandateId')
  @HttpCode(204)
  @ApiNoContentResponse()
  async end(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('mandateId', as(idKind)) mandateId: string,
  ): Promise<void> {
    answerOrThrow(await this.mandates.end(actor, communityId, mandateId));
  }

  @Post('people/:personId/sign-in-links')
  @ApiCreatedResponse({ type: SignInLinkView })
  async makeLink(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityKind)) communityId: string,
    @Param('personId', as(idKind)) personId: string,
  ): Promise<SignInLinkView> {
    return SignInLinkView.of(answerOrThrow(await this.signIn.makeLink(actor, { communityId, personId })));
  }
}

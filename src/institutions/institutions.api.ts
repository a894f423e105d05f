import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind, given } from '../communities/communities.input.js';
import {
  InstitutionChange,
  InstitutionPage,
  InstitutionQuery,
  InstitutionView,
  LeaveInput,
  LeftView,
  NewInstitutionInput,
} from './institutions.input.js';
import { InstitutionsService } from './institutions.service.js';

/** Institutions and outlets: "where can I spend". */
@Controller('api/v1/communities/:community/institutions')
export class InstitutionsApi {
  constructor(private readonly institutions: InstitutionsService) {}

  @Get()
  @ApiOkResponse({ type: InstitutionPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: InstitutionQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstitutionPage> {
    const [after] = (readCursor(query.after, [idKind]) ?? []) as [string?];
    const { kind, outlets } = query;
    const limit = limitOf(query);
    const found = await this.institutions.list(actor, communityId, {
      kind,
      outlets,
      after,
      limit: limit + 1,
    });
    const { items, next } = pageOf(found, limit, ({ id }) => [id]);
    return answerPage(request, reply, { items: items.map(InstitutionView.of), next });
  }

  @Post()
  @ApiCreatedResponse({ type: InstitutionView })
  async enter(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: NewInstitutionInput,
  ): Promise<InstitutionView> {
    const { kind, name, picture, colour, ...rest } = input;
    const wish = { kind, name, picture, colour, ...given(rest) };
    return InstitutionView.of(
      answerOrThrow(await this.institutions.enter(actor, communityId, wish)).institution,
    );
  }

  @Get(':institution')
  @ApiOkResponse({ type: InstitutionView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('institution', as(idKind)) id: string,
  ): Promise<InstitutionView> {
    const institution = await this.institutions.find(actor, communityId, id);
    if (institution === undefined) throw new ProblemError('not_found');
    return InstitutionView.of(institution);
  }

  @Patch(':institution')
  @ApiOkResponse({ type: InstitutionView })
  async change(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('institution', as(idKind)) id: string,
    @Body() input: InstitutionChange,
  ): Promise<InstitutionView> {
    const answer = await this.institutions.change(actor, communityId, id, given(input));
    return InstitutionView.of(answerOrThrow(answer).institution);
  }

  @Post(':institution/closure')
  @ApiCreatedResponse({ type: LeftView })
  async leave(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('institution', as(idKind)) id: string,
    @Body() { toPartyId }: LeaveInput,
  ): Promise<LeftView> {
    const to = toPartyId === null ? 'pot' : { partyId: toPartyId };
    const { exchangeId } = answerOrThrow(await this.institutions.leave(actor, communityId, id, to));
    return { exchangeId };
  }
}

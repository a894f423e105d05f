import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { ProblemError } from './api/problem.js';
import { NoPickUpPage, PickUpPage, PickUpSheetPage } from './app.picked.js';
import { PickUps } from './app.pickups.js';
import { Visitors } from './app.visitors.js';
import { communityIdKind } from './communities/communities.input.js';
import { CommunitiesService } from './communities/communities.service.js';
import { languages, ownCode, type LanguageCode } from './languages/languages.js';
import { languageOf, translationsFor } from './web/language-choice.js';
import { sendPage } from './web/page-answer.js';

class SheetQuery {
  /** The language beside Dutch. */
  @TextField({ max: 10, optional: true })
  with?: string;
}

/** Where people come daily: a page for everybody that says where and when one gets a card, and the sheet for its door. */
@ApiExcludeController()
@Controller('c/:community/pickup/:party')
export class PickUpPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly points: PickUps,
    private readonly communities: CommunitiesService,
  ) {}

  @Public()
  @Get()
  async show(
    @CurrentActor() actor: Actor | undefined,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('party', as(idKind)) partyId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const point = await this.points.point(communityId, partyId);
    if (point === undefined) throw new ProblemError('not_found');
    const [{ frame }, community] = await Promise.all([
      this.visitors.visit(actor, request),
      this.communities.look(communityId),
    ]);
    sendPage(reply, <PickUpPage frame={{ ...frame, community: community?.name ?? '' }} point={point} />);
  }

  @Get('sheet')
  async sheet(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('party', as(idKind)) partyId: string,
    @Query() { with: asked }: SheetQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!this.points.mayPrint(actor, communityId, partyId)) throw new NotAllowed();
    const [{ frame }, point] = await Promise.all([
      this.visitors.visit(actor, request),
      this.points.point(communityId, partyId),
    ]);
    if (point === undefined) {
      const isSteward = actor.mandates.some((each) => each.role === 'steward');
      return sendPage(reply, <NoPickUpPage {...{ frame, isSteward }} />);
    }
    const offered: LanguageCode[] = [...languages, ...translationsFor(request)];
    const beside = offered.find((code) => code === asked) ?? ownCode(languageOf(request));
    const url = this.points.url(point);
    sendPage(reply, <PickUpSheetPage {...{ frame, point, url, offered, beside }} />);
  }
}

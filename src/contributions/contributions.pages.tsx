import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { CodeField, IdField, UuidField } from '../api/fields.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { FormInput } from '../api/objects.js';
import { ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { Faces } from '../communities/faces.js';
import { RefusedPage } from '../web/errors.js';
import { languageOf } from '../web/language-choice.js';
import { sendPage } from '../web/page-answer.js';
import { askOf, BringsQuery, BringsSheets } from './brings.sheets.js';
import { ContributionLists } from './contribution-lists.service.js';
import { ContributionsService } from './contributions.service.js';
import { faceOf } from './views/brings.js';

const pageSteps = ['agree', 'refuse', 'given', 'returned'] as const;

@FormInput()
class AnswerForm {
  @UuidField()
  contribution!: string;

  @IdField()
  party!: string;

  @CodeField(pageSteps)
  answer!: (typeof pageSteps)[number];
}

/** Who brings what: a page of each party, and what waits for an answer. */
@ApiExcludeController()
@Controller('c/:community/brings')
export class ContributionsPages {
  constructor(
    private readonly contributions: ContributionsService,
    private readonly lists: ContributionLists,
    private readonly faces: Faces,
    private readonly frames: PageFrames,
    private readonly sheets: BringsSheets,
  ) {}

  /** What waits for a yes or no of whoever asks: the oldest, alone on its page. */
  @Get('asked')
  async asked(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [seen] = await this.lists.asked(actor, communityId);
    await this.sheets.ask(actor, communityId, seen, request, reply);
  }

  @Get(':party')
  async ofParty(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('party', as(idKind)) partyId: string,
    @Query() { after }: BringsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const list = await this.lists.ofParty(actor, communityId, partyId, askOf(after));
    const face = await this.faces.one(communityId, partyId);
    if (list === undefined || face === undefined) throw new ProblemError('not_found');
    const heading = faceOf({ kind: face.kind, face }, languageOf(request)).name;
    await this.sheets.send(
      actor,
      { communityId, heading, path: partyId, back: '/groups' },
      list,
      request,
      reply,
    );
  }

  /** A yes or no, that it came, that it is back. Who says yes had the condition before them on the same page. */
  @Post('answer')
  async answer(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { contribution, party, answer }: AnswerForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const said = await this.contributions.step(actor, communityId, contribution, answer, true);
    if (said.kind === 'said') return void reply.redirect(`/c/${communityId}/brings/${party}`, 303);
    if (said.code === 'not_found') throw new ProblemError('not_found');
    const page = <RefusedPage {...this.frames.of(actor, request, request.url)} code={said.code} />;
    sendPage(reply, page, 422);
  }
}

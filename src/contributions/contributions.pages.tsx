import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { CodeField, IdField, TextField, UuidField } from '../api/fields.js';
import { as } from '../api/input.pipe.js';
import { idKind, uuidKind } from '../api/kinds.js';
import { FormInput } from '../api/objects.js';
import { pageOf, readCursor } from '../api/paging.js';
import { ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { Faces } from '../communities/faces.js';
import { dayIn } from '../database/clock.js';
import { RefusedPage } from '../web/errors.js';
import { languageOf } from '../web/language-choice.js';
import { sendPage } from '../web/page-answer.js';
import { ContributionLists, type ContributionList } from './contribution-lists.service.js';
import { programmeKind } from './contributions.input.js';
import { ContributionsService } from './contributions.service.js';
import { AskedPage } from './views/asked.js';
import { BringsPage, faceOf } from './views/brings.js';

/** So many sheets fit on a page that stays small. */
const sheets = 5;

const pageSteps = ['agree', 'refuse', 'given', 'returned'] as const;

class BringsQuery {
  @TextField({ max: 300, optional: true })
  after?: string;
}

@FormInput()
class AnswerForm {
  @UuidField()
  contribution!: string;

  @IdField()
  party!: string;

  @CodeField(pageSteps)
  answer!: (typeof pageSteps)[number];
}

/** Who brings what: a page of each party and one of each programme. */
@ApiExcludeController()
@Controller('c/:community/brings')
export class ContributionsPages {
  constructor(
    private readonly contributions: ContributionsService,
    private readonly lists: ContributionLists,
    private readonly communities: CommunitiesService,
    private readonly faces: Faces,
    private readonly frames: PageFrames,
  ) {}

  @Get('programme/:code')
  async ofProgramme(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('code', as(programmeKind)) code: string,
    @Query() { after }: BringsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const list = await this.lists.ofProgramme(actor, communityId, code, askOf(after));
    const where = { communityId, heading: code, path: `programme/${code}` };
    await this.send(actor, where, list, request, reply);
  }

  /** What waits for a yes or no of whoever asks: the oldest, alone on its page. */
  @Get('asked')
  async asked(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [seen] = await this.lists.asked(actor, communityId);
    const community = await this.communities.look(communityId);
    const timeZone = community?.timeZone ?? 'UTC';
    const page = (
      <AskedPage
        {...this.frames.of(actor, request)}
        {...{ seen, back: '/' }}
        {...(community !== undefined && { community: community.name })}
        answerPath={`/c/${communityId}/brings/answer`}
        timeZoneDay={(instant) => dayIn(instant, timeZone)}
      />
    );
    sendPage(reply, page);
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
    await this.send(actor, { communityId, heading, path: partyId }, list, request, reply);
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

  private async send(
    actor: Actor,
    { communityId, heading, path }: { communityId: string; heading: string; path: string },
    { items, warnings, others }: ContributionList,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const frame = this.frames.of(actor, request);
    const { language } = frame;
    const community = await this.communities.look(communityId);
    const faces = await this.faces.of(
      communityId,
      warnings.map(({ giverId }) => giverId),
    );
    const { items: some, next } = pageOf(items, sheets, ({ contribution }) => [contribution.id]);
    const timeZone = community?.timeZone ?? 'UTC';
    const page = (
      <BringsPage
        {...frame}
        {...{ back: '/groups', heading, items: some, others }}
        {...(community !== undefined && { community: community.name })}
        warnings={warnings.map(({ giverId, ...rest }) => {
          const face = faces.get(giverId)!;
          return { ...rest, name: faceOf({ kind: face.kind, face }, language).name };
        })}
        answerPath={`/c/${communityId}/brings/answer`}
        timeZoneDay={(instant) => dayIn(instant, timeZone)}
        more={next === null ? undefined : `/c/${communityId}/brings/${path}?after=${next}`}
      />
    );
    sendPage(reply, page);
  }
}

function askOf(cursor: string | undefined): { after?: string | undefined; limit: number } {
  const [after] = (readCursor(cursor, [uuidKind]) ?? []) as [string?];
  return { after, limit: sheets + 1 };
}

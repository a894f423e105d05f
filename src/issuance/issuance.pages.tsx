import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { as } from '../api/input.pipe.js';
import { codeKind, uuidKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { sendPage } from '../web/page-answer.js';
import { IssuePages } from './issue-pages.service.js';
import { AnswerForm, IssueForm, IssueQuery } from './issuance.forms.js';
import { programmeCodeKind } from './programmes.input.js';
import { IssueFormPage } from './views/issue-form.js';
import { IssuePage } from './views/issue.js';
import { ProgrammePage } from './views/programme.js';
import { ProgrammesPage } from './views/programmes.js';

const stepKind = codeKind(['approval', 'receipt']);

/** The pages of programmes: which there are, the sheet of one, making an issue, and the yes of others. */
@ApiExcludeController()
@Controller('c/:community')
export class IssuancePages {
  constructor(
    private readonly pages: IssuePages,
    private readonly frames: PageFrames,
  ) {}

  @Get('programmes')
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const shown = await this.pages.list(actor, communityId);
    sendPage(
      reply,
      <ProgrammesPage {...this.frames.of(actor, request)} communityId={communityId} shown={shown} />,
    );
  }

  @Get('programmes/:programme')
  async sheet(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const shown = await this.pages.sheet(actor, communityId, code);
    sendPage(reply, <ProgrammePage {...this.frames.of(actor, request)} shown={shown} />);
  }

  /** Says yes or no to the version that waits. */
  @Post('programmes/:programme/decision')
  async decide(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() { answer, version }: AnswerForm,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    answerOrThrow(await this.pages.decide(actor, communityId, code, Number(version), answer === 'yes'));
    void reply.redirect(`/c/${communityId}/programmes/${code}`, 303);
  }

  @Get('programmes/:programme/issue')
  async newIssue(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Query() query: IssueQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const shown = await this.pages.form(actor, communityId, code, query);
    sendPage(reply, <IssueFormPage {...this.frames.of(actor, request)} shown={shown} />);
  }

  @Post('programmes/:programme/issue')
  async propose(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Body() form: IssueForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.pages.propose(actor, communityId, code, form);
    if (answer.kind === 'proposed') {
      const made = 'issue' in answer ? `issues/${answer.issue.id}` : `programmes/${code}`;
      return void reply.redirect(`/c/${communityId}/${made}`, 303);
    }
    const shown = await this.pages.form(actor, communityId, code, form, answer.code);
    sendPage(reply, <IssueFormPage {...this.frames.of(actor, request)} shown={shown} />, 422);
  }

  /** One issue, for who made it, who approves it and who receives it: each sees the button that is theirs. */
  @Get('issues/:issue')
  async issue(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const shown = await this.pages.issue(actor, communityId, issueId);
    sendPage(reply, <IssuePage {...this.frames.of(actor, request)} shown={shown} />);
  }

  @Post('issues/:issue/:step')
  async step(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('issue', as(uuidKind)) issueId: string,
    @Param('step', as(stepKind)) step: 'approval' | 'receipt',
    @Body() form: AnswerForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const refusal = await this.pages.step(actor, communityId, issueId, step, form);
    if (refusal === null) return void reply.redirect(`/c/${communityId}/issues/${issueId}`, 303);
    const shown = await this.pages.issue(actor, communityId, issueId, refusal);
    sendPage(reply, <IssuePage {...this.frames.of(actor, request)} shown={shown} />, 422);
  }
}

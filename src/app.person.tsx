import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { SignInService } from './access/sign-in.service.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { ProblemError } from './api/problem.js';
import { PersonPage } from './app.appointed.js';
import { Appointments } from './app.appointments.js';
import { LinkPage } from './app.founded.js';
import { Roster } from './app.roster.js';
import { Visitors } from './app.visitors.js';
import { timeWords } from './web/dates.js';
import { sendPage } from './web/page-answer.js';

/** One person, for a steward: a link to come in by, and where they help. */
@ApiExcludeController()
@Controller('people/:person')
export class PersonPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly roster: Roster,
    private readonly appointments: Appointments,
    private readonly signIn: SignInService,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const face = await this.faceOf(actor, personId);
    const [{ frame, csrf }, helping] = await Promise.all([
      this.visitors.visit(actor, request),
      this.appointments.of(actor, this.roster.communityOf(actor), personId),
    ]);
    sendPage(reply, <PersonPage {...{ frame, csrf, face, helping }} />);
  }

  /** Shown once and kept nowhere, so it is the answer itself and no redirect. */
  @Post('link')
  async link(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const face = await this.faceOf(actor, personId);
    const communityId = this.roster.communityOf(actor);
    const link = await this.signIn.makeLink(actor, { communityId, personId });
    if ('kind' in link) throw new ProblemError('not_found');
    const { frame, timeZone } = await this.visitors.visit(actor, request);
    const until = timeWords(link.expiresAt, frame.language, timeZone);
    const page = { frame: { ...frame, here: undefined }, url: link.url, until, back: '/people', face };
    sendPage(reply, <LinkPage {...page} title="people.link_title" />);
  }

  private async faceOf(actor: Actor, personId: string) {
    const face = await this.roster.face(actor, this.roster.communityOf(actor), personId);
    if (face === undefined) throw new ProblemError('not_found');
    return face;
  }
}

import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { IdField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { FormInput } from './api/objects.js';
import { answerOrThrow, ProblemError } from './api/problem.js';
import { AppointPage, HelpPlacesPage, StopHelpingPage } from './app.appointed.js';
import { Appointments } from './app.appointments.js';
import { Roster } from './app.roster.js';
import { Visitors } from './app.visitors.js';
import { sendPage } from './web/page-answer.js';

class PlaceQuery {
  @IdField({ optional: true })
  group?: string;
}

@FormInput()
class PlaceForm {
  @IdField()
  group!: string;
}

/** A steward lets somebody help at a group, or stop with it. */
@ApiExcludeController()
@Controller('people/:person/helper')
export class AppointingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly roster: Roster,
    private readonly appointments: Appointments,
  ) {}

  /** Which group, where there are more; then the question. */
  @Get()
  async ask(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Query() { group }: PlaceQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = await this.page(actor, personId, request);
    const places = await this.appointments.placesFor(actor, this.roster.communityOf(actor), personId);
    const place = places.length === 1 ? places[0] : places.find(({ id }) => id === group);
    if (place !== undefined) return sendPage(reply, <AppointPage {...page} place={place} />);
    sendPage(reply, <HelpPlacesPage {...page} places={places} />);
  }

  @Post()
  async appoint(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Body() { group }: PlaceForm,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = this.roster.communityOf(actor);
    answerOrThrow(await this.appointments.appoint(actor, communityId, personId, group));
    void reply.redirect(`/people/${personId}`, 303);
  }

  @Get(':mandate')
  async askEnd(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Param('mandate', as(idKind)) mandateId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = await this.page(actor, personId, request);
    const all = await this.appointments.of(actor, this.roster.communityOf(actor), personId);
    const helping = all.find((each) => each.mandateId === mandateId);
    if (helping === undefined) throw new ProblemError('not_found');
    sendPage(reply, <StopHelpingPage {...page} helping={helping} />);
  }

  @Post(':mandate/end')
  async end(
    @CurrentActor() actor: Actor,
    @Param('person', as(idKind)) personId: string,
    @Param('mandate', as(idKind)) mandateId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.appointments.end(actor, this.roster.communityOf(actor), personId, mandateId);
    void reply.redirect(`/people/${personId}`, 303);
  }

  private async page(actor: Actor, personId: string, request: FastifyRequest) {
    const face = await this.roster.face(actor, this.roster.communityOf(actor), personId);
    if (face === undefined) throw new ProblemError('not_found');
    const { frame, csrf } = await this.visitors.visit(actor, request);
    return { frame, csrf, face };
  }
}

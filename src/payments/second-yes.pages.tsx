import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { CodeField, UuidField } from '../api/fields.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { FormInput } from '../api/objects.js';
import { ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { dayIn } from '../database/clock.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { SecondYesLooks } from './second-yes-looks.service.js';
import { SecondYesService } from './second-yes.service.js';
import { SecondYesPage } from './views/second-yes.js';

@FormInput()
class SecondAnswerForm {
  @UuidField()
  request!: string;

  @UuidField()
  order!: string;

  @CodeField(['yes', 'no'])
  answer!: 'yes' | 'no';
}

/** Where treasurers see what waits for the yes of another, and say it. */
@ApiExcludeController()
@Controller('c/:community/second-yes/:party')
export class SecondYesPages {
  constructor(
    private readonly looks: SecondYesLooks,
    private readonly seconds: SecondYesService,
    private readonly communities: CommunitiesService,
    private readonly frames: PageFrames,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('party', as(idKind)) partyId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const waiting = await this.looks.waiting(actor, communityId, partyId);
    const community = await this.communities.look(communityId);
    if (waiting === undefined || community === undefined) throw new ProblemError('not_found');
    const { name: communityName, timeZone } = community;
    const page = (
      <SecondYesPage
        {...this.frames.of(actor, request)}
        {...{ back: '/', waiting, communityName }}
        path={`/c/${communityId}/second-yes/${partyId}`}
        dayOf={(instant) => dayIn(instant, timeZone)}
      />
    );
    sendPage(reply, page);
  }

  @Post()
  async answer(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('party', as(idKind)) partyId: string,
    @Body() { request: id, order, answer }: SecondAnswerForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const here = `/c/${communityId}/second-yes/${partyId}`;
    const said =
      answer === 'yes'
        ? await this.seconds.approve(actor, communityId, order, id)
        : await this.seconds.decline(actor, communityId, id);
    if (said.kind === 'posted') return void reply.redirect(`/r/${said.receiptToken}`, 303);
    if (said.kind === 'declined') return void reply.redirect(here, 303);
    sendPage(reply, <RefusedPage {...this.frames.of(actor, request, here)} code={said.code} />, 422);
  }
}

import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { Visitors } from './app.visitors.js';
import { YearPage } from './app.year.js';
import { OwnYears } from './app.years.js';
import { sendPage } from './web/page-answer.js';

/** My year on paper: hours by kind, as an attestation (S31). */
@ApiExcludeController()
@Controller('me/year')
export class YearPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly years: OwnYears,
  ) {}

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (actor.communityId === null || actor.kind !== 'person') throw new NotAllowed();
    const { frame, timeZone } = await this.visitors.visit(actor, request);
    const hours = await this.years.now(actor, timeZone);
    sendPage(reply, <YearPage {...{ frame, hours }} />);
  }
}

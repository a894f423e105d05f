import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { ExchangesPage } from './app.pursed.js';
import { OwnPurses } from './app.purses.js';
import { Visitors } from './app.visitors.js';
import { SpokenThanks } from './payments/spoken-thanks.service.js';
import { sendPage } from './web/page-answer.js';

/** What somebody gave and got last, with a mark where they were thanked aloud. */
@ApiExcludeController()
@Controller('exchanges')
export class OwnExchangesPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly thanks: SpokenThanks,
  ) {}

  @Get()
  async exchanges(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [{ frame }, own, thanked] = await Promise.all([
      this.visitors.visit(actor, request),
      this.purses.own(actor),
      this.thanks.heard(actor),
    ]);
    const lines = await this.purses.lastLines(own);
    sendPage(reply, <ExchangesPage {...{ frame, lines, thanked }} />);
  }
}

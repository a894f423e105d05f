import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { Retention } from './access/retention.js';
import { Visitors } from './app.visitors.js';
import { HelpPage } from './app.welcome.js';
import { sendPage } from './web/page-answer.js';

/** Help for everybody, with how long what is kept is kept. */
@ApiExcludeController()
@Controller('help')
export class HelpPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly retention: Retention,
  ) {}

  @Public()
  @Get()
  async help(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <HelpPage {...frame} kept={this.retention.table()} />);
  }
}

import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { AccessibilityPage } from './app.barriers.js';
import { Visitors } from './app.visitors.js';
import type { Config } from './config.js';
import { CONFIG } from './database/database.module.js';
import { sendPage } from './web/page-answer.js';

/** The statement that local governments owe about who can use this service, and how well (U22). */
@ApiExcludeController()
@Controller('accessibility')
export class AccessibilityPages {
  constructor(
    private readonly visitors: Visitors,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get()
  async show(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const { host } = new URL(this.config.publicUrl);
    sendPage(reply, <AccessibilityPage {...{ frame, host }} accessibility={this.config.accessibility} />);
  }
}

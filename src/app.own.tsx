import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { MyCardPage, PrivacyPage } from './app.mine.js';
import { Privacy } from './app.privacy.js';
import { Visitors } from './app.visitors.js';
import { sendPage } from './web/page-answer.js';

/** What is a member's own: their card, what is known of them, and who sees it (U71). */
@ApiExcludeController()
@Controller('me')
export class OwnPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly known: Privacy,
  ) {}

  @Get()
  async card(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (actor.communityId === null || actor.kind !== 'person') throw new NotAllowed();
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <MyCardPage frame={frame} />);
  }

  @Get('privacy')
  async privacy(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame, csrf, timeZone } = await this.visitors.visit(actor, request);
    const known = await this.known.of(actor, frame.language, timeZone);
    sendPage(reply, <PrivacyPage {...{ frame, csrf, timeZone, ...known }} path="/me" back="/me" />);
  }

  @Post('elsewhere')
  async endOthers(@CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.known.endOthers(actor);
    void reply.redirect('/me/privacy', 303);
  }
}

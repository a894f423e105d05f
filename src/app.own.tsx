import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { Retention } from './access/retention.js';
import { LinksByOthers } from './app.links.js';
import { MyCardPage, PrivacyPage } from './app.mine.js';
import { OwnedFacts } from './app.owned.js';
import { Visitors } from './app.visitors.js';
import { SpokenThanks } from './payments/spoken-thanks.service.js';
import { sendPage } from './web/page-answer.js';

/** What is a member's own: their card, what is known of them, and who sees it (U71). */
@ApiExcludeController()
@Controller('me')
export class OwnPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly facts: OwnedFacts,
    private readonly links: LinksByOthers,
    private readonly thanks: SpokenThanks,
    private readonly retention: Retention,
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
    const [owned, { frame, csrf, timeZone }, thanked] = await Promise.all([
      this.facts.of(actor),
      this.visitors.visit(actor, request),
      this.thanks.heard(actor),
    ]);
    const links = await this.links.sentence(actor, frame.language, timeZone);
    const table = this.retention.table();
    const known = { owned, links, table, thanked: thanked.size };
    sendPage(reply, <PrivacyPage {...{ frame, csrf, timeZone, ...known }} />);
  }

  @Post('elsewhere')
  async endOthers(@CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.facts.endOthers(actor);
    void reply.redirect('/me/privacy', 303);
  }
}

import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { CardsService } from './access/cards.service.js';
import { sendCardRefused } from './access/views/card-refused.js';
import { IdField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { NoHelperYetPage } from './app.appointed.js';
import { Besides, visitPath, type Asking } from './app.besides.js';
import { DeskPage } from './app.desk.js';
import { Roster } from './app.roster.js';
import { cardIn } from './app.scanning.js';
import { Visitors } from './app.visitors.js';
import type { WordKey } from './languages/languages.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import { sendPage } from './web/page-answer.js';

class DeskQuery {
  @IdField({ optional: true })
  after?: string;
}

/** Where a helper begins: a card to scan, somebody new, or somebody whose card is lost. */
@ApiExcludeController()
@Controller('helping')
export class HelpingPages {
  constructor(
    private readonly besides: Besides,
    private readonly visitors: Visitors,
    private readonly roster: Roster,
    private readonly cards: CardsService,
    private readonly visits: CardVisitsService,
  ) {}

  /** A steward who is no helper yet is told how one is made: only helpers hand out cards. */
  @Get()
  async desk(
    @CurrentActor() actor: Actor,
    @Query() { after }: DeskQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (this.besides.mayHelp(actor) || !this.roster.looksAfter(actor))
      return this.show({ actor, request, reply }, { after });
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <NoHelperYetPage frame={frame} me={actor.id} />, 403);
  }

  /** A member's card begins a visit; a blank one leads to whom it may be given. */
  @Post('card')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const asking = { actor, request, reply };
    const communityId = this.besides.communityOf(actor);
    const { texts } = await readScan(request);
    const card = texts.map(cardIn).find((each) => each !== undefined);
    if (card === undefined) return this.show(asking, { wrong: 'scan.none' });
    const opened = await this.visits.open(actor, communityId, card);
    if (opened.kind === 'opened') return void reply.redirect(visitPath(opened.seen.visit.id), 303);
    const known = await this.cards.scanned(actor, communityId, card);
    if (known?.state === 'blank') return this.show(asking, { wrong: 'helping.is_blank' });
    if (opened.code === 'card_unknown')
      return this.show(asking, { wrong: known === undefined ? 'refusals.card_unknown' : 'helping.scan_it' });
    const { frame } = await this.visitors.visit(actor, request);
    sendCardRefused(reply, frame, opened.code, { back: '/helping', isLook: true });
  }

  private async show(
    { actor, request, reply }: Asking,
    { after, wrong }: { after?: string | undefined; wrong?: WordKey },
  ): Promise<void> {
    const communityId = this.besides.communityOf(actor);
    const [{ frame, csrf }, { cards, next }] = await Promise.all([
      this.visitors.visit(actor, request),
      this.roster.page(actor, communityId, after),
    ]);
    const page = { frame: { ...frame, here: '/helping' }, csrf, cards, next };
    sendPage(reply, <DeskPage {...page} wrong={wrong} />, wrong === undefined ? 200 : 422);
  }
}

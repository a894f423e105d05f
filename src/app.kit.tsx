import { Controller, Get, Header, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { KitPage, KitToPrintPage } from './app.kitted.js';
import { Kits } from './app.kits.js';
import { paperCss } from './app.papercss.js';
import { practicePath } from './app.practised.js';
import { OwnPurses } from './app.purses.js';
import { Visitors } from './app.visitors.js';
import type { Config } from './config.js';
import { CONFIG } from './database/database.module.js';
import { translationsFor } from './web/language-choice.js';
import { sendPage } from './web/page-answer.js';

/** Everything for a first evening, from one button: cards, signs, vouchers, a poster, and a page for the helper. */
@ApiExcludeController()
@Controller('kit')
export class KitPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly kits: Kits,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Get('paper.css')
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=3600')
  css(): string {
    return paperCss;
  }

  @Get()
  async show(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = this.communityOf(actor);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const mayKeep = this.kits.mayHelp(actor, communityId);
    const purses = await this.purses.kept(actor);
    const contents = await this.kits.contents(actor, communityId, purses);
    sendPage(reply, <KitPage {...{ frame, csrf, contents, mayKeep }} />);
  }

  /** Makes the cards that lack. */
  @Post()
  async prepare(@CurrentActor() actor: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.kits.prepare(actor, this.communityOf(actor));
    void reply.redirect('/kit/print', 303);
  }

  @Get('print')
  async print(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = this.communityOf(actor);
    const [{ frame }, purses] = await Promise.all([
      this.visitors.visit(actor, request),
      this.purses.kept(actor),
    ]);
    const kit = await this.kits.of(actor, communityId, purses);
    const { publicUrl, helpline } = this.config;
    const at = {
      help: `${new URL(publicUrl).host}/help`,
      helpline,
      practice: `${publicUrl}${practicePath}/choose`,
    };
    sendPage(reply, <KitToPrintPage {...{ frame, kit, at }} translations={translationsFor(request)} />);
  }

  /** @throws NotAllowed for whoever prepares no evening */
  private communityOf(actor: Actor): string {
    if (actor.communityId === null || !this.kits.mayPrint(actor)) throw new NotAllowed();
    return actor.communityId;
  }
}

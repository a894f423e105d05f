import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { ProblemError } from '../api/problem.js';
import type { Config } from '../config.js';
import { Clock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { sendPage } from '../web/page-answer.js';
import { ReceiptScenes } from './receipt-scenes.js';
import { ReceiptsService } from './receipts.service.js';
import { NoReceiptPage, ReceiptPage } from './views/receipt.js';
import { slipCss, slipPath } from './views/slip.css.js';

/** A receipt that is looked at so soon is that of an exchange that was made just now. */
const justDoneMs = 60_000;

/** The live receipt that the QR code opens, and the signed text behind it. */
@ApiExcludeController()
@Controller()
export class ReceiptsPages {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly scenes: ReceiptScenes,
    private readonly frames: PageFrames,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** `/r/TOKEN` is the page and `/r/TOKEN.jws` the signed text. */
  @Public()
  @Get('r/:name')
  async show(
    @Param('name') name: string,
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (/\.jws$/i.test(name)) return this.showText(name.slice(0, -'.jws'.length), reply);
    const frame = this.frames.of(actor, request, `/r/${encodeURIComponent(name)}`);
    const receipt = await this.receipts.look(name);
    if (receipt === undefined) return sendPage(reply, <NoReceiptPage {...frame} />, 404);
    const around = await this.scenes.of(actor, receipt);
    const url = `${this.config.publicUrl}/R/${receipt.token}`.toUpperCase();
    const now = this.clock.now();
    const isFresh = now - receipt.facts.exchange.bookedAt < justDoneMs;
    // Whoever gave is done. Who got it, or keeps the purse of others, goes on to the next.
    const isJustDone = around.view?.side === 'giver' && isFresh;
    const finish = isJustDone ? this.frames.finishSoon(actor) : frame.finish;
    const page = { ...frame, finish, receipt, url, now, isFresh, isJustDone };
    sendPage(reply, <ReceiptPage {...page} {...around} />);
  }

  @Public()
  @Get(slipPath)
  @Header('content-type', 'text/css; charset=utf-8')
  @Header('cache-control', 'public, max-age=31536000, immutable')
  slip(): string {
    return slipCss;
  }

  /** A compact JWS (RFC 7515, 9.2.1). */
  private async showText(token: string, reply: FastifyReply): Promise<void> {
    const receipt = await this.receipts.look(token);
    if (receipt === undefined) throw new ProblemError('not_found');
    void reply
      .header('content-type', 'application/jose')
      .header('content-disposition', `inline; filename="${receipt.token}.jws"`)
      .send(receipt.jws);
  }
}

import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { CodeField, FormInput, TextField } from './api/fields.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import {
  isPlayCode,
  PracticeChoosePage,
  PracticeConfirmPage,
  PracticeDonePage,
  playAmounts,
  practicePath,
  PracticeStartPage,
  type PlayAmount,
} from './app.practised.js';
import { Visitors } from './app.visitors.js';
import { CurrenciesService } from './communities/currencies.service.js';
import type { CoinUnit } from './web/coins.js';
import { sendPage } from './web/page-answer.js';

class PlayQuery {
  @CodeField(playAmounts)
  amount!: PlayAmount;
}

@FormInput()
class PlayForm {
  /** Of whoever is signed in it was taken out at the door; of all others it is empty. */
  @TextField({ max: 100, optional: true })
  _csrf?: string;

  @CodeField(playAmounts)
  amount!: PlayAmount;
}

/**
 * Giving with play coins: the same pages in a striped frame of their own. Nothing of it comes near the books: what was
 * chosen stands in the address and nowhere else, and nobody needs to be signed in.
 */
@Public()
@ApiExcludeController()
@Controller('practice')
export class PracticePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly currencies: CurrenciesService,
  ) {}

  @Get()
  async start(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <PracticeStartPage {...{ frame, csrf }} wrong={null} />);
  }

  /** Only the play code leads on; a real one never does from here. */
  @Post('scan')
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scan(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { texts } = await readScan(request);
    if (texts.some(isPlayCode)) return void reply.redirect(`${practicePath}/choose`, 303);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const wrong = texts.length === 0 ? 'scan.none' : 'practice.not_play';
    sendPage(reply, <PracticeStartPage {...{ csrf, wrong }} frame={{ ...frame, here: practicePath }} />, 422);
  }

  @Get('choose')
  async choose(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <PracticeChoosePage frame={frame} unit={await this.unitOf(actor)} />);
  }

  @Get('confirm')
  async confirm(
    @CurrentActor() actor: Actor | undefined,
    @Query() { amount }: PlayQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <PracticeConfirmPage {...{ frame, csrf, amount }} unit={await this.unitOf(actor)} />);
  }

  @Post('yes')
  yes(@Body() { amount }: PlayForm, @Res() reply: FastifyReply): void {
    void reply.redirect(`${practicePath}/done?amount=${amount}`, 303);
  }

  @Get('done')
  async done(
    @CurrentActor() actor: Actor | undefined,
    @Query() { amount }: PlayQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <PracticeDonePage {...{ frame, amount }} unit={await this.unitOf(actor)} />);
  }

  /** What they are going to give: hours where hours are given. Whoever belongs nowhere yet plays with coins. */
  private async unitOf(actor: Actor | undefined): Promise<CoinUnit> {
    const communityId = actor?.communityId ?? null;
    const [first] = communityId === null ? [] : await this.currencies.all(communityId);
    return first?.token ?? 'coin';
  }
}

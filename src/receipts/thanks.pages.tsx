import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { soundFormOf } from '../api/photos.js';
import { ProblemError } from '../api/problem.js';
import { SpokenThanks, thanksMax } from '../payments/spoken-thanks.service.js';
import { RefusedPage } from '../web/errors.js';
import { letListen, sendPage } from '../web/page-answer.js';
import { sendSound } from '../web/sounds.js';
import { ReceiptsService, type Receipt } from './receipts.service.js';
import { SayThanksPage } from './views/thanks.js';

/** A form around a recording may be this much larger than it. */
const formMax = thanksMax + 100_000;

/** A spoken thank-you after an exchange: said by who gave, heard by who received and by nobody else (3A). */
@ApiExcludeController()
@Controller('r/:token/thanks')
export class ThanksPages {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly thanks: SpokenThanks,
    private readonly frames: PageFrames,
  ) {}

  @Get()
  async ask(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const receipt = await this.must(token);
    const { communityId, facts } = receipt;
    const { say } = await this.thanks.ways(actor, communityId, facts.exchange.id);
    if (!say) return void reply.redirect(`/r/${receipt.token}`, 303);
    letListen(reply);
    const frame = this.frames.of(actor, request);
    sendPage(reply, <SayThanksPage {...frame} token={receipt.token} days={this.thanks.days} />);
  }

  @Post()
  @RouteConfig({ sound: true, bodyLimit: formMax })
  async say(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId, facts, token: own } = await this.must(token);
    const { sound } = soundFormOf(request);
    const answer = await this.thanks.say(actor, communityId, facts.exchange.id, sound);
    if (answer.kind === 'said') return void reply.redirect(`/r/${own}`, 303);
    sendPage(reply, <RefusedPage {...this.frames.of(actor, request)} code={answer.code} />, 422);
  }

  /** The sound, which no cache keeps. */
  @Get('sound')
  async hear(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId, facts } = await this.must(token);
    const sound = await this.thanks.hear(actor, communityId, facts.exchange.id);
    if (sound === undefined) throw new ProblemError('not_found');
    void sendSound(request, reply, { ...sound, keep: 'no-store' });
  }

  @Post('erase')
  async erase(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId, facts, token: own } = await this.must(token);
    await this.thanks.erase(actor, communityId, facts.exchange.id);
    void reply.redirect(`/r/${own}`, 303);
  }

  private async must(token: string): Promise<Receipt> {
    const receipt = await this.receipts.look(token);
    if (receipt === undefined) throw new ProblemError('not_found');
    return receipt;
  }
}

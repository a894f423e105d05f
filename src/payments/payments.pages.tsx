import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { Unfinished } from '../access/unfinished.js';
import { PageFrames } from '../access/page-frames.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { LooksService, type LookAsked } from './looks.service.js';
import type { No } from './payment.js';
import { LookQuery, PayForm, PotForm } from './payments.forms.js';
import { RequestsService } from './requests.service.js';
import { SecondYesService } from './second-yes.service.js';
import { readCodeToken } from './tokens.js';
import { PotAskedPage, WhoPage } from './views/asides.js';
import { PayPage } from './views/pay.js';

const statuses: Readonly<Partial<Record<No['code'], number>>> = {
  code_unknown: 404,
  code_expired: 410,
  code_already_used: 410,
  request_paid: 410,
  request_declined: 410,
  request_expired: 410,
  not_your_account: 403,
  not_your_request: 403,
};

/** What a payment code opens. */
@ApiExcludeController()
@Controller('p/:token')
export class PaymentsPages {
  constructor(
    private readonly looks: LooksService,
    private readonly payments: SecondYesService,
    private readonly requests: RequestsService,
    private readonly frames: PageFrames,
    private readonly unfinished: Unfinished,
  ) {}

  /** Looks only; nothing is changed by opening a code, however often. */
  @Public()
  @Get()
  async show(
    @Param('token') token: string,
    @Query() { amount: figure, part, from }: LookQuery,
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answerLook(actor, { token, figure, part, from }, request, reply, 200);
  }

  @Post()
  async pay(
    @Param('token') token: string,
    @Body() { order: orderId, ...form }: PayForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const communityId = await this.looks.communityOf(token);
    if (communityId === undefined) return this.refuse('code_unknown', actor, request, reply, 404);
    const answer = await this.payments.pay(actor, communityId, { ...form, orderId, code: token });
    if (answer.kind === 'posted') {
      void reply.header('set-cookie', this.unfinished.forget());
      return void reply.redirect(`/r/${answer.receiptToken}`, 303);
    }
    if (answer.kind === 'needs_second')
      return void reply.redirect(`/c/${communityId}/second-yes/${answer.request.partyId}`, 303);
    if (answer.code !== 'not_enough') return this.refuse(answer.code, actor, request, reply, 422);
    // Somebody was quicker at the same purse: the same page, now with the ways on and an order of its own.
    const { amount, part, from } = form;
    return this.answerLook(actor, { token, amount, part, from }, request, reply, 422);
  }

  /** Asks the pot for what one lacks to pay this. */
  @Post('pot')
  async askPot(
    @Param('token') token: string,
    @Body() { order: orderId, from, amount }: PotForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const look = await this.looks.look(actor, { token });
    if (look.kind !== 'look') return this.refuse('code_unknown', actor, request, reply, 404);
    const { preview } = look;
    if (preview.ways.pot === null) return this.refuse('no_such_account', actor, request, reply, 422);
    const asked = { orderId, account: from, payerAccount: preview.ways.pot, amount };
    const made = await this.requests.make(actor, preview.communityId, asked);
    if (made.kind === 'refused') return this.refuse(made.code, actor, request, reply, 422);
    void reply.redirect(`/p/${encodeURIComponent(token)}/asked`, 303);
  }

  /** A no changes nothing; it is only not asked again whether to go on. */
  @Get('no')
  no(@Res() reply: FastifyReply): void {
    void reply.header('set-cookie', this.unfinished.forget()).redirect('/', 303);
  }

  @Get('asked')
  asked(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, <PotAskedPage {...this.frames.of(actor, request)} />, 200);
  }

  private async answerLook(
    actor: Actor | undefined,
    asked: LookAsked,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
  ): Promise<void> {
    const look = await this.looks.look(actor, asked);
    const frame = this.frames.of(actor, request);
    const goesOn = look.kind !== 'refused';
    const kept = goesOn ? this.unfinished.keep(actor, `/p/${readCodeToken(asked.token)}`) : undefined;
    void reply.header('set-cookie', kept ?? this.unfinished.forget());
    if (look.kind === 'stranger' || actor === undefined) {
      return sendPage(reply, <WhoPage {...frame} />, 401);
    }
    if (look.kind === 'refused') {
      return this.refuse(look.code, actor, request, reply, statuses[look.code] ?? 422);
    }
    const { preview, community: communityName, wrong, purses, twice } = look;
    const { part = false, from } = asked;
    const page = { ...frame, preview, communityName, wrong, purses, twice, part, from };
    const path = `/p/${encodeURIComponent(asked.token)}`;
    sendPage(reply, <PayPage {...page} path={path} noHref={`${path}/no`} />, wrong === null ? status : 422);
  }

  private refuse(
    code: string,
    actor: Actor,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
  ): void {
    sendPage(reply, <RefusedPage {...this.frames.of(actor, request)} code={code} />, status);
  }
}

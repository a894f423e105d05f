import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { communityIdKind } from '../communities/communities.input.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { LooksService, type Chosen } from './looks.service.js';
import { LookQuery, PayForm, PotForm } from './payments.forms.js';
import { RequestsService } from './requests.service.js';
import { SecondYesService } from './second-yes.service.js';
import { PotAskedPage } from './views/asides.js';
import { PayPage } from './views/pay.js';

interface Giving {
  readonly actor: Actor;
  readonly communityId: string;
  readonly accountId: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Giving where no payment code was scanned: into the pot, or to somebody by their card (3A). */
@ApiExcludeController()
@Controller('c/:community/give/:account')
export class GivingPages {
  constructor(
    private readonly looks: LooksService,
    private readonly payments: SecondYesService,
    private readonly requests: RequestsService,
    private readonly frames: PageFrames,
  ) {}

  /** How much, and then yes or no. Nothing is changed by looking. */
  @Get()
  show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() { amount: figure, from }: LookQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.answer({ actor, communityId, accountId, request, reply }, { figure, from }, 200);
  }

  @Post()
  async give(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { order: orderId, from, amount }: PayForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.payments.pay(actor, communityId, { orderId, from, amount, to: accountId });
    if (answer.kind === 'posted') return void reply.redirect(`/r/${answer.receiptToken}`, 303);
    const giving = { actor, communityId, accountId, request, reply };
    if (answer.kind === 'needs_second')
      return void reply.redirect(`/c/${communityId}/second-yes/${answer.request.partyId}`, 303);
    if (answer.code === 'not_enough') return this.answer(giving, { amount, from }, 422);
    sendPage(
      reply,
      <RefusedPage {...this.frames.of(giving.actor, giving.request)} code={answer.code} />,
      422,
    );
  }

  /** Asks the pot for what one lacks. */
  @Post('pot')
  async askPot(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { order: orderId, from, amount }: PotForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const giving = { actor, communityId, accountId, request, reply };
    const look = await this.looks.lookAtAccount(actor, communityId, accountId, {});
    const pot = look.kind === 'look' ? look.preview.ways.pot : null;
    const asked = { orderId, account: from, payerAccount: pot ?? '', amount };
    const made = pot === null ? undefined : await this.requests.make(actor, communityId, asked);
    const frame = this.frames.of(giving.actor, giving.request);
    if (made?.kind !== 'refused' && made !== undefined)
      return void reply.redirect(`/c/${communityId}/give/${accountId}/asked`, 303);
    sendPage(reply, <RefusedPage {...frame} code={made?.code ?? 'no_such_account'} />, 422);
  }

  @Get('asked')
  asked(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, <PotAskedPage {...this.frames.of(actor, request)} />);
  }

  private async answer(giving: Giving, chosen: Chosen, status: number): Promise<void> {
    const { actor, communityId, accountId, reply } = giving;
    const look = await this.looks.lookAtAccount(actor, communityId, accountId, chosen);
    const frame = this.frames.of(giving.actor, giving.request);
    if (look.kind !== 'look') {
      const code = look.kind === 'refused' ? look.code : 'no_such_account';
      return sendPage(reply, <RefusedPage {...frame} code={code} />, 422);
    }
    const { preview, community: communityName, wrong, purses, twice } = look;
    const { from } = chosen;
    const page = { ...frame, preview, communityName, wrong, purses, twice, part: false, from };
    const path = `/c/${communityId}/give/${accountId}`;
    sendPage(reply, <PayPage {...page} path={path} />, wrong === null ? status : 422);
  }
}

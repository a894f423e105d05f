import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { AmountField, CodeField, FlagField, FormInput, TextField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { ProblemError } from './api/problem.js';
import {
  NewSignPage,
  SignReasonPage,
  SignsPage,
  signsPath,
  SignToPrintPage,
  TakeDownPage,
} from './app.priced.js';
import { amountSaid, PriceSigns, signReasons } from './app.prices.js';
import { OwnPurses } from './app.purses.js';
import { Visitors } from './app.visitors.js';
import { communityIdKind } from './communities/communities.input.js';
import type { Reason } from './ledger/order.js';
import { sendPage } from './web/page-answer.js';

@FormInput()
class NewSignForm {
  @CodeField(signReasons)
  reason!: Reason;

  @AmountField({ optional: true })
  amount?: bigint;

  /** A decimal figure, such as 0,5. It goes before the tiles, because Enter in its field presses the first of them. */
  @TextField({ max: 20, optional: true })
  other?: string;
}

class NewSignQuery {
  @CodeField(signReasons, { optional: true })
  reason?: Reason;
}

class SignQuery {
  @FlagField({ optional: true })
  small?: boolean;
}

/** Signs with fixed prices that a group prints for its counter: what for, how much, print (3B). */
@ApiExcludeController()
@Controller('c/:community/signs/:account')
export class PricePages {
  constructor(
    private readonly visitors: Visitors,
    private readonly purses: OwnPurses,
    private readonly signs: PriceSigns,
  ) {}

  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const [{ frame }, signs] = await Promise.all([
      this.visitors.visit(actor, request),
      this.signs.of(actor, purse),
    ]);
    if (signs.length > 0) return sendPage(reply, <SignsPage {...{ frame, purse, signs }} />);
    sendPage(reply, <SignReasonPage {...{ frame, purse }} />);
  }

  @Get('new')
  async ask(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() { reason }: NewSignQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    if (reason === undefined) return sendPage(reply, <SignReasonPage {...{ frame, purse }} />);
    sendPage(reply, <NewSignPage {...{ frame, csrf, purse, reason }} wrong={null} />);
  }

  @Post()
  async make(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() form: NewSignForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const amount = amountSaid(form, purse.currency);
    if (typeof amount === 'bigint') {
      const id = await this.signs.make(actor, purse, amount, form.reason);
      return void reply.redirect(`${signsPath(purse)}/${id}`, 303);
    }
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <NewSignPage {...{ frame, csrf, purse }} reason={form.reason} wrong={amount} />, 422);
  }

  /** One big sign, or four small ones on a sheet. */
  @Get(':sign')
  async print(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('sign', as(idKind)) signId: string,
    @Query() { small = false }: SignQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse, sign } = await this.found(actor, communityId, accountId, signId);
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <SignToPrintPage {...{ frame, purse, sign, small }} />);
  }

  @Get(':sign/down')
  async askDown(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('sign', as(idKind)) signId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse, sign } = await this.found(actor, communityId, accountId, signId);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <TakeDownPage {...{ frame, csrf, purse, sign }} />);
  }

  @Post(':sign/down')
  async takeDown(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('sign', as(idKind)) signId: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    await this.signs.takeDown(actor, purse, signId);
    void reply.redirect(signsPath(purse), 303);
  }

  private async found(actor: Actor, communityId: string, accountId: string, signId: string) {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const sign = await this.signs.print(actor, purse, signId);
    if (sign === undefined) throw new ProblemError('not_found');
    return { purse, sign };
  }
}

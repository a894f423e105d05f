import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { photoMax } from './api/photos.js';
import { readScan } from './api/scan.js';
import { Besides, visitPath, type Asking } from './app.besides.js';
import { SpendAmountForm, SpendForm, Spendings, type Spender } from './app.spends.js';
import { Visitors } from './app.visitors.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

/** The member pays at the helper's screen, out of their own purse; above what a card may alone, with their secret (U07). */
@ApiExcludeController()
@Controller('helping/visits/:visit/pay')
export class SpendingPages {
  constructor(
    private readonly besides: Besides,
    private readonly visitors: Visitors,
    private readonly spendings: Spendings,
  ) {}

  @Get()
  async ask(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const spender = await this.at({ actor, request, reply }, visitId);
    if (spender !== undefined) await this.spendings.begin(spender);
  }

  @Post()
  @RouteConfig({ photo: true, bodyLimit: photoMax })
  async scanned(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const spender = await this.at({ actor, request, reply }, visitId);
    if (spender !== undefined) await this.spendings.scanned(spender, (await readScan(request)).texts);
  }

  @Post('pot')
  async toPot(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const spender = await this.at({ actor, request, reply }, visitId);
    if (spender !== undefined) await this.spendings.toPot(spender);
  }

  /** How much, where the code does not say it. */
  @Post('amount')
  async chosen(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() form: SpendAmountForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const spender = await this.at({ actor, request, reply }, visitId);
    if (spender !== undefined) await this.spendings.show(spender, form);
  }

  @Post('yes')
  async pay(
    @CurrentActor() actor: Actor,
    @Param('visit', as(idKind)) visitId: string,
    @Body() form: SpendForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const spender = await this.at({ actor, request, reply }, visitId);
    const booked = spender && (await this.spendings.pay(spender, form));
    if (booked !== undefined) void reply.redirect(`${visitPath(visitId)}?done=yes`, 303);
  }

  private async at(asking: Asking, visitId: string): Promise<Spender | undefined> {
    const { actor: helper, request, reply } = asking;
    const beside = await this.besides.at(asking, visitId);
    if (beside.kind === 'beside') return { ...beside, helper, reply };
    const { frame } = await this.visitors.visit(helper, request);
    sendPage(reply, <RefusedPage {...frame} here={undefined} code={beside.code} />, 410);
    return undefined;
  }
}

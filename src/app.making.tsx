import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from './access/access.guard.js';
import type { Actor } from './access/actor.js';
import { AmountField, FormInput, IdField, TextField, UuidField, WholeField } from './api/fields.js';
import { as } from './api/input.pipe.js';
import { idKind } from './api/kinds.js';
import { BatchPage, BatchSurePage, batchesPath, BatchesPage, CountPage } from './app.made.js';
import { OwnBatches } from './app.ownbatches.js';
import { amountSaid } from './app.prices.js';
import type { ShownPurse } from './app.purselooks.js';
import { Visitors } from './app.visitors.js';
import { communityIdKind } from './communities/communities.input.js';
import { newId, newUuid } from './database/ids.js';
import { words } from './languages/languages.js';
import { sheetsMost } from './app.batchsizes.js';
import { RefusedPage } from './web/errors.js';
import { sendPage } from './web/page-answer.js';

class NewQuery {
  @AmountField({ optional: true })
  amount?: bigint;

  @WholeField({ min: 1, max: sheetsMost, optional: true })
  count?: number;
}

@FormInput()
class MakeForm {
  /** The id that the batch gets: a second tap makes no second batch. */
  @IdField()
  batch!: string;

  @AmountField()
  amount!: bigint;

  @WholeField({ min: 1, max: sheetsMost })
  count!: number;
}

@FormInput()
class GoodForm {
  @UuidField()
  order!: string;

  /** Serials with spaces between. */
  @TextField({ max: 2000, optional: true })
  misprinted?: string;
}

/** Vouchers out of a group's own purse: made, printed, and worth something after "printed well" (U34, U35). */
@ApiExcludeController()
@Controller('c/:community/batches/:account')
export class MakingPages {
  constructor(
    private readonly visitors: Visitors,
    private readonly batches: OwnBatches,
  ) {}

  @Get()
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse, batches } = await this.batches.of(actor, communityId, accountId);
    const { frame } = await this.visitors.visit(actor, request);
    sendPage(reply, <BatchesPage {...{ frame, purse, batches }} />);
  }

  /** How many, and then whether it is right. Nothing is made yet. */
  @Get('new')
  async ask(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Query() { amount, count }: NewQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse } = await this.batches.of(actor, communityId, accountId);
    const isMeant = amount !== undefined && amountSaid({ amount }, purse.currency) === amount;
    if (!isMeant) return void reply.redirect(batchesPath(purse), 303);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    if (count === undefined) return sendPage(reply, <CountPage {...{ frame, purse, amount }} />);
    sendPage(reply, <BatchSurePage {...{ frame, csrf, purse, amount, count }} batch={newId()} />);
  }

  @Post()
  async make(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Body() { batch, amount, count }: MakeForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse } = await this.batches.of(actor, communityId, accountId);
    if (amountSaid({ amount }, purse.currency) !== amount)
      return void reply.redirect(batchesPath(purse), 303);
    const made = await this.batches.make(actor, purse, { id: batch, amount, count });
    if (made.kind === 'refused') return this.refuse(actor, purse, made.code, request, reply);
    void reply.redirect(`${batchesPath(purse)}/${made.batch.id}`, 303);
  }

  @Get(':batch')
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('batch', as(idKind)) batchId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse } = await this.batches.of(actor, communityId, accountId);
    const shown = await this.batches.one(actor, purse, batchId);
    const { frame, csrf } = await this.visitors.visit(actor, request);
    sendPage(reply, <BatchPage {...{ frame, csrf, purse, shown }} order={newUuid()} />);
  }

  /** Printed well: what was not is void, and all others are worth something from now on. */
  @Post(':batch')
  async good(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('account', as(idKind)) accountId: string,
    @Param('batch', as(idKind)) batchId: string,
    @Body() { order, misprinted = '' }: GoodForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { purse } = await this.batches.of(actor, communityId, accountId);
    const serials = misprinted
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter((each) => each !== '');
    const answer = await this.batches.printedWell(actor, purse, batchId, order, serials);
    if (answer.kind === 'refused') return this.refuse(actor, purse, answer.code, request, reply);
    void reply.redirect(`${batchesPath(purse)}/${batchId}`, 303);
  }

  private async refuse(
    actor: Actor,
    purse: ShownPurse,
    code: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { frame } = await this.visitors.visit(actor, request);
    const label = words(frame.language).t('buttons.back');
    const ways = [{ icon: 'back', label, href: batchesPath(purse) }] as const;
    sendPage(reply, <RefusedPage {...frame} here={undefined} {...{ code, ways }} />, 422);
  }
}

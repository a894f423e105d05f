import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { FormInput, UuidField } from '../api/fields.js';
import { ProblemError } from '../api/problem.js';
import { newUuid } from '../database/ids.js';
import { ReversalsService } from '../payments/reversals.service.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { ReceiptSurroundings } from './receipt-surroundings.service.js';
import { ReceiptsService, type Receipt } from './receipts.service.js';
import { GiveBackPage } from './views/afterwards.js';
import { amountsOf } from './views/receipt-facts.js';

@FormInput()
class BackForm {
  @UuidField()
  order!: string;
}

/** Giving back from the receipt, by whoever received (U27). */
@ApiExcludeController()
@Controller('r/:token/back')
export class GivingBackPages {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly surroundings: ReceiptSurroundings,
    private readonly reversals: ReversalsService,
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
    const { view, units, community } = await this.surroundings.of(actor, receipt);
    const amounts = view === undefined ? [] : amountsOf(receipt, units);
    const page = { receipt, view, amounts, communityName: community.name, order: newUuid() };
    sendPage(reply, <GiveBackPage {...this.frames.of(actor, request)} {...page} />);
  }

  @Post()
  async giveBack(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Body() { order: orderId }: BackForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const receipt = await this.must(token);
    const exchangeId = receipt.facts.exchange.id;
    const wish = { orderId, exchangeId, reason: 'given_back' } as const;
    const answer = await this.reversals.reverse(actor, receipt.communityId, wish);
    if (answer.kind !== 'refused') return void reply.redirect(`/r/${receipt.token}`, 303);
    sendPage(reply, <RefusedPage {...this.frames.of(actor, request)} code={answer.code} />, 422);
  }

  private async must(token: string): Promise<Receipt> {
    const receipt = await this.receipts.look(token);
    if (receipt === undefined) throw new ProblemError('not_found');
    return receipt;
  }
}

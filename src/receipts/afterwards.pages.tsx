import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { PageFrames } from '../access/page-frames.js';
import { CodeField, FormInput } from '../api/fields.js';
import { ProblemError } from '../api/problem.js';
import type { Reason } from '../ledger/order.js';
import { LookingService } from '../payments/looking.service.js';
import { ObjectionsService } from '../payments/objections.service.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { ReceiptsService, type Receipt } from './receipts.service.js';
import { NotRightPage, notRightReasons } from './views/afterwards.js';

@FormInput()
class WrongForm {
  @CodeField(notRightReasons)
  reason!: Reason;
}

/** What can be done after an exchange, from its receipt: say that it is not right, say that it is back (U27). */
@ApiExcludeController()
@Controller('r/:token')
export class AfterwardsPages {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly objections: ObjectionsService,
    private readonly looking: LookingService,
    private readonly frames: PageFrames,
  ) {}

  @Get('wrong')
  async askWrong(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const receipt = await this.must(token);
    sendPage(reply, <NotRightPage {...this.frames.of(actor, request)} {...{ receipt }} />);
  }

  @Post('wrong')
  async wrong(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Body() { reason }: WrongForm,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const receipt = await this.must(token);
    const { communityId, facts } = receipt;
    const answer = await this.objections.object(actor, communityId, facts.exchange.id, reason);
    if ('kind' in answer) return this.refuse(answer.code, actor, request, reply);
    void reply.redirect(`/r/${receipt.token}`, 303);
  }

  /** No to what the other said. */
  @Post('keep')
  async keep(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId, facts, token: own } = await this.must(token);
    const said = await this.objections.decline(actor, communityId, facts.exchange.id);
    if (said === undefined) throw new ProblemError('not_found');
    void reply.redirect(`/r/${own}`, 303);
  }

  /** What was lent is back, says one side. */
  @Post('returned')
  async returned(
    @Param('token') token: string,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId, facts, token: own } = await this.must(token);
    const answer = await this.looking.returned(actor, communityId, facts.exchange.id);
    if (answer.kind === 'refused') return this.refuse(answer.code, actor, request, reply);
    void reply.redirect(`/r/${own}`, 303);
  }

  private async must(token: string): Promise<Receipt> {
    const receipt = await this.receipts.look(token);
    if (receipt === undefined) throw new ProblemError('not_found');
    return receipt;
  }

  private refuse(code: string, actor: Actor, request: FastifyRequest, reply: FastifyReply): void {
    sendPage(reply, <RefusedPage {...this.frames.of(actor, request)} code={code} />, 422);
  }
}

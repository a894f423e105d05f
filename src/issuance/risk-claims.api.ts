import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { uuidKind } from '../api/kinds.js';
import { answerList, PageQuery } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { answerBooked, BookedView, GivesBooked } from '../communities/booked.answer.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { ShownVoucherInput } from '../vouchers/vouchers.input.js';
import { programmeCodeKind } from './programmes.input.js';
import { RiskClaimInput, RiskClaimPage, RiskClaimView } from './risk-claims.input.js';
import { RiskClaims } from './risk-claims.service.js';
import { RiskPayments } from './risk-payments.service.js';

/** What the fund of a programme pays for vouchers that were taken in good faith and turned out used. */
@Controller('api/v1/communities/:community')
export class RiskClaimsApi {
  constructor(
    private readonly claims: RiskClaims,
    private readonly payments: RiskPayments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks the fund for what was given for a used voucher; once per voucher and party. Who gave it pays nothing. */
  @Post('risk-claims')
  @ApiCreatedResponse({ type: RiskClaimView })
  async claim(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: RiskClaimInput,
  ): Promise<RiskClaimView> {
    const { id, to, amount, reason } = input;
    const shown = ShownVoucherInput.shown(input);
    if (shown === undefined)
      throw new ProblemError('invalid_input', { errors: [{ pointer: '/token', code: 'missing' }] });
    const wish = { id, shown, to, reason, ...(amount !== undefined && { amount }) };
    return RiskClaimView.of(answerOrThrow(await this.claims.claim(actor, communityId, wish)).claim);
  }

  @Get('risk-claims/:claim')
  @ApiOkResponse({ type: RiskClaimView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('claim', as(uuidKind)) id: string,
  ): Promise<RiskClaimView> {
    const claim = await this.claims.show(actor, communityId, id);
    if (claim === undefined) throw new ProblemError('not_found');
    return RiskClaimView.of(claim);
  }

  @Get('programmes/:programme/risk-claims')
  @ApiOkResponse({ type: RiskClaimPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('programme', as(programmeCodeKind)) code: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RiskClaimPage> {
    const read = (before: string, most: number) => this.claims.list(actor, communityId, code, before, most);
    const page = await answerList({ query, request, reply }, uuidKind, read, ({ id }) => id);
    return { ...page, items: page.items.map((each) => RiskClaimView.of(each)) };
  }

  /** Pays a claim out of the fund; never by who made it. */
  @Post('risk-claims/:claim/payment')
  @NeedsIdempotencyKey()
  @GivesBooked()
  async pay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('claim', as(uuidKind)) id: string,
    @IdempotencyKey() orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.payments.pay(actor, communityId, orderId, id);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }

  @Post('risk-claims/:claim/refusal')
  @HttpCode(204)
  @ApiNoContentResponse()
  async refuse(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('claim', as(uuidKind)) id: string,
  ): Promise<void> {
    answerOrThrow(await this.payments.refuse(actor, communityId, id));
  }
}

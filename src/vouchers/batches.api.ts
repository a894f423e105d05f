import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { idKind, wholeKind } from '../api/kinds.js';
import { answerPage, limitOf, pageOf, PageQuery, readCursor } from '../api/paging.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { ActivationService } from './activation.service.js';
import {
  BatchPage,
  BatchQuery,
  BatchView,
  NewBatchInput,
  PrintedInput,
  PrintedView,
  ShownBatchView,
  VoucherPage,
  VoucherTermsInput,
  VoucherView,
} from './batches.input.js';
import { BatchesService } from './batches.service.js';
import { answerRedeemed } from './booked.answer.js';
import { BookedView } from '../communities/booked.answer.js';

const positionKind = wholeKind({ min: 0, max: Number.MAX_SAFE_INTEGER });

@Controller('api/v1/communities/:community/voucher-batches')
export class BatchesApi {
  constructor(
    private readonly batches: BatchesService,
    private readonly activation: ActivationService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes a batch. It is worth nothing until it is printed and activated. */
  @Post()
  @ApiCreatedResponse({ type: BatchView })
  async make(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { party, account, amount, count, terms, boundTo }: NewBatchInput,
  ): Promise<BatchView> {
    const wish = { partyId: party, sourceId: account, amount, count, terms: VoucherTermsInput.terms(terms) };
    const bound = boundTo === undefined ? {} : { boundTo };
    const made = await this.batches.make(actor, communityId, { ...wish, ...bound });
    return BatchView.of(answerOrThrow(made).batch);
  }

  @Get()
  @ApiOkResponse({ type: BatchPage })
  async list(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Query() query: BatchQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BatchPage> {
    const [after] = (readCursor(query.after, [positionKind]) ?? [0]) as number[];
    const limit = limitOf(query);
    const found = await this.batches.list(actor, communityId, query.party, after!, limit + 1);
    const page = answerPage(
      request,
      reply,
      pageOf(found, limit, ({ no }) => [no]),
    );
    return { ...page, items: page.items.map((batch) => BatchView.of(batch)) };
  }

  @Get(':id')
  @ApiOkResponse({ type: ShownBatchView })
  async show(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<ShownBatchView> {
    const shown = await this.batches.show(actor, communityId, id);
    if (shown === undefined) throw new ProblemError('not_found');
    return ShownBatchView.ofShown(shown);
  }

  /** The vouchers of a batch by number, without their codes. */
  @Get(':id/vouchers')
  @ApiOkResponse({ type: VoucherPage })
  async vouchers(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VoucherPage> {
    const [after] = (readCursor(query.after, [positionKind]) ?? [0]) as number[];
    const limit = limitOf(query);
    const found = await this.batches.vouchersOf(actor, communityId, id, after!, limit + 1);
    if (found === undefined) throw new ProblemError('not_found');
    const page = answerPage(
      request,
      reply,
      pageOf(found.vouchers, limit, ({ number }) => [number]),
    );
    return { ...page, items: page.items.map((voucher) => VoucherView.of(voucher, found.batch)) };
  }

  /** Says that it was printed well, and what was not. */
  @Post(':id/printed')
  @HttpCode(200)
  @ApiOkResponse({ type: PrintedView })
  async printed(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() { misprinted }: PrintedInput,
  ): Promise<PrintedView> {
    const { live } = answerOrThrow(await this.batches.printed(actor, communityId, id, misprinted));
    return { live };
  }

  /** Activates a printed batch: from now on its vouchers are worth something. */
  @Post(':id/activate')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async activate(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @IdempotencyKey() orderId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.activation.activate(actor, communityId, orderId, id);
    return answerRedeemed(reply, this.config.publicUrl, communityId, answer);
  }
}

import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { hasAlready } from '../api/etag.js';
import { as } from '../api/input.pipe.js';
import { ProblemError } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import { ReceiptView, VerdictView, VerifyInput } from './receipts.input.js';
import { ReceiptOutlets } from './receipt-outlets.js';
import { ReceiptsService } from './receipts.service.js';
import { ShortCodesService } from './short-codes.service.js';
import { ViewersService } from './viewers.service.js';

/** Receipts for programs: by their token for anybody, by their short code for their parties. */
@Controller('api/v1')
export class ReceiptsApi {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly viewers: ViewersService,
    private readonly codes: ShortCodesService,
    private readonly outlets: ReceiptOutlets,
  ) {}

  @Public()
  @Get('receipts/:token')
  @ApiOkResponse({ type: ReceiptView })
  async show(
    @CurrentActor() actor: Actor | undefined,
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReceiptView | undefined> {
    const receipt = await this.receipts.look(token);
    if (receipt === undefined) throw new ProblemError('not_found');
    const view = await this.viewers.view(actor, receipt);
    const outlets = await this.outlets.of(actor, receipt, view);
    const version = [receipt.token, receipt.state, view === undefined ? '' : 'party', outlets];
    if (hasAlready(request, reply, JSON.stringify(version))) return undefined;
    return ReceiptView.of(receipt, view, outlets);
  }

  @Public()
  @Post('receipts/verify')
  @HttpCode(200)
  @ApiOkResponse({ type: VerdictView })
  async verify(@Body() { jws }: VerifyInput): Promise<VerdictView> {
    return VerdictView.of(await this.receipts.verify(jws));
  }

  @Get('communities/:community/receipts/by-code/:code')
  @ApiOkResponse({ type: ReceiptView })
  async byCode(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('code') code: string,
  ): Promise<ReceiptView> {
    const found = await this.codes.find(actor, communityId, code);
    if (found === undefined) throw new ProblemError('not_found');
    const { receipt, view } = found;
    return ReceiptView.of(receipt, view, await this.outlets.of(actor, receipt, view));
  }
}

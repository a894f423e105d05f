import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { readShownVoucher, shownVoucherCookie } from '../access/cookie.js';
import { PageFrames } from '../access/page-frames.js';
import { IdField, TextField, UuidField } from '../api/fields.js';
import { FormInput } from '../api/objects.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { newUuid } from '../database/ids.js';
import { RefusedPage } from '../web/errors.js';
import { sendPage } from '../web/page-answer.js';
import { wayBackCookie } from '../web/way-back.js';
import { VoucherLooks, type VoucherLook } from './voucher-looks.service.js';
import { VoucherOutlets } from './voucher-outlets.js';
import { readVoucherToken } from './voucher-codes.js';
import { VouchersService } from './vouchers.service.js';
import { StrangerPage, VoucherPage } from './views/voucher.js';

@FormInput()
class AcceptForm {
  @UuidField()
  order!: string;

  @IdField()
  to!: string;

  @TextField({ max: 30, about: 'Of the voucher that the form was shown for.' })
  codes!: string;
}

const path = '/v';

/** What the QR code on a voucher opens. */
@ApiExcludeController()
@Controller('v')
export class VouchersPages {
  constructor(
    private readonly looks: VoucherLooks,
    private readonly outlets: VoucherOutlets,
    private readonly vouchers: VouchersService,
    private readonly frames: PageFrames,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * What a phone opens that scanned a voucher. Its token goes on in a cookie, so that it stands in no history of a device
   * that others use as well.
   */
  @Public()
  @Get(':token')
  scanned(
    @Param('token') text: string,
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const token = readVoucherToken(text);
    if (token !== undefined) void reply.header('set-cookie', this.kept(token)).redirect(path, 303);
    else if (isHere(actor)) this.refuse('voucher_unknown', actor, request, reply, 404);
    else this.stranger(request, reply);
  }

  /** Looks only; nothing is changed by opening a code, and a stranger is told nothing (U40). */
  @Public()
  @Get()
  async show(
    @CurrentActor() actor: Actor | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const token = readShownVoucher(request.headers.cookie);
    // Nothing was scanned just now: the first page says how to begin.
    if (token === undefined) return void reply.redirect('/', 303);
    if (!isHere(actor)) {
      const wayBack = wayBackCookie(this.config, path);
      if (wayBack !== undefined) void reply.header('set-cookie', wayBack);
      return this.stranger(request, reply);
    }
    const look = await this.looks.look(actor, actor.communityId, { token });
    if (look.kind === 'refused') return this.refuse(look.code, actor, request, reply, 404);
    return this.answerLook(look, token, actor, request, reply, 200);
  }

  @Post()
  async accept(
    @Body() { order: orderId, to, codes: token }: AcceptForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { communityId } = actor;
    if (communityId === null) return this.refuse('voucher_unknown', actor, request, reply, 404);
    const answer = await this.vouchers.redeem(actor, communityId, { orderId, shown: { token }, to });
    if (answer.kind === 'posted')
      return void reply.header('set-cookie', this.kept('')).redirect(`/r/${answer.receiptToken}`, 303);
    if (answer.code !== 'voucher_already_used') return this.refuse(answer.code, actor, request, reply, 422);
    // Somebody was quicker: the same page tells when, and no name.
    const look = await this.looks.look(actor, communityId, { token });
    if (look.kind === 'refused') return this.refuse(look.code, actor, request, reply, 422);
    return this.answerLook(look, token, actor, request, reply, 422);
  }

  private async answerLook(
    look: VoucherLook,
    token: string,
    actor: Actor,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
  ): Promise<void> {
    const outlets = await this.outlets.of(actor, look.batch);
    const page = { look, outlets, path, orderId: newUuid(), codes: token };
    sendPage(reply, <VoucherPage {...this.frames.of(actor, request, path)} {...page} />, status);
  }

  private kept(token: string): string {
    return shownVoucherCookie(this.config.publicUrl, token);
  }

  private stranger(request: FastifyRequest, reply: FastifyReply): void {
    sendPage(reply, <StrangerPage {...this.frames.of(undefined, request, path)} />, 401);
  }

  private refuse(
    code: string,
    actor: Actor,
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
  ): void {
    sendPage(reply, <RefusedPage {...this.frames.of(actor, request, path)} code={code} />, status);
  }
}

/** Whether somebody of a community is signed in. */
function isHere(actor: Actor | undefined): actor is Actor & { readonly communityId: string } {
  return actor !== undefined && actor.communityId !== null;
}

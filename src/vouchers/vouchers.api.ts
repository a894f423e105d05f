import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { answerOrThrow, ProblemError } from '../api/problem.js';
import { BookedView } from '../communities/booked.answer.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { answerRedeemed } from './booked.answer.js';
import { VoucherLooks } from './voucher-looks.service.js';
import type { Shown } from './voucher-finder.js';
import { LookView, RedemptionInput, ShownVoucherInput } from './vouchers.input.js';
import { VouchersService } from './vouchers.service.js';

@Controller('api/v1/communities/:community/vouchers')
export class VouchersApi {
  constructor(
    private readonly vouchers: VouchersService,
    private readonly looks: VoucherLooks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a voucher is, before it is taken. Unknown, not yet active and void are one answer. */
  @Post('look')
  @HttpCode(200)
  @ApiOkResponse({ type: LookView })
  async look(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() input: ShownVoucherInput,
  ): Promise<LookView> {
    return LookView.of(answerOrThrow(await this.looks.look(actor, communityId, shownIn(input))));
  }

  /** Takes a voucher. 201 with the receipt; 200 with `Idempotency-Hit` when the same order was booked before. */
  @Post('redemptions')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async redeem(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @IdempotencyKey() orderId: string,
    @Body() input: RedemptionInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const { to, amount, restTo } = input;
    const part = { ...(amount !== undefined && { amount }), ...(restTo !== undefined && { restTo }) };
    const asked = { orderId, shown: shownIn(input), to, ...part };
    const answer = await this.vouchers.redeem(actor, communityId, asked);
    return answerRedeemed(reply, this.config.publicUrl, communityId, answer);
  }
}

function shownIn(input: ShownVoucherInput): Shown {
  const shown = ShownVoucherInput.shown(input);
  if (shown !== undefined) return shown;
  throw new ProblemError('invalid_input', { errors: [{ pointer: '/token', code: 'missing' }] });
}

import { Body, Controller, Get, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { idKind } from '../api/kinds.js';
import { answerOrThrow } from '../api/problem.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { ActivationService } from './activation.service.js';
import { ChangedView, EndedView, ReminderView, serialKind, TopUpInput, VoidInput } from './batches.input.js';
import { answerRedeemed } from './booked.answer.js';
import { VoidsService } from './voids.service.js';
import { VoucherExpiry } from './voucher-expiry.service.js';
import { VoucherHolds } from './voucher-holds.service.js';
import { BookedView } from '../communities/booked.answer.js';

/** Vouchers that lie still, end unused, or are topped up: by batch and by serial. */
@Controller('api/v1/communities/:community')
export class BatchEndingsApi {
  constructor(
    private readonly voids: VoidsService,
    private readonly holds: VoucherHolds,
    private readonly activation: ActivationService,
    private readonly expiry: VoucherExpiry,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes the whole batch, or some serials of it, void. Can be asked again after a crash. */
  @Post('voucher-batches/:id/void')
  @HttpCode(200)
  @ApiOkResponse({ type: EndedView })
  async void(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
    @Body() { serials }: VoidInput,
  ): Promise<EndedView> {
    const { count, amount } = answerOrThrow(await this.voids.void(actor, communityId, id, serials));
    return { count, amount };
  }

  @Post('voucher-batches/:id/hold')
  @HttpCode(200)
  @ApiOkResponse({ type: ChangedView })
  async holdBatch(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) batchId: string,
  ): Promise<ChangedView> {
    const { count } = answerOrThrow(await this.holds.hold(actor, communityId, { batchId }));
    return { count };
  }

  @Post('voucher-batches/:id/release')
  @HttpCode(200)
  @ApiOkResponse({ type: ChangedView })
  async releaseBatch(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) batchId: string,
  ): Promise<ChangedView> {
    const { count } = answerOrThrow(await this.holds.release(actor, communityId, { batchId }));
    return { count };
  }

  /** The list to remind by: what of a batch is still out (U38). */
  @Get('voucher-batches/:id/reminder')
  @ApiOkResponse({ type: ReminderView })
  async reminder(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('id', as(idKind)) id: string,
  ): Promise<ReminderView> {
    const { batch, serials } = await this.expiry.reminderList(actor, communityId, id);
    return { remindedOn: batch.remindedOn, serials: [...serials] };
  }

  /** Somebody lost it: it cannot be used until it is released or void. */
  @Post('vouchers/:serial/hold')
  @HttpCode(200)
  @ApiOkResponse({ type: ChangedView })
  async hold(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('serial', as(serialKind)) serial: string,
  ): Promise<ChangedView> {
    const { count } = answerOrThrow(await this.holds.hold(actor, communityId, { serial }));
    return { count };
  }

  @Post('vouchers/:serial/release')
  @HttpCode(200)
  @ApiOkResponse({ type: ChangedView })
  async release(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('serial', as(serialKind)) serial: string,
  ): Promise<ChangedView> {
    const { count } = answerOrThrow(await this.holds.release(actor, communityId, { serial }));
    return { count };
  }

  @Post('vouchers/:serial/void')
  @HttpCode(200)
  @ApiOkResponse({ type: EndedView })
  async voidOne(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('serial', as(serialKind)) serial: string,
  ): Promise<EndedView> {
    const { count, amount } = answerOrThrow(await this.voids.voidOne(actor, communityId, serial));
    return { count, amount };
  }

  /** Adds value to a voucher instead of giving a second one. */
  @Post('vouchers/:serial/top-up')
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async topUp(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Param('serial', as(serialKind)) serial: string,
    @IdempotencyKey() orderId: string,
    @Body() { worth, add }: TopUpInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const answer = await this.activation.topUp(actor, communityId, { orderId, serial, worth, add });
    return answerRedeemed(reply, this.config.publicUrl, communityId, answer);
  }
}

import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentActor } from '../access/access.guard.js';
import type { Actor } from '../access/actor.js';
import { AmountField, CodeField, FlagField, IdField, NestedField, TextField } from '../api/fields.js';
import { IdempotencyKey, NeedsIdempotencyKey } from '../api/idempotency.js';
import { as } from '../api/input.pipe.js';
import { answerOrThrow } from '../api/problem.js';
import { answerBooked, BookedView } from '../communities/booked.answer.js';
import { communityIdKind } from '../communities/communities.input.js';
import type { Config } from '../config.js';
import { CONFIG } from '../database/database.module.js';
import { reasons, type Reason } from '../ledger/order.js';
import { CardPaymentsService } from './card-payments.service.js';
import { FaceView } from './payments.input.js';

class CardLookInput {
  @TextField({ max: 60, about: 'The token in the QR code of the card.' })
  card!: string;

  @IdField({ about: 'The account that receives.' })
  to!: string;

  @AmountField()
  amount!: bigint;
}

class CardPaymentInput extends CardLookInput {
  @TextField({ max: 60, optional: true, about: 'Three pictures or four digits, as the member gave them.' })
  secret?: string;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;
}

class CardLookView {
  @NestedField(() => FaceView)
  face!: FaceView;

  @FlagField({ about: 'Whether there is enough; never how much.' })
  enough!: boolean;
}

/** Paying with a paper card on the device of who receives. */
@Controller('api/v1/communities/:community/card-payments')
export class CardPaymentsApi {
  constructor(
    private readonly payments: CardPaymentsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whose card it is, and whether there is enough. Changes nothing. */
  @Post('look')
  @HttpCode(200)
  @ApiOkResponse({ type: CardLookView })
  async look(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @Body() { card, to, amount }: CardLookInput,
  ): Promise<CardLookView> {
    const asked = { card: { token: tokenOf(card) }, to, amount };
    const { face, enough } = answerOrThrow(await this.payments.look(actor, communityId, asked));
    return { face: FaceView.of(face), enough };
  }

  /** Pays. Without the secret up to a small amount, a few times a day. */
  @Post()
  @NeedsIdempotencyKey()
  @ApiCreatedResponse({ type: BookedView })
  @ApiOkResponse({ type: BookedView, description: 'The same answer as before.' })
  async pay(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @IdempotencyKey() orderId: string,
    @Body() { card, secret = undefined, ...input }: CardPaymentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const wish = { ...input, orderId, card: { token: tokenOf(card) }, secret: secret ?? null };
    const answer = await this.payments.pay(actor, communityId, wish);
    return answerBooked(reply, this.config.publicUrl, communityId, answer);
  }
}

/** The token alone, or the whole address that a QR code says. */
function tokenOf(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}

import { Body, Controller, Inject, Module, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentActor, Public } from '../src/access/access.guard.js';
import type { Actor } from '../src/access/actor.js';
import { IdempotencyKey } from '../src/api/idempotency.js';
import { as } from '../src/api/input.pipe.js';
import { communityIdKind } from '../src/communities/communities.input.js';
import type { Config } from '../src/config.js';
import { CONFIG } from '../src/database/database.module.js';
import { newRisingToken } from '../src/database/ids.js';
import { answerBooked, BookedView } from '../src/communities/booked.answer.js';
import { PaymentInput } from '../src/payments/payments.input.js';
import { PaymentsModule } from '../src/payments/payments.module.js';
import { LedgerFacts } from '../src/payments/ledger-facts.js';
import { PlainPayments } from './plain.payments.js';

/** What the payment is compared with: the same door, the same reading of what comes in, the same form of answer. */
@Controller('api/v1/communities/:community/bench')
export class PlainRoutes {
  constructor(
    private readonly payments: PlainPayments,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Knows who asks and reads everything, and writes nothing. */
  @Post('nothing')
  nothing(
    @CurrentActor() _actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @IdempotencyKey() orderId: string,
    @Body() _input: PaymentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): BookedView {
    return this.answer(reply, communityId, orderId, newRisingToken(Date.now()), Date.now());
  }

  /** The same for anybody. The load sends no token here, since the door would look at it. */
  @Public()
  @Post('open')
  open(
    @Param('community', as(communityIdKind)) communityId: string,
    @IdempotencyKey() orderId: string,
    @Body() _input: PaymentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): BookedView {
    return this.answer(reply, communityId, orderId, newRisingToken(Date.now()), Date.now());
  }

  /** The payment with one TypeORM transaction each. */
  @Post('plain')
  async plain(
    @CurrentActor() actor: Actor,
    @Param('community', as(communityIdKind)) communityId: string,
    @IdempotencyKey() orderId: string,
    @Body() input: PaymentInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BookedView> {
    const payment = { from: input.from, to: input.to!, amount: input.amount! };
    const { receiptToken, bookedAt } = await this.payments.pay(actor, communityId, orderId, payment);
    return this.answer(reply, communityId, orderId, receiptToken, bookedAt);
  }

  private answer(reply: FastifyReply, communityId: string, exchangeId: string, token: string, at: number) {
    const posted = {
      kind: 'posted',
      exchangeId,
      receiptToken: token,
      bookedAt: at,
      repeated: false,
    } as const;
    return answerBooked(reply, this.config.publicUrl, communityId, posted);
  }
}

@Module({
  imports: [PaymentsModule],
  controllers: [PlainRoutes],
  providers: [PlainPayments, LedgerFacts],
})
export class PlainModule {}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Claims } from '../books/claims.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { SecondYesLimits } from '../communities/second-yes-limits.service.js';
import { Database } from '../database/database.js';
import { no, type No } from './payment.js';
import { PaymentRules, type RuleAnswer, type RuledPayment } from './payment-rules.js';
import { secondYesGuard } from './second-yes.js';
import { advanceRequests, findRequest, lockRequests } from './second-yes.store.js';

const nothing: RuleAnswer = { guards: [], appends: [] };

/** Above its limit a group pays only when two of its treasurers said yes, by whatever door one of them comes (S09). */
@Injectable()
export class SecondYesRule implements OnModuleInit {
  constructor(
    private readonly rules: PaymentRules,
    private readonly claims: Claims,
    private readonly limits: SecondYesLimits,
    private readonly database: Database,
    private readonly exchanges: ExchangesReading,
  ) {}

  onModuleInit(): void {
    this.claims.register(secondYesGuard, { lock: lockRequests, advance: advanceRequests });
    for (const kind of ['group', 'partner', 'purpose', 'pot'] as const)
      this.rules.register(
        kind,
        (payment) => this.judge(payment),
        (actor) => actor.kind !== 'system',
      );
  }

  private async judge({ from, amount, orderId, hasSecondYes }: RuledPayment): Promise<RuleAnswer | No> {
    const { communityId, partyId, currency } = from;
    if (hasSecondYes === true || partyId === null) return nothing;
    if (!(await this.limits.hadAny(communityId, partyId))) return nothing;
    // What was asked for before stays asked for, though the limit be gone: else it would be paid beside its second yes.
    if ((await findRequest(this.database.reader, communityId, orderId)) !== undefined)
      return no('needs_second');
    if ((await this.limits.above(communityId, partyId, currency, amount)) === undefined) return nothing;
    // What was paid before there was a limit gets the answer it had.
    return (await this.exchanges.find(communityId, orderId)) === undefined ? no('needs_second') : nothing;
  }
}

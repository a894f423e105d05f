import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CardDays } from '../access/card-days.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { PaymentRules, type RuleAnswer, type RuledPayment } from './payment-rules.js';
import { no, type No } from './payment.js';

/** Whoever pays by a card pays as long as the card is good, and without its secret only a little (U04, U32). */
@Injectable()
export class CardRule implements OnModuleInit {
  constructor(
    private readonly rules: PaymentRules,
    private readonly days: CardDays,
    private readonly currencies: CurrenciesService,
  ) {}

  onModuleInit(): void {
    for (const kind of ['member', 'household', 'group', 'partner', 'purpose', 'pot'] as const)
      this.rules.register(
        kind,
        (payment) => this.judge(payment),
        ({ card }) => card !== undefined,
      );
  }

  private async judge({ actor, from, amount, orderId }: RuledPayment): Promise<RuleAnswer | No> {
    const currency = await this.currencies.find(from.communityId, from.currency);
    if (currency === undefined) return no('no_such_account');
    const guards = this.days.cardGuards(actor, from.currency, currency.scale, amount, orderId);
    return { guards, appends: [] };
  }
}

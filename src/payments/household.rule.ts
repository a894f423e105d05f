import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BooksService } from '../books/books.service.js';
import { HouseholdDays } from '../members/household-days.js';
import { PaymentRules } from './payment-rules.js';
import { no } from './payment.js';

/** Out of a household's purse everybody spends within their own limit, which is judged in the commit itself. */
@Injectable()
export class HouseholdRule implements OnModuleInit {
  constructor(
    private readonly rules: PaymentRules,
    private readonly days: HouseholdDays,
    private readonly books: BooksService,
  ) {}

  onModuleInit(): void {
    this.rules.register('household', async ({ actor, from, amount, orderId }) => {
      const account = await this.books.findAccount(from.communityId, from.id);
      if (account === undefined) return no('no_such_account');
      return { guards: this.days.guards(actor, account, amount, orderId), appends: [] };
    });
  }
}

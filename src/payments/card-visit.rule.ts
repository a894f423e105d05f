import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Claims } from '../books/claims.js';
import { visitGuard } from './card-visit.js';
import { advanceVisits, lockVisits, visitBookingsTable } from './card-visits.store.js';
import { PaymentRules, type RuleAnswer, type RuledPayment } from './payment-rules.js';

/** What a member pays with a helper beside them is booked while the visit lasts, and marked with it (U07). */
@Injectable()
export class CardVisitRule implements OnModuleInit {
  constructor(
    private readonly rules: PaymentRules,
    private readonly claims: Claims,
  ) {}

  onModuleInit(): void {
    this.claims.register(visitGuard, { lock: lockVisits, advance: advanceVisits });
    for (const kind of ['member', 'household', 'group', 'partner', 'purpose', 'pot'] as const)
      this.rules.register(kind, marked, ({ visit }) => visit !== undefined);
  }
}

function marked({ actor, from, orderId }: RuledPayment): Promise<RuleAnswer> {
  return Promise.resolve(visitMarks(actor, from.communityId, orderId));
}

/** What an order carries that somebody gives with a helper beside them; nothing for all others. */
export function visitMarks({ visit }: Actor, communityId: string, orderId: string): RuleAnswer {
  if (visit === undefined) return { guards: [], appends: [] };
  const row = { community_id: communityId, exchange_id: orderId, visit_id: visit.id };
  return {
    guards: [{ kind: visitGuard, key: visit.id, expect: 'open', next: 'open' }],
    appends: [{ table: visitBookingsTable, row }],
  };
}

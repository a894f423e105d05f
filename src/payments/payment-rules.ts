import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Append } from '../books/answers.js';
import type { Amount } from '../ledger/amount.js';
import type { AccountKind } from '../ledger/account.js';
import type { Guard } from '../ledger/order.js';
import type { AccountOwner } from './ledger-facts.js';
import type { No } from './payment.js';

export interface RuledPayment {
  readonly actor: Actor;
  readonly from: AccountOwner;
  readonly orderId: string;
  readonly amount: Amount;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What a rule adds to an order: rows that have to be in a state, and rows written in the same commit. */
export interface RuleAnswer {
  readonly guards: readonly Guard[];
  readonly appends: readonly Append[];
}

/** A rule of another room about paying from one kind of account, such as each person's own limit in a household. */
export type PaymentRule = (payment: RuledPayment) => Promise<RuleAnswer | No>;

/** The rules by account kind. A payment from a kind without a rule asks nobody. */
@Injectable()
export class PaymentRules {
  private readonly byKind = new Map<AccountKind, PaymentRule[]>();

  register(kind: AccountKind, rule: PaymentRule): void {
    const rules = this.byKind.get(kind);
    if (rules === undefined) this.byKind.set(kind, [rule]);
    else rules.push(rule);
  }

  has(kind: AccountKind): boolean {
    return this.byKind.has(kind);
  }

  /** Asks every rule about a payment. @returns what they add to the order, or the first refusal */
  async apply(payment: RuledPayment): Promise<RuleAnswer | No> {
    const rules = this.byKind.get(payment.from.kind);
    if (rules === undefined) return nothing;
    const guards: Guard[] = [];
    const appends: Append[] = [];
    for (const rule of rules) {
      const answer = await rule(payment);
      if ('kind' in answer) return answer;
      guards.push(...answer.guards);
      appends.push(...answer.appends);
    }
    return { guards, appends };
  }
}

const nothing: RuleAnswer = { guards: [], appends: [] };

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
  /** Two people said yes to it already. */
  readonly hasSecondYes?: boolean;
}

/** What a rule adds to an order: rows that have to be in a state, and rows written in the same commit. */
export interface RuleAnswer {
  readonly guards: readonly Guard[];
  readonly appends: readonly Append[];
}

/** A rule of another room about paying from one kind of account, such as each person's own limit in a household. */
export type PaymentRule = (payment: RuledPayment) => Promise<RuleAnswer | No>;

interface Registered {
  readonly rule: PaymentRule;
  readonly concerns: (actor: Actor) => boolean;
}

/** The rules by account kind. A payment from a kind without a rule asks nobody. */
@Injectable()
export class PaymentRules {
  private readonly byKind = new Map<AccountKind, Registered[]>();

  /** @param concerns whose payments it is about; everybody's when left out */
  register(kind: AccountKind, rule: PaymentRule, concerns: (actor: Actor) => boolean = () => true): void {
    const rules = this.byKind.get(kind);
    if (rules === undefined) this.byKind.set(kind, [{ rule, concerns }]);
    else rules.push({ rule, concerns });
  }

  has(kind: AccountKind, actor: Actor): boolean {
    return this.byKind.get(kind)?.some(({ concerns }) => concerns(actor)) === true;
  }

  /** Asks every rule about a payment. @returns what they add to the order, or the first refusal */
  async apply(payment: RuledPayment): Promise<RuleAnswer | No> {
    if (!this.has(payment.from.kind, payment.actor)) return nothing;
    const guards: Guard[] = [];
    const appends: Append[] = [];
    for (const { rule, concerns } of this.byKind.get(payment.from.kind)!) {
      if (!concerns(payment.actor)) continue;
      const answer = await rule(payment);
      if ('kind' in answer) return answer;
      guards.push(...answer.guards);
      appends.push(...answer.appends);
    }
    return { guards, appends };
  }
}

const nothing: RuleAnswer = { guards: [], appends: [] };

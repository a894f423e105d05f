import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Claims, type Claim, type GuardChange } from '../books/claims.js';
import { dayIn } from '../database/clock.js';
import type { Tx } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';
import type { GuardState } from '../ledger/order.js';
import { PaymentRules, type RuleAnswer, type RuledPayment } from './payment-rules.js';
import { isTrustOver, trustGuard, weekOf, type Trust } from './trust.js';
import * as store from './trusts.store.js';

/**
 * Judges what a trusted person pays in the commit of the payment itself: that they are still trusted, and that the week
 * stays within what the member said. The key of a guard says which trust pays how much, so one look at all keys of a
 * batch under lock tells which of them still fit together.
 */
@Injectable()
export class TrustRule implements Claim, OnModuleInit {
  constructor(
    private readonly rules: PaymentRules,
    private readonly claims: Claims,
  ) {}

  onModuleInit(): void {
    this.claims.register(trustGuard, this);
    for (const kind of ['member', 'purpose'] as const)
      this.rules.register(kind, counted, ({ trust }) => trust !== undefined);
  }

  async lock(
    tx: Tx,
    communityId: string,
    keys: readonly string[],
    now: number,
  ): Promise<Map<string, GuardState>> {
    const ids = [...new Set(keys.map((key) => read(key).id))].sort();
    const trusts = new Map<string, Trust>();
    for (const trust of await store.lockTrusts(tx, communityId, ids)) trusts.set(trust.id, trust);
    const week = weekOf(dayIn(now, await store.timeZoneOf(tx, communityId)));
    const taken = new Map<string, Amount>();
    const states = new Map<string, GuardState>();
    for (const key of keys) {
      const { id, amount } = read(key);
      const trust = trusts.get(id);
      if (trust?.perWeek == null || isTrustOver(trust, now)) {
        states.set(key, { refusal: 'trust_over' });
        continue;
      }
      const spent = taken.get(id) ?? (await store.findSpentIn(tx, communityId, id, week));
      const fits = spent + amount <= trust.perWeek.amount;
      if (fits) taken.set(id, spent + amount);
      states.set(key, fits ? { state: 'fits' } : { refusal: 'over_trust_limit' });
    }
    return states;
  }

  async advance(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
    for (const { communityId, key, at } of changes) {
      const { id, amount } = read(key);
      const week = weekOf(dayIn(at, await store.timeZoneOf(tx, communityId)));
      await store.addSpentIn(tx, communityId, id, week, amount);
    }
  }
}

function counted({ actor, amount, orderId }: RuledPayment): Promise<RuleAnswer> {
  const key = [actor.trust!.id, String(amount), orderId].join(' ');
  return Promise.resolve({
    guards: [{ kind: trustGuard, key, expect: 'fits', next: 'counted' }],
    appends: [],
  });
}

function read(key: string): { id: string; amount: Amount } {
  const [id, amount] = key.split(' ') as [string, string];
  return { id, amount: BigInt(amount) };
}

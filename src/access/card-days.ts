import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Claims, type Claim, type GuardChange } from '../books/claims.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';
import type { Guard, GuardState } from '../ledger/order.js';
import type { Actor } from './actor.js';
import { fitsCardOnly } from './card.js';
import * as store from './card-days.store.js';
import { CardLimitsService } from './card-limits.service.js';

/** The guard kind of orders that somebody gives by card. */
export const cardGuard = 'card';

interface CardSpending {
  readonly cardId: string;
  readonly alone: boolean;
  readonly currency: string;
  readonly scale: number;
  readonly amount: Amount;
}

/**
 * Judges what is paid by card in the commit of the payment itself: that the card works at that moment, and without its
 * secret that the payment and the day stay small.
 *
 * The key of a guard says which card spends how much of what, so one look at all keys of a batch under lock tells which
 * of them still fit together. A payment of the batch that is refused for another reason has kept its place until the
 * batch is over.
 */
@Injectable()
export class CardDays implements Claim, OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly claims: Claims,
    private readonly limits: CardLimitsService,
  ) {}

  onModuleInit(): void {
    this.claims.register(cardGuard, this);
  }

  /**
   * The guards that an order of this actor needs: one when they are known by a card, none otherwise. With them the order
   * is refused as `card_blocked`, or as `over_card_limit` when the card came without its secret.
   * @param scale decimals of the currency
   * @param amount the sum of what the order takes from the payer
   * @param orderId keeps two orders of the same amount apart
   */
  cardGuards(actor: Actor, currency: string, scale: number, amount: Amount, orderId: string): Guard[] {
    const { card } = actor;
    if (card === undefined) return [];
    const how = card.withSecret ? 'secret' : 'alone';
    const key = [card.id, how, currency, String(scale), String(amount), orderId].join(' ');
    return [{ kind: cardGuard, key, expect: 'fits', next: 'counted' }];
  }

  /**
   * For a preview: whether the card lets its holder pay this much now. The payment itself is judged again.
   * @returns why not, or null
   */
  async mayPay(
    actor: Actor,
    currency: string,
    scale: number,
    amount: Amount,
  ): Promise<'over_card_limit' | null> {
    const { card, communityId } = actor;
    if (card === undefined || card.withSecret || communityId === null) return null;
    const { reader } = this.database;
    const today = dayIn(this.clock.now(), await store.timeZoneOf(reader, communityId));
    const spent = await store.findSpent(reader, communityId, card.id, currency, today);
    const limits = await this.limits.of(reader, communityId, currency, scale);
    return fitsCardOnly(limits, spent, amount) ? null : 'over_card_limit';
  }

  async lock(
    tx: Tx,
    communityId: string,
    keys: readonly string[],
    now: number,
  ): Promise<Map<string, GuardState>> {
    const ids = [...new Set(keys.map((key) => read(key).cardId))].sort();
    const active = await store.lockActive(tx, communityId, ids);
    const today = dayIn(now, await store.timeZoneOf(tx, communityId));
    const taken = new Map<string, Amount>();
    const states = new Map<string, GuardState>();
    for (const key of keys) {
      const { cardId, alone, currency, scale, amount } = read(key);
      if (!active.has(cardId)) {
        states.set(key, { refusal: 'card_blocked' });
        continue;
      }
      states.set(key, { state: 'fits' });
      if (!alone) continue;
      const purse = `${cardId} ${currency}`;
      const spent = taken.get(purse) ?? (await store.findSpent(tx, communityId, cardId, currency, today));
      const limits = await this.limits.of(tx, communityId, currency, scale);
      if (fitsCardOnly(limits, spent, amount)) taken.set(purse, spent + amount);
      else states.set(key, { refusal: 'over_card_limit' });
    }
    return states;
  }

  async advance(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
    for (const { communityId, key, at } of changes) {
      const spending = read(key);
      if (!spending.alone) continue;
      const day = dayIn(at, await store.timeZoneOf(tx, communityId));
      await store.addSpent(tx, communityId, spending, day);
    }
  }
}

function read(key: string): CardSpending {
  const [cardId, how, currency, scale, amount] = key.split(' ') as [string, string, string, string, string];
  return { cardId, alone: how === 'alone', currency, scale: Number(scale), amount: BigInt(amount) };
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { BooksService } from '../books/books.service.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Clock, dayIn } from '../database/clock.js';
import { heldOut, type Account } from '../ledger/account.js';
import { periodsDue, shrinkage } from '../ledger/demurrage.js';
import type { Order } from '../ledger/order.js';
import { RunsStore } from './runs.store.js';
import { openPurses } from './accounts.reading.js';
import { systemExchange, systemOrder } from './system-exchange.js';

/** What a run would book, in sums: nobody is shown a person's balance. */
export interface RunPreview {
  readonly kind: 'preview';
  readonly currency: string;
  /** The first month of the period, YYYY-MM. */
  readonly period: string;
  readonly accounts: number;
  readonly amount: bigint;
  /** Periods that wait after this one. */
  readonly later: number;
  /** Stands for exactly these bookings; the run refuses when they would no longer be the same. */
  readonly stamp: string;
}

export interface RunDone {
  readonly kind: 'booked';
  readonly period: string;
  readonly accounts: number;
  readonly amount: bigint;
}

export type RunRefusal = {
  readonly kind: 'refused';
  readonly code: 'not_found' | 'no_demurrage' | 'no_period_due' | 'stale_preview';
};

interface Plan {
  readonly preview: RunPreview;
  readonly orders: readonly Order[];
}

/** Demurrage: one period at a time, first shown, then booked exactly as shown. */
@Injectable()
export class DemurrageService {
  constructor(
    private readonly books: BooksService,
    private readonly communities: CommunitiesService,
    private readonly currencies: CurrenciesService,
    private readonly runs: RunsStore,
    private readonly clock: Clock,
  ) {}

  /** What the oldest period that is due would take. @throws NotAllowed */
  async preview(actor: Actor, communityId: string, currency: string): Promise<RunPreview | RunRefusal> {
    this.mustBeAllowed(actor, communityId);
    const plan = await this.plan(actor, communityId, currency);
    return 'kind' in plan ? plan : plan.preview;
  }

  /**
   * Books the oldest period that is due. Run again after a crash it books what is missing, and nothing twice.
   * @param stamp of the preview
   * @returns `stale_preview` when a balance has changed since; then nothing more is booked
   * @throws NotAllowed; BooksStoppedError
   */
  async run(
    actor: Actor,
    communityId: string,
    currency: string,
    stamp: string,
  ): Promise<RunDone | RunRefusal> {
    this.mustBeAllowed(actor, communityId);
    const plan = await this.plan(actor, communityId, currency);
    if ('kind' in plan) return plan;
    const { preview, orders } = plan;
    if (preview.stamp !== stamp) return { kind: 'refused', code: 'stale_preview' };
    for (let at = 0; at < orders.length; at += 500) {
      const requests = orders.slice(at, at + 500).map((order) => ({ order }));
      const answers = await this.books.postAll(requests, false);
      if (answers.some((answer) => answer.kind !== 'posted'))
        return { kind: 'refused', code: 'stale_preview' };
    }
    await this.runs.finish({ communityId, actorId: actor.id, at: this.clock.now(), ...preview });
    return { kind: 'booked', period: preview.period, accounts: preview.accounts, amount: preview.amount };
  }

  private mustBeAllowed(actor: Actor, communityId: string): void {
    if (!may(actor, 'run_demurrage', { communityId }, this.clock.now())) throw new NotAllowed();
  }

  private async plan(actor: Actor, communityId: string, currency: string): Promise<Plan | RunRefusal> {
    const community = await this.communities.look(communityId);
    const profile = await this.currencies.find(communityId, currency);
    if (community === undefined || profile === undefined) return { kind: 'refused', code: 'not_found' };
    if (profile.demurrage === null) return { kind: 'refused', code: 'no_demurrage' };
    const today = dayIn(this.clock.now(), community.timeZone);
    const last = await this.runs.last(communityId, currency);
    const [period, ...later] = periodsDue(profile.demurrage.period, profile.demurrage.from, last, today);
    if (period === undefined) return { kind: 'refused', code: 'no_period_due' };
    const orders = await this.ordersOf(actor, profile, period, today);
    const amount = orders.reduce((sum, order) => sum + order.transfers[0]!.amount, 0n);
    const stamp = stampOf(period, orders);
    const preview = {
      kind: 'preview',
      currency,
      period,
      accounts: orders.length,
      amount,
      later: later.length,
      stamp,
    } as const;
    return { preview, orders };
  }

  /** An account that the period has already been booked on is left out: its order is there. */
  private async ordersOf(
    actor: Actor,
    profile: CurrencyProfile,
    period: string,
    today: string,
  ): Promise<Order[]> {
    const { communityId, code } = profile;
    const rule = profile.demurrage!;
    const to = await this.currencies.communityAccount(communityId, code, rule.to);
    const orders: Order[] = [];
    for await (const account of openPurses(this.books, communityId, code)) {
      const amount = shrinkage(account, rule);
      if (amount === 0n) continue;
      const id = this.runs.orderId('demurrage', communityId, code, period, account.id);
      const order = { id, communityId, actorId: actor.id, expects: [asSeen(account)] };
      const transfer = { debitId: account.id, creditId: to, currency: code, amount };
      orders.push(systemOrder(order, systemExchange('demurrage', today), transfer));
    }
    const booked = await this.runs.bookedAmong(
      communityId,
      orders.map((order) => order.id),
    );
    // In the order of their secret ids: the order of accounts would tell in the journal whose each is.
    return orders.filter(({ id }) => !booked.has(id)).sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}

/** The balance that was seen is the balance that is booked on, or the order is refused. */
export function asSeen(account: Account): { accountId: string; seq: bigint; held: bigint } {
  return { accountId: account.id, seq: account.lastSeq, held: heldOut(account) };
}

function stampOf(period: string, orders: readonly Order[]): string {
  const hash = createHash('sha256').update(period);
  for (const { id, transfers, expects } of orders)
    hash.update(`\n${id} ${transfers[0]!.amount} ${expects![0]!.seq}`);
  return hash.digest('base64url');
}

import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { ExchangesReading, type BookedExchange } from '../books/exchanges.reading.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { ExchangeKind } from '../ledger/order.js';
import { LedgerFacts, whereOf, type AccountOwner } from './ledger-facts.js';
import { isTooLate, type Objection } from './objection.js';
import { findObjection } from './objections.store.js';
import { mayPayFrom, sidesTrouble } from './payment.js';

/** What somebody who took part can still do after an exchange (U27). */
export interface WaysOn {
  /** Give everything back, as who received. */
  readonly back: boolean;
  /** Say that it is not right, as who gave. */
  readonly wrong: boolean;
  /** What was said, for both; null when nothing was. */
  readonly objection: Objection | null;
}

const nothing: WaysOn = { back: false, wrong: false, objection: null };

/** Kinds that people make with each other; what runs and programmes booked is undone elsewhere. */
const between: ReadonlySet<ExchangeKind> = new Set(['payment', 'thanks', 'gift', 'loan', 'pot']);

/** Which of the ways on a page offers. Each is judged again when it is taken. */
@Injectable()
export class AfterwardsService {
  constructor(
    private readonly database: Database,
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
    private readonly clock: Clock,
  ) {}

  /** @returns nothing for whoever took no part */
  async waysOn(actor: Actor, communityId: string, exchangeId: string): Promise<WaysOn> {
    const exchange = await this.exchanges.find(communityId, exchangeId);
    if (exchange === undefined || exchange.reversedBy !== null || !between.has(exchange.kind)) return nothing;
    const { givers, takers } = await this.sides(exchange);
    const now = this.clock.now();
    const gave = givers.some((owner) => mayPayFrom(actor, owner, now));
    const received =
      takers.length === 0
        ? may(actor, 'pay_from', { communityId, partyId: exchange.takerId }, now)
        : takers.every((owner) => owner.partyId !== null && may(actor, 'pay_from', whereOf(owner), now));
    if (!gave && !received) return nothing;
    const objection = (await findObjection(this.database.reader, communityId, exchangeId)) ?? null;
    const isByRooms = [...givers, ...takers].some((owner) => sidesTrouble(owner, owner) !== null);
    return {
      back: received && !isByRooms,
      wrong: gave && !received && objection === null && !isTooLate(exchange.bookedAt, now),
      objection,
    };
  }

  private async sides({ communityId, id }: BookedExchange): Promise<{
    givers: AccountOwner[];
    takers: AccountOwner[];
  }> {
    const transfers = await this.exchanges.transfersOf(communityId, id);
    const ids = new Set(transfers.flatMap(({ debitId, creditId }) => [debitId, creditId]));
    const owners = await this.facts.owners(communityId, [...ids]);
    const of = (side: readonly string[]): AccountOwner[] =>
      [...new Set(side)].flatMap((each) => owners.get(each) ?? []);
    return {
      givers: of(transfers.map(({ debitId }) => debitId)),
      takers: of(transfers.map(({ creditId }) => creditId)),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer, Request } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { plainExchange } from '../books/plain.js';
import { postToday } from '../books/settle.js';
import { Clock } from '../database/clock.js';
import type { Amount } from '../ledger/amount.js';
import type { HoldId } from '../ledger/order.js';
import { LedgerFacts, whereOf, type AccountOwner } from './ledger-facts.js';
import { mayPayFrom, modeOf, no, plainTransfer, sidesTrouble, type No } from './payment.js';

/**
 * What is set aside comes to an end once. Who it is for may take a part or all of it, or let it go; who set it aside
 * may hand it over too, and take it back only after its time: otherwise it would be worth nothing to the other.
 */
@Injectable()
export class HoldsService {
  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
    private readonly clock: Clock,
  ) {}

  /**
   * Moves a part or all of what was set aside; the rest is free again.
   * @param amount positive, at most what was set aside
   * @throws NotAllowed
   */
  post(
    actor: Actor,
    communityId: string,
    orderId: string,
    hold: HoldId,
    amount: Amount,
  ): Promise<Answer | No> {
    return this.end(actor, communityId, orderId, hold, amount);
  }

  /**
   * Lets all of what was set aside go back.
   * @returns posted; refused `no_such_hold`, `not_by_hand`, `hold_already_resolved`, and `hold_not_over` for who set it aside
   * @throws NotAllowed
   */
  release(actor: Actor, communityId: string, orderId: string, hold: HoldId): Promise<Answer | No> {
    return this.end(actor, communityId, orderId, hold, 0n);
  }

  private async end(
    actor: Actor,
    communityId: string,
    orderId: string,
    holdId: HoldId,
    amount: Amount,
  ): Promise<Answer | No> {
    const hold = await this.facts.hold(communityId, holdId.exchangeId, holdId.index);
    if (hold === undefined) return no('no_such_hold');
    const now = this.clock.now();
    const owners = await this.facts.owners(communityId, [hold.debitId, hold.creditId]);
    const [from, to] = [owners.get(hold.debitId)!, owners.get(hold.creditId)!];
    const taker = may(actor, 'ask_payment', whereOf(to), now);
    if (!taker && !mayPayFrom(actor, from, now)) throw new NotAllowed();
    const apart = sidesTrouble(from, to);
    if (apart !== null) return no(apart);
    if (!taker && amount === 0n && now < hold.expiresAt) return no('hold_not_over');
    const act = taker ? 'ask_payment' : 'pay_from';
    const audited = auditRow(actor, act, 'exchange', orderId, communityId, now);
    const transfer = { ...plainTransfer(from, to, amount), programme: hold.programme, endsHold: holdId };
    const onDay = (factDate: string): Request => ({
      order: {
        id: orderId,
        communityId,
        actorId: actor.id,
        exchange: endingExchange(from, to, amount, factDate),
        transfers: [transfer],
        guards: [],
      },
      appends: [{ table: auditTable, row: audited }],
    });
    return postToday(this.books, this.exchanges, (await this.facts.timeZone(communityId))!, now, onDay);
  }
}

function endingExchange(from: AccountOwner, to: AccountOwner, amount: Amount, factDate: string) {
  const kind = amount === 0n ? 'release' : 'payment';
  return plainExchange(kind, modeOf(kind, from, to), factDate);
}

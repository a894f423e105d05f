import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import type { Answer, Append, Request } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { postToday } from '../books/settle.js';
import { Clock } from '../database/clock.js';
import type { Guard, TransferDraft } from '../ledger/order.js';
import {
  exchangeDraft,
  exchangeTrouble,
  isHoldEndWrong,
  stewardKinds,
  type NewExchange,
  type Side,
} from './exchange.js';
import { LedgerFacts } from './ledger-facts.js';
import { PaymentRules, type RuleAnswer } from './payment-rules.js';
import { bookedAs, mayBookFrom, no, plainTransfer, sidesTrouble, type No } from './payment.js';

/** Exchanges of any form: to many, from many, without coin, set aside, of an earlier day. */
@Injectable()
export class ExchangesService {
  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
    private readonly rules: PaymentRules,
    private readonly clock: Clock,
  ) {}

  /**
   * Books an exchange. The actor may pay, or book, from every account that gives; without coin, for the giver.
   * @returns posted with the receipt's token; refused `not_your_account`, `no_such_account`, by `exchangeTrouble`,
   * `not_a_party`, `hold_end_wrong`, or by the ledger's own list
   */
  async book(actor: Actor, communityId: string, asked: NewExchange): Promise<Answer | No> {
    const now = this.clock.now();
    const timeZone = await this.facts.timeZone(communityId);
    if (timeZone === undefined) return no('not_your_account');
    const sides = await this.sides(communityId, asked);
    const refusal = Array.isArray(sides)
      ? await this.mustBeMeant(actor, communityId, asked, sides, now)
      : sides;
    if (!Array.isArray(sides) || refusal !== undefined) return refusal!;
    const ruled = await this.ruled(actor, asked, sides, now);
    if ('kind' in ruled) return ruled;

    const act = this.actOf(actor, communityId, asked, sides, now);
    const audited = auditRow(actor, act, 'exchange', asked.orderId, communityId, now);
    const transfers = asked.transfers.map((transfer, i): TransferDraft => ({
      ...plainTransfer(sides[i]!.from, sides[i]!.to, transfer.amount),
      ...(transfer.programme !== undefined && { programme: transfer.programme }),
      holdUntil: transfer.holdUntil ?? null,
    }));
    const onDay = (factDate: string): Request => ({
      order: {
        id: asked.orderId,
        communityId,
        actorId: actor.id,
        exchange: exchangeDraft(asked, sides, factDate),
        transfers,
        guards: ruled.guards,
      },
      appends: [{ table: auditTable, row: audited }, ...ruled.appends],
    });
    return asked.factDate === undefined
      ? postToday(this.books, this.exchanges, timeZone, now, onDay)
      : this.books.post(onDay(asked.factDate));
  }

  private actOf(
    actor: Actor,
    communityId: string,
    { giver }: NewExchange,
    sides: readonly Side[],
    now: number,
  ): 'pay_from' | 'book_exchange' {
    if (sides.length > 0) {
      const from = sides.map((side) => side.from);
      return bookedAs(actor, from, now);
    }
    return may(actor, 'pay_from', { communityId, partyId: giver ?? null }, now)
      ? 'pay_from'
      : 'book_exchange';
  }

  private async sides(communityId: string, { transfers }: NewExchange): Promise<Side[] | No> {
    const ids = new Set(transfers.flatMap(({ from, to }) => [from, to]));
    const owners = await this.facts.owners(communityId, [...ids]);
    const sides: Side[] = [];
    for (const [index, transfer] of transfers.entries()) {
      const from = owners.get(transfer.from);
      const to = owners.get(transfer.to);
      if (from === undefined) return { ...no('not_your_account'), transfer: index };
      if (to === undefined) return { ...no('no_such_account'), transfer: index };
      sides.push({ from, to });
    }
    return sides;
  }

  private async mustBeMeant(
    actor: Actor,
    communityId: string,
    asked: NewExchange,
    sides: readonly Side[],
    now: number,
  ): Promise<No | undefined> {
    const foreign = sides.findIndex(({ from }) => !mayBookFrom(actor, from, now));
    if (foreign >= 0) return { ...no('not_your_account'), transfer: foreign };
    const where = { communityId, partyId: asked.giver ?? null };
    if (
      sides.length === 0 &&
      !may(actor, 'pay_from', where, now) &&
      !may(actor, 'book_exchange', where, now)
    ) {
      return no('not_your_account');
    }
    if (stewardKinds.has(asked.kind) && !may(actor, 'book_exchange', { communityId }, now)) {
      return no('kind_does_not_fit');
    }
    const apart = sides.findIndex(({ from, to }) => sidesTrouble(from, to) !== null);
    if (apart >= 0) return { ...no(sidesTrouble(sides[apart]!.from, sides[apart]!.to)!), transfer: apart };
    const trouble = exchangeTrouble(asked, sides);
    if (trouble !== null) return no(trouble);
    for (const party of [asked.giver, asked.taker, asked.helper]) {
      if (party !== undefined && !(await this.facts.isParty(communityId, party))) return no('not_a_party');
    }
    // The time of a hold is judged once: an order that is known already gets the answer it had.
    const known = isHoldEndWrong(asked, now) ? await this.exchanges.find(communityId, asked.orderId) : null;
    return known === undefined ? no('hold_end_wrong') : undefined;
  }

  /** Each account that gives is judged once, by all that it gives. */
  private async ruled(
    actor: Actor,
    asked: NewExchange,
    sides: readonly Side[],
    now: number,
  ): Promise<RuleAnswer | No> {
    const guards: Guard[] = [];
    const appends: Append[] = [];
    for (const from of new Set(sides.map((side) => side.from))) {
      if (!this.rules.has(from.kind, actor)) continue;
      const mine = asked.transfers.filter((transfer) => transfer.from === from.id);
      const amount = mine.reduce((sum, transfer) => sum + transfer.amount, 0n);
      const answer = await this.rules.apply({ actor, from, orderId: asked.orderId, amount, now });
      if ('kind' in answer) return answer;
      guards.push(...answer.guards);
      appends.push(...answer.appends);
    }
    return { guards, appends };
  }
}

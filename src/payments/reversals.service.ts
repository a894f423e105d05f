import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer, Request } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import {
  ExchangesReading,
  type BookedExchange,
  type BookedTransferLine,
} from '../books/exchanges.reading.js';
import { plainExchange, plainMove } from '../books/plain.js';
import { postToday } from '../books/settle.js';
import { SecondYesLimits } from '../communities/second-yes-limits.service.js';
import { Clock } from '../database/clock.js';
import type { ExchangeKind, Reason, TransferDraft } from '../ledger/order.js';
import { visitMarks } from './card-visit.rule.js';
import { withoutCoin } from './exchange.js';
import { LedgerFacts, whereOf } from './ledger-facts.js';
import { no, sidesTrouble, type No } from './payment.js';

export interface NewReversal {
  /** UUID version 7; the same id again gets the same answer. */
  readonly orderId: string;
  /** The exchange to undo. */
  readonly exchangeId: string;
  readonly reason: Reason;
}

/** What moved nothing and is over in another way. */
const notUndone: ReadonlySet<ExchangeKind> = new Set(['hold', 'release']);

/** Giving back: an exchange is undone whole and once, by another one linked to it (U27). */
@Injectable()
export class ReversalsService {
  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
    private readonly limits: SecondYesLimits,
    private readonly clock: Clock,
  ) {}

  /**
   * Undoes an exchange, by who received in it or by a steward.
   * @returns posted; refused `no_such_exchange`, `reversal_stays`, `nothing_to_undo`, `not_by_hand`, `needs_second` above
   * the limit of a group, and of the ledger's list `exchange_already_reversed`, and `not_enough` when it was spent meanwhile
   * @throws NotAllowed
   */
  async reverse(actor: Actor, communityId: string, reversal: NewReversal): Promise<Answer | No> {
    const exchange = await this.exchanges.find(communityId, reversal.exchangeId);
    if (exchange === undefined) return no('no_such_exchange');
    const transfers = await this.exchanges.transfersOf(communityId, exchange.id);
    const now = this.clock.now();
    const act = await this.actOf(actor, exchange, transfers, now);
    if (exchange.kind === 'reversal') return no('reversal_stays');
    const movedNothing = transfers.length === 0 && !withoutCoin.has(exchange.kind);
    if (movedNothing || notUndone.has(exchange.kind)) return no('nothing_to_undo');
    if (await this.isByRooms(communityId, transfers)) return no('not_by_hand');
    if (act === 'pay_from' && (await this.isTooMuchForOne(reversal.orderId, exchange, transfers)))
      return no('needs_second');
    const timeZone = (await this.facts.timeZone(communityId))!;
    const audited = auditRow(actor, act, 'exchange', exchange.id, communityId, now);
    const marks = visitMarks(actor, communityId, reversal.orderId);
    const onDay = (factDate: string): Request => ({
      order: {
        id: reversal.orderId,
        communityId,
        actorId: actor.id,
        exchange: {
          ...plainExchange('reversal', exchange.mode, factDate),
          reason: reversal.reason,
          giverId: exchange.takerId,
          takerId: exchange.giverId,
          reverses: exchange.id,
          helperId: actor.visit?.helperId ?? null,
        },
        transfers: turnedAround(transfers),
        guards: marks.guards,
      },
      appends: [{ table: auditTable, row: audited }, ...marks.appends],
    });
    return postToday(this.books, this.exchanges, timeZone, now, onDay);
  }

  /** Whether it moved what stands for rows of another room, such as vouchers: those would not follow. */
  private async isByRooms(communityId: string, transfers: readonly BookedTransferLine[]): Promise<boolean> {
    const ids = new Set(transfers.flatMap(({ debitId, creditId }) => [debitId, creditId]));
    const owners = await this.facts.owners(communityId, [...ids]);
    return [...owners.values()].some((owner) => sidesTrouble(owner, owner) !== null);
  }

  /** Giving back asks two treasurers above the limit of their group as paying does (S09); a steward may undo it too. */
  private async isTooMuchForOne(
    orderId: string,
    { communityId }: BookedExchange,
    transfers: readonly BookedTransferLine[],
  ): Promise<boolean> {
    const owners = await this.facts.owners(communityId, [
      ...new Set(transfers.map(({ creditId }) => creditId)),
    ]);
    const sums = new Map<string, bigint>();
    for (const { creditId, currency, amount } of transfers) {
      const key = `${owners.get(creditId)?.partyId} ${currency}`;
      sums.set(key, (sums.get(key) ?? 0n) + amount);
    }
    for (const [key, sum] of sums) {
      const [partyId, currency] = key.split(' ') as [string, string];
      if ((await this.limits.above(communityId, partyId, currency, sum)) === undefined) continue;
      // What was given back before there was a limit gets the answer it had.
      return (await this.exchanges.find(communityId, orderId)) === undefined;
    }
    return false;
  }

  /**
   * Everybody who received has to agree; a steward may for all, and only that is shown to stewards in the audit.
   * @throws NotAllowed
   */
  private async actOf(
    actor: Actor,
    exchange: BookedExchange,
    transfers: readonly BookedTransferLine[],
    now: number,
  ): Promise<'pay_from' | 'reverse'> {
    const { communityId, takerId } = exchange;
    const owners = await this.facts.owners(communityId, [
      ...new Set(transfers.map(({ creditId }) => creditId)),
    ]);
    const places = [...owners.values()].map(whereOf);
    if (places.length === 0) places.push({ communityId, partyId: takerId });
    if (!places.every((where) => may(actor, 'reverse', where, now))) throw new NotAllowed();
    const own = places.every((where) => where.partyId != null && may(actor, 'pay_from', where, now));
    return own ? 'pay_from' : 'reverse';
  }
}

/** The transfers the other way round, the last one first. */
function turnedAround(transfers: readonly BookedTransferLine[]): TransferDraft[] {
  return transfers
    .toReversed()
    .map(({ debitId, creditId, currency, amount, programme }) =>
      plainMove({ debitId: creditId, creditId: debitId, currency, amount, programme }),
    );
}

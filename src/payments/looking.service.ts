import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import {
  ExchangesReading,
  type BookedExchange,
  type BookedTransferLine,
} from '../books/exchanges.reading.js';
import { personalKinds } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { loanState, type LoanState } from './exchange.js';
import { LedgerFacts, whereOf, type AccountOwner } from './ledger-facts.js';
import * as store from './loans.store.js';
import { no, type No } from './payment.js';

/** A transfer without the accounts of persons and households, where the viewer only keeps the community's own. */
export type SeenTransfer = Omit<BookedTransferLine, 'debitId' | 'creditId'> & {
  readonly debitId: string | null;
  readonly creditId: string | null;
};

/** An exchange as one of its parties may see it. */
export interface SeenExchange {
  readonly exchange: BookedExchange;
  /** Those that touch an account the actor may look at. */
  readonly transfers: readonly SeenTransfer[];
  /** Null for what is no loan. */
  readonly loan: LoanState | null;
}

/** Exchanges afterwards: looking at one, and saying that what was lent is back. */
@Injectable()
export class LookingService {
  constructor(
    private readonly database: Database,
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
    private readonly clock: Clock,
  ) {}

  /** @returns undefined when there is none, or the actor has no part in it */
  async show(actor: Actor, communityId: string, id: string): Promise<SeenExchange | undefined> {
    const exchange = await this.exchanges.find(communityId, id);
    if (exchange === undefined) return undefined;
    const all = await this.exchanges.transfersOf(communityId, id);
    const ids = new Set(all.flatMap(({ debitId, creditId }) => [debitId, creditId]));
    const now = this.clock.now();
    const owners = await this.facts.owners(communityId, [...ids]);
    const mine = new Set<string>();
    for (const owner of owners.values()) {
      if (may(actor, 'read_statement', whereOf(owner), now)) mine.add(owner.id);
    }
    const transfers = all.filter(({ debitId, creditId }) => mine.has(debitId) || mine.has(creditId));
    const isSide = this.isSide(actor, exchange, now);
    if (transfers.length === 0 && !isSide) return undefined;
    // Who took part sees whom it was with; who only looks after the books of others sees no person (5C).
    const tookPart = isSide || [...mine].some((id) => isOwn(actor, owners.get(id)!, now));
    if (tookPart) return { exchange, transfers, loan: await this.loan(exchange) };
    const shown = (id: string): string | null =>
      !mine.has(id) && personalKinds.has(owners.get(id)!.partyKind) ? null : id;
    return {
      exchange: { ...exchange, giverId: null, takerId: null },
      transfers: transfers.map((each) => ({
        ...each,
        debitId: shown(each.debitId),
        creditId: shown(each.creditId),
      })),
      loan: await this.loan(exchange),
    };
  }

  /**
   * Says for one's own side that a loan is back. Saying it again changes nothing.
   * @returns how the loan stands; refused `no_such_exchange`, `not_a_loan`, `exchange_already_reversed`
   * @throws NotAllowed
   */
  async returned(
    actor: Actor,
    communityId: string,
    id: string,
  ): Promise<{ kind: 'said'; loan: LoanState } | No> {
    const exchange = await this.exchanges.find(communityId, id);
    if (exchange === undefined) return no('no_such_exchange');
    const now = this.clock.now();
    const sides = [exchange.giverId, exchange.takerId].filter((party) => party !== null);
    const mine = sides.filter((partyId) => may(actor, 'pay_from', { communityId, partyId }, now));
    if (mine.length === 0) throw new NotAllowed();
    if (exchange.kind !== 'loan') return no('not_a_loan');
    if (exchange.reversedBy !== null) return no('exchange_already_reversed');
    await this.database.transaction(async (tx) => {
      for (const partyId of mine) {
        const loan = { communityId, exchangeId: id, partyId, actorId: actor.id, at: now };
        if (await store.insertReturn(tx, loan))
          await audit(tx, auditRow(actor, 'pay_from', 'exchange', id, communityId, now));
      }
    });
    return { kind: 'said', loan: (await this.loan(exchange))! };
  }

  private isSide(actor: Actor, { communityId, giverId, takerId }: BookedExchange, now: number): boolean {
    const sides = [giverId, takerId].filter((party) => party !== null);
    return sides.some((partyId) => may(actor, 'read_statement', { communityId, partyId }, now));
  }

  private async loan(exchange: BookedExchange): Promise<LoanState | null> {
    const { kind, communityId, id, giverId, takerId } = exchange;
    if (kind !== 'loan' || giverId === null || takerId === null) return null;
    return loanState(await store.findReturns(this.database.reader, communityId, id), giverId, takerId);
  }
}

/** A party's account that the actor keeps: the community's own are nobody's. */
function isOwn(actor: Actor, owner: AccountOwner, now: number): boolean {
  return owner.partyId !== null && may(actor, 'pay_from', whereOf(owner), now);
}

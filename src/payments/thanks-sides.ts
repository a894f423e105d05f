import { Injectable } from '@nestjs/common';
import { ExchangesReading, type BookedExchange } from '../books/exchanges.reading.js';
import type { ExchangeKind } from '../ledger/order.js';
import { LedgerFacts } from './ledger-facts.js';

/** Between which two persons an exchange was. */
export interface TwoPersons {
  readonly giverId: string;
  readonly takerId: string;
  /** Milliseconds since 1970. */
  readonly bookedAt: number;
}

/** What people give each other by hand. */
const kinds: ReadonlySet<ExchangeKind> = new Set(['payment', 'thanks', 'gift', 'loan']);

/** The two persons of an exchange, where there is one on each side and nobody else. */
@Injectable()
export class ThanksSides {
  constructor(
    private readonly exchanges: ExchangesReading,
    private readonly facts: LedgerFacts,
  ) {}

  /** @returns undefined for what was between others than two persons, was undone, or was booked by a rule */
  async of(communityId: string, exchangeId: string): Promise<TwoPersons | undefined> {
    const exchange = await this.exchanges.find(communityId, exchangeId);
    if (exchange === undefined || exchange.reversedBy !== null || !kinds.has(exchange.kind)) return undefined;
    const [givers, takers] = await this.partiesOf(exchange);
    const { bookedAt } = exchange;
    const [giverId, takerId] = [givers[0], takers[0]];
    if (givers.length !== 1 || takers.length !== 1 || giverId == null || takerId == null) return undefined;
    return giverId === takerId ? undefined : { giverId, takerId, bookedAt };
  }

  /** Persons by id; null for a side that is none. */
  private async partiesOf(exchange: BookedExchange): Promise<[(string | null)[], (string | null)[]]> {
    const { communityId, id, giverId, takerId } = exchange;
    const transfers = await this.exchanges.transfersOf(communityId, id);
    if (transfers.length === 0) return [[giverId], [takerId]];
    const ids = new Set(transfers.flatMap(({ debitId, creditId }) => [debitId, creditId]));
    const owners = await this.facts.owners(communityId, [...ids]);
    const personOf = (accountId: string): string | null => {
      const owner = owners.get(accountId);
      return owner?.partyKind === 'person' ? owner.partyId : null;
    };
    const side = (accounts: readonly string[]): (string | null)[] => [...new Set(accounts.map(personOf))];
    return [side(transfers.map(({ debitId }) => debitId)), side(transfers.map(({ creditId }) => creditId))];
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BooksService } from '../books/books.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { boundsFor, type CurrencyProfile } from '../communities/currency.js';
import { PartiesService } from '../communities/parties.service.js';
import type { Party } from '../communities/party.js';
import { PursesService } from '../communities/purses.service.js';
import type { Tx } from '../database/sql.js';

const welcomeAtOnce = 100;

/**
 * What new persons and households get beside their records: a place in the register, an account in every currency, and
 * persons a start amount.
 */
@Injectable()
export class Newcomers {
  constructor(
    private readonly parties: PartiesService,
    private readonly purses: PursesService,
    private readonly currencies: CurrenciesService,
    private readonly books: BooksService,
  ) {}

  /** Read before the transaction. */
  currenciesOf(communityId: string): Promise<CurrencyProfile[]> {
    return this.currencies.all(communityId);
  }

  /** Enters persons in the register and opens a member account in each currency for each of them. */
  async enter(
    tx: Tx,
    actor: Actor,
    communityId: string,
    ids: readonly string[],
    currencies: readonly CurrencyProfile[],
  ): Promise<Party[]> {
    const parties = await this.parties.registerMany(tx, communityId, 'person', ids);
    const wanted = parties.flatMap((party) =>
      currencies.map((profile) => ({
        communityId,
        currency: profile.code,
        kind: 'member' as const,
        partyId: party.id,
        partyKind: party.kind,
        ...boundsFor('member', profile),
      })),
    );
    await this.books.openAccounts(tx, actor.id, wanted);
    return parties;
  }

  /** Enters a household in the register, with one common account in each currency. */
  async enterHousehold(
    tx: Tx,
    actor: Actor,
    communityId: string,
    id: string,
    currencies: readonly CurrencyProfile[],
  ): Promise<void> {
    const party = await this.parties.register(tx, communityId, 'household', id);
    await this.purses.open(tx, actor, party, 'household', currencies);
  }

  /** Gives the start amounts; giving them again gives nothing twice. */
  async welcome(parties: readonly Party[]): Promise<void> {
    for (let from = 0; from < parties.length; from += welcomeAtOnce) {
      await Promise.all(parties.slice(from, from + welcomeAtOnce).map((party) => this.purses.welcome(party)));
    }
  }

  /** Those of the ids that are parties of the community. */
  find(communityId: string, ids: readonly string[]): Promise<Party[]> {
    return this.parties.many(communityId, ids);
  }
}

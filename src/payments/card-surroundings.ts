import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BooksService } from '../books/books.service.js';
import { Faces } from '../communities/faces.js';
import { Clock } from '../database/clock.js';
import { LedgerFacts, type AccountOwner } from './ledger-facts.js';

/** What a card payment looks up. */
@Injectable()
export class CardSurroundings {
  constructor(
    readonly facts: LedgerFacts,
    readonly books: BooksService,
    readonly faces: Faces,
    readonly clock: Clock,
  ) {}

  /** The purse of whoever holds a card, in the currency of who receives. */
  async purse(actor: Actor, communityId: string, to: AccountOwner): Promise<AccountOwner | undefined> {
    const accounts = await this.facts.accountsOf(communityId, actor.id);
    return accounts.find(({ currency, id }) => currency === to.currency && id !== to.id);
  }
}

import { Injectable } from '@nestjs/common';
import { BooksService } from '../books/books.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Faces } from '../communities/faces.js';
import { PartiesService } from '../communities/parties.service.js';
import { LedgerFacts } from './ledger-facts.js';

/** Whom trusts ask about parties, purses and currencies. */
@Injectable()
export class TrustSurroundings {
  constructor(
    readonly parties: PartiesService,
    readonly faces: Faces,
    readonly facts: LedgerFacts,
    readonly currencies: CurrenciesService,
    readonly books: BooksService,
  ) {}
}

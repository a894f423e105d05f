import type { BooksService } from '../books/books.service.js';
import type { Account } from '../ledger/account.js';

/** Kinds that shrink and expire: purses of people and groups. Purposes, pots and the books' own do not. */
const purses: ReadonlySet<Account['kind']> = new Set(['member', 'household', 'group', 'partner']);

/** Every open purse in a currency, in id order, a thousand at a time. */
export async function* openPurses(
  books: BooksService,
  communityId: string,
  currency: string,
): AsyncIterable<Account> {
  let after = '';
  for (;;) {
    const some = await books.accountsAfter(communityId, currency, after, 1000);
    for (const account of some) if (purses.has(account.kind) && account.closedAt === null) yield account;
    if (some.length < 1000) return;
    after = some[some.length - 1]!.id;
  }
}

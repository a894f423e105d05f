import { Injectable } from '@nestjs/common';
import { BooksService } from '../books/books.service.js';
import { isMainAccount } from '../communities/closure.js';
import { Database } from '../database/database.js';
import { InstitutionsService } from '../institutions/institutions.service.js';
import { hasIssues } from './issues.store.js';
import type { Programme } from './programme.js';

/** What is said before something is issued, and does not stand in its way once it is acknowledged. */
export type IssueWarning = 'no_outlet';

/** Whether what a programme gives can be spent anywhere (U62). */
@Injectable()
export class ProgrammeOutlets {
  constructor(
    private readonly institutions: InstitutionsService,
    private readonly books: BooksService,
    private readonly database: Database,
  ) {}

  /** Whether a place that is open and says that coins can be spent there has an account in the currency. */
  async areThere({ communityId, currency }: Pick<Programme, 'communityId' | 'currency'>): Promise<boolean> {
    for (const id of await this.institutions.outletIds(communityId)) {
      const accounts = await this.books.accountsOf(communityId, id);
      if (accounts.some((each) => isMainAccount(each) && each.currency === currency)) return true;
    }
    return false;
  }

  /** `no_outlet` before the first issue of a programme whose currency can be spent nowhere. */
  async warnings(programme: Programme): Promise<IssueWarning[]> {
    const { communityId, code } = programme;
    if (await hasIssues(this.database.reader, communityId, code)) return [];
    return (await this.areThere(programme)) ? [] : ['no_outlet'];
  }
}

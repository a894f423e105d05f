import { Injectable } from '@nestjs/common';
import { may, type Act, type Actor, type Where } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { NotAllowed } from '../access/errors.js';
import { BooksService } from '../books/books.service.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { accessKind, type PartyKind } from '../communities/party.js';
import { Clock, dayIn } from '../database/clock.js';
import type { Account } from '../ledger/account.js';

/** An account that somebody may look at, and what day it is there. */
export interface SeenAccount {
  readonly account: Account;
  readonly community: { readonly name: string; readonly timeZone: string };
  /** YYYY-MM-DD in the community's time zone. */
  readonly today: string;
}

/** Opens accounts for looking: one's own, those one keeps, and for a checker those of the group that is checked. */
@Injectable()
export class AccountSight {
  constructor(
    private readonly books: BooksService,
    private readonly communities: CommunitiesService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * The look of whoever does not keep the account themselves is recorded before anything is shown.
   * @param act what they want to do with it
   * @throws NotAllowed, also when there is no such account: which of the two is not told
   */
  async open(
    actor: Actor,
    communityId: string,
    accountId: string,
    act: Extract<Act, 'read_statement' | 'read_account'>,
  ): Promise<SeenAccount> {
    const now = this.clock.now();
    const account = await this.books.findAccount(communityId, accountId);
    if (account === undefined || !may(actor, act, whereOf(account), now)) throw new NotAllowed();
    if (isSomebodyElses(actor, account, now)) {
      await this.audit.look(actor, act, 'account', accountId, communityId);
    }
    const { name = communityId, timeZone = 'UTC' } = (await this.communities.look(communityId)) ?? {};
    return { account, community: { name, timeZone }, today: dayIn(now, timeZone) };
  }
}

/** Neither one's own nor kept by oneself. Who may pay from an account keeps it; a checker may not. */
function isSomebodyElses(actor: Actor, account: Account, now: number): boolean {
  if (account.partyId === null || account.partyId === actor.id) return false;
  return actor.kind === 'system' || !may(actor, 'pay_from', whereOf(account), now);
}

function whereOf({ communityId, partyId, partyKind }: Account): Where {
  if (partyId === null) return { communityId };
  return { communityId, partyId, partyKind: accessKind(partyKind as PartyKind) };
}

import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { BooksService } from '../books/books.service.js';
import { plainExchange, plainMove } from '../books/plain.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import type { Account } from '../ledger/account.js';
import type { Order, TransferDraft } from '../ledger/order.js';
import type { RefusalCode } from '../ledger/refusals.js';
import { findCommunity } from './communities.store.js';
import {
  isMainAccount,
  planClosure,
  type ClosureLine,
  type ClosurePlan,
  type ClosureTarget,
  type PlanTrouble,
} from './closure.js';
import { findCommunityAccounts } from './currencies.store.js';
import { closeParty, findParties, openAccountsOf } from './parties.store.js';
import type { Party } from './party.js';
import { orderIdFor } from './purses.service.js';
import { SecondYesLimits } from './second-yes-limits.service.js';

export type ClosureRefusal = AccessRefusal<
  PlanTrouble | RefusalCode | 'no_such_party' | 'party_closed' | 'still_moving' | 'needs_second'
>;

export interface Closed {
  readonly kind: 'closed';
  /** What was moved last; empty accounts are closed without a line. */
  readonly lines: readonly ClosureLine[];
  /** The exchange that settled it, with its receipt; null when there was nothing to move. */
  readonly exchangeId: string | null;
}

type AlsoWrite = (tx: Tx) => Promise<void>;

interface Prepared extends ClosurePlan {
  readonly accounts: readonly Account[];
  readonly targets: ReadonlyMap<string, Account>;
  /** The programme of those accounts that are of one. */
  readonly programmes: ReadonlyMap<string, string>;
}

/** Something came in between the settlement and the closing; it is settled again. */
class MovedMeanwhile extends Error {
  override readonly name = 'MovedMeanwhile';
}

/** So often is the settlement tried again when payments keep coming in. */
const attemptsMax = 3;

/**
 * Stops a party in order: what it holds is settled by one exchange, its accounts are closed, then the party itself.
 * The rooms whose party it is have asked who may.
 */
@Injectable()
export class ClosuresService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly books: BooksService,
    private readonly limits: SecondYesLimits,
  ) {}

  /** Shows where everything would go, and changes nothing. */
  async preview(actor: Actor, party: Party, to: ClosureTarget): Promise<ClosurePlan | ClosureRefusal> {
    const prepared = await this.prepare(actor, party, to);
    return prepared.kind === 'plan' ? { kind: 'plan', lines: prepared.lines } : prepared;
  }

  /**
   * Settles and closes. Asked again after a crash it goes on where it was: nothing is moved twice.
   * @param also what the room writes beside it, in the same transaction as the closing
   */
  async close(
    actor: Actor,
    party: Party,
    to: ClosureTarget,
    also: AlsoWrite,
  ): Promise<Closed | ClosureRefusal> {
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const prepared = await this.prepare(actor, party, to);
      if (prepared.kind === 'refused') return prepared;
      const order = await this.orderFor(actor, party, prepared);
      if (order.transfers.length > 0) {
        const answer = await this.books.post({ order });
        if (answer.kind === 'refused') return refuse(answer.code);
      }
      if (await this.shut(party, prepared.accounts, also)) {
        const lines = prepared.lines.filter(({ balance }) => balance !== 0n);
        return { kind: 'closed', lines, exchangeId: lines.length > 0 ? order.id : null };
      }
    }
    return refuse('still_moving');
  }

  private async prepare(actor: Actor, party: Party, to: ClosureTarget): Promise<Prepared | ClosureRefusal> {
    const { communityId } = party;
    const [now] = await findParties(this.database.reader, communityId, [party.id]);
    if (now === undefined) return refuse('no_such_party');
    if (now.closedAt !== null) return refuse('party_closed');
    const accounts = (await this.books.accountsOf(communityId, party.id)).filter(
      ({ closedAt }) => closedAt === null,
    );
    const targets =
      to === 'pot' ? await this.pots(party, accounts) : await this.accountsIn(communityId, to.partyId);
    if (targets === undefined) return refuse('no_such_party');
    // Only who may give from the pot may let the pot pay off a debt.
    const takesOver = to === 'pot' && may(actor, 'pay_from', { communityId }, this.clock.now());
    const plan = planClosure(accounts, targets, takesOver);
    if (typeof plan === 'string') return refuse(plan);
    if (actor.kind !== 'system' && (await this.isTooMuchForOne(plan, party))) return refuse('needs_second');
    const ids = accounts.map(({ id }) => id);
    const programmes = await this.books.programmesOf(communityId, ids);
    return { ...plan, accounts, targets, programmes };
  }

  /** Stopping a group is no way round the second yes of its treasurers: with another they lift the limit first. */
  private async isTooMuchForOne({ lines }: ClosurePlan, { communityId, id }: Party): Promise<boolean> {
    const sums = new Map<string, bigint>();
    for (const { currency, balance } of lines)
      if (balance > 0n) sums.set(currency, (sums.get(currency) ?? 0n) + balance);
    for (const [currency, sum] of sums)
      if ((await this.limits.above(communityId, id, currency, sum)) !== undefined) return true;
    return false;
  }

  private async pots({ communityId }: Party, accounts: readonly Account[]): Promise<Map<string, Account>> {
    const pots = new Map<string, Account>();
    for (const currency of new Set(accounts.map((account) => account.currency))) {
      const id = (await findCommunityAccounts(this.database.reader, communityId, currency)).get('pot');
      const pot = id === undefined ? undefined : await this.books.findAccount(communityId, id);
      if (pot !== undefined) pots.set(currency, pot);
    }
    return pots;
  }

  private async accountsIn(communityId: string, partyId: string): Promise<Map<string, Account> | undefined> {
    const [party] = await findParties(this.database.reader, communityId, [partyId]);
    if (party === undefined || party.closedAt !== null) return undefined;
    const accounts = (await this.books.accountsOf(communityId, partyId)).filter(isMainAccount);
    return new Map(accounts.reverse().map((account) => [account.currency, account]));
  }

  /**
   * The id follows from everything the settlement stands on: two who ask at once book it once, and a settlement that
   * was refused is a new order as soon as something has changed.
   */
  private async orderFor(actor: Actor, party: Party, prepared: Prepared): Promise<Order> {
    const { communityId } = party;
    const community = await findCommunity(this.database.reader, communityId);
    const factDate = dayIn(this.clock.now(), community!.timeZone);
    const state = [...prepared.accounts, ...prepared.targets.values()].map((account) =>
      Object.values(account).join(),
    );
    return {
      id: orderIdFor(party.createdAt, 'closure', communityId, party.id, actor.id, factDate, ...state),
      communityId,
      actorId: actor.id,
      exchange: {
        ...plainExchange('settlement', 'redistribution', factDate),
        helperId: actor.visit?.helperId ?? null,
      },
      transfers: prepared.lines
        .filter(({ balance }) => balance !== 0n)
        .map((line) => transferOf(line, prepared.programmes)),
      guards: [],
    };
  }

  /** @returns false when an account was not empty any more; nothing is closed then */
  private async shut(party: Party, accounts: readonly Account[], also: AlsoWrite): Promise<boolean> {
    const { communityId } = party;
    const ids = accounts.map(({ id }) => id).sort();
    try {
      await this.database.transaction(async (tx) => {
        for (const id of ids) {
          if ((await this.books.closeAccount(tx, communityId, id)) !== 'closed') throw new MovedMeanwhile();
        }
        // The party's row is what whoever opens an account for it locks: an account that came in between is seen now.
        const first = (await closeParty(tx, communityId, party.id, this.clock.now())) > 0;
        if ((await openAccountsOf(tx, communityId, party.id)).length > 0) throw new MovedMeanwhile();
        if (first) await also(tx);
      });
      return true;
    } catch (error) {
      if (error instanceof MovedMeanwhile) return false;
      throw error;
    }
  }
}

/** What a programme gave stays under its name on its way to another. */
function transferOf(
  { accountId, toAccountId, currency, balance }: ClosureLine,
  programmes: ReadonlyMap<string, string>,
): TransferDraft {
  const left = balance > 0n;
  return plainMove({
    debitId: left ? accountId : toAccountId,
    creditId: left ? toAccountId : accountId,
    currency,
    amount: left ? balance : -balance,
    programme: programmes.get(accountId) ?? null,
  });
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import type { Account, AccountKind } from '../ledger/account.js';
import { scaleMax, type Amount } from '../ledger/amount.js';
import type { Answer, NotBooked, Request } from './answers.js';
import * as store from './books.store.js';
import { Committer } from './committer.js';

export interface NewAccount {
  readonly communityId: string;
  readonly currency: string;
  readonly kind: AccountKind;
  /** A random id, or null for the community's own accounts. */
  readonly partyId: string | null;
  /** person, household, initiative, or the kind of institution; empty without a party. */
  readonly partyKind: string;
  readonly floor: Amount | null;
  readonly ceiling: Amount | null;
  /** The programme a budget or purpose belongs to, as a code. */
  readonly programme?: string;
}

/**
 * Keeps the ledger in the database; the only writer of accounts, exchanges, transfers and entries.
 * It asks no questions about who: the rooms above have answered them before they come here.
 */
@Injectable()
export class BooksService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly committer: Committer,
  ) {}

  /** Opens a community's books. @param timeZone IANA name; day limits and months follow it */
  async openLedger(tx: Tx, communityId: string, timeZone: string): Promise<void> {
    await store.insertLedger(tx, communityId, timeZone, this.clock.now());
  }

  /** Opens a currency. Its scale (0 to 6) never changes afterwards. @throws RangeError on a wrong scale */
  async openCurrency(tx: Tx, communityId: string, terms: store.CurrencyTerms): Promise<void> {
    if (terms.scale < 0 || terms.scale > scaleMax) throw new RangeError('a scale runs from 0 to 6');
    await store.insertCurrency(tx, communityId, terms, this.clock.now());
  }

  /** Sets the limits of a currency: per payment, per day, per acceptor a day; null is none. */
  async setLimits(tx: Tx, communityId: string, terms: Omit<store.CurrencyTerms, 'scale'>): Promise<void> {
    await store.updateCurrency(tx, communityId, terms);
  }

  /** Opens accounts with a zero balance. @returns their random ids, in order */
  async openAccounts(tx: Tx, actorId: string, accounts: readonly NewAccount[]): Promise<string[]> {
    const opened = accounts.map((account) => emptyAccount(newId(), account));
    const programmes = new Map(
      accounts.flatMap(({ programme }, i) =>
        programme === undefined ? [] : [[opened[i]!.id, programme] as const],
      ),
    );
    await store.insertAccounts(tx, opened, programmes, actorId, this.clock.now());
    return opened.map((account) => account.id);
  }

  /**
   * Sets the floor and ceiling of an account; the change is kept with its moment and its actor. A balance beyond the
   * new bounds stays as it is: it may only move towards them.
   * @returns false when there is no such account
   */
  async setTerms(
    tx: Tx,
    actorId: string,
    communityId: string,
    accountId: string,
    terms: { floor: Amount | null; ceiling: Amount | null },
  ): Promise<boolean> {
    const account = await store.lockAccount(tx, communityId, accountId);
    if (account === undefined) return false;
    const version = await store.nextTermsVersion(tx, account);
    await store.setTerms(tx, { ...account, ...terms }, version, actorId, this.clock.now());
    return true;
  }

  /**
   * Closes an account for good: nothing is booked on it any more.
   * @returns why not, or 'closed'
   */
  async closeAccount(
    tx: Tx,
    communityId: string,
    accountId: string,
  ): Promise<'closed' | 'not_found' | 'not_empty'> {
    const account = await store.lockAccount(tx, communityId, accountId);
    if (account === undefined) return 'not_found';
    const pending =
      account.debitsPending - account.debitsResolved + account.creditsPending - account.creditsResolved;
    if (account.creditsPosted !== account.debitsPosted || pending !== 0n) return 'not_empty';
    await tx.run(
      'update accounts set closed_at = ? where community_id = ? and account_id = ? and closed_at is null',
      [BigInt(this.clock.now()), communityId, accountId],
    );
    return 'closed';
  }

  /**
   * Books one order, or answers what was answered before to the same id.
   * @returns posted, or a refusal from ledger/refusals.ts
   * @throws BooksStoppedError; the database's error, and then nothing was booked
   */
  async post(request: Request): Promise<Answer> {
    const [answer] = await this.committer.submit({ requests: [request], atomic: false });
    return answer as Answer;
  }

  /**
   * Books many orders in turn, each seeing those before.
   * @param atomic all or none: after a refusal the others answer `not_booked`
   * @param requests at most 1,000, ids all different
   */
  async postAll(requests: readonly Request[], atomic: boolean): Promise<Array<Answer | NotBooked>> {
    if (requests.length > 1000) throw new RangeError('at most 1000 orders at once');
    if (new Set(requests.map(({ order }) => order.id)).size < requests.length) {
      throw new RangeError('order ids must be different');
    }
    if (requests.length === 0) return [];
    return this.committer.submit({ requests, atomic });
  }

  /** An account as it is in what is committed. */
  findAccount(communityId: string, accountId: string): Promise<Account | undefined> {
    return store.findAccount(this.database.reader, communityId, accountId);
  }

  /** At most 200 accounts of a party, oldest first. */
  accountsOf(communityId: string, partyId: string): Promise<Account[]> {
    return store.findAccountsOf(this.database.reader, communityId, partyId);
  }

  /** The programme of each of these accounts that is of one, as a code, by account id. */
  programmesOf(communityId: string, accountIds: readonly string[]): Promise<Map<string, string>> {
    return store.findProgrammes(this.database.reader, communityId, accountIds);
  }

  /** As `findAccount`, kept from others until the end of the transaction. */
  lockAccount(tx: Tx, communityId: string, accountId: string): Promise<Account | undefined> {
    return store.lockAccount(tx, communityId, accountId);
  }

  /** Accounts of a currency whose id comes after `after`, in id order. @param limit at most 1000 */
  accountsAfter(communityId: string, currency: string, after: string, limit: number): Promise<Account[]> {
    return store.findAccountsAfter(this.database.reader, communityId, currency, after, Math.min(limit, 1000));
  }

  /** Holds whose time is over but whose release is not booked yet, oldest first. @param limit at most 1000 */
  lapsedHolds(limit: number): Promise<store.LapsedHold[]> {
    return store.findLapsedHolds(this.database.reader, this.clock.now(), Math.min(limit, 1000));
  }
}

function emptyAccount(id: string, account: NewAccount): Account {
  const { communityId, currency, kind, partyId, partyKind, floor, ceiling } = account;
  return {
    communityId,
    id,
    currency,
    kind,
    partyId,
    partyKind,
    floor,
    ceiling,
    debitsPosted: 0n,
    creditsPosted: 0n,
    debitsPending: 0n,
    creditsPending: 0n,
    debitsResolved: 0n,
    creditsResolved: 0n,
    lastSeq: 0n,
    day: '',
    dayDebits: 0n,
    dayCredits: 0n,
    lastBookedAt: 0,
    lastOwnAt: 0,
    closedAt: null,
  };
}

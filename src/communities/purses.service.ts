import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may, systemActor, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import { BooksService } from '../books/books.service.js';
import { plainExchange, plainMove } from '../books/plain.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import { uuidOf } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import type { AccountKind } from '../ledger/account.js';
import type { Order } from '../ledger/order.js';
import { findCommunity } from './communities.store.js';
import { CurrenciesService } from './currencies.service.js';
import { boundsFor, type CurrencyProfile } from './currency.js';
import { PartiesService } from './parties.service.js';
import { openAccountsOf } from './parties.store.js';
import { accessKind, mainAccountKind, type Party } from './party.js';

/** An account opened for a party. */
export interface Purse {
  readonly accountId: string;
  readonly currency: string;
  readonly kind: AccountKind;
}

/** The accounts of parties: one of its main kind in every currency when a party comes. */
@Injectable()
export class PursesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly books: BooksService,
    private readonly currencies: CurrenciesService,
    private readonly parties: PartiesService,
  ) {}

  /** The currencies in which a party that comes gets an account: all of the community. Read before the transaction. */
  currenciesOf(communityId: string): Promise<CurrencyProfile[]> {
    return this.currencies.all(communityId);
  }

  /**
   * Opens an account of a kind in each of the currencies, with the currency's bounds for it. Who may was asked before.
   * @param currencies read with `currenciesOf` before the transaction
   */
  async open(
    tx: Tx,
    actor: Actor,
    party: Party,
    kind: AccountKind,
    currencies: readonly CurrencyProfile[],
    programme?: string,
  ): Promise<Purse[]> {
    const wanted = currencies.map((profile) => ({
      communityId: party.communityId,
      currency: profile.code,
      kind,
      partyId: party.id,
      partyKind: party.kind,
      ...boundsFor(kind, profile),
      ...(programme !== undefined && { programme }),
    }));
    const ids = await this.books.openAccounts(tx, actor.id, wanted);
    return wanted.map(({ currency }, i) => ({ accountId: ids[i]!, currency, kind }));
  }

  /**
   * Opens the main account of a party in a currency that came after it, or was not wanted before.
   * @throws NotAllowed
   */
  async openLater(
    actor: Actor,
    communityId: string,
    partyId: string,
    currency: string,
  ): Promise<
    | { kind: 'opened'; purse: Purse }
    | AccessRefusal<'no_such_party' | 'party_closed' | 'no_such_currency' | 'account_exists'>
  > {
    const party = await this.parties.find(communityId, partyId);
    const where = { communityId, partyId, ...(party !== undefined && { partyKind: accessKind(party.kind) }) };
    if (!may(actor, 'open_account', where, this.clock.now())) throw new NotAllowed();
    if (party === undefined) return refuse('no_such_party');
    const profile = await this.currencies.find(communityId, currency);
    if (profile === undefined) return refuse('no_such_currency');
    return this.database.transaction(async (tx) => {
      if (!(await this.parties.keepOpen(tx, communityId, partyId))) return refuse('party_closed');
      const kind = mainAccountKind(party.kind);
      const known = await openAccountsOf(tx, communityId, partyId);
      if (known.some((one) => one.currency === currency && one.kind === kind))
        return refuse('account_exists');
      const [purse] = await this.open(tx, actor, party, kind, [profile]);
      await audit(
        tx,
        auditRow(actor, 'open_account', 'account', purse!.accountId, communityId, this.clock.now()),
      );
      return { kind: 'opened', purse: purse! };
    });
  }

  /**
   * Gives a new member the start amount of each currency that has one, issued. Call it after the transaction that
   * opened the accounts; calling it again, also after a crash, gives nothing twice.
   * @returns the answers of the books, none when there is nothing to give
   */
  async welcome(party: Party): Promise<Answer[]> {
    const [profiles, accounts, community] = await Promise.all([
      this.currencies.all(party.communityId),
      this.books.accountsOf(party.communityId, party.id),
      findCommunity(this.database.reader, party.communityId),
    ]);
    const answers: Answer[] = [];
    for (const { code, startAmount } of profiles) {
      const account = accounts.find(({ currency, kind }) => currency === code && kind === 'member');
      if (startAmount === 0n || account === undefined || community === undefined) continue;
      const issuance = await this.currencies.communityAccount(party.communityId, code, 'issuance');
      const factDate = dayIn(party.createdAt, community.timeZone);
      const transfer = { debitId: issuance, creditId: account.id, currency: code, amount: startAmount };
      answers.push(await this.books.post({ order: startOrder(party, factDate, transfer) }));
    }
    return answers;
  }
}

function startOrder(
  party: Party,
  factDate: string,
  transfer: { debitId: string; creditId: string; currency: string; amount: bigint },
): Order {
  return {
    id: orderIdFor(party.createdAt, 'start', party.communityId, party.id, transfer.currency),
    communityId: party.communityId,
    actorId: systemActor('start_amount').id,
    exchange: plainExchange('issue', 'redistribution', factDate),
    transfers: [plainMove(transfer)],
    guards: [],
  };
}

/**
 * An order id (shaped as a UUID version 7) that is always the same for the same thing, so that doing it again books
 * nothing twice.
 * @param atMs the instant it belongs to, milliseconds since 1970
 */
export function orderIdFor(atMs: number, ...about: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(about)).digest();
  bytes.writeUIntBE(atMs, 0, 6);
  return uuidOf(bytes, 7);
}

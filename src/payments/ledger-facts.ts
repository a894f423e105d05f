import { Injectable } from '@nestjs/common';
import type { Where } from '../access/actor.js';
import { PartiesService } from '../communities/parties.service.js';
import { accessKind, type PartyKind } from '../communities/party.js';
import { Database } from '../database/database.js';
import type { Row, Tx } from '../database/sql.js';
import type { AccountKind } from '../ledger/account.js';

/** What never changes of an account once it is open: whose it is, what for, and in which currency. */
export interface AccountOwner {
  readonly communityId: string;
  readonly id: string;
  readonly currency: string;
  readonly kind: AccountKind;
  readonly partyId: string | null;
  /** person, household, initiative or the kind of institution; empty for the community's own accounts. */
  readonly partyKind: string;
  /** The programme it is of, as a code; null for none. */
  readonly programme: string | null;
}

/** Value that was set aside from one account for another. */
export interface SetAside {
  readonly debitId: string;
  readonly creditId: string;
  readonly currency: string;
  readonly programme: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const accountsMost = 12_000;

/**
 * Remembers what the books never change, so that a payment needs no reading for it. Balances, bounds and whether an
 * account is closed are not among it: those are judged under lock by the books.
 */
@Injectable()
export class LedgerFacts {
  private readonly accounts = new Map<string, AccountOwner>();
  private readonly zones = new Map<string, string>();

  constructor(
    private readonly database: Database,
    private readonly parties: PartiesService,
  ) {}

  /** The owners of accounts of one community, by account id; those that are not there are left out. One reading at most. */
  async owners(communityId: string, ids: readonly string[]): Promise<Map<string, AccountOwner>> {
    const found = new Map<string, AccountOwner>();
    const unknown: string[] = [];
    for (const id of ids) {
      const owner = this.accounts.get(communityId + id);
      if (owner === undefined) unknown.push(id);
      else found.set(id, owner);
    }
    if (unknown.length > 0) await this.read(communityId, unknown, found);
    return found;
  }

  async owner(communityId: string, id: string): Promise<AccountOwner | undefined> {
    return this.accounts.get(communityId + id) ?? (await this.owners(communityId, [id])).get(id);
  }

  /** The accounts of a party that are not closed, oldest first; at most 200. */
  async accountsOf(communityId: string, partyId: string): Promise<AccountOwner[]> {
    const rows = await this.database.reader.all(
      `select account_id, currency, kind, party_id, party_kind, programme from accounts
        where community_id = ? and party_id = ? and closed_at is null order by opened_at, account_id limit 200`,
      [communityId, partyId],
    );
    return rows.map((row) => ownerOf(communityId, row));
  }

  /** Whether a party of this community has this id. */
  async isParty(communityId: string, id: string): Promise<boolean> {
    return (await this.parties.find(communityId, id)) !== undefined;
  }

  /** What was set aside by one transfer of an exchange. How it ended is the books' to judge. */
  async hold(communityId: string, exchangeId: string, index: number): Promise<SetAside | undefined> {
    const row = await this.database.reader.one(
      'select * from holds where community_id = ? and exchange_id = ? and idx = ?',
      [communityId, exchangeId, BigInt(index)],
    );
    if (row === undefined) return undefined;
    return {
      debitId: row.debit_id as string,
      creditId: row.credit_id as string,
      currency: row.currency as string,
      programme: row.programme as string | null,
      expiresAt: Number(row.expires_at),
    };
  }

  /** The IANA time zone of a community's books, undefined without books. */
  async timeZone(communityId: string): Promise<string | undefined> {
    const known = this.zones.get(communityId);
    if (known !== undefined) return known;
    const row = await this.database.reader.one<{ time_zone: string }>(
      'select time_zone from ledgers where community_id = ?',
      [communityId],
    );
    if (row !== undefined) this.zones.set(communityId, row.time_zone);
    return row?.time_zone;
  }

  private async read(
    communityId: string,
    ids: readonly string[],
    into: Map<string, AccountOwner>,
  ): Promise<void> {
    const { reader } = this.database;
    const within = reader.within('account_id', ids);
    const rows = await reader.all(
      `select account_id, currency, kind, party_id, party_kind, programme from accounts
        where community_id = ? and ${within.sql}`,
      [communityId, within.param],
    );
    if (this.accounts.size > accountsMost) this.accounts.clear();
    for (const row of rows) {
      const owner = ownerOf(communityId, row);
      this.accounts.set(communityId + owner.id, owner);
      into.set(owner.id, owner);
    }
  }
}

function ownerOf(communityId: string, row: Row): AccountOwner {
  return {
    communityId,
    id: row.account_id as string,
    currency: row.currency as string,
    kind: row.kind as AccountKind,
    partyId: row.party_id as string | null,
    partyKind: row.party_kind as string,
    programme: row.programme as string | null,
  };
}

/** Keeps accounts of one community from others until the end of the transaction, in the order the books lock them. */
export async function lockAccounts(tx: Tx, communityId: string, ids: readonly string[]): Promise<void> {
  const what = { columns: 'account_id', table: 'accounts', key: 'account_id', lock: true };
  await tx.lookUp(what, communityId, [...new Set(ids)].sort());
}

/** Where an act on an account takes place, for `may`. */
export function whereOf({ communityId, partyId, partyKind }: AccountOwner): Where {
  return partyId === null
    ? { communityId }
    : { communityId, partyId, partyKind: accessKind(partyKind as PartyKind) };
}

import { Injectable } from '@nestjs/common';
import { isLive, may, type Act, type Actor } from './access/actor.js';
import { NotAllowed } from './access/errors.js';
import { BooksService } from './books/books.service.js';
import { ExchangesReading, type StatementEntry } from './books/exchanges.reading.js';
import { PurseLooks, type ShownPurse } from './app.purselooks.js';
import { accessKind, type PartyKind } from './communities/party.js';
import { Clock } from './database/clock.js';
import type { Account } from './ledger/account.js';
import type { ShownAmount } from './web/amounts.js';

/** What somebody gave or got, without with whom: the list may be seen over a shoulder (S10). */
export interface ShownLine {
  readonly entry: StatementEntry;
  /** Always positive. */
  readonly size: ShownAmount;
  readonly undone: boolean;
}

const linesMost = 20;

/** The purses that somebody has for themselves, and those they keep for a group. */
@Injectable()
export class OwnPurses {
  constructor(
    private readonly books: BooksService,
    private readonly exchanges: ExchangesReading,
    private readonly looks: PurseLooks,
    private readonly clock: Clock,
  ) {}

  /** One's own, then those of one's households. */
  own(actor: Actor): Promise<ShownPurse[]> {
    return this.of(actor, [actor.id, ...this.partiesOf(actor, 'member')], 'read_account');
  }

  /** Those that one keeps or checks for groups and institutions. */
  async kept(actor: Actor): Promise<ShownPurse[]> {
    const parties = [...this.partiesOf(actor, 'treasurer'), ...this.partiesOf(actor, 'checker')];
    const purses = await this.of(actor, parties, 'read_statement');
    const apart = await this.looks.apart(actor, purses);
    return purses.map((each) => ({
      ...each,
      isOnlyChecked: !this.may(actor, 'ask_payment', each.account),
      apart: apart.get(each.account.id),
    }));
  }

  /** Those of a party that are not closed, oldest first. Who may see them is the caller's question. */
  async ofParty(communityId: string, partyId: string): Promise<ShownPurse[]> {
    const accounts = await this.books.accountsOf(communityId, partyId);
    return this.looks.shown(
      communityId,
      accounts.filter(({ closedAt }) => closedAt === null),
    );
  }

  /**
   * One account that the actor may ask payments for, or may do something else with.
   * @throws NotAllowed, also when there is no such account
   */
  async asked(
    actor: Actor,
    communityId: string,
    accountId: string,
    act: Act = 'ask_payment',
  ): Promise<ShownPurse> {
    const account = await this.books.findAccount(communityId, accountId);
    if (account === undefined || !this.may(actor, act, account)) throw new NotAllowed();
    const [shown] = await this.looks.shown(communityId, [account]);
    return shown!;
  }

  /** Where giving to everybody's pot is done; null where there is none. */
  potPath(purse: ShownPurse): Promise<string | null> {
    return this.looks.potPath(purse);
  }

  /** What was last given and got with one's own purses, newest first. */
  async lastLines(purses: readonly ShownPurse[], most = linesMost): Promise<ShownLine[]> {
    const lists = await Promise.all(purses.map((purse) => this.linesOf(purse, most)));
    const all = lists.flat().sort((a, b) => b.entry.bookedAt - a.entry.bookedAt);
    return all.slice(0, most);
  }

  /** What came in after a line of its account, newest first. */
  async cameIn({ account: { communityId, id }, has }: ShownPurse, since: bigint): Promise<ShownLine[]> {
    const entries = await this.exchanges.entriesBetween(communityId, id, since, since + 1000n, linesMost);
    const into = entries.filter(({ amount }) => amount > 0n).reverse();
    return into.map((entry) => ({ entry, size: { ...has, amount: entry.amount }, undone: false }));
  }

  private async linesOf({ account, has }: ShownPurse, most: number): Promise<ShownLine[]> {
    const entries = await this.exchanges.entries(account.communityId, account.id, null, most * 2);
    const undone = new Set(entries.map(({ reverses }) => reverses));
    // What was given back is one line with what it gave back (U27).
    const here = new Set(entries.map(({ exchangeId }) => exchangeId));
    const lines = entries.filter(({ reverses }) => reverses === null || !here.has(reverses));
    return lines.slice(0, most).map((entry) => ({
      entry,
      size: { ...has, amount: entry.amount < 0n ? -entry.amount : entry.amount },
      undone: undone.has(entry.exchangeId),
    }));
  }

  private async of(actor: Actor, parties: readonly string[], act: Act): Promise<ShownPurse[]> {
    const { communityId } = actor;
    if (communityId === null) return [];
    const ids = [...new Set(parties)];
    const lists = await Promise.all(ids.map((id) => this.books.accountsOf(communityId, id)));
    const open = lists.flat().filter((each) => each.closedAt === null && this.may(actor, act, each));
    return this.looks.shown(communityId, open);
  }

  private may(actor: Actor, act: Act, { communityId, partyId, partyKind }: Account): boolean {
    const kind = partyId === null ? undefined : accessKind(partyKind as PartyKind);
    const where = { communityId, partyId, ...(kind !== undefined && { partyKind: kind }) };
    return may(actor, act, where, this.clock.now());
  }

  private partiesOf(actor: Actor, role: 'member' | 'treasurer' | 'checker'): string[] {
    const now = this.clock.now();
    const live = actor.mandates.filter((each) => each.role === role && isLive(each, now));
    return live.flatMap(({ partyId, communityId }) =>
      partyId === null || communityId !== actor.communityId ? [] : [partyId],
    );
  }
}

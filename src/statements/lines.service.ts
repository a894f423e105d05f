import { Injectable } from '@nestjs/common';
import { ExchangesReading, type StatementEntry } from '../books/exchanges.reading.js';
import { Faces } from '../communities/faces.js';
import { Database } from '../database/database.js';
import type { Account, AccountKind } from '../ledger/account.js';
import { personalKinds } from '../communities/party.js';
import { CardVisitsGround, type HelperLook } from '../payments/card-visit-ground.js';
import { type OtherSide, type StatementLine } from './statement.js';
import { accountFacts } from './statements.store.js';

const chunk = 500;
const purposes: ReadonlySet<string> = new Set(['purpose', 'programme_budget']);

/** Makes lines of an account's entries: whom they were with, for which purpose, and what they put right. */
@Injectable()
export class LinesService {
  constructor(
    private readonly database: Database,
    private readonly exchanges: ExchangesReading,
    private readonly faces: Faces,
    private readonly visits: CardVisitsGround,
  ) {}

  /**
   * Lines of an account, oldest first. Who may see them was asked before.
   * @param after exclusive; @param upTo inclusive; @param limit 1 to 2000
   */
  async between(account: Account, after: bigint, upTo: bigint, limit: number): Promise<StatementLine[]> {
    const { communityId, id } = account;
    const entries = await this.exchanges.entriesBetween(communityId, id, after, upTo, limit);
    return this.linesOf(account, entries);
  }

  /** The last lines up to one, newest first. */
  async last(account: Account, after: bigint, upTo: bigint, limit: number): Promise<StatementLine[]> {
    const from = upTo - BigInt(limit) > after ? upTo - BigInt(limit) : after;
    return (await this.between(account, from, upTo, limit)).reverse();
  }

  /** All lines between two, in chunks, so that a long statement needs no more memory than a short one. */
  async *all(account: Account, after: bigint, upTo: bigint): AsyncGenerator<StatementLine[]> {
    for (let from = after; from < upTo;) {
      const lines = await this.between(account, from, upTo, chunk);
      const last = lines.at(-1);
      if (last === undefined) return;
      yield lines;
      from = last.number;
    }
  }

  private async linesOf(account: Account, entries: readonly StatementEntry[]): Promise<StatementLine[]> {
    const { communityId } = account;
    const ids = [account.id, ...new Set(entries.map(({ otherAccountId }) => otherAccountId))];
    const facts = await accountFacts(this.database.reader, communityId, ids);
    const parties = entries.flatMap(({ otherPartyId, otherAccountId }) =>
      otherPartyId === null || isPersonal(facts.get(otherAccountId)?.partyKind) ? [] : [otherPartyId],
    );
    const faces = await this.faces.of(communityId, parties);
    const purposeOf = (id: string, kind: string): string | null =>
      purposes.has(kind) ? (facts.get(id)?.programme ?? null) : null;
    const helpers = await this.helpersOf(account, entries);
    const lines: StatementLine[] = [];
    for (const entry of entries) {
      const { seq, amount, otherAccountId, otherPartyId, otherKind, index: _index, ...rest } = entry;
      const personal = isPersonal(facts.get(otherAccountId)?.partyKind);
      const other: OtherSide = {
        kind: otherKind as AccountKind,
        name: otherPartyId === null ? null : (faces.get(otherPartyId)?.name ?? null),
        accountId: personal ? null : otherAccountId,
      };
      lines.push({
        ...rest,
        number: seq,
        amount,
        balanceBefore: entry.balanceAfter - amount,
        other,
        purpose: purposeOf(account.id, account.kind) ?? purposeOf(otherAccountId, otherKind),
        helpedBy: helpers.get(entry.exchangeId) ?? null,
        corrects: entry.reverses === null ? null : await this.corrected(account, entry.reverses, -amount),
      });
    }
    return lines;
  }

  /** Who sat beside a member is shown in the member's own list, and in nobody else's. */
  private async helpersOf(
    { communityId, kind }: Account,
    entries: readonly StatementEntry[],
  ): Promise<ReadonlyMap<string, HelperLook>> {
    if (kind !== 'member') return new Map();
    const out = entries.filter(({ amount }) => amount < 0n).map(({ exchangeId }) => exchangeId);
    return this.visits.helpersOf(communityId, out);
  }

  /** The line that a reversal puts right: that of the reversed exchange with the opposite amount. */
  private async corrected(account: Account, reversed: string, amount: bigint): Promise<bigint | null> {
    const { communityId, id } = account;
    const exchange = await this.exchanges.find(communityId, reversed);
    if (exchange === undefined) return null;
    const { bookedAt } = exchange;
    let { seq } = await this.exchanges.positionBefore(communityId, id, bookedAt);
    for (;;) {
      const some = await this.exchanges.entriesBetween(communityId, id, seq, account.lastSeq, 50);
      const found = some.find((entry) => entry.exchangeId === reversed && entry.amount === amount);
      if (found !== undefined) return found.seq;
      const last = some.at(-1);
      if (last === undefined || last.bookedAt > bookedAt) return null;
      seq = last.seq;
    }
  }
}

function isPersonal(partyKind: string | undefined): boolean {
  return partyKind !== undefined && personalKinds.has(partyKind);
}

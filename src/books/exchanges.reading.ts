import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Reader, Row } from '../database/sql.js';
import type { Condition, ExchangeKind, LabourKind, Mode, Reason, Subject } from '../ledger/order.js';

/** An exchange as it is booked, without its transfers. */
export interface BookedExchange {
  readonly communityId: string;
  readonly id: string;
  readonly actorId: string;
  readonly kind: ExchangeKind;
  readonly mode: Mode;
  readonly subject: Subject | null;
  readonly minutes: number | null;
  readonly labour: LabourKind | null;
  readonly reason: Reason | null;
  readonly condition: Condition;
  readonly conditionDate: string | null;
  readonly giverId: string | null;
  readonly takerId: string | null;
  readonly factDate: string;
  readonly bookedAt: number;
  readonly bookedDate: string;
  readonly reverses: string | null;
  /** The exchange that undid this one, if any. */
  readonly reversedBy: string | null;
  readonly helperId: string | null;
  readonly receiptToken: string;
  readonly salt: Buffer;
}

export interface BookedTransferLine {
  readonly index: number;
  readonly debitId: string;
  readonly creditId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly programme: string | null;
}

export interface StatementEntry {
  readonly seq: bigint;
  readonly exchangeId: string;
  readonly index: number;
  /** Negative out, positive in. */
  readonly amount: bigint;
  readonly balanceAfter: bigint;
  readonly kind: ExchangeKind;
  readonly reason: Reason | null;
  readonly condition: Condition;
  readonly labour: LabourKind | null;
  readonly minutes: number | null;
  readonly programme: string | null;
  readonly factDate: string;
  readonly bookedAt: number;
  readonly bookedDate: string;
  readonly reverses: string | null;
  readonly otherAccountId: string;
  readonly otherPartyId: string | null;
  readonly otherKind: string;
  readonly receiptToken: string;
}

const exchangeColumns = `x.*, (select r.exchange_id from exchanges r
    where r.community_id = x.community_id and r.reverses = x.exchange_id) as reversed_by`;

/** Reads what is booked. It asks no questions about who may see it: the rooms above answer those. */
@Injectable()
export class ExchangesReading {
  constructor(private readonly database: Database) {}

  async find(communityId: string, id: string): Promise<BookedExchange | undefined> {
    const row = await this.database.reader.one(
      `select ${exchangeColumns} from exchanges x where x.community_id = ? and x.exchange_id = ?`,
      [communityId, id],
    );
    return row === undefined ? undefined : exchangeOf(row);
  }

  /** Those of these exchanges whose helper booked them: who helped, by exchange id. What is only said is left out. */
  async bookedByHelper(communityId: string, ids: readonly string[]): Promise<Map<string, string>> {
    const within = this.database.reader.within('exchange_id', ids);
    const rows = await this.database.reader.all(
      `select exchange_id, helper_id from exchanges
        where community_id = ? and helper_id = actor_id and ${within.sql}`,
      [communityId, within.param],
    );
    return new Map(rows.map((row) => [row.exchange_id as string, row.helper_id as string]));
  }

  /** By the token in a receipt's QR code, in whatever community it is. */
  async findByReceipt(token: string): Promise<BookedExchange | undefined> {
    const row = await this.database.reader.one(
      `select ${exchangeColumns} from exchanges x where x.receipt_token = ?`,
      [token],
    );
    return row === undefined ? undefined : exchangeOf(row);
  }

  async transfersOf(communityId: string, exchangeId: string): Promise<BookedTransferLine[]> {
    const rows = await this.database.reader.all(
      'select * from transfers where community_id = ? and exchange_id = ? order by idx',
      [communityId, exchangeId],
    );
    return rows.map((row) => ({
      index: Number(row.idx),
      debitId: row.debit_id as string,
      creditId: row.credit_id as string,
      currency: row.currency as string,
      amount: row.amount as bigint,
      programme: row.programme as string | null,
    }));
  }

  /**
   * Entries of an account, newest first.
   * @param before only entries with a smaller sequence number; null from the newest
   * @param limit at most 200
   */
  entries(
    communityId: string,
    accountId: string,
    before: bigint | null,
    limit: number,
  ): Promise<StatementEntry[]> {
    const from = before ?? 9007199254740991n;
    return readEntries(
      this.database.reader,
      `where e.community_id = ? and e.account_id = ? and e.account_seq < ? order by e.account_seq desc limit ${bounded(limit)}`,
      [communityId, accountId, from],
    );
  }

  /**
   * Entries of an account between two sequence numbers, oldest first.
   * @param after exclusive
   * @param upTo inclusive
   * @param limit at most 2000
   */
  entriesBetween(
    communityId: string,
    accountId: string,
    after: bigint,
    upTo: bigint,
    limit: number,
  ): Promise<StatementEntry[]> {
    return readEntries(
      this.database.reader,
      `where e.community_id = ? and e.account_id = ? and e.account_seq > ? and e.account_seq <= ?
       order by e.account_seq limit ${bounded(limit)}`,
      [communityId, accountId, after, upTo],
    );
  }

  /**
   * The last entry booked before an instant: where a period begins. Found by halving, so that it costs the same on a
   * long statement as on a short one.
   * @returns its sequence number and the balance after it; 0 and 0 before the first
   */
  async positionBefore(
    communityId: string,
    accountId: string,
    ms: number,
  ): Promise<{ seq: bigint; balance: bigint }> {
    const { reader } = this.database;
    const account = await reader.one(
      'select last_seq from accounts where community_id = ? and account_id = ?',
      [communityId, accountId],
    );
    let low = 0n;
    let high = (account?.last_seq as bigint | undefined) ?? 0n;
    let balance = 0n;
    while (low < high) {
      const middle = (low + high + 1n) / 2n;
      const row = await reader.one(
        `select e.balance_after, x.booked_at from entries e
           join exchanges x on x.community_id = e.community_id and x.exchange_id = e.exchange_id
          where e.community_id = ? and e.account_id = ? and e.account_seq = ?`,
        [communityId, accountId, middle],
      );
      if (row !== undefined && Number(row.booked_at) < ms) {
        low = middle;
        balance = row.balance_after as bigint;
      } else {
        high = middle - 1n;
      }
    }
    return { seq: low, balance };
  }

  /** Exchanges in the order of the journal. @param after position, exclusive; @param limit at most 1000 */
  async journal(
    communityId: string,
    after: bigint,
    limit: number,
  ): Promise<Array<{ position: bigint; exchange: BookedExchange }>> {
    const rows = await this.database.reader.all(
      `select j.position, ${exchangeColumns} from journal j
         join exchanges x on x.community_id = j.community_id and x.exchange_id = j.exchange_id
        where j.community_id = ? and j.position > ? order by j.position limit ${bounded(limit)}`,
      [communityId, after],
    );
    return rows.map((row) => ({ position: row.position as bigint, exchange: exchangeOf(row) }));
  }
}

function bounded(limit: number): number {
  return Math.max(1, Math.min(2000, Math.trunc(limit)));
}

async function readEntries(
  reader: Reader,
  where: string,
  params: Array<string | bigint>,
): Promise<StatementEntry[]> {
  const rows = await reader.all(
    `select e.account_seq, e.exchange_id, e.idx, e.amount, e.balance_after, x.kind, x.reason, x.condition, x.labour,
            x.minutes, x.fact_date, x.booked_at, x.booked_date, x.reverses, x.receipt_token, t.programme,
            o.account_id as other_id, o.party_id as other_party, o.kind as other_kind
       from entries e
       join exchanges x on x.community_id = e.community_id and x.exchange_id = e.exchange_id
       join transfers t on t.community_id = e.community_id and t.exchange_id = e.exchange_id and t.idx = e.idx
       join accounts o on o.community_id = e.community_id
        and o.account_id = case when t.debit_id = e.account_id then t.credit_id else t.debit_id end
      ${where}`,
    params,
  );
  return rows.map(entryOf);
}

function entryOf(row: Row): StatementEntry {
  return {
    seq: row.account_seq as bigint,
    exchangeId: row.exchange_id as string,
    index: Number(row.idx),
    amount: row.amount as bigint,
    balanceAfter: row.balance_after as bigint,
    kind: row.kind as ExchangeKind,
    reason: row.reason as Reason | null,
    condition: row.condition as Condition,
    labour: row.labour as LabourKind | null,
    minutes: row.minutes === null ? null : Number(row.minutes),
    programme: row.programme as string | null,
    factDate: row.fact_date as string,
    bookedAt: Number(row.booked_at),
    bookedDate: row.booked_date as string,
    reverses: row.reverses as string | null,
    otherAccountId: row.other_id as string,
    otherPartyId: row.other_party as string | null,
    otherKind: row.other_kind as string,
    receiptToken: row.receipt_token as string,
  };
}

/** An exchange as the database returns it. */
export function exchangeOf(row: Row): BookedExchange {
  return {
    communityId: row.community_id as string,
    id: row.exchange_id as string,
    actorId: row.actor_id as string,
    kind: row.kind as ExchangeKind,
    mode: row.mode as Mode,
    subject: row.subject as Subject | null,
    minutes: row.minutes === null ? null : Number(row.minutes),
    labour: row.labour as LabourKind | null,
    reason: row.reason as Reason | null,
    condition: row.condition as Condition,
    conditionDate: row.condition_date as string | null,
    giverId: row.giver_id as string | null,
    takerId: row.taker_id as string | null,
    factDate: row.fact_date as string,
    bookedAt: Number(row.booked_at),
    bookedDate: row.booked_date as string,
    reverses: row.reverses as string | null,
    reversedBy: (row.reversed_by as string | null | undefined) ?? null,
    helperId: row.helper_id as string | null,
    receiptToken: row.receipt_token as string,
    salt: row.salt as Buffer,
  };
}

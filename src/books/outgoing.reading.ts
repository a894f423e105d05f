import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Row } from '../database/sql.js';
import type { Reason } from '../ledger/order.js';

/** One of several payments out of one account. */
export interface Outgoing {
  readonly exchangeId: string;
  readonly toPartyId: string | null;
  readonly amount: bigint;
  readonly factDate: string;
  /** The exchange that undid it, if any. */
  readonly reversedBy: string | null;
}

/** Reads what one act paid to many. Who may see it is the caller's question. */
@Injectable()
export class OutgoingReading {
  constructor(private readonly database: Database) {}

  /** What went out of an account by exchanges whose ids lie between two, in order of those; at most 1000. */
  async between(
    communityId: string,
    accountId: string,
    { first, last }: { readonly first: string; readonly last: string },
  ): Promise<Outgoing[]> {
    const rows = await this.database.reader.all(
      `select x.exchange_id, x.fact_date, t.amount, o.party_id, (select r.exchange_id from exchanges r
          where r.community_id = x.community_id and r.reverses = x.exchange_id) as reversed_by
         from exchanges x
         join transfers t on t.community_id = x.community_id and t.exchange_id = x.exchange_id
         join accounts o on o.community_id = t.community_id and o.account_id = t.credit_id
        where x.community_id = ? and x.exchange_id >= ? and x.exchange_id <= ? and t.debit_id = ?
        order by x.exchange_id limit 1000`,
      [communityId, first, last, accountId],
    );
    return rows.map(outgoingOf);
  }

  /** Who got something out of an account for a reason on a day, among what was last booked on it; not what was undone. */
  async receiversOn(communityId: string, accountId: string, reason: Reason, day: string): Promise<string[]> {
    const rows = await this.database.reader.all(
      `select distinct o.party_id from (
         select * from entries where community_id = ? and account_id = ? order by account_seq desc limit 500) e
         join exchanges x on x.community_id = e.community_id and x.exchange_id = e.exchange_id
         join transfers t on t.community_id = e.community_id and t.exchange_id = e.exchange_id and t.idx = e.idx
         join accounts o on o.community_id = t.community_id and o.account_id = t.credit_id
        where e.amount < 0 and x.reason = ? and x.fact_date = ? and o.party_id is not null
          and not exists (select 1 from exchanges r
            where r.community_id = x.community_id and r.reverses = x.exchange_id)`,
      [communityId, accountId, reason, day],
    );
    return rows.map((row) => row.party_id as string);
  }

  /** How much last went out of an account for a reason, among what was last booked on it. */
  async lastAmount(communityId: string, accountId: string, reason: Reason): Promise<bigint | undefined> {
    const row = await this.database.reader.one(
      `select -e.amount as amount from (
         select * from entries where community_id = ? and account_id = ? order by account_seq desc limit 100) e
         join exchanges x on x.community_id = e.community_id and x.exchange_id = e.exchange_id
        where e.amount < 0 and x.reason = ? and x.reverses is null order by e.account_seq desc limit 1`,
      [communityId, accountId, reason],
    );
    return row?.amount as bigint | undefined;
  }
}

function outgoingOf(row: Row): Outgoing {
  return {
    exchangeId: row.exchange_id as string,
    toPartyId: row.party_id as string | null,
    amount: row.amount as bigint,
    factDate: row.fact_date as string,
    reversedBy: row.reversed_by as string | null,
  };
}

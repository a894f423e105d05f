import type { Row } from '../database/sql.js';
import type { Account, AccountKind } from '../ledger/account.js';
import type { Hold } from '../ledger/books.js';

/** An account as the database returns it. */
export function accountOf(row: Row): Account {
  return {
    communityId: row.community_id as string,
    id: row.account_id as string,
    currency: row.currency as string,
    kind: row.kind as AccountKind,
    partyId: row.party_id as string | null,
    partyKind: row.party_kind as string,
    floor: row.floor as bigint | null,
    ceiling: row.ceiling as bigint | null,
    debitsPosted: row.debits_posted as bigint,
    creditsPosted: row.credits_posted as bigint,
    debitsPending: row.debits_pending as bigint,
    creditsPending: row.credits_pending as bigint,
    debitsResolved: row.debits_resolved as bigint,
    creditsResolved: row.credits_resolved as bigint,
    lastSeq: row.last_seq as bigint,
    day: row.day as string,
    dayDebits: row.day_debits as bigint,
    dayCredits: row.day_credits as bigint,
    lastBookedAt: Number(row.last_booked_at),
    lastOwnAt: Number(row.last_own_at),
    closedAt: row.closed_at === null ? null : Number(row.closed_at),
  };
}

/** The columns of an account that a booking changes, with its key. */
export function bookedColumns(account: Account): Row {
  return {
    community_id: account.communityId,
    account_id: account.id,
    debits_posted: account.debitsPosted,
    credits_posted: account.creditsPosted,
    debits_pending: account.debitsPending,
    credits_pending: account.creditsPending,
    debits_resolved: account.debitsResolved,
    credits_resolved: account.creditsResolved,
    last_seq: account.lastSeq,
    day: account.day,
    day_debits: account.dayDebits,
    day_credits: account.dayCredits,
    last_booked_at: BigInt(account.lastBookedAt),
    last_own_at: BigInt(account.lastOwnAt),
  };
}

export function holdOf(row: Row): Hold {
  return {
    id: { exchangeId: row.exchange_id as string, index: Number(row.idx) },
    debitId: row.debit_id as string,
    creditId: row.credit_id as string,
    currency: row.currency as string,
    amount: row.amount as bigint,
    programme: row.programme as string | null,
    expiresAt: Number(row.expires_at),
  };
}

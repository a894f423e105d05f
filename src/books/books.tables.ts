import type { Table } from '../database/sql.js';

/** The books' tables with their columns, in the order of migrations/0001-books. */
export const exchangesTable: Table = {
  name: 'exchanges',
  columns: {
    community_id: 'text',
    exchange_id: 'text',
    actor_id: 'text',
    kind: 'text',
    mode: 'text',
    subject: 'text',
    minutes: 'bigint',
    labour: 'text',
    reason: 'text',
    condition: 'text',
    condition_date: 'text',
    giver_id: 'text',
    taker_id: 'text',
    fact_date: 'text',
    booked_at: 'bigint',
    booked_date: 'text',
    reverses: 'text',
    helper_id: 'text',
    receipt_token: 'text',
    salt: 'bytea',
    fingerprint: 'bytea',
    writer_id: 'text',
    writer_seq: 'bigint',
    digest: 'bytea',
  },
};

export const transfersTable: Table = {
  name: 'transfers',
  columns: {
    community_id: 'text',
    exchange_id: 'text',
    idx: 'bigint',
    debit_id: 'text',
    credit_id: 'text',
    currency: 'text',
    amount: 'bigint',
    programme: 'text',
    ends_hold_exchange: 'text',
    ends_hold_idx: 'bigint',
    digest: 'bytea',
  },
};

export const entriesTable: Table = {
  name: 'entries',
  columns: {
    community_id: 'text',
    account_id: 'text',
    account_seq: 'bigint',
    exchange_id: 'text',
    idx: 'bigint',
    amount: 'bigint',
    balance_after: 'bigint',
  },
};

export const accountsTable: Table = {
  name: 'accounts',
  columns: {
    community_id: 'text',
    account_id: 'text',
    currency: 'text',
    kind: 'text',
    party_id: 'text',
    party_kind: 'text',
    programme: 'text',
    floor: 'bigint',
    ceiling: 'bigint',
    debits_posted: 'bigint',
    credits_posted: 'bigint',
    debits_pending: 'bigint',
    credits_pending: 'bigint',
    debits_resolved: 'bigint',
    credits_resolved: 'bigint',
    last_seq: 'bigint',
    day: 'text',
    day_debits: 'bigint',
    day_credits: 'bigint',
    last_booked_at: 'bigint',
    last_own_at: 'bigint',
    opened_at: 'bigint',
    closed_at: 'bigint',
  },
};

export const accountTermsTable: Table = {
  name: 'account_terms',
  columns: {
    community_id: 'text',
    account_id: 'text',
    from_seq: 'bigint',
    changed_at: 'bigint',
    floor: 'bigint',
    ceiling: 'bigint',
    actor_id: 'text',
    version: 'bigint',
  },
};

export const answersTable: Table = {
  name: 'answers',
  columns: {
    community_id: 'text',
    order_id: 'text',
    actor_id: 'text',
    fingerprint: 'bytea',
    refusal: 'text',
    transfer: 'bigint',
    answered_at: 'bigint',
    digest: 'bytea',
  },
};

export const holdsTable: Table = {
  name: 'holds',
  columns: {
    community_id: 'text',
    exchange_id: 'text',
    idx: 'bigint',
    debit_id: 'text',
    credit_id: 'text',
    currency: 'text',
    amount: 'bigint',
    programme: 'text',
    expires_at: 'bigint',
    digest: 'bytea',
  },
};

export const holdEndingsTable: Table = {
  name: 'hold_endings',
  columns: {
    community_id: 'text',
    exchange_id: 'text',
    idx: 'bigint',
    ended_by: 'text',
    outcome: 'text',
    posted: 'bigint',
    ended_at: 'bigint',
  },
};

export const summaryDeltasTable: Table = {
  name: 'summary_deltas',
  columns: {
    writer_id: 'text',
    batch: 'bigint',
    line: 'bigint',
    community_id: 'text',
    currency: 'text',
    month: 'text',
    kind: 'text',
    from_kind: 'text',
    to_kind: 'text',
    programme: 'text',
    transfers: 'bigint',
    amount: 'bigint',
  },
};

export const journalTable: Table = {
  name: 'journal',
  columns: { community_id: 'text', position: 'bigint', exchange_id: 'text' },
};

import { appendOnly, bounds, ground, noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

const counters = [
  'debits_posted',
  'credits_posted',
  'debits_pending',
  'credits_pending',
  'debits_resolved',
  'credits_resolved',
  'last_seq',
];

/** The books: ledgers, currencies, accounts, exchanges, transfers, entries, holds, and what is derived from them. */
export class Books1700000000001 extends Step {
  readonly name = 'Books1700000000001';

  protected statements(dialect: Dialect): string[] {
    return [
      ...ground(dialect),
      ...ledgers(dialect),
      ...accounts(dialect),
      ...exchanges(dialect),
      ...holds(dialect),
      ...derived(dialect),
    ];
  }
}

function ledgers(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'ledgers',
      `community_id text primary key, time_zone text not null, opened_at whole not null`,
    ),
    ...appendOnly(dialect, 'ledgers'),
    ...table(
      dialect,
      'currencies',
      `community_id text not null references ledgers,
       currency text not null,
       scale whole not null check (scale between 0 and 6),
       per_payment whole check (per_payment > 0), per_day whole check (per_day > 0),
       per_acceptor_day whole check (per_acceptor_day > 0),
       opened_at whole not null,
       primary key (community_id, currency)`,
      { update: ['per_payment', 'per_day', 'per_acceptor_day'] },
    ),
    ...refuseUpdateWhen(
      dialect,
      'currencies',
      `old.community_id <> new.community_id or old.currency <> new.currency or old.scale <> new.scale`,
    ),
    ...noRemoval(dialect, 'currencies'),
    ...table(dialect, 'writers', `writer_id text primary key, started_at whole not null`),
    ...appendOnly(dialect, 'writers'),
  ];
}

function accounts(dialect: Dialect): string[] {
  const fixed = ['community_id', 'account_id', 'currency', 'kind', 'party_kind', 'opened_at'];
  const nullable = ['party_id', 'programme'];
  return [
    ...table(
      dialect,
      'accounts',
      `community_id text not null references ledgers,
       account_id text not null,
       currency text not null,
       kind text not null,
       party_id text,
       party_kind text not null,
       programme text,
       floor whole check (floor ${bounds}),
       ceiling whole check (ceiling ${bounds}),
       ${counters.map((name) => `${name} whole not null default 0 check (${name} between 0 and 9007199254740991)`).join(', ')},
       day text not null default '',
       day_debits whole not null default 0 check (day_debits >= 0),
       day_credits whole not null default 0 check (day_credits >= 0),
       last_booked_at whole not null default 0,
       last_own_at whole not null default 0,
       opened_at whole not null,
       closed_at whole,
       primary key (community_id, account_id),
       foreign key (community_id, currency) references currencies (community_id, currency),
       check (debits_resolved <= debits_pending and credits_resolved <= credits_pending),
       check (floor is null or ceiling is null or floor <= ceiling)`,
      {
        update: [
          ...counters,
          'day',
          'day_debits',
          'day_credits',
          'last_booked_at',
          'last_own_at',
          'floor',
          'ceiling',
          'closed_at',
        ],
      },
    ),
    `create index accounts_by_party on accounts (community_id, party_id)`,
    ...refuseUpdateWhen(
      dialect,
      'accounts',
      [
        ...fixed.map((name) => `old.${name} <> new.${name}`),
        ...counters.map((name) => `new.${name} < old.${name}`),
        ...nullable.map((name) => `old.${name} is distinct from new.${name}`),
        `new.last_booked_at < old.last_booked_at`,
        `new.last_own_at < old.last_own_at`,
        `(old.closed_at is not null and new.closed_at is distinct from old.closed_at)`,
      ].join(' or '),
    ),
    ...noRemoval(dialect, 'accounts'),
    ...table(
      dialect,
      'account_terms',
      `community_id text not null,
       account_id text not null,
       from_seq whole not null,
       changed_at whole not null,
       floor whole, ceiling whole,
       actor_id text not null,
       version whole not null,
       primary key (community_id, account_id, version),
       foreign key (community_id, account_id) references accounts (community_id, account_id)`,
    ),
    ...appendOnly(dialect, 'account_terms'),
  ];
}

function exchanges(dialect: Dialect): string[] {
  const toAccount = (name: string) =>
    `foreign key (community_id, ${name}) references accounts (community_id, account_id)`;
  return [
    ...table(
      dialect,
      'exchanges',
      `community_id text not null references ledgers,
       exchange_id text not null,
       actor_id text not null,
       kind text not null,
       mode text not null,
       subject text,
       minutes whole check (minutes between 0 and 10000000),
       labour text,
       reason text,
       condition text not null,
       condition_date text,
       giver_id text,
       taker_id text,
       fact_date text not null,
       booked_at whole not null,
       booked_date text not null,
       reverses text,
       helper_id text,
       receipt_token text not null unique,
       salt bytes not null,
       fingerprint bytes not null,
       writer_id text not null,
       writer_seq whole not null,
       digest bytes not null,
       primary key (community_id, exchange_id),
       unique (writer_id, writer_seq),
       foreign key (community_id, reverses) references exchanges (community_id, exchange_id)`,
      { withoutRowid: true },
    ),
    `create unique index exchanges_reverse_once on exchanges (community_id, reverses) where reverses is not null`,
    ...appendOnly(dialect, 'exchanges'),
    ...table(
      dialect,
      'transfers',
      `community_id text not null,
       exchange_id text not null,
       idx whole not null check (idx between 0 and 999),
       debit_id text not null,
       credit_id text not null,
       currency text not null,
       amount whole not null check (amount > 0 and amount <= 9007199254740991),
       programme text,
       ends_hold_exchange text,
       ends_hold_idx whole,
       digest bytes not null,
       primary key (community_id, exchange_id, idx),
       check (debit_id <> credit_id),
       foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id),
       ${toAccount('debit_id')},
       ${toAccount('credit_id')}`,
      { withoutRowid: true },
    ),
    ...appendOnly(dialect, 'transfers'),
    ...table(
      dialect,
      'entries',
      `community_id text not null,
       account_id text not null,
       account_seq whole not null check (account_seq > 0),
       exchange_id text not null,
       idx whole not null,
       amount whole not null check (amount <> 0 and amount ${bounds}),
       balance_after whole not null check (balance_after ${bounds}),
       primary key (community_id, account_id, account_seq),
       foreign key (community_id, exchange_id, idx) references transfers (community_id, exchange_id, idx)`,
      { withoutRowid: true },
    ),
    ...appendOnly(dialect, 'entries'),
    ...table(
      dialect,
      'answers',
      `community_id text not null,
       order_id text not null,
       actor_id text not null,
       fingerprint bytes not null,
       refusal text not null,
       transfer whole,
       answered_at whole not null,
       digest bytes not null,
       primary key (community_id, order_id)`,
    ),
    ...appendOnly(dialect, 'answers'),
  ];
}

function holds(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'holds',
      `community_id text not null,
       exchange_id text not null,
       idx whole not null,
       debit_id text not null,
       credit_id text not null,
       currency text not null,
       amount whole not null check (amount > 0),
       programme text,
       expires_at whole not null,
       digest bytes not null,
       primary key (community_id, exchange_id, idx),
       foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id)`,
    ),
    `create index holds_by_expiry on holds (expires_at)`,
    `create index holds_by_debit on holds (community_id, debit_id)`,
    `create index holds_by_credit on holds (community_id, credit_id)`,
    ...appendOnly(dialect, 'holds'),
    ...table(
      dialect,
      'hold_endings',
      `community_id text not null,
       exchange_id text not null,
       idx whole not null,
       ended_by text not null,
       outcome text not null check (outcome in ('posted', 'released', 'expired')),
       posted whole not null check (posted >= 0),
       ended_at whole not null,
       primary key (community_id, exchange_id, idx),
       foreign key (community_id, exchange_id, idx) references holds (community_id, exchange_id, idx),
       foreign key (community_id, ended_by) references exchanges (community_id, exchange_id)`,
    ),
    ...appendOnly(dialect, 'hold_endings'),
  ];
}

function derived(dialect: Dialect): string[] {
  const key = `community_id text not null, currency text not null, month text not null, kind text not null,
       from_kind text not null, to_kind text not null, programme text not null`;
  return [
    ...table(
      dialect,
      'journal',
      `community_id text not null,
       position whole not null check (position > 0),
       exchange_id text not null,
       primary key (community_id, position),
       unique (community_id, exchange_id),
       foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id)`,
    ),
    ...appendOnly(dialect, 'journal'),
    ...table(
      dialect,
      'journal_cursors',
      `writer_id text primary key references writers, writer_seq whole not null`,
      {
        update: ['writer_seq'],
      },
    ),
    ...table(
      dialect,
      'summary_deltas',
      `writer_id text not null, batch whole not null, line whole not null, ${key},
       transfers whole not null, amount whole not null,
       primary key (writer_id, batch, line)`,
      { withoutRowid: true },
    ),
    ...appendOnly(dialect, 'summary_deltas'),
    ...table(
      dialect,
      'summaries',
      `${key}, transfers whole not null, amount whole not null,
       primary key (community_id, currency, month, kind, from_kind, to_kind, programme)`,
      { update: ['transfers', 'amount'], withoutRowid: true },
    ),
    ...table(
      dialect,
      'summary_cursors',
      `writer_id text primary key references writers, batch whole not null`,
      {
        update: ['batch'],
      },
    ),
    ...table(
      dialect,
      'proofs',
      `number whole primary key, kind text not null check (kind in ('full', 'tail')), proved_at whole not null,
       outcome text not null, cursors text not null, differences text not null`,
    ),
    ...appendOnly(dialect, 'proofs'),
  ];
}

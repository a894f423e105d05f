import { appendOnly, noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** The public half of every key that ever signed receipts, and the receipts that were signed. */
export class Receipts1700000000007 extends Step {
  readonly name = 'Receipts1700000000007';

  protected statements(dialect: Dialect): string[] {
    return [...keys(dialect), ...receipts(dialect)];
  }
}

function keys(dialect: Dialect): string[] {
  const fixed = ['kid', 'seed', 'jwk', 'from_at'].map((name) => `old.${name} <> new.${name}`);
  return [
    ...table(
      dialect,
      'receipt_keys',
      `kid text primary key,
       seed text not null unique,
       jwk text not null,
       state text not null check (state in ('signing', 'retired')),
       from_at whole not null,
       until_at whole,
       check ((state = 'retired') = (until_at is not null))`,
      { update: ['state', 'until_at'] },
    ),
    `create unique index receipt_keys_one_signs on receipt_keys (state) where state = 'signing'`,
    ...refuseUpdateWhen(dialect, 'receipt_keys', [`old.state <> 'signing'`, ...fixed].join(' or ')),
    ...noRemoval(dialect, 'receipt_keys'),
  ];
}

function receipts(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'receipts',
      `community_id text not null references ledgers,
       receipt_token text not null,
       exchange_id text not null,
       kid text not null references receipt_keys,
       jws text not null,
       short_code text not null,
       signed_at whole not null,
       digest bytes not null,
       primary key (community_id, receipt_token),
       unique (community_id, exchange_id),
       foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id)`,
    ),
    `create index receipts_by_code on receipts (community_id, short_code)`,
    ...appendOnly(dialect, 'receipts'),
  ];
}

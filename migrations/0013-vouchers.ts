import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Batches of vouchers and the vouchers in them (U34 to U40). */
export class Vouchers1700000000013 extends Step {
  readonly name = 'Vouchers1700000000013';

  protected statements(dialect: Dialect): string[] {
    return [...batches(dialect), ...vouchers(dialect)];
  }
}

const toAccount = (column: string): string =>
  `foreign key (community_id, ${column}) references accounts (community_id, account_id)`;
const toExchange = `foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id)`;

function batches(dialect: Dialect): string[] {
  const steps = ['state', 'printed_at', 'activated_at', 'live_amount', 'exchange_id'];
  return [
    ...table(
      dialect,
      'voucher_numbers',
      `community_id text primary key references ledgers, last_no whole not null`,
      { update: ['last_no'] },
    ),
    ...table(
      dialect,
      'voucher_batches',
      `community_id text not null references ledgers,
       batch_id text not null,
       batch_no whole not null check (batch_no > 0),
       party_id text not null,
       currency text not null,
       source_account_id text not null,
       outstanding_account_id text not null,
       return_account_id text not null,
       programme text,
       issue_id text,
       amount whole not null check (amount between 1 and 9007199254740991),
       voucher_count whole not null check (voucher_count between 1 and 10000),
       terms text not null,
       valid_until text,
       grace_days whole not null,
       expires_to text check (expires_to in ('pot', 'return')),
       made_by text not null,
       made_at whole not null,
       state text not null default 'made' check (state in ('made', 'printed', 'active', 'void')),
       printed_at whole,
       activated_at whole,
       live_amount whole,
       exchange_id text,
       reminded_on text,
       sealed_seed bytes,
       check_secret bytes not null,
       primary key (community_id, batch_id),
       unique (community_id, batch_no),
       foreign key (community_id, currency) references currencies (community_id, currency),
       ${toAccount('source_account_id')},
       ${toAccount('outstanding_account_id')},
       ${toAccount('return_account_id')},
       ${toExchange},
       check ((state = 'active') = (exchange_id is not null)),
       check ((state = 'active') = (live_amount is not null)),
       check (state not in ('active', 'void') or sealed_seed is null),
       check ((valid_until is null) = (expires_to is null))`,
      { update: [...steps, 'reminded_on', 'sealed_seed', 'check_secret'] },
    ),
    `create index voucher_batches_by_party on voucher_batches (community_id, party_id, batch_no)`,
    `create index voucher_batches_that_end on voucher_batches (community_id, valid_until)
      where state = 'active' and valid_until is not null`,
    ...noRemoval(dialect, 'voucher_batches'),
    ...refuseUpdateWhen(
      dialect,
      'voucher_batches',
      [
        `old.state = 'void'`,
        `(old.state = 'active' and new.state <> 'active')`,
        ...fixed(['batch_id', 'batch_no', 'party_id', 'currency', 'amount', 'voucher_count', 'terms']),
        ...fixed(['source_account_id', 'outstanding_account_id', 'return_account_id', 'made_by']),
      ].join(' or '),
    ),
  ];
}

function vouchers(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'vouchers',
      `community_id text not null,
       serial text not null,
       batch_id text not null,
       number whole not null check (number > 0),
       token_hash bytes not null unique,
       amount whole not null check (amount between 1 and 9007199254740991),
       bound_party_id text,
       state text not null default 'in_batch'
         check (state in ('in_batch', 'held', 'redeemed', 'expired', 'void')),
       held_as text check (held_as in ('lost', 'batch')),
       changed_at whole not null,
       exchange_id text,
       primary key (community_id, serial),
       unique (community_id, batch_id, number),
       foreign key (community_id, batch_id) references voucher_batches (community_id, batch_id),
       ${toExchange},
       check (state not in ('in_batch', 'held') or exchange_id is null),
       check (state <> 'held' or held_as is not null),
       check (state not in ('redeemed', 'expired') or exchange_id is not null)`,
      { update: ['amount', 'state', 'held_as', 'changed_at', 'exchange_id'] },
    ),
    `create index vouchers_by_exchange on vouchers (community_id, exchange_id) where exchange_id is not null`,
    ...noRemoval(dialect, 'vouchers'),
    ...refuseUpdateWhen(
      dialect,
      'vouchers',
      [
        `old.state in ('redeemed', 'expired', 'void')`,
        `coalesce(old.bound_party_id, '') <> coalesce(new.bound_party_id, '')`,
        ...fixed(['serial', 'batch_id', 'number', 'token_hash']),
      ].join(' or '),
    ),
  ];
}

function fixed(columns: readonly string[]): string[] {
  return ['community_id', ...columns].map((column) => `old.${column} <> new.${column}`);
}

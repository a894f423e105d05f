import { appendOnly, noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Payment codes, payment requests, loans that came back, and what a payer says is not right. */
export class Payments1700000000006 extends Step {
  readonly name = 'Payments1700000000006';

  protected statements(dialect: Dialect): string[] {
    return [...codes(dialect), ...requests(dialect), ...afterwards(dialect)];
  }
}

const toAccount = `foreign key (community_id, account_id) references accounts (community_id, account_id)`;
const toExchange = `foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id)`;

function codes(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'payment_codes',
      `community_id text not null references ledgers,
       code_id text not null,
       token_hash bytes not null unique,
       sealed bytes,
       kind text not null check (kind in ('standing', 'single')),
       account_id text not null,
       amount whole check (amount between 1 and 9007199254740991),
       reason text,
       made_by text not null,
       made_at whole not null,
       expires_at whole,
       state text not null default 'open' check (state in ('open', 'used', 'closed')),
       changed_at whole,
       exchange_id text,
       primary key (community_id, code_id),
       ${toAccount},
       ${toExchange},
       check (kind = 'standing' or expires_at is not null),
       check ((state = 'used') = (exchange_id is not null)),
       check ((state = 'open') = (changed_at is null))`,
      { update: ['sealed', 'state', 'changed_at', 'exchange_id'] },
    ),
    `create index payment_codes_by_account on payment_codes (community_id, account_id, code_id)`,
    ...finalOnceNotOpen(dialect, 'payment_codes', ['code_id', 'account_id', 'kind', 'token_hash', 'made_at']),
  ];
}

function requests(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'payment_requests',
      `community_id text not null references ledgers,
       request_id text not null,
       token_hash bytes unique,
       sealed bytes,
       account_id text not null,
       payer_party_id text,
       payer_account_id text,
       amount whole not null check (amount between 1 and 9007199254740991),
       reason text,
       made_by text not null,
       made_at whole not null,
       expires_at whole not null,
       state text not null default 'open' check (state in ('open', 'paid', 'declined')),
       changed_at whole,
       exchange_id text,
       primary key (community_id, request_id),
       ${toAccount},
       foreign key (community_id, payer_account_id) references accounts (community_id, account_id),
       ${toExchange},
       check ((state = 'paid') = (exchange_id is not null)),
       check ((state = 'open') = (changed_at is null))`,
      { update: ['sealed', 'state', 'changed_at', 'exchange_id'] },
    ),
    `create index payment_requests_to_payer on payment_requests (community_id, payer_party_id, state, request_id)`,
    `create index payment_requests_to_account on payment_requests (community_id, payer_account_id, state)
      where payer_account_id is not null`,
    `create index payment_requests_by_account on payment_requests (community_id, account_id, request_id)`,
    ...finalOnceNotOpen(dialect, 'payment_requests', ['request_id', 'account_id', 'amount', 'made_at']),
  ];
}

function afterwards(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'loan_returns',
      `community_id text not null,
       exchange_id text not null,
       party_id text not null,
       actor_id text not null,
       returned_at whole not null,
       primary key (community_id, exchange_id, party_id),
       ${toExchange}`,
    ),
    ...appendOnly(dialect, 'loan_returns'),
    ...table(
      dialect,
      'objections',
      `community_id text not null,
       exchange_id text not null,
       giver_account_id text not null,
       taker_account_id text not null,
       reason text not null,
       made_by text not null,
       made_at whole not null,
       state text not null default 'open' check (state in ('open', 'declined')),
       changed_at whole,
       primary key (community_id, exchange_id),
       ${toExchange},
       foreign key (community_id, giver_account_id) references accounts (community_id, account_id),
       foreign key (community_id, taker_account_id) references accounts (community_id, account_id),
       check ((state = 'open') = (changed_at is null))`,
      { update: ['state', 'changed_at'] },
    ),
    `create index objections_to_taker on objections (community_id, taker_account_id, exchange_id)`,
    ...finalOnceNotOpen(dialect, 'objections', ['exchange_id', 'made_at']),
  ];
}

/** Rows stay, what they are about stays, and a state other than open stays. */
function finalOnceNotOpen(dialect: Dialect, name: string, fixed: readonly string[]): string[] {
  const changed = ['community_id', ...fixed].map((column) => `old.${column} <> new.${column}`);
  return [
    ...noRemoval(dialect, name),
    ...refuseUpdateWhen(dialect, name, [`old.state <> 'open'`, ...changed].join(' or ')),
  ];
}

import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Issues that come back every month, and what the fund of a programme pays for vouchers taken in good faith. */
export class Repeats1700000000020 extends Step {
  readonly name = 'Repeats1700000000020';

  protected statements(dialect: Dialect): string[] {
    return [...repeats(dialect), ...months(dialect), ...claims(dialect)];
  }
}

function repeats(dialect: Dialect): string[] {
  const fixed = ['repeat_id', 'code', 'purpose', 'target', 'party_id', 'amount', 'first_month', 'last_month'];
  return [
    ...table(
      dialect,
      'issue_repeats',
      `community_id text not null,
       repeat_id text not null,
       code text not null,
       purpose text not null,
       target text not null check (target in ('group', 'partner')),
       party_id text not null,
       amount whole not null check (amount between 1 and 9007199254740991),
       first_month text not null,
       last_month text not null,
       day whole not null check (day between 1 and 28),
       made_by text not null,
       made_at whole not null,
       state text not null default 'proposed' check (state in ('proposed', 'approved', 'refused', 'stopped')),
       decided_by text,
       decided_at whole,
       stopped_by text,
       stopped_at whole,
       primary key (community_id, repeat_id),
       foreign key (community_id, code) references programmes (community_id, code),
       check (first_month <= last_month),
       check (decided_by is null or decided_by <> made_by),
       check (state not in ('approved', 'refused') or decided_by is not null),
       check ((state = 'stopped') = (stopped_by is not null))`,
      { update: ['state', 'decided_by', 'decided_at', 'stopped_by', 'stopped_at'] },
    ),
    `create index issue_repeats_by_programme on issue_repeats (community_id, code, repeat_id)`,
    `create index issue_repeats_by_state on issue_repeats (state, community_id, repeat_id)`,
    ...final(dialect, 'issue_repeats', `'proposed', 'approved'`, [...fixed, 'day', 'made_by']),
  ];
}

function months(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'issue_repeat_months',
      `community_id text not null,
       repeat_id text not null,
       month text not null,
       issue_id text,
       skipped text,
       at whole not null,
       primary key (community_id, repeat_id, month),
       foreign key (community_id, repeat_id) references issue_repeats (community_id, repeat_id),
       foreign key (community_id, issue_id) references issues (community_id, issue_id),
       check (issue_id is not null or skipped is not null)`,
      { update: ['skipped'] },
    ),
    `create unique index issue_repeat_months_by_issue on issue_repeat_months (community_id, issue_id)`,
    ...noRemoval(dialect, 'issue_repeat_months'),
    ...refuseUpdateWhen(
      dialect,
      'issue_repeat_months',
      `old.skipped is not null or new.skipped is null or old.community_id <> new.community_id
        or old.repeat_id <> new.repeat_id or old.month <> new.month or old.issue_id <> new.issue_id
        or old.at <> new.at`,
    ),
  ];
}

function claims(dialect: Dialect): string[] {
  const fixed = ['claim_id', 'code', 'serial', 'party_id', 'account_id', 'amount', 'reason', 'made_by'];
  return [
    ...table(
      dialect,
      'risk_claims',
      `community_id text not null,
       claim_id text not null,
       code text not null,
       serial text not null,
       party_id text not null,
       account_id text not null,
       amount whole not null check (amount between 1 and 9007199254740991),
       reason text not null,
       made_by text not null,
       made_at whole not null,
       state text not null default 'claimed' check (state in ('claimed', 'refused', 'paid')),
       decided_by text,
       decided_at whole,
       exchange_id text,
       primary key (community_id, claim_id),
       foreign key (community_id, code) references programmes (community_id, code),
       foreign key (community_id, serial) references vouchers (community_id, serial),
       foreign key (community_id, account_id) references accounts (community_id, account_id),
       check ((state = 'claimed') = (decided_by is null)),
       check (decided_by is null or decided_by <> made_by),
       check ((state = 'paid') = (exchange_id is not null))`,
      { update: ['state', 'decided_by', 'decided_at', 'exchange_id'] },
    ),
    `create unique index risk_claims_once on risk_claims (community_id, serial, party_id)`,
    `create index risk_claims_by_programme on risk_claims (community_id, code, claim_id)`,
    ...final(dialect, 'risk_claims', `'claimed'`, fixed),
  ];
}

/** Rows stay, what they are about stays, and so does a state that is none of `open`. */
function final(dialect: Dialect, name: string, open: string, fixed: readonly string[]): string[] {
  const changed = ['community_id', ...fixed].map((column) => `old.${column} <> new.${column}`);
  return [
    ...noRemoval(dialect, name),
    ...refuseUpdateWhen(dialect, name, [`old.state not in (${open})`, ...changed].join(' or ')),
  ];
}

import { appendOnly, noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Programmes with their dated versions and accounts, and what is issued under them (U58, U59). */
export class Issuance1700000000017 extends Step {
  readonly name = 'Issuance1700000000017';

  protected statements(dialect: Dialect): string[] {
    return [...programmes(dialect), ...issues(dialect)];
  }
}

function programmes(dialect: Dialect): string[] {
  const states = `('proposed', 'approved', 'refused')`;
  return [
    ...table(
      dialect,
      'programmes',
      `community_id text not null references ledgers,
       code text not null,
       owner_id text not null,
       currency text not null,
       made_at whole not null,
       closed_at whole,
       primary key (community_id, code),
       foreign key (community_id, currency) references currencies (community_id, currency)`,
      { update: ['closed_at'] },
    ),
    ...noRemoval(dialect, 'programmes'),
    ...refuseUpdateWhen(
      dialect,
      'programmes',
      `old.closed_at is not null or old.code <> new.code or old.owner_id <> new.owner_id
        or old.currency <> new.currency`,
    ),
    ...table(
      dialect,
      'programme_versions',
      `community_id text not null,
       code text not null,
       version whole not null check (version > 0),
       terms text not null,
       made_by text not null,
       made_at whole not null,
       state text not null default 'proposed' check (state in ${states}),
       decided_by text,
       decided_at whole,
       primary key (community_id, code, version),
       foreign key (community_id, code) references programmes (community_id, code),
       check ((state = 'proposed') = (decided_by is null)),
       check (decided_by is null or decided_by <> made_by)`,
      { update: ['state', 'decided_by', 'decided_at'] },
    ),
    ...finalOnceDecided(dialect, 'programme_versions', `'proposed'`, ['code', 'version', 'terms', 'made_by']),
    ...table(
      dialect,
      'programme_accounts',
      `community_id text not null,
       code text not null,
       purpose text not null,
       kind text not null,
       party_id text not null default '',
       account_id text not null,
       primary key (community_id, code, purpose, kind, party_id),
       foreign key (community_id, code) references programmes (community_id, code),
       foreign key (community_id, account_id) references accounts (community_id, account_id)`,
    ),
    `create unique index programme_accounts_by_account on programme_accounts (community_id, account_id)`,
    ...appendOnly(dialect, 'programme_accounts'),
  ];
}

function issues(dialect: Dialect): string[] {
  const states = `('proposed', 'refused', 'promised', 'received', 'withdrawn')`;
  return [
    ...table(
      dialect,
      'issues',
      `community_id text not null,
       issue_id text not null,
       code text not null,
       purpose text not null,
       target text not null check (target in ('group', 'partner', 'vouchers', 'risk')),
       party_id text,
       account_id text,
       batch_id text,
       amount whole not null check (amount between 1 and 9007199254740991),
       repeat_id text,
       made_by text not null,
       made_at whole not null,
       state text not null default 'proposed' check (state in ${states}),
       decided_by text,
       decided_at whole,
       account_from text,
       promised_until whole,
       ended_by text,
       ended_at whole,
       primary key (community_id, issue_id),
       foreign key (community_id, code) references programmes (community_id, code),
       foreign key (community_id, account_id) references accounts (community_id, account_id),
       foreign key (community_id, account_from) references accounts (community_id, account_id),
       check ((state = 'proposed') = (decided_by is null)),
       check (decided_by is null or decided_by <> made_by or repeat_id is not null),
       check ((state in ('received', 'withdrawn')) = (ended_by is not null)),
       check (target <> 'vouchers' or batch_id is not null)`,
      {
        update: [
          ...['state', 'decided_by', 'decided_at', 'account_id', 'account_from'],
          ...['promised_until', 'ended_by', 'ended_at'],
        ],
      },
    ),
    `create index issues_by_programme on issues (community_id, code, issue_id)`,
    `create index issues_to_party on issues (community_id, party_id, state, issue_id)`,
    ...finalOnceDecided(dialect, 'issues', `'proposed', 'promised'`, [
      ...['issue_id', 'code', 'purpose', 'target', 'amount', 'made_by'],
    ]),
  ];
}

/** Rows stay, what they are about stays, and so does a state that is none of `open`. */
function finalOnceDecided(dialect: Dialect, name: string, open: string, fixed: readonly string[]): string[] {
  const changed = ['community_id', ...fixed].map((column) => `old.${column} <> new.${column}`);
  return [
    ...noRemoval(dialect, name),
    ...refuseUpdateWhen(dialect, name, [`old.state not in (${open})`, ...changed].join(' or ')),
  ];
}

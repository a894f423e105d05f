import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Who brings what, under which condition, with the yes of both sides (S03, U44). */
export class Contributions1700000000015 extends Step {
  readonly name = 'Contributions1700000000015';

  protected statements(dialect: Dialect): string[] {
    return [...contributions(dialect), ...forgetting(dialect)];
  }
}

const party = (column: string): string =>
  `foreign key (community_id, ${column}) references parties (community_id, party_id)`;

function contributions(dialect: Dialect): string[] {
  const fixed = ['community_id', 'contribution_id', 'giver_id', 'taker_id', 'thing', 'condition', 'made_at'];
  return [
    ...table(
      dialect,
      'contributions',
      `community_id text not null references ledgers,
       contribution_id text not null,
       giver_id text not null,
       taker_id text not null,
       mode text not null check (mode in ('redistribution', 'reciprocity', 'market')),
       thing text not null check (thing in ('material', 'knowledge', 'service', 'space', 'coin')),
       title text,
       from_day text not null,
       until_day text,
       condition text not null,
       condition_day text,
       programme text,
       exchange_id text,
       made_by text not null,
       made_at whole not null,
       giver_yes_by text,
       giver_yes_at whole,
       taker_yes_by text,
       taker_yes_at whole,
       state text not null default 'promised'
         check (state in ('promised', 'given', 'returned', 'ended', 'refused')),
       changed_by text,
       changed_at whole,
       primary key (community_id, contribution_id),
       ${party('giver_id')},
       ${party('taker_id')},
       foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id),
       check (giver_id <> taker_id),
       check ((giver_yes_by is null) = (giver_yes_at is null)),
       check ((taker_yes_by is null) = (taker_yes_at is null)),
       check (state in ('promised', 'refused') or (giver_yes_at is not null and taker_yes_at is not null))`,
      {
        update: [
          ...['title', 'giver_yes_by', 'giver_yes_at', 'taker_yes_by', 'taker_yes_at'],
          ...['state', 'changed_by', 'changed_at'],
        ],
      },
    ),
    `create index contributions_by_giver on contributions (community_id, giver_id, contribution_id)`,
    `create index contributions_by_taker on contributions (community_id, taker_id, contribution_id)`,
    `create index contributions_by_programme on contributions (community_id, programme, contribution_id)
      where programme is not null`,
    `create index contributions_by_maker on contributions (community_id, made_by) where state = 'promised'`,
    `create unique index contributions_by_exchange on contributions (community_id, exchange_id)
      where exchange_id is not null and state <> 'refused'`,
    ...noRemoval(dialect, 'contributions'),
    // What both said yes to stays as it was said; only the words may go.
    ...refuseUpdateWhen(
      dialect,
      'contributions',
      [
        ...fixed.map((column) => `old.${column} <> new.${column}`),
        `(old.state in ('ended', 'refused') and new.state <> old.state)`,
        `(new.title is not null and (old.title is null or new.title <> old.title))`,
        `(old.giver_yes_at is not null and (new.giver_yes_at is null or new.giver_yes_at <> old.giver_yes_at))`,
        `(old.taker_yes_at is not null and (new.taker_yes_at is null or new.taker_yes_at <> old.taker_yes_at))`,
      ].join(' or '),
    ),
  ];
}

/** Whoever is forgotten takes along the words about what they brought and got, in the same commit (U69). */
function forgetting(dialect: Dialect): string[] {
  const forget = `update contributions set title = null
     where community_id = new.community_id and title is not null
       and (giver_id = new.party_id or taker_id = new.party_id)`;
  const when = 'old.erased_at is null and new.erased_at is not null';
  if (dialect === 'sqlite') {
    return [`create trigger contributions_forget after update on persons when ${when} begin ${forget}; end`];
  }
  return [
    `create function forget_contribution_titles() returns trigger language plpgsql as $$
     begin
       ${forget};
       return null;
     end $$`,
    `create trigger contributions_forget after update on persons for each row when (${when})
     execute function forget_contribution_titles()`,
  ];
}

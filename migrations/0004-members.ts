import { appendOnly, bounds, noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Persons without identity, what they chose to show (sealed), who was forgotten, and households. */
export class Members1700000000004 extends Step {
  readonly name = 'Members1700000000004';

  protected statements(dialect: Dialect): string[] {
    return [...persons(dialect), ...forgetting(dialect), ...households(dialect), ...vault(dialect)];
  }
}

function persons(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'persons',
      `community_id text not null references ledgers,
       party_id text not null,
       joined_day text not null,
       created_at whole not null,
       started_at whole,
       erased_at whole,
       primary key (community_id, party_id)`,
      { update: ['started_at', 'erased_at'] },
    ),
    `create index persons_not_started on persons (community_id, party_id) where started_at is null`,
    ...refuseUpdateWhen(
      dialect,
      'persons',
      [
        ...['community_id', 'party_id', 'joined_day', 'created_at'].map(
          (name) => `old.${name} <> new.${name}`,
        ),
        `old.erased_at is not null and (new.erased_at is null or new.erased_at <> old.erased_at)`,
      ].join(' or '),
    ),
    ...noRemoval(dialect, 'persons'),
    ...table(
      dialect,
      'person_data',
      `community_id text not null,
       party_id text not null,
       sealed bytes not null,
       primary key (community_id, party_id),
       foreign key (community_id, party_id) references persons (community_id, party_id)`,
      { update: ['sealed'], remove: true },
    ),
    // How many members have a picture; not who, which is sealed.
    ...table(
      dialect,
      'picture_uses',
      `community_id text not null references ledgers,
       picture text not null,
       colour text not null,
       uses whole not null check (uses >= 0),
       primary key (community_id, picture, colour)`,
      { update: ['uses'], withoutRowid: true },
    ),
  ];
}

function forgetting(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'erasures',
      `community_id text not null,
       party_id text not null,
       erased_at whole not null,
       primary key (community_id, party_id),
       foreign key (community_id, party_id) references persons (community_id, party_id)`,
    ),
    ...appendOnly(dialect, 'erasures'),
  ];
}

function households(dialect: Dialect): string[] {
  const member = `community_id text not null,
       household_id text not null,
       person_id text not null`;
  return [
    ...table(
      dialect,
      'households',
      `community_id text not null references ledgers,
       party_id text not null,
       founded_at whole not null,
       closed_at whole,
       primary key (community_id, party_id)`,
      { update: ['closed_at'] },
    ),
    ...noRemoval(dialect, 'households'),
    ...table(
      dialect,
      'household_members',
      `${member},
       joined_at whole not null,
       admitted_by text not null,
       mandate_id text,
       primary key (community_id, household_id, person_id),
       foreign key (community_id, household_id) references households (community_id, party_id),
       foreign key (community_id, person_id) references persons (community_id, party_id)`,
      // Locking a row on PostgreSQL asks for the right to update one.
      { update: ['mandate_id'], remove: true },
    ),
    `create index household_members_by_person on household_members (community_id, person_id)`,
    ...table(
      dialect,
      'household_limits',
      `${member},
       currency text not null,
       per_day whole check (per_day >= 0 and per_day ${bounds}),
       day text not null,
       spent whole not null check (spent >= 0),
       primary key (community_id, household_id, person_id, currency),
       foreign key (community_id, household_id, person_id)
         references household_members (community_id, household_id, person_id) on delete cascade`,
      { update: ['per_day', 'day', 'spent'], remove: true },
    ),
  ];
}

/**
 * The keys of persons, apart from all that ordinary backups carry. On SQLite they lie in a file of their own, which
 * src/members/vault.sqlite.ts makes.
 */
function vault(dialect: Dialect): string[] {
  if (dialect === 'sqlite') return [];
  return [
    `create schema vault`,
    `grant usage on schema vault to samenmunt_running`,
    ...table(
      dialect,
      'vault.person_keys',
      `community_id text not null,
       party_id text not null,
       master_id text not null,
       wrapped bytes not null,
       primary key (community_id, party_id, master_id)`,
      { remove: true },
    ),
    ...table(
      dialect,
      'vault.forgotten',
      `community_id text not null,
       party_id text not null,
       erased_at whole not null,
       primary key (community_id, party_id)`,
    ),
  ];
}

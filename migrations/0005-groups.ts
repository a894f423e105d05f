import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Initiatives with their people and purses, and institutions. */
export class Groups1700000000005 extends Step {
  readonly name = 'Groups1700000000005';

  protected statements(dialect: Dialect): string[] {
    return [...initiatives(dialect), ...purses(dialect), ...institutions(dialect)];
  }
}

const isParty = 'foreign key (community_id, party_id) references parties (community_id, party_id)';
const looks = 'name text not null, picture text not null, colour text not null, place text';

function initiatives(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'initiatives',
      `community_id text not null, party_id text not null,
       ${looks}, aim text,
       visibility text not null check (visibility in ('hidden', 'known_to_city', 'listed', 'open')),
       phase text not null check (phase in ('seed', 'growing', 'established', 'paused', 'stopped')),
       phase_before text,
       membership text not null check (membership in ('closed', 'open')),
       created_at whole not null,
       primary key (community_id, party_id),
       ${isParty}`,
      {
        update: [
          ...['name', 'picture', 'colour', 'place', 'aim'],
          ...['visibility', 'phase', 'phase_before', 'membership'],
        ],
      },
    ),
    ...refuseUpdateWhen(
      dialect,
      'initiatives',
      `old.community_id <> new.community_id or old.party_id <> new.party_id or old.created_at <> new.created_at
       or (old.phase = 'stopped' and new.phase <> 'stopped')`,
    ),
    ...noRemoval(dialect, 'initiatives'),
    ...table(
      dialect,
      'initiative_people',
      `community_id text not null, initiative_id text not null, person_id text not null,
       joined_at whole not null, left_at whole,
       primary key (community_id, initiative_id, person_id),
       foreign key (community_id, initiative_id) references initiatives (community_id, party_id),
       foreign key (community_id, person_id) references parties (community_id, party_id)`,
      { update: ['joined_at', 'left_at'], remove: true },
    ),
    `create index initiative_people_by_person on initiative_people (community_id, person_id)`,
  ];
}

function purses(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'group_purses',
      `community_id text not null, account_id text not null, initiative_id text not null,
       kind text not null check (kind in ('purpose', 'pot')),
       currency text not null, name text not null, picture text not null,
       opened_at whole not null,
       primary key (community_id, account_id),
       foreign key (community_id, account_id) references accounts (community_id, account_id),
       foreign key (community_id, initiative_id) references initiatives (community_id, party_id)`,
      { update: ['name', 'picture'] },
    ),
    `create index group_purses_by_initiative on group_purses (community_id, initiative_id)`,
    ...noRemoval(dialect, 'group_purses'),
  ];
}

function institutions(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'institutions',
      `community_id text not null, party_id text not null,
       kind text not null
         check (kind in ('local_government', 'school', 'library', 'ocmw', 'shop', 'association')),
       ${looks}, opening_hours text, offer text,
       outlet_since whole,
       created_at whole not null, closed_at whole,
       primary key (community_id, party_id),
       ${isParty}`,
      {
        update: ['name', 'picture', 'colour', 'place', 'opening_hours', 'offer', 'outlet_since', 'closed_at'],
      },
    ),
    ...refuseUpdateWhen(
      dialect,
      'institutions',
      `old.community_id <> new.community_id or old.party_id <> new.party_id or old.kind <> new.kind
       or old.created_at <> new.created_at`,
    ),
    ...noRemoval(dialect, 'institutions'),
  ];
}

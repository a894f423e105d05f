import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Communities, what their currencies are called and allow, their own accounts, and the register of parties. */
export class Communities1700000000003 extends Step {
  readonly name = 'Communities1700000000003';

  protected statements(dialect: Dialect): string[] {
    return [...communities(dialect), ...currencies(dialect), ...parties(dialect)];
  }
}

function communities(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'communities',
      `community_id text primary key references ledgers,
       name text not null,
       time_zone text not null,
       languages text not null,
       language_mode text not null check (language_mode in ('own', 'first_with_translation', 'equal')),
       recipe text not null,
       created_at whole not null`,
      { update: ['name', 'languages', 'language_mode'] },
    ),
    ...refuseUpdateWhen(
      dialect,
      'communities',
      'old.community_id <> new.community_id or old.time_zone <> new.time_zone or old.created_at <> new.created_at',
    ),
    ...noRemoval(dialect, 'communities'),
  ];
}

function currencies(dialect: Dialect): string[] {
  const ofCurrency = 'foreign key (community_id, currency) references currencies (community_id, currency)';
  const terms = `token text not null check (token in ('hour', 'coin')),
       step whole not null check (step > 0),
       member_floor whole, member_ceiling whole, group_floor whole, group_ceiling whole,
       start_amount whole not null check (start_amount >= 0),
       warn_percent whole check (warn_percent between 1 and 50),
       warn_floor whole, warn_ceiling whole,
       demurrage_ppm whole check (demurrage_ppm between 1 and 1000000),
       demurrage_period text, demurrage_from text, demurrage_exempt whole, demurrage_to text,
       expiry_months whole check (expiry_months between 1 and 120),
       expiry_grace_days whole, expiry_to text`;
  return [
    ...table(
      dialect,
      'currency_profiles',
      `community_id text not null, currency text not null,
       kind text not null check (kind in ('time', 'points')),
       ${terms},
       version whole not null,
       primary key (community_id, currency),
       ${ofCurrency},
       check ((warn_floor is null) = (warn_ceiling is null)),
       check (warn_percent is null or warn_floor is null)`,
      { update: 'all' },
    ),
    ...refuseUpdateWhen(
      dialect,
      'currency_profiles',
      `old.community_id <> new.community_id or old.currency <> new.currency or old.kind <> new.kind
       or new.version <= old.version`,
    ),
    ...noRemoval(dialect, 'currency_profiles'),
    ...table(
      dialect,
      'currency_names',
      `community_id text not null, currency text not null, language text not null,
       one text not null, many text not null,
       primary key (community_id, currency, language),
       ${ofCurrency}`,
      { update: ['one', 'many'], remove: true },
    ),
    ...table(
      dialect,
      'community_accounts',
      `community_id text not null, currency text not null, kind text not null, account_id text not null,
       primary key (community_id, currency, kind),
       ${ofCurrency},
       foreign key (community_id, account_id) references accounts (community_id, account_id)`,
    ),
    ...noRemoval(dialect, 'community_accounts'),
  ];
}

function parties(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'parties',
      `community_id text not null references communities,
       party_id text not null,
       kind text not null check (kind in ('person', 'household', 'initiative', 'local_government', 'school', 'library',
         'ocmw', 'shop', 'association')),
       created_at whole not null,
       closed_at whole,
       primary key (community_id, party_id)`,
      { update: ['closed_at'] },
    ),
    `create index parties_by_kind on parties (community_id, kind, party_id)`,
    ...refuseUpdateWhen(
      dialect,
      'parties',
      `old.community_id <> new.community_id or old.party_id <> new.party_id or old.kind <> new.kind
       or old.created_at <> new.created_at`,
    ),
    ...noRemoval(dialect, 'parties'),
  ];
}

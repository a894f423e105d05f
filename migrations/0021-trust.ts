import { appendOnly, noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Who acts beside a member or a treasurer: helpers at a screen, trusted persons, the second yes; and what a card pays alone. */
export class Trust1700000000021 extends Step {
  readonly name = 'Trust1700000000021';

  protected statements(dialect: Dialect): string[] {
    return [...visits(dialect), ...trusts(dialect), ...secondYes(dialect), ...cardLimits(dialect)];
  }
}

const amount = 'between 1 and 9007199254740991';
const inCurrency = 'foreign key (community_id, currency) references currencies (community_id, currency)';

function visits(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'card_visits',
      `community_id text not null,
       visit_id text not null,
       card_id text not null,
       party_id text not null,
       helper_id text not null,
       device text not null,
       opened_at whole not null,
       seen_at whole not null,
       ended_at whole,
       ended_by text,
       primary key (community_id, visit_id),
       foreign key (community_id, card_id) references cards (community_id, card_id),
       check ((ended_at is null) = (ended_by is null))`,
      { update: ['seen_at', 'ended_at', 'ended_by'] },
    ),
    `create unique index card_visits_on_device on card_visits (community_id, device) where ended_at is null`,
    `create index card_visits_of_party on card_visits (community_id, party_id, opened_at)`,
    ...noRemoval(dialect, 'card_visits'),
    ...refuseUpdateWhen(
      dialect,
      'card_visits',
      'old.ended_at is not null or old.card_id <> new.card_id or old.helper_id <> new.helper_id',
    ),
    ...table(
      dialect,
      'card_visit_bookings',
      `community_id text not null,
       exchange_id text not null,
       visit_id text not null,
       primary key (community_id, exchange_id),
       foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id),
       foreign key (community_id, visit_id) references card_visits (community_id, visit_id)`,
    ),
    ...appendOnly(dialect, 'card_visit_bookings'),
  ];
}

function trusts(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'trusts',
      `community_id text not null,
       trust_id text not null,
       giver_id text not null,
       trusted_id text not null,
       gives text not null check (gives in ('may_see', 'may_pay')),
       currency text,
       per_week whole check (per_week ${amount}),
       given_at whole not null,
       ends_at whole not null,
       ended_at whole,
       ended_by text,
       primary key (community_id, trust_id),
       foreign key (community_id, giver_id) references parties (community_id, party_id),
       foreign key (community_id, trusted_id) references parties (community_id, party_id),
       ${inCurrency},
       check (giver_id <> trusted_id),
       check ((gives = 'may_pay') = (per_week is not null)),
       check ((currency is null) = (per_week is null)),
       check ((ended_at is null) = (ended_by is null))`,
      { update: ['ends_at', 'ended_at', 'ended_by'] },
    ),
    `create unique index trusts_of_giver on trusts (community_id, giver_id) where ended_at is null`,
    `create index trusts_of_trusted on trusts (community_id, trusted_id, given_at)`,
    ...noRemoval(dialect, 'trusts'),
    ...refuseUpdateWhen(dialect, 'trusts', 'old.ended_at is not null or old.per_week <> new.per_week'),
    ...table(
      dialect,
      'trust_weeks',
      `community_id text not null,
       trust_id text not null,
       week text not null,
       spent whole not null check (spent ${amount}),
       primary key (community_id, trust_id, week),
       foreign key (community_id, trust_id) references trusts (community_id, trust_id)`,
      { update: ['spent'] },
    ),
    ...noRemoval(dialect, 'trust_weeks'),
  ];
}

function secondYes(dialect: Dialect): string[] {
  const fixed = ['party_id', 'account_id', 'to_account_id', 'amount', 'made_by', 'made_at', 'wish'];
  return [
    ...table(
      dialect,
      'second_yes_limits',
      `community_id text not null,
       limit_id text not null,
       party_id text not null,
       currency text not null,
       amount whole check (amount ${amount}),
       days whole not null check (days between 1 and 90),
       made_by text not null,
       made_at whole not null,
       state text not null check (state in ('asked', 'in_force', 'declined', 'over')),
       decided_by text,
       decided_at whole,
       primary key (community_id, limit_id),
       foreign key (community_id, party_id) references parties (community_id, party_id),
       ${inCurrency},
       check ((decided_by is null) = (decided_at is null))`,
      { update: ['state', 'decided_by', 'decided_at'] },
    ),
    `create unique index second_yes_limits_in_force on second_yes_limits (community_id, party_id, currency)
      where state = 'in_force'`,
    `create index second_yes_limits_of_party on second_yes_limits (community_id, party_id, made_at)`,
    ...noRemoval(dialect, 'second_yes_limits'),
    ...refuseUpdateWhen(
      dialect,
      'second_yes_limits',
      `old.state in ('declined', 'over') or old.made_by <> new.made_by or old.party_id <> new.party_id`,
    ),
    ...table(
      dialect,
      'second_yes_requests',
      `community_id text not null,
       request_id text not null,
       party_id text not null,
       account_id text not null,
       to_account_id text not null,
       amount whole not null check (amount ${amount}),
       wish text not null,
       made_by text not null,
       made_at whole not null,
       expires_at whole not null,
       state text not null default 'asked' check (state in ('asked', 'paid', 'declined')),
       decided_by text,
       decided_at whole,
       exchange_id text,
       primary key (community_id, request_id),
       foreign key (community_id, account_id) references accounts (community_id, account_id),
       foreign key (community_id, to_account_id) references accounts (community_id, account_id),
       foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id),
       check ((state = 'paid') = (exchange_id is not null)),
       check ((state = 'asked') = (decided_at is null))`,
      { update: ['state', 'decided_by', 'decided_at', 'exchange_id'] },
    ),
    `create index second_yes_requests_of_party on second_yes_requests (community_id, party_id, made_at)`,
    ...noRemoval(dialect, 'second_yes_requests'),
    ...refuseUpdateWhen(
      dialect,
      'second_yes_requests',
      [`old.state <> 'asked'`, ...fixed.map((column) => `old.${column} <> new.${column}`)].join(' or '),
    ),
  ];
}

function cardLimits(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'card_limits',
      `community_id text not null,
       currency text not null,
       version whole not null check (version >= 1),
       per_payment whole not null check (per_payment between 0 and 9007199254740991),
       per_day whole not null check (per_day between 0 and 9007199254740991),
       set_by text not null,
       set_at whole not null,
       primary key (community_id, currency, version),
       ${inCurrency}`,
    ),
    ...appendOnly(dialect, 'card_limits'),
  ];
}

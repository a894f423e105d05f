import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Cards with their secrets, what is spent by card alone, and signing in with a passphrase and a second factor. */
export class Cards1700000000014 extends Step {
  readonly name = 'Cards1700000000014';

  protected statements(dialect: Dialect): string[] {
    return [...cards(dialect), ...waysIn(dialect)];
  }
}

function cards(dialect: Dialect): string[] {
  const fixed = ['community_id', 'card_id', 'number', 'token_hash', 'made_at'];
  return [
    ...table(
      dialect,
      'cards',
      `community_id text not null references ledgers,
       card_id text not null,
       number text not null,
       token_hash bytes not null unique,
       sealed bytes,
       state text not null default 'blank' check (state in ('blank', 'active', 'blocked', 'replaced', 'closed')),
       party_id text,
       secret_kind text check (secret_kind in ('pictures', 'digits', 'none')),
       secret bytes,
       wrong whole not null default 0 check (wrong >= 0),
       replaces text,
       made_at whole not null,
       activated_by text,
       activated_at whole,
       secret_set_by text,
       secret_set_at whole,
       changed_by text not null,
       changed_at whole not null,
       primary key (community_id, card_id),
       unique (community_id, number),
       foreign key (community_id, replaces) references cards (community_id, card_id),
       check (state in ('blank', 'closed') or party_id is not null),
       check (state <> 'blank' or (party_id is null and secret_kind is null)),
       check (state = 'blank' or sealed is null),
       check (secret is null or secret_kind in ('pictures', 'digits')),
       check ((party_id is null) = (activated_at is null))`,
      {
        update: [
          ...['sealed', 'state', 'party_id', 'secret_kind', 'secret', 'wrong', 'replaces', 'activated_by'],
          ...['activated_at', 'secret_set_by', 'secret_set_at', 'changed_by', 'changed_at'],
        ],
      },
    ),
    `create unique index cards_active_of_party on cards (community_id, party_id) where state = 'active'`,
    `create index cards_of_party on cards (community_id, party_id) where party_id is not null`,
    `create index cards_by_state on cards (community_id, state, card_id)`,
    ...noRemoval(dialect, 'cards'),
    ...refuseUpdateWhen(
      dialect,
      'cards',
      [
        ...fixed.map((name) => `old.${name} <> new.${name}`),
        `old.party_id <> new.party_id`,
        `(old.party_id is not null and new.party_id is null)`,
        `old.state in ('replaced', 'closed')`,
        `(old.state = 'blank' and new.state in ('blocked', 'replaced'))`,
        `(old.state <> 'blank' and new.state = 'blank')`,
        `(old.state = 'blocked' and new.state = 'active')`,
      ].join(' or '),
    ),
    ...table(
      dialect,
      'card_days',
      `community_id text not null,
       card_id text not null,
       currency text not null,
       day text not null,
       spent whole not null check (spent between 1 and 9007199254740991),
       primary key (community_id, card_id, currency, day),
       foreign key (community_id, card_id) references cards (community_id, card_id)`,
      { update: ['spent'], withoutRowid: true },
    ),
    ...noRemoval(dialect, 'card_days'),
    // The random key behind all short secrets, wrapped by the master key: a secret must outlive a rotation.
    ...table(dialect, 'secret_keys', `purpose text primary key, wrapped bytes not null`, {
      update: ['wrapped'],
    }),
  ];
}

function waysIn(dialect: Dialect): string[] {
  return [
    `alter table sessions add column way text not null default 'link' check (way in ('link', 'card', 'passphrase'))`,
    `alter table sessions add column card_id text`,
    `create index sessions_by_card on sessions (card_id) where card_id is not null`,
    // A token can do no more than whoever made it could at that moment.
    `alter table api_tokens add column way text not null default 'link' check (way in ('link', 'passphrase'))`,
    ...table(
      dialect,
      'sign_ins',
      `community_id text not null references ledgers,
       actor_id text not null,
       number text not null unique,
       secret bytes not null,
       totp bytes not null,
       last_step whole not null,
       made_at whole not null,
       confirmed_at whole,
       primary key (community_id, actor_id)`,
      { update: ['number', 'secret', 'totp', 'last_step', 'made_at', 'confirmed_at'], remove: true },
    ),
  ];
}

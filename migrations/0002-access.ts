import { appendOnly, noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Who asks and for whom they may act: mandates, links, sessions, tokens, counted tries, audit. */
export class Access1700000000002 extends Step {
  readonly name = 'Access1700000000002';

  protected statements(dialect: Dialect): string[] {
    return [...mandates(dialect), ...credentials(dialect), ...guards(dialect)];
  }
}

const ofActor = `actor_id text not null,
       actor_kind text not null check (actor_kind in ('person', 'operator')),
       community_id text references ledgers,
       check ((actor_kind = 'operator') = (community_id is null))`;

function mandates(dialect: Dialect): string[] {
  const fixed = ['community_id', 'mandate_id', 'actor_id', 'role', 'valid_from', 'granted_by'];
  return [
    ...table(
      dialect,
      'operators',
      `operator_id text primary key, appointed_at whole not null, ended_at whole`,
      { update: ['ended_at'] },
    ),
    ...noRemoval(dialect, 'operators'),
    ...table(
      dialect,
      'mandates',
      `community_id text not null references ledgers,
       mandate_id text not null,
       actor_id text not null,
       role text not null,
       party_id text,
       valid_from whole not null,
       valid_until whole,
       granted_by text not null,
       granted_at whole not null,
       primary key (community_id, mandate_id),
       check ((role = 'steward') = (party_id is null)),
       check (role <> 'checker' or valid_until is not null)`,
      { update: ['valid_until'] },
    ),
    `create index mandates_by_actor on mandates (actor_id, community_id)`,
    `create index mandates_by_party on mandates (community_id, party_id)`,
    ...refuseUpdateWhen(dialect, 'mandates', fixed.map((name) => `old.${name} <> new.${name}`).join(' or ')),
    ...noRemoval(dialect, 'mandates'),
  ];
}

function credentials(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'sign_in_links',
      `token_hash bytes primary key,
       link_id text not null,
       purpose text not null check (purpose in ('sign_in', 'set_up')),
       made_by text not null,
       made_at whole not null,
       expires_at whole not null,
       used_at whole,
       voided_at whole,
       ${ofActor}`,
      { update: ['used_at', 'voided_at'], remove: true },
    ),
    `create index sign_in_links_by_actor on sign_in_links (actor_id)`,
    `create index sign_in_links_by_end on sign_in_links (expires_at)`,
    ...table(
      dialect,
      'sessions',
      `token_hash bytes primary key,
       session_id text not null unique,
       opened_at whole not null,
       seen_at whole not null,
       idle_ms whole not null check (idle_ms > 0),
       expires_at whole not null,
       ended_at whole,
       ${ofActor}`,
      { update: ['seen_at', 'ended_at'], remove: true },
    ),
    `create index sessions_by_actor on sessions (actor_id)`,
    `create index sessions_by_end on sessions (expires_at)`,
    ...table(
      dialect,
      'api_tokens',
      `token_hash bytes primary key,
       token_id text not null unique,
       scopes text not null,
       last_four text not null,
       label text not null,
       made_by text not null,
       made_at whole not null,
       expires_at whole not null,
       revoked_at whole,
       ${ofActor}`,
      { update: ['revoked_at'] },
    ),
    `create index api_tokens_by_actor on api_tokens (actor_id)`,
  ];
}

function guards(dialect: Dialect): string[] {
  return [
    ...table(
      dialect,
      'tries',
      `try_key text primary key,
       window_from whole not null,
       failures whole not null check (failures >= 0),
       locked_until whole not null`,
      { update: 'all', remove: true },
    ),
    `create index tries_by_window on tries (window_from)`,
    // Which master key the server's secrets are under: a process with another key must not start.
    ...table(dialect, 'key_marks', `purpose text primary key, mark bytes not null`, { update: ['mark'] }),
    // Community '-' stands for the server itself, so there is no foreign key. Ordered by its key: one tree, no index
    // beside it, because rows are added with every payment.
    ...table(
      dialect,
      'audit',
      `community_id text not null,
       at whole not null,
       audit_id text not null,
       actor_id text not null,
       actor_kind text not null,
       via text not null,
       act text not null,
       subject_kind text not null,
       subject_id text not null,
       primary key (community_id, at, audit_id)`,
      { withoutRowid: true },
    ),
    `create index audit_of_parties on audit (community_id, subject_id, at, audit_id) where subject_kind = 'party'`,
    ...appendOnly(dialect, 'audit'),
  ];
}

import { Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Addresses of programs elsewhere that are told what was booked, how far each is, and the log of what was tried. */
export class Webhooks1700000000016 extends Step {
  readonly name = 'Webhooks1700000000016';

  protected statements(dialect: Dialect): string[] {
    return [
      ...table(
        dialect,
        'webhooks',
        `community_id text not null references ledgers,
         webhook_id text not null,
         url text not null,
         secret bytes not null,
         kinds text not null,
         made_by text not null,
         made_at whole not null,
         position whole not null check (position >= 0),
         tries whole not null default 0 check (tries >= 0),
         next_at whole not null,
         state text not null default 'active' check (state in ('active', 'paused')),
         paused_why text check (paused_why in ('by_hand', 'no_answer', 'gone')),
         primary key (community_id, webhook_id),
         check ((state = 'paused') = (paused_why is not null))`,
        { update: ['secret', 'position', 'tries', 'next_at', 'state', 'paused_why'], remove: true },
      ),
      `create index webhooks_due on webhooks (next_at) where state = 'active'`,
      // What was sent is in the journal, so neither bodies nor answers are kept; only who answered when, and how.
      ...table(
        dialect,
        'webhook_tries',
        `community_id text not null,
         try_id text not null,
         webhook_id text not null,
         event text not null,
         position whole,
         tried_at whole not null,
         ms whole not null,
         status whole,
         outcome text not null,
         primary key (community_id, try_id),
         foreign key (community_id, webhook_id) references webhooks (community_id, webhook_id)`,
        { remove: true },
      ),
      `create index webhook_tries_of on webhook_tries (community_id, webhook_id, try_id)`,
    ];
  }
}

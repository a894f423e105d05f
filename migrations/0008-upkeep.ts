import { appendOnly, Step, table } from './dialects.js';

/** Timed work: which periods have shrunk, and who was reminded before an account expires. */
export class Upkeep1700000000008 extends Step {
  readonly name = 'Upkeep1700000000008';

  protected statements(dialect: 'sqlite' | 'postgres'): string[] {
    return [
      ...table(
        dialect,
        'demurrage_runs',
        `community_id text not null,
         currency text not null,
         period text not null,
         stamp text not null,
         accounts whole not null,
         amount whole not null,
         finished_at whole not null,
         actor_id text not null,
         primary key (community_id, currency, period),
         foreign key (community_id, currency) references currencies (community_id, currency)`,
      ),
      ...appendOnly(dialect, 'demurrage_runs'),
      ...table(
        dialect,
        'expiry_reminders',
        `community_id text not null,
         account_id text not null,
         own_at whole not null,
         reminded_on text not null,
         reminded_at whole not null,
         actor_id text not null,
         primary key (community_id, account_id, own_at),
         foreign key (community_id, account_id) references accounts (community_id, account_id)`,
      ),
      ...appendOnly(dialect, 'expiry_reminders'),
    ];
  }
}

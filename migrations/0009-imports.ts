import { refuseUpdateWhen, Step, table } from './dialects.js';

/**
 * Which party or account a line of an imported file became, so that it can be imported again and other files can name
 * it. Of the old system's own number only a hash is kept, and all of it may be removed once the move is over.
 */
export class Imports1700000000009 extends Step {
  readonly name = 'Imports1700000000009';

  protected statements(dialect: 'sqlite' | 'postgres'): string[] {
    return [
      ...table(
        dialect,
        'import_refs',
        `community_id text not null references ledgers,
         kind text not null check (kind in ('party', 'account')),
         ref_hash bytes not null,
         id text not null,
         imported_at whole not null,
         primary key (community_id, kind, ref_hash)`,
        { remove: true },
      ),
      ...refuseUpdateWhen(dialect, 'import_refs', 'old.id <> new.id'),
    ];
  }
}

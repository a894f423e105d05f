import { Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** Which translations the steward of a community turned on (U17, U19). Turning one off removes its row; the audit keeps both. */
export class Translations1700000000023 extends Step {
  readonly name = 'Translations1700000000023';

  protected statements(dialect: Dialect): string[] {
    return table(
      dialect,
      'community_translations',
      `community_id text not null references communities,
       language text not null check (length(language) = 2),
       turned_on_at whole not null,
       primary key (community_id, language)`,
      { remove: true },
    );
  }
}

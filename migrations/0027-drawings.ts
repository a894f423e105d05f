import { Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** The pictures that a community puts in the place of ours: small, round, without anything but their points (S59). */
export class Drawings1700000000027 extends Step {
  readonly name = 'Drawings1700000000027';

  protected statements(dialect: Dialect): string[] {
    return table(
      dialect,
      'community_drawings',
      `community_id text not null references communities,
       name text not null check (length(name) between 1 and 40),
       picture bytes not null check (length(picture) between 1 and 60000),
       hash text not null check (length(hash) = 16),
       made_by text not null,
       made_at whole not null,
       primary key (community_id, name)`,
      { remove: true },
    );
  }
}

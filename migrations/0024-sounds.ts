import { Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/** What people of a community recorded for its pages (U13). Who spoke is not kept, and a recording can be removed. */
export class Sounds1700000000024 extends Step {
  readonly name = 'Sounds1700000000024';

  protected statements(dialect: Dialect): string[] {
    return table(
      dialect,
      'community_sounds',
      `community_id text not null references communities,
       language text not null check (length(language) = 2),
       clip text not null check (length(clip) between 1 and 100),
       said text not null,
       kind text not null check (kind in ('audio/wav', 'audio/mpeg', 'audio/ogg', 'audio/webm', 'audio/mp4')),
       sound bytes not null check (length(sound) between 1 and 500000),
       hash text not null check (length(hash) = 16),
       recorded_at whole not null,
       primary key (community_id, language, clip)`,
      { remove: true },
    );
  }
}

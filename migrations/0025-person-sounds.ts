import { Step, table } from './dialects.js';

type Dialect = 'sqlite' | 'postgres';

/**
 * What somebody said for one person alone, such as a thank-you after an exchange (3A). It is sealed with the key of
 * who hears it, and goes with either of the two. Once one of them erased it the row stays without its sound for as
 * long as it would have been kept, so that nothing is said again.
 */
export class PersonSounds1700000000025 extends Step {
  readonly name = 'PersonSounds1700000000025';

  protected statements(dialect: Dialect): string[] {
    return [
      ...table(
        dialect,
        'person_sounds',
        `community_id text not null references communities,
         exchange_id text not null,
         from_id text not null,
         for_id text not null,
         kind text not null check (kind in ('audio/wav', 'audio/mpeg', 'audio/ogg', 'audio/webm', 'audio/mp4')),
         sealed bytes check (length(sealed) between 1 and 300000),
         made_at whole not null,
         primary key (community_id, exchange_id),
         foreign key (community_id, exchange_id) references exchanges (community_id, exchange_id),
         foreign key (community_id, from_id) references parties (community_id, party_id),
         foreign key (community_id, for_id) references parties (community_id, party_id),
         check (from_id <> for_id)`,
        { update: ['sealed'], remove: true },
      ),
      `create index person_sounds_for on person_sounds (community_id, for_id)`,
      `create index person_sounds_from on person_sounds (community_id, from_id)`,
      `create index person_sounds_by_time on person_sounds (made_at)`,
    ];
  }
}

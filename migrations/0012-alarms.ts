import { appendOnly, Step, table } from './dialects.js';

/** What the people of a community are warned of, such as somebody who guesses secrets. */
export class Alarms1700000000012 extends Step {
  readonly name = 'Alarms1700000000012';

  protected statements(dialect: 'sqlite' | 'postgres'): string[] {
    return [
      ...table(
        dialect,
        'alarms',
        `community_id text not null references ledgers,
         alarm_id text not null,
         kind text not null,
         at whole not null,
         actor_id text not null,
         via text not null,
         primary key (community_id, alarm_id)`,
      ),
      `create index alarms_by_time on alarms (community_id, at, alarm_id)`,
      ...appendOnly(dialect, 'alarms'),
    ];
  }
}

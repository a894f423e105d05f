import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

/** Each restore of a backup begins an epoch, in which money waits until the operator has confirmed it. */
export class Epochs1700000000018 extends Step {
  readonly name = 'Epochs1700000000018';

  protected statements(dialect: 'sqlite' | 'postgres'): string[] {
    return [
      ...table(
        dialect,
        'epochs',
        `number whole not null primary key,
         started_at whole not null,
         vouchers_held_at whole,
         confirmed_at whole,
         confirmed_by text,
         check ((confirmed_at is null) = (confirmed_by is null)),
         check (confirmed_at is null or vouchers_held_at is not null)`,
        { update: ['vouchers_held_at', 'confirmed_at', 'confirmed_by'] },
      ),
      ...noRemoval(dialect, 'epochs'),
      ...refuseUpdateWhen(dialect, 'epochs', 'old.confirmed_at is not null or old.number <> new.number'),
    ];
  }
}

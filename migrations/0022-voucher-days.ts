import { noRemoval, refuseUpdateWhen, Step, table } from './dialects.js';

/** What a party, or one who scans, takes of the vouchers of a batch in a day, where their terms have a limit. */
export class VoucherDays1700000000022 extends Step {
  readonly name = 'VoucherDays1700000000022';

  protected statements(dialect: 'sqlite' | 'postgres'): string[] {
    return [
      ...table(
        dialect,
        'voucher_days',
        `community_id text not null,
         batch_id text not null,
         taker text not null,
         day text not null,
         taken whole not null check (taken between 0 and 9007199254740991),
         primary key (community_id, batch_id, taker, day),
         foreign key (community_id, batch_id) references voucher_batches (community_id, batch_id)`,
        { update: ['taken'], withoutRowid: true },
      ),
      ...noRemoval(dialect, 'voucher_days'),
      ...refuseUpdateWhen(dialect, 'voucher_days', 'new.taken < old.taken'),
    ];
  }
}

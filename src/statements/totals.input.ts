import { BalanceField, ListField, TextField, WholeField } from '../api/fields.js';
import { CurrencyCodeField } from '../communities/communities.input.js';
import { MonthField } from './statements.input.js';
import type { Totals } from './totals.js';

export class MonthsQuery {
  @MonthField({ optional: true, about: 'YYYY-MM, the first month of the flows.' })
  from?: string;

  @MonthField({ optional: true, about: 'YYYY-MM, the last month of the flows.' })
  to?: string;
}

export class CirculationView {
  @CurrencyCodeField()
  currency!: string;

  @BalanceField({ about: 'Issued and not taken back, in smallest units.' })
  amount!: bigint;
}

export class HoldingView {
  @CurrencyCodeField()
  currency!: string;

  @TextField({ max: 40, about: 'A kind of party, or of the own accounts of the community.' })
  kind!: string;

  @BalanceField()
  amount!: bigint;
}

export class TotalFlowView {
  @CurrencyCodeField()
  currency!: string;

  @MonthField()
  month!: string;

  @TextField({ max: 40, about: 'A kind of exchange, or `other` for what was too little to tell.' })
  kind!: string;

  @TextField({ max: 40, nullable: true, about: 'For stewards.' })
  from!: string | null;

  @TextField({ max: 40, nullable: true, about: 'For stewards.' })
  to!: string | null;

  @WholeField()
  transfers!: bigint;

  @BalanceField()
  amount!: bigint;
}

export class TotalsView {
  @ListField(() => CirculationView, { max: 50 })
  circulation!: Totals['circulation'];

  @ListField(() => HoldingView, { max: 2000, nullable: true, about: 'Null with fewer than five persons.' })
  holdings!: Totals['holdings'];

  @ListField(() => TotalFlowView, { max: 100_000 })
  flows!: Totals['flows'];
}

import { AmountField, FlagField, FormInput, IdField, TextField, UuidField } from '../api/fields.js';

/** What stands in the address of a page on which an amount is chosen. */
export class LookQuery {
  @TextField({ max: 20, optional: true })
  amount?: string;

  @FlagField({ optional: true })
  part?: boolean;

  /** The account that would pay, where it is not one's own. */
  @IdField({ optional: true })
  from?: string;
}

/** The yes of the page that asks whether it is right. */
@FormInput()
export class PayForm {
  @UuidField()
  order!: string;

  @IdField()
  from!: string;

  @AmountField()
  amount!: bigint;

  @FlagField({ optional: true })
  part?: boolean;
}

/** Asking the pot for what is lacking. */
@FormInput()
export class PotForm {
  @UuidField()
  order!: string;

  @IdField()
  from!: string;

  @AmountField()
  amount!: bigint;
}

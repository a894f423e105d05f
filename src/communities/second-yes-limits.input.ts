import { AmountField, CodeField, IdField, InstantField, ListField, WholeField } from '../api/fields.js';
import { CurrencyCodeField } from './communities.input.js';
import { secondYesDays, secondYesLimitStates, type SecondYesLimit } from './second-yes.js';

export class NewSecondYesLimitInput {
  @IdField({ about: 'The group or institution.' })
  party!: string;

  @CurrencyCodeField()
  currency!: string;

  @AmountField({ nullable: true, about: 'Above it two treasurers say yes; null for no limit.' })
  amount!: bigint | null;

  @WholeField({
    min: secondYesDays.min,
    max: secondYesDays.max,
    optional: true,
    about: 'How many days a payment waits for the second yes; 14 if left out.',
  })
  days?: number;
}

export class SecondYesLimitQuery {
  @IdField({ about: 'The group or institution.' })
  party!: string;
}

export class SecondYesLimitView {
  @IdField()
  id!: string;

  @IdField()
  party!: string;

  @CurrencyCodeField()
  currency!: string;

  @AmountField({ nullable: true })
  amount!: bigint | null;

  @WholeField({ min: secondYesDays.min, max: secondYesDays.max })
  days!: number;

  @IdField()
  madeBy!: string;

  @InstantField()
  madeAt!: string;

  @CodeField(secondYesLimitStates, { name: 'SecondYesLimitState' })
  state!: string;

  static of(limit: SecondYesLimit): SecondYesLimitView {
    const { id, partyId: party, currency, amount, days, madeBy, state } = limit;
    const madeAt = new Date(limit.madeAt).toISOString();
    return { id, party, currency, amount, days, madeBy, madeAt, state };
  }
}

export class SecondYesLimitList {
  @ListField(() => SecondYesLimitView, { max: 50 })
  items!: SecondYesLimitView[];
}

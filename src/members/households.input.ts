import { AmountField, BalanceField, IdField, InstantField, ListField } from '../api/fields.js';
import { CurrencyCodeField } from '../communities/communities.input.js';
import type { DayLimits, Household } from './households.service.js';
import { householdMost } from './household.js';

export class HouseholdInput {
  @IdField({ about: 'The first person in it: oneself, or somebody whom a steward helps.' })
  personId!: string;
}

export class DayLimitInput {
  @CurrencyCodeField()
  currency!: string;

  @AmountField({ min: 0n, nullable: true, about: 'In smallest units; null for no limit.' })
  perDay!: bigint | null;
}

export class AdmissionInput {
  @IdField()
  personId!: string;

  @ListField(() => DayLimitInput, { max: 50, optional: true })
  limits?: DayLimitInput[];

  static limits({ limits = [] }: AdmissionInput): DayLimits {
    return Object.fromEntries(limits.map(({ currency, perDay }) => [currency, perDay]));
  }
}

export class DayLimitView {
  @CurrencyCodeField()
  currency!: string;

  @BalanceField({ nullable: true })
  perDay!: bigint | null;
}

export class HouseholdMemberView {
  @IdField()
  personId!: string;

  @InstantField()
  joinedAt!: string;

  @ListField(() => DayLimitView, { max: 50 })
  limits!: DayLimitView[];
}

/** What each one spent is nobody else's business, so it is left out. */
export class HouseholdView {
  @IdField()
  id!: string;

  @ListField(() => HouseholdMemberView, { max: householdMost })
  members!: HouseholdMemberView[];

  static of({ id, members }: Household): HouseholdView {
    return {
      id,
      members: members.map(({ personId, joinedAt, limits }) => ({
        personId,
        joinedAt: new Date(joinedAt).toISOString(),
        limits: limits.map(({ currency, perDay }) => ({ currency, perDay })),
      })),
    };
  }
}

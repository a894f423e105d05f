import {
  AmountField,
  BalanceField,
  CodeField,
  IdField,
  ListField,
  NestedField,
  TextField,
  WholeField,
} from '../api/fields.js';
import type { Kind } from '../api/kinds.js';
import { Field, type FieldOptions } from '../api/objects.js';
import { accountKinds, type AccountKind } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import { CurrencyCodeField, given } from './communities.input.js';
import {
  currencyKinds,
  type CurrencyKind,
  type CurrencyProfile,
  type DemurrageRule,
  type ExpiryRule,
  type SoftWarning,
} from './currency.js';
import type { CurrencyChanges } from './currencies.service.js';
import { recipeNames, type RecipeName } from './recipes.js';

const optionalLimit = { optional: true, nullable: true };

const monthKind: Kind = {
  read(value, errors) {
    if (typeof value === 'string' && /^20\d{2}-(0[1-9]|1[0-2])$/.test(value)) return value;
    errors.push({ pointer: '', code: 'not_a_day' });
    return undefined;
  },
  schema: { type: 'string', pattern: '^20\\d{2}-(0[1-9]|1[0-2])$' },
};
const MonthField = (options?: FieldOptions) => Field(monthKind, options);

export class UnitNameBody {
  @TextField({ max: 30 })
  one!: string;

  @TextField({ max: 30 })
  many!: string;
}

export class UnitNamesBody {
  @NestedField(() => UnitNameBody, { optional: true })
  nl?: UnitNameBody;

  @NestedField(() => UnitNameBody, { optional: true })
  fr?: UnitNameBody;

  @NestedField(() => UnitNameBody, { optional: true })
  en?: UnitNameBody;
}

/** One of both: a percentage of the room, or two amounts. */
export class SoftWarningBody {
  @WholeField({ min: 1, max: 50, optional: true, about: 'Percent of the room between floor and ceiling.' })
  percent?: number;

  @AmountField({ min: 0n, optional: true })
  nearFloor?: bigint;

  @AmountField({ min: 0n, optional: true })
  nearCeiling?: bigint;
}

export class DemurrageBody {
  @WholeField({ min: 1, max: 1_000_000, about: 'Millionths of the balance each period.' })
  ratePpm!: number;

  @CodeField(['month', 'quarter', 'year'])
  period!: DemurrageRule['period'];

  @MonthField({ about: 'The first month that shrinks.' })
  from!: string;

  @AmountField({ min: 0n, about: 'Balances up to this do not shrink.' })
  exempt!: bigint;

  @CodeField(['pot', 'demurrage'])
  to!: DemurrageRule['to'];
}

export class ExpiryBody {
  @WholeField({ min: 1, max: 120, about: 'Months without own movement.' })
  months!: number;

  @WholeField({ min: 14, max: 366, about: 'Days between the reminder and the expiry.' })
  graceDays!: number;

  @CodeField(['pot', 'expired'])
  to!: ExpiryRule['to'];
}

/** What may change. Amounts are in smallest units; null is no limit. */
export class CurrencyChange {
  @NestedField(() => UnitNamesBody, { optional: true })
  names?: UnitNamesBody;

  @CodeField(['hour', 'coin'], { optional: true })
  token?: 'hour' | 'coin';

  @AmountField({ optional: true, about: 'The smallest step that the pages offer.' })
  step?: bigint;

  @BalanceField({ ...optionalLimit, about: 'For accounts opened from now on, as the next three.' })
  memberFloor?: bigint | null;

  @BalanceField(optionalLimit)
  memberCeiling?: bigint | null;

  @BalanceField(optionalLimit)
  groupFloor?: bigint | null;

  @BalanceField(optionalLimit)
  groupCeiling?: bigint | null;

  @AmountField({ min: 0n, optional: true, about: 'What a new member starts with.' })
  startAmount?: bigint;

  @AmountField(optionalLimit)
  perPayment?: bigint | null;

  @AmountField(optionalLimit)
  perDay?: bigint | null;

  @AmountField(optionalLimit)
  perAcceptorDay?: bigint | null;

  @NestedField(() => SoftWarningBody, optionalLimit)
  softWarning?: SoftWarningBody | null;

  @NestedField(() => DemurrageBody, optionalLimit)
  demurrage?: DemurrageBody | null;

  @NestedField(() => ExpiryBody, optionalLimit)
  expiry?: ExpiryBody | null;
}

/** A recipe, and what is different from it. */
export class NewCurrencyInput extends CurrencyChange {
  @CurrencyCodeField()
  code!: string;

  @CodeField(recipeNames, { name: 'Recipe' })
  recipe!: RecipeName;

  @WholeField({ max: 6, optional: true, about: 'Decimals; 2 if left out. Never changes.' })
  scale?: number;
}

export class BoundsInput {
  @BalanceField({ nullable: true })
  floor!: bigint | null;

  @BalanceField({ nullable: true })
  ceiling!: bigint | null;
}

export class PurseInput {
  @CurrencyCodeField()
  currency!: string;
}

export class PurseView extends PurseInput {
  @IdField()
  accountId!: string;

  @CodeField(accountKinds)
  kind!: AccountKind;
}

export class CurrencyView {
  @CurrencyCodeField()
  code!: string;

  @CodeField(currencyKinds)
  kind!: CurrencyKind;

  @WholeField({ max: 6, about: 'Decimals.' })
  scale!: number;

  @NestedField(() => UnitNamesBody)
  names!: object;

  @CodeField(['hour', 'coin'])
  token!: 'hour' | 'coin';

  @AmountField()
  step!: Amount;

  @BalanceField({ nullable: true })
  memberFloor!: Amount | null;

  @BalanceField({ nullable: true })
  memberCeiling!: Amount | null;

  @BalanceField({ nullable: true })
  groupFloor!: Amount | null;

  @BalanceField({ nullable: true })
  groupCeiling!: Amount | null;

  @AmountField({ min: 0n })
  startAmount!: Amount;

  @AmountField({ nullable: true })
  perPayment!: Amount | null;

  @AmountField({ nullable: true })
  perDay!: Amount | null;

  @AmountField({ nullable: true })
  perAcceptorDay!: Amount | null;

  @NestedField(() => SoftWarningBody, { nullable: true })
  softWarning!: SoftWarningBody | null;

  @NestedField(() => DemurrageBody, { nullable: true })
  demurrage!: DemurrageRule | null;

  @NestedField(() => ExpiryBody, { nullable: true })
  expiry!: ExpiryRule | null;

  @WholeField({ min: 1, about: 'Counts the changes.' })
  version!: number;

  static of({ communityId: _, softWarning, ...profile }: CurrencyProfile): CurrencyView {
    return { ...profile, softWarning: warningBody(softWarning) };
  }
}

export class CurrencyList {
  @ListField(() => CurrencyView, { max: 50 })
  items!: CurrencyView[];
}

/** What comes in as changes; 'softWarning' when neither or both forms of it were filled in. */
export function changesFrom(input: CurrencyChange): CurrencyChanges | 'softWarning' {
  const { softWarning, names, ...rest } = given(input);
  const changes: CurrencyChanges = { ...rest, ...(names !== undefined && { names: given(names) }) };
  if (softWarning === undefined || softWarning === null) {
    return softWarning === undefined ? changes : { ...changes, softWarning };
  }
  const warning = warningFrom(softWarning);
  return warning === undefined ? 'softWarning' : { ...changes, softWarning: warning };
}

function warningFrom({ percent, nearFloor, nearCeiling }: SoftWarningBody): SoftWarning | undefined {
  if (percent !== undefined && nearFloor === undefined && nearCeiling === undefined)
    return { kind: 'share', percent };
  if (percent !== undefined || nearFloor === undefined || nearCeiling === undefined) return undefined;
  return { kind: 'amounts', nearFloor, nearCeiling };
}

function warningBody(rule: SoftWarning | null): SoftWarningBody | null {
  if (rule === null) return null;
  return rule.kind === 'share'
    ? { percent: rule.percent }
    : { nearFloor: rule.nearFloor, nearCeiling: rule.nearCeiling };
}

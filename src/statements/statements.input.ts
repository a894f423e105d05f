import { BalanceField, CodeField, DayField, IdField, InstantField } from '../api/fields.js';
import { ListField, NestedField, TextField, TokenField, UuidField, WholeField } from '../api/fields.js';
import { Field, type FieldOptions } from '../api/objects.js';
import { wholeKind, type Kind } from '../api/kinds.js';
import { pageMax, PageQuery } from '../api/paging.js';
import { dateForms, type DateForm } from '../api/spreadsheet.js';
import { CommunityIdField, CurrencyCodeField } from '../communities/communities.input.js';
import { languages, type Language } from '../languages/languages.js';
import { accountKinds } from '../ledger/account.js';
import { conditions, exchangeKinds, labourKinds, reasons } from '../ledger/order.js';
import { HelperView } from '../payments/payments.input.js';
import { namedPeriods, type NamedPeriod, type PeriodWish } from './period.js';
import type { StatementHead, StatementLine } from './statement.js';

const monthPattern = /^(19|[2-9]\d)\d\d-(0[1-9]|1[0-2])$/;

/** A month, YYYY-MM. */
export const monthKind: Kind = {
  read(value, errors) {
    if (typeof value === 'string' && monthPattern.test(value)) return value;
    errors.push({ pointer: '', code: 'not_a_day' });
    return undefined;
  },
  schema: { type: 'string', pattern: monthPattern.source },
};

/** The number of a line, as the place where a page ends. */
export const lineNumberKind = wholeKind({ min: 1, max: Number.MAX_SAFE_INTEGER });

export const MonthField = (options?: FieldOptions) => Field(monthKind, options);

/** Which days; this month when nothing is said. */
export class PeriodQuery extends PageQuery {
  @CodeField(namedPeriods, { optional: true, name: 'NamedPeriod' })
  period?: NamedPeriod;

  @MonthField({ optional: true, about: 'YYYY-MM' })
  month?: string;

  @DayField({ optional: true, about: 'Inclusive, by the date booked.' })
  from?: string;

  @DayField({ optional: true, about: 'Inclusive, by the date booked.' })
  to?: string;
}

/** A period, and what a `SpreadsheetQuery` asks. */
export class StatementFileQuery extends PeriodQuery {
  @CodeField(languages, { optional: true, about: 'Of the headings; else what the caller prefers.' })
  language?: Language;

  @CodeField(dateForms, { optional: true, about: 'iso (2026-01-05) or dmy (05/01/2026); iso if left out.' })
  dates?: DateForm;
}

/** What was asked, without what was left out. */
export function wishOf({ period, month, from, to }: PeriodQuery): PeriodWish {
  return {
    ...(period !== undefined && { period }),
    ...(month !== undefined && { month }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}

export class OtherSideView {
  @CodeField(accountKinds, { name: 'AccountKind' })
  kind!: string;

  @TextField({ max: 200, nullable: true, about: 'Of a group, institution or partner; never of a person.' })
  name!: string | null;

  @IdField({ nullable: true, about: 'Null for persons and households.' })
  accountId!: string | null;
}

export class StatementLineView {
  @WholeField({ min: 1, about: 'Counts the lines of the account without gaps.' })
  number!: bigint;

  @UuidField()
  exchangeId!: string;

  @TokenField()
  receiptToken!: string;

  @InstantField()
  bookedAt!: string;

  @DayField()
  bookedDate!: string;

  @DayField()
  factDate!: string;

  @BalanceField({ about: 'Smallest units; negative out, positive in.' })
  amount!: bigint;

  @BalanceField()
  balanceBefore!: bigint;

  @BalanceField()
  balanceAfter!: bigint;

  @NestedField(() => OtherSideView)
  other!: OtherSideView;

  @CodeField(exchangeKinds, { name: 'ExchangeKind' })
  kind!: string;

  @CodeField(reasons, { nullable: true })
  reason!: string | null;

  @CodeField(conditions, { name: 'Condition' })
  condition!: string;

  @CodeField(labourKinds, { nullable: true })
  labour!: string | null;

  @WholeField({ nullable: true })
  minutes!: number | null;

  @TextField({ max: 60, nullable: true, about: 'The programme of the purpose.' })
  purpose!: string | null;

  @TextField({ max: 60, nullable: true })
  programme!: string | null;

  @NestedField(() => HelperView, { nullable: true, about: 'The helper who sat beside the member.' })
  helpedBy!: StatementLine['helpedBy'];

  @WholeField({ nullable: true, about: 'The number of the line that this one puts right.' })
  corrects!: bigint | null;

  static of(line: StatementLine): StatementLineView {
    return { ...line, bookedAt: new Date(line.bookedAt).toISOString() };
  }
}

export class StatementView {
  @CommunityIdField()
  communityId!: string;

  @IdField()
  accountId!: string;

  @CodeField(accountKinds, { name: 'AccountKind' })
  kind!: string;

  @CurrencyCodeField()
  currency!: string;

  @WholeField({ max: 6 })
  scale!: number;

  @DayField()
  from!: string;

  @DayField()
  to!: string;

  @BalanceField({ about: 'Before the first line of the period.' })
  opening!: bigint;

  @BalanceField({ about: 'After the last line of the period.' })
  closing!: bigint;

  @ListField(() => StatementLineView, { max: pageMax })
  items!: StatementLineView[];

  @TextField({ max: 300, nullable: true })
  next!: string | null;

  static of(head: StatementHead, items: readonly StatementLine[], next: string | null): StatementView {
    const { after: _after, upTo: _upTo, ...shown } = head;
    return { ...shown, items: items.map((line) => StatementLineView.of(line)), next };
  }
}

import {
  AmountField,
  CodeField,
  FlagField,
  IdField,
  InstantField,
  ListField,
  TextField,
  UuidField,
  WholeField,
} from '../api/fields.js';
import { Field, type FieldOptions } from '../api/objects.js';
import { PageOf } from '../api/paging.js';
import { shapedKind } from '../communities/communities.input.js';
import { at, ProgrammeCodeField, PurposeField } from './programmes.input.js';
import { monthsMost, repeatStates, type RepeatState } from './repeat.js';
import type { ShownRepeat } from './repeats.service.js';

/** A month, YYYY-MM. */
const monthKind = shapedKind(/^20\d{2}-(0[1-9]|1[0-2])$/);
const MonthField = (options?: FieldOptions) => Field(monthKind, options);

export class NewRepeatInput {
  @UuidField({ about: 'Made by the caller; the same again proposes nothing twice.' })
  id!: string;

  @IdField({ about: 'A group or partner.' })
  party!: string;

  @PurposeField({ optional: true, about: 'The free share, or the only purpose, if left out.' })
  purpose?: string;

  @AmountField({ about: 'Of each month.' })
  amount!: bigint;

  @MonthField({ about: 'The first month, YYYY-MM; not one that is over.' })
  firstMonth!: string;

  @MonthField({ about: 'The last month, YYYY-MM, within the period of the programme.' })
  lastMonth!: string;

  @WholeField({ min: 1, max: 28, about: 'The day of each month on which it is promised.' })
  day!: number;

  @FlagField({ optional: true, about: 'Acknowledges that the currency can be spent nowhere yet.' })
  acceptNoOutlet?: boolean;
}

export class RepeatDecisionInput {
  @FlagField()
  approve!: boolean;
}

export class RepeatMonthView {
  @MonthField()
  month!: string;

  @TextField({ max: 36, nullable: true, about: 'The issue of this month; null when there was none to make.' })
  issue!: string | null;

  @TextField({ max: 60, nullable: true, about: 'The code of what stood in the way.' })
  skipped!: string | null;
}

export class RepeatView {
  @UuidField()
  id!: string;

  @ProgrammeCodeField()
  programme!: string;

  @PurposeField()
  purpose!: string;

  @IdField()
  party!: string;

  @AmountField()
  amount!: bigint;

  @MonthField()
  firstMonth!: string;

  @MonthField()
  lastMonth!: string;

  @WholeField({ min: 1, max: 28 })
  day!: number;

  @CodeField(repeatStates, { name: 'RepeatState' })
  state!: RepeatState;

  @IdField()
  madeBy!: string;

  @InstantField()
  madeAt!: string;

  @TextField({ max: 40, nullable: true })
  decidedBy!: string | null;

  @InstantField({ nullable: true })
  stoppedAt!: string | null;

  @ListField(() => RepeatMonthView, { max: monthsMost, about: 'What became of the months so far.' })
  months!: RepeatMonthView[];

  @ListField(shapedKind(/^[a-z_]{1,60}$/), { max: 5, about: 'What is to be known of it, as codes.' })
  warnings!: string[];

  static of({ repeat, months }: ShownRepeat, warnings: readonly string[] = []): RepeatView {
    const { id, programme, purpose, amount, firstMonth, lastMonth, day, state, madeBy, decidedBy } = repeat;
    return {
      ...{ id, programme, purpose, amount, firstMonth, lastMonth, day, state, madeBy, decidedBy },
      party: repeat.partyId,
      madeAt: at(repeat.madeAt)!,
      stoppedAt: at(repeat.stoppedAt),
      months: months.map(({ month, issueId, skipped }) => ({ month, issue: issueId, skipped })),
      warnings: [...warnings],
    };
  }
}

export class RepeatPage extends PageOf(RepeatView) {}

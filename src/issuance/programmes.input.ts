import {
  AmountField,
  CodeField,
  DayField,
  FlagField,
  IdField,
  InstantField,
  ListField,
  NestedField,
  TextField,
  WholeField,
} from '../api/fields.js';
import { codeKind, idKind, textKind } from '../api/kinds.js';
import { Field, type FieldOptions } from '../api/objects.js';
import { PageOf } from '../api/paging.js';
import { CurrencyCodeField, shapedKind } from '../communities/communities.input.js';
import { languages, type Language } from '../languages/languages.js';
import {
  expiryEnds,
  gifts,
  versionStates,
  visibilities,
  type ExpiryEnd,
  type Gift,
  type Programme,
  type ProgrammeVersion,
  type VersionState,
  type Visibility,
} from './programme.js';

/** A programme's code: 2 to 40 small letters, digits and hyphens. */
export const programmeCodeKind = shapedKind(/^[a-z0-9][a-z0-9-]{1,39}$/);
const purposeKind = shapedKind(/^[a-z0-9][a-z0-9-]{0,19}$/);
export const ProgrammeCodeField = (options?: FieldOptions) => Field(programmeCodeKind, options);
export const PurposeField = (options?: FieldOptions) => Field(purposeKind, options);

const maybe = { optional: true, nullable: true };
const lineKind = textKind({ max: 200 });

export class PurposeInput {
  @PurposeField()
  code!: string;

  @TextField({ max: 60 })
  name!: string;

  @AmountField({ about: 'Its part of the budget.' })
  budget!: bigint;
}

/** Everything that may be said of a programme; what is left out has a default, or stays as it is. */
export class TermsInput {
  @TextField({ max: 80, optional: true })
  name?: string;

  @TextField({ max: 80, optional: true, about: "The council's decision." })
  decision?: string;

  @TextField({ max: 300, ...maybe })
  decisionUri?: string | null;

  @TextField({ max: 60, ...maybe, about: 'The key of the budget in the accounts of the institution.' })
  budgetKey?: string | null;

  @TextField({ max: 60, ...maybe, about: 'The action in the multi-year plan.' })
  planAction?: string | null;

  @ListField(idKind, { max: 10, optional: true, about: 'Institutions that give together.' })
  issuers?: string[];

  @AmountField({ optional: true })
  budget?: bigint;

  @DayField({ optional: true })
  from?: string;

  @DayField({ optional: true })
  until?: string;

  @ListField(() => PurposeInput, { max: 12, optional: true, about: 'What is left of the budget is free.' })
  purposes?: PurposeInput[];

  @ListField(codeKind(gifts), { max: gifts.length, optional: true })
  gives?: Gift[];

  @FlagField({ optional: true, about: 'Whether it takes the place of a right or of a paid service.' })
  replacesRight?: boolean;

  @TextField({ max: 300, lines: true, ...maybe })
  replacesNote?: string | null;

  @ListField(idKind, { max: 500, ...maybe, about: 'Who may receive; null for every group and partner.' })
  recipients?: string[] | null;

  @ListField(lineKind, { max: 12, optional: true })
  earnRules?: string[];

  @ListField(lineKind, { max: 12, optional: true })
  spendRules?: string[];

  @AmountField({ ...maybe })
  perIssue?: bigint | null;

  @AmountField({ ...maybe })
  perParty?: bigint | null;

  @WholeField({ min: 1, max: 366, optional: true, about: 'Days that a promise stands.' })
  promiseDays?: number;

  @CodeField(expiryEnds, { optional: true, about: 'Where the value of unused vouchers goes.' })
  expiry?: ExpiryEnd;

  @WholeField({ min: 0, max: 366, optional: true })
  graceDays?: number;

  @CodeField(visibilities, { optional: true })
  visibility?: Visibility;

  @ListField(codeKind(languages), { min: 1, max: languages.length, optional: true })
  languages?: Language[];
}

export class NewProgrammeInput {
  @ProgrammeCodeField()
  code!: string;

  @IdField({ about: 'The institution whose programme it is.' })
  owner!: string;

  @CurrencyCodeField()
  currency!: string;

  @TextField({ max: 80 })
  name!: string;

  @TextField({ max: 80, about: "The council's decision." })
  decision!: string;

  @AmountField()
  budget!: bigint;

  @DayField()
  from!: string;

  @DayField()
  until!: string;

  @NestedField(() => TermsInput, { optional: true, about: 'Everything else; it has defaults.' })
  terms?: TermsInput;
}

export class DecisionInput {
  @WholeField({ min: 1, max: 1_000_000, about: 'The version that is decided on.' })
  version!: number;

  @FlagField()
  approve!: boolean;
}

export class VersionView {
  @WholeField({ min: 1 })
  version!: number;

  @NestedField(() => TermsInput)
  terms!: TermsInput;

  @CodeField(versionStates)
  state!: VersionState;

  @IdField()
  madeBy!: string;

  @InstantField()
  madeAt!: string;

  @TextField({ max: 40, nullable: true })
  decidedBy!: string | null;

  @InstantField({ nullable: true })
  decidedAt!: string | null;

  static of(version: ProgrammeVersion): VersionView {
    const { madeAt, decidedAt, terms } = version;
    return {
      ...version,
      terms: terms as unknown as TermsInput,
      madeAt: at(madeAt)!,
      decidedAt: at(decidedAt),
    };
  }
}

export class VersionListView {
  @ListField(() => VersionView, { max: 1000 })
  items!: VersionView[];
}

export class ProgrammeView {
  @ProgrammeCodeField()
  code!: string;

  @IdField()
  owner!: string;

  @CurrencyCodeField()
  currency!: string;

  @NestedField(() => VersionView, { nullable: true, about: 'In force.' })
  current!: VersionView | null;

  @NestedField(() => VersionView, { nullable: true, about: 'Waits for approval; for the institution only.' })
  waiting!: VersionView | null;

  /** @param inside whether the reader belongs to the institution */
  static of({ code, ownerId, currency, current, waiting }: Programme, inside: boolean): ProgrammeView {
    return {
      code,
      owner: ownerId,
      currency,
      current: current === null ? null : VersionView.of(current),
      waiting: waiting === null || !inside ? null : VersionView.of(waiting),
    };
  }
}

export class ProgrammePage extends PageOf(ProgrammeView) {}

/** In UTC (RFC 3339). */
export function at(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

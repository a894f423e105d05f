import {
  AmountField,
  CodeField,
  FlagField,
  IdField,
  InstantField,
  ListField,
  NestedField,
  TextField,
  UuidField,
  WholeField,
} from '../api/fields.js';
import { PageOf } from '../api/paging.js';
import { shapedKind } from '../communities/communities.input.js';
import { headsMost } from './issue-files.service.js';
import { issueTargets, keptIssueStates, stateOfIssue, type Issue, type IssueState } from './issue.js';
import { VoucherTermsInput } from '../vouchers/batches.input.js';
import { at, ProgrammeCodeField, PurposeField } from './programmes.input.js';

const NoOutletField = () =>
  FlagField({ optional: true, about: 'Acknowledges that the currency can be spent nowhere yet.' });
const warningKind = shapedKind(/^[a-z_]{1,60}$/);

export class NewIssueInput {
  @UuidField({ about: 'Made by the caller; the same again proposes nothing twice.' })
  id!: string;

  @IdField({ optional: true, about: 'A group or partner; left out for the risk fund.' })
  party?: string;

  @CodeField(['risk'], { optional: true, name: 'IssueWithoutParty' })
  target?: 'risk';

  @PurposeField({ optional: true, about: 'The free share, or the only purpose, if left out.' })
  purpose?: string;

  @AmountField()
  amount!: bigint;

  @WholeField({
    ...{ min: 1, max: headsMost, optional: true },
    about: 'For how many people of a household; only the product is kept, and nothing about persons.',
  })
  heads?: number;

  @NoOutletField()
  acceptNoOutlet?: boolean;
}

export class VoucherIssueInput {
  @UuidField({ about: 'Made by the caller; the same again proposes nothing twice.' })
  id!: string;

  @PurposeField({ optional: true })
  purpose?: string;

  @AmountField({ about: 'What each voucher is worth.' })
  each!: bigint;

  @WholeField({ min: 1, max: 10_000 })
  count!: number;

  @NestedField(() => VoucherTermsInput, { optional: true })
  terms?: VoucherTermsInput;

  @NoOutletField()
  acceptNoOutlet?: boolean;
}

export class IssueListInput {
  @ListField(() => NewIssueInput, { min: 1, max: 1000 })
  issues!: NewIssueInput[];
}

export class IssueView {
  @UuidField()
  id!: string;

  @ProgrammeCodeField()
  programme!: string;

  @PurposeField()
  purpose!: string;

  @CodeField(issueTargets)
  target!: string;

  @IdField({ nullable: true })
  party!: string | null;

  @TextField({ max: 40, nullable: true })
  batch!: string | null;

  @TextField({
    max: 36,
    nullable: true,
    about: 'The repeat whose month it is; null for one that stands alone.',
  })
  repeat!: string | null;

  @AmountField()
  amount!: bigint;

  @CodeField([...keptIssueStates, 'lapsed'], { name: 'IssueState' })
  state!: IssueState;

  @IdField()
  madeBy!: string;

  @InstantField()
  madeAt!: string;

  @TextField({ max: 40, nullable: true })
  decidedBy!: string | null;

  @InstantField({ nullable: true })
  decidedAt!: string | null;

  @InstantField({ nullable: true })
  promisedUntil!: string | null;

  @InstantField({ nullable: true })
  endedAt!: string | null;

  static of(issue: Issue, now: number): IssueView {
    const { id, programme, purpose, target, amount, madeBy, decidedBy } = issue;
    return {
      ...{ id, programme, purpose, target, amount, madeBy, decidedBy },
      party: issue.partyId,
      batch: issue.batchId,
      repeat: issue.repeatId,
      state: stateOfIssue(issue, now),
      madeAt: at(issue.madeAt)!,
      decidedAt: at(issue.decidedAt),
      promisedUntil: at(issue.promisedUntil),
      endedAt: at(issue.endedAt),
    };
  }
}

/** An issue that was proposed now. */
export class ProposedIssueView extends IssueView {
  @ListField(warningKind, { max: 5, about: 'What is to be known of it, as codes.' })
  warnings!: string[];

  static from(issue: Issue, warnings: readonly string[], now: number): ProposedIssueView {
    return { ...IssueView.of(issue, now), warnings: [...warnings] };
  }
}

export class IssuePage extends PageOf(IssueView) {}

export class BadLineView {
  @WholeField({ min: 0, about: 'Counted from 0.' })
  line!: number;

  @TextField({ max: 60, about: 'The code of the refusal.' })
  code!: string;
}

export class IssuePreviewView {
  @ListField(() => BadLineView, { max: 1000 })
  lines!: BadLineView[];

  @AmountField({ min: 0n, about: 'Of all lines.' })
  total!: bigint;

  @ListField(warningKind, { max: 5, about: 'What is to be known before the first issue, as codes.' })
  warnings!: string[];
}

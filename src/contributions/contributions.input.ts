import { CodeField, DayField, FlagField, IdField, InstantField } from '../api/fields.js';
import { ListField, NestedField, TextField, UuidField, WholeField } from '../api/fields.js';
import { codeKind, patternKind } from '../api/kinds.js';
import { Field, type FieldOptions } from '../api/objects.js';
import { PageQuery } from '../api/paging.js';
import { DrawingField } from '../communities/communities.input.js';
import { partyKinds, type PartyKind } from '../communities/party.js';
import { conditions, modes, type Condition, type Mode } from '../ledger/order.js';
import { contributionStates, sides, things, type Side, type Thing, type Yes } from './contribution.js';
import type { SeenContribution, SeenSide } from './contribution-sight.service.js';

const titleMax = 80;

/** A programme's code: 2 to 40 small letters, digits and hyphens. */
export const programmeKind = patternKind(/^[a-z0-9][a-z0-9-]{1,39}$/, 'bad_characters');
const ProgrammeField = (options?: FieldOptions) => Field(programmeKind, options);

export class NewContributionInput {
  @CodeField(sides, { name: 'ContributionSide', about: 'For which side it is said, by whoever asks.' })
  side!: Side;

  @IdField({ about: 'The party that brings it.' })
  giver!: string;

  @IdField({ about: 'The party that it is brought to.' })
  taker!: string;

  @CodeField(modes, { name: 'Mode' })
  mode!: Mode;

  @CodeField(things, { name: 'ContributionThing' })
  thing!: Thing;

  @TextField({ max: titleMax, about: 'What it is, in your own words. It can be taken away again.' })
  title!: string;

  @DayField()
  from!: string;

  @DayField({ optional: true, about: 'The last day; no end if left out.' })
  until?: string;

  @CodeField(conditions, { optional: true, name: 'Condition', about: 'None if left out.' })
  condition?: Condition;

  @DayField({ optional: true, about: 'With return_by, and only then.' })
  conditionDay?: string;

  @ProgrammeField({ optional: true, about: 'The code of the programme that it is under.' })
  programme?: string;

  @FlagField({ optional: true, about: 'Needed to say yes to a condition: that who receives was shown it.' })
  conditionSeen?: boolean;
}

export class TakeOverInput {
  @UuidField({ about: 'An exchange between two parties, of which you are one or act for one.' })
  exchange!: string;

  @TextField({ max: titleMax, optional: true })
  title?: string;

  @ProgrammeField({ optional: true })
  programme?: string;

  @FlagField({ optional: true })
  conditionSeen?: boolean;
}

export class AgreeInput {
  @FlagField({ optional: true, about: 'Needed to say yes to a condition: that who receives was shown it.' })
  conditionSeen?: boolean;
}

export class ContributionQuery extends PageQuery {
  @IdField({ optional: true, about: 'What this party brings and gets; without it and a programme, oneself.' })
  party?: string;

  @ProgrammeField({ optional: true, about: 'What is brought under this programme.' })
  programme?: string;
}

export class ContributionSideView {
  @IdField({ nullable: true, about: 'Null for persons whom the reader may not know.' })
  id!: string | null;

  @CodeField(partyKinds, { name: 'PartyKind' })
  kind!: PartyKind;

  @TextField({ max: 60, nullable: true })
  name!: string | null;

  @DrawingField({ nullable: true })
  picture!: string | null;

  @DrawingField({ nullable: true })
  colour!: string | null;

  @InstantField({ nullable: true, about: 'When this side said yes.' })
  agreedAt!: string | null;

  static of({ kind, face }: SeenSide, yes: Yes | null): ContributionSideView {
    const agreedAt = yes === null ? null : new Date(yes.at).toISOString();
    const { partyId: id = null, name = null, picture = null, colour = null } = face ?? {};
    return { id, kind, name, picture, colour, agreedAt };
  }
}

export class ContributionView {
  @UuidField()
  id!: string;

  @NestedField(() => ContributionSideView)
  giver!: ContributionSideView;

  @NestedField(() => ContributionSideView)
  taker!: ContributionSideView;

  @CodeField(modes, { name: 'Mode' })
  mode!: string;

  @CodeField(things, { name: 'ContributionThing' })
  thing!: string;

  @TextField({ max: titleMax, nullable: true })
  title!: string | null;

  @DayField()
  from!: string;

  @DayField({ nullable: true })
  until!: string | null;

  @CodeField(conditions, { name: 'Condition' })
  condition!: string;

  @DayField({ nullable: true })
  conditionDay!: string | null;

  @ProgrammeField({ nullable: true })
  programme!: string | null;

  @UuidField({ nullable: true, about: 'The exchange by which the books know it.' })
  exchange!: string | null;

  @CodeField(contributionStates, { name: 'ContributionState' })
  state!: string;

  @ListField(codeKind(sides), { max: 2, about: 'The sides that the reader speaks for.' })
  mine!: readonly string[];

  static of({ contribution, giver, taker, mine }: SeenContribution): ContributionView {
    const { id, mode, thing, title, condition, conditionDay, programme, state, yes } = contribution;
    return {
      id,
      giver: ContributionSideView.of(giver, yes.giver),
      taker: ContributionSideView.of(taker, yes.taker),
      ...{ mode, thing, title, condition, conditionDay, programme, state },
      from: contribution.fromDay,
      until: contribution.untilDay,
      exchange: contribution.exchangeId,
      mine: [...mine],
    };
  }
}

export class ConditionWarningView {
  @IdField()
  giverId!: string;

  @WholeField({ about: 'How many of its contributions have a condition.' })
  conditional!: number;

  @WholeField({ about: 'How many contributions the party has in all.' })
  all!: number;
}

export class ContributionPage {
  @ListField(() => ContributionView, { max: 200 })
  items!: ContributionView[];

  @TextField({ max: 300, nullable: true })
  next!: string | null;

  @ListField(() => ConditionWarningView, {
    max: 1000,
    about: 'Givers with conditions on more than a third of what the party has; for its own people.',
  })
  warnings!: readonly ConditionWarningView[];

  @WholeField({ nullable: true, about: 'For the government: how many more, of which no more is told.' })
  others!: number | null;
}

import {
  BalanceField,
  CodeField,
  IdField,
  InstantField,
  ListField,
  TextField,
  UuidField,
} from '../api/fields.js';
import { idKind } from '../api/kinds.js';
import { PageOf } from '../api/paging.js';
import { CurrencyCodeField, DrawingField } from '../communities/communities.input.js';
import type { ClosureLine, ClosureTarget } from '../communities/closure.js';
import type { GroupPurse } from './group-purses.service.js';
import {
  memberships,
  phases,
  visibilities,
  type Membership,
  type Phase,
  type Visibility,
} from './initiative.js';
import type { SeenInitiative } from './initiatives.service.js';

const beginning = ['seed', 'growing', 'established'] as const;

export class NewInitiativeInput {
  @TextField({ max: 60 })
  name!: string;

  @DrawingField({ about: 'The name of a drawing.' })
  picture!: string;

  @DrawingField({ about: 'The name of a colour.' })
  colour!: string;

  @TextField({ max: 120, optional: true, nullable: true })
  place?: string | null;

  @TextField({ max: 300, optional: true, nullable: true })
  aim?: string | null;

  @CodeField(visibilities, { optional: true, about: 'Hidden if left out.' })
  visibility?: Visibility;

  @CodeField(memberships, { optional: true, about: 'Closed if left out.' })
  membership?: Membership;

  @CodeField(beginning, { optional: true })
  phase?: (typeof beginning)[number];

  @ListField(idKind, { max: 10, optional: true, about: 'Persons who keep its purse.' })
  treasurers?: string[];
}

export class InitiativeChange {
  @TextField({ max: 60, optional: true })
  name?: string;

  @DrawingField({ optional: true })
  picture?: string;

  @DrawingField({ optional: true })
  colour?: string;

  @TextField({ max: 120, optional: true, nullable: true })
  place?: string | null;

  @TextField({ max: 300, optional: true, nullable: true })
  aim?: string | null;

  @CodeField(visibilities, { optional: true })
  visibility?: Visibility;

  @CodeField(memberships, { optional: true })
  membership?: Membership;

  @CodeField(['seed', 'growing', 'established', 'paused'], {
    optional: true,
    about: 'To stop, make a closure.',
  })
  phase?: Exclude<Phase, 'stopped'>;
}

/** What one sees of a group; what is not for this reader is null. */
export class InitiativeView {
  @IdField()
  id!: string;

  @TextField({ max: 60 })
  name!: string;

  @DrawingField()
  picture!: string;

  @DrawingField()
  colour!: string;

  @TextField({ max: 120, nullable: true })
  place!: string | null;

  @TextField({ max: 300, nullable: true })
  aim!: string | null;

  @CodeField(visibilities, { nullable: true })
  visibility!: Visibility | null;

  @CodeField(memberships, { nullable: true })
  membership!: Membership | null;

  @CodeField(phases, { nullable: true })
  phase!: Phase | null;

  @InstantField({ nullable: true })
  createdAt!: string | null;

  static of(seen: SeenInitiative): InitiativeView {
    const { id, name, picture, colour } = seen.initiative;
    const rest = { place: null, aim: null, visibility: null, membership: null, phase: null, createdAt: null };
    if (seen.extent === 'name') return { id, name, picture, colour, ...rest };
    const { place, aim, visibility, membership, phase, createdAt } = seen.initiative;
    const at = new Date(createdAt).toISOString();
    return { id, name, picture, colour, place, aim, visibility, membership, phase, createdAt: at };
  }
}

export class InitiativePage extends PageOf(InitiativeView) {}

export class FoundedView extends InitiativeView {
  @ListField(idKind, { max: 10, about: 'Those whose mandate was refused.' })
  withoutMandate!: readonly string[];
}

export class GroupPersonView {
  @IdField()
  personId!: string;
}

export class GroupPeoplePage extends PageOf(GroupPersonView) {}

export class GroupPurseInput {
  @CodeField(['purpose', 'pot'])
  kind!: 'purpose' | 'pot';

  @CurrencyCodeField()
  currency!: string;

  @TextField({ max: 60 })
  name!: string;

  @DrawingField()
  picture!: string;
}

export class GroupPurseView extends GroupPurseInput {
  @IdField()
  accountId!: string;

  static from({ accountId, kind, currency, name, picture }: GroupPurse): GroupPurseView {
    return { accountId, kind, currency, name, picture };
  }
}

export class GroupPurseList {
  @ListField(() => GroupPurseView, { max: 100 })
  items!: GroupPurseView[];
}

export class ClosureInput {
  @IdField({ nullable: true, about: 'The party that gets what is left; null for the pot of the community.' })
  toPartyId!: string | null;
}

export class ClosureQuery {
  @IdField({
    optional: true,
    about: 'The party that would get what is left; the pot of the community if left out.',
  })
  toPartyId?: string;
}

export class ClosureLineView {
  @IdField()
  accountId!: string;

  @CurrencyCodeField()
  currency!: string;

  @TextField({ max: 30 })
  kind!: string;

  @BalanceField()
  balance!: bigint;

  @IdField()
  toAccountId!: string;
}

export class ClosureView {
  @ListField(() => ClosureLineView, { max: 200 })
  lines!: readonly ClosureLine[];

  @UuidField({
    nullable: true,
    about: 'The exchange that settled it; null for a preview, or when nothing was left.',
  })
  exchangeId!: string | null;
}

export function targetOf(partyId: string | null | undefined): ClosureTarget {
  return partyId == null ? 'pot' : { partyId };
}

import { CodeField, FlagField, IdField, InstantField, TextField } from '../api/fields.js';
import { PageOf, PageQuery } from '../api/paging.js';
import { DrawingField } from '../communities/communities.input.js';
import { institutionKinds, type InstitutionKind } from '../communities/party.js';
import type { Institution } from './institution.js';

const words = { optional: true, nullable: true };

export class InstitutionChange {
  @TextField({ max: 60, optional: true })
  name?: string;

  @DrawingField({ optional: true })
  picture?: string;

  @DrawingField({ optional: true })
  colour?: string;

  @TextField({ max: 120, ...words })
  place?: string | null;

  @TextField({ max: 300, lines: true, ...words })
  openingHours?: string | null;

  @TextField({ max: 300, lines: true, ...words, about: 'What coins are good for there.' })
  offer?: string | null;

  @FlagField({ optional: true, about: 'Whether coins can be spent there. A new shop is, if left out.' })
  outlet?: boolean;
}

export class NewInstitutionInput {
  @CodeField(institutionKinds)
  kind!: InstitutionKind;

  @TextField({ max: 60 })
  name!: string;

  @DrawingField({ about: 'The name of a drawing.' })
  picture!: string;

  @DrawingField({ about: 'The name of a colour.' })
  colour!: string;

  @TextField({ max: 120, ...words })
  place?: string | null;

  @TextField({ max: 300, lines: true, ...words })
  openingHours?: string | null;

  @TextField({ max: 300, lines: true, ...words })
  offer?: string | null;

  @FlagField({ optional: true })
  outlet?: boolean;
}

export class InstitutionQuery extends PageQuery {
  @CodeField(institutionKinds, { optional: true })
  kind?: InstitutionKind;

  @FlagField({ optional: true, about: 'Only those where coins can be spent.' })
  outlets?: boolean;
}

export class InstitutionView {
  @IdField()
  id!: string;

  @CodeField(institutionKinds)
  kind!: InstitutionKind;

  @TextField({ max: 60 })
  name!: string;

  @DrawingField()
  picture!: string;

  @DrawingField()
  colour!: string;

  @TextField({ max: 120, nullable: true })
  place!: string | null;

  @TextField({ max: 300, nullable: true })
  openingHours!: string | null;

  @TextField({ max: 300, nullable: true })
  offer!: string | null;

  @FlagField()
  outlet!: boolean;

  @InstantField({ nullable: true })
  closedAt!: string | null;

  static of({ communityId: _, outletSince, createdAt: __, closedAt, ...rest }: Institution): InstitutionView {
    return {
      ...rest,
      outlet: outletSince !== null,
      closedAt: closedAt === null ? null : new Date(closedAt).toISOString(),
    };
  }
}

export class InstitutionPage extends PageOf(InstitutionView) {}

export class LeaveInput {
  @IdField({ nullable: true, about: 'The party that gets what is left; null for the pot of the community.' })
  toPartyId!: string | null;
}

export class LeftView {
  @TextField({ max: 36, nullable: true, about: 'The exchange that settled it; null when nothing was left.' })
  exchangeId!: string | null;
}

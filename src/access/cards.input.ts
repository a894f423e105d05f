import {
  CodeField,
  IdField,
  InstantField,
  ListField,
  TextField,
  TokenField,
  WholeField,
} from '../api/fields.js';
import { PageOf, PageQuery } from '../api/paging.js';
import { blanksMax, cardStates, type Card, type CardState } from './card.js';
import type { PrintableBlank } from './card-stock.service.js';
import { secretKinds } from './secret.js';

export class BlanksInput {
  @WholeField({ min: 1, max: blanksMax, about: 'How many blank cards to make.' })
  count!: number;
}

export class CardQuery extends PageQuery {
  @CodeField(cardStates, { optional: true, name: 'CardState' })
  state?: CardState;

  @IdField({ optional: true, about: 'Only those this person has or had, newest first.' })
  partyId?: string;
}

/** A card secret as it comes in. It is in no answer. */
const secretBounds = {
  max: 60,
  nullable: true,
  about: 'Four digits, or three of the nine pictures with spaces between; null for none, with low limits.',
} as const;

export class EnrolInput {
  @IdField({ about: 'The person who gets the card.' })
  partyId!: string;

  @TextField(secretBounds)
  secret!: string | null;
}

export class SecretInput {
  @TextField(secretBounds)
  secret!: string | null;
}

export class ReplaceInput {
  @IdField({ about: 'The blank that works from now on.' })
  blankId!: string;
}

export class ScannedInput {
  @TokenField({ about: 'What the QR code says after the last slash.' })
  token!: string;
}

export class CardView {
  @IdField()
  id!: string;

  @TextField({ max: 5, about: 'As it is printed on the card.' })
  number!: string;

  @CodeField(cardStates, { name: 'CardState' })
  state!: string;

  @IdField({ nullable: true })
  partyId!: string | null;

  @CodeField(secretKinds, { nullable: true, name: 'CardSecretKind' })
  secretKind!: string | null;

  @IdField({ nullable: true, about: 'The card in whose place this one came.' })
  replaces!: string | null;

  @InstantField()
  changedAt!: string;

  static of({ id, number, state, partyId, secretKind, replaces, changedAt }: Card): CardView {
    return {
      ...{ id, number, state, partyId, secretKind, replaces },
      changedAt: new Date(changedAt).toISOString(),
    };
  }
}

export class CardPage extends PageOf(CardView) {}

export class BlankView {
  @IdField()
  id!: string;

  @TextField({ max: 5 })
  number!: string;

  static of({ id, number }: PrintableBlank): BlankView {
    return { id, number };
  }
}

export class BlanksView {
  @ListField(() => BlankView, { max: blanksMax })
  items!: BlankView[];
}

import { FormInput, TextField, UuidField } from '../api/fields.js';
import { pileMost } from './pile.js';

/** Codes with spaces between them, as `writeShown` writes them. */
@FormInput()
export class CodesForm {
  @TextField({ max: pileMost * 30 })
  codes!: string;
}

/** The yes to a pile of vouchers. */
@FormInput()
export class PileForm extends CodesForm {
  @UuidField()
  order!: string;

  @TextField({ max: 60, optional: true, about: 'Of the person whose vouchers they are.' })
  card?: string;
}

/** The yes to putting them on the card that was scanned before. */
@FormInput()
export class OnCardForm extends CodesForm {
  @UuidField()
  order!: string;

  @TextField({ max: 60 })
  card!: string;
}

export class TakenQuery {
  @TextField({ max: pileMost * 20, optional: true, about: 'Serials, with dots between them.' })
  s?: string;
}

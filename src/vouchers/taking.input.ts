import { AmountField, FormInput, TextField, UuidField } from '../api/fields.js';
import type { Amount } from '../ledger/amount.js';
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

/** How much of a voucher; not yet said when it is asked for the first time. */
@FormInput()
export class PartForm extends CodesForm {
  @AmountField({ optional: true })
  amount?: Amount;

  /** A decimal figure, such as 0,5. It goes before the tiles, because Enter in its field presses the first of them. */
  @TextField({ max: 20, optional: true })
  other?: string;
}

/** The yes to a part, and to the rest on the card that was scanned. */
@FormInput()
export class PartYesForm extends OnCardForm {
  @AmountField()
  amount!: Amount;
}

export class TakenQuery {
  @TextField({ max: pileMost * 20, optional: true, about: 'Serials, with dots between them.' })
  s?: string;
}

import { AmountField, CodeField, FlagField, IdField, InstantField, ListField } from '../api/fields.js';
import { NestedField, TextField, UuidField, WholeField } from '../api/fields.js';
import { reasons, type Reason } from '../ledger/order.js';
import { codeStates } from './code.js';
import type { SeenVisit } from './card-visit.js';
import type { VisitLook } from './card-visits.service.js';
import { FaceView, paidKinds, PayeeInput, SideView } from './payments.input.js';
import type { PaidKind } from './payments.service.js';
import { requestStates } from './request.js';

export class NewVisitInput {
  @TextField({ max: 60, about: 'The token in the QR code of the card.' })
  card!: string;
}

export class VisitLookInput extends PayeeInput {
  @AmountField({ optional: true })
  amount?: bigint;
}

export class VisitPaymentInput extends VisitLookInput {
  @TextField({ max: 60, optional: true, about: 'Three pictures or four digits, as the member gave them.' })
  secret?: string;

  @FlagField({ optional: true, about: 'Less than a standing code says is meant so.' })
  part?: boolean;

  @CodeField(paidKinds, { optional: true, name: 'PaidKind' })
  kind?: PaidKind;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;
}

export class VisitReversalInput {
  @UuidField({ about: 'What the member received and gives back.' })
  exchange!: string;

  @CodeField(reasons, { name: 'Reason' })
  reason!: Reason;

  @TextField({ max: 60, about: 'Three pictures or four digits, as the member gave them.' })
  secret!: string;
}

export class CardVisitView {
  @IdField()
  id!: string;

  @NestedField(() => FaceView, {
    nullable: true,
    about: 'Of the member for the helper; of the helper for the member.',
  })
  face!: FaceView | null;

  @InstantField()
  openedAt!: string;

  @InstantField({ about: 'When it is over unless it goes on, or when it was.' })
  endsAt!: string;

  @FlagField()
  over!: boolean;

  static of({ visit, face, endsAt, isOver }: SeenVisit): CardVisitView {
    return {
      id: visit.id,
      face: face === null ? null : FaceView.of(face),
      openedAt: new Date(visit.openedAt).toISOString(),
      endsAt: new Date(endsAt).toISOString(),
      over: isOver,
    };
  }
}

export class CardVisitList {
  @ListField(() => CardVisitView, { max: 50 })
  items!: CardVisitView[];
}

/** What the member is about to pay. It tells nothing of what they have. */
export class VisitLookView {
  @UuidField({ about: 'A fresh id for the payment that may follow.' })
  orderId!: string;

  @CodeField([...new Set([...codeStates, ...requestStates])])
  state!: string;

  @NestedField(() => SideView)
  payee!: SideView;

  @TextField({ max: 8 })
  currency!: string;

  @WholeField({ max: 6 })
  scale!: number;

  @AmountField({ nullable: true, about: 'Null while it has to be chosen.' })
  amount!: bigint | null;

  @FlagField()
  amountIsFixed!: boolean;

  @CodeField(reasons, { name: 'Reason', nullable: true })
  reason!: string | null;

  static of({ orderId, state, payee, currency, amount, amountIsFixed, reason }: VisitLook): VisitLookView {
    const { code, scale } = currency;
    return {
      orderId,
      state,
      payee: SideView.of(payee),
      currency: code,
      scale,
      amount,
      amountIsFixed,
      reason,
    };
  }
}

import { AmountField, CodeField, DayField, FlagField, IdField, NestedField } from '../api/fields.js';
import { TextField, UuidField, WholeField } from '../api/fields.js';
import type { Face } from '../communities/faces.js';
import { partyKinds } from '../communities/party.js';
import {
  labourKinds,
  reasons,
  subjects,
  type LabourKind,
  type Reason,
  type Subject,
} from '../ledger/order.js';
import { codeStates } from './code.js';
import type { PaidKind } from './payments.service.js';
import type { Preview, PreviewSide } from './preview.service.js';
import { requestStates } from './request.js';

export const paidKinds = ['payment', 'thanks', 'gift', 'pot'] as const satisfies readonly PaidKind[];

/** Who is paid, in one of four ways. */
export class PayeeInput {
  @TextField({ max: 60, optional: true, about: 'The token in a QR code.' })
  code?: string;

  @IdField({ optional: true, about: 'Or a request.' })
  request?: string;

  @IdField({ optional: true, about: 'Or an account.' })
  to?: string;

  @IdField({ optional: true, about: "Or a party; its oldest account in the payer's currency is paid." })
  toParty?: string;
}

export class PaymentInput extends PayeeInput {
  @IdField({ about: 'The account that pays.' })
  from!: string;

  @AmountField({
    optional: true,
    about: 'Smallest units; may be left out where the code or request says it.',
  })
  amount?: bigint;

  @FlagField({ optional: true, about: 'Less than a standing code says is meant so.' })
  part?: boolean;

  @CodeField(paidKinds, { optional: true, name: 'PaidKind' })
  kind?: PaidKind;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;

  @WholeField({ max: 10_000_000, optional: true, about: 'How long it took.' })
  minutes?: number;

  @CodeField(subjects, { optional: true, name: 'Subject' })
  subject?: Subject;

  @CodeField(labourKinds, { optional: true, name: 'LabourKind' })
  labour?: LabourKind;

  @DayField({ optional: true, about: "When it happened; today in the community's time zone if left out." })
  factDate?: string;

  @IdField({ optional: true, about: 'The helper at the screen.' })
  helper?: string;
}

export class PreviewQuery extends PayeeInput {
  @IdField({ optional: true, about: "The account that would pay; one's own if left out." })
  from?: string;

  @AmountField({ optional: true })
  amount?: bigint;
}

export class FaceView {
  @CodeField(partyKinds, { name: 'PartyKind' })
  kind!: string;

  @TextField({ max: 200, nullable: true })
  name!: string | null;

  @TextField({ max: 60, nullable: true })
  picture!: string | null;

  @TextField({ max: 60, nullable: true })
  colour!: string | null;

  @TextField({ max: 200, nullable: true })
  place!: string | null;

  static of({ kind, name, picture, colour, place }: Face): FaceView {
    return { kind, name, picture, colour, place };
  }
}

/** How whoever helped looks; never who it is. */
export class HelperView {
  @TextField({ max: 60, nullable: true })
  picture!: string | null;

  @TextField({ max: 60, nullable: true })
  colour!: string | null;
}

export class SideView {
  @IdField()
  account!: string;

  @NestedField(() => FaceView, { nullable: true, about: "None for the community's own accounts." })
  face!: FaceView | null;

  static of({ account, face }: PreviewSide): SideView {
    return { account: account.id, face: face === null ? null : FaceView.of(face) };
  }
}

export class WaysView {
  @FlagField({ about: 'Less may be paid now.' })
  part!: boolean;

  @IdField({ nullable: true, about: "The account of the community's pot, to be asked." })
  pot!: string | null;
}

/** What a payment would be. It says whether there is enough, and never how much there is. */
export class PreviewView {
  @UuidField({ about: 'A fresh id for the payment that may follow.' })
  orderId!: string;

  @CodeField([...new Set([...codeStates, ...requestStates])])
  state!: string;

  @NestedField(() => SideView)
  payer!: SideView;

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

  @FlagField({ nullable: true, about: 'Null while the amount has to be chosen.' })
  enough!: boolean | null;

  @FlagField({ about: 'Little is left afterwards.' })
  nearlyEmpty!: boolean;

  @NestedField(() => WaysView, { about: 'What is possible when there is not enough.' })
  ways!: WaysView;

  static of(preview: Preview): PreviewView {
    const { orderId, state, amount, amountIsFixed, reason, enough, nearlyEmpty, ways, currency } = preview;
    return {
      ...{ orderId, state, amount, amountIsFixed, reason, enough, nearlyEmpty, ways },
      payer: SideView.of(preview.payer),
      payee: SideView.of(preview.payee),
      currency: currency.code,
      scale: currency.scale,
    };
  }
}

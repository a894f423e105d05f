import {
  AmountField,
  CodeField,
  IdField,
  InstantField,
  ListField,
  TextField,
  UuidField,
  WholeField,
} from '../api/fields.js';
import { reasons, type Reason } from '../ledger/order.js';
import { codeHoursMax } from './code.js';
import { requestStates, stateOfRequest, type PaymentRequest } from './request.js';

export class NewRequestInput {
  @IdField({ about: 'The account that is to receive.' })
  account!: string;

  @IdField({ optional: true, about: 'The party that is asked; left out, whoever scans may pay.' })
  payer?: string;

  @IdField({ optional: true, about: 'Or one account that is asked, such as a pot.' })
  payerAccount?: string;

  @AmountField()
  amount!: bigint;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;

  @WholeField({
    min: 1,
    max: codeHoursMax,
    optional: true,
    about: 'How long it may be paid; 24 if left out.',
  })
  hours?: number;
}

export class RequestQuery {
  @IdField({ optional: true, about: 'What this party is asked and is still open.' })
  party?: string;

  @IdField({ optional: true, about: 'What this account, such as a pot, is asked and is still open.' })
  payerAccount?: string;

  @IdField({ optional: true, about: 'What this account asks and has asked.' })
  account?: string;
}

export class RequestView {
  @IdField()
  id!: string;

  @IdField()
  account!: string;

  @IdField({ nullable: true })
  payer!: string | null;

  @IdField({ nullable: true })
  payerAccount!: string | null;

  @AmountField()
  amount!: bigint;

  @CodeField(reasons, { nullable: true, name: 'Reason' })
  reason!: string | null;

  @CodeField(requestStates, { name: 'RequestState' })
  state!: string;

  @InstantField()
  expiresAt!: string;

  @UuidField({ nullable: true, about: 'By which it was paid.' })
  exchange!: string | null;

  static of(request: PaymentRequest, now: number): RequestView {
    const { id, accountId: account, payerPartyId: payer, payerAccountId: payerAccount } = request;
    const { amount, reason, exchangeId: exchange } = request;
    const expiresAt = new Date(request.expiresAt).toISOString();
    const state = stateOfRequest(request, now);
    return { id, account, payer, payerAccount, amount, reason, state, expiresAt, exchange };
  }
}

export class ShownRequestView extends RequestView {
  @TextField({
    max: 500,
    nullable: true,
    about: 'What its QR code says; null when somebody is asked by name.',
  })
  url!: string | null;
}

export class RequestList {
  @ListField(() => RequestView, { max: 200 })
  items!: RequestView[];
}

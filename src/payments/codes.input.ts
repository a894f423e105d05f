import { AmountField, CodeField, IdField, InstantField, TextField, WholeField } from '../api/fields.js';
import { PageOf, PageQuery } from '../api/paging.js';
import { reasons, type Reason } from '../ledger/order.js';
import { codeHoursMax, codeKinds, codeStates, stateOfCode, type CodeKind, type PaymentCode } from './code.js';

export class NewCodeInput {
  @IdField({ about: 'The account that receives.' })
  account!: string;

  @CodeField(codeKinds, {
    name: 'CodeKind',
    about: 'standing works for everybody, single once and for a while.',
  })
  kind!: CodeKind;

  @AmountField({ optional: true, about: 'Smallest units; left out, whoever pays chooses.' })
  amount?: bigint;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;

  @WholeField({
    min: 1,
    max: codeHoursMax,
    optional: true,
    about: 'How long a single code works; 24 if left out.',
  })
  hours?: number;
}

export class CodeQuery extends PageQuery {
  @IdField({ about: 'The account that receives.' })
  account!: string;
}

export class CodeView {
  @IdField()
  id!: string;

  @IdField()
  account!: string;

  @CodeField(codeKinds, { name: 'CodeKind' })
  kind!: string;

  @CodeField(codeStates, { name: 'CodeState' })
  state!: string;

  @AmountField({ nullable: true })
  amount!: bigint | null;

  @CodeField(reasons, { nullable: true, name: 'Reason' })
  reason!: string | null;

  @InstantField({ nullable: true })
  expiresAt!: string | null;

  static of(code: PaymentCode, now: number): CodeView {
    const { id, accountId: account, kind, amount, reason, expiresAt } = code;
    const until = expiresAt === null ? null : new Date(expiresAt).toISOString();
    return { id, account, kind, state: stateOfCode(code, now), amount, reason, expiresAt: until };
  }
}

export class ShownCodeView extends CodeView {
  @TextField({ max: 500, nullable: true, about: 'What the QR code says; null once it no longer works.' })
  url!: string | null;
}

export class CodePage extends PageOf(CodeView) {}

import {
  AmountField,
  CodeField,
  DayField,
  FlagField,
  IdField,
  InstantField,
  ListField,
  NestedField,
  TextField,
  WholeField,
} from '../api/fields.js';
import { codeKind, idKind, patternKind } from '../api/kinds.js';
import { PageOf, PageQuery } from '../api/paging.js';
import { CurrencyCodeField } from '../communities/communities.input.js';
import { partyKinds, type PartyKind } from '../communities/party.js';
import { reasons, subjects, type Reason, type Subject } from '../ledger/order.js';
import { batchStates, countMax, type Batch } from './batch.js';
import type { ShownBatch } from './batches.service.js';
import { stateOf, voucherStates, type Voucher } from './voucher.js';
import { expiryEnds, openTerms, type ExpiryEnd, type VoucherTerms } from './voucher-terms.js';

/** A serial such as B12-0034. */
export const serialKind = patternKind(/^B[1-9]\d{0,8}-\d{4,5}$/, 'not_an_id');

export class VoucherTermsInput {
  @ListField(idKind, { max: 100, optional: true, about: 'The parties that may take it; left out, anybody.' })
  acceptors?: string[];

  @ListField(codeKind(partyKinds), { max: 10, optional: true, about: 'Or the kinds of party that may.' })
  acceptorKinds?: PartyKind[];

  @CodeField(subjects, { optional: true, nullable: true, name: 'Subject' })
  subject?: Subject | null;

  @CodeField(reasons, { optional: true, nullable: true, name: 'Reason' })
  reason?: Reason | null;

  @DayField({ optional: true, nullable: true })
  validFrom?: string | null;

  @DayField({ optional: true, nullable: true, about: 'The day on the paper; null for always.' })
  validUntil?: string | null;

  @WholeField({ max: 366, optional: true, about: 'Days of grace after that day, or after the reminder; 30.' })
  graceDays?: number;

  @CodeField(expiryEnds, {
    optional: true,
    nullable: true,
    name: 'VoucherExpiryEnd',
    about: 'Where its value goes then; with validUntil and only with it.',
  })
  expiresTo?: ExpiryEnd | null;

  @WholeField({ min: 1, max: countMax, optional: true, nullable: true })
  perPersonMax?: number | null;

  @AmountField({ optional: true, nullable: true, about: 'How much one party may take of it in a day.' })
  perAcceptorDay?: bigint | null;

  @AmountField({
    optional: true,
    nullable: true,
    about: 'How much one person may scan of it in a day, on whichever device.',
  })
  perScannerDay?: bigint | null;

  @FlagField({ optional: true })
  mayBePassedOn?: boolean;

  @FlagField({ optional: true, about: 'Members may put it on their own account.' })
  onCard?: boolean;

  @FlagField({ optional: true, about: 'A part may be taken, and the rest goes to the account of a member.' })
  restOnCard?: boolean;

  static terms(input: VoucherTermsInput = {}): VoucherTerms {
    const { acceptors: ids = [], acceptorKinds: kinds = [], ...rest } = input;
    const acceptors: VoucherTerms['acceptors'] =
      ids.length > 0
        ? { kind: 'parties', ids }
        : kinds.length > 0
          ? { kind: 'kinds', kinds }
          : { kind: 'anybody' };
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    return { ...openTerms, ...given, acceptors };
  }
}

export class NewBatchInput {
  @IdField({ about: 'The group or institution whose they are.' })
  party!: string;

  @IdField({ about: 'The account of it that pays.' })
  account!: string;

  @AmountField({ about: 'What each is worth, in smallest units.' })
  amount!: bigint;

  @WholeField({ min: 1, max: countMax })
  count!: number;

  @NestedField(() => VoucherTermsInput, { optional: true })
  terms?: VoucherTermsInput;

  @ListField(idKind, {
    max: countMax,
    optional: true,
    about: 'The persons they are for: one for all, or one for each; left out for whoever holds them.',
  })
  boundTo?: string[];
}

export class PrintedInput {
  @ListField(serialKind, { max: countMax, optional: true, about: 'What was printed badly; it becomes void.' })
  misprinted?: string[];
}

export class VoidInput {
  @ListField(serialKind, { min: 1, max: 1000, optional: true, about: 'Left out: the whole batch.' })
  serials?: string[];
}

export class TopUpInput {
  @AmountField({ about: 'What it is worth now.' })
  worth!: bigint;

  @AmountField({ about: 'What comes to it.' })
  add!: bigint;
}

export class BatchQuery extends PageQuery {
  @IdField({ about: 'Whose batches.' })
  party!: string;
}

export class BatchView {
  @IdField()
  id!: string;

  @WholeField({ about: 'Serials begin with it.' })
  number!: number;

  @IdField()
  party!: string;

  @CurrencyCodeField()
  currency!: string;

  @AmountField()
  amount!: bigint;

  @WholeField()
  count!: number;

  @CodeField(batchStates, { name: 'VoucherBatchState' })
  state!: string;

  @TextField({ max: 40, nullable: true })
  programme!: string | null;

  @DayField({ nullable: true })
  validUntil!: string | null;

  @DayField({ nullable: true, about: 'When the reminder was recorded.' })
  remindedOn!: string | null;

  @InstantField()
  madeAt!: string;

  static of(batch: Batch): BatchView {
    const { id, no: number, partyId: party, currency, amount, count, state, programme, remindedOn } = batch;
    const madeAt = new Date(batch.madeAt).toISOString();
    const { validUntil } = batch.terms;
    return { id, number, party, currency, amount, count, state, programme, validUntil, remindedOn, madeAt };
  }
}

export class BatchPage extends PageOf(BatchView) {}

export class StateCountView {
  @CodeField(voucherStates, { name: 'VoucherState' })
  state!: string;

  @WholeField()
  count!: number;

  @AmountField({ about: 'What they are, or were, worth.' })
  amount!: bigint;
}

export class ShownBatchView extends BatchView {
  @FlagField({ about: 'Whether its days are over.' })
  over!: boolean;

  @ListField(() => StateCountView, { max: 10 })
  vouchers!: StateCountView[];

  static ofShown({ batch, counts, over }: ShownBatch): ShownBatchView {
    const vouchers = counts.map(({ state, ...rest }) => ({
      state: state === 'in_batch' ? batch.state : state,
      ...rest,
    }));
    return { ...BatchView.of(batch), over, vouchers };
  }
}

export class VoucherView {
  @TextField({ max: 20 })
  serial!: string;

  @AmountField()
  amount!: bigint;

  @CodeField(voucherStates, { name: 'VoucherState' })
  state!: string;

  @InstantField()
  changedAt!: string;

  static of(voucher: Voucher, batch: Batch): VoucherView {
    const { serial, amount } = voucher;
    const changedAt = new Date(voucher.changedAt).toISOString();
    return { serial, amount, state: stateOf(voucher, batch), changedAt };
  }
}

export class VoucherPage extends PageOf(VoucherView) {}

export class ReminderView {
  @DayField({ nullable: true, about: 'When the reminder was recorded.' })
  remindedOn!: string | null;

  @ListField(serialKind, { max: countMax, about: 'What is still out.' })
  serials!: string[];
}

export class EndedView {
  @WholeField({ about: 'How many vouchers became void.' })
  count!: number;

  @AmountField({ min: 0n, about: 'What of their value went back.' })
  amount!: bigint;
}

export class ChangedView {
  @WholeField({ about: 'How many vouchers changed.' })
  count!: number;
}

export class PrintedView {
  @AmountField({ min: 0n, about: 'What the batch will be worth.' })
  live!: bigint;
}

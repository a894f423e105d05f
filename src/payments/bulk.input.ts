import {
  AmountField,
  CodeField,
  DayField,
  FlagField,
  IdField,
  InstantField,
  ListField,
} from '../api/fields.js';
import { TextField, UuidField, WholeField } from '../api/fields.js';
import { reasons, type Reason } from '../ledger/order.js';
import { receiptUrl } from '../communities/booked.answer.js';
import type { BulkAnswer } from './bulk.service.js';
import { paidKinds } from './payments.input.js';
import type { PaidKind } from './payments.service.js';

export const bulkMost = 1000;

class BulkOrderInput {
  @UuidField({ about: 'The id of the order, as Idempotency-Key is elsewhere.' })
  id!: string;

  @IdField({ about: 'The account that pays.' })
  from!: string;

  @IdField({ about: 'The account that receives.' })
  to!: string;

  @AmountField()
  amount!: bigint;

  @CodeField(paidKinds, { optional: true, name: 'PaidKind' })
  kind?: PaidKind;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;

  @WholeField({ max: 10_000_000, optional: true })
  minutes?: number;

  @TextField({ max: 40, optional: true })
  programme?: string;

  @DayField({ optional: true })
  factDate?: string;
}

export class BulkInput {
  @FlagField({ optional: true, about: 'All or none: after a refusal nothing is booked.' })
  atomic?: boolean;

  @ListField(() => BulkOrderInput, { min: 1, max: bulkMost })
  orders!: BulkOrderInput[];
}

export class BulkAnswerView {
  @UuidField()
  id!: string;

  @CodeField(['posted', 'refused', 'not_booked'], { name: 'BulkOutcome' })
  outcome!: string;

  @FlagField({ optional: true, about: 'The same order was answered so before.' })
  repeated?: boolean;

  @TextField({ max: 500, optional: true })
  receipt?: string;

  @InstantField({ optional: true })
  bookedAt?: string;

  @TextField({ max: 60, optional: true, about: 'Why it was refused.' })
  code?: string;

  static of(id: string, answer: BulkAnswer, publicUrl: string): BulkAnswerView {
    if (answer.kind === 'posted') {
      const { receiptToken, bookedAt, repeated } = answer;
      const at = new Date(bookedAt).toISOString();
      return { id, outcome: 'posted', repeated, receipt: receiptUrl(publicUrl, receiptToken), bookedAt: at };
    }
    if (answer.kind === 'not_booked') return { id, outcome: 'not_booked' };
    const repeated = 'repeated' in answer && answer.repeated;
    return { id, outcome: 'refused', repeated, code: answer.code };
  }
}

export class BulkView {
  @ListField(() => BulkAnswerView, { max: bulkMost, about: 'One for each order, in the same order.' })
  answers!: BulkAnswerView[];
}

import { AmountField, CodeField, DayField, IdField, InstantField, ListField } from '../api/fields.js';
import { TextField, UuidField, WholeField } from '../api/fields.js';
import {
  conditions,
  exchangeKinds,
  labourKinds,
  modes,
  reasons,
  subjects,
  transfersMax,
  type Condition,
  type LabourKind,
  type Reason,
  type Subject,
} from '../ledger/order.js';
import { handKinds, loanStates, type HandKind } from './exchange.js';
import type { SeenExchange } from './looking.service.js';
import { objectionStates, type Objection } from './objection.js';

class TransferInput {
  @IdField({ about: 'The account that gives.' })
  from!: string;

  @IdField({ about: 'The account that receives.' })
  to!: string;

  @AmountField()
  amount!: bigint;

  @TextField({ max: 40, optional: true, about: 'Under which programme, as a code.' })
  programme?: string;

  @InstantField({ optional: true, about: 'Sets aside until then instead of moving; the kind is hold.' })
  holdUntil?: number;
}

export class ExchangeInput {
  @CodeField(handKinds, { name: 'HandKind' })
  kind!: HandKind;

  @ListField(() => TransferInput, {
    max: transfersMax,
    optional: true,
    about: 'None for what was given without coin.',
  })
  transfers?: TransferInput[];

  @IdField({ optional: true, about: 'The party that gave; needed without coin.' })
  giver?: string;

  @IdField({ optional: true, about: 'The party that received; needed without coin.' })
  taker?: string;

  @CodeField(subjects, { optional: true, name: 'Subject' })
  subject?: Subject;

  @WholeField({ max: 10_000_000, optional: true })
  minutes?: number;

  @CodeField(labourKinds, { optional: true, name: 'LabourKind' })
  labour?: LabourKind;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;

  @CodeField(conditions, { optional: true, name: 'Condition' })
  condition?: Condition;

  @DayField({ optional: true, about: 'With the condition return_by.' })
  conditionDate?: string;

  @DayField({ optional: true, about: "When it happened; today in the community's time zone if left out." })
  factDate?: string;

  @IdField({ optional: true, about: 'The helper at the screen.' })
  helper?: string;
}

export class TransferView {
  @WholeField({ max: transfersMax - 1 })
  index!: number;

  @IdField({ nullable: true, about: 'Null for a person, for a steward or checker.' })
  from!: string | null;

  @IdField({ nullable: true })
  to!: string | null;

  @TextField({ max: 8 })
  currency!: string;

  @AmountField()
  amount!: bigint;

  @TextField({ max: 40, nullable: true })
  programme!: string | null;
}

/** An exchange as one of its parties sees it. */
export class ExchangeView {
  @UuidField()
  id!: string;

  @CodeField(exchangeKinds, { name: 'ExchangeKind' })
  kind!: string;

  @CodeField(modes, { name: 'Mode' })
  mode!: string;

  @CodeField(subjects, { nullable: true, name: 'Subject' })
  subject!: string | null;

  @WholeField({ nullable: true })
  minutes!: number | null;

  @CodeField(labourKinds, { nullable: true, name: 'LabourKind' })
  labour!: string | null;

  @CodeField(reasons, { nullable: true, name: 'Reason' })
  reason!: string | null;

  @CodeField(conditions, { name: 'Condition' })
  condition!: string;

  @DayField({ nullable: true })
  conditionDate!: string | null;

  @IdField({ nullable: true })
  giver!: string | null;

  @IdField({ nullable: true })
  taker!: string | null;

  @DayField()
  factDate!: string;

  @InstantField()
  bookedAt!: string;

  @UuidField({ nullable: true })
  reverses!: string | null;

  @UuidField({ nullable: true })
  reversedBy!: string | null;

  @CodeField(loanStates, { nullable: true, name: 'LoanState', about: 'Null for what is no loan.' })
  loan!: string | null;

  @TextField({ max: 500 })
  receipt!: string;

  @ListField(() => TransferView, { max: transfersMax })
  transfers!: TransferView[];

  static of({ exchange, transfers, loan }: SeenExchange, receipt: string): ExchangeView {
    const { id, kind, mode, subject, minutes, labour, reason, condition, conditionDate } = exchange;
    const { giverId: giver, takerId: taker, factDate, reverses, reversedBy } = exchange;
    return {
      ...{ id, kind, mode, subject, minutes, labour, reason, condition, conditionDate },
      ...{ giver, taker, factDate, reverses, reversedBy, loan, receipt },
      bookedAt: new Date(exchange.bookedAt).toISOString(),
      transfers: transfers.map(({ index, debitId: from, creditId: to, currency, amount, programme }) => {
        return { index, from, to, currency, amount, programme };
      }),
    };
  }
}

export class ReasonInput {
  @CodeField(reasons, { name: 'Reason' })
  reason!: Reason;
}

export class LoanView {
  @CodeField(loanStates, { name: 'LoanState' })
  loan!: string;
}

export class HoldPostInput {
  @AmountField({ about: 'At most what was set aside; the rest is free again.' })
  amount!: bigint;
}

export class ObjectionQuery {
  @IdField({ about: 'The account that received.' })
  account!: string;
}

export class ObjectionView {
  @UuidField()
  exchange!: string;

  @CodeField(reasons, { name: 'Reason' })
  reason!: string;

  @CodeField(objectionStates, { name: 'ObjectionState' })
  state!: string;

  @InstantField()
  madeAt!: string;

  static of({ exchangeId: exchange, reason, state, madeAt }: Objection): ObjectionView {
    return { exchange, reason, state, madeAt: new Date(madeAt).toISOString() };
  }
}

export class ObjectionList {
  @ListField(() => ObjectionView, { max: 200 })
  items!: ObjectionView[];
}

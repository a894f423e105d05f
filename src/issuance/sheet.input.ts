import { AmountField, BalanceField, CodeField, ListField, NestedField } from '../api/fields.js';
import { programmeStates, type ProgrammeState } from './programme.js';
import { ProgrammeView, PurposeField } from './programmes.input.js';
import type { ProgrammeBalance, ProgrammeSheet } from './sheet.service.js';

export class ProgrammeBalanceView {
  @AmountField({ min: 0n })
  budget!: bigint;

  @BalanceField()
  notYetIssued!: bigint;

  @AmountField({ min: 0n })
  promised!: bigint;

  @AmountField({ min: 0n })
  issued!: bigint;

  @AmountField({ min: 0n })
  withGroups!: bigint;

  @AmountField({ min: 0n })
  vouchersOpen!: bigint;

  @AmountField({ min: 0n })
  riskFund!: bigint;

  @AmountField({ min: 0n })
  redeemed!: bigint;

  @AmountField({ min: 0n })
  expired!: bigint;

  @BalanceField({ about: 'Pooled with other coin: beyond the group nobody traces it.' })
  paidOn!: bigint;

  @AmountField({ min: 0n })
  returned!: bigint;
}

export class SheetPartView {
  @PurposeField()
  purpose!: string;

  @AmountField({ min: 0n })
  budget!: bigint;

  @AmountField({ min: 0n })
  promised!: bigint;

  @AmountField({ min: 0n })
  issued!: bigint;
}

export class SheetView {
  @NestedField(() => ProgrammeView)
  programme!: ProgrammeView;

  @CodeField(programmeStates)
  state!: ProgrammeState;

  @NestedField(() => ProgrammeBalanceView)
  balance!: ProgrammeBalance;

  @ListField(() => SheetPartView, { max: 13 })
  parts!: SheetPartView[];

  static of({ programme, state, balance, parts }: ProgrammeSheet, inside: boolean): SheetView {
    return { programme: ProgrammeView.of(programme, inside), state, balance, parts: [...parts] };
  }
}

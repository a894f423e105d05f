import {
  AmountField,
  CodeField,
  DayField,
  FlagField,
  IdField,
  InstantField,
  ListField,
  TextField,
  WholeField,
} from '../api/fields.js';
import { CurrencyCodeField } from '../communities/communities.input.js';
import { reasons, subjects } from '../ledger/order.js';
import type { Shown } from './voucher-finder.js';
import type { VoucherLook } from './voucher-looks.service.js';

export class ShownVoucherInput {
  @TextField({ max: 200, optional: true, about: 'What the QR code says, or its last sixteen characters.' })
  token?: string;

  @TextField({ max: 20, optional: true, about: 'Where no camera works: the serial, with the check code.' })
  serial?: string;

  @TextField({ max: 10, optional: true, about: 'Six digits.' })
  check?: string;

  /** Undefined when neither way is complete. */
  static shown({ token, serial, check }: ShownVoucherInput): Shown | undefined {
    if (token !== undefined) return { token };
    return serial === undefined || check === undefined ? undefined : { serial, check };
  }
}

export class RedemptionInput extends ShownVoucherInput {
  @IdField({ about: 'The account that receives.' })
  to!: string;

  @AmountField({ optional: true, about: 'Less than the whole, where the terms allow it.' })
  amount?: bigint;

  @IdField({ optional: true, about: 'The account of a member, for the rest.' })
  restTo?: string;
}

const lookStates = ['active', 'used', 'held', 'expired', 'not_yet', 'not_yours'] as const;

const stateOfCode: Readonly<Record<string, (typeof lookStates)[number]>> = {
  voucher_already_used: 'used',
  voucher_held: 'held',
  voucher_expired: 'expired',
  voucher_not_yet: 'not_yet',
  voucher_not_yours: 'not_yours',
};

export class TakerView {
  @IdField()
  account!: string;

  @TextField({ max: 60, nullable: true })
  name!: string | null;
}

export class LookView {
  @TextField({ max: 20 })
  serial!: string;

  @CodeField(lookStates, { name: 'VoucherLookState' })
  state!: string;

  @AmountField()
  amount!: bigint;

  @CurrencyCodeField()
  currency!: string;

  @IdField({ about: 'From whom it is.' })
  from!: string;

  @TextField({ max: 60, nullable: true })
  fromName!: string | null;

  @CodeField(subjects, { nullable: true, name: 'Subject' })
  subject!: string | null;

  @CodeField(reasons, { nullable: true, name: 'Reason' })
  reason!: string | null;

  @DayField({ nullable: true })
  validFrom!: string | null;

  @DayField({ nullable: true })
  validUntil!: string | null;

  @WholeField()
  graceDays!: number;

  @FlagField()
  mayBePassedOn!: boolean;

  @FlagField()
  restOnCard!: boolean;

  @InstantField({ nullable: true, about: 'When it was used; never by whom.' })
  usedAt!: string | null;

  @FlagField({ nullable: true, about: 'Whether it was used where you take vouchers.' })
  usedHere!: boolean | null;

  @ListField(() => TakerView, { max: 200, about: 'Where you may take it.' })
  takers!: TakerView[];

  static of({ voucher, batch, giver, stands, usedHere, takers }: VoucherLook): LookView {
    const { subject, reason, validFrom, validUntil, graceDays, mayBePassedOn, restOnCard } = batch.terms;
    const usedAt = stands?.usedAt === undefined ? null : new Date(stands.usedAt).toISOString();
    return {
      serial: voucher.serial,
      state: stands === null ? 'active' : stateOfCode[stands.code]!,
      amount: voucher.amount,
      currency: batch.currency,
      from: batch.partyId,
      fromName: giver?.name ?? null,
      ...{ subject, reason, validFrom, validUntil, graceDays, mayBePassedOn, restOnCard },
      usedAt,
      usedHere,
      takers: takers.map(({ accountId, face }) => ({ account: accountId, name: face?.name ?? null })),
    };
  }
}

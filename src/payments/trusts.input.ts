import { trustRights, type TrustRight } from '../access/trusted.js';
import { AmountField, BalanceField, CodeField, FlagField, IdField, InstantField } from '../api/fields.js';
import { ListField, NestedField, TextField } from '../api/fields.js';
import { CurrencyCodeField } from '../communities/communities.input.js';
import { reasons, type Reason } from '../ledger/order.js';
import { FaceView, paidKinds, PayeeInput } from './payments.input.js';
import type { PaidKind } from './payments.service.js';
import type { SeenPurse } from './trusts-ground.js';

/** With card and secret a member says it at somebody else's device. */
export class ShownSecretInput {
  @TextField({ max: 60, optional: true, about: "The token of the member's own card, at another's device." })
  card?: string;

  @TextField({ max: 60, optional: true, about: 'With it, three pictures or four digits.' })
  secret?: string;
}

export class NewTrustInput extends ShownSecretInput {
  @IdField({ optional: true, about: 'The person who is trusted.' })
  person?: string;

  @TextField({ max: 60, optional: true, about: 'Or the token of their card.' })
  personCard?: string;

  @CodeField(trustRights, { name: 'TrustRight' })
  gives!: TrustRight;

  @CurrencyCodeField({ optional: true })
  currency?: string;

  @AmountField({ optional: true, about: 'What may be paid in a week, smallest units; with `may_pay` only.' })
  perWeek?: bigint;
}

export class TrustPaymentInput extends PayeeInput {
  @AmountField({ optional: true })
  amount?: bigint;

  @FlagField({ optional: true, about: 'Less than a standing code says is meant so.' })
  part?: boolean;

  @CodeField(paidKinds, { optional: true, name: 'PaidKind' })
  kind?: PaidKind;

  @CodeField(reasons, { optional: true, name: 'Reason' })
  reason?: Reason;
}

export class TrustView {
  @IdField()
  id!: string;

  @FlagField({ about: 'Whether it is the own purse.' })
  mine!: boolean;

  @NestedField(() => FaceView, { nullable: true, about: 'The other of the two.' })
  face!: FaceView | null;

  @CodeField(trustRights, { name: 'TrustRight' })
  gives!: string;

  @CurrencyCodeField({ nullable: true })
  currency!: string | null;

  @AmountField({ nullable: true })
  perWeek!: bigint | null;

  @BalanceField({ nullable: true, about: 'Paid since Monday.' })
  spent!: bigint | null;

  @InstantField()
  endsAt!: string;

  @FlagField()
  over!: boolean;

  @TextField({ max: 300, about: 'What the member is told, in the language of the request.' })
  says!: string;
}

export class TrustList {
  @ListField(() => TrustView, { max: 50 })
  items!: TrustView[];
}

export class TrustPurseView {
  @IdField()
  account!: string;

  @CurrencyCodeField()
  currency!: string;

  @BalanceField({ about: 'Smallest units.' })
  balance!: bigint;

  static of({ accountId, currency, balance }: SeenPurse): TrustPurseView {
    return { account: accountId, currency, balance };
  }
}

export class TrustPurseList {
  @ListField(() => TrustPurseView, { max: 200 })
  items!: TrustPurseView[];
}

import { BalanceField, CodeField, DayField, FlagField } from '../api/fields.js';
import { ListField, NestedField, TextField, TokenField, WholeField } from '../api/fields.js';
import { CommunityIdField, CurrencyCodeField, DrawingField } from '../communities/communities.input.js';
import { conditions, exchangeKinds, labourKinds, subjects } from '../ledger/order.js';
import type { Outlet } from '../vouchers/voucher-outlets.js';
import { HelperView } from '../payments/payments.input.js';
import type { Opening, ReceiptClaims } from './receipt.js';
import type { Receipt, ReceiptState, Verdict } from './receipts.service.js';
import type { PartyView } from './viewers.service.js';

const states = ['valid', 'undone'] as const;

export class ReceiptAmountView {
  @CurrencyCodeField()
  currency!: string;

  @BalanceField({ about: 'In smallest units.' })
  amount!: number;

  @WholeField({ max: 6, about: 'Decimals of the currency.' })
  scale!: number;
}

export class ReceiptWhatView {
  @CodeField(subjects, { nullable: true })
  subject!: string | null;

  @WholeField({ nullable: true })
  minutes!: number | null;

  @CodeField(labourKinds, { nullable: true })
  labour!: string | null;
}

/** What is signed: no names, no accounts. */
export class ReceiptClaimsView {
  @WholeField({ min: 1, about: 'Version of this form.' })
  v!: number;

  @TextField({ max: 300, about: 'The server that booked it.' })
  iss!: string;

  @TokenField({ about: 'The token of the receipt.' })
  sub!: string;

  @CommunityIdField()
  community!: string;

  @CodeField(exchangeKinds, { name: 'ExchangeKind' })
  kind!: string;

  @TextField({ max: 17, about: 'When it was booked, to the minute, UTC.', example: '2026-01-05T09:00Z' })
  booked!: string;

  @ListField(() => ReceiptAmountView, { max: 50, about: 'What moved, one sum a currency.' })
  amounts!: readonly ReceiptAmountView[];

  @ListField(() => ReceiptAmountView, { max: 50, optional: true, about: 'What was set aside.' })
  held?: readonly ReceiptAmountView[];

  @NestedField(() => ReceiptWhatView)
  what!: ReceiptWhatView;

  @CodeField(conditions, { name: 'Condition' })
  condition!: string;

  @DayField({ nullable: true })
  conditionDate!: string | null;

  @TextField({ max: 43, about: 'base64url(SHA-256(salt, giver, a zero byte, taker)).' })
  parties!: string;
}

/** With these a party proves that it is one: the commitment can be made again. */
export class OpeningView {
  @TextField({ max: 40, about: 'Base64url.' })
  salt!: string;

  @TextField({ min: 0, max: 20_000, about: 'Party ids; empty for the community itself.' })
  giver!: string;

  @TextField({ min: 0, max: 20_000, about: 'Party ids; empty for the community itself.' })
  taker!: string;
}

/** A place where coins can be spent. */
export class OutletView {
  @TextField({ max: 60 })
  name!: string;

  @DrawingField({ nullable: true })
  picture!: string | null;

  @DrawingField({ nullable: true })
  colour!: string | null;

  @TextField({ max: 120, nullable: true })
  place!: string | null;

  @TextField({ max: 300, lines: true, nullable: true })
  openingHours!: string | null;
}

export class ReceiptView {
  @NestedField(() => ReceiptClaimsView)
  claims!: ReceiptClaims;

  @CodeField(states, { name: 'ReceiptState' })
  state!: ReceiptState;

  @TextField({ max: 17, nullable: true, about: 'To the minute, UTC.' })
  undoneAt!: string | null;

  @TextField({ max: 8000, about: 'Compact JWS (RFC 7515), signed with ES256; the same bytes for ever.' })
  jws!: string;

  @TextField({ max: 8, nullable: true, about: 'For reading aloud; for the parties only.' })
  shortCode!: string | null;

  @NestedField(() => OpeningView, { nullable: true, about: 'For the parties only.' })
  opening!: Opening | null;

  @ListField(() => OutletView, { max: 8, about: 'Where coins can be spent; for the parties only.' })
  outlets!: readonly OutletView[];

  @NestedField(() => HelperView, { nullable: true, about: 'Who helped; for those who see the names.' })
  helpedBy!: HelperView | null;

  static of(receipt: Receipt, view?: PartyView, outlets: readonly Outlet[] = []): ReceiptView {
    const { claims, state, undoneAt, jws } = receipt;
    const { shortCode = null, opening = null, helpedBy = null } = view ?? {};
    return { claims, state, undoneAt, jws, shortCode, opening, helpedBy, outlets };
  }
}

export class VerifyInput {
  @TextField({ max: 8000, about: 'A compact JWS, as the receipt page gives it.' })
  jws!: string;
}

export class VerdictView {
  @FlagField({ about: 'Whether a key of this server signed exactly this.' })
  signature!: boolean;

  @FlagField({ about: 'Whether the books know it with this content.' })
  known!: boolean;

  @CodeField(states, { nullable: true })
  state!: ReceiptState | null;

  @NestedField(() => ReceiptClaimsView, { nullable: true })
  claims!: ReceiptClaims | null;

  static of({ signature, known, state, claims }: Verdict): VerdictView {
    return { signature, known, state, claims };
  }
}

import { AmountField, CodeField, IdField, InstantField, TextField, UuidField } from '../api/fields.js';
import { PageOf } from '../api/paging.js';
import { ShownVoucherInput } from '../vouchers/vouchers.input.js';
import { at, ProgrammeCodeField } from './programmes.input.js';
import {
  claimReasons,
  claimStates,
  type ClaimReason,
  type ClaimState,
  type RiskClaim,
} from './risk-claim.js';

export class RiskClaimInput extends ShownVoucherInput {
  @UuidField({ about: 'Made by the caller; the same again claims nothing twice.' })
  id!: string;

  @IdField({ about: 'The account of the group or institution that took the voucher.' })
  to!: string;

  @AmountField({ optional: true, about: 'What the voucher was worth, if left out; never more.' })
  amount?: bigint;

  @CodeField(claimReasons, { name: 'ClaimReason' })
  reason!: ClaimReason;
}

export class RiskClaimView {
  @UuidField()
  id!: string;

  @ProgrammeCodeField()
  programme!: string;

  @TextField({ max: 20 })
  serial!: string;

  @IdField()
  party!: string;

  @AmountField()
  amount!: bigint;

  @CodeField(claimReasons, { name: 'ClaimReason' })
  reason!: ClaimReason;

  @CodeField(claimStates, { name: 'ClaimState' })
  state!: ClaimState;

  @InstantField()
  madeAt!: string;

  @InstantField({ nullable: true })
  decidedAt!: string | null;

  @TextField({ max: 36, nullable: true, about: 'The exchange that paid it.' })
  exchange!: string | null;

  static of(claim: RiskClaim): RiskClaimView {
    const { id, programme, serial, amount, reason, state } = claim;
    return {
      ...{ id, programme, serial, amount, reason, state },
      party: claim.partyId,
      madeAt: at(claim.madeAt)!,
      decidedAt: at(claim.decidedAt),
      exchange: claim.exchangeId,
    };
  }
}

export class RiskClaimPage extends PageOf(RiskClaimView) {}

import { Injectable } from '@nestjs/common';
import { AmountField, FormInput, IdField, TextField, UuidField } from './api/fields.js';
import type { Asking, BesideProps } from './app.besides.js';
import { communityOfMember } from './app.holders.js';
import { Visitors } from './app.visitors.js';
import type { Amount } from './ledger/amount.js';
import type { SeenTrust } from './payments/trusts-ground.js';
import { TrustsService } from './payments/trusts.service.js';
import { faceOf } from './payments/views/side.js';

@FormInput()
export class ActAmountForm {
  @TextField({ max: 60 })
  token!: string;

  @AmountField()
  amount!: bigint;
}

@FormInput()
export class ActForm extends ActAmountForm {
  /** For whom it was shown. */
  @IdField()
  visit!: string;

  @UuidField()
  order!: string;
}

/** Somebody at work for the member who trusts them: for whom, and the frame that says so on every page (U08). */
export interface Acting extends Asking {
  readonly communityId: string;
  readonly seen: SeenTrust;
  readonly page: BesideProps;
}

/** Where one acts for the member who trusts one. */
export function actingPath(trustId: string): string {
  return `/for/${trustId}`;
}

/** What is left of this week; null for who may only look. */
export function leftOf({ trust: { perWeek }, spent }: SeenTrust): Amount | null {
  if (perWeek === null) return null;
  const left = perWeek.amount - (spent ?? 0n);
  return left > 0n ? left : 0n;
}

/** What the pages of who is trusted ask. */
@Injectable()
export class Actings {
  constructor(
    private readonly visitors: Visitors,
    private readonly trusts: TrustsService,
  ) {}

  /** @returns refused `no_such_trust`, `trust_over`; @throws NotAllowed for who is no member */
  async at(asking: Asking, trustId: string) {
    const { actor, request } = asking;
    const communityId = communityOfMember(actor);
    const answer = await this.trusts.gotOne(actor, communityId, trustId);
    if (answer.kind === 'refused') return answer;
    const { seen } = answer;
    const { frame, csrf } = await this.visitors.visit(actor, request);
    const path = actingPath(trustId);
    const who = seen.face === null ? undefined : faceOf(seen.face, frame.language);
    const helper =
      who?.kind === 'member'
        ? { helper: { who, end: `${path}/end`, csrf, says: 'trusts.acting_for' as const } }
        : {};
    const page = { frame: { ...frame, here: undefined, ...helper }, csrf, path, face: seen.face };
    return { kind: 'acting' as const, ...asking, communityId, seen, page } satisfies Acting & {
      kind: string;
    };
  }
}

import { Injectable } from '@nestjs/common';
import { PartiesService } from '../communities/parties.service.js';
import type { Amount } from '../ledger/amount.js';
import { no, type No } from './voucher.js';
import { VoucherBooking } from './voucher-booking.js';
import { termsTrouble, type VoucherTerms } from './voucher-terms.js';

interface Wish {
  /** Whose batch it is: a group or institution. */
  readonly partyId: string;
  /** What each voucher is worth, in smallest units. */
  readonly amount: Amount;
  /** 1 to 10,000. */
  readonly count: number;
  readonly terms: VoucherTerms;
  /** The persons they are for: one for all, or one for each; left out for whoever holds them (U39). */
  readonly boundTo?: readonly string[];
}

/** A batch out of an account of the party itself. */
export interface OwnWish extends Wish {
  readonly sourceId: string;
  /** The id it gets, where whoever asks twice wants one batch only. */
  readonly id?: string;
}

/** A batch under a programme, as the room of programmes asks for it. */
export interface ProgrammeWish extends Wish {
  readonly currency: string;
  readonly sourceId: string;
  readonly outstandingId: string;
  readonly returnId: string;
  readonly programme: string;
  /** The issue that pays for it. */
  readonly issueId: string;
}

export interface BatchWish extends Omit<ProgrammeWish, 'programme' | 'issueId'> {
  readonly id?: string;
  readonly programme: string | null;
  readonly issueId: string | null;
}

/** Whether a batch can be made as it was wished. */
@Injectable()
export class BatchWishes {
  constructor(
    private readonly parties: PartiesService,
    private readonly booking: VoucherBooking,
  ) {}

  /**
   * @returns refused `no_such_party`, `voucher_over_bearer_cap`, `voucher_period_wrong`, `voucher_expiry_wrong`,
   * `voucher_over_person_max`, `voucher_over_day_limit` when not even one fits into a day, `amount_too_large`; null when
   * it can
   */
  async judge(communityId: string, wish: BatchWish): Promise<No | null> {
    const { boundTo = [], count, amount, terms } = wish;
    const named = terms.acceptors.kind === 'parties' ? terms.acceptors.ids : [];
    const ids = [...new Set([wish.partyId, ...boundTo, ...named])];
    const parties = new Map((await this.parties.many(communityId, ids)).map((party) => [party.id, party]));
    if (ids.some((id) => parties.get(id)?.closedAt !== null)) return no('no_such_party');
    const fits = boundTo.length === 0 || boundTo.length === 1 || boundTo.length === count;
    if (!fits || boundTo.some((id) => parties.get(id)!.kind !== 'person')) return no('no_such_party');
    if (amount * BigInt(count) > BigInt(Number.MAX_SAFE_INTEGER)) return no('amount_too_large');
    const each = boundTo.length === 1 ? Array.from({ length: count }, () => boundTo[0]!) : boundTo;
    const trouble = termsTrouble(terms, each);
    if (trouble !== null) return no(trouble);
    const limits = [terms.perAcceptorDay, terms.perScannerDay];
    if (limits.some((limit) => limit !== null && limit < amount)) return no('voucher_over_day_limit');
    const today = await this.booking.today(communityId);
    const { validUntil } = terms;
    if (validUntil !== null && validUntil < today) return no('voucher_period_wrong');
    const bearer = boundTo.length === 0;
    const cap = await this.booking.bearerCap({ communityId, currency: wish.currency });
    return bearer && amount > cap ? no('voucher_over_bearer_cap') : null;
  }
}

import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { Clock } from '../database/clock.js';
import { VoucherOutlets, type Outlet } from '../vouchers/voucher-outlets.js';
import { openTerms } from '../vouchers/voucher-terms.js';
import type { Receipt } from './receipts.service.js';
import type { PartyView } from './viewers.service.js';

/** After a receipt: what can I do with it? The places where coins of the community can be spent. */
@Injectable()
export class ReceiptOutlets {
  constructor(
    private readonly outlets: VoucherOutlets,
    private readonly clock: Clock,
  ) {}

  /**
   * @param view undefined for a stranger
   * @returns at most eight; none for a stranger or a token that may not read who takes part, and none where no coin came
   * or all was given back
   */
  async of(actor: Actor | undefined, receipt: Receipt, view: PartyView | undefined): Promise<Outlet[]> {
    const { communityId, claims, state } = receipt;
    if (actor === undefined || view === undefined) return [];
    if (state !== 'valid' || claims.amounts.length === 0) return [];
    const oneself = { communityId, partyId: actor.id };
    if (!may(actor, 'read_people', oneself, this.clock.now())) return [];
    return this.outlets.of(actor, { communityId, terms: openTerms });
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { LoanState } from '../payments/exchange.js';
import { LookingService } from '../payments/looking.service.js';
import { ReceiptSurroundings, type Surroundings } from './receipt-surroundings.service.js';
import type { Receipt } from './receipts.service.js';

export interface Scene extends Surroundings {
  /** How what was lent stands, for its parties; null for all else. */
  readonly loan: LoanState | null;
}

/** Everything around a receipt on its page, as far as whoever looks may know. */
@Injectable()
export class ReceiptScenes {
  constructor(
    private readonly surroundings: ReceiptSurroundings,
    private readonly looking: LookingService,
  ) {}

  /** @param actor undefined for somebody who is not signed in */
  async of(actor: Actor | undefined, receipt: Receipt): Promise<Scene> {
    const around = await this.surroundings.of(actor, receipt);
    const isLent = receipt.claims.kind === 'loan' && receipt.state === 'valid';
    if (actor === undefined || around.view === undefined || !isLent) return { ...around, loan: null };
    const seen = await this.looking.show(actor, receipt.communityId, receipt.facts.exchange.id);
    return { ...around, loan: seen?.loan ?? null };
  }
}

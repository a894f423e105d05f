import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { LoanState } from '../payments/exchange.js';
import { AfterwardsService, type WaysOn } from '../payments/afterwards.service.js';
import { LookingService } from '../payments/looking.service.js';
import { SpokenThanks, type ThanksWays } from '../payments/spoken-thanks.service.js';
import { ReceiptSurroundings, type Surroundings } from './receipt-surroundings.service.js';
import type { Receipt } from './receipts.service.js';

export interface Scene extends Surroundings {
  /** How what was lent stands, for its parties; null for all else. */
  readonly loan: LoanState | null;
  /** What its parties can still do; null for a stranger. */
  readonly ways: WaysOn | null;
  /** What they can do about a spoken thank-you; null for a stranger. */
  readonly thanks: ThanksWays | null;
}

/** Everything around a receipt on its page, as far as whoever looks may know. */
@Injectable()
export class ReceiptScenes {
  constructor(
    private readonly surroundings: ReceiptSurroundings,
    private readonly looking: LookingService,
    private readonly afterwards: AfterwardsService,
    private readonly thanks: SpokenThanks,
  ) {}

  /** @param actor undefined for somebody who is not signed in */
  async of(actor: Actor | undefined, receipt: Receipt): Promise<Scene> {
    const around = await this.surroundings.of(actor, receipt);
    const isLent = receipt.claims.kind === 'loan' && receipt.state === 'valid';
    if (actor === undefined || around.view === undefined)
      return { ...around, loan: null, ways: null, thanks: null };
    const { communityId } = receipt;
    const { id } = receipt.facts.exchange;
    const ways = await this.afterwards.waysOn(actor, communityId, id);
    const thanks = await this.thanks.ways(actor, communityId, id);
    const seen = isLent ? await this.looking.show(actor, communityId, id) : undefined;
    return { ...around, loan: seen?.loan ?? null, ways, thanks };
  }
}

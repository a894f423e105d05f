import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Faces } from '../communities/faces.js';
import type { Language } from '../languages/languages.js';
import type { Batch } from './batch.js';
import { SheetsService, type PrintedVoucher } from './sheets.service.js';
import { VoucherOutlets, type Outlet } from './voucher-outlets.js';
import type { No } from './voucher.js';

/** Everything that is printed of some vouchers of a batch. */
export interface LaidOut {
  readonly kind: 'laid_out';
  readonly languages: readonly Language[];
  readonly batch: Batch;
  readonly currency: CurrencyProfile;
  readonly giver: string;
  readonly outlets: readonly Outlet[];
  readonly vouchers: readonly PrintedVoucher[];
  /** The number of the last one looked at, and whether there are more after it. */
  readonly last: number;
  readonly more: boolean;
}

/** Gathers what the sheets and letters of a batch say. */
@Injectable()
export class LayoutService {
  constructor(
    private readonly sheets: SheetsService,
    private readonly communities: CommunitiesService,
    private readonly currencies: CurrenciesService,
    private readonly faces: Faces,
    private readonly outlets: VoucherOutlets,
  ) {}

  /**
   * @param after the number of the last voucher laid out before, 0 from the start
   * @param limit 1 to 10,000
   * @returns undefined and refused `sheet_gone` as `SheetsService.print`
   */
  async layOut(
    actor: Actor,
    communityId: string,
    batchId: string,
    after: number,
    limit: number,
  ): Promise<LaidOut | No | undefined> {
    const sheet = await this.sheets.print(actor, communityId, batchId, after, limit);
    if (sheet === undefined || sheet.kind === 'refused') return sheet;
    const { batch, vouchers } = sheet;
    const [community, currency, giver, outlets] = await Promise.all([
      this.communities.look(communityId),
      this.currencies.find(communityId, batch.currency),
      this.faces.one(communityId, batch.partyId),
      this.outlets.of(actor, batch),
    ]);
    const last = after + limit;
    return {
      kind: 'laid_out',
      languages: printedIn(community!.languages),
      batch,
      currency: currency!,
      giver: giver?.name ?? community!.name,
      outlets,
      vouchers,
      last,
      more: last < batch.count,
    };
  }
}

/** Dutch first where the community speaks it, and one more as its translation (U19). */
function printedIn(spoken: readonly Language[]): Language[] {
  const first = spoken.includes('nl') ? 'nl' : spoken[0]!;
  return [first, ...spoken.filter((each) => each !== first)].slice(0, 2);
}

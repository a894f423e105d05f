import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Faces } from '../communities/faces.js';
import type { LanguageCode } from '../languages/languages.js';
import type { Batch } from './batch.js';
import { PrintedLanguages, type Printed } from './printed-languages.js';
import { SheetsService, type PrintedVoucher } from './sheets.service.js';
import { VoucherOutlets, type Outlet } from './voucher-outlets.js';
import type { No } from './voucher.js';

/** Everything that is printed of some vouchers of a batch. */
export interface LaidOut {
  readonly kind: 'laid_out';
  readonly languages: Printed;
  /** The languages that may stand second. */
  readonly offered: readonly LanguageCode[];
  readonly batch: Batch;
  readonly currency: CurrencyProfile;
  readonly giver: string;
  readonly outlets: readonly Outlet[];
  readonly vouchers: readonly PrintedVoucher[];
  /** The number of the last one looked at, and whether there are more after it. */
  readonly last: number;
  readonly more: boolean;
}

/** Which of a batch, and in which language beside the first one. */
export interface LayoutWish {
  /** The number of the last voucher laid out before, 0 from the start. */
  readonly after: number;
  /** 1 to 10,000. */
  readonly limit: number;
  /** As `PrintedLanguages.of`. */
  readonly language?: string;
}

/** Gathers what the sheets and letters of a batch say. */
@Injectable()
export class LayoutService {
  constructor(
    private readonly sheets: SheetsService,
    private readonly printed: PrintedLanguages,
    private readonly currencies: CurrenciesService,
    private readonly faces: Faces,
    private readonly outlets: VoucherOutlets,
  ) {}

  /**
   * @returns undefined and refused `sheet_gone` as `SheetsService.print`; refused `no_such_translation` for a language
   * that the community does not offer
   */
  async layOut(
    actor: Actor,
    communityId: string,
    batchId: string,
    { after, limit, language }: LayoutWish,
  ): Promise<LaidOut | No | { kind: 'refused'; code: 'no_such_translation' } | undefined> {
    const sheet = await this.sheets.print(actor, communityId, batchId, after, limit);
    if (sheet === undefined || sheet.kind === 'refused') return sheet;
    const { batch, vouchers } = sheet;
    const [printed, currency, giver, outlets] = await Promise.all([
      this.printed.of(communityId, language),
      this.currencies.find(communityId, batch.currency),
      this.faces.one(communityId, batch.partyId),
      this.outlets.of(actor, batch),
    ]);
    if (printed === undefined) return { kind: 'refused', code: 'no_such_translation' };
    const last = after + limit;
    return {
      kind: 'laid_out',
      languages: printed.languages,
      offered: printed.offered,
      batch,
      currency: currency!,
      giver: giver?.name ?? printed.name,
      outlets,
      vouchers,
      last,
      more: last < batch.count,
    };
  }
}

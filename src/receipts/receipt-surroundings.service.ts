import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { Outlet } from '../vouchers/voucher-outlets.js';
import { ReceiptOutlets } from './receipt-outlets.js';
import type { Receipt } from './receipts.service.js';
import { ViewersService, type PartyView } from './viewers.service.js';

export interface Surroundings {
  readonly community: { readonly name: string; readonly timeZone: string };
  /** By what each currency is shown. */
  readonly units: ReadonlyMap<string, 'hour' | 'coin'>;
  /** Undefined for a stranger. */
  readonly view: PartyView | undefined;
  /** Where coins can be spent, for its parties. */
  readonly outlets: readonly Outlet[];
}

/** What the page of a receipt needs beside the receipt itself. */
@Injectable()
export class ReceiptSurroundings {
  constructor(
    private readonly communities: CommunitiesService,
    private readonly currencies: CurrenciesService,
    private readonly viewers: ViewersService,
    private readonly outlets: ReceiptOutlets,
  ) {}

  /** @param actor undefined for somebody who is not signed in */
  async of(actor: Actor | undefined, receipt: Receipt): Promise<Surroundings> {
    const { communityId } = receipt;
    const [community, currencies, view] = await Promise.all([
      this.communities.look(communityId),
      this.currencies.all(communityId),
      this.viewers.view(actor, receipt),
    ]);
    const { name = communityId, timeZone = 'UTC' } = community ?? {};
    const units = new Map(currencies.map(({ code, token }) => [code, token]));
    const outlets = await this.outlets.of(actor, receipt, view);
    return { community: { name, timeZone }, units, view, outlets };
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { Batch } from './batch.js';
import { BatchesService } from './batches.service.js';
import { VoucherBooking } from './voucher-booking.js';
import type { Voucher } from './voucher.js';

/** All vouchers of a batch by number, read piece by piece; without what takes them. */
export interface VoucherList {
  readonly batch: Batch;
  /** Decimals of its currency. */
  readonly scale: number;
  /** The community's, by which days are told. */
  readonly timeZone: string;
  readonly vouchers: AsyncIterable<readonly Voucher[]>;
}

const chunk = 200;

/** The vouchers of a batch as a list to keep beside the paper. */
@Injectable()
export class VoucherLists {
  constructor(
    private readonly batches: BatchesService,
    private readonly currencies: CurrenciesService,
    private readonly booking: VoucherBooking,
  ) {}

  /** @returns undefined when there is no such batch of a party the actor makes vouchers for */
  async whole(actor: Actor, communityId: string, batchId: string): Promise<VoucherList | undefined> {
    const first = await this.batches.vouchersOf(actor, communityId, batchId, 0, chunk);
    if (first === undefined) return undefined;
    const { batch, vouchers } = first;
    const { scale } = (await this.currencies.find(communityId, batch.currency))!;
    const timeZone = await this.booking.timeZone(communityId);
    return { batch, scale, timeZone, vouchers: this.from(actor, batch, vouchers) };
  }

  private async *from(
    actor: Actor,
    { communityId, id }: Batch,
    first: readonly Voucher[],
  ): AsyncGenerator<readonly Voucher[]> {
    for (let some = first; some.length > 0;) {
      yield some;
      const after = some.at(-1)!.number;
      some = (await this.batches.vouchersOf(actor, communityId, id, after, chunk))?.vouchers ?? [];
    }
  }
}

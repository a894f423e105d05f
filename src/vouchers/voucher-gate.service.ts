import { Injectable } from '@nestjs/common';
import { VoucherLooks } from './voucher-looks.service.js';
import { VoucherOutlets } from './voucher-outlets.js';
import { VoucherPiles } from './voucher-piles.service.js';
import { VoucherPlaces } from './voucher-places.service.js';

/** Everything that is asked where vouchers come in. */
@Injectable()
export class VoucherGate {
  constructor(
    readonly places: VoucherPlaces,
    readonly piles: VoucherPiles,
    readonly looks: VoucherLooks,
    readonly outlets: VoucherOutlets,
  ) {}
}

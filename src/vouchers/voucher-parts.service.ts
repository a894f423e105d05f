import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { Answer } from '../books/answers.js';
import type { Amount } from '../ledger/amount.js';
import { VoucherBooking } from './voucher-booking.js';
import { VoucherFinder, type Shown } from './voucher-finder.js';
import type { PlaceToTake } from './voucher-places.service.js';
import { no, type No } from './voucher.js';
import { VouchersService } from './vouchers.service.js';

/** A voucher of which a part may be taken. */
export interface Parted {
  readonly kind: 'part';
  readonly serial: string;
  readonly worth: Amount;
}

/** What came of it: what the place took, and what went on the card. */
export interface PartTaken {
  readonly amount: Amount;
  readonly rest: Amount;
}

/** Less than a whole voucher, and the rest of it onto the card of whoever gave it (U37). */
@Injectable()
export class VoucherParts {
  constructor(
    private readonly booking: VoucherBooking,
    private readonly finder: VoucherFinder,
    private readonly vouchers: VouchersService,
  ) {}

  /**
   * Whether a part of a voucher may be taken at a place. Whose it must be is judged once their card was scanned.
   * @returns refused `voucher_whole_only` where the terms know no rest, else as when a whole one is taken
   * @throws NotAllowed, TooManyTries
   */
  async look(actor: Actor, { account, holder }: PlaceToTake, shown: Shown): Promise<Parted | No> {
    const found = await this.finder.find(actor, account.communityId, shown);
    if (found === undefined) return no('voucher_unknown');
    const why = await this.vouchers.stops(actor, found, account, holder?.partyId);
    const waits = why?.code === 'voucher_not_yours' && holder === undefined;
    if (why !== null && !waits) return why;
    const { serial, amount } = found.voucher;
    return found.batch.terms.restOnCard ? { kind: 'part', serial, worth: amount } : no('voucher_whole_only');
  }

  /**
   * Takes so much of it, and puts the rest on the card, in one exchange. Safe to repeat.
   * @param card the purse behind the card that was scanned
   * @returns as when a whole one is taken
   * @throws NotAllowed, TooManyTries
   */
  take(
    actor: Actor,
    { account }: PlaceToTake,
    card: PlaceToTake,
    asked: { readonly orderId: string; readonly shown: Shown; readonly amount: Amount },
  ): Promise<Answer | No> {
    const holder = card.holder === undefined ? {} : { holder: card.holder.partyId };
    const wish = { ...asked, ...holder, to: account.id, restTo: card.account.id };
    return this.vouchers.redeem(actor, account.communityId, wish);
  }

  /**
   * What an order took at a place, and what of it went on a card; undefined for all else.
   * @param place as it was given to this actor
   */
  async taken({ account }: PlaceToTake, orderId: string): Promise<PartTaken | undefined> {
    const [first, second] = await this.booking.movesOf(account.communityId, orderId);
    if (first?.creditId !== account.id || second === undefined) return undefined;
    return { amount: first.amount, rest: second.amount };
  }
}

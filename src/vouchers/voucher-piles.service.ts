import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Database } from '../database/database.js';
import type { Amount } from '../ledger/amount.js';
import { onceEach, pileMost, pileOrderId, writeShown } from './pile.js';
import { VoucherBooking } from './voucher-booking.js';
import { VoucherFinder, type Shown } from './voucher-finder.js';
import { VoucherPlaces, type PlaceToTake } from './voucher-places.service.js';
import { no, readSerial, type No } from './voucher.js';
import { VouchersService } from './vouchers.service.js';
import { findBySerial, type Found } from './vouchers.store.js';

const unknown = no('voucher_unknown');

/** A voucher of a pile that cannot be taken. */
export interface Stopped {
  readonly shown: Shown;
  /** Null for what is unknown. */
  readonly serial: string | null;
  readonly amount: Amount | null;
  readonly why: No;
  /** Of a used one: whether it was used at this very place. */
  readonly usedHere: boolean;
}

/** A pile before the yes. */
export interface LookedPile {
  readonly good: readonly Shown[];
  readonly worth: Amount;
  readonly stopped: readonly Stopped[];
}

/** A pile after the yes. */
export interface TakenPile {
  readonly count: number;
  readonly worth: Amount;
  /** Which of the pile came in, by their place in it from 0. */
  readonly which: readonly number[];
  /** Those of the pile that did not come in: used by somebody in between, or over a limit. */
  readonly left: number;
}

/** Taking many vouchers with one yes: an evening of scanning, what was kept without a network, a card that is filled. */
@Injectable()
export class VoucherPiles {
  constructor(
    private readonly database: Database,
    private readonly booking: VoucherBooking,
    private readonly finder: VoucherFinder,
    private readonly vouchers: VouchersService,
    private readonly places: VoucherPlaces,
  ) {}

  /**
   * What a pile is worth together, and what of it cannot be taken. Changes nothing but the count of wrong guesses.
   * @param pile at most 40; the others are left out
   * @throws NotAllowed, TooManyTries
   */
  async look(actor: Actor, place: PlaceToTake, pile: readonly Shown[]): Promise<LookedPile> {
    const seen = new Set<string>();
    const good: Shown[] = [];
    const stopped: Stopped[] = [];
    let worth = 0n;
    for (const shown of onceEach(pile).slice(0, pileMost)) {
      const found = await this.finder.find(actor, place.account.communityId, shown);
      // The same paper may have been scanned, and typed as well.
      const name = found?.voucher.serial ?? writeShown(shown);
      if (seen.has(name)) continue;
      seen.add(name);
      const why = await this.stops(actor, place, found);
      if (why !== null) stopped.push(await this.stopped(shown, place, found, why));
      else {
        good.push(shown);
        worth += found!.voucher.amount;
      }
    }
    return { good, worth, stopped };
  }

  /**
   * Takes each voucher of a pile by an order of its own; those that cannot be taken leave the others alone.
   * @param pileId UUID, made for the page with the yes: the same again books nothing twice
   * @returns the serials of all of them in their order, `-` for what was not found; and why some were not taken
   * @throws NotAllowed, TooManyTries
   */
  async take(
    actor: Actor,
    place: PlaceToTake,
    pileId: string,
    pile: readonly Shown[],
  ): Promise<{ serials: string[]; refused: { code: string }[] }> {
    const { account, holder } = place;
    const { communityId, id: to } = account;
    const serials: string[] = [];
    const refused: { code: string }[] = [];
    for (const shown of onceEach(pile).slice(0, pileMost)) {
      const found = await this.finder.find(actor, communityId, shown);
      if (found === undefined) {
        serials.push('-');
        refused.push(unknown);
        continue;
      }
      const { serial } = found.voucher;
      const orderId = pileOrderId(pileId, serial);
      const who = holder === undefined ? {} : { holder: holder.partyId };
      const answer = await this.vouchers.redeem(actor, communityId, { orderId, shown, to, ...who });
      serials.push(serial);
      if (answer.kind === 'refused') refused.push(answer);
    }
    return { serials, refused };
  }

  /**
   * What came of a pile. Of a voucher that another order ended nothing is said: a serial alone tells nothing.
   * @param serials as `take` gave them
   * @throws NotAllowed
   */
  async taken(
    actor: Actor,
    communityId: string,
    pileId: string,
    serials: readonly string[],
  ): Promise<TakenPile & { currency: CurrencyProfile | null }> {
    this.places.mustTake(actor, communityId);
    const all = serials.slice(0, pileMost);
    const found = await Promise.all(all.map((serial) => this.bySerial(communityId, serial)));
    const isHere = (each: Found | undefined): each is Found =>
      each !== undefined && each.voucher.exchangeId === pileOrderId(pileId, each.voucher.serial);
    const bySerial = new Map(found.filter(isHere).map((each) => [each.voucher.serial, each]));
    const here = [...bySerial.values()];
    const which = found.flatMap((each, i) => (isHere(each) ? [i] : []));
    const worth = here.reduce((sum, { voucher }) => sum + voucher.amount, 0n);
    const code = here[0]?.batch.currency;
    const currency = code === undefined ? null : await this.places.currency(communityId, code);
    return { count: here.length, worth, which, left: all.length - which.length, currency };
  }

  private async bySerial(communityId: string, text: string): Promise<Found | undefined> {
    const serial = readSerial(text);
    return serial === undefined ? undefined : findBySerial(this.database.reader, communityId, serial);
  }

  private async stopped(
    shown: Shown,
    { account }: PlaceToTake,
    found: Found | undefined,
    why: No,
  ): Promise<Stopped> {
    const { serial = null, amount = null, exchangeId = null } = found?.voucher ?? {};
    const used = why.code === 'voucher_already_used' && exchangeId !== null;
    const to = used ? await this.booking.takersOf(account.communityId, exchangeId) : [];
    return { shown, serial, amount, why, usedHere: to.includes(account.partyId) };
  }

  private async stops(actor: Actor, place: PlaceToTake, found: Found | undefined): Promise<No | null> {
    if (found === undefined) return unknown;
    return this.vouchers.stops(actor, found, place.account, place.holder?.partyId);
  }
}

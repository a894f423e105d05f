import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { CardOpeningService } from '../access/card-opening.service.js';
import { readNumber } from '../access/card.js';
import { CardsService } from '../access/cards.service.js';
import { NotAllowed } from '../access/errors.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Faces, type Face } from '../communities/faces.js';
import { VoucherBooking, type AccountOwner } from './voucher-booking.js';
import { mayFillCards, takingGroups, takingKinds } from './vouchers.service.js';

/** Where vouchers go. */
export interface PlaceToTake {
  readonly account: AccountOwner;
  readonly currency: CurrencyProfile;
  /** Whose account it is. */
  readonly face: Face;
  /** The person who stands there, known by the card that was shown. */
  readonly holder?: Face;
}

/** The places where somebody takes vouchers: the purses of their groups, and the cards that they are shown. */
@Injectable()
export class VoucherPlaces {
  constructor(
    private readonly booking: VoucherBooking,
    private readonly currencies: CurrenciesService,
    private readonly faces: Faces,
    private readonly cards: CardsService,
    private readonly opening: CardOpeningService,
  ) {}

  /** The purses of groups and institutions for which an actor takes vouchers. */
  async of(actor: Actor, communityId: string): Promise<PlaceToTake[]> {
    const parties = takingGroups(actor, communityId, this.booking.now());
    const lists = await Promise.all(parties.map((id) => this.booking.accountsOf(communityId, id)));
    const taking = lists.flat().filter(({ kind }) => takingKinds.has(kind));
    return Promise.all(taking.map((account) => this.place(account)));
  }

  /**
   * One account that an actor takes vouchers for.
   * @throws NotAllowed, also when there is no such account
   */
  async one(actor: Actor, communityId: string, accountId: string): Promise<PlaceToTake> {
    const account = await this.booking.owner(communityId, accountId);
    const partyId = account?.partyId ?? null;
    const now = this.booking.now();
    if (account === undefined || partyId === null || !takingKinds.has(account.kind)) throw new NotAllowed();
    if (!may(actor, 'accept_voucher', { communityId, partyId }, now)) throw new NotAllowed();
    return this.place(account);
  }

  /**
   * The purse behind a card that was scanned; whoever looks after cards may also type its number.
   * @returns undefined for what is no card that works here
   * @throws NotAllowed for who may not fill cards, TooManyTries
   */
  async ofCard(actor: Actor, communityId: string, text: string): Promise<PlaceToTake | undefined> {
    this.mustTake(actor, communityId);
    const holderId = await this.holderId(actor, communityId, text);
    return holderId === undefined ? undefined : this.ofHolder(actor, communityId, holderId);
  }

  /**
   * The purse of somebody whose card was shown before, when a visit began.
   * @throws NotAllowed for who may not fill cards
   */
  async ofHolder(actor: Actor, communityId: string, holderId: string): Promise<PlaceToTake | undefined> {
    this.mustTake(actor, communityId);
    const all = await this.booking.accountsOf(communityId, holderId);
    const account = all.find(({ kind }) => kind === 'member');
    if (account === undefined) return undefined;
    const place = await this.place(account);
    return { ...place, holder: place.face };
  }

  /**
   * The same place, with the person whose card was shown beside a voucher that is theirs alone (U39).
   * @returns undefined for what is no card that works here
   * @throws NotAllowed for who may not fill cards, TooManyTries
   */
  async withHolder(actor: Actor, place: PlaceToTake, text: string): Promise<PlaceToTake | undefined> {
    const { communityId } = place.account;
    this.mustTake(actor, communityId);
    // A number is no card that was shown: with it the owner need not be there.
    if (readNumber(text.slice(text.lastIndexOf('/') + 1)) !== undefined) return undefined;
    const holderId = await this.holderId(actor, communityId, text);
    const holder = holderId === undefined ? undefined : await this.faces.one(communityId, holderId);
    return holder === undefined ? undefined : { ...place, holder };
  }

  /** @throws NotAllowed for who neither takes vouchers for a group nor looks after cards */
  mustTake(actor: Actor, communityId: string): void {
    if (!mayFillCards(actor, communityId, this.booking.now())) throw new NotAllowed();
  }

  async currency(communityId: string, code: string): Promise<CurrencyProfile> {
    return (await this.currencies.find(communityId, code))!;
  }

  private async holderId(actor: Actor, communityId: string, text: string): Promise<string | undefined> {
    const shown = text.slice(text.lastIndexOf('/') + 1);
    if (readNumber(shown) !== undefined) {
      if (!may(actor, 'manage_cards', { communityId }, this.booking.now())) return undefined;
      const card = await this.cards.scanned(actor, communityId, shown);
      return card?.state === 'active' ? (card.partyId ?? undefined) : undefined;
    }
    const opened = await this.opening.open({ token: shown }, null, actor);
    return opened.kind === 'opened' && opened.card.communityId === communityId ? opened.actor.id : undefined;
  }

  private async place(account: AccountOwner): Promise<PlaceToTake> {
    const { communityId, currency, partyId } = account;
    const [profile, face] = await Promise.all([
      this.currency(communityId, currency),
      this.faces.one(communityId, partyId!),
    ]);
    return { account, currency: profile, face: face! };
  }
}

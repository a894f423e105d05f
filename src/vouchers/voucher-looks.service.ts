import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { NotAllowed } from '../access/errors.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { Faces, type Face } from '../communities/faces.js';
import type { Account } from '../ledger/account.js';
import type { Batch } from './batch.js';
import { VoucherBooking } from './voucher-booking.js';
import { VoucherFinder, type Shown } from './voucher-finder.js';
import { isAcceptor } from './voucher-terms.js';
import { takingKinds, takingParties, VouchersService } from './vouchers.service.js';
import { no, type No, type Voucher } from './voucher.js';
import type { Found } from './vouchers.store.js';

/** Where the actor may take a voucher. */
export interface Taker {
  readonly accountId: string;
  readonly face: Face | undefined;
}

/** What an acceptor sees of a voucher before taking it. */
export interface VoucherLook {
  readonly kind: 'look';
  readonly voucher: Voucher;
  readonly batch: Batch;
  readonly currency: CurrencyProfile;
  readonly timeZone: string;
  /** From whom it is. */
  readonly giver: Face | undefined;
  /** Why it cannot be taken now, with the time when it was used; null when it can. */
  readonly stands: No | null;
  /** Whether the value of a used one came to a party the actor takes for; null for one that is not used. */
  readonly usedHere: boolean | null;
  /** Where the actor may take it, by the terms; none for one that cannot be taken. */
  readonly takers: readonly Taker[];
}

/** Looking at vouchers. Changes nothing but the count of wrong guesses. */
@Injectable()
export class VoucherLooks {
  constructor(
    private readonly booking: VoucherBooking,
    private readonly finder: VoucherFinder,
    private readonly vouchers: VouchersService,
    private readonly currencies: CurrenciesService,
    private readonly faces: Faces,
  ) {}

  /**
   * For who takes vouchers, signed in; nobody else learns whether a code is good (U40).
   * @returns refused `voucher_unknown` for what is unknown, not yet active or void
   * @throws NotAllowed, TooManyTries
   */
  async look(actor: Actor, communityId: string, shown: Shown): Promise<VoucherLook | No> {
    const parties = takingParties(actor, communityId, this.booking.now());
    if (parties.length === 0) throw new NotAllowed();
    const found = await this.finder.find(actor, communityId, shown);
    if (found === undefined) return no('voucher_unknown');
    const { voucher, batch } = found;
    const [stands, currency, timeZone, giver] = await Promise.all([
      this.standsFor(actor, found),
      this.currencies.find(communityId, batch.currency),
      this.booking.timeZone(communityId),
      this.faces.one(communityId, batch.partyId),
    ]);
    const used = stands?.code === 'voucher_already_used';
    const to = used ? await this.booking.takersOf(communityId, voucher.exchangeId!) : [];
    const usedHere = used ? to.some((id) => id !== null && parties.includes(id)) : null;
    const takers = stands === null ? await this.takers(communityId, batch, parties) : [];
    return { kind: 'look', voucher, batch, currency: currency!, timeZone, giver, stands, usedHere, takers };
  }

  private async standsFor(actor: Actor, found: Found): Promise<No | null> {
    const { boundTo } = found.voucher;
    const stands = await this.vouchers.stands(found);
    return stands ?? (boundTo !== null && boundTo !== actor.id ? no('voucher_not_yours') : null);
  }

  private async takers(communityId: string, batch: Batch, parties: readonly string[]): Promise<Taker[]> {
    const accounts: Account[] = [];
    for (const party of parties) accounts.push(...(await this.booking.accountsOf(communityId, party)));
    const taking = accounts.filter(
      ({ kind, currency, partyId, partyKind }) =>
        takingKinds.has(kind) &&
        currency === batch.currency &&
        isAcceptor(batch.terms, { id: partyId!, kind: partyKind }),
    );
    const faces = await this.faces.of(
      communityId,
      taking.map(({ partyId }) => partyId!),
    );
    return taking.map(({ id, partyId }) => ({ accountId: id, face: faces.get(partyId!) }));
  }
}

import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { auditRow, auditTable } from '../access/audit.js';
import { NotAllowed } from '../access/errors.js';
import type { Answer } from '../books/answers.js';
import { plainMove } from '../books/plain.js';
import { isInstitution, type PartyKind } from '../communities/party.js';
import { Database } from '../database/database.js';
import type { Amount } from '../ledger/amount.js';
import type { TransferDraft } from '../ledger/order.js';
import { isOver, type Batch } from './batch.js';
import { VoucherBooking, type AccountOwner } from './voucher-booking.js';
import { VoucherFinder, type Shown } from './voucher-finder.js';
import { VoucherDays } from './voucher-days.js';
import { isAcceptor } from './voucher-terms.js';
import { liveState, nextState, no, voucherGuard, type No, type Voucher } from './voucher.js';
import { findBySerial, type Found } from './vouchers.store.js';

export interface Redemption {
  /** UUID version 7, made by who asks; the same id again gets the same answer. */
  readonly orderId: string;
  readonly shown: Shown;
  /** The account that receives. */
  readonly to: string;
  /** Less than the whole, where the terms allow it; then the rest goes to `restTo` (U37). */
  readonly amount?: Amount;
  /** The account of a member. */
  readonly restTo?: string;
  /** The person who stands there, where the room that asked knows it by their card; never from outside. */
  readonly holder?: string;
}

/** Accounts that take vouchers: purses, not what is set apart or the community's own. */
export const takingKinds: ReadonlySet<string> = new Set(['member', 'household', 'group', 'partner']);

/** Taking vouchers. */
@Injectable()
export class VouchersService {
  constructor(
    private readonly database: Database,
    private readonly booking: VoucherBooking,
    private readonly finder: VoucherFinder,
    private readonly days: VoucherDays,
  ) {}

  /**
   * Takes a voucher: its whole value moves to the account, once and only once. Safe to repeat.
   * @returns posted; refused `voucher_unknown` (also made, printed and void), `voucher_already_used` with the time,
   * `voucher_held`, `voucher_expired`, `voucher_not_yet`, `voucher_not_here` for a party the terms do not name,
   * `voucher_not_yours` for one bound to somebody else, `voucher_whole_only`, `voucher_changed` when it was topped up
   * meanwhile, `over_acceptor_limit` when the party or who scans took enough of the batch today, `not_your_account`, or
   * by the ledger's own list
   * @throws NotAllowed, TooManyTries
   */
  async redeem(actor: Actor, communityId: string, asked: Redemption): Promise<Answer | No> {
    if (takingParties(actor, communityId, this.booking.now()).length === 0) throw new NotAllowed();
    const taker = await this.booking.owner(communityId, asked.to);
    const found = await this.finder.find(actor, communityId, asked.shown);
    if (found === undefined) return no('voucher_unknown');
    const { voucher, batch } = found;
    if (taker === undefined) return no('not_your_account');
    const again = voucher.exchangeId === asked.orderId;
    const stops = await this.stops(actor, found, taker, asked.holder, again);
    if (stops !== null) return stops;
    const parts = await this.transfers(found, taker, asked);
    if (!Array.isArray(parts)) return parts;
    const { serial, amount } = voucher;
    const { subject, reason } = batch.terms;
    const kind = taker.partyKind as PartyKind;
    const row = auditRow(actor, 'accept_voucher', 'voucher', serial, communityId, this.booking.now());
    const answer = await this.booking.book(actor, {
      id: asked.orderId,
      communityId,
      kind: 'voucher',
      about: { mode: isInstitution(kind) ? 'market' : 'redistribution', subject, reason },
      transfers: parts,
      guards: [
        {
          kind: voucherGuard,
          key: serial,
          expect: liveState({ kept: 'in_batch', amount }, false),
          next: nextState('redeemed', amount),
        },
        ...this.days.guards(actor, found, taker.partyId!, parts[0]!.amount),
      ],
      appends: [{ table: auditTable, row }],
    });
    return answer.kind === 'refused' ? this.inWords(answer, communityId, serial) : answer;
  }

  /**
   * Why a voucher cannot be taken now, whoever the taker is; null when it can.
   * @param found as the finder gave it
   */
  async stands({ voucher, batch }: Found): Promise<No | null> {
    if (voucher.kept === 'redeemed') return { ...no('voucher_already_used'), usedAt: voucher.changedAt };
    if (voucher.kept === 'held') return no('voucher_held');
    if (voucher.kept === 'expired') return no('voucher_expired');
    if (voucher.kept === 'void' || batch.state !== 'active') return no('voucher_unknown');
    const today = await this.booking.today(batch.communityId);
    if (isOver(batch, today)) return no('voucher_expired');
    const { validFrom } = batch.terms;
    return validFrom !== null && today < validFrom ? no('voucher_not_yet') : null;
  }

  /**
   * Why an actor cannot take a voucher into an account now; null when they can. Limits of a day are judged by the books.
   * @param holder the person who stands there, known by their card
   * @param again whether it was taken already by the very order that is asked for
   */
  async stops(
    actor: Actor,
    found: Found,
    taker: AccountOwner,
    holder?: string,
    again = false,
  ): Promise<No | null> {
    const { voucher, batch } = found;
    if (!this.mayTake(actor, taker, voucher, holder)) return no('not_your_account');
    if (again) return null;
    const stands = await this.stands(found);
    if (stands !== null) return stands;
    if (taker.currency !== batch.currency) return no('currencies_must_match');
    if (!takingKinds.has(taker.kind)) return no('voucher_not_here');
    if (!isAcceptor(batch.terms, { id: taker.partyId!, kind: taker.partyKind }))
      return no('voucher_not_here');
    if (voucher.boundTo === null || voucher.boundTo === holder) return null;
    return voucher.boundTo === actor.id ? null : no('voucher_not_yours');
  }

  /**
   * Into an account one may take for; whoever a voucher is bound to may hand it to anybody; and who looks after cards,
   * or takes vouchers for a group, may put it on the card that was shown (S34).
   */
  private mayTake(actor: Actor, taker: AccountOwner, voucher: Voucher, holder: string | undefined): boolean {
    const { communityId, partyId } = taker;
    if (partyId === null) return false;
    if (may(actor, 'accept_voucher', { communityId, partyId }, this.booking.now())) return true;
    if (partyId === holder && mayFillCards(actor, communityId, this.booking.now())) return true;
    const own = { communityId, partyId: actor.id };
    return voucher.boundTo === actor.id && may(actor, 'pay_from', own, this.booking.now());
  }

  private async transfers(
    { voucher, batch }: Found,
    taker: AccountOwner,
    { amount = voucher.amount, restTo }: Redemption,
  ): Promise<TransferDraft[] | No> {
    const whole = moveOut(batch, taker.id, amount);
    if (amount === voucher.amount) return [whole];
    if (amount > voucher.amount || !batch.terms.restOnCard || restTo === undefined) {
      return no('voucher_whole_only');
    }
    const rest = await this.booking.owner(batch.communityId, restTo);
    if (rest?.kind !== 'member' || rest.currency !== batch.currency) return no('no_such_account');
    return [whole, moveOut(batch, rest.id, voucher.amount - amount)];
  }

  /** The books know that a voucher was not as it was looked at; here it is said how. */
  private async inWords(
    answer: Extract<Answer, { kind: 'refused' }>,
    communityId: string,
    serial: string,
  ): Promise<Answer | No> {
    if (answer.code !== 'code_already_used' && answer.code !== 'voucher_already_used') return answer;
    const found = (await findBySerial(this.database.reader, communityId, serial))!;
    const stands = await this.stands(found);
    return { ...answer, ...(stands ?? no('voucher_changed')) };
  }
}

/** The parties for which an actor may take vouchers: themselves, and groups. */
export function takingParties(actor: Actor, communityId: string, now: number): string[] {
  const ids = new Set([actor.id, ...actor.mandates.flatMap(({ partyId }) => partyId ?? [])]);
  return [...ids].filter((partyId) => may(actor, 'accept_voucher', { communityId, partyId }, now));
}

/** The groups and institutions for which an actor takes vouchers. */
export function takingGroups(actor: Actor, communityId: string, now: number): string[] {
  const keeping = actor.mandates.filter(({ role }) => role === 'treasurer' || role === 'acceptor');
  const ids = new Set(keeping.flatMap(({ partyId }) => partyId ?? []));
  return [...ids].filter((partyId) => may(actor, 'accept_voucher', { communityId, partyId }, now));
}

/** Whether an actor may put vouchers on the cards of others: who looks after cards, and who takes vouchers for a group. */
export function mayFillCards(actor: Actor, communityId: string, now: number): boolean {
  if (may(actor, 'manage_cards', { communityId }, now)) return true;
  return takingGroups(actor, communityId, now).length > 0;
}

/** What an actor does with vouchers of others in their own community. */
export function vouchersOf(actor: Actor, now: number): { taken: boolean; onCards: boolean } {
  const { communityId } = actor;
  if (communityId === null) return { taken: false, onCards: false };
  const taken = takingGroups(actor, communityId, now).length > 0;
  return { taken, onCards: mayFillCards(actor, communityId, now) };
}

function moveOut({ outstandingId, currency, programme }: Batch, creditId: string, amount: Amount) {
  return plainMove({ debitId: outstandingId, creditId, currency, amount, programme });
}

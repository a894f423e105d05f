import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { CardNumbers, type NotHeld } from '../access/card-numbers.service.js';
import { NotAllowed } from '../access/errors.js';
import { OutgoingReading } from '../books/outgoing.reading.js';
import type { Face } from '../communities/faces.js';
import { personalKinds } from '../communities/party.js';
import { SecondYesLimits } from '../communities/second-yes-limits.service.js';
import { dayIn } from '../database/clock.js';
import { balance, spendable } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import { attendanceMost, attendanceOrderId, attendanceOrders, attendanceReason } from './attendance.js';
import { BulkService, type BulkPayment } from './bulk.service.js';
import { CardSurroundings } from './card-surroundings.js';
import type { AccountOwner } from './ledger-facts.js';
import { mayPayFrom, type No } from './payment.js';

/** Somebody on the list: what their card says. Never what they have. */
export interface Attendee {
  /** Null for who has no card any more. */
  readonly number: string | null;
  readonly face: Face;
}

/** The same before the yes. */
export interface ListedAttendee extends Attendee {
  /** Whether they got something of the group for that day before, such as what was scanned and stands on paper as well. */
  readonly hadBefore: boolean;
}

/** What was scanned or typed and does not come on the list. */
export interface LeftOut {
  /** The number of the card; null where nothing can be said of it. */
  readonly number: string | null;
  readonly why: NotHeld['code'] | 'no_purse' | 'twice' | 'full';
}

/** A list before the yes. */
export interface LookedList {
  readonly people: readonly ListedAttendee[];
  readonly total: Amount;
  /** What the group then has. */
  readonly after: Amount;
  /** Why it cannot be given so; null when it can. */
  readonly why: 'not_enough' | 'needs_second' | null;
}

/** The yes to a list. */
export interface ListToGive {
  /** UUID version 7, made for the page: the same again books nothing twice. */
  readonly listId: string;
  readonly numbers: readonly string[];
  /** For each, in smallest units. */
  readonly amount: Amount;
  /** When they came, YYYY-MM-DD. */
  readonly day: string;
}

/** Why nothing of a list was given, and at whose card; null where it is about all. */
export interface ListRefusal {
  readonly kind: 'refused';
  readonly code: No['code'] | 'card_blocked' | 'no_such_account';
  readonly number: string | null;
}

/** What came of a list. */
export interface GivenList {
  readonly people: ReadonlyArray<Attendee & { readonly isUndone: boolean }>;
  /** Each. */
  readonly amount: Amount;
  readonly day: string;
}

/** Who was there, and the same for each of them out of the purse of a group: scanned, or typed later from paper (U30, U49, 3D). */
@Injectable()
export class AttendanceService {
  constructor(
    private readonly cards: CardNumbers,
    private readonly bulk: BulkService,
    private readonly surroundings: CardSurroundings,
    private readonly limits: SecondYesLimits,
    private readonly outgoing: OutgoingReading,
  ) {}

  /**
   * The purse of a group or institution, for who pays from it.
   * @throws NotAllowed, also for a purse of persons
   */
  async from(actor: Actor, communityId: string, accountId: string): Promise<AccountOwner> {
    const { facts, clock } = this.surroundings;
    const from = await facts.owner(communityId, accountId);
    if (from?.partyId == null || personalKinds.has(from.partyKind)) throw new NotAllowed();
    if (!mayPayFrom(actor, from, clock.now())) throw new NotAllowed();
    return from;
  }

  /**
   * Adds cards to a list; each that cannot be added is left out and the others stay.
   * @param list numbers that were read before
   * @param shown tokens or numbers of cards
   * @throws NotAllowed
   */
  async add(
    actor: Actor,
    { communityId, id }: Pick<AccountOwner, 'communityId' | 'id'>,
    list: readonly string[],
    shown: readonly string[],
  ): Promise<{ list: string[]; leftOut: LeftOut[] }> {
    const from = await this.from(actor, communityId, id);
    const on = new Set(list);
    const leftOut: LeftOut[] = [];
    for (const each of shown) {
      const read = await this.cards.read(actor, communityId, each);
      const { number } = read;
      if (read.kind === 'refused') leftOut.push({ number, why: read.code });
      else if (on.has(read.number)) leftOut.push({ number, why: 'twice' });
      else if (on.size >= attendanceMost) leftOut.push({ number, why: 'full' });
      else if ((await this.purseOf(from, read.partyId)) === undefined)
        leftOut.push({ number, why: 'no_purse' });
      else on.add(read.number);
    }
    return { list: [...on], leftOut };
  }

  /** Who they are, how much it is together and what then remains. Changes nothing. @throws NotAllowed */
  async look(
    actor: Actor,
    { communityId, id }: Pick<AccountOwner, 'communityId' | 'id'>,
    numbers: readonly string[],
    { amount, day }: Pick<ListToGive, 'amount' | 'day'>,
  ): Promise<LookedList> {
    const from = await this.from(actor, communityId, id);
    const { books, faces } = this.surroundings;
    const [holders, account, had] = await Promise.all([
      this.cards.holders(communityId, numbers),
      books.findAccount(communityId, id),
      this.outgoing.receiversOn(communityId, id, attendanceReason, day),
    ]);
    const before = new Set(had);
    const known = await faces.of(communityId, [...holders.values()]);
    const people = numbers.flatMap((number): ListedAttendee[] => {
      const face = known.get(holders.get(number) ?? '');
      return face === undefined ? [] : [{ number, face, hadBefore: before.has(face.partyId) }];
    });
    const total = amount * BigInt(people.length);
    const left = spendable(account!);
    const isMuch = await this.isAboveLimit(from, total);
    const why = left !== null && left < total ? 'not_enough' : isMuch ? 'needs_second' : null;
    return { people, total, after: balance(account!) - total, why };
  }

  /**
   * Gives the same to each, all or none. Each is an order of its own, so everybody has their own receipt.
   * @returns given, also when it was before; refused `needs_second` when all of it together is above what one treasurer
   * of the group may pay alone, `card_blocked`, `no_such_account`, or as any payment
   * @throws NotAllowed
   */
  async give(
    actor: Actor,
    { communityId, id }: Pick<AccountOwner, 'communityId' | 'id'>,
    { listId, numbers, amount, day }: ListToGive,
  ): Promise<{ kind: 'given' } | ListRefusal> {
    const from = await this.from(actor, communityId, id);
    const payments: BulkPayment[] = [];
    const holders = await this.cards.holders(communityId, numbers);
    for (const number of new Set(numbers.slice(0, attendanceMost))) {
      const partyId = holders.get(number);
      if (partyId === undefined) return refuseAt('card_blocked', number);
      const purse = await this.purseOf(from, partyId);
      if (purse === undefined) return refuseAt('no_such_account', number);
      const said = { from: id, to: purse.id, amount, reason: attendanceReason, factDate: day };
      payments.push({ ...said, id: attendanceOrderId(listId, partyId) });
    }
    if (!(await this.isBooked(from, listId, payments))) {
      // A list is one act: cut into orders it would pass below a limit that is judged for each.
      const total = amount * BigInt(payments.length);
      if (await this.isAboveLimit(from, total)) return refuseAt('needs_second', null);
    }
    const answers = await this.bulk.pay(actor, communityId, payments, true);
    const at = answers.findIndex(({ kind }) => kind === 'refused');
    const refused = answers[at];
    if (refused?.kind !== 'refused') return { kind: 'given' };
    return refuseAt(refused.code, ofOneOnly.has(refused.code) ? numbers[at]! : null);
  }

  /** What came of a list; undefined when nothing did. @throws NotAllowed */
  async given(
    actor: Actor,
    { communityId, id }: Pick<AccountOwner, 'communityId' | 'id'>,
    listId: string,
  ): Promise<GivenList | undefined> {
    await this.from(actor, communityId, id);
    const found = await this.outgoing.between(communityId, id, attendanceOrders(listId));
    // Another payment may lie between the same ids; it is no list.
    const lines = found.filter(
      ({ exchangeId, toPartyId }) =>
        toPartyId !== null && exchangeId === attendanceOrderId(listId, toPartyId),
    );
    const [first] = lines;
    if (first === undefined) return undefined;
    const parties = lines.flatMap(({ toPartyId }) => toPartyId ?? []);
    const [faces, numbers] = await Promise.all([
      this.surroundings.faces.of(communityId, parties),
      this.cards.numbersOf(communityId, parties),
    ]);
    const people = lines.flatMap(({ toPartyId, reversedBy }) => {
      const face = faces.get(toPartyId ?? '');
      if (face === undefined) return [];
      return [{ face, number: numbers.get(face.partyId) ?? null, isUndone: reversedBy !== null }];
    });
    return { people, amount: first.amount, day: first.factDate };
  }

  /** How much each got the last time; undefined when nobody did lately. @throws NotAllowed */
  async lastAmount(
    actor: Actor,
    { communityId, id }: Pick<AccountOwner, 'communityId' | 'id'>,
  ): Promise<Amount | undefined> {
    await this.from(actor, communityId, id);
    return this.outgoing.lastAmount(communityId, id, attendanceReason);
  }

  /** The day it is where a community is, as YYYY-MM-DD. */
  async today(communityId: string): Promise<string> {
    const { facts, clock } = this.surroundings;
    return dayIn(clock.now(), (await facts.timeZone(communityId)) ?? 'UTC');
  }

  /** Whether all of it was booked before, so that it is only asked once more. */
  private async isBooked(
    { communityId, id }: AccountOwner,
    listId: string,
    payments: readonly BulkPayment[],
  ): Promise<boolean> {
    const lines = await this.outgoing.between(communityId, id, attendanceOrders(listId));
    const before = new Set(lines.map(({ exchangeId }) => exchangeId));
    return payments.every((payment) => before.has(payment.id));
  }

  private async isAboveLimit(
    { communityId, partyId, currency }: AccountOwner,
    total: Amount,
  ): Promise<boolean> {
    return (await this.limits.above(communityId, partyId!, currency, total)) !== undefined;
  }

  private async purseOf(from: AccountOwner, partyId: string): Promise<AccountOwner | undefined> {
    const accounts = await this.surroundings.facts.accountsOf(from.communityId, partyId);
    return accounts.find(({ currency, kind }) => kind === 'member' && currency === from.currency);
  }
}

/** What is about one person's purse and no other. */
const ofOneOnly: ReadonlySet<string> = new Set(['too_much', 'over_acceptor_limit', 'other_programme']);

function refuseAt(code: ListRefusal['code'], number: string | null): ListRefusal {
  return { kind: 'refused', code, number };
}

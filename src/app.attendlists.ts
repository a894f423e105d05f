import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { readNumber } from './access/card.js';
import { SessionsService } from './access/sessions.service.js';
import type { KeptList } from './app.attendees.js';
import { amountSaid } from './app.prices.js';
import type { ShownPurse } from './app.purselooks.js';
import { OwnPurses } from './app.purses.js';
import { usualAmounts } from './app.sign.js';
import { newUuid } from './database/ids.js';
import type { WordKey } from './languages/languages.js';
import type { Amount } from './ledger/amount.js';
import { attendanceMost, lastDays } from './payments/attendance.js';
import {
  AttendanceService,
  type GivenList,
  type LeftOut,
  type ListRefusal,
  type LookedList,
} from './payments/attendance.service.js';

/** What a form says of a list; of another hand all of it may be anything. */
export type ListFields = Readonly<
  Partial<Record<'order' | 'cards' | 'mark' | 'amount' | 'other' | 'day' | 'off' | 'seen', string>>
>;

/** A list with the purse it is for. */
export interface Listing {
  readonly actor: Actor;
  readonly purse: ShownPurse;
  readonly list: KeptList;
  /** YYYY-MM-DD, where the community is. */
  readonly today: string;
  /** What of the form cannot be meant so; null when it is right. */
  readonly trouble: { readonly about: 'list' | 'amount' | 'day'; readonly word: WordKey } | null;
}

/** Lists of who was there, as they go from page to page in a form. */
@Injectable()
export class AttendanceLists {
  constructor(
    private readonly purses: OwnPurses,
    private readonly attendance: AttendanceService,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * What a form says, or a new list. What cannot be meant so is named in `trouble`, and what is usual stands in its place.
   * @throws NotAllowed for who may not pay from this purse
   */
  async read(actor: Actor, communityId: string, accountId: string, fields: ListFields): Promise<Listing> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    const today = await this.attendance.today(communityId);
    const usual = await this.usual(actor, purse);
    const before = (fields.cards ?? '').split(' ').flatMap((each) => readNumber(each) ?? []);
    const isOurs = before.length === 0 || this.sessions.isCsrfToken(named(actor, purse, before), fields.mark);
    const numbers = isOurs ? before.filter((each) => each !== fields.off).slice(0, attendanceMost) : [];
    const amount = amountIn(fields, purse, usual);
    const day = fields.day ?? today;
    const isDay = lastDays(today).includes(day);
    const order = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(fields.order ?? '')
      ? fields.order!
      : newUuid();
    const trouble = !isOurs
      ? ({ about: 'list', word: 'attendance.changed' } as const)
      : typeof amount !== 'bigint'
        ? ({ about: 'amount', word: amount } as const)
        : isDay
          ? null
          : ({ about: 'day', word: 'attendance.day_wrong' } as const);
    const said = {
      order,
      amount: typeof amount === 'bigint' ? amount : usual,
      day: isDay ? day : today,
      seen: (fields.seen ?? '').slice(0, 8),
    };
    return { actor, purse, today, trouble, list: this.marked(actor, purse, { ...said, numbers }) };
  }

  /** With these cards on it as well. @param cards tokens or numbers @param seen the mark of the code that a camera saw */
  async add(
    listing: Listing,
    cards: readonly string[],
    seen: string,
  ): Promise<{ listing: Listing; leftOut: readonly LeftOut[] }> {
    const { actor, purse, list } = listing;
    const { list: numbers, leftOut } = await this.attendance.add(actor, purse.account, list.numbers, cards);
    return { listing: this.with(listing, { numbers, seen }), leftOut };
  }

  /**
   * Who they are. A card that ended since it was scanned is no longer on the list.
   * @returns the list without those, and their numbers
   */
  async look(listing: Listing): Promise<{ listing: Listing; looked: LookedList; ended: readonly string[] }> {
    const { actor, purse, list } = listing;
    const looked = await this.attendance.look(actor, purse.account, list.numbers, list);
    const there = new Set(looked.people.map(({ number }) => number));
    const numbers = list.numbers.filter((number) => there.has(number));
    const ended = list.numbers.filter((number) => !there.has(number));
    return { listing: ended.length === 0 ? listing : this.with(listing, { numbers }), looked, ended };
  }

  give({ actor, purse, list }: Listing): Promise<{ kind: 'given' } | ListRefusal> {
    const { order: listId, numbers, amount, day } = list;
    return this.attendance.give(actor, purse.account, { listId, numbers, amount, day });
  }

  /** What came of a list. @throws NotAllowed */
  async given(
    actor: Actor,
    communityId: string,
    accountId: string,
    order: string,
  ): Promise<{ purse: ShownPurse; given: GivenList | undefined }> {
    const purse = await this.purses.asked(actor, communityId, accountId);
    return { purse, given: await this.attendance.given(actor, purse.account, order) };
  }

  /** The same list under another id. */
  anew(listing: Listing): Listing {
    return this.with(listing, { order: newUuid() });
  }

  private with(listing: Listing, other: Partial<KeptList>): Listing {
    const { actor, purse, list } = listing;
    return { ...listing, list: this.marked(actor, purse, { ...list, ...other }) };
  }

  private marked(actor: Actor, purse: ShownPurse, list: Omit<KeptList, 'mark'>): KeptList {
    return { ...list, mark: this.sessions.csrfToken(named(actor, purse, list.numbers)) };
  }

  /** What each got the last time, else one unit. */
  private async usual(actor: Actor, purse: ShownPurse): Promise<Amount> {
    const last = await this.attendance.lastAmount(actor, purse.account);
    const one = 10n ** BigInt(purse.currency.scale);
    const tiles = usualAmounts(purse);
    if (last !== undefined && typeof amountSaid({ amount: last }, purse.currency) === 'bigint') return last;
    return tiles.includes(one) ? one : (tiles[0] ?? purse.currency.step);
  }
}

/** Under what the numbers of a list are marked as written down by us; no session is called so. */
function named({ id }: Actor, { account }: ShownPurse, numbers: readonly string[]): string {
  return `who was there ${id} ${account.id} ${numbers.join(' ')}`;
}

function amountIn(
  { amount, other = '' }: ListFields,
  { currency }: ShownPurse,
  usual: Amount,
): Amount | WordKey {
  if (amount === undefined && other.trim() === '') return usual;
  const whole = /^\d{1,16}$/.test(amount ?? '') ? { amount: BigInt(amount!) } : {};
  return amountSaid({ ...whole, other }, currency);
}

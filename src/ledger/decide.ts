import { amountMax, type Amount } from './amount.js';
import { balance, heldIn, heldOut, type Account } from './account.js';
import { limitedKinds, transfersMax, type ExchangeKind, type GuardState, type HoldId, type Order, type TransferDraft } from './order.js';
import { refused, type Refusal, type RefusalCode } from './refusals.js';

/** A currency's rules that a transfer is judged by; null is no limit. */
export interface CurrencyRules {
  readonly currency: string;
  readonly perPayment: Amount | null;
  readonly perDay: Amount | null;
  readonly perAcceptorDay: Amount | null;
}

/** Value set aside. */
export interface Hold {
  readonly id: HoldId;
  readonly debitId: string;
  readonly creditId: string;
  readonly currency: string;
  readonly amount: Amount;
  readonly programme: string | null;
  readonly expiresAt: number;
}

export type HoldOutcome = 'posted' | 'released' | 'expired';

export interface HoldEnding {
  readonly hold: Hold;
  readonly outcome: HoldOutcome;
  readonly posted: Amount;
}

/** One leg of a transfer on one account: negative out, positive in. */
export interface Entry {
  readonly accountId: string;
  readonly accountSeq: bigint;
  readonly index: number;
  readonly amount: Amount;
  readonly balanceAfter: Amount;
}

/** What an order changes. Nothing else changes. */
export interface Posted {
  readonly kind: 'posted';
  /** The accounts as they are afterwards, by id. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly entries: readonly Entry[];
  readonly holds: readonly Hold[];
  readonly endings: readonly HoldEnding[];
}

/** Everything a decision may look at, as it stands after the orders before. */
export interface Books {
  account(id: string): Account | undefined;
  rules(currency: string): CurrencyRules | undefined;
  hold(id: HoldId): Hold | undefined;
  /** How a hold ended, if it did. */
  ending(id: HoldId): HoldOutcome | undefined;
  /** The holds on an account, out and in, that have not ended in the books yet. */
  openHolds(accountId: string): readonly Hold[];
  /** Whether the exchange exists in this community. */
  exchangeExists(id: string): boolean;
  isReversed(exchangeId: string): boolean;
  guard(kind: string, key: string): GuardState | undefined;
}

export interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The same as a day in the community's time zone. */
  readonly today: string;
}

/**
 * The only place where an order is judged. The same order on the same books at the same moment gets the same answer.
 * Transfers are judged in order, each seeing those before; all post or none.
 * Refusals follow the precedence of refusals.ts: first what concerns the whole order, then transfer by transfer.
 */
export function decide(order: Order, books: Books, moment: Moment): Posted | Refusal {
  const about = judgeOrder(order, books, moment);
  if (about !== undefined) return about;
  const inputs = firstRefusal(order.transfers, (transfer) => judgeInput(transfer, books));
  if (inputs !== undefined) return inputs;
  const state = judgeState(order, books);
  if (state !== undefined) return state;

  const work = new Work(order, books, moment);
  for (const [index, transfer] of order.transfers.entries()) {
    const code = transfer.holdUntil === null ? work.move(transfer, index) : work.set(transfer, index);
    if (code !== undefined) return refused(code, index);
  }
  return work.posted();
}

function judgeOrder(order: Order, books: Books, moment: Moment): Refusal | undefined {
  if (order.transfers.length > transfersMax) return refused('too_many_transfers');
  if (order.exchange.factDate > moment.today) return refused('fact_date_in_future');
  const { reverses } = order.exchange;
  if (reverses !== null && !books.exchangeExists(reverses)) return refused('no_such_exchange');
  return undefined;
}

function judgeInput(transfer: TransferDraft, books: Books): RefusalCode | undefined {
  if (transfer.endsHold !== null) {
    const hold = books.hold(transfer.endsHold);
    if (hold === undefined || !isAbout(hold, transfer)) return 'no_such_hold';
  }
  const debit = books.account(transfer.debitId);
  const credit = books.account(transfer.creditId);
  if (debit === undefined || credit === undefined) return 'no_such_account';
  if (debit === credit) return 'accounts_must_be_different';
  if (debit.currency !== transfer.currency || credit.currency !== transfer.currency) return 'currencies_must_match';
  const least = transfer.endsHold === null ? 1n : 0n;
  if (transfer.amount < least) return 'amount_must_be_positive';
  if (transfer.amount > amountMax) return 'amount_too_large';
  return undefined;
}

function isAbout(hold: Hold, transfer: TransferDraft): boolean {
  const sides = hold.debitId === transfer.debitId && hold.creditId === transfer.creditId;
  return sides && hold.currency === transfer.currency && hold.programme === transfer.programme;
}

function judgeState(order: Order, books: Books): Refusal | undefined {
  const { reverses } = order.exchange;
  if (reverses !== null && books.isReversed(reverses)) return refused('exchange_already_reversed');
  for (const guard of order.guards) {
    const found = books.guard(guard.kind, guard.key);
    if (found === undefined) return refused('code_unknown');
    if ('refusal' in found) return refused(found.refusal);
    if (found.state !== guard.expect) return refused('code_already_used');
  }
  return undefined;
}

function firstRefusal(
  transfers: readonly TransferDraft[],
  judge: (transfer: TransferDraft) => RefusalCode | undefined,
): Refusal | undefined {
  for (const [index, transfer] of transfers.entries()) {
    const code = judge(transfer);
    if (code !== undefined) return refused(code, index);
  }
  return undefined;
}

/** Bookings that a holder did not do; they do not keep an account from expiring (S23). */
const notOwn: ReadonlySet<ExchangeKind> = new Set(['demurrage', 'expiry']);

/** The accounts an order touches, as they become while its transfers are judged. */
class Work {
  private readonly accounts = new Map<string, Account>();
  private readonly entries: Entry[] = [];
  private readonly holds: Hold[] = [];
  private readonly endings: HoldEnding[] = [];
  private readonly limited: boolean;

  constructor(
    private readonly order: Order,
    private readonly books: Books,
    private readonly moment: Moment,
  ) {
    this.limited = limitedKinds.has(order.exchange.kind);
  }

  /** Moves an amount, and first ends a hold where the transfer says so. */
  move(transfer: TransferDraft, index: number): RefusalCode | undefined {
    if (transfer.endsHold !== null) {
      const code = this.end(transfer, transfer.endsHold);
      if (code !== undefined) return code;
      if (transfer.amount === 0n) return undefined;
    }
    const code = this.judge(transfer);
    if (code !== undefined) return code;
    const own = !notOwn.has(this.order.exchange.kind);
    const debit = this.account(transfer.debitId);
    this.put({
      ...this.stamp(debit, own),
      debitsPosted: debit.debitsPosted + transfer.amount,
      dayDebits: this.dayDebits(debit) + (this.limited ? transfer.amount : 0n),
      lastSeq: debit.lastSeq + 1n,
    });
    const credit = this.account(transfer.creditId);
    this.put({
      ...this.stamp(credit, own),
      creditsPosted: credit.creditsPosted + transfer.amount,
      dayCredits: this.dayCredits(credit) + (this.limited ? transfer.amount : 0n),
      lastSeq: credit.lastSeq + 1n,
    });
    this.enter(transfer.debitId, index, -transfer.amount);
    this.enter(transfer.creditId, index, transfer.amount);
    return undefined;
  }

  /** Sets an amount aside: it counts against floor and ceiling, and makes no entry. */
  set(transfer: TransferDraft, index: number): RefusalCode | undefined {
    const code = this.judge(transfer);
    if (code !== undefined) return code;
    const { amount, debitId, creditId, currency, programme } = transfer;
    const debit = this.account(debitId);
    this.put({ ...this.stamp(debit, true), debitsPending: debit.debitsPending + amount });
    const credit = this.account(creditId);
    this.put({ ...this.stamp(credit, false), creditsPending: credit.creditsPending + amount });
    const id = { exchangeId: this.order.id, index };
    this.holds.push({ id, debitId, creditId, currency, amount, programme, expiresAt: transfer.holdUntil! });
    return undefined;
  }

  posted(): Posted {
    return {
      kind: 'posted',
      accounts: this.accounts,
      entries: this.entries,
      holds: this.holds,
      endings: this.endings,
    };
  }

  /** A hold ends once: what is not posted of it is free again. After its time only a release is left. */
  private end(transfer: TransferDraft, id: HoldId): RefusalCode | undefined {
    const hold = this.books.hold(id)!;
    const ended = this.books.ending(id) ?? this.endings.find((ending) => ending.hold === hold);
    if (ended !== undefined) return 'hold_already_resolved';
    const expired = hold.expiresAt <= this.moment.now;
    if (expired && transfer.amount > 0n) return 'hold_expired';
    if (transfer.amount > hold.amount) return 'hold_amount_exceeded';
    const debit = this.account(hold.debitId);
    this.put({ ...this.stamp(debit, false), debitsResolved: debit.debitsResolved + hold.amount });
    const credit = this.account(hold.creditId);
    this.put({ ...this.stamp(credit, false), creditsResolved: credit.creditsResolved + hold.amount });
    const outcome: HoldOutcome = transfer.amount > 0n ? 'posted' : expired ? 'expired' : 'released';
    this.endings.push({ hold, outcome, posted: transfer.amount });
    return undefined;
  }

  private judge({ debitId, creditId, currency, amount }: TransferDraft): RefusalCode | undefined {
    const debit = this.account(debitId);
    const credit = this.account(creditId);
    if (debit.closedAt !== null || credit.closedAt !== null) return 'account_closed';
    if (this.limited) {
      const rules = this.books.rules(currency);
      if (over(amount, rules?.perPayment)) return 'over_payment_limit';
      if (over(this.dayDebits(debit) + amount, rules?.perDay)) return 'over_day_limit';
      if (over(this.dayCredits(credit) + amount, rules?.perAcceptorDay)) return 'over_acceptor_limit';
    }
    if (debit.floor !== null && balance(debit) - this.liveOut(debit) - amount < debit.floor) return 'not_enough';
    if (debit.debitsPosted + amount > amountMax) return 'amount_too_large';
    if (credit.ceiling !== null && balance(credit) + this.liveIn(credit) + amount > credit.ceiling) return 'too_much';
    if (credit.creditsPosted + amount > amountMax) return 'amount_too_large';
    return undefined;
  }

  /** What is on hold to go out; a hold past its time no longer counts, though its release is not booked yet. */
  private liveOut(account: Account): Amount {
    const held = heldOut(account);
    return held === 0n ? held : held - this.lapsed(account.id, (hold) => hold.debitId);
  }

  private liveIn(account: Account): Amount {
    const held = heldIn(account);
    return held === 0n ? held : held - this.lapsed(account.id, (hold) => hold.creditId);
  }

  private lapsed(accountId: string, side: (hold: Hold) => string): Amount {
    let sum = 0n;
    for (const hold of this.books.openHolds(accountId)) {
      const over = hold.expiresAt <= this.moment.now && side(hold) === accountId;
      if (over && !this.endings.some((ending) => ending.hold === hold)) sum += hold.amount;
    }
    return sum;
  }

  private account(id: string): Account {
    return this.accounts.get(id) ?? this.books.account(id)!;
  }

  private put(account: Account): void {
    this.accounts.set(account.id, account);
  }

  private dayDebits(account: Account): Amount {
    return account.day === this.moment.today ? account.dayDebits : 0n;
  }

  private dayCredits(account: Account): Amount {
    return account.day === this.moment.today ? account.dayCredits : 0n;
  }

  private stamp(account: Account, own: boolean): Account {
    const { now, today } = this.moment;
    return {
      ...account,
      day: today,
      dayDebits: this.dayDebits(account),
      dayCredits: this.dayCredits(account),
      lastBookedAt: Math.max(now, account.lastBookedAt),
      lastOwnAt: own ? Math.max(now, account.lastOwnAt) : account.lastOwnAt,
    };
  }

  private enter(accountId: string, index: number, amount: Amount): void {
    const account = this.account(accountId);
    const entry = { accountId, accountSeq: account.lastSeq, index, amount, balanceAfter: balance(account) };
    this.entries.push(entry);
  }
}

function over(amount: Amount, limit: Amount | null | undefined): boolean {
  return limit !== null && limit !== undefined && amount > limit;
}

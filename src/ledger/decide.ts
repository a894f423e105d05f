import { balance, heldIn, heldOut, type Account } from './account.js';
import { amountMax, type Amount } from './amount.js';
import type { Books, Entry, Hold, HoldEnding, HoldOutcome, Moment, Posted } from './books.js';
import { firstRefusal, judgeInput, judgeOrder, judgeState } from './judge.js';
import { limitedKinds, type ExchangeKind, type HoldId, type Order, type TransferDraft } from './order.js';
import { refused, type Refusal, type RefusalCode } from './refusals.js';

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
    }
    if (debit.floor !== null && balance(debit) - this.liveOut(debit) - amount < debit.floor)
      return 'not_enough';
    // Only after it is sure that there is enough: without money nobody learns what another received today.
    if (this.limited && over(this.dayCredits(credit) + amount, this.books.rules(currency)?.perAcceptorDay)) {
      return 'over_acceptor_limit';
    }
    if (debit.debitsPosted + amount > amountMax) return 'amount_too_large';
    if (credit.ceiling !== null && balance(credit) + this.liveIn(credit) + amount > credit.ceiling)
      return 'too_much';
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

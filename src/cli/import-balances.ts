import { auditRow, auditTable } from '../access/audit.js';
import { BooksService } from '../books/books.service.js';
import type { Request } from '../books/answers.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { CurrenciesService } from '../communities/currencies.service.js';
import { Clock } from '../database/clock.js';
import { balance, type Account } from '../ledger/account.js';
import { readAmount, writeAmount, type Amount } from '../ledger/amount.js';
import { importOrderId } from './import-refs.store.js';
import { rejected, type ImportKind, type Line, type Outcome, type Surroundings } from './importing.js';
import { commandLine } from './opening.js';
import { bookingOf } from './system-booking.js';
import { wordsOf } from './trouble.js';

export interface BalanceItem {
  readonly ref: string;
  readonly account: Account;
  readonly amount: Amount;
  /** Booked by an earlier import of the same line. */
  readonly isBooked: boolean;
}

/** At most this many orders are booked all or none. */
const unitMost = 1000;

/**
 * What each account has when the community moves here. It comes from the currency's issuance account, or goes back to
 * it where it is below zero, so all of it must come to what is in circulation: the sum that was stated.
 */
export const balances: ImportKind<BalanceItem> = {
  columns: { required: ['account', 'amount'], optional: ['currency'] },
  onlyWhole: true,

  async read(row, surroundings, fault) {
    const profile = surroundings.currencyOf(row, fault);
    if (profile === undefined) return undefined;
    const ref = row.text('account');
    const account = await surroundings.account(ref, profile.code);
    const amount = surroundings.amountOf(row, 'amount', profile, fault);
    if (account === undefined) fault('account', 'no earlier file has this account, and it is no id of one');
    if (account === undefined || amount === undefined) return undefined;
    const isBooked = await judgeEarlier(account, amount, surroundings, fault);
    if (!isBooked) judgeBounds(account, amount, fault);
    return { ref: account.id, account, amount, isBooked };
  },

  trouble(lines, surroundings) {
    const codes = [...new Set(lines.map(({ item }) => item.account.currency))];
    if (codes.length > 1) return 'the balances of one file are in one currency';
    const scale = surroundings.currencies.find(({ code }) => code === codes[0])?.scale ?? 0;
    const stated = readAmount(surroundings.wish.sum ?? '', scale);
    if (stated === undefined) return 'say with --sum what the balances come to, such as --sum 0';
    const sum = lines.reduce((all, { item }) => all + item.amount, 0n);
    if (sum !== stated) {
      return `the balances come to ${writeAmount(sum, scale)}, not to the ${writeAmount(stated, scale)} stated`;
    }
    return sum < 0n
      ? 'the balances come to less than 0: some account that has the rest is missing'
      : undefined;
  },

  async write(lines, surroundings, done) {
    const there = lines.filter(({ item }) => item.isBooked || item.amount === 0n);
    done(there.map(({ line }): Outcome => ({ line, result: 'there_already' })));
    // What goes out comes first, because the issuance account never has more than nothing.
    const left = lines.filter((line) => !there.includes(line));
    left.sort((a, b) => (a.item.amount > b.item.amount ? -1 : 1));
    for (let at = 0; at < left.length; at += unitMost) {
      done(await book(left.slice(at, at + unitMost), surroundings));
    }
  },
};

type FaultIn = Parameters<ImportKind<BalanceItem>['read']>[2];

async function judgeEarlier(
  account: Account,
  amount: Amount,
  { rooms, community }: Surroundings,
  fault: FaultIn,
): Promise<boolean> {
  const id = importOrderId(community.id, 'balances', account.id);
  const [earlier] = await rooms.get(ExchangesReading).transfersOf(community.id, id);
  if (earlier === undefined) return false;
  const booked = earlier.creditId === account.id ? earlier.amount : -earlier.amount;
  if (booked !== amount) fault('amount', 'this account got another opening balance before');
  return true;
}

function judgeBounds(account: Account, amount: Amount, fault: FaultIn): void {
  const after = balance(account) + amount;
  if (account.closedAt !== null) fault('account', 'this account is closed');
  if (account.floor !== null && after < account.floor && amount < 0n)
    fault('amount', 'below the floor of the account');
  if (account.ceiling !== null && after > account.ceiling && amount > 0n) {
    fault('amount', 'above the ceiling of the account');
  }
}

async function book(lines: readonly Line<BalanceItem>[], surroundings: Surroundings): Promise<Outcome[]> {
  const { rooms, community } = surroundings;
  const currency = lines[0]!.item.account.currency;
  const source = await rooms.get(CurrenciesService).communityAccount(community.id, currency, 'issuance');
  const requests = lines.map(({ item }) => requestOf(item, source, surroundings));
  const answers = await rooms.get(BooksService).postAll(requests, true);
  return answers.map((answer, i): Outcome => {
    const { line } = lines[i]!;
    if (answer.kind === 'posted') return { line, result: answer.repeated ? 'there_already' : 'new' };
    if (answer.kind === 'refused') return rejected(line, wordsOf(answer.code), 'amount');
    return rejected(line, 'not booked, because another line of its thousand was refused');
  });
}

function requestOf({ account, amount }: BalanceItem, source: string, surroundings: Surroundings): Request {
  const { rooms, community, wish } = surroundings;
  const id = importOrderId(community.id, 'balances', account.id);
  const order = bookingOf({
    ...{ id, communityId: community.id, kind: 'opening', factDate: wish.date ?? surroundings.today },
    ...{ from: amount > 0n ? source : account.id, to: amount > 0n ? account.id : source },
    ...{ currency: account.currency, amount: amount > 0n ? amount : -amount },
  });
  const now = rooms.get(Clock).now();
  const row = auditRow(commandLine, 'book_exchange', 'exchange', id, community.id, now);
  return { order, appends: [{ table: auditTable, row }] };
}

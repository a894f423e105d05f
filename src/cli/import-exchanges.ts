import { reasons, subjects, type Reason, type Subject } from '../ledger/order.js';
import type { Party } from '../communities/party.js';
import { BulkService, type BulkAnswer, type BulkPayment } from '../payments/bulk.service.js';
import type { NewExchange } from '../payments/exchange.js';
import { ExchangesService } from '../payments/exchanges.service.js';
import type { CsvRow } from '../api/csv.js';
import { importOrderId } from './import-refs.store.js';
import {
  rejected,
  type FaultIn,
  type ImportKind,
  type Line,
  type Outcome,
  type Surroundings,
} from './importing.js';
import { commandLine } from './opening.js';
import { wordsOf } from './trouble.js';
import { isDay } from './words.js';

/** A line with an amount is a payment; one without is a gift or a loan between parties. */
export type ExchangeItem =
  | { readonly kind: 'payment'; readonly payment: BulkPayment }
  | { readonly kind: 'without_coin'; readonly exchange: NewExchange };

const paidKinds = ['payment', 'thanks', 'gift', 'pot'] as const;
const coinlessKinds = ['gift', 'loan', 'thanks'] as const;
const unitMost = 1000;
const limits = 'the limits of the currency hold for imports too';

export const exchanges: ImportKind<ExchangeItem> = {
  columns: {
    required: ['ref', 'date', 'from', 'to'],
    optional: ['amount', 'currency', 'kind', 'reason', 'minutes', 'subject'],
  },

  async read(row, surroundings, fault) {
    const factDate = row.text('date');
    if (!isDay(factDate)) fault('date', 'this is no day such as 2026-01-31');
    else if (factDate > surroundings.today) fault('date', 'this day is still to come');
    if (row.text('from') === row.text('to')) fault('to', 'nobody gives to themselves');
    const orderId = importOrderId(surroundings.community.id, 'exchanges', row.text('ref'));
    const said = { factDate, ...detailsOf(row, fault) };
    return row.text('amount') === ''
      ? withoutCoin(row, surroundings, { ...said, orderId, transfers: [] }, fault)
      : payment(row, surroundings, { ...said, id: orderId }, fault);
  },

  trouble(lines, { wish }) {
    const isMuch = wish.allOrNothing && lines.length > unitMost;
    return isMuch ? `at most ${unitMost} exchanges can be booked all or none: divide the file` : undefined;
  },

  async write(lines, surroundings, done) {
    const paid = lines.flatMap(({ line, item }) =>
      item.kind === 'payment' ? [{ line, item: item.payment }] : [],
    );
    for (let at = 0; at < paid.length; at += unitMost) {
      const unit = paid.slice(at, at + unitMost);
      const outcomes = await payAll(unit, surroundings);
      done(outcomes);
      const isStopped =
        surroundings.wish.allOrNothing && outcomes.some(({ result }) => typeof result === 'object');
      if (isStopped) return;
    }
    for (const { line, item } of lines) {
      if (item.kind === 'without_coin') done([await bookOne(line, item.exchange, surroundings)]);
    }
  },
};

function detailsOf(row: CsvRow, fault: FaultIn): { reason?: Reason; subject?: Subject; minutes?: number } {
  const oneOf = <T extends string>(column: string, all: readonly T[]): T | undefined => {
    const found = all.find((each) => each === row.text(column));
    if (found === undefined && row.text(column) !== '') fault(column, `they are ${all.join(', ')}`);
    return found;
  };
  const reason = oneOf('reason', reasons);
  const subject = oneOf('subject', subjects);
  const text = row.text('minutes');
  const minutes = /^\d{1,7}$/.test(text) ? Number.parseInt(text, 10) : undefined;
  if (minutes === undefined && text !== '') fault('minutes', 'this is no whole number of minutes');
  return {
    ...(reason && { reason }),
    ...(subject && { subject }),
    ...(minutes !== undefined && { minutes }),
  };
}

async function payment(
  row: CsvRow,
  surroundings: Surroundings,
  said: Pick<BulkPayment, 'id' | 'factDate' | 'reason' | 'minutes'> & { subject?: Subject },
  fault: FaultIn,
): Promise<ExchangeItem | undefined> {
  const profile = surroundings.currencyOf(row, fault);
  if (profile === undefined) return undefined;
  const amount = surroundings.amountOf(row, 'amount', profile, fault);
  if (amount !== undefined && amount <= 0n) fault('amount', 'it must be more than 0');
  const kind = paidKinds.find((each) => each === (row.text('kind') || 'payment'));
  if (kind === undefined) fault('kind', `with an amount the kinds are ${paidKinds.join(', ')}`);
  const ends = { from: '', to: '' };
  for (const side of ['from', 'to'] as const) {
    const account = await surroundings.account(row.text(side), profile.code);
    if (account === undefined)
      fault(side, 'no earlier file has this account or party, and it is no id of one');
    ends[side] = account?.id ?? '';
  }
  if (ends.from !== '' && ends.from === ends.to) fault('to', 'both are the same account');
  const { subject: _, ...rest } = said;
  return amount === undefined || kind === undefined
    ? undefined
    : { kind: 'payment', payment: { ...rest, ...ends, amount, kind } };
}

async function withoutCoin(
  row: CsvRow,
  surroundings: Surroundings,
  said: Omit<NewExchange, 'kind' | 'giver' | 'taker'>,
  fault: FaultIn,
): Promise<ExchangeItem | undefined> {
  const kind = coinlessKinds.find((each) => each === row.text('kind'));
  if (kind === undefined) fault('kind', `without an amount the kinds are ${coinlessKinds.join(', ')}`);
  const found: Array<Party | undefined> = [];
  for (const side of ['from', 'to']) {
    const party = await surroundings.party(row.text(side));
    if (party === undefined) fault(side, 'no earlier file has this party, and it is no id of one');
    found.push(party);
  }
  const [giver, taker] = found;
  if (kind === undefined || giver === undefined || taker === undefined) return undefined;
  return { kind: 'without_coin', exchange: { ...said, kind, giver: giver.id, taker: taker.id } };
}

async function payAll(lines: readonly Line<BulkPayment>[], surroundings: Surroundings): Promise<Outcome[]> {
  const { rooms, community, wish } = surroundings;
  const payments = lines.map(({ item }) => item);
  const answers = await rooms.get(BulkService).pay(commandLine, community.id, payments, wish.allOrNothing);
  return answers.map((answer, i) => outcomeOf(lines[i]!.line, answer));
}

async function bookOne(
  line: number,
  exchange: NewExchange,
  { rooms, community }: Surroundings,
): Promise<Outcome> {
  return outcomeOf(line, await rooms.get(ExchangesService).book(commandLine, community.id, exchange));
}

function outcomeOf(line: number, answer: BulkAnswer): Outcome {
  if (answer.kind === 'posted') return { line, result: answer.repeated ? 'there_already' : 'new' };
  if (answer.kind === 'not_booked') return rejected(line, 'not booked, because another line was refused');
  const words = wordsOf(answer.code);
  return rejected(line, answer.code.startsWith('over_') ? `${words}; ${limits}` : words);
}

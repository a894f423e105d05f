import type { Reader, Row } from '../database/sql.js';
import { journalAccount, journalHead, journalText, type JournalEntry } from './hledger.js';
import { BalanceQueue, Outgoing, type Exchange } from './journal-order.js';
import { accountRows, journalRows } from './journal.store.js';
import { scalesOf } from './statements.store.js';

export interface Exported {
  /** Exchanges written. */
  readonly exchanges: number;
  /** Exchanges left out, because one before them is not in the journal yet. */
  readonly waiting: number;
}

/**
 * Writes a community's journal for hledger, on one unchanging view of the data. Every posting carries the balance that
 * the books have kept with the entry. An account's entries come in the order of their numbers, as the balances ask;
 * where two processes wrote at once the journal may hold them the other way round, and then the later one waits.
 * Memory does not grow with the number of exchanges, only with that of accounts.
 * @param write takes the text piece by piece; it is waited for
 * @param progress told the number of exchanges written since
 */
export async function exportJournal(
  reader: Reader,
  communityId: string,
  write: (text: string) => void | Promise<void>,
  progress: (exchanges: number) => void = () => undefined,
): Promise<Exported> {
  const scales = await scalesOf(reader, communityId);
  await write(journalHead(communityId, scales));
  const kinds = await writeAccounts(reader, communityId, write);
  const queue = new BalanceQueue(reader, communityId);
  const out = new Outgoing(queue, (exchange) => textOf(exchange, queue, kinds, scales));
  let open: Row[] = [];
  for await (const rows of journalRows(reader, communityId)) {
    // The last exchange of a chunk may go on in the next one.
    const all = [...open, ...rows];
    const last = all.findIndex((row) => row.position === all.at(-1)!.position);
    open = all.slice(last);
    await flush(all.slice(0, last), queue, out, write, progress);
  }
  await flush(open, queue, out, write, progress);
  if (out.waiting > 0) await write(`\n; ${out.waiting} more are not in the journal yet\n`);
  return { exchanges: out.written, waiting: out.waiting };
}

async function flush(
  rows: readonly Row[],
  queue: BalanceQueue,
  out: Outgoing,
  write: (text: string) => void | Promise<void>,
  progress: (exchanges: number) => void,
): Promise<void> {
  const exchanges = exchangesOf(rows);
  await queue.fetch(exchanges.flatMap(({ legs }) => legs));
  const before = out.written;
  const text = out.take(exchanges);
  if (text !== '') await write(text);
  progress(out.written - before);
}

async function writeAccounts(
  reader: Reader,
  communityId: string,
  write: (text: string) => void | Promise<void>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for await (const rows of accountRows(reader, communityId)) {
    let text = '';
    for (const row of rows) {
      const name = journalAccount(row.kind as string, row.account_id as string);
      names.set(row.account_id as string, name);
      text += `account ${name}\n`;
    }
    await write(text);
  }
  return names;
}

function exchangesOf(rows: readonly Row[]): Exchange[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    if (group !== undefined && group[0]!.position === row.position) group.push(row);
    else groups.push([row]);
  }
  return groups.map((group) => {
    const moves = group.filter((row) => row.idx !== null);
    const legs = moves.flatMap((row) =>
      [row.debit_id, row.credit_id].map((accountId) => ({
        accountId: accountId as string,
        exchangeId: row.exchange_id as string,
        index: row.idx as bigint,
      })),
    );
    return { first: group[0]!, moves, legs };
  });
}

function textOf(
  { first, moves }: Exchange,
  queue: BalanceQueue,
  names: ReadonlyMap<string, string>,
  scales: ReadonlyMap<string, number>,
): string {
  const entry: JournalEntry = {
    position: first.position as bigint,
    kind: first.kind as string,
    mode: first.mode as string,
    bookedDate: first.booked_date as string,
    factDate: first.fact_date as string,
    reverses: first.reverses as bigint | null,
    moves: moves.map((row) => ({
      from: names.get(row.debit_id as string)!,
      to: names.get(row.credit_id as string)!,
      currency: row.currency as string,
      amount: row.amount as bigint,
      fromAfter: queue.pop(row.debit_id as string),
      toAfter: queue.pop(row.credit_id as string),
      programme: row.programme as string | null,
    })),
  };
  return journalText(entry, scales);
}

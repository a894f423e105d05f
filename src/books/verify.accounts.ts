import type { Reader, Row } from '../database/sql.js';
import type { Differences } from './verify.differences.js';
import type { Tally } from './verify.tally.js';
import { TermsBook } from './verify.terms.js';

/** What an account's own entries say of it. */
interface Told {
  seq: bigint;
  balance: bigint;
  debits: bigint;
  credits: bigint;
}

/**
 * Walks every account's entries in order: numbers without gaps, each balance the one before plus the amount, never
 * below the floor or above the ceiling in force by its own doing; then compares what each account says of itself, and
 * that every currency sums to zero.
 */
export async function proveAccounts(
  reader: Reader,
  tally: Tally,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const terms = await TermsBook.read(reader);
  const told = new Map<string, Told>();
  let seen = '';
  let last: Told = nothing();
  for await (const chunk of reader.chunks(
    `select e.*, t.amount as moved, t.debit_id, t.credit_id from entries e
       left join transfers t on t.community_id = e.community_id and t.exchange_id = e.exchange_id and t.idx = e.idx
      order by e.community_id, e.account_id, e.account_seq`,
  )) {
    for (const row of chunk) {
      const key = `${row.community_id as string} ${row.account_id as string}`;
      if (key !== seen) {
        seen = key;
        last = nothing();
        told.set(key, last);
      }
      proveEntry(row, last, differences);
      tally.meetLeg(key, row.exchange_id as string, row.idx as bigint);
      terms.proveEntry(row, differences);
    }
    step(chunk.length);
  }
  if (!tally.allLegsMet) await nameLegs(reader, differences);
  await proveSelves(reader, told, tally, terms, differences, step);
}

function nothing(): Told {
  return { seq: 0n, balance: 0n, debits: 0n, credits: 0n };
}

function proveEntry(row: Row, last: Told, differences: Differences): void {
  const key = [row.community_id as string, row.account_id as string, row.account_seq as bigint];
  const amount = row.amount as bigint;
  if (row.account_seq !== last.seq + 1n)
    differences.add('entries', key, 'account_seq', `${last.seq + 1n} was expected`);
  if (row.balance_after !== last.balance + amount) {
    differences.add('entries', key, 'balance_after', `${last.balance + amount} was expected`);
  }
  const out = row.debit_id === row.account_id;
  const moved = row.moved as bigint | null;
  if (moved === null || (!out && row.credit_id !== row.account_id) || amount !== (out ? -moved : moved)) {
    differences.add('entries', key, 'amount', 'its transfer says otherwise');
  }
  last.seq = row.account_seq as bigint;
  last.balance = row.balance_after as bigint;
  if (amount < 0n) last.debits -= amount;
  else last.credits += amount;
}

/** What each account says of itself, against its entries, its terms, and when it was touched. */
async function proveSelves(
  reader: Reader,
  told: Map<string, Told>,
  tally: Tally,
  terms: TermsBook,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const sums = new Map<string, bigint>();
  for await (const chunk of reader.chunks('select * from accounts')) {
    for (const row of chunk) {
      const key = [row.community_id as string, row.account_id as string];
      const name = key.join(' ');
      proveSelf(row, key, told.get(name) ?? nothing(), tally, differences);
      told.delete(name);
      terms.proveAccount(row, differences);
      const currency = `${row.community_id as string} ${row.currency as string}`;
      const balance = (row.credits_posted as bigint) - (row.debits_posted as bigint);
      sums.set(currency, (sums.get(currency) ?? 0n) + balance);
    }
    step(chunk.length);
  }
  terms.proveRest(differences);
  for (const key of told.keys()) differences.add('entries', key.split(' '), 'account_id', 'no such account');
  for (const [currency, sum] of sums) {
    if (sum !== 0n)
      differences.add('currencies', [currency], 'sum', `the accounts sum to ${sum} instead of 0`);
  }
}

function proveSelf(row: Row, key: string[], own: Told, tally: Tally, differences: Differences): void {
  const stamp = tally.stampOf(key.join(' '));
  const entries: Row = { debits_posted: own.debits, credits_posted: own.credits, last_seq: own.seq };
  const stamped: Row = {
    day: stamp.day,
    day_debits: stamp.debits,
    day_credits: stamp.credits,
    last_booked_at: BigInt(stamp.at),
    last_own_at: BigInt(stamp.own),
  };
  for (const [field, expected] of Object.entries(entries)) {
    if (row[field] !== expected)
      differences.add('accounts', key, field, `${String(row[field])}, its entries say ${String(expected)}`);
  }
  for (const [field, expected] of Object.entries(stamped)) {
    if (row[field] !== expected)
      differences.add('accounts', key, field, `${String(row[field])}, the books say ${String(expected)}`);
  }
  if (row.closed_at !== null && row.credits_posted !== row.debits_posted)
    differences.add('accounts', key, 'closed_at', 'closed with a balance');
}

/** Each transfer has its two entries, one on either account; called only when the walks have counted otherwise. */
async function nameLegs(reader: Reader, differences: Differences): Promise<void> {
  const rows = await reader.all(
    `select t.community_id, t.exchange_id, t.idx, count(e.account_id) as legs, count(distinct e.account_id) as sides
       from transfers t left join entries e
         on e.community_id = t.community_id and e.exchange_id = t.exchange_id and e.idx = t.idx
      group by t.community_id, t.exchange_id, t.idx
     having count(e.account_id) <> 2 or count(distinct e.account_id) <> 2 limit 100`,
  );
  for (const row of rows) {
    const key = [row.community_id as string, row.exchange_id as string, row.idx as bigint];
    differences.add('entries', key, 'exchange_id', `${row.legs} entries for this transfer`);
  }
  if (rows.length === 0) differences.add('entries', ['all'], 'count', 'not two for each transfer');
}

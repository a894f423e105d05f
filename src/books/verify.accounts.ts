import type { Reader, Row } from '../database/sql.js';
import type { Differences } from './verify.differences.js';

/** What an account's own entries say of it. */
interface Told {
  seq: bigint;
  balance: bigint;
  debits: bigint;
  credits: bigint;
}

/**
 * Walks every account's entries in order: numbers without gaps, each balance the one before plus the amount, never
 * below the floor or above the ceiling in force by its own doing; then compares the account's counters, and that every
 * currency sums to zero.
 */
export async function proveAccounts(
  reader: Reader,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const terms = await termsByAccount(reader);
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
      proveTerms(row, terms.get(key) ?? [], differences);
    }
    step(chunk.length);
  }
  await proveCounters(reader, told, differences, step);
  await proveLegs(reader, differences);
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

interface Terms {
  readonly fromSeq: bigint;
  readonly floor: bigint | null;
  readonly ceiling: bigint | null;
}

async function termsByAccount(reader: Reader): Promise<Map<string, Terms[]>> {
  const all = new Map<string, Terms[]>();
  for await (const chunk of reader.chunks(
    'select * from account_terms order by community_id, account_id, version',
  )) {
    for (const row of chunk) {
      const key = `${row.community_id as string} ${row.account_id as string}`;
      const list = all.get(key) ?? [];
      list.push({
        fromSeq: row.from_seq as bigint,
        floor: row.floor as bigint | null,
        ceiling: row.ceiling as bigint | null,
      });
      all.set(key, list);
    }
  }
  return all;
}

/** Going out may not end below the floor, coming in may not end above the ceiling, by the terms of that moment. */
function proveTerms(row: Row, terms: readonly Terms[], differences: Differences): void {
  const seq = row.account_seq as bigint;
  const now = terms.filter((one) => one.fromSeq < seq).at(-1);
  const key = [row.community_id as string, row.account_id as string, seq];
  const after = row.balance_after as bigint;
  if (now === undefined) return differences.add('account_terms', key, 'from_seq', 'no terms for this entry');
  if ((row.amount as bigint) < 0n && now.floor !== null && after < now.floor) {
    differences.add('entries', key, 'balance_after', `below the floor ${now.floor}`);
  }
  if ((row.amount as bigint) > 0n && now.ceiling !== null && after > now.ceiling) {
    differences.add('entries', key, 'balance_after', `above the ceiling ${now.ceiling}`);
  }
}

async function proveCounters(
  reader: Reader,
  told: ReadonlyMap<string, Told>,
  differences: Differences,
  step: (rows?: number) => void,
): Promise<void> {
  const sums = new Map<string, bigint>();
  for await (const chunk of reader.chunks(accountsWithToday)) {
    for (const row of chunk) {
      const communityId = row.community_id as string;
      const key = [communityId, row.account_id as string];
      const own = told.get(key.join(' ')) ?? nothing();
      compare('debits_posted', own.debits);
      compare('credits_posted', own.credits);
      compare('last_seq', own.seq);
      compareTerms(row, key, differences);
      const currency = `${communityId} ${row.currency as string}`;
      sums.set(
        currency,
        (sums.get(currency) ?? 0n) + (row.credits_posted as bigint) - (row.debits_posted as bigint),
      );

      function compare(field: string, expected: bigint): void {
        if (row[field] !== expected)
          differences.add('accounts', key, field, `${row[field]}, its entries say ${expected}`);
      }
    }
    step(chunk.length);
  }
  for (const [currency, sum] of sums) {
    if (sum !== 0n)
      differences.add('currencies', [currency], 'sum', `the accounts sum to ${sum} instead of 0`);
  }
}

const accountsWithToday = `select a.*, v.floor as terms_floor, v.ceiling as terms_ceiling from accounts a
  left join account_terms v on v.community_id = a.community_id and v.account_id = a.account_id
   and v.version = (select max(w.version) from account_terms w
                     where w.community_id = a.community_id and w.account_id = a.account_id)`;

function compareTerms(row: Row, key: string[], differences: Differences): void {
  if (row.floor !== row.terms_floor) differences.add('accounts', key, 'floor', 'not the terms last recorded');
  if (row.ceiling !== row.terms_ceiling)
    differences.add('accounts', key, 'ceiling', 'not the terms last recorded');
}

/** Each transfer has its two entries. */
async function proveLegs(reader: Reader, differences: Differences): Promise<void> {
  const counts = await reader.one(
    `select (select count(*) from transfers) as transfers, (select count(*) from entries) as entries`,
  );
  if (counts !== undefined && (counts.transfers as bigint) * 2n !== counts.entries) {
    differences.add(
      'entries',
      ['all'],
      'count',
      `${counts.entries} entries for ${counts.transfers} transfers`,
    );
  }
}

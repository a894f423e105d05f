import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Difference } from '../../src/books/verify.differences.js';
import { Verifier } from '../../src/books/verify.js';
import type { Row } from '../../src/database/sql.js';
import { dialects } from '../support/databases.js';
import { liveALittle } from '../support/story.js';
import { flips, Tamper } from '../support/tamper.js';
import { TestTown } from '../support/town.js';

/** Every table that the books are, or are derived from. */
const tables = [
  'accounts',
  'account_terms',
  'exchanges',
  'transfers',
  'entries',
  'holds',
  'hold_endings',
  'answers',
  'journal',
  'journal_cursors',
  'summaries',
  'summary_deltas',
  'summary_cursors',
  'receipts',
] as const;

describe.each(dialects)('a field that is changed behind the back of the books on %s', (dialect) => {
  let town: TestTown;
  let tamper: Tamper;

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    await liveALittle(town);
    expect((await prove()).map(say)).toEqual([]);
    tamper = await Tamper.on(town.place.config, tables);
  });

  afterAll(async () => {
    await tamper?.close();
    await town?.close();
  });

  const prove = async (): Promise<readonly Difference[]> => (await town.app.get(Verifier).full()).differences;

  it.each(tables)(
    'is found and named, in every column of %s',
    async (table) => {
      const unnoticed = new Set<string>();
      const unnamed: string[] = [];
      for (const row of someOf(table, await tamper.rows(table))) {
        for (const [column, value] of Object.entries(row)) {
          for (const flip of flips(value)) {
            const found = await tamper.while(table, row, { [column]: flip }, prove).catch(ifRefused);
            if (found === undefined) continue;
            if (found.length === 0) unnoticed.add(column);
            else if (!isNamed(table, [row, { ...row, [column]: flip }], found))
              unnamed.push(`${table}.${column}`);
          }
        }
      }
      expect([...unnoticed].sort()).toEqual(unprovable[table] ?? []);
      expect(unnamed.filter((column) => !namedElsewhere.includes(column))).toEqual([]);
    },
    120_000,
  );

  it('is found in the account of somebody who paid, whoever and whatever it is made to be', async () => {
    const rows = await tamper.rows('accounts');
    const payer = rows.find(({ party_kind: kind, debits_posted: out }) => kind === 'person' && out !== 0n)!;
    for (const [column, value] of Object.entries({ currency: 'EUR', party_kind: 'shop', party_id: 'OTHER' }))
      expect(await tamper.while('accounts', payer, { [column]: value }, prove)).not.toEqual([]);
  });

  it('is found where it looks right: an entry of a like exchange, a line of the journal, a folded sum', async () => {
    const entries = await tamper.rows('entries');
    const [first, second] = entries.filter(({ amount }) => amount === -100n) as [Row, Row];
    const like = await tamper.while('entries', first, { exchange_id: second.exchange_id! }, prove);
    expect(like.map(say)).toContainEqual(
      expect.stringContaining(`entries rabot ${String(second.exchange_id)}`),
    );
    const lines = await tamper.rows('journal');
    const journaled = new Set(lines.map((one) => one.exchange_id));
    const exchange = (await tamper.rows('exchanges')).find((one) => !journaled.has(one.exchange_id!));
    const [line] = lines.slice(-1) as [Row];
    const skipped = await tamper.while('journal', line, { exchange_id: exchange!.exchange_id! }, prove);
    expect(skipped.map(({ table }) => table)).toContain('journal_cursors');
    const [sum] = await tamper.rows('summaries');
    const more = { transfers: (sum!.transfers as bigint) + 1n, amount: (sum!.amount as bigint) + 100n };
    expect((await tamper.while('summaries', sum!, more, prove)).map(({ field }) => field)).toEqual([
      'transfers',
      'amount',
    ]);
  });
});

/**
 * What no other row tells, in some rows at least: what an account was opened as while nothing was booked on it, who
 * set its terms and when, what older terms were, and in which of its writer's batches a sum was added.
 */
const unprovable: Partial<Record<(typeof tables)[number], string[]>> = {
  accounts: ['closed_at', 'currency', 'kind', 'party_id', 'party_kind', 'programme'],
  account_terms: ['actor_id', 'ceiling', 'changed_at', 'floor', 'from_seq'],
  summary_deltas: ['batch'],
};

/** What is found by what follows from it: the row itself is gone under its name, or the sums by kind are others. */
const namedElsewhere = [
  // By the transfers that touch it, when any is to carry another name.
  'accounts.programme',
  'accounts.party_id',
  'accounts.party_kind',
  'account_terms.community_id',
  'account_terms.account_id',
  'transfers.community_id',
  'transfers.exchange_id',
  'hold_endings.community_id',
  'hold_endings.exchange_id',
  'hold_endings.idx',
  'summary_deltas.batch',
];

/** Whether a difference names this row, before or after the change; a sum's line is named by what it sums. */
function isNamed(table: string, rows: readonly Row[], found: readonly Difference[]): boolean {
  return found.some(
    (difference) =>
      difference.table === table &&
      rows.some((row) => {
        const parts = difference.row.split(' ');
        return parts.every(
          (part) => part === '' || Object.values(row).some((value) => String(value) === part),
        );
      }),
  );
}

function say({ table, row, field, detail }: Difference): string {
  return `${table} ${row} ${field}: ${detail}`;
}

/** The table itself refuses it: not null, another type, a row with this key. */
function ifRefused(error: unknown): undefined {
  if (!/^(SQLITE_|2|42804|08P01)/.test(String((error as { code?: unknown }).code))) throw error;
}

/** A handful of rows, spread over the table; of accounts the emptiest and the busiest. */
function someOf(table: string, rows: readonly Row[]): Row[] {
  if (table === 'account_terms') return [...rows];
  if (table === 'accounts') {
    const sorted = [...rows].sort((a, b) => Number((a.last_seq as bigint) - (b.last_seq as bigint)));
    return [...sorted.slice(0, 2), ...sorted.slice(-3)];
  }
  const every = Math.max(1, Math.floor(rows.length / 4));
  return rows.filter((_, i) => i % every === 0);
}

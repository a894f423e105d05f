import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Difference } from '../../src/books/verify.differences.js';
import { Verifier } from '../../src/books/verify.js';
import type { Row } from '../../src/database/sql.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { dialects } from '../support/databases.js';
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
    await live(town);
    expect((await prove()).map(say)).toEqual([]);
    tamper = await Tamper.on(town.place.config, tables);
  });

  afterAll(async () => {
    await tamper?.close();
    await town?.close();
  });

  const prove = async (): Promise<readonly Difference[]> => (await town.app.get(Verifier).full()).differences;

  it.each(tables)(
    'is found, in %s',
    async (table) => {
      const rows = await tamper.rows(table);
      expect(rows.length).toBeGreaterThan(0);
      const unnoticed = new Set<string>();
      const unnamed = new Set<string>();
      for (const row of someOf(rows)) {
        for (const [column, value] of Object.entries(row)) {
          for (const flip of flips(value)) {
            const found = await tamper
              .while(table, row, { [column]: flip }, prove)
              // The table itself refuses it: not null, another type, a row with this key.
              .catch((error: unknown) => (isRefused(error) ? undefined : Promise.reject(error as Error)));
            if (found === undefined) continue;
            if (found.length === 0) unnoticed.add(column);
            const names = [row, { ...row, [column]: flip }].map((each) => tamper.nameOf(table, each));
            const [before, after] = await Promise.all(names);
            const isNamed = found.some((each) => each.table === table && [before, after].includes(each.row));
            if (!isNamed && found.length > 0) unnamed.add(`${column}: ${say(found[0]!)}`);
          }
        }
      }
      console.log(table, [...unnoticed].join(), [...unnamed]);
    },
    120_000,
  );
});

function say({ table, row, field, detail }: Difference): string {
  return `${table} ${row} ${field}: ${detail}`;
}

function isRefused(error: unknown): boolean {
  return /^(SQLITE_|2|42804|22)/.test(String((error as { code?: unknown }).code));
}

/** A handful of rows, spread over the table. */
function someOf(rows: readonly Row[]): Row[] {
  const every = Math.max(1, Math.floor(rows.length / 6));
  return rows.filter((_, i) => i % every === 0);
}

/** A little of everything that can be booked, some of it folded and in the journal, some not yet. */
async function live(town: TestTown): Promise<void> {
  const [ada, bo] = [await town.person(), await town.person()];
  const group = await town.group('Garden', []);
  await town.database.transaction((tx) =>
    town.books.setTerms(tx, 'STEWARD', 'rabot', bo.id, { floor: -700n, ceiling: 2000n }),
  );
  const tokens: string[] = [];
  for (let round = 0; round < 2; round++) {
    const first = await town.book([{ from: ada.id, to: bo.id, amount: 100n }]);
    const second = await town.book([{ from: ada.id, to: bo.id, amount: 100n }]);
    tokens.push(first.token, second.token);
    await town.book([
      { from: bo.id, to: group.id, amount: 20n, programme: 'green' },
      { from: group.id, to: ada.id, amount: 10n },
    ]);
    const back = { kind: 'reversal', reverses: first.id } as const;
    tokens.push((await town.book([{ from: bo.id, to: ada.id, amount: 100n }], back)).token);
    const gift = { kind: 'gift', giverId: ada.partyId, takerId: bo.partyId, minutes: 60 } as const;
    tokens.push((await town.book([], gift)).token);
    await holdAndEnd(town, ada.id, bo.id);
    const tooMuch = { from: ada.id, to: bo.id, amount: 999_999n };
    await expect(town.book([tooMuch])).rejects.toThrow('over_payment_limit');
    await expect(town.book([{ from: bo.id, to: ada.id, amount: 100n }], back)).rejects.toThrow('already');
    for (const token of tokens) await town.app.get(ReceiptsService).look(token);
    if (round === 0) await town.settle();
    town.clock.forward(86_400_000);
  }
}

async function holdAndEnd(town: TestTown, from: string, to: string): Promise<void> {
  const until = town.clock.now() + 60_000;
  const set = () => town.book([{ from, to, amount: 50n, holdUntil: until }], { kind: 'hold' });
  const [posted, released, expired] = [await set(), await set(), await set()];
  const end = (hold: { id: string }, amount: bigint) =>
    town.book([{ from, to, amount, endsHold: { exchangeId: hold.id, index: 0 } }], { kind: 'release' });
  await end(posted, 30n);
  await end(released, 0n);
  await set();
  town.clock.forward(61_000);
  await end(expired, 0n);
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Row, Tx } from '../../src/database/sql.js';
import { dialects } from '../support/databases.js';
import { liveALittle } from '../support/story.js';
import { Tamper } from '../support/tamper.js';
import { TestTown } from '../support/town.js';

/** These never change, whatever else does. */
const books = [
  'account_terms',
  'answers',
  'audit',
  'entries',
  'exchanges',
  'hold_endings',
  'holds',
  'journal',
  'ledgers',
  'proofs',
  'receipts',
  'summary_deltas',
  'transfers',
  'writers',
];

/** Columns of the books' other tables that the running role may change on PostgreSQL. */
const mayChange: Record<string, readonly string[]> = {
  accounts: [
    'ceiling',
    'closed_at',
    'credits_pending',
    'credits_posted',
    'credits_resolved',
    'day',
    'day_credits',
    'day_debits',
    'debits_pending',
    'debits_posted',
    'debits_resolved',
    'floor',
    'last_booked_at',
    'last_own_at',
    'last_seq',
  ],
  currencies: ['per_acceptor_day', 'per_day', 'per_payment'],
  journal_cursors: ['writer_seq'],
  summaries: ['amount', 'transfers'],
  summary_cursors: ['batch'],
};

/** What the triggers say, and no right to it: SQLSTATE restrict_violation and insufficient_privilege. */
const refusal = /SQLITE_CONSTRAINT_TRIGGER|23001|42501/;

describe.each(dialects)('on %s', (dialect) => {
  let town: TestTown;
  let appendOnly: string[];
  let neverRemoved: string[];
  const filled: string[] = [];

  beforeAll(async () => {
    town = await TestTown.open(dialect);
    await liveALittle(town);
    await town.settle();
    await town.differences();
    appendOnly = await guarded('no_update');
    neverRemoved = await guarded('no_delete');
    // A trigger on each row is silent while there is none.
    const tamper = await Tamper.on(town.place.config, dialect === 'sqlite' ? [] : neverRemoved);
    for (const table of neverRemoved) {
      if ((await count(table)) > 0n) continue;
      await tamper.fill(table);
      filled.push(table);
    }
    await tamper.close();
  });

  afterAll(async () => {
    await town?.close();
  });

  /** The tables that have a trigger of this name. */
  async function guarded(what: string): Promise<string[]> {
    const rows = await town.database.reader.all(
      dialect === 'sqlite'
        ? `select tbl_name as name from sqlite_schema where type = 'trigger' and name = tbl_name || '_${what}' order by 1`
        : `select c.oid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where t.tgname = c.relname || '_${what}' order by 1`,
    );
    return rows.map(({ name }) => name as string);
  }

  const count = async (table: string): Promise<bigint> =>
    (await town.database.reader.one(`select count(*) as n from ${table}`))!.n as bigint;

  /** Every row as text, so that nothing can change unseen. */
  const content = async (table: string): Promise<string[]> =>
    (await town.database.reader.all(`select * from ${table}`)).map((row) =>
      JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)),
    );

  /** Tries a statement as the service would, and on PostgreSQL also as the owner of the tables. */
  async function expectRefused(table: string, sql: string, code = refusal): Promise<void> {
    const before = await content(table);
    const run = (tx: Tx) => tx.run(sql);
    await expect(town.database.transaction(run)).rejects.toMatchObject({
      code: expect.stringMatching(code) as unknown,
    });
    const { database } = town.place.config;
    if (database.kind === 'postgres') {
      const owner = new pg.Client({ connectionString: database.url });
      await owner.connect();
      try {
        await expect(owner.query(sql)).rejects.toMatchObject({ code: '23001' });
      } finally {
        await owner.end();
      }
    }
    expect(await content(table)).toEqual(before);
  }

  const columnsOf = async (table: string): Promise<string[]> => {
    const one = (await town.database.reader.one(`select * from ${table} limit 1`)) as Row;
    return Object.keys(one);
  };

  it('the books are append-only', () => {
    expect(appendOnly).toEqual(expect.arrayContaining(books));
    expect(neverRemoved).toEqual(expect.arrayContaining([...appendOnly, 'accounts', 'currencies']));
  });

  it('no row of an append-only table changes, not even to what it is', async () => {
    for (const table of appendOnly) {
      for (const column of await columnsOf(table))
        await expectRefused(table, `update ${table} set ${column} = ${column}`);
    }
  });

  it('no row is removed or put in the place of another', async () => {
    for (const table of neverRemoved) {
      const columns = await columnsOf(table);
      await expectRefused(table, `delete from ${table}`);
      // The row without meaning may not pass the checks a second time, before any trigger is asked.
      const code = filled.includes(table) ? /SQLITE_CONSTRAINT/ : refusal;
      if (dialect === 'sqlite')
        await expectRefused(table, `insert or replace into ${table} select * from ${table}`, code);
      else await expectRefused(table, `truncate ${table} cascade`);
      if (!appendOnly.includes(table)) continue;
      const set = `${columns[0]} = excluded.${columns[0]}`;
      const key = await keyOf(table);
      const some = `select * from ${table} where true limit 1`;
      await expectRefused(table, `insert into ${table} ${some} on conflict (${key}) do update set ${set}`);
    }
  });

  async function keyOf(table: string): Promise<string> {
    const tamper = await Tamper.on(town.place.config, []);
    const keys = await tamper.keysOf(table);
    await tamper.close();
    return keys.join(', ');
  }

  it('the counters of an account only rise, and what it is stays', async () => {
    const busy = 'where debits_posted > 0 and debits_pending > 0 and debits_resolved > 0';
    for (const counter of mayChange.accounts!.filter((name) => /^(debits|credits|last_seq)/.test(name)))
      await expectRefused('accounts', `update accounts set ${counter} = ${counter} - 1 where ${counter} > 0`);
    await expectRefused('accounts', `update accounts set last_booked_at = last_booked_at - 1 ${busy}`);
    for (const fixed of ['community_id', 'account_id', 'currency', 'kind'])
      await expectRefused('accounts', `update accounts set ${fixed} = ${fixed} || 'X' ${busy}`);
    await expectRefused('accounts', `update accounts set opened_at = opened_at - 1 ${busy}`);
    await expectRefused('currencies', 'update currencies set scale = 3');
  });

  if (dialect === 'postgres') {
    it('the running role has no right to change or remove what is booked', async () => {
      const rights = await town.database.reader.all(
        `select c.oid::regclass::text as name,
                has_table_privilege('samenmunt_running', c.oid, 'UPDATE') as updates,
                has_table_privilege('samenmunt_running', c.oid, 'DELETE') as deletes,
                has_table_privilege('samenmunt_running', c.oid, 'TRUNCATE') as truncates,
                has_table_privilege('samenmunt_running', c.oid, 'TRIGGER') as triggers,
                (select string_agg(a.attname, ',' order by a.attname) from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                    and has_column_privilege('samenmunt_running', c.oid, a.attnum, 'UPDATE')) as columns
           from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind = 'r' and n.nspname in ('public', 'vault')`,
      );
      expect(rights.length).toBeGreaterThan(books.length);
      for (const right of rights as unknown as Array<Record<string, unknown>>) {
        const name = right.name as string;
        expect({ name, truncates: right.truncates, triggers: right.triggers }).toEqual({
          name,
          truncates: false,
          triggers: false,
        });
        if (neverRemoved.includes(name))
          expect({ name, deletes: right.deletes }).toEqual({ name, deletes: false });
        if (appendOnly.includes(name))
          expect({ name, columns: right.columns }).toEqual({ name, columns: null });
        if (name in mayChange)
          expect({ name, columns: right.columns }).toEqual({ name, columns: mayChange[name]!.join() });
      }
    });
  }
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BooksService } from '../../src/books/books.service.js';
import { ImportRefs } from '../../src/cli/import-refs.store.js';
import { withRooms } from '../../src/cli/opening.js';
import { readCsv } from '../../src/api/csv.js';
import { Database } from '../../src/database/database.js';
import { balance } from '../../src/ledger/account.js';
import { command, environmentOf, type Said } from '../support/command-line.js';
import { aPlace, dialects, type Dialect, type TestPlace } from '../support/databases.js';

describe('a CSV file', () => {
  const columns = { required: ['ref', 'name'], optional: ['note'] };
  const read = (text: string | Buffer) => readCsv(Buffer.from(text), columns);

  it.each([
    ['commas', 'ref,name\n1,Jan\n'],
    ['semicolons', 'ref;name\r\n1;Jan\r\n'],
    ['the mark of UTF-8', '\uFEFFref;name\n1;Jan\n'],
    ['quotes, spaces and empty lines', '"ref" , name\n\n 1 ,"Jan"\n\n'],
    ['columns in another order', 'name,ref\nJan,1\n'],
  ])('is read with %s', (_, text) => {
    const { rows, faults } = read(text);
    expect(faults).toEqual([]);
    expect(rows.map((row) => [row.text('ref'), row.text('name'), row.text('note')])).toEqual([
      ['1', 'Jan', ''],
    ]);
  });

  it.each([
    ['a column is missing', 'ref\n1\n', 1, 'missing: name'],
    ['a column is not known', 'ref,name,age\n1,Jan,3\n', 1, 'age'],
    ['a line is too short', 'ref,name\n1,Jan\n2\n', 3, 'has 1 fields'],
    ['a quote is not closed', 'ref,name\n1,"Jan\n', 2, 'no CSV'],
    ['it is empty', '', 1, 'missing: ref, name'],
  ])('is refused by line when %s', (_, text, line, reason) => {
    const [fault] = read(text).faults;
    expect(fault).toMatchObject({ line });
    expect(fault!.reason).toContain(reason);
  });

  it('is refused when it is not UTF-8, by the line', () => {
    const latin = Buffer.concat([Buffer.from('ref,name\n1,Jan\n2,Andr'), Buffer.from([0xe9, 0x0a])]);
    expect(read(latin).faults).toEqual([expect.objectContaining({ line: 3 })]);
  });
});

const parties = [
  'ref;kind;name;language;joined',
  'A1;person;Amina;nl;2026-01-10',
  'A2;person;;fr;',
  'G1;initiative;Soepgroep;;',
  'S1;shop;De Korrel;;',
];

let place: TestPlace;
let folder: string;
let env: NodeJS.ProcessEnv;

async function openRabot(dialect: Dialect): Promise<void> {
  place = await aPlace(dialect);
  env = environmentOf(place);
  folder = place.folder;
  const wish = ['--id', 'rabot', '--name', 'Rabot', '--recipe', 'time_circle'];
  expect((await command(env, 'community', 'create', ...wish)).code).toBe(0);
}

const bring = (kind: string, lines: readonly string[], ...more: string[]): Promise<Said> => {
  const file = join(folder, `${kind}.csv`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return command(env, 'import', kind, file, '--community', 'rabot', ...more);
};
const rows = (table: string): Promise<number> =>
  withRooms(place.config, async (rooms) => {
    const row = await rooms.get(Database).reader.one(`select count(*) as rows from ${table}`);
    return Number(row!.rows);
  });
/** What parties have, by the old system's number. */
const balancesOf = (...refs: string[]): Promise<bigint[]> =>
  withRooms(place.config, async (rooms) => {
    const known = await ImportRefs.read(rooms.get(Database).reader, 'rabot');
    const accounts = refs.map((ref) =>
      rooms.get(BooksService).accountsOf('rabot', known.find('party', ref)!),
    );
    return (await Promise.all(accounts)).map(([account]) => balance(account!));
  });

describe.each(dialects)('an import into %s', (dialect) => {
  beforeEach(() => openRabot(dialect));
  afterEach(() => place.drop());

  it('brings in parties, their accounts, balances and what happened before', async () => {
    expect(await bring('parties', parties)).toMatchObject({
      code: 0,
      out: '4 lines are imported, 0 were there already\n',
    });
    const accounts = ['ref,party,floor,ceiling', '1001,A1,-10,50', '1002,A2,,', '1003,G1,,'];
    expect(await bring('accounts', accounts)).toMatchObject({ code: 0 });
    const balances = ['account,amount', '1001,-7.50', '1002,2.5', 'G1,"5,00"'];
    expect(await bring('balances', balances, '--sum', '0', '--date', '2026-01-31')).toMatchObject({
      code: 0,
    });
    const exchanges = [
      'ref,date,from,to,amount,kind,reason,minutes',
      'x1,2026-02-01,1002,1001,1,payment,help,60',
      'x2,2026-02-02,G1,S1,2.25,,goods,',
      'x3,2026-02-03,A1,A2,,gift,,',
    ];
    expect(await bring('exchanges', exchanges)).toMatchObject({ code: 0 });
    expect(await balancesOf('A1', 'A2', 'G1', 'S1')).toEqual([-650n, 150n, 275n, 225n]);
    expect((await command(env, 'verify')).code).toBe(0);

    // All of it again changes nothing.
    const before = await rows('exchanges');
    const again = [
      await bring('parties', parties),
      await bring('accounts', accounts),
      await bring('balances', balances, '--sum', '0'),
      await bring('exchanges', exchanges),
    ];
    expect(again.map(({ code, out }) => [code, /^0 lines/.test(out)])).toEqual(again.map(() => [0, true]));
    expect([await rows('exchanges'), await rows('persons')]).toEqual([before, 2]);
  });
});

describe('an import', () => {
  beforeEach(() => openRabot('sqlite'));
  afterEach(() => place.drop());

  it('names every rejected line with its reason, and imports the others', async () => {
    const said = await bring('parties', [
      'ref,kind,name,language,joined',
      'A1,person,Amina,nl,',
      'A2,household,,,',
      'A1,person,Jef,,',
      ',person,Luc,,',
      'A5,person,An,de,2999-01-01',
      'A6,initiative,,,',
      'A7,person,An,nl',
      'A8,person,An,nl,',
    ]);
    expect(said.code).toBe(1);
    expect(said.out).toContain('2 lines are imported');
    const lines = said.err.split('\n').filter((line) => line.startsWith('line '));
    expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      ...['line 3, kind', 'line 4, ref', 'line 5, ref', 'line 6, language', 'line 6, joined'],
      ...['line 7, name', 'line 8'],
    ]);
    expect(said.err).toContain('samenmunt: 6 lines are rejected');
    expect(await rows('persons')).toBe(2);
  });

  it('does nothing when asked to only look, or for all or nothing', async () => {
    expect(await bring('parties', parties, '--dry-run')).toMatchObject({
      code: 0,
      out: '4 lines can be imported; nothing is written\n',
    });
    const withFault = [...parties, 'A9;robot;;;'];
    expect((await bring('parties', withFault, '--all-or-nothing')).err).toContain('nothing is imported');
    expect(await rows('parties')).toBe(0);

    expect((await bring('parties', parties)).code).toBe(0);
    const exchanges = ['ref,date,from,to,amount', 'x1,2026-02-01,A1,A2,1', 'x2,2026-02-01,A1,A2,9'];
    const said = await bring('exchanges', exchanges, '--all-or-nothing');
    expect(said.code).toBe(1);
    expect(said.err).toMatch(/line 3: .*not_enough/);
    expect(await rows('exchanges')).toBe(0);
    expect((await bring('exchanges', exchanges)).out).toContain('1 lines are imported');
  });

  it('books balances only when they come to what was stated and fit everywhere', async () => {
    expect((await bring('parties', parties)).code).toBe(0);
    const balances = ['account,amount', 'A1,3', 'A2,-3.25'];
    const refusals = [
      await bring('balances', balances),
      await bring('balances', balances, '--sum', '0'),
      await bring('balances', balances, '--sum', '-0.25'),
      await bring('balances', ['account,amount', 'A1,9', 'A2,-9'], '--sum', '0'),
      await bring('balances', ['account,amount', 'A1,1.005', 'A2,-1'], '--sum', '0'),
      await bring('balances', ['account,amount', 'A1,1', 'Z,-1'], '--sum', '0'),
    ];
    expect(refusals.map(({ code, err }) => [code, err.includes('nothing is imported')])).toEqual(
      refusals.map(() => [1, true]),
    );
    expect(refusals[3]!.err).toContain('line 3, amount: below the floor');
    expect(await rows('exchanges')).toBe(0);

    expect((await bring('balances', ['account,amount', 'A1,3'], '--sum', '3')).code).toBe(0);
    const other = await bring('balances', ['account,amount', 'A1,4'], '--sum', '4');
    expect(other.err).toContain('got another opening balance before');
    expect(await balancesOf('A1')).toEqual([300n]);
  });

  it('finds again a party that was made just before a crash', async () => {
    await bring('parties', parties);
    await withRooms(place.config, (rooms) =>
      rooms.get(Database).transaction((tx) => tx.run('delete from import_refs')),
    );
    expect((await bring('parties', parties)).code).toBe(0);
    expect([await rows('parties'), await rows('import_refs')]).toEqual([4, 4]);
  });

  it('keeps only hashes of the old numbers, and can forget them', async () => {
    await bring('parties', parties);
    const kept = await withRooms(place.config, (rooms) =>
      rooms.get(Database).reader.all('select ref_hash from import_refs'),
    );
    expect(kept.map((row) => (row.ref_hash as Buffer).length)).toEqual([32, 32, 32, 32]);
    const said = await command(env, 'import', 'forget', '--community', 'rabot');
    expect(said.out).toBe('4 numbers of the old system are forgotten\n');
    expect(await rows('import_refs')).toBe(0);
  });

  it('asks for a community that is there and a file that is there', async () => {
    const file = join(folder, 'none.csv');
    const nowhere = await command(env, 'import', 'parties', file, '--community', 'nowhere');
    expect(nowhere).toMatchObject({ code: 1, err: 'samenmunt: there is no community nowhere\n' });
    const none = await command(env, 'import', 'parties', file, '--community', 'rabot');
    expect([none.code, none.err.includes('no such file')]).toEqual([1, true]);
    expect((await command(env, 'import', 'parties', '--community', 'rabot')).code).toBe(2);
    expect((await command(env, 'import', 'cats', file, '--community', 'rabot')).code).toBe(2);
  });
});

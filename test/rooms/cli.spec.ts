import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { generateMembersCsv, readMembers, replayScale } from '../../src/cli/replay-members.js';
import { withRooms } from '../../src/cli/opening.js';
import { sentenceFor } from '../../src/cli/trouble.js';
import { Database } from '../../src/database/database.js';
import { writeAmount } from '../../src/ledger/amount.js';
import { EnrolmentService } from '../../src/members/enrolment.service.js';
import { ReceiptsService } from '../../src/receipts/receipts.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { Faces } from '../../src/communities/faces.js';
import { systemActor } from '../../src/access/actor.js';
import { command, environmentOf, serving, stopAllServing } from '../support/command-line.js';
import { aPlace, dialects, type TestPlace } from '../support/databases.js';

let place: TestPlace;
let env: NodeJS.ProcessEnv;

const rabot = ['community', 'create', '--id', 'rabot', '--name', 'Rabot', '--recipe', 'time_circle'];

/** The only value of a query. */
function valueOf(sql: string): Promise<unknown> {
  return withRooms(place.config, async (rooms) => {
    const row = await rooms.get(Database).reader.one(sql);
    return row === undefined ? undefined : Object.values(row)[0];
  });
}

async function post(url: string): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin };
  return fetch(url, { method: 'POST', headers, body: '', redirect: 'manual' });
}

describe.each(dialects)('the command line on %s', (dialect) => {
  beforeEach(async () => {
    place = await aPlace(dialect);
    env = environmentOf(place);
  });
  afterEach(async () => {
    await stopAllServing();
    await place.drop();
  });

  it('makes the tables step by step, and again does nothing', async () => {
    const first = await command(env, 'migrate');
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^done: Books\ndone: Access\n/) as unknown,
    });
    const nothing = 'nothing to do: the tables are up to date\n';
    expect(await command(env, 'migrate')).toMatchObject({ code: 0, out: nothing });
  });

  it('opens a community once, and lets a member in by a link that works once', async () => {
    const made = await command(env, ...rabot, '--scale', '1', '--languages', 'fr', 'nl');
    expect(made).toMatchObject({ code: 1, err: expect.stringContaining('scale') as unknown });
    expect((await command(env, ...rabot, '--scale', '3', '--currency', 'HEURE')).code).toBe(0);
    expect((await command(env, ...rabot)).err).toContain('community_exists');
    const id = await withRooms(place.config, async (rooms) => {
      const wish = { communityId: 'rabot', language: 'nl' };
      const answer = await rooms.get(EnrolmentService).enrol(systemActor('test'), wish);
      return answer.kind === 'enrolled' ? answer.person.id : '';
    });
    const link = await command(env, 'link', '--community', 'rabot', '--party', id);
    expect(link.out).toMatch(/^HTTP:\/\/\S+\/L\/[0-9A-Z]{26}\nIt works once, until /);
    const none = await command(env, 'link', '--community', 'rabot', '--party', 'NOBODY');
    expect([none.code, none.err.includes('no_such_person')]).toEqual([1, true]);

    const server = await serving(env, /listens at \S+\n/, 'serve');
    const path = new URL(link.out.split('\n')[0]!.toLowerCase()).pathname;
    const url = /listens at (\S+)/.exec(server.said())![1]! + path;
    expect([(await post(url)).status, (await post(url)).status]).toEqual([303, 410]);
    expect(await server.stop()).toBe(0);
  });

  it('serves an empty system with a set-up link, until somebody has used it', async () => {
    const server = await serving(env, /\/L\/\S+\n/, 'serve');
    expect(await (await fetch(`${/listens at (\S+)/.exec(server.said())![1]!}/readyz`)).json()).toMatchObject(
      {
        status: 'ok',
      },
    );
    const link = /(HTTP:\S+\/L\/\S+)\n/.exec(server.said())![1]!;
    expect((await post(link.toLowerCase())).status).toBe(303);
    expect(await server.stop()).toBe(0);
    expect(await valueOf('select count(*) from communities')).toBe(0n);
    const again = await serving(env, /listens at \S+\n/, 'serve');
    expect(await again.stop()).toBe(0);
    expect(again.said()).not.toContain('/L/');
  });

  it('replays a file of members and proves it', async () => {
    const file = join(place.folder, 'members.csv');
    const floors = join(place.folder, 'floors.csv');
    const csv = generateMembersCsv({ members: 60, seed: 7 });
    writeFileSync(file, csv);
    const said = await command(env, 'replay', file, '--community', 'town', '--floors', floors);
    expect(said).toMatchObject({ code: 0 });
    const { members } = readMembers(csv);
    const payments = members.reduce((sum, row) => sum + row.paidCount, 0);
    expect(said.out).toContain('60 members\n');
    expect(said.out).toContain(`${payments} of kind payment`);
    const sum = (of: 'issued' | 'reclaimed') => members.reduce((total, row) => total + row[of], 0n);
    const [budget, back] = [sum('issued'), sum('reclaimed')];
    const figures = { budget, returned: back, issued: budget - back, 'not issued': back };
    const told = Object.entries(figures).map(
      ([name, amount]) => `${name} ${writeAmount(amount, replayScale)}`,
    );
    expect(said.out).toContain(`programme replay: ${told.join(', ')}\n`);
    const sound = members.filter(({ addsUp }) => addsUp).length;
    expect(said.out).toContain(`${sound} of ${sound} members whose rows add up have the file's balance`);
    expect(said.out).toContain('no differences');
    expect(readFileSync(floors, 'utf8')).toMatch(/^member,account,floor,movements\n/);
    // Two more issue and approve.
    const persons = members.filter(({ role }) => role === 'BENEFICIARY' || role === 'None').length + 2;
    expect(await valueOf('select count(*) from persons')).toBe(BigInt(persons));
    expect(await valueOf(`select credits_posted + debits_posted from accounts where kind = 'issuance'`)).toBe(
      0n,
    );
    const handedOut = members.filter(({ issued }) => issued > 0n).length;
    expect(await valueOf(`select count(*) from exchanges where kind = 'gift'`)).toBe(BigInt(handedOut));
    const months = `select count(distinct fact_date) from exchanges where kind = 'gift'`;
    expect(await valueOf(`select count(*) from issues where state = 'received'`)).toBe(await valueOf(months));
    expect(await valueOf('select count(*) from transfers where debit_id = credit_id')).toBe(0n);
    expect((await command(env, 'replay', file, '--community', 'town')).err).toContain(
      'there is a community town',
    );
    const journal = await command(env, 'export', 'journal', '--community', 'town');
    expect(journal.out.split('\n').filter((line) => line.includes(') payment '))).toHaveLength(payments);
  });
});

describe('the command line', () => {
  beforeEach(async () => {
    place = await aPlace('sqlite');
    env = environmentOf(place);
  });
  afterEach(async () => {
    await stopAllServing();
    await place.drop();
  });

  it('tells the story once and shows how everybody looks in', async () => {
    const first = await serving(env, /JEFS_PURSE=\S+\n/, 'try');
    const said = first.said();
    let cookie = '';
    for (const who of ['a member', 'treasurer', 'helper', 'steward', 'operator', 'another member']) {
      const link = new RegExp(`${who}.*(HTTP:\\S+/L/\\S+)`).exec(said)![1]!;
      const answer = await post(link.toLowerCase());
      expect([who, answer.status]).toEqual([who, 303]);
      cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
    }
    const pages = [...said.matchAll(/(http:\S+\/[pr]\/\S+)/gi)].map(([url]) => url.toLowerCase());
    expect(pages).toHaveLength(3);
    for (const page of pages) {
      expect([page, (await fetch(page, { headers: { cookie } })).status]).toEqual([page, 200]);
    }
    const url = /export URL=(\S+)/.exec(said)![1]!;
    for (const [, token] of said.matchAll(/export (?:AMINA|JEF)=(\S+)/g)) {
      const headers = { authorization: `Bearer ${token!}` };
      expect((await fetch(`${url}/api/v1/me`, { headers })).status).toBe(200);
    }
    expect(await first.stop()).toBe(0);

    const booked = await valueOf('select count(*) from exchanges');
    const second = await serving(env, /JEFS_PURSE=\S+\n/, 'try');
    expect(second.said()).not.toContain('is being built');
    expect(/a member.*\/L\/(\S+)/.exec(second.said())![1]).not.toBe(/a member.*\/L\/(\S+)/.exec(said)![1]);
    expect(await second.stop()).toBe(0);
    expect(await valueOf('select count(*) from exchanges')).toBe(booked);
    expect(await valueOf(`select count(*) from exchanges where kind in ('gift', 'loan')`)).toBe(2n);
    expect((await command(env, 'verify')).code).toBe(0);
  });

  it('does not mix the story with a town', async () => {
    await command(env, ...rabot.map((word) => (word === 'rabot' ? 'brugse-poort' : word)));
    const said = await serving(env, /never/, 'try');
    expect([await said.stop(), said.said().includes('holds the community brugse-poort')]).toEqual([1, true]);
  });

  it('proves, exports and backs up beside a running server, and writes nothing then', async () => {
    const server = await serving(env, /JEFS_PURSE=\S+\n/, 'try');
    expect((await command(env, 'verify')).out).toContain('are proved: 15 exchanges');
    const file = join(place.folder, 'journal');
    expect((await command(env, 'export', 'journal', '--community', 'rabot', '--out', file)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('(15) payment');
    const link = await command(env, 'link', '--operator');
    expect([link.code, link.err.includes('already open in another process')]).toEqual([1, true]);
    expect(await server.stop()).toBe(0);
    const nowhere = await command(env, 'export', 'journal', '--community', 'nowhere');
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining('no community nowhere')]);
  });

  it('names the row where the books differ', async () => {
    await (await serving(env, /JEFS_PURSE=\S+\n/, 'try')).stop();
    const handle = new BetterSqlite3(
      place.config.database.kind === 'sqlite' ? place.config.database.file : '',
    );
    handle.exec("update accounts set credits_posted = credits_posted + 1 where kind = 'partner'");
    handle.close();
    const said = await command(env, 'verify');
    expect([said.code, /^accounts rabot \S+: \w+/.test(said.out)]).toEqual([1, true]);
    expect(said.err).toMatch(/the books differ in \d+ places/);
  });

  it('changes the keys, and receipts and names stay good', async () => {
    await (await serving(env, /JEFS_PURSE=\S+\n/, 'try')).stop();
    const look = () =>
      withRooms(place.config, async (rooms) => {
        const [first] = await rooms.get(ExchangesReading).journal('rabot', 0n, 1);
        const receipts = rooms.get(ReceiptsService);
        const receipt = (await receipts.look(first!.exchange.receiptToken))!;
        const { rows } = {
          rows: await rooms.get(Database).reader.all('select party_id from persons order by 1'),
        };
        const faces = await rooms.get(Faces).of(
          'rabot',
          rows.map((row) => row.party_id as string),
        );
        const names = [...faces.values()].map(({ name }) => name).sort();
        return { jws: receipt.jws, names, verdict: await receipts.verify(receipt.jws) };
      });
    const before = await look();
    expect(before.names).toContain('Amina');
    expect((await command(env, 'rotate-keys', '--receipts')).out).toContain('receipts are signed with');
    const master = join(place.config.secretsDir, 'master.key');
    const old = readFileSync(master, 'utf8');
    expect((await command(env, 'rotate-keys', '--master')).code).toBe(0);
    expect(readFileSync(master, 'utf8')).not.toBe(old);
    expect(await look()).toEqual(before);
    expect(before.verdict).toMatchObject({ signature: true, known: true });
    expect((await command(env, 'verify')).code).toBe(0);
    expect((await command(env, 'rotate-keys')).code).toBe(2);
  });

  it('writes the API document and tells when it is stale', async () => {
    const file = join(place.folder, 'openapi.json');
    expect((await command(env, 'openapi', '--out', file)).code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ openapi: '3.1.0' });
    expect((await command(env, 'openapi', '--check', '--out', file)).code).toBe(0);
    writeFileSync(file, '{}');
    expect((await command(env, 'openapi', '--check', '--out', file)).code).toBe(1);
  });
});

describe('what goes wrong', () => {
  let folder: string;
  let silent: NetServer;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'samenmunt-cli-'));
    silent = createServer((socket) => socket.destroy());
  });
  afterAll(() => {
    silent.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    [{ DATABASE_URL: 'mysql://a/b' }, 'DATABASE_URL must begin with'],
    [{ DATABASE_URL: 'sqlite:none/of/these/x.sqlite' }, 'cannot be opened|not exist|no such file'],
    [{ DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/x' }, 'nothing answers at the address'],
    [{ PORT: 'many' }, 'PORT must be a whole number'],
  ])('is said in one sentence for %j', async (wrong, sentence) => {
    const said = await command({ DATABASE_URL: `sqlite:${join(folder, 'a.sqlite')}`, ...wrong }, 'migrate');
    expect(said.code).toBe(1);
    expect(said.err).toMatch(new RegExp(`^samenmunt: .*(${sentence}).*\n$`));
    expect(said.err).not.toContain('secret');
    expect(said.err).not.toMatch(/\n\s+at /);
  });

  it('shows where it came from only when asked', async () => {
    const said = await command({ PORT: 'many' }, 'migrate', '--debug');
    const first = await command({ PORT: 'many' }, '--debug', 'migrate');
    expect([said.code, first.code, /\n\s+at /.test(first.err)]).toEqual([1, 1, true]);
  });

  it('is an empty database to look at, a busy port, a wrong file', async () => {
    const at = { DATABASE_URL: `sqlite:${join(folder, 'b.sqlite')}`, LOG_LEVEL: 'silent' };
    expect((await command(at, 'verify')).err).toContain('the database is empty');
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const port = String((silent.address() as { port: number }).port);
    const busy = await serving({ ...at, PORT: port }, /never/, 'serve');
    expect([await busy.stop(), busy.said()]).toEqual([1, expect.stringContaining('another process listens')]);
    writeFileSync(
      join(folder, 'c.sqlite'),
      'this is a text and has nothing to do with a database at all, really',
    );
    const text = await command({ DATABASE_URL: `sqlite:${join(folder, 'c.sqlite')}` }, 'verify');
    expect([text.code, text.err.includes('no SQLite database')]).toEqual([1, true]);
  });

  it('is a wrong word', async () => {
    expect((await command({}, 'fly')).code).toBe(2);
    expect((await command({}, 'link')).code).toBe(2);
    expect((await command({}, 'community', 'create', '--id', 'a')).code).toBe(2);
    const help = await command({}, '--help');
    expect([help.code, help.out.includes('backup-keys')]).toEqual([0, true]);
  });

  it.each([
    [{ code: 'SQLITE_FULL', message: 'database or disk is full' }, 'the disk is full; what was not answered'],
    [{ code: 'SQLITE_IOERR_WRITE', message: 'disk I/O error' }, 'the disk cannot be read or written'],
    [{ code: 'SQLITE_READONLY', message: 'attempt to write' }, 'the database file is read-only'],
    [{ message: 'x', driverError: { code: '57P03' } }, 'the database server is starting or stopping'],
    [{ message: 'x', errors: [{ code: 'ECONNREFUSED' }] }, 'nothing answers at the address'],
    [{ message: 'a defect' }, 'a defect'],
  ])('is known by its code: %j', (fields, sentence) => {
    expect(sentenceFor(Object.assign(new Error(fields.message), fields))).toContain(sentence);
  });
});

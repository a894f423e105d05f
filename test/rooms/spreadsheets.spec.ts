import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MandatesService } from '../../src/access/mandates.service.js';
import type { Role } from '../../src/access/actor.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import { IssuesService } from '../../src/issuance/issues.service.js';
import type { Account } from '../../src/ledger/account.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { dialects } from '../support/databases.js';
import { TestPayments } from '../support/payments.js';
import { TestProgrammes } from '../support/programmes.js';
import { command, TestTown } from '../support/town.js';
import { mandated, TestVouchers, tokenIn, type TestBatch } from '../support/vouchers.js';
import { dayOf, readXlsx, type ReadCell, type ReadSheet } from '../support/xlsx-reader.js';

const evil = '=HYPERLINK("http://x")';
const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const readCsv = (text: string): string[][] => parse(text, { bom: true, delimiter: ';' });
const letters = [...'ABCDEFGHIJKLMNOPQ'];
const cellsOf = (row: ReadonlyMap<string, ReadCell>) => letters.map((letter) => row.get(letter));

/** A cell of the workbook in the words of the CSV of the same list, with ISO dates. */
function asCsv(cell: ReadCell | undefined): string {
  if (cell === undefined) return '';
  if (cell.kind === 'text')
    return /^[=+\-@\t\r]/.test(String(cell.value)) ? `'${cell.value}` : String(cell.value);
  if (cell.format === 'yyyy-mm-dd') return dayOf(cell);
  const decimals = /\.(0+)$/.exec(cell.format ?? '')?.[1]?.length ?? 0;
  return Number(cell.value).toFixed(decimals).replace('.', ',');
}

/** Both files of one list say the same, line by line. */
function expectSame(sheet: ReadSheet, csv: string[][]): void {
  expect(sheet.rows.map((row) => cellsOf(row).map(asCsv).slice(0, csv[0]!.length))).toEqual(csv);
}

describe.each(dialects)('the statement for a spreadsheet, on %s', (dialect) => {
  let town: TestTown;
  let ada: Account & { partyId: string };
  let group: Account & { partyId: string };
  let address: string;

  /** One payment on 5 January, and one that is of 1 February where people live and of 31 January in Greenwich. */
  beforeAll(async () => {
    town = await TestTown.open(dialect);
    ada = await town.person({ nickname: 'Ada' });
    group = await town.group(evil, []);
    const minutes = { factDate: '2026-01-03', minutes: 60 };
    await town.book([{ from: ada.id, to: group.id, amount: 125n, programme: '+1' }], minutes);
    town.clock.set(Date.UTC(2026, 0, 31, 23, 30));
    await town.book([{ from: group.id, to: ada.id, amount: 5n }], { factDate: '2026-02-01', reason: 'meal' });
    address = `/api/v1/communities/rabot/accounts/${ada.id}/statement`;
  });
  afterAll(() => town?.close());

  const file = async (query: string, as = ada.partyId) =>
    town.ask(`${address}.xlsx?period=this_year${query}`, await town.asPerson(as));

  it('has real numbers and real dates, by the day of the community', async () => {
    const answer = await file('&language=nl&dates=dmy');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe(xlsxType);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="2026-01-01_2026-12-31.xlsx"');
    const sheet = readXlsx(answer.rawPayload);
    expect(sheet).toMatchObject({ name: 'Alle regels', frozen: 1 });
    expect(sheet.widths).toHaveLength(17);
    expect(sheet.rows[0]!.get('B')).toMatchObject({ kind: 'text', value: 'Geboekt op' });
    const [booked, fact, came, went, amount] = cellsOf(sheet.rows[2]!).slice(1);
    expect([booked, fact].map((cell) => [dayOf(cell!), cell!.format])).toEqual([
      ['2026-02-01', 'dd/mm/yyyy'],
      ['2026-02-01', 'dd/mm/yyyy'],
    ]);
    const number = (value: number) => ({ kind: 'number', value, format: '#,##0.00' });
    expect([came, went, amount]).toEqual([number(0.05), undefined, number(0.05)]);
    expect(cellsOf(sheet.rows[1]!).slice(3, 6)).toEqual([undefined, number(1.25), number(-1.25)]);
    expect(sheet.rows[2]!.get('Q')).toEqual(number(-1.2));
  });

  it('says the same as the CSV, in the language that was asked for', async () => {
    const csv = await town.ask(
      `${address}.csv?period=this_year&language=fr`,
      await town.asPerson(ada.partyId),
    );
    const sheet = readXlsx((await file('&language=fr')).rawPayload);
    expect(sheet.name).toBe('Toutes les lignes');
    expectSame(sheet, readCsv(csv.body));
    expect(csv.body).toContain('Noté le');
  });

  it('runs nothing that is in a name', async () => {
    const sheet = readXlsx((await file('&language=nl')).rawPayload);
    expect(sheet.rows[1]!.get('I')).toEqual({ kind: 'text', value: evil, format: '@' });
    expect(sheet.rows[1]!.get('L')).toEqual({ kind: 'text', value: '+1', format: '@' });
    for (const [path, text] of sheet.parts)
      expect([path, /<f[\s>]|<hyperlink/.test(text)]).toEqual([path, false]);
    const csv = await town.ask(`${address}.csv?period=this_year`, await town.asPerson(ada.partyId));
    expect(readCsv(csv.body)[1]![8]).toBe(`'${evil}`);
  });

  it('is for those who may read the statement only, and linked from their page', async () => {
    const other = await town.person();
    for (const path of [address, `${address}.csv`, `${address}.xlsx`]) {
      expect((await town.ask(path, await town.asPerson(other.partyId))).statusCode).toBe(403);
      expect((await town.ask(path)).statusCode).toBe(401);
    }
    expect((await file('&language=xx')).statusCode).toBe(400);
    const headers = { ...(await town.asPerson(ada.partyId)), 'accept-language': 'en' };
    const page = await town.ask(`/c/rabot/kas/${ada.id}?month=2026-02`, headers);
    const link = /href="([^"]+statement\.xlsx[^"]+)"/.exec(page.body)![1]!.replaceAll('&amp;', '&');
    const sheet = readXlsx((await town.ask(link, headers)).rawPayload);
    expect(sheet).toMatchObject({ name: 'All lines' });
    expect(sheet.rows).toHaveLength(2);
  });
});

describe.each(dialects)('lists of issues and vouchers for a spreadsheet, on %s', (dialect) => {
  let test: TestPayments;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
  });
  afterAll(() => test.close());

  const file = async (url: string, as: string) => {
    const answer = await test.app.inject({ url, headers: { authorization: `Bearer ${as}` } });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      bytes: answer.rawPayload,
    };
  };

  describe('issues of a programme', () => {
    let town: TestProgrammes;
    let address: string;
    let inside: string;

    beforeAll(async () => {
      town = await TestProgrammes.in(test);
      await town.aProgramme({ purposes: [{ code: 'soep', name: '@soep', budget: 50_000n }] });
      const wish = { name: evil, picture: 'group', colour: 'green', treasurers: [] };
      const founded = await town.get(FoundingService).found(command, town.here, wish);
      if (founded.kind === 'refused') throw new Error(founded.code);
      // Half past eleven in Greenwich is the next day in the community.
      test.clock.set(Date.UTC(2026, 0, 9, 23, 30));
      const partyId = founded.initiative.id;
      const many = Array.from({ length: 203 }, () => ({
        id: newUuid(test.clock.now()),
        partyId,
        amount: 10n,
      }));
      await town.get(IssuesService).proposeAll(town.maker, town.here, town.code, many);
      test.clock.set(Date.UTC(2026, 0, 10, 12));
      await town.propose({ amount: 500n, purpose: 'soep', partyId });
      test.clock.forward(1000);
      await town.approve(await town.propose({ amount: 1250n, target: 'risk' }));
      await grant(town.maker.id, 'issuer', town.town);
      inside = await test.aToken(town.here, town.maker.id, ['programmes:read']);
      address = `/api/v1/communities/${town.here}/programmes/${town.code}/issues`;
    });

    async function grant(actorId: string, role: Exclude<Role, 'operator'>, partyId: string): Promise<void> {
      const wish = { communityId: town.here, actorId, role, partyId, until: null };
      const granted = await test.get(MandatesService).grant(command, wish);
      if (granted.kind === 'refused') throw new Error(granted.code);
    }

    /** The cookie of somebody who came in with a passphrase, as those inside do. */
    async function withPassphrase(id: string): Promise<string> {
      const sessions = test.get(SessionsService);
      const owner = { kind: 'person' as const, id, communityId: town.here };
      const prepared = sessions.prepare();
      const { token } = await test
        .get(Database)
        .transaction((tx) => sessions.open(tx, prepared, owner, true, { way: 'passphrase' }));
      return `__Host-samenmunt=${token}`;
    }

    it('are all there, newest first, with amounts and days', async () => {
      const { bytes, headers } = await file(`${address}.xlsx?language=nl`, inside);
      expect(headers['content-type']).toBe(xlsxType);
      expect(headers['content-disposition']).toBe('attachment; filename="issues-samen-koken.xlsx"');
      const sheet = readXlsx(bytes);
      expect(sheet).toMatchObject({ name: 'Uitgiften', frozen: 1 });
      expect(sheet.rows).toHaveLength(206);
      expect(cellsOf(sheet.rows[1]!).map(asCsv)).toEqual([
        ...[
          '2026-01-10',
          'Beloofd',
          'Potje voor pech',
          '',
          'Vrij te gebruiken',
          '12,50',
          'DANK',
          '2026-01-10',
        ],
        ...[expect.stringMatching(/^2026-/), '', '', expect.any(String), '', '', '', '', ''],
      ]);
      const soup = sheet.rows[2]!;
      expect(soup.get('D')).toEqual({ kind: 'text', value: evil, format: '@' });
      expect(soup.get('E')).toEqual({ kind: 'text', value: '@soep', format: '@' });
      expect(soup.get('F')).toEqual({ kind: 'number', value: 5, format: '#,##0.00' });
      expect(soup.get('B')).toMatchObject({ value: 'Wacht op goedkeuring' });
      expect(new Set(sheet.rows.slice(3).map((row) => dayOf(row.get('A')!)))).toEqual(
        new Set(['2026-01-10']),
      );
    });

    it('say the same as CSV', async () => {
      const csv = await file(`${address}.csv?language=en`, inside);
      expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
      const rows = readCsv(csv.text);
      expect(rows[2]!.slice(3, 6)).toEqual([`'${evil}`, "'@soep", '5,00']);
      expectSame(readXlsx((await file(`${address}.xlsx?language=en`, inside)).bytes), rows);
    });

    it('are for those who may see them as a list, and name no person', async () => {
      const outside = await test.aToken(town.here, town.group.treasurer.id, ['programmes:read']);
      const blind = await test.aToken(town.here, town.maker.id, ['receipts:read']);
      for (const ending of ['', '.csv', '.xlsx']) {
        expect((await file(address + ending, outside)).status).toBe(403);
        expect((await file(address + ending, blind)).status).toBe(403);
        expect((await file(address.replace('samen', 'anders') + ending, inside)).status).toBe(403);
      }
      const { text } = await file(`${address}.csv`, inside);
      for (const { id } of [town.maker, town.approver]) expect(text).not.toContain(id);
    });

    it('are linked from the page of the programme, for those inside', async () => {
      const page = `/c/${town.here}/programmes/${town.code}`;
      const headers = { cookie: await withPassphrase(town.maker.id), 'accept-language': 'nl' };
      const { body } = await test.app.inject({ url: page, headers });
      const links = [...body.matchAll(/href="([^"]+\/issues\.\w+\?[^"]+)"/g)].map(([, url]) => url!);
      expect(links).toHaveLength(2);
      for (const link of links) {
        const answer = await test.app.inject({ url: link.replaceAll('&amp;', '&'), headers });
        expect(answer.statusCode).toBe(200);
      }
      const other = await test.aSession(town.here, town.group.treasurer.id);
      const seen = await test.app.inject({ url: page, headers: { ...headers, cookie: other.cookie } });
      expect([seen.statusCode, seen.body.includes('issues.')]).toEqual([200, false]);
    });
  });

  describe('vouchers of a batch', () => {
    let town: TestVouchers;
    let some: TestBatch;
    let address: string;
    let maker: string;

    beforeAll(async () => {
      town = await TestVouchers.in(test);
      test.clock.set(Date.UTC(2026, 0, 20, 23, 30));
      const terms = { validUntil: '2026-06-30', expiresTo: 'pot' as const };
      some = await town.active({ count: 203, terms });
      test.clock.forward(3 * 86_400_000);
      await town.redeem(some.printed[0]!);
      await town.get(VoucherHolds).hold(town.giver.actor, town.here, { serial: some.printed[1]!.serial });
      await mandated(town, town.giver.treasurer, 'treasurer', town.giver.id);
      maker = await test.aToken(town.here, town.giver.treasurer.id, ['vouchers:write']);
      address = `/api/v1/communities/${town.here}/voucher-batches/${some.batch.id}/vouchers`;
    });

    it('are all there by serial, with state, amount and days', async () => {
      const sheet = readXlsx((await file(`${address}.xlsx?language=en`, maker)).bytes);
      expect(sheet).toMatchObject({ name: 'Vouchers', frozen: 1 });
      expect(sheet.rows).toHaveLength(204);
      const days = ['2026-01-21', '2026-01-21', '2026-06-30'];
      const rows = sheet.rows.map((row) => cellsOf(row).map(asCsv).slice(0, 8));
      expect(rows[1]).toEqual([some.printed[0]!.serial, 'Used', '2,00', 'UUR', ...days, '2026-01-24']);
      expect(rows[2]).toEqual([some.printed[1]!.serial, 'Held', '2,00', 'UUR', ...days, '2026-01-24']);
      expect(rows[203]).toEqual([some.printed[202]!.serial, 'Active', '2,00', 'UUR', ...days, '2026-01-21']);
      expect(sheet.rows[1]!.get('C')).toEqual({ kind: 'number', value: 2, format: '#,##0.00' });
    });

    it('say the same as CSV, and never what takes them', async () => {
      const csv = await file(`${address}.csv?language=nl`, maker);
      const sheet = readXlsx((await file(`${address}.xlsx?language=nl`, maker)).bytes);
      expectSame(sheet, readCsv(csv.text));
      const all = [csv.text, ...sheet.parts.values()].join('\n');
      expect(all).toContain(some.printed[7]!.serial);
      const told = some.printed.filter(
        (voucher) => all.includes(tokenIn(voucher)) || new RegExp(`\\b${voucher.check}\\b`).test(all),
      );
      expect(told).toEqual([]);
    });

    it('are for those who make vouchers for the party', async () => {
      const other = await test.aToken(town.here, town.shop.treasurer.id, ['vouchers:write']);
      for (const ending of ['', '.csv', '.xlsx']) {
        expect((await file(address + ending, other)).status).toBe(404);
      }
    });
  });
});

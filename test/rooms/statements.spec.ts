import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { csvText, harmless } from '../../src/api/spreadsheet-csv.js';
import { balance, type Account } from '../../src/ledger/account.js';
import { CashboxService } from '../../src/statements/cashbox.service.js';
import { statementSpreadsheet } from '../../src/statements/statement-spreadsheet.js';
import { journalHead, journalText } from '../../src/statements/hledger.js';
import { exportJournal } from '../../src/statements/journal-export.js';
import { JournalService } from '../../src/statements/journal.service.js';
import { dayStart, monthPeriod, periodOf } from '../../src/statements/period.js';
import type { StatementHead, StatementLine } from '../../src/statements/statement.js';
import { totalsOf } from '../../src/statements/totals.js';
import { TotalsService } from '../../src/statements/totals.service.js';
import { dialects } from '../support/databases.js';
import { readHledger, sumsOf } from '../support/hledger-reader.js';
import { command, TestTown } from '../support/town.js';
import { firstDay } from '../support/community.js';

type Holder = Account & { partyId: string };
interface Statement {
  readonly opening: number;
  readonly closing: number;
  readonly items: Array<Record<string, number | string | null> & { other: Record<string, string | null> }>;
  readonly next: string | null;
}
const day = 86_400_000;

describe.each(dialects)('statements on %s', (dialect) => {
  let town: TestTown;
  let ada: Holder;
  let bo: Holder;
  let group: Holder;
  let undone: string;

  /** January: 1, 2 and 0.5 hours to the group, of which 2 undone. February: 4 from the group to the second person. */
  beforeAll(async () => {
    town = await TestTown.open(dialect);
    ada = await town.person({ nickname: 'Ada' });
    bo = await town.person({ nickname: 'Bo' });
    group = await town.group('=Soep', [ada.partyId]);
    await town.book([{ from: ada.id, to: group.id, amount: 100n }], { factDate: '2026-01-03', minutes: 60 });
    const wrong = await town.book([{ from: ada.id, to: group.id, amount: 200n }], { labour: 'social' });
    undone = wrong.id;
    town.clock.forward(60_000);
    await town.book([{ from: bo.id, to: group.id, amount: 50n, programme: 'SOEP' }], { reason: 'meal' });
    const back = { kind: 'reversal', reverses: undone, reason: 'twice' } as const;
    await town.book([{ from: group.id, to: ada.id, amount: 200n }], back);
    town.clock.set(Date.UTC(2026, 0, 31, 23, 30));
    const sides = { giverId: ada.partyId, takerId: group.partyId, factDate: '2026-02-01' };
    await town.book([], { kind: 'gift', ...sides });
    await town.book(
      [
        { from: group.id, to: bo.id, amount: 100n },
        { from: group.id, to: ada.id, amount: 25n },
      ],
      { factDate: '2026-02-01' },
    );
    const until = town.clock.now() + 30 * day;
    await town.book([{ from: group.id, to: bo.id, amount: 10n, holdUntil: until }], { kind: 'hold' });
  });

  afterAll(async () => {
    await town?.close();
  });

  const urlOf = (account: Account, rest = '') =>
    `/api/v1/communities/rabot/accounts/${account.id}/statement${rest}`;
  const ask = async (account: Account, rest: string, as = ada): Promise<Statement> =>
    (await town.ask(urlOf(account, rest), await town.asPerson(as.partyId))).json();

  it('tell each line with the balance before and after', async () => {
    const statement = await ask(group, '?month=2026-01');
    expect(statement).toMatchObject({
      opening: 0,
      closing: 150,
      from: '2026-01-01',
      to: '2026-01-31',
      next: null,
    });
    expect(
      statement.items.map((line) => [line.number, line.amount, line.balanceBefore, line.balanceAfter]),
    ).toEqual([
      [1, 100, 0, 100],
      [2, 200, 100, 300],
      [3, 50, 300, 350],
      [4, -200, 350, 150],
    ]);
    expect(statement.items[0]).toMatchObject({
      factDate: '2026-01-03',
      bookedDate: '2026-01-05',
      minutes: 60,
    });
    expect(statement.items[2]).toMatchObject({ programme: 'SOEP', reason: 'meal', corrects: null });
    expect(statement.items[3]).toMatchObject({ kind: 'reversal', corrects: 2 });
  });

  it('date by the community, not by Greenwich', async () => {
    const statement = await ask(group, '?from=2026-02-01&to=2026-02-28');
    expect(statement).toMatchObject({ opening: 150, closing: 25 });
    expect(statement.items.map(({ number, bookedDate }) => [number, bookedDate])).toEqual([
      [5, '2026-02-01'],
      [6, '2026-02-01'],
    ]);
    expect((await ask(group, '?from=2026-03-01&to=2026-02-01')).items).toEqual([]);
    expect(await ask(group, '?period=this_year')).toMatchObject({ opening: 0, closing: 25 });
    expect((await ask(group, '?period=last_month')).items).toHaveLength(4);
  });

  it('come in parts', async () => {
    const first = await ask(group, '?period=this_year&limit=4');
    expect(first.items.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    const second = await ask(group, `?period=this_year&limit=4&after=${first.next}`);
    expect(second.items.map(({ number }) => number)).toEqual([5, 6]);
    expect([second.next, second.opening]).toEqual([null, 0]);
  });

  it('name groups, and of persons only that they are members', async () => {
    const [line] = (await ask(group, '?period=this_year')).items;
    expect(line!.other).toEqual({ kind: 'member', name: null, accountId: null });
    const [mine] = (await ask(ada, '?period=this_year')).items;
    expect(mine!.other).toEqual({ kind: 'group', name: '=Soep', accountId: group.id });
  });

  it('are for those who keep the account only', async () => {
    const steward = town.actor(bo.partyId, 'steward');
    const cashboxes = town.app.get(CashboxService);
    const look = (actor: Actor, account: string) => cashboxes.cashbox(actor, 'rabot', account);
    await expect(look(steward, ada.id)).rejects.toThrow(NotAllowed);
    await expect(look(steward, group.id)).rejects.toThrow(NotAllowed);
    await expect(look(town.actor(bo.partyId, 'treasurer', ada.partyId), ada.id)).rejects.toThrow(NotAllowed);
    await expect(look(town.actor(bo.partyId), '0000000000000000')).rejects.toThrow(NotAllowed);
    await expect(look(steward, await town.own('pot'))).resolves.toMatchObject({ have: 0n });
    expect((await town.ask(urlOf(ada), await town.asPerson(bo.partyId))).statusCode).toBe(403);
    expect((await town.ask(urlOf(ada))).statusCode).toBe(401);
  });

  it('note who looked without keeping it', async () => {
    const looks = async (id: string) =>
      (await town.database.reader.all('select * from audit where actor_id = ?', [id])).filter(
        ({ act, subject_id: subject }) => act === 'read_statement' && subject === group.id,
      );
    const cashboxes = town.app.get(CashboxService);
    await cashboxes.cashbox(town.actor(ada.partyId, 'treasurer', group.partyId), 'rabot', group.id);
    await cashboxes.cashbox(town.actor(bo.partyId, 'checker', group.partyId), 'rabot', group.id);
    expect(await looks(ada.partyId)).toHaveLength(0);
    expect(await looks(bo.partyId)).toHaveLength(1);
  });

  it('open in a Belgian spreadsheet, and run nothing there', async () => {
    const headers = await town.asPerson(ada.partyId);
    const answer = await town.ask(urlOf(ada, '.csv?period=this_year&language=nl&dates=dmy'), headers);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body.startsWith('\ufeffNummer;Geboekt op;')).toBe(true);
    const rows = parse<Record<string, string>>(answer.body, { bom: true, delimiter: ';', columns: true });
    expect(rows[0]).toMatchObject({
      'Geboekt op': '05/01/2026',
      'Gebeurd op': '03/01/2026',
      In: '',
      Uit: '1,00',
      Bedrag: '-1,00',
      Met: "'=Soep",
      'Saldo ervoor': '0,00',
      'Saldo erna': '-1,00',
    });
    expect(rows.map((row) => row['Verbetert nummer'])).toEqual(['', '', '2', '']);
    const french = await town.ask(urlOf(ada, '.csv?period=this_year&language=fr'), headers);
    expect(french.body).toContain('2026-01-05;2026-01-03;;1,00;-1,00;UUR;60;');
  });

  it('show the treasurer have, in, out, over', async () => {
    const now = await town.app.get(CashboxService).cashbox(command, 'rabot', group.id);
    expect(now).toMatchObject({ month: '2026-02', have: 25n, in: 0n, out: 125n, over: 15n, setApart: 10n });
    const before = await town.app.get(CashboxService).cashbox(command, 'rabot', group.id, '2026-01');
    expect(before).toMatchObject({ have: 150n, in: 350n, out: 200n, over: null, isThisMonth: false });
    await town.book([{ from: ada.id, to: group.id, amount: 75n }], { factDate: '2026-02-01' });
    const after = await town.app.get(CashboxService).cashbox(command, 'rabot', group.id);
    expect(after).toMatchObject({ have: 100n, in: 75n, out: 125n, over: 90n });
    const headers = await town.asPerson(ada.partyId);
    const page = await town.ask(`/c/rabot/kas/${group.id}?month=2026-01`, headers);
    for (const said of ['Kas', 'We hebben', '>In<', '>Uit<', '1½', 'januari 2026', 'class="undone"']) {
      expect(page.body).toContain(said);
    }
    for (const hidden of ['saldo', 'debet', 'Bo<']) expect(page.body).not.toContain(hidden);
    const all = await town.ask(`/c/rabot/kas/${group.id}/statement?month=2026-01`, headers);
    expect(all.body.match(/<tr/g)).toHaveLength(5);
    const list = /href="([^"]+statement\.csv[^"]+)"/.exec(page.body)![1]!.replaceAll('&amp;', '&');
    expect((await town.ask(list, headers)).body).toContain('Bedrag');
  });

  it('go into the journal for hledger, with every balance', async () => {
    const { text, exported } = await journal();
    expect(exported).toEqual({ exchanges: 8, waiting: 0 });
    const read = readHledger(text);
    expect(read.failed).toEqual([]);
    expect(read.entries.map(({ description }) => description)).toEqual([
      ...['payment', 'payment', 'payment', 'reversal', 'gift', 'payment', 'hold', 'payment'],
    ]);
    expect(text).toContain(`2026-01-05=2026-01-03 (1) payment  ; mode:reciprocity\n`);
    expect(text).toContain('(4) reversal  ; mode:reciprocity, reverses:2\n');
    expect(text).toContain('; programme:SOEP\n');
    expect(text).not.toMatch(/Ada|Soep\b|Bo\b/);
    const sums = sumsOf(read);
    for (const { id, kind } of [ada, bo, group]) {
      const account = await town.books.findAccount('rabot', id);
      expect(sums.get(`${kind}:${id} UUR`)).toBe(balance(account!));
    }
    expect(read.accounts).toContain(`pot:${await town.own('pot')}`);
  });

  it('put into order what two processes left out of order', async () => {
    const pairs = await Promise.all([town.person(), town.person()]);
    const [from, to] = pairs.map(({ id }) => id) as [string, string];
    for (const amount of [10n, 20n, 30n]) await town.book([{ from, to, amount }], { factDate: '2026-02-01' });
    await swapLastPositions();
    const { text, exported } = await journal();
    expect(exported.waiting).toBe(0);
    expect(readHledger(text).failed).toEqual([]);
    expect(readHledger(text).entries.at(-1)!.postings[0]!.after).toBe(-60n);
  });

  it('give the journal to stewards without persons', async () => {
    await town.settle();
    const steward = town.actor(bo.partyId, 'steward');
    const journals = town.app.get(JournalService);
    const lines = await journals.read(steward, 'rabot', 0n, 4);
    expect(lines.map(({ position }) => position)).toEqual([1n, 2n, 3n, 4n]);
    expect(lines[0]).toMatchObject({
      kind: 'payment',
      transfers: [{ from: { kind: 'member', accountId: null }, to: { kind: 'group', accountId: group.id } }],
    });
    expect(lines[3]).toMatchObject({ reverses: 2n });
    await expect(journals.read(town.actor(ada.partyId), 'rabot', 0n, 4)).rejects.toThrow(NotAllowed);
    await expect(journals.export(steward, 'rabot', () => undefined)).rejects.toThrow(NotAllowed);
    expect(
      (await town.ask('/api/v1/communities/rabot/journal', await town.asPerson(ada.partyId))).statusCode,
    ).toBe(403);
  });

  it('add up to the totals of the community', async () => {
    await town.settle();
    const totals = town.app.get(TotalsService);
    const member = await totals.totals(town.actor(ada.partyId), 'rabot');
    expect(member.holdings).toBeNull();
    for (let i = 0; i < 2; i++) await town.person();
    for (let i = 0; i < 7; i++)
      await town.book([{ from: ada.id, to: bo.id, amount: 5n }], { factDate: '2026-02-01' });
    const steward = await totals.totals(town.actor(bo.partyId, 'steward'), 'rabot');
    const held = new Map(steward.holdings!.map(({ kind, amount }) => [kind, amount]));
    // One group alone in a kind: its purse would be told, also as what is left of zero.
    expect([...held.keys()]).not.toContain('initiative');
    expect([...held.keys()]).not.toContain('person');
    expect([...held.values()].reduce((sum, each) => sum + each, 0n)).toBe(0n);
    expect(steward.flows).toContainEqual({
      ...{ currency: 'UUR', month: '2026-02', kind: 'payment', from: 'person', to: 'person' },
      ...{ transfers: 10n, amount: 95n },
    });
    const answer = await town.ask(
      '/api/v1/communities/rabot/totals?from=2026-02',
      await town.asPerson(ada.partyId),
    );
    expect(answer.json<{ flows: unknown[] }>().flows).toEqual([
      expect.objectContaining({ month: '2026-02', kind: 'payment', from: null, transfers: 13 }),
    ]);
  });

  async function journal() {
    let text = '';
    const write = (some: string): void => void (text += some);
    const exported = await town.app.get(JournalService).export(command, 'rabot', write);
    return { text, exported };
  }

  /** As when one process's backlog is put in the journal before what another had booked first. */
  async function swapLastPositions(): Promise<void> {
    await town.settle();
    const { source, reader } = town.database;
    const head = Number((await reader.one('select max(position) as head from journal'))!.head);
    const postgres = dialect === 'postgres';
    const runner = source.createQueryRunner();
    const before = postgres
      ? ['set role none', 'alter table journal disable trigger user']
      : ['drop trigger journal_no_update'];
    const after = postgres ? ['alter table journal enable trigger user', 'set role samenmunt_running'] : [];
    const moves = [
      [head, head + 9],
      [head - 2, head],
      [head + 9, head - 2],
    ].map(([from, to]) => `update journal set position = ${to} where position = ${from}`);
    for (const sql of [...before, ...moves, ...after]) await runner.query(sql);
    if (postgres) await runner.release();
  }
});

describe('the journal of several currencies and scales', () => {
  it('is written so that hledger reads every decimal', () => {
    const scales = new Map([
      ['UUR', 2],
      ['ECO1', 0],
      ['FIJN', 6],
    ]);
    const move = { from: 'member:A', to: 'group:B', programme: null };
    const text =
      journalHead('rabot', scales) +
      journalText(
        {
          ...{
            position: 1n,
            kind: 'payment',
            mode: 'market',
            bookedDate: '2026-01-05',
            factDate: '2026-01-03',
          },
          reverses: null,
          moves: [
            { ...move, currency: 'UUR', amount: 5n, fromAfter: -5n, toAfter: 5n },
            { ...move, currency: 'ECO1', amount: 7n, fromAfter: 0n, toAfter: 9n, programme: 'A;B' },
            { ...move, currency: 'FIJN', amount: 1n, fromAfter: 9007199254740991n, toAfter: 1n },
          ],
        },
        scales,
      );
    expect(text).toContain('commodity 1.00 "UUR"\ncommodity 1. "ECO1"\ncommodity 1.000000 "FIJN"\n');
    expect(text).toContain('    member:A    -0.05 "UUR" = -0.05 "UUR"\n');
    expect(text).toContain('    group:B    7 "ECO1" = 9 "ECO1"  ; programme:A_B\n');
    expect(text).toContain('    member:A    -0.000001 "FIJN" = 9007199254.740991 "FIJN"\n');
  });
});

describe('the reader of journals', () => {
  const journal = (lines: string): string =>
    `decimal-mark .\ncommodity 1.00 "UUR"\naccount member:A\naccount group:B\n\n${lines}`;
  const good =
    '2026-01-05=2026-01-03 (1) payment  ; mode:market\n' +
    '    member:A    -0.05 "UUR" = -0.05 "UUR"\n    group:B    0.05 "UUR" = 0.05 "UUR"\n';

  it('finds what does not hold', () => {
    expect(readHledger(journal(good)).failed).toEqual([]);
    expect(readHledger(journal(good.replace('= 0.05', '= 0.06'))).failed).toEqual([
      '(1) group:B UUR: 5, not 6',
    ]);
    expect(readHledger(journal(good.replaceAll(' 0.05', ' 0.04'))).failed).toEqual([
      '(1) does not balance: -1 UUR',
    ]);
    expect(readHledger(journal(good.replace('group:B', 'group:C'))).failed).toEqual([
      'group:C is not declared',
    ]);
    expect(readHledger(journal(`${good}payment\n`)).failed).toEqual(['unread: payment']);
  });
});

describe('periods', () => {
  it('begin when the day begins there', () => {
    expect(dayStart('2026-01-05', 'Europe/Brussels')).toBe(Date.UTC(2026, 0, 4, 23));
    expect(dayStart('2026-07-05', 'Europe/Brussels')).toBe(Date.UTC(2026, 6, 4, 22));
    expect(dayStart('2026-03-29', 'Europe/Brussels')).toBe(Date.UTC(2026, 2, 28, 23));
    expect(dayStart('2026-01-05', 'Pacific/Kiritimati')).toBe(Date.UTC(2026, 0, 4, 10));
    expect(dayStart('2026-01-05', 'Etc/GMT+12')).toBe(Date.UTC(2026, 0, 5, 12));
    expect(dayStart('2026-01-05', 'Asia/Kathmandu')).toBe(Date.UTC(2026, 0, 4, 18, 15));
    expect(new Date(firstDay).toISOString()).toContain('2026-01-05');
  });

  it('are whole months and years', () => {
    expect(monthPeriod('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(periodOf({ period: 'last_month' }, '2026-01-31')).toEqual({
      from: '2025-12-01',
      to: '2025-12-31',
    });
    expect(periodOf({}, '2026-01-31')).toEqual({ from: '2026-01-01', to: '2026-01-31' });
    expect(periodOf({ period: 'this_year' }, '2026-05-05')).toEqual({ from: '2026-01-01', to: '2026-12-31' });
    expect(periodOf({ from: '2026-01-02' }, '2026-05-05')).toEqual({ from: '2026-01-02', to: '2026-05-05' });
  });
});

describe('cells of a spreadsheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM', '\tx', '\rx', '＝1', '－1'])('run nothing: %j', (text) => {
    expect(harmless(text)).toBe(`'${text}`);
  });

  it('keep names and figures as they are', async () => {
    expect(harmless("Soep & brood; 't hoekje")).toBe("Soep & brood; 't hoekje");
    const head = { currency: 'UUR', scale: 2 } as StatementHead;
    const nothing = {
      purpose: null,
      programme: null,
      labour: null,
      reason: null,
      corrects: null,
      minutes: null,
    };
    const line = {
      ...nothing,
      ...{ number: 1n, bookedDate: '2026-01-05', factDate: '2026-01-05', kind: 'payment' },
      ...{ amount: -125n, balanceBefore: 0n, balanceAfter: -125n },
      other: { kind: 'group', name: 'Soep; "brood"', accountId: null },
    } as unknown as StatementLine;
    const lines = (async function* (): AsyncGenerator<StatementLine[]> {
      yield [line];
    })();
    const parts: string[] = [];
    for await (const part of csvText(statementSpreadsheet({ head, lines }, 'en'), 'iso')) parts.push(part);
    expect(parts[1]).toBe(
      '1;2026-01-05;2026-01-05;;1,25;-1,25;UUR;;"Soep; ""brood""";given;;;;;;0,00;-1,25\r\n',
    );
  });
});

describe('totals', () => {
  const flow = { currency: 'UUR', month: '2026-01', fromKind: 'person', toKind: 'person', programme: '' };

  it('put what is few together, and leave out what is still few', () => {
    const flows = [
      { ...flow, kind: 'payment', transfers: 12n, amount: 900n },
      { ...flow, kind: 'gift', transfers: 6n, amount: 30n },
      { ...flow, kind: 'thanks', transfers: 4n, amount: 20n },
      { ...flow, kind: 'gift', month: '2026-02', transfers: 1n, amount: 5n },
    ];
    expect(
      totalsOf(flows, true, new Map([['person', 5]])).flows.map(({ month, kind, transfers }) => [
        month,
        kind,
        transfers,
      ]),
    ).toEqual([
      ['2026-01', 'payment', 12n],
      ['2026-01', 'other', 10n],
    ]);
  });

  it('tell what lies with a kind only of enough parties, and not by what is left either', () => {
    const flows = [
      { ...flow, fromKind: 'issuance', kind: 'issue', transfers: 9n, amount: 900n },
      { ...flow, toKind: 'initiative', kind: 'payment', transfers: 9n, amount: 300n },
      { ...flow, toKind: 'household', kind: 'payment', transfers: 9n, amount: 70n },
    ];
    const held = (counts: Array<[string, number]>) =>
      totalsOf(flows, true, new Map(counts)).holdings!.map(({ kind, amount }) => [kind, amount]);
    const many: Array<[string, number]> = [
      ['person', 50],
      ['initiative', 9],
    ];
    expect(held([...many, ['household', 5]])).toHaveLength(4);
    expect(held([...many, ['household', 1]])).toEqual([
      ['issuance', -900n],
      ['other', 370n],
      ['person', 530n],
    ]);
  });

  it('count as in circulation what was issued and not taken back', () => {
    const issued = { ...flow, fromKind: 'issuance', kind: 'issue', transfers: 5n, amount: 500n };
    const back = { ...flow, toKind: 'issuance', kind: 'reclaim', transfers: 5n, amount: 120n };
    const { circulation, holdings } = totalsOf([issued, back], false, new Map([['person', 4]]));
    expect(circulation).toEqual([{ currency: 'UUR', amount: 380n }]);
    expect(holdings).toBeNull();
  });
});

describe('an export', () => {
  it('waits for whoever takes the text', async () => {
    const town = await TestTown.open('sqlite');
    try {
      const [from, to] = [await town.person(), await town.person()];
      for (let i = 0; i < 3; i++) await town.book([{ from: from.id, to: to.id, amount: 10n }]);
      await town.settle();
      let under = 0;
      let most = 0;
      const slow = async (): Promise<void> => {
        most = Math.max(most, ++under);
        await new Promise((resolve) => setTimeout(resolve, 5));
        under--;
      };
      const made = await town.database.snapshot((reader) => exportJournal(reader, 'rabot', slow));
      expect([made.exchanges, most]).toEqual([3, 1]);
    } finally {
      await town.close();
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { sendXlsx } from '../../src/api/spreadsheet.answer.js';
import { csvText } from '../../src/api/spreadsheet-csv.js';
import { xlsxFile, xlsxRowsMax, xlsxWaitingMost } from '../../src/api/spreadsheet-xlsx.js';
import type { Cell, Spreadsheet } from '../../src/api/spreadsheet.js';
import { readXlsx, type ReadSheet } from '../support/xlsx-reader.js';

describe('a list as a workbook', () => {
  async function* once(rows: Cell[][]): AsyncGenerator<Cell[][]> {
    yield rows;
  }
  const list = (...rows: Cell[][]): Spreadsheet => ({
    file: 'list',
    title: 'List',
    columns: [{ name: 'Cell', width: 10 }],
    rows: once(rows),
  });
  const read = async (sheet: Spreadsheet): Promise<ReadSheet> => {
    const answer = await xlsxFile(sheet, 'iso');
    if (answer.kind === 'refused') throw new Error(answer.code);
    return readXlsx(answer.file);
  };
  const written = async (...cells: Cell[]) => {
    const { rows } = await read(list(...cells.map((cell) => [cell])));
    return rows.slice(1).map((row) => row.get('A'));
  };

  it('keeps every text as it is', async () => {
    const texts = [
      ...[
        'constructor',
        'toString',
        '__proto__',
        '_x003D_1',
        ' two  spaces ',
        '<b>&amp;"\'</b>',
        '=1+1',
        '-3',
      ],
      ...['@SUM(A1)', '\t=1', '\u202e=1', '\uff1d1', '1.5', '2026-01-05', 'شوربة', '🍲'],
    ];
    expect((await written(...texts)).map((cell) => [cell!.kind, cell!.value])).toEqual(
      texts.map((text) => ['text', text]),
    );
  });

  it('keeps amounts of every scale, and counts, as numbers', async () => {
    const cells = await written(
      { amount: -7n, scale: 0 },
      { amount: 9007199254740991n, scale: 0 },
      { amount: 1n, scale: 6 },
      { amount: 123456789012345n, scale: 4 },
      { amount: 0n, scale: 2 },
      3n,
      null,
    );
    expect(cells.map((cell) => [cell?.value, cell?.format])).toEqual([
      [-7, '#,##0'],
      [9007199254740991, '#,##0'],
      [0.000001, '#,##0.000000'],
      [12345678901.2345, '#,##0.0000'],
      [0, '#,##0.00'],
      [3, null],
      [undefined, undefined],
    ]);
  });

  it('has headings only where there is nothing', async () => {
    expect((await read(list())).rows).toHaveLength(1);
  });

  it('is refused by name where only CSV will do', async () => {
    const rows = Array.from({ length: xlsxRowsMax + 1 }, (): Cell[] => [1]);
    await expect(sendXlsx({} as FastifyReply, list(...rows), 'iso')).rejects.toMatchObject({
      code: 'list_too_long',
      status: 422,
    });
    let text = '';
    for await (const part of csvText(list(...rows), 'iso')) text += part;
    expect(text.split('\r\n')).toHaveLength(xlsxRowsMax + 3);
  });

  it('is made by turns, and one that fails does not hold up the next', async () => {
    const failing = (async function* (): AsyncGenerator<Cell[][]> {
      yield [['x']];
      throw new Error('the database is gone');
    })();
    const [bad, title, good] = await Promise.allSettled([
      xlsxFile({ ...list(), rows: failing }, 'iso'),
      xlsxFile({ ...list(), title: 'no/name' }, 'iso'),
      written('y'),
    ]);
    expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'the database is gone' } });
    expect(title).toMatchObject({ status: 'rejected' });
    expect(good).toMatchObject({ value: [{ kind: 'text', value: 'y', format: null }] });
  });

  it('is refused when many wait already, and made again afterwards', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const slow = (async function* (): AsyncGenerator<Cell[][]> {
      await gate;
      yield [['slow']];
    })();
    const before = [xlsxFile({ ...list(), rows: slow }, 'iso')];
    for (let i = 0; i < xlsxWaitingMost; i++) before.push(xlsxFile(list(['waits']), 'iso'));
    await expect(sendXlsx({} as FastifyReply, list(['late']), 'iso')).rejects.toMatchObject({
      code: 'too_many_tries',
      status: 429,
    });
    open();
    expect((await Promise.all(before)).map(({ kind }) => kind)).toEqual(before.map(() => 'made'));
    expect(await written('again')).toMatchObject([{ value: 'again' }]);
  });
});

describe('the reader of workbooks', () => {
  it('finds what is damaged, and what is no workbook', async () => {
    const rows = (async function* (): AsyncGenerator<Cell[][]> {
      yield [['soup']];
    })();
    const sheet = { file: 'x', title: 'X', columns: [{ name: 'A', width: 9 }], rows };
    const { file: bytes } = (await xlsxFile(sheet, 'iso')) as { file: Buffer };
    expect(readXlsx(bytes).rows[1]!.get('A')).toMatchObject({ value: 'soup' });
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 60;
    const damaged = Buffer.from(bytes);
    damaged[at] = damaged[at]! ^ 0xff;
    expect(() => readXlsx(damaged)).toThrow();
    expect(() => readXlsx(Buffer.from('no archive'))).toThrow('no ZIP');
  });
});

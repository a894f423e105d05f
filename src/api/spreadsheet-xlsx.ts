import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { writeAmount } from '../ledger/amount.js';
import { looksRunnable, type Cell, type DateForm, type Spreadsheet } from './spreadsheet.js';
import type { WrittenCell, WriterOrder } from './spreadsheet-writer.js';

/** At most this many rows in one file: such a file is made as a whole, in memory. CSV has no such bound. */
export const xlsxRowsMax = 20_000;

const memoryMb = 384;

/** So many files wait for their turn; who comes then has to ask again. */
export const xlsxWaitingMost = 10;

export type XlsxAnswer =
  | { readonly kind: 'made'; readonly file: Buffer }
  | { readonly kind: 'refused'; readonly code: 'list_too_long' | 'too_many_tries' };

/** The writer beside this file, compiled or not. */
const writer = new URL(`./spreadsheet-writer${extname(import.meta.url)}`, import.meta.url);

let before: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * A list as a workbook of one sheet (ECMA-376): amounts are numbers with the decimals of their currency, days are
 * dates, texts are texts and never formulas, and the headings stay in sight. Packing is slow, so it is done beside the
 * thread that serves, and one file at a time so that many do not fill the memory.
 * @returns refused `list_too_long` for more than `xlsxRowsMax` rows, `too_many_tries` when too many wait already
 */
export async function xlsxFile(sheet: Spreadsheet, dates: DateForm): Promise<XlsxAnswer> {
  if (waiting > xlsxWaitingMost) return { kind: 'refused', code: 'too_many_tries' };
  waiting++;
  const mine = before.then(() => made(sheet, dates)).finally(() => waiting--);
  before = mine.catch(() => undefined);
  return mine;
}

async function made({ title, columns, rows }: Spreadsheet, dates: DateForm): Promise<XlsxAnswer> {
  const thread = new Worker(writer, { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  const answer = new Promise<Uint8Array>((resolve, reject) => {
    thread.once('message', resolve).once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the writer of a spreadsheet ended with ${code}`)));
  });
  // Whoever stops before asking for the answer has no use for how the thread ended.
  answer.catch(() => undefined);
  const say = (order: WriterOrder): void => thread.postMessage(order);
  try {
    say({ rows: [columns.map(({ name }) => ({ value: name, fontWeight: 'bold' }))] });
    let count = 0;
    for await (const some of rows) {
      count += some.length;
      if (count > xlsxRowsMax) return { kind: 'refused', code: 'list_too_long' };
      say({ rows: some.map((row) => row.map((cell) => written(cell, dates))) });
    }
    say({ title, widths: columns.map(({ width }) => width) });
    return { kind: 'made', file: Buffer.from(await answer) };
  } finally {
    await thread.terminate();
  }
}

function written(cell: Cell, dates: DateForm): WrittenCell {
  if (cell === null) return null;
  if (typeof cell === 'string') return text(cell);
  if (typeof cell !== 'object') return Number(cell);
  if ('day' in cell) {
    return {
      value: new Date(`${cell.day}T00:00:00Z`),
      format: dates === 'iso' ? 'yyyy-mm-dd' : 'dd/mm/yyyy',
    };
  }
  const { amount, scale } = cell;
  // The nearest number, and up to 15 figures the very same one; a spreadsheet itself counts no further.
  return {
    value: Number(writeAmount(amount, scale)),
    format: `#,##0${scale > 0 ? `.${'0'.repeat(scale)}` : ''}`,
  };
}

/**
 * A text as it has to be handed over. What looks like a formula is marked as text, so that it stays one when somebody
 * edits the cell. `_x0041_` would be read as an escape (ECMA-376 part 1, 22.9.2.19), and the package takes `toString`
 * for something it knows already: it looks texts up in a plain object. It leaves a NUL out when it writes.
 */
function text(said: string): WrittenCell {
  const value = said.replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_');
  if (value in {}) return `${value}\u0000`;
  return looksRunnable(value) ? { value, format: '@' } : value;
}

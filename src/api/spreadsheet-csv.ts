import { stringify } from 'csv-stringify/sync';
import { writeAmount } from '../ledger/amount.js';
import { looksRunnable, type Cell, type DateForm, type Spreadsheet } from './spreadsheet.js';

/** A text as a cell that no spreadsheet runs. */
export function harmless(text: string): string {
  return looksRunnable(text) ? `'${text}` : text;
}

/**
 * A list as a Belgian spreadsheet opens it without questions: semicolons, decimal commas, and the mark by which it
 * knows UTF-8. Made while it is read, so a long list needs no more memory than a short one.
 */
export async function* csvText(
  { columns, rows }: Spreadsheet,
  dates: DateForm,
): AsyncGenerator<string, void, undefined> {
  yield `\ufeff${write([columns.map(({ name }) => harmless(name))])}`;
  for await (const some of rows) yield write(some.map((row) => row.map((cell) => textOf(cell, dates))));
}

function textOf(cell: Cell, dates: DateForm): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return harmless(cell);
  if (typeof cell !== 'object') return String(cell);
  if ('amount' in cell) return writeAmount(cell.amount, cell.scale).replace('.', ',');
  return dates === 'iso' ? cell.day : cell.day.split('-').reverse().join('/');
}

function write(rows: string[][]): string {
  return stringify(rows, { delimiter: ';', record_delimiter: 'windows' });
}

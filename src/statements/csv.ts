import { stringify } from 'csv-stringify/sync';
import { words, type Language } from '../languages/languages.js';
import { writeAmount } from '../ledger/amount.js';
import type { StatementHead, StatementLine } from './statement.js';

/** `iso` is 2026-01-05, `dmy` is 05/01/2026. */
export const dateForms = ['iso', 'dmy'] as const;
export type DateForm = (typeof dateForms)[number];

export interface CsvForm {
  readonly language: Language;
  readonly dates: DateForm;
}

const columns = [
  ...(['number', 'booked', 'fact', 'in', 'out', 'amount', 'currency', 'minutes', 'other', 'kind'] as const),
  ...(['purpose', 'programme', 'labour', 'reason', 'corrects', 'before', 'after'] as const),
];

/** How a cell begins that a spreadsheet would take for a formula (U52), also in wide letters. */
const formula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** A text as a cell that no spreadsheet runs. Figures are not texts: they may begin with a minus sign. */
export function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The mark by which spreadsheets know UTF-8, and the headings. */
export function csvHead(form: CsvForm): string {
  const { t } = words(form.language);
  return `\ufeff${write([columns.map((name) => t(`treasurer.columns.${name}`))])}`;
}

/** Lines as a Belgian spreadsheet opens them without questions: semicolons, decimal commas. */
export function csvLines(head: StatementHead, lines: readonly StatementLine[], form: CsvForm): string {
  return write(lines.map((line) => cellsOf(head, line, form)));
}

function cellsOf(head: StatementHead, line: StatementLine, { language, dates }: CsvForm): string[] {
  const { t } = words(language);
  const figure = (amount: bigint): string => writeAmount(amount, head.scale).replace('.', ',');
  const day = (iso: string): string => (dates === 'iso' ? iso : iso.split('-').reverse().join('/'));
  const { amount, other, labour, reason } = line;
  return [
    String(line.number),
    day(line.bookedDate),
    day(line.factDate),
    amount > 0n ? figure(amount) : '',
    amount < 0n ? figure(-amount) : '',
    figure(amount),
    harmless(head.currency),
    line.minutes === null ? '' : String(line.minutes),
    harmless(other.name ?? t(`accountKinds.${other.kind}`)),
    t(`kinds.${line.kind}`),
    harmless(line.purpose ?? ''),
    harmless(line.programme ?? ''),
    labour === null ? '' : t(`labour.${labour}`),
    reason === null ? '' : t(`reasons.${reason}`),
    line.corrects === null ? '' : String(line.corrects),
    figure(line.balanceBefore),
    figure(line.balanceAfter),
  ];
}

function write(rows: string[][]): string {
  return stringify(rows, { delimiter: ';', record_delimiter: 'windows' });
}

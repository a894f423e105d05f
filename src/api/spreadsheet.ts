/** `iso` is 2026-01-05, `dmy` is 05/01/2026. */
export const dateForms = ['iso', 'dmy'] as const;
export type DateForm = (typeof dateForms)[number];

/** An amount in smallest units, with the decimals of its currency. */
export interface Money {
  readonly amount: bigint;
  readonly scale: number;
}

/** A day, YYYY-MM-DD, as it was in the community's time zone. */
export interface Day {
  readonly day: string;
}

/** What stands in one place: a text, a count, an amount, a day, or nothing. */
export type Cell = string | number | bigint | Money | Day | null;

export interface Column {
  readonly name: string;
  /** In characters, where a file can say it. */
  readonly width: number;
}

/** A list that people take along to a spreadsheet (U52). How it is written is the business of CSV and XLSX. */
export interface Spreadsheet {
  /** Of the file, without its ending. Neutral: it stands in the list of downloads. */
  readonly file: string;
  /** Of the sheet: at most 31 characters, and none of []/\:*? */
  readonly title: string;
  readonly columns: readonly Column[];
  /** As many cells a row as there are columns; read piece by piece while it is written. */
  readonly rows: AsyncIterable<ReadonlyArray<readonly Cell[]>>;
}

/** How a cell begins that a spreadsheet would take for a formula (U52), also in wide letters. */
const formula = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Whether a spreadsheet that reads this text would run it. Figures are not texts: they may begin with a minus sign. */
export function looksRunnable(text: string): boolean {
  return formula.test(text);
}

import { readCsv } from '../api/csv.js';

/** One line of a file of issues, as it was written. */
export interface FileLine {
  /** From 1, as an editor counts. */
  readonly line: number;
  /** The id of a group or partner, or its name. */
  readonly party: string;
  /** In whole units, with decimals. */
  readonly amount: string;
  readonly purpose: string;
  /** For how many people of the household, without saying who: the amount is for each of them. */
  readonly heads: string;
}

/** What is wrong with a line. Line 0 or 1 is the file as a whole. */
export interface LineTrouble {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  /** The reader's own words, in English; null where the code has words in every language. */
  readonly reason: string | null;
}

export interface IssueFile {
  readonly lines: readonly FileLine[];
  readonly troubles: readonly LineTrouble[];
}

/** The columns of a file of issues, by their names in its first line. */
export const issueColumns = { required: ['party', 'amount'], optional: ['purpose', 'heads'] } as const;

/**
 * Reads a file of issues: one line an issue, `;` or `,` between fields, decimals with a comma or a point, UTF-8.
 * @returns the lines that have all their fields, and what is wrong with the others
 */
export function readIssueFile(bytes: Uint8Array): IssueFile {
  const { rows, faults } = readCsv(bytes, issueColumns);
  const lines = rows.map((row) => ({
    line: row.line,
    party: row.text('party'),
    amount: row.text('amount'),
    purpose: row.text('purpose'),
    heads: row.text('heads'),
  }));
  const troubles = faults.map(({ line, column, reason }) => ({
    ...{ line, column, reason },
    code: line <= 1 ? 'file_unreadable' : 'line_unreadable',
  }));
  return { lines, troubles };
}

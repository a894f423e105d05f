import { CsvError, parse, type Info } from 'csv-parse/sync';

/** A line of a file, by the names of its columns. */
export interface CsvRow {
  /** From 1, as an editor counts. */
  readonly line: number;
  /** The text of a column, without spaces around it; empty when there is none. */
  text(column: string): string;
}

/** Why a line cannot be used; line 0 is the file as a whole. */
export interface Fault {
  readonly line: number;
  readonly column: string | null;
  readonly reason: string;
}

export interface Columns {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/**
 * Reads a CSV file: UTF-8 with or without its mark, `,` or `;` between fields, names of columns in the first line.
 * @returns the lines that have all their fields, and a fault for each other
 */
export function readCsv(bytes: Uint8Array, columns: Columns): { rows: CsvRow[]; faults: Fault[] } {
  const badLine = lineOfBadText(bytes);
  if (badLine !== undefined) return only(badLine, 'the text is not UTF-8; save the file as UTF-8');
  const text = new TextDecoder('utf-8').decode(bytes);
  try {
    return rowsOf(text, columns);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return only(Number(error.lines ?? 0), `this is no CSV: ${error.message}`);
  }
}

function only(line: number, reason: string): { rows: CsvRow[]; faults: Fault[] } {
  return { rows: [], faults: [{ line, column: null, reason }] };
}

interface Parsed {
  readonly record: string[];
  readonly info: Info;
}

function rowsOf(text: string, columns: Columns): { rows: CsvRow[]; faults: Fault[] } {
  const options = {
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  } as const;
  const [head, ...parsed] = parse(text, options) as unknown as Parsed[];
  const names = (head?.record ?? []).map((name) => name.toLowerCase());
  const known = [...columns.required, ...columns.optional];
  const missing = columns.required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !known.includes(name));
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (missing.length > 0) return only(1, `these columns are missing: ${missing.join(', ')}`);
  if (unknown.length > 0 || twice.length > 0) {
    const list = [...new Set([...unknown, ...twice])].join(', ');
    return only(1, `these columns are not known, or are there twice: ${list}; known are ${known.join(', ')}`);
  }
  const rows: CsvRow[] = [];
  const faults: Fault[] = [];
  for (const { record, info } of parsed) {
    const row = { line: info.lines, text: (name: string) => record[names.indexOf(name)] ?? '' };
    if (record.length === names.length) rows.push(row);
    else {
      const reason = `this line has ${record.length} fields, the first line has ${names.length}`;
      faults.push({ line: info.lines, column: null, reason });
    }
  }
  return { rows, faults };
}

/** Belgian programs write `;`, because their decimals have a comma. */
function delimiterOf(text: string): ',' | ';' {
  const [first = ''] = text.split(/\r?\n/, 1);
  return first.split(';').length > first.split(',').length ? ';' : ',';
}

function lineOfBadText(bytes: Uint8Array): number | undefined {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    let line = 1;
    for (let from = 0; from <= bytes.length; line += 1) {
      const end = bytes.indexOf(10, from);
      const upTo = end < 0 ? bytes.length : end;
      if (isBadText(bytes.subarray(from, upTo))) return line;
      from = upTo + 1;
    }
    return 0;
  }
}

function isBadText(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return false;
  } catch {
    return true;
  }
}

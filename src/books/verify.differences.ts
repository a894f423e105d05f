/** One thing in the books that is not as it must be. */
export interface Difference {
  readonly table: string;
  /** The row's key, its parts with a space between. */
  readonly row: string;
  /** The field, or the law, that does not hold. */
  readonly field: string;
  readonly detail: string;
}

const differencesMax = 1000;

/** Gathers differences; beyond a thousand the books are known to be wrong enough. */
export class Differences {
  readonly list: Difference[] = [];

  add(table: string, row: ReadonlyArray<string | number | bigint>, field: string, detail: string): void {
    if (this.list.length < differencesMax) this.list.push({ table, row: row.join(' '), field, detail });
  }
}

/** A reader of the journals we write, after hledger's manual and not after our writer. */
export interface ReadPosting {
  readonly account: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly after: bigint;
}

export interface ReadEntry {
  readonly date: string;
  readonly secondDate: string;
  readonly code: string;
  readonly description: string;
  readonly postings: readonly ReadPosting[];
}

export interface ReadJournal {
  readonly accounts: readonly string[];
  readonly scales: ReadonlyMap<string, number>;
  readonly entries: readonly ReadEntry[];
  /** What does not hold: an entry that does not balance, a balance that is not reached, a name not declared. */
  readonly failed: readonly string[];
}

const head = /^(\d{4}-\d\d-\d\d)=(\d{4}-\d\d-\d\d) \(([^)]+)\) (\S+)(?: {2};.*)?$/;
const posting = /^ {4}(\S+) {4}(-?[\d.]+) "(\w+)" = (-?[\d.]+) "(\w+)"(?: {2};.*)?$/;

/** Reads a journal and checks it line by line, in the order of dates and then of the file, as hledger does. */
export function readHledger(text: string): ReadJournal {
  const accounts: string[] = [];
  const scales = new Map<string, number>();
  const entries: Array<ReadEntry & { postings: ReadPosting[] }> = [];
  const failed: string[] = [];
  for (const line of text.split('\n')) {
    const entry = head.exec(line);
    const leg = posting.exec(line);
    if (line.startsWith('account ')) accounts.push(line.slice(8));
    else if (line.startsWith('commodity ')) readCommodity(line, scales);
    else if (entry !== null) {
      const [, date, secondDate, code, description] = entry as unknown as [
        string,
        string,
        string,
        string,
        string,
      ];
      entries.push({ date, secondDate, code, description, postings: [] });
    } else if (leg !== null) {
      const [, account, amount, currency, after] = leg as unknown as [string, string, string, string, string];
      const scale = scales.get(currency)!;
      const [units, left] = [unitsOf(amount, scale), unitsOf(after, scale)];
      entries.at(-1)!.postings.push({ account, currency, amount: units, after: left });
    } else if (line !== '' && !line.startsWith(';') && line !== 'decimal-mark .')
      failed.push(`unread: ${line}`);
  }
  const read = { accounts, scales, entries, failed };
  check(read, failed);
  return read;
}

/** What each account has in the end, by account and currency. */
export function sumsOf({ entries }: ReadJournal): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { account, currency, amount } of entries.flatMap((entry) => entry.postings)) {
    const key = `${account} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0n) + amount);
  }
  return sums;
}

function check(read: ReadJournal, failed: string[]): void {
  const declared = new Set(read.accounts);
  const running = new Map<string, bigint>();
  const byDate = read.entries.map((entry, i) => ({ entry, i }));
  byDate.sort((a, b) => (a.entry.date === b.entry.date ? a.i - b.i : a.entry.date < b.entry.date ? -1 : 1));
  for (const { entry } of byDate) {
    const left = new Map<string, bigint>();
    for (const { account, currency, amount, after } of entry.postings) {
      const key = `${account} ${currency}`;
      const now = (running.get(key) ?? 0n) + amount;
      running.set(key, now);
      left.set(currency, (left.get(currency) ?? 0n) + amount);
      if (now !== after) failed.push(`(${entry.code}) ${key}: ${now}, not ${after}`);
      if (!declared.has(account)) failed.push(`${account} is not declared`);
    }
    for (const [currency, rest] of left) {
      if (rest !== 0n) failed.push(`(${entry.code}) does not balance: ${rest} ${currency}`);
    }
  }
}

function readCommodity(line: string, scales: Map<string, number>): void {
  const [, sample, code] = /^commodity ([\d.]+) "(\w+)"$/.exec(line) as unknown as [string, string, string];
  scales.set(code, sample.split('.')[1]!.length);
}

function unitsOf(figure: string, scale: number): bigint {
  const [whole, decimals = ''] = figure.split('.') as [string, string?];
  if (decimals.length !== scale) throw new Error(`${figure} has not ${scale} decimals`);
  return BigInt(whole.replace('-', '') + decimals) * (figure.startsWith('-') ? -1n : 1n);
}

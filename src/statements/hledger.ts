import { writeAmount } from '../ledger/amount.js';

/** One move of an exchange, with the balance that each side had after it. */
export interface JournalMove {
  /** Accounts as the journal names them: kind and id. */
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly fromAfter: bigint;
  readonly toAfter: bigint;
  readonly programme: string | null;
}

/** One exchange of the journal. Codes and ids only. */
export interface JournalEntry {
  readonly position: bigint;
  readonly kind: string;
  readonly mode: string;
  /** YYYY-MM-DD */
  readonly bookedDate: string;
  readonly factDate: string;
  /** The position of the exchange that this one undoes. */
  readonly reverses: bigint | null;
  readonly moves: readonly JournalMove[];
}

/** How an account is called in the journal. */
export function journalAccount(kind: string, id: string): string {
  return `${kind}:${id}`;
}

/** What stands at the head: how figures are written, and the currencies there are. */
export function journalHead(communityId: string, scales: ReadonlyMap<string, number>): string {
  const commodities = [...scales].map(
    // hledger wants a decimal mark in a sample, also where there are no decimals.
    ([code, scale]) =>
      `commodity ${scale === 0 ? '1.' : writeAmount(10n ** BigInt(scale), scale)} "${code}"\n`,
  );
  return `; community ${communityId}\ndecimal-mark .\n${commodities.join('')}`;
}

/**
 * One exchange for hledger: dated by booking, with the day of the fact as second date, its position in the journal as
 * code, its kind as description, and after each amount the balance that the account must have then.
 */
export function journalText(entry: JournalEntry, scales: ReadonlyMap<string, number>): string {
  const tags = [`mode:${entry.mode}`, ...(entry.reverses === null ? [] : [`reverses:${entry.reverses}`])];
  let text = `\n${entry.bookedDate}=${entry.factDate} (${entry.position}) ${entry.kind}  ; ${tags.join(', ')}\n`;
  for (const { from, to, currency, amount, fromAfter, toAfter, programme } of entry.moves) {
    const scale = scales.get(currency)!;
    const tag = programme === null ? '' : `  ; programme:${programme.replace(/[^\w.-]/g, '_')}`;
    const line = (account: string, change: bigint, after: bigint): string =>
      `    ${account}    ${writeAmount(change, scale)} "${currency}" = ${writeAmount(after, scale)} "${currency}"${tag}\n`;
    text += line(from, -amount, fromAfter) + line(to, amount, toAfter);
  }
  return text;
}

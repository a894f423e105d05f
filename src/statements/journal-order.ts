import type { Reader, Row } from '../database/sql.js';
import { entriesOf, type Run } from './journal.store.js';

/** One side of a transfer. */
export interface Leg {
  readonly accountId: string;
  readonly exchangeId: string;
  readonly index: bigint;
}

/** An exchange on its way out: its first row, and all of them where something moved. */
export interface Exchange {
  readonly first: Row;
  readonly moves: readonly Row[];
  readonly legs: readonly Leg[];
}

interface Balance {
  readonly exchangeId: string;
  readonly index: bigint;
  readonly after: bigint;
}

/** The balances of each account that are still to be written, in the order of its entries. */
export class BalanceQueue {
  private readonly read = new Map<string, bigint>();
  private readonly queues = new Map<string, Balance[]>();

  constructor(
    private readonly reader: Reader,
    private readonly communityId: string,
  ) {}

  /** Reads as many more entries of each account as there are legs on it. */
  async fetch(legs: readonly Leg[]): Promise<void> {
    const counts = new Map<string, bigint>();
    for (const { accountId } of legs) counts.set(accountId, (counts.get(accountId) ?? 0n) + 1n);
    const runs: Run[] = [];
    for (const [accountId, count] of counts) {
      const before = this.read.get(accountId) ?? 0n;
      runs.push({ accountId, first: before + 1n, last: before + count });
      this.read.set(accountId, before + count);
    }
    for (const row of await entriesOf(this.reader, this.communityId, runs)) {
      const balance = {
        exchangeId: row.exchange_id as string,
        index: row.idx as bigint,
        after: row.balance_after as bigint,
      };
      const queue = this.queues.get(row.account_id as string);
      if (queue === undefined) this.queues.set(row.account_id as string, [balance]);
      else queue.push(balance);
    }
  }

  /** Whether an exchange is next on each of its accounts. */
  isNext(legs: readonly Leg[]): boolean {
    const seen = new Map<string, number>();
    for (const { accountId, exchangeId, index } of legs) {
      const at = seen.get(accountId) ?? 0;
      seen.set(accountId, at + 1);
      const next = this.queues.get(accountId)?.[at];
      if (next === undefined || next.exchangeId !== exchangeId || next.index !== index) return false;
    }
    return true;
  }

  pop(accountId: string): bigint {
    const queue = this.queues.get(accountId)!;
    const { after } = queue.shift()!;
    if (queue.length === 0) this.queues.delete(accountId);
    return after;
  }
}

/** Lets exchanges out as soon as they are next on all their accounts. */
export class Outgoing {
  written = 0;
  private held: Exchange[] = [];

  constructor(
    private readonly queue: BalanceQueue,
    private readonly textOf: (exchange: Exchange) => string,
  ) {}

  get waiting(): number {
    return this.held.length;
  }

  take(exchanges: readonly Exchange[]): string {
    let text = '';
    for (const exchange of exchanges) {
      if (!this.queue.isNext(exchange.legs)) {
        this.held.push(exchange);
        continue;
      }
      text += this.out(exchange);
      if (this.held.length > 0) text += this.release();
    }
    return text;
  }

  /** Those that waited for what was just written, and those that waited for them. */
  private release(): string {
    let text = '';
    for (;;) {
      const i = this.held.findIndex(({ legs }) => this.queue.isNext(legs));
      if (i < 0) return text;
      text += this.out(this.held.splice(i, 1)[0]!);
    }
  }

  private out(exchange: Exchange): string {
    this.written++;
    return this.textOf(exchange);
  }
}

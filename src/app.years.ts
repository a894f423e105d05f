import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import type { ShownPurse } from './app.purselooks.js';
import { OwnPurses } from './app.purses.js';
import { ExchangesReading, type StatementEntry } from './books/exchanges.reading.js';
import { Clock, dayIn } from './database/clock.js';
import type { Reason } from './ledger/order.js';

/** Kinds of labour that an attestation names, and `help` for what was not said to be one. Never work that is paid. */
export const attested = ['help', 'social', 'care', 'self'] as const;
export type Attested = (typeof attested)[number];

export interface YearOfHours {
  readonly year: number;
  /** Whole minutes of each kind that there are any of. */
  readonly minutes: ReadonlyMap<Attested, number>;
}

/** What is done for a group rather than for one other. */
const together: ReadonlySet<Reason> = new Set(['activity', 'lesson', 'meal']);

const pageSize = 200;
const pagesMost = 50;

/** What a member did for others in a year, in hours (S31). For themselves only. */
@Injectable()
export class OwnYears {
  constructor(
    private readonly purses: OwnPurses,
    private readonly exchanges: ExchangesReading,
    private readonly clock: Clock,
  ) {}

  /** The year that it is now. At most the last 10,000 lines of each purse count. */
  async now(actor: Actor, timeZone: string): Promise<YearOfHours> {
    const year = Number(dayIn(this.clock.now(), timeZone).slice(0, 4));
    const minutes = new Map<Attested, number>();
    for (const purse of await this.purses.own(actor)) {
      const entries = await this.since(purse, `${year}-01-01`);
      const undone = new Set(entries.map(({ reverses }) => reverses));
      for (const entry of entries) {
        const kind = kindOf(entry);
        if (kind === undefined || undone.has(entry.exchangeId) || !isForOthers(entry)) continue;
        minutes.set(kind, (minutes.get(kind) ?? 0) + minutesOf(entry, purse));
      }
    }
    return { year, minutes: new Map([...minutes].filter(([, sum]) => sum > 0)) };
  }

  private async since({ account }: ShownPurse, first: string): Promise<StatementEntry[]> {
    const found: StatementEntry[] = [];
    let before: bigint | null = null;
    for (let page = 0; page < pagesMost; page++) {
      const some: StatementEntry[] = await this.exchanges.entries(
        account.communityId,
        account.id,
        before,
        pageSize,
      );
      found.push(...some);
      const last = some.at(-1);
      if (last === undefined || some.length < pageSize || last.bookedDate < first) break;
      before = last.seq;
    }
    return found.filter(({ bookedDate }) => bookedDate >= first);
  }
}

/** What came in because somebody was helped; not what was given, lent or set right. */
function isForOthers({ amount, kind }: StatementEntry): boolean {
  return amount > 0n && (kind === 'payment' || kind === 'thanks');
}

/** As was said, else what it was worth where an hour is the coin. */
function minutesOf({ minutes, amount }: StatementEntry, { has }: ShownPurse): number {
  if (minutes !== null) return minutes;
  return has.unit === 'hour' ? Number((amount * 60n) / 10n ** BigInt(has.scale)) : 0;
}

/** As was said, else by what it was for, so that nobody has to choose (S66). */
function kindOf({ labour, reason }: StatementEntry): Attested | undefined {
  if (labour === 'paid') return undefined;
  return labour ?? (reason !== null && together.has(reason) ? 'social' : 'help');
}

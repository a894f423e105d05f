import { Injectable } from '@nestjs/common';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { Clock } from '../database/clock.js';
import { balance, type Account } from '../ledger/account.js';

/** A line of an account and the balance after it; 0 and 0 before the first. */
export interface Position {
  readonly seq: bigint;
  readonly balance: bigint;
}

const knownMost = 20_000;
/** Nothing is booked before the time it is now, give or take the clocks of several processes. */
const certainMs = 600_000;

/**
 * Where periods begin on accounts. Booked time never falls, so what lay before a moment that is over stays so: it is
 * looked for once and remembered.
 */
@Injectable()
export class Positions {
  private readonly known = new Map<string, Position>();

  constructor(
    private readonly exchanges: ExchangesReading,
    private readonly clock: Clock,
  ) {}

  /** The last line booked before an instant (milliseconds since 1970); for one to come, the last there is. */
  async before(account: Account, ms: number): Promise<Position> {
    const now = this.clock.now();
    if (account.lastBookedAt < ms) return { seq: account.lastSeq, balance: balance(account) };
    const key = `${account.communityId} ${account.id} ${ms}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = await this.exchanges.positionBefore(account.communityId, account.id, ms);
    if (ms < now - certainMs) {
      if (this.known.size >= knownMost) this.known.clear();
      this.known.set(key, found);
    }
    return found;
  }
}

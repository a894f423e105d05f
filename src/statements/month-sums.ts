import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { sumsBetween, type Sums } from './statements.store.js';

interface Known extends Sums {
  readonly upTo: bigint;
}

const knownMost = 10_000;

/**
 * What came in and went out since a line of an account. Lines never change, so what was added up once is remembered
 * and only what came since is added: a long month costs the same as a short one when it is looked at again.
 */
@Injectable()
export class MonthSums {
  private readonly known = new Map<string, Known>();

  constructor(private readonly database: Database) {}

  /** @param after exclusive; @param upTo inclusive */
  async between(communityId: string, accountId: string, after: bigint, upTo: bigint): Promise<Sums> {
    const key = `${communityId} ${accountId} ${after}`;
    const before = this.known.get(key);
    const from = before !== undefined && before.upTo <= upTo ? before : { in: 0n, out: 0n, upTo: after };
    if (from.upTo === upTo) return from;
    const more = await sumsBetween(this.database.reader, communityId, accountId, from.upTo, upTo);
    const sums = { in: from.in + more.in, out: from.out + more.out, upTo };
    if (this.known.size >= knownMost) this.known.clear();
    this.known.set(key, sums);
    return sums;
  }
}

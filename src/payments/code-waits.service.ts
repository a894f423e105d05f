import { Injectable } from '@nestjs/common';
import { KeysService } from '../access/keys.service.js';
import { sameBytes } from '../access/keys.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { PaymentCode } from './code.js';
import * as store from './codes.store.js';

/** Whether something came by a code that is shown; `over` for who asks too late, or was never told that they may ask. */
export type Came = 'yes' | 'not_yet' | 'over';

/** Somewhat longer than pages ask. */
const longestMs = 20 * 60_000;
const linesMost = 50;
const last = 9_007_199_254_740_991n;

/**
 * A page that shows a code asks now and then whether it was paid, and must not keep its session alive by that: a shared
 * device signs out by itself (U06). So it asks without a session, with a note that we signed when the page was made. The
 * note opens nothing else, says nothing of who or how much, and is of no use after a while.
 */
@Injectable()
export class CodeWaits {
  constructor(
    private readonly database: Database,
    private readonly exchanges: ExchangesReading,
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {}

  /** The last line of the account, 0 before the first: what comes after it is new. */
  async lastLine({ communityId, accountId }: PaymentCode): Promise<bigint> {
    const [last] = await this.exchanges.entries(communityId, accountId, null, 1);
    return last?.seq ?? 0n;
  }

  /** @param since the last line that the page knows of; @returns for `came`, one step of an address */
  note({ communityId, id }: PaymentCode, since: bigint): string {
    const said = [communityId, id, since, this.clock.now()].join('.');
    return `${said}.${this.sign(said)}`;
  }

  /** @param note as it came in */
  async came(note: string): Promise<Came> {
    const cut = note.lastIndexOf('.');
    const said = note.slice(0, Math.max(cut, 0));
    if (!sameBytes(Buffer.from(note.slice(cut + 1)), Buffer.from(this.sign(said)))) return 'over';
    const [communityId = '', id = '', since = '', at = ''] = said.split('.');
    if (this.clock.now() - Number(at) > longestMs) return 'over';
    const found = await store.findCode(this.database.reader, communityId, id);
    if (found === undefined) return 'over';
    const { kind, kept, accountId } = found.code;
    if (kind === 'single') return kept === 'used' ? 'yes' : 'not_yet';
    const lines = await this.exchanges.entriesBetween(communityId, accountId, BigInt(since), last, linesMost);
    return lines.some(({ amount }) => amount > 0n) ? 'yes' : 'not_yet';
  }

  private sign(said: string): string {
    return this.keys.mac('waits', said).toString('base64url');
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { TooManyTries } from './errors.js';
import { KeysService } from './keys.service.js';
import { keptAfterMs } from './retention.js';
import type { TryLimit } from './settings.js';

/**
 * One more failure, in one statement so that two processes cannot both take the last one. While the door is closed
 * nothing changes and no row comes back.
 */
const fresh = `tries.window_from <= ? or tries.locked_until > 0`;
const countOne = `insert into tries (try_key, window_from, failures, locked_until) values (?, ?, 1, ?)
  on conflict (try_key) do update set
    failures = case when ${fresh} then 1 else tries.failures + 1 end,
    window_from = case when ${fresh} then excluded.window_from else tries.window_from end,
    locked_until = case when (case when ${fresh} then 1 else tries.failures + 1 end) >= ? then cast(? as bigint) else 0 end
  where tries.locked_until <= ?
  returning locked_until`;

/**
 * Counted tries of what can be guessed. They are kept in the database in transactions of their own, so they survive
 * when the caller's work is rolled back and all processes see them. Keys are stored as a MAC: no addresses lie about.
 */
@Injectable()
export class TriesService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly clock: Clock,
  ) {}

  /**
   * Looks whether a door is closed, without counting.
   * @param key what is counted, for example `link:` and an address
   * @throws TooManyTries
   */
  async mustBeOpen(key: string): Promise<void> {
    const until = await this.lockedUntil(key);
    if (this.isShut(until)) throw this.tooMany(until);
  }

  /** As `mustBeOpen`, for whoever only wants to know. */
  async isOpen(key: string): Promise<boolean> {
    return !this.isShut(await this.lockedUntil(key));
  }

  /** Counts a failure that has happened; the last one allowed closes the door. For secrets too long to guess. */
  async failed(key: string, limit: TryLimit): Promise<void> {
    await this.count(key, limit);
  }

  /** As `failed`. @returns whether it was this failure that closed the door */
  async closes(key: string, limit: TryLimit): Promise<boolean> {
    return (await this.count(key, limit)) === 'closes';
  }

  /**
   * Counts a try before it is judged, so that many at once cannot slip past the limit. For short codes; a try that
   * turned out right is taken back with `right`.
   * @throws TooManyTries when the door is closed
   */
  async attempt(key: string, limit: TryLimit): Promise<void> {
    // The try after the last one allowed is the first to be refused.
    if ((await this.count(key, { ...limit, failures: limit.failures + 1 })) === 'open') return;
    throw this.tooMany(await this.lockedUntil(key));
  }

  /**
   * As `attempt`, but the last one allowed closes the door behind it, so that the wait begins with it.
   * @throws TooManyTries when the door is closed
   */
  async take(key: string, limit: TryLimit): Promise<void> {
    if ((await this.count(key, limit)) === 'was_closed') throw this.tooMany(await this.lockedUntil(key));
  }

  /** Forgets the tries of a key: the last one was right. */
  async right(key: string): Promise<void> {
    const stored = this.stored(key);
    await this.database.transaction((tx) => tx.run(`delete from tries where try_key = ?`, [stored]));
  }

  /** Takes back one try that turned out right; others of the same key stay counted. */
  async giveBack(key: string): Promise<void> {
    const stored = this.stored(key);
    await this.database.transaction((tx) =>
      tx.run(
        `update tries set failures = failures - 1 where try_key = ? and failures > 0 and locked_until = 0`,
        [stored],
      ),
    );
  }

  /** Removes what no longer matters. For upkeep. */
  async tidy(): Promise<number> {
    const now = this.clock.now();
    const old = now - keptAfterMs.tries;
    return this.database.transaction((tx) =>
      tx.run(`delete from tries where window_from < ? and locked_until < ?`, [old, now]),
    );
  }

  /** @returns how the door is after this one, and whether it was closed before */
  private async count(key: string, limit: TryLimit): Promise<'open' | 'closes' | 'was_closed'> {
    const now = this.clock.now();
    const until = now + limit.lockMs;
    const over = now - limit.windowMs;
    const first = limit.failures <= 1 ? until : 0;
    const params = [this.stored(key), now, first, over, over, over, limit.failures, until, now];
    const rows = await this.database.transaction((tx) => tx.all<{ locked_until: bigint }>(countOne, params));
    if (rows[0] === undefined) return 'was_closed';
    return rows[0].locked_until === 0n ? 'open' : 'closes';
  }

  private isShut(until: number): boolean {
    return until > this.clock.now();
  }

  private async lockedUntil(key: string): Promise<number> {
    const row = await this.database.reader.one<{ locked_until: bigint }>(
      `select locked_until from tries where try_key = ?`,
      [this.stored(key)],
    );
    return Number(row?.locked_until ?? 0n);
  }

  private tooMany(until: number): TooManyTries {
    return new TooManyTries(Math.max(1, Math.ceil((until - this.clock.now()) / 1000)));
  }

  private stored(key: string): string {
    return this.keys.mac('tries', key).toString('base64url');
  }
}

import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Gathered } from '../access/gathered.js';
import { GuessesService } from '../access/guesses.service.js';
import type { TryLimit } from '../access/settings.js';
import { TriesService } from '../access/tries.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { CheckCodes } from './check-codes.js';
import { readSerial, stateOf, type VoucherState } from './voucher.js';
import { hashOfToken, readVoucherToken } from './voucher-codes.js';
import { findBySerial, findByTokens, type Found } from './vouchers.store.js';

/** What somebody shows of a voucher: the token in its QR code, or what is printed beside it. */
export type Shown = { readonly token: string } | { readonly serial: string; readonly check: string };

const hour = 3_600_000;
const years = 10 * 366 * 24 * hour;
/** Wrong codes of one device or one actor in an hour (5D). */
export const deviceLimit: TryLimit = { failures: 20, windowMs: hour, lockMs: hour };
/** Wrong check codes for one serial, for as long as it lives: odds of five in a million (5D). */
export const serialLimit: TryLimit = { failures: 5, windowMs: years, lockMs: years };

const trustMs = 1000;
const seenMost = 10_000;

/** What has value, or had it. Of everything else it is not said whether it exists. */
const known: ReadonlySet<VoucherState> = new Set(['active', 'held', 'redeemed', 'expired']);

/** Finds the voucher that somebody shows, and counts what is wrong. */
@Injectable()
export class VoucherFinder {
  private readonly seenOpen = new Map<string, number>();
  /** Those who take vouchers at the same moment share one reading. */
  private readonly byHash = new Gathered((hashes) => findByTokens(this.database.reader, hashes));

  constructor(
    private readonly database: Database,
    private readonly guesses: GuessesService,
    private readonly tries: TriesService,
    private readonly checks: CheckCodes,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns undefined for what is unknown, not yet active or void: one answer for all of them
   * @throws TooManyTries
   */
  find(actor: Actor, communityId: string, shown: Shown): Promise<Found | undefined> {
    return 'token' in shown
      ? this.byToken(actor, communityId, shown.token)
      : this.bySerial(actor, communityId, shown.serial, shown.check);
  }

  /** A token is too long to guess, so only the wrong ones are counted. */
  private async byToken(actor: Actor, communityId: string, text: string): Promise<Found | undefined> {
    const token = readVoucherToken(text);
    const doors = [`voucher actor ${communityId} ${actor.id}`, `voucher device ${actor.via}`];
    const [found] = await Promise.all([
      token === undefined ? undefined : this.byHash.find(hashOfToken(token).toString('hex')),
      this.mustBeOpen(communityId, doors),
    ]);
    if (isKnown(found) && found.batch.communityId === communityId) return found;
    for (const door of doors) await this.tries.failed(door, deviceLimit);
    await this.guesses.wrong(actor, communityId, 'voucher_code');
    this.seenOpen.clear();
    return undefined;
  }

  /**
   * A door that was open is not looked at again for a second, unless somebody guessed wrong here: who takes many
   * vouchers one after the other need not wait for it, and 80 bits give a thief nothing in a second.
   */
  private async mustBeOpen(communityId: string, doors: readonly string[]): Promise<void> {
    const now = this.clock.now();
    const name = [communityId, ...doors].join(' ');
    const seen = this.seenOpen.get(name);
    if (seen !== undefined && seen <= now && now - seen < trustMs) return;
    const { size } = this.seenOpen;
    await Promise.all([
      this.guesses.attempt(communityId, 'voucher_code', []),
      ...doors.map((door) => this.tries.mustBeOpen(door)),
    ]);
    if (size >= seenMost) this.seenOpen.clear();
    this.seenOpen.set(name, now);
  }

  /** Six digits can be guessed, so each try is counted before it is judged. */
  private async bySerial(
    actor: Actor,
    communityId: string,
    text: string,
    check: string,
  ): Promise<Found | undefined> {
    const serial = readSerial(text);
    if (serial === undefined) return undefined;
    await this.guesses.attempt(communityId, 'voucher_check', [
      { key: `device ${actor.via}`, limit: deviceLimit },
      { key: `actor ${actor.id}`, limit: deviceLimit },
      { key: `serial ${serial}`, limit: serialLimit },
    ]);
    const found = await findBySerial(this.database.reader, communityId, serial);
    const right = await this.checks.isRight(communityId, found?.voucher, check.replaceAll(/\D/g, ''));
    if (right && isKnown(found)) {
      await this.guesses.right(communityId, 'voucher_check', `serial ${serial}`);
      return found;
    }
    await this.guesses.wrong(actor, communityId, 'voucher_check');
    return undefined;
  }
}

function isKnown(found: Found | undefined): found is Found {
  return found !== undefined && known.has(stateOf(found.voucher, found.batch));
}

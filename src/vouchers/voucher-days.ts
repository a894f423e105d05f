import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Claims, type Claim, type GuardChange } from '../books/claims.js';
import { dayIn } from '../database/clock.js';
import type { Tx } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';
import type { Guard, GuardState } from '../ledger/order.js';
import * as store from './voucher-days.store.js';
import type { Found } from './vouchers.store.js';

/** The guard kind under which what is taken in a day is counted. */
export const voucherDay = 'voucher_day';

interface Taking extends store.DayTaker {
  readonly amount: Amount;
  readonly limit: Amount;
  readonly serial: string;
}

/**
 * Counts what a party, and what one who scans, takes of the vouchers of a batch in a day, and judges it in the commit of
 * the redemption itself.
 *
 * The key of a guard says who takes which voucher, for how much and within which limit, so one look at all keys of a
 * commit under lock tells which of them still fit together. A redemption that is refused for another reason has kept its
 * place until the commit is over: one beside it may then be refused though it would have fit, never the other way round.
 * The voucher itself is under lock already, by its own guard.
 */
@Injectable()
export class VoucherDays implements Claim, OnModuleInit {
  constructor(private readonly claims: Claims) {}

  onModuleInit(): void {
    this.claims.register(voucherDay, this);
  }

  /**
   * The guards that an order needs by which a voucher is taken: one for each limit of its terms. With them the order is
   * refused as `over_acceptor_limit`.
   * @param partyId who takes it
   * @param amount what it gives them, in smallest units
   */
  guards(actor: Actor, { voucher, batch }: Found, partyId: string, amount: Amount): Guard[] {
    const { perAcceptorDay, perScannerDay } = batch.terms;
    const limits: ReadonlyArray<readonly [taker: string, limit: Amount | null, amount: Amount]> = [
      [`party:${partyId}`, perAcceptorDay, amount],
      // A device is known by who is signed in on it: signing in again begins no new day. Whoever scans decides where the
      // rest goes too, so the whole voucher counts.
      [`scanner:${actor.id}`, perScannerDay, voucher.amount],
    ];
    return limits.flatMap(([taker, limit, each]) => {
      if (limit === null) return [];
      const key = [batch.id, taker, String(limit), String(each), voucher.serial].join(' ');
      return [{ kind: voucherDay, key, expect: 'fits', next: 'counted' }];
    });
  }

  async lock(
    tx: Tx,
    communityId: string,
    keys: readonly string[],
    now: number,
  ): Promise<Map<string, GuardState>> {
    const today = dayIn(now, await store.timeZoneOf(tx, communityId));
    // What ended before is refused as such, and takes no place of others.
    const live = await store.findLive(tx, communityId, [...new Set(keys.map((key) => read(key).serial))]);
    const sofar = new Map<string, Amount>();
    const states = new Map<string, GuardState>();
    for (const key of keys) {
      const taking = read(key);
      const { batchId, taker, amount, limit, serial } = taking;
      states.set(key, { state: 'fits' });
      if (!live.has(serial)) continue;
      const who = `${batchId} ${taker}`;
      const taken = sofar.get(who) ?? (await store.lockTaken(tx, communityId, taking, today));
      const fits = taken + amount <= limit;
      sofar.set(who, fits ? taken + amount : taken);
      if (!fits) states.set(key, { refusal: 'over_acceptor_limit' });
    }
    return states;
  }

  async advance(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
    for (const { communityId, key, at } of changes) {
      const taking = read(key);
      const day = dayIn(at, await store.timeZoneOf(tx, communityId));
      await store.addTaken(tx, communityId, taking, day, taking.amount);
    }
  }
}

function read(key: string): Taking {
  const [batchId, taker, limit, amount, serial] = key.split(' ') as [string, string, string, string, string];
  return { batchId, taker, limit: BigInt(limit), amount: BigInt(amount), serial };
}

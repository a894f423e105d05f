import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Claims, type Claim, type GuardChange } from '../books/claims.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import type { Account } from '../ledger/account.js';
import type { Amount } from '../ledger/amount.js';
import type { Guard, GuardState } from '../ledger/order.js';
import { fitsInDay, spentOn } from './household.js';
import * as store from './households.store.js';

/** The guard kind under which spending from a household is counted. */
export const householdDay = 'household_day';

/** As much of an account as tells whose purse it is. */
type SpentFrom = Pick<Account, 'communityId' | 'kind' | 'partyId' | 'currency'>;

interface Spending {
  readonly householdId: string;
  readonly personId: string;
  readonly currency: string;
  readonly amount: Amount;
}

/**
 * Counts what each member spends of a common purse in a day, and judges it in the commit of the payment itself.
 *
 * The key of a guard says who spends how much of what, so one look at all keys of a batch under lock can tell which
 * of them still fit together; each is `within` or refused, and becomes `counted` with its order. A payment of the
 * batch that is refused for another reason has kept its place until the batch is over: a second one beside it may then
 * be refused though it would have fit, never the other way round.
 */
@Injectable()
export class HouseholdDays implements Claim {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly communities: CommunitiesService,
    claims: Claims,
  ) {
    claims.register(householdDay, this);
  }

  /**
   * The guards that an order needs which pays from this account: one for a household's purse, none for others.
   * @param amount the sum of what this order takes from the account
   * @param orderId keeps two orders of the same amount apart
   */
  guards(actor: Actor, account: SpentFrom, amount: Amount, orderId: string): Guard[] {
    if (account.kind !== 'household' || account.partyId === null || actor.kind === 'system') return [];
    const key = [account.partyId, actor.id, account.currency, String(amount), orderId].join(' ');
    return [{ kind: householdDay, key, expect: 'within', next: 'counted' }];
  }

  /**
   * For a preview: whether the actor may spend this much of the purse now.
   * @returns why not, or null; the payment itself is judged again with its guards
   */
  async mayPayFrom(
    actor: Actor,
    account: SpentFrom,
    amount: Amount,
  ): Promise<'not_your_account' | 'over_day_limit' | null> {
    if (account.kind !== 'household' || account.partyId === null || actor.kind === 'system') return null;
    const { communityId, partyId: householdId, currency } = account;
    const { reader } = this.database;
    const members = await store.membersOf(reader, communityId, householdId);
    const me = members.find(({ personId }) => personId === actor.id);
    if (me === undefined) return 'not_your_account';
    const community = await this.communities.look(communityId);
    const limit = me.limits.find((one) => one.currency === currency);
    const spent = spentOn(limit, dayIn(this.clock.now(), community!.timeZone));
    return fitsInDay(limit?.perDay ?? null, spent, amount) ? null : 'over_day_limit';
  }

  async lock(
    tx: Tx,
    communityId: string,
    keys: readonly string[],
    now: number,
  ): Promise<Map<string, GuardState>> {
    const today = await dayOf(tx, communityId, now);
    const states = new Map<string, GuardState>();
    const members = new Map<string, boolean>();
    const taken = new Map<string, Amount>();
    for (const key of keys) {
      const { householdId, personId, currency, amount } = read(key);
      const who = `${householdId} ${personId}`;
      if (!members.has(who)) members.set(who, await store.lockMember(tx, communityId, householdId, personId));
      if (members.get(who) !== true) {
        states.set(key, { refusal: 'account_closed' });
        continue;
      }
      const limit = await store.findLimit(tx, communityId, householdId, personId, currency);
      const purse = `${who} ${currency}`;
      const spent = taken.get(purse) ?? spentOn(limit, today);
      const fits = fitsInDay(limit?.perDay ?? null, spent, amount);
      if (fits) taken.set(purse, spent + amount);
      states.set(key, fits ? { state: 'within' } : { refusal: 'over_day_limit' });
    }
    return states;
  }

  async advance(tx: Tx, changes: readonly GuardChange[]): Promise<void> {
    for (const { communityId, key, at } of changes) {
      const spending = read(key);
      await store.addSpent(tx, communityId, spending, await dayOf(tx, communityId, at), spending.amount);
    }
  }
}

/** The books' own day: the one that limits of a currency follow too. */
async function dayOf(tx: Tx, communityId: string, ms: number): Promise<string> {
  const row = await tx.one('select time_zone from ledgers where community_id = ?', [communityId]);
  return dayIn(ms, row!.time_zone as string);
}

function read(key: string): Spending {
  const [householdId, personId, currency, amount] = key.split(' ') as [string, string, string, string];
  return { householdId, personId, currency, amount: BigInt(amount) };
}

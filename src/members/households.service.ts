import { Injectable } from '@nestjs/common';
import { may, systemActor, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { MandatesService } from '../access/mandates.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import type { Amount } from '../ledger/amount.js';
import { householdMost, maySetLimit, type HouseholdMember } from './household.js';
import * as store from './households.store.js';
import { Newcomers } from './newcomers.js';
import { PartyClosing, type ClosingRefusal, type SettlingWish } from './party-closing.js';
import * as personStore from './persons.store.js';

export interface Household {
  readonly id: string;
  readonly members: readonly HouseholdMember[];
}

/** Limits a day by currency; a currency left out, or null, has none. */
export type DayLimits = Readonly<Record<string, Amount | null>>;

type HouseholdRefusal<Code extends string> = AccessRefusal<Code | 'no_such_household' | 'no_such_person'>;

/** Somebody came or left at the same moment. */
class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}

/** Several persons with one purse. Each has limits of their own, and may leave whenever they like. */
@Injectable()
export class HouseholdsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly mandates: MandatesService,
    private readonly newcomers: Newcomers,
    private readonly closing: PartyClosing,
  ) {}

  /**
   * Founds a household with one person in it, who then admits others. By that person, or a steward.
   * @throws NotAllowed
   */
  async found(
    actor: Actor,
    communityId: string,
    personId: string,
  ): Promise<{ kind: 'founded'; household: Household } | HouseholdRefusal<'too_many_mandates'>> {
    const now = this.clock.now();
    const isOwn = may(actor, 'change_profile', { communityId, partyId: personId }, now);
    if (!isOwn && !may(actor, 'manage_people', { communityId }, now)) throw new NotAllowed();
    if (!(await this.isActive(communityId, personId))) return refuse('no_such_person');
    const id = newId();
    const currencies = await this.newcomers.currenciesOf(communityId);
    const member = {
      personId,
      admittedBy: actor.id,
      perDay: new Map(currencies.map(({ code }) => [code, null])),
    };
    const row = auditRow(actor, 'manage_people', 'party', id, communityId, now);
    await this.database.transaction(async (tx) => {
      await this.newcomers.enterHousehold(tx, actor, communityId, id, currencies);
      await store.insertHousehold(tx, communityId, id, now);
      await store.insertMember(tx, communityId, id, member, now);
      await audit(tx, row);
    });
    if (!(await this.letAct(communityId, id, personId))) return refuse('too_many_mandates');
    return { kind: 'founded', household: await this.read(communityId, id) };
  }

  /**
   * A member's yes to somebody new in the household.
   * @param limits what the new one may spend a day; only the household's own currencies count
   * @throws NotAllowed when the actor is not in the household
   */
  async admit(
    actor: Actor,
    communityId: string,
    householdId: string,
    personId: string,
    limits: DayLimits = {},
  ): Promise<
    | { kind: 'admitted'; household: Household }
    | HouseholdRefusal<'already_in_household' | 'household_full' | 'too_many_mandates'>
  > {
    const now = this.clock.now();
    await this.mustBeIn(actor, communityId, householdId);
    if (!(await this.isActive(communityId, personId))) return refuse('no_such_person');
    const currencies = await this.newcomers.currenciesOf(communityId);
    const perDay = new Map(currencies.map(({ code }) => [code, limits[code] ?? null]));
    const row = auditRow(actor, 'manage_people', 'party', householdId, communityId, now);
    const refusal = await this.database.transaction(async (tx) => {
      if (!(await store.lockHousehold(tx, communityId, householdId))) return refuse('no_such_household');
      const members = await store.membersOf(tx, communityId, householdId);
      if (members.some((member) => member.personId === personId)) return refuse('already_in_household');
      if (members.length >= householdMost) return refuse('household_full');
      await store.insertMember(tx, communityId, householdId, { personId, admittedBy: actor.id, perDay }, now);
      await audit(tx, row);
      return undefined;
    });
    if (refusal !== undefined) return refusal;
    if (!(await this.letAct(communityId, householdId, personId))) return refuse('too_many_mandates');
    return { kind: 'admitted', household: await this.read(communityId, householdId) };
  }

  /**
   * Leaves a household, in one act. The last one to leave says where the purse goes, and the household is closed.
   * @throws NotAllowed
   */
  async leave(
    actor: Actor,
    communityId: string,
    householdId: string,
    wish: SettlingWish,
  ): Promise<{ kind: 'left'; isClosed: boolean } | HouseholdRefusal<'still_moving'> | ClosingRefusal> {
    const now = this.clock.now();
    if (!may(actor, 'change_profile', { communityId, partyId: actor.id }, now)) throw new NotAllowed();
    const members = await store.membersOf(this.database.reader, communityId, householdId);
    const me = members.find(({ personId }) => personId === actor.id);
    if (me === undefined) return refuse('no_such_household');
    const isLast = members.length === 1;
    const row = auditRow(actor, 'change_profile', 'party', householdId, communityId, now);
    const remove = async (tx: Tx): Promise<void> => {
      const isRemoved = isLast
        ? await store.removeLastMember(tx, communityId, householdId, actor.id, now)
        : await store.removeOneOfMany(tx, communityId, householdId, actor.id);
      if (!isRemoved) throw new ChangedMeanwhile();
      await audit(tx, row);
    };
    const answer = await this.removing(actor, communityId, householdId, isLast ? wish : undefined, remove);
    if (answer.kind === 'refused') return answer;
    if (me.mandateId !== null) await this.mandates.end(byItself(communityId), communityId, me.mandateId);
    return { kind: 'left', isClosed: isLast };
  }

  /**
   * Sets what a member may spend a day; see `maySetLimit` for who may.
   * @param perDay in smallest units, 0 or more; null for no limit
   * @throws NotAllowed
   */
  async setLimit(
    actor: Actor,
    communityId: string,
    householdId: string,
    personId: string,
    limit: { currency: string; perDay: Amount | null },
  ): Promise<{ kind: 'changed' } | HouseholdRefusal<'limit_not_yours' | 'no_such_currency'>> {
    const { currency, perDay } = limit;
    await this.mustBeIn(actor, communityId, householdId);
    const currencies = await this.newcomers.currenciesOf(communityId);
    if (!currencies.some(({ code }) => code === currency)) return refuse('no_such_currency');
    const row = auditRow(actor, 'change_profile', 'party', personId, communityId, this.clock.now());
    return this.database.transaction(async (tx) => {
      if (!(await store.lockMember(tx, communityId, householdId, personId))) return refuse('no_such_person');
      const members = await store.membersOf(tx, communityId, householdId);
      const of = members.find((member) => member.personId === personId);
      const before = of?.limits.find((one) => one.currency === currency)?.perDay ?? null;
      if (!maySetLimit(members, actor.id, personId, before, perDay)) return refuse('limit_not_yours');
      await store.setLimit(tx, communityId, householdId, personId, currency, perDay);
      await audit(tx, row);
      return { kind: 'changed' };
    });
  }

  /**
   * A household as those see it who are in it. Also mends a membership whose mandate a crash kept from being granted.
   * @throws NotAllowed
   */
  async find(actor: Actor, communityId: string, householdId: string): Promise<Household> {
    await this.mustBeIn(actor, communityId, householdId);
    const household = await this.read(communityId, householdId);
    const unable = household.members.filter(({ mandateId }) => mandateId === null);
    for (const { personId } of unable) await this.letAct(communityId, householdId, personId);
    return unable.length === 0 ? household : this.read(communityId, householdId);
  }

  /** @param wish where the purse goes, when nobody is left to keep it */
  private async removing(
    actor: Actor,
    communityId: string,
    householdId: string,
    wish: SettlingWish | undefined,
    remove: (tx: Tx) => Promise<void>,
  ): Promise<{ kind: 'closed' } | ClosingRefusal> {
    try {
      if (wish !== undefined) return await this.closing.close(actor, communityId, householdId, wish, remove);
      await this.database.transaction(remove);
      return { kind: 'closed' };
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return refuse('still_moving');
      throw error;
    }
  }

  /** Access must know that the person may act for the household. @returns false when the person has no room for it */
  private async letAct(communityId: string, householdId: string, personId: string): Promise<boolean> {
    const granted = await this.mandates.grant(byItself(communityId), {
      communityId,
      actorId: personId,
      role: 'member',
      partyId: householdId,
      until: null,
    });
    await this.database.transaction(async (tx) => {
      if (granted.kind === 'refused') await store.removeMember(tx, communityId, householdId, personId);
      else await store.setMandate(tx, communityId, householdId, personId, granted.mandate.id);
    });
    return granted.kind === 'granted';
  }

  /** The membership itself counts, not the mandate: it is what can be left in one act. */
  private async mustBeIn(actor: Actor, communityId: string, householdId: string): Promise<void> {
    if (!may(actor, 'change_profile', { communityId, partyId: actor.id }, this.clock.now()))
      throw new NotAllowed();
    const members = await store.membersOf(this.database.reader, communityId, householdId);
    if (!members.some(({ personId }) => personId === actor.id)) throw new NotAllowed();
  }

  private async read(communityId: string, id: string): Promise<Household> {
    return { id, members: await store.membersOf(this.database.reader, communityId, id) };
  }

  private async isActive(communityId: string, personId: string): Promise<boolean> {
    const person = await personStore.findPerson(this.database.reader, communityId, personId);
    return person !== undefined && person.erasedAt === null;
  }
}

/** Mandates follow from being in a household; nobody grants or ends them by hand. */
function byItself(communityId: string): Actor {
  return systemActor('household', communityId);
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import type { Tx } from '../database/sql.js';
import { isLive, may, mayGrant, type Actor, type Mandate, type Role } from './actor.js';
import { audit, auditRow } from './audit.js';
import { refuse, type AccessRefusal } from './credential.js';
import { NotAllowed } from './errors.js';
import { Freshness } from './freshness.js';
import { mandateTrouble } from './mandate.js';
import {
  endMandates,
  findMandate,
  insertMandate,
  lockGranting,
  mandatesIn,
  mandatesMost,
  mandatesOf,
} from './mandates.store.js';
import { PartyKinds } from './parties.js';

export interface MandateWish {
  readonly communityId: string;
  /** The person who gets it. */
  readonly actorId: string;
  readonly role: Exclude<Role, 'operator'>;
  readonly partyId: string | null;
  /** Milliseconds since 1970; null for no end, which a checker cannot have. */
  readonly until: number | null;
}

export type MandateRefusal = AccessRefusal<
  NonNullable<ReturnType<typeof mandateTrouble>> | 'no_such_person' | 'no_such_party' | 'too_many_mandates'
>;

/** Who may act for whom, granted and ended by people and kept for ever. */
@Injectable()
export class MandatesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartyKinds,
    private readonly freshness: Freshness,
  ) {}

  /**
   * Grants a mandate to a person of the same community.
   * @throws NotAllowed
   */
  async grant(
    actor: Actor,
    wish: MandateWish,
  ): Promise<{ kind: 'granted'; mandate: Mandate } | MandateRefusal> {
    const now = this.clock.now();
    if (!mayGrant(actor, wish.role, wish, now)) throw new NotAllowed();
    if (wish.actorId === actor.id && (await this.isKept(wish, now))) throw new NotAllowed();
    return this.write(actor, { ...wish, id: newId(), from: now });
  }

  /**
   * Makes a person a helper of a group. Who is one there already stays so: two taps are one.
   * @param wish.isOpen whether everybody may know what the group does. Helping shows no purse, so there a steward may
   * begin to help as well, where somebody looks after it
   * @throws NotAllowed
   */
  async letHelp(
    actor: Actor,
    { isOpen, ...wish }: { communityId: string; actorId: string; partyId: string; isOpen: boolean },
  ): Promise<{ kind: 'granted'; mandate: Mandate } | MandateRefusal> {
    const now = this.clock.now();
    if (!mayGrant(actor, 'helper', wish, now)) throw new NotAllowed();
    if (!isOpen && wish.actorId === actor.id && (await this.isKept(wish, now))) throw new NotAllowed();
    return this.write(actor, { ...wish, role: 'helper', id: newId(), from: now, until: null }, true);
  }

  /**
   * The first treasurers of a group, in the transaction that founds it: there is no moment at which it is there and
   * nobody keeps its purse. Who may found was asked before. Call `written` once it stands.
   * @param wish.at milliseconds since 1970
   * @returns those who were refused, because they hold too many mandates already
   */
  async letKeepFirst(
    tx: Tx,
    actor: Actor,
    wish: { communityId: string; partyId: string; actorIds: readonly string[]; at: number },
  ): Promise<string[]> {
    const { communityId, partyId, actorIds, at } = wish;
    const refused: string[] = [];
    for (const actorId of actorIds) {
      const held = await mandatesOf(tx, communityId, actorId, at);
      if (held.length >= mandatesMost) {
        refused.push(actorId);
        continue;
      }
      const id = newId();
      const mandate = {
        id,
        communityId,
        actorId,
        partyId,
        role: 'treasurer',
        from: at,
        until: null,
      } as const;
      await insertMandate(tx, mandate, actor.id, at);
      await audit(tx, auditRow(actor, 'grant_mandate', 'mandate', id, communityId, at));
    }
    return refused;
  }

  /** Mandates were written in a transaction of another room, which stands now. */
  written(): void {
    this.freshness.changed();
  }

  /** Where a person helps now. @throws NotAllowed for whoever grants nothing in the community */
  async helpingOf(actor: Actor, communityId: string, actorId: string): Promise<Mandate[]> {
    const now = this.clock.now();
    if (!may(actor, 'grant_mandate', { communityId }, now)) throw new NotAllowed();
    const held = await mandatesOf(this.database.reader, communityId, actorId, now);
    return held.filter((mandate) => mandate.role === 'helper' && isLive(mandate, now));
  }

  private async write(
    actor: Actor,
    mandate: Mandate & { communityId: string },
    once = false,
  ): Promise<{ kind: 'granted'; mandate: Mandate } | MandateRefusal> {
    const { communityId, actorId, from: now } = mandate;
    const trouble = await this.trouble(mandate, communityId);
    if (trouble !== null) return refuse(trouble);
    const held = await mandatesOf(this.database.reader, communityId, actorId, now);
    if (held.length >= mandatesMost) return refuse('too_many_mandates');
    const row = auditRow(actor, 'grant_mandate', 'mandate', mandate.id, communityId, now);
    const granted = await this.database.transaction(async (tx) => {
      if (once) await lockGranting(tx, communityId);
      const before = once ? await mandatesOf(tx, communityId, actorId, now) : [];
      const same = before.find((each) => each.role === mandate.role && each.partyId === mandate.partyId);
      if (same !== undefined && isLive(same, now)) return same;
      await insertMandate(tx, mandate, actor.id, now);
      await audit(tx, row);
      return mandate;
    });
    this.freshness.changed();
    return { kind: 'granted', mandate: granted };
  }

  /** Whether somebody already looks after this party: then nobody lets themselves look into its purse. */
  private async isKept(
    { communityId, partyId }: Pick<MandateWish, 'communityId' | 'partyId'>,
    now: number,
  ): Promise<boolean> {
    if (partyId === null) return false;
    const mandates = await mandatesIn(this.database.reader, communityId, { partyId, limit: 200 });
    return mandates.some((mandate) => isLive(mandate, now));
  }

  /** Whether somebody helps at this party now: for what is told to everybody, such as where a card can be got. */
  async hasHelper(communityId: string, partyId: string): Promise<boolean> {
    return (await this.holdersOf(communityId, partyId, 'helper')).length > 0;
  }

  /** The people who hold a mandate of a party now, each once. Who may know is the caller's question. */
  async holdersOf(communityId: string, partyId: string, role: Role): Promise<string[]> {
    const now = this.clock.now();
    const mandates = await mandatesIn(this.database.reader, communityId, { partyId, limit: 200 });
    const live = mandates.filter((mandate) => mandate.role === role && isLive(mandate, now));
    return [...new Set(live.map(({ actorId }) => actorId))];
  }

  /** Ends a mandate now. One's own may always be laid down. @throws NotAllowed */
  async end(
    actor: Actor,
    communityId: string,
    mandateId: string,
  ): Promise<{ kind: 'ended' } | AccessRefusal<'no_such_mandate'>> {
    const now = this.clock.now();
    const mandate = await findMandate(this.database.reader, communityId, mandateId);
    const isOwn = mandate?.actorId === actor.id && actor.communityId === communityId && actor.scopes === null;
    if (
      !isOwn &&
      !mayGrant(actor, mandate?.role ?? 'steward', { communityId, partyId: mandate?.partyId ?? null }, now)
    ) {
      throw new NotAllowed();
    }
    if (mandate === undefined) return refuse('no_such_mandate');
    const row = auditRow(actor, 'end_mandate', 'mandate', mandateId, communityId, now);
    await this.database.transaction(async (tx) => {
      if ((await endMandates(tx, communityId, { mandateId }, now)) > 0) await audit(tx, row);
    });
    this.freshness.changed();
    return { kind: 'ended' };
  }

  /**
   * The mandates of a community, or those for one party, ended ones included, in order of id.
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    ask: { communityId: string; partyId?: string; after?: string; limit?: number },
  ): Promise<{ mandates: Mandate[]; next: string | null }> {
    if (!may(actor, 'grant_mandate', ask, this.clock.now())) throw new NotAllowed();
    const limit = Math.min(Math.max(ask.limit ?? 50, 1), 200);
    const found = await mandatesIn(this.database.reader, ask.communityId, { ...ask, limit: limit + 1 });
    const mandates = found.slice(0, limit);
    return { mandates, next: found.length > limit ? mandates.at(-1)!.id : null };
  }

  private async trouble(mandate: Mandate, communityId: string): Promise<MandateRefusal['code'] | null> {
    if ((await this.parties.of(communityId, mandate.actorId)) !== 'person') return 'no_such_person';
    const kind = mandate.partyId === null ? undefined : await this.parties.of(communityId, mandate.partyId);
    if (mandate.partyId !== null && kind === undefined) return 'no_such_party';
    return mandateTrouble(mandate, kind);
  }
}

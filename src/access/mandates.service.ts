import { Injectable } from '@nestjs/common';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import { isLive, may, mandateTrouble, mayGrant, type Actor, type Mandate, type Role } from './actor.js';
import { audit, auditRow } from './audit.js';
import { refuse, type AccessRefusal } from './credential.js';
import { NotAllowed } from './errors.js';
import { Freshness } from './freshness.js';
import {
  endMandates,
  findMandate,
  insertMandate,
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
    const mandate: Mandate = { ...wish, id: newId(), from: now };
    const trouble = await this.trouble(mandate, wish.communityId);
    if (trouble !== null) return refuse(trouble);
    const held = await mandatesOf(this.database.reader, wish.communityId, wish.actorId, now);
    if (held.length >= mandatesMost) return refuse('too_many_mandates');
    const row = auditRow(actor, 'grant_mandate', 'mandate', mandate.id, wish.communityId, now);
    await this.database.transaction(async (tx) => {
      await insertMandate(tx, mandate, actor.id, now);
      await audit(tx, row);
    });
    this.freshness.changed();
    return { kind: 'granted', mandate };
  }

  /** Whether somebody already looks after this party: then nobody lets themselves look into its purse. */
  private async isKept({ communityId, partyId }: MandateWish, now: number): Promise<boolean> {
    if (partyId === null) return false;
    const mandates = await mandatesIn(this.database.reader, communityId, { partyId, limit: 200 });
    return mandates.some((mandate) => isLive(mandate, now));
  }

  /** Whether somebody helps at this party now: for what is told to everybody, such as where a card can be got. */
  async hasHelper(communityId: string, partyId: string): Promise<boolean> {
    const now = this.clock.now();
    const mandates = await mandatesIn(this.database.reader, communityId, { partyId, limit: 200 });
    return mandates.some((mandate) => mandate.role === 'helper' && isLive(mandate, now));
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

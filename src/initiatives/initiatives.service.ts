import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import type { ClosurePlan, ClosureTarget } from '../communities/closure.js';
import { ClosuresService, type Closed, type ClosureRefusal } from '../communities/closures.service.js';
import type { Look } from '../communities/faces.js';
import { PartiesService } from '../communities/parties.service.js';
import type { Party } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { changed, visibleFor, visibleTo, type Initiative, type InitiativeChanges } from './initiative.js';
import * as store from './initiatives.store.js';
import { GroupSight, type Looker } from './sight.service.js';

/** A group as far as somebody sees it. */
export type SeenInitiative =
  | { readonly extent: 'all'; readonly initiative: Initiative }
  | {
      readonly extent: 'name';
      readonly initiative: Pick<Initiative, 'communityId' | 'id' | 'name' | 'picture' | 'colour'>;
    };

export type ChangeRefusal = AccessRefusal<'not_found' | 'group_stopped' | 'stop_needs_closure'>;

/** Collective initiatives: what they are called, who knows of them, how far they are, and how they stop. */
@Injectable()
export class InitiativesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sight: GroupSight,
    private readonly parties: PartiesService,
    private readonly closures: ClosuresService,
  ) {}

  /**
   * The groups that somebody sees, in order of id.
   * @param ask.limit 1 to 201
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    ask: { after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<SeenInitiative[]> {
    const looker = await this.mustLook(actor, communityId);
    const found = await store.findVisible(this.database.reader, communityId, {
      visibilities: visibleFor(looker),
      own: [...looker.own],
      after: ask.after ?? '',
      limit: Math.min(Math.max(ask.limit ?? 50, 1), 201),
    });
    return found.flatMap((initiative) => seen(initiative, looker) ?? []);
  }

  /** @returns undefined when it is not there, or not for this actor to know of @throws NotAllowed */
  async find(actor: Actor, communityId: string, id: string): Promise<SeenInitiative | undefined> {
    const looker = await this.mustLook(actor, communityId);
    const initiative = await store.findInitiative(this.database.reader, communityId, id);
    return initiative === undefined ? undefined : seen(initiative, looker);
  }

  /**
   * Changes what the group itself decides: name, looks, aim, who knows of it, its phase. Only its treasurers.
   * @throws NotAllowed
   */
  async change(
    actor: Actor,
    communityId: string,
    id: string,
    changes: InitiativeChanges,
  ): Promise<{ kind: 'changed'; initiative: Initiative } | ChangeRefusal> {
    this.mustDecide(actor, communityId, id);
    return this.database.transaction(async (tx) => {
      const initiative = await store.findInitiative(tx, communityId, id, tx.forUpdate);
      if (initiative === undefined) return refuse('not_found');
      const next = changed(initiative, changes);
      if (typeof next === 'string') return refuse(next);
      await store.updateInitiative(tx, next);
      await audit(tx, auditRow(actor, 'manage_group', 'party', id, communityId, this.clock.now()));
      return { kind: 'changed', initiative: next };
    });
  }

  pause(actor: Actor, communityId: string, id: string) {
    return this.change(actor, communityId, id, { phase: 'paused' });
  }

  /** Goes on in the phase before the pause. */
  async resume(actor: Actor, communityId: string, id: string) {
    this.mustDecide(actor, communityId, id);
    const initiative = await store.findInitiative(this.database.reader, communityId, id);
    return this.change(actor, communityId, id, {
      phase: initiative?.phaseBefore ?? initiative?.phase ?? 'seed',
    });
  }

  /** Shows where the remaining coins would go, and changes nothing. @throws NotAllowed */
  async previewStop(
    actor: Actor,
    communityId: string,
    id: string,
    to: ClosureTarget,
  ): Promise<ClosurePlan | ClosureRefusal | AccessRefusal<'not_found'>> {
    const party = await this.mustStop(actor, communityId, id);
    return party === undefined ? refuse('not_found') : this.closures.preview(actor, party, to);
  }

  /**
   * Stops a group for good: its coins go where it says, its accounts close. Safe to repeat after a crash.
   * @throws NotAllowed
   */
  async stop(
    actor: Actor,
    communityId: string,
    id: string,
    to: ClosureTarget,
  ): Promise<Closed | ClosureRefusal | AccessRefusal<'not_found'>> {
    const party = await this.mustStop(actor, communityId, id);
    if (party === undefined) return refuse('not_found');
    return this.closures.close(actor, party, to, async (tx) => {
      const initiative = await store.findInitiative(tx, communityId, id, tx.forUpdate);
      await store.updateInitiative(tx, { ...initiative!, phase: 'stopped', phaseBefore: null });
      await audit(tx, auditRow(actor, 'manage_group', 'party', id, communityId, this.clock.now()));
    });
  }

  /** How groups look to those who may see them; for the register of faces. */
  async looks(communityId: string, ids: readonly string[]): Promise<Map<string, Look>> {
    const found = await store.findMany(this.database.reader, communityId, ids);
    return new Map(
      found.map(({ id, name, picture, colour, place }) => [id, { name, picture, colour, place }]),
    );
  }

  private async mustLook(actor: Actor, communityId: string): Promise<Looker> {
    const looker = await this.sight.lookerOf(actor, communityId);
    if (looker === undefined) throw new NotAllowed();
    return looker;
  }

  private mustDecide(actor: Actor, communityId: string, id: string): void {
    if (!this.sight.mayDecide(actor, communityId, id)) throw new NotAllowed();
  }

  private async mustStop(actor: Actor, communityId: string, id: string): Promise<Party | undefined> {
    this.mustDecide(actor, communityId, id);
    const party = await this.parties.find(communityId, id);
    return party?.kind === 'initiative' ? party : undefined;
  }
}

function seen(initiative: Initiative, { own, ...viewer }: Looker): SeenInitiative | undefined {
  const extent = visibleTo(initiative.visibility, { ...viewer, own: own.has(initiative.id) });
  if (extent === 'nothing') return undefined;
  if (extent === 'all') return { extent, initiative };
  const { communityId, id, name, picture, colour } = initiative;
  return { extent, initiative: { communityId, id, name, picture, colour } };
}

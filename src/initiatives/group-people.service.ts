import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { may } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { PartiesService } from '../communities/parties.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { visibleTo } from './initiative.js';
import * as store from './initiatives.store.js';
import { GroupSight } from './sight.service.js';

/** Who is in a group. Only its own people ever see the list. */
@Injectable()
export class GroupPeopleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly sight: GroupSight,
  ) {}

  /**
   * The ids of a group's people, in order, after the one given.
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    id: string,
    ask: { after?: string | undefined; limit?: number | undefined } = {},
  ): Promise<string[]> {
    if (!(await this.sight.isOwn(actor, communityId, id))) throw new NotAllowed();
    const limit = Math.min(Math.max(ask.limit ?? 50, 1), 201);
    return store.findPeople(this.database.reader, communityId, id, { after: ask.after ?? '', limit });
  }

  /**
   * Lets somebody in: anybody who is in may invite; into an open group that they can see, people come by themselves.
   * Letting in who is in already changes nothing.
   * @throws NotAllowed
   */
  async admit(
    actor: Actor,
    communityId: string,
    id: string,
    personId: string,
  ): Promise<{ kind: 'admitted' } | AccessRefusal<'not_found' | 'no_such_person' | 'group_stopped'>> {
    const now = this.clock.now();
    const looker = await this.sight.lookerOf(actor, communityId);
    const initiative = await store.findInitiative(this.database.reader, communityId, id);
    if (looker === undefined) throw new NotAllowed();
    const own = looker.own.has(id);
    if (initiative === undefined || visibleTo(initiative.visibility, { ...looker, own }) === 'nothing') {
      return refuse('not_found');
    }
    const comesIn = initiative.membership === 'open' && personId === actor.id;
    if (!this.mayWrite(actor, communityId) || !(own || comesIn)) throw new NotAllowed();
    const person = await this.parties.find(communityId, personId);
    if (person?.kind !== 'person' || person.closedAt !== null) return refuse('no_such_person');
    if (initiative.phase === 'stopped') return refuse('group_stopped');
    await this.database.transaction(async (tx) => {
      await store.insertPerson(tx, communityId, id, personId, now);
      await audit(tx, auditRow(actor, 'manage_group', 'party', id, communityId, now));
    });
    return { kind: 'admitted' };
  }

  /**
   * Leaves a group, which nobody can be kept from; or somebody is taken off its list by a treasurer. Mandates are
   * ended where they were given.
   * @throws NotAllowed
   */
  async leave(
    actor: Actor,
    communityId: string,
    id: string,
    personId: string,
  ): Promise<{ kind: 'left' } | AccessRefusal<'not_found'>> {
    const now = this.clock.now();
    const oneself = personId === actor.id && this.mayWrite(actor, communityId);
    if (!oneself && !this.sight.mayDecide(actor, communityId, id)) throw new NotAllowed();
    return this.database.transaction(async (tx) => {
      if ((await store.endPerson(tx, communityId, id, personId, now)) === 0) return refuse('not_found');
      await audit(tx, auditRow(actor, 'manage_group', 'party', id, communityId, now));
      return { kind: 'left' };
    });
  }

  /** What one may do about oneself, and a token only with the scope for it. */
  private mayWrite(actor: Actor, communityId: string): boolean {
    return may(actor, 'change_profile', { communityId, partyId: actor.id }, this.clock.now());
  }
}

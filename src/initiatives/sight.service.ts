import { Injectable } from '@nestjs/common';
import { isLive, may, type Actor, type Role } from '../access/actor.js';
import { PartiesService } from '../communities/parties.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Viewer } from './initiative.js';
import { findGroupsOf } from './initiatives.store.js';

/** What somebody who looks around in a community is to its groups. */
export interface Looker extends Omit<Viewer, 'own'> {
  /** The groups that are their own: those they are in, and those they act for or check. */
  readonly own: ReadonlySet<string>;
}

const keeping: ReadonlySet<Role> = new Set(['treasurer', 'checker']);

/** Who sees which groups; the rule itself is `visibleTo`. */
@Injectable()
export class GroupSight {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
  ) {}

  /** @returns undefined for whoever is not of this community or may not look around in it */
  async lookerOf(actor: Actor, communityId: string): Promise<Looker | undefined> {
    const now = this.clock.now();
    if (actor.kind === 'system') {
      return may(actor, 'read_people', { communityId }, now) ? { own: new Set(), steward: true } : undefined;
    }
    // A person may read about themselves, and a token only with the scope for it; nobody else looks around.
    if (!may(actor, 'read_people', { communityId, partyId: actor.id }, now)) return undefined;
    const mine = actor.mandates.filter(
      (mandate) => isLive(mandate, now) && mandate.communityId === communityId,
    );
    const partyIds = mine.flatMap(({ partyId }) => (partyId === null ? [] : [partyId]));
    const parties = await this.parties.many(communityId, [...new Set(partyIds)]);
    const groups = await findGroupsOf(this.database.reader, communityId, actor.id);
    return {
      own: new Set([...partyIds, ...groups]),
      steward: may(actor, 'read_people', { communityId }, now),
      city: parties.some(({ kind }) => kind === 'local_government' || kind === 'ocmw'),
    };
  }

  /** Whether this is one of the group's own people. */
  async isOwn(actor: Actor, communityId: string, id: string): Promise<boolean> {
    return (await this.lookerOf(actor, communityId))?.own.has(id) === true;
  }

  /** The groups of whose purse somebody knows: those they are in, and those they keep or check (5C). */
  async purseKnownOf(actor: Actor, communityId: string): Promise<ReadonlySet<string>> {
    const now = this.clock.now();
    if (!may(actor, 'read_people', { communityId, partyId: actor.id }, now)) return new Set();
    const kept = actor.mandates.filter(
      (each) => isLive(each, now) && each.communityId === communityId && keeping.has(each.role),
    );
    const groups = await findGroupsOf(this.database.reader, communityId, actor.id);
    return new Set([...groups, ...kept.flatMap(({ partyId }) => partyId ?? [])]);
  }

  /** Whether somebody decides for the group: its treasurers, and nobody else. */
  mayDecide(actor: Actor, communityId: string, id: string): boolean {
    return may(
      actor,
      'manage_group',
      { communityId, partyId: id, partyKind: 'initiative' },
      this.clock.now(),
    );
  }
}

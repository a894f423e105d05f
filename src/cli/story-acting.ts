import type { Actor, Mandate, Role } from '../access/actor.js';
import { newId } from '../database/ids.js';

/** Somebody of the story as they would be when they came in, in one role if any. */
export function acting(communityId: string, id: string, role?: Role, partyId: string | null = null): Actor {
  const mandates: Mandate[] =
    role === undefined
      ? []
      : [{ id: newId(), communityId, actorId: id, role, partyId, from: 0, until: null }];
  return { id, kind: 'person', communityId, mandates, scopes: null, via: 'story' };
}

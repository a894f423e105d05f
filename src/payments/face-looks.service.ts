import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { TriesService } from '../access/tries.service.js';
import { Faces, type Face } from '../communities/faces.js';
import { Clock } from '../database/clock.js';

const dayMs = 86_400_000;

/** So many different parties one person may look up by an id on a day (UTC). */
export const looksADay = 60;

/** Faces for whoever asks by an id that nobody showed them. Looking up others is limited, so nobody spies (U72). */
@Injectable()
export class FaceLooks {
  constructor(
    private readonly faces: Faces,
    private readonly tries: TriesService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param lookedUp the party that was asked for by its id; null where a code or request was shown, or it is one's own
   * @returns the faces by party id
   * @throws TooManyTries for one more party than `looksADay`; a steward and the system are not counted
   */
  async of(
    actor: Actor,
    communityId: string,
    partyIds: readonly string[],
    lookedUp: string | null,
  ): Promise<Map<string, Face>> {
    if (lookedUp !== null && !this.isFree(actor, communityId)) await this.count(actor, lookedUp);
    return this.faces.of(communityId, partyIds);
  }

  /** A party that was seen today already costs nothing more. */
  private async count(actor: Actor, partyId: string): Promise<void> {
    const now = this.clock.now();
    const day = Math.floor(now / dayMs);
    const left = (day + 1) * dayMs - now;
    const seen = `face ${day} ${actor.id} ${partyId}`;
    if (!(await this.tries.isOpen(seen))) return;
    await this.tries.attempt(`faces ${day} ${actor.id}`, {
      failures: looksADay,
      windowMs: dayMs,
      lockMs: left,
    });
    await this.tries.failed(seen, { failures: 1, windowMs: dayMs, lockMs: left });
  }

  /** A token made for paying only has no leave to manage; its steward is a steward all the same. */
  private isFree(actor: Actor, communityId: string): boolean {
    return may({ ...actor, scopes: null }, 'manage_community', { communityId }, this.clock.now());
  }
}

import { Injectable } from '@nestjs/common';
import { may, type Actor } from './access/actor.js';
import { AuditService } from './access/audit.service.js';
import { NotAllowed } from './access/errors.js';
import { Faces, type Face } from './communities/faces.js';
import { Clock } from './database/clock.js';
import { PersonsService, type MemberCard } from './members/persons.service.js';

const pageSize = 60;

/** The people of a community as its stewards see them: pictures, and nothing else. */
@Injectable()
export class Roster {
  constructor(
    private readonly persons: PersonsService,
    private readonly faces: Faces,
    private readonly audits: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The community whose people somebody looks after. @throws NotAllowed for whoever looks after none */
  communityOf(actor: Actor): string {
    if (!this.looksAfter(actor)) throw new NotAllowed();
    return actor.communityId!;
  }

  looksAfter(actor: Actor): boolean {
    const { communityId } = actor;
    return communityId !== null && may(actor, 'manage_people', { communityId }, this.clock.now());
  }

  /** @throws NotAllowed */
  async page(
    actor: Actor,
    communityId: string,
    after: string | undefined,
  ): Promise<{ cards: MemberCard[]; next: string | null }> {
    const found = await this.persons.listCards(actor, communityId, { after, limit: pageSize + 1 });
    const shown = found.slice(0, pageSize);
    const next = found.length > pageSize ? shown.at(-1)!.id : null;
    return { cards: shown.filter(({ isActive }) => isActive), next };
  }

  /** One person who still takes part. Who may was asked before; the look is written in the audit. */
  async face(actor: Actor, communityId: string, personId: string): Promise<Face | undefined> {
    const face = await this.faces.one(communityId, personId);
    if (face === undefined || face.kind !== 'person' || face.closed) return undefined;
    await this.audits.look(actor, 'read_people', 'party', personId, communityId);
    return face;
  }
}

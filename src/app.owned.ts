import { Injectable } from '@nestjs/common';
import type { Actor } from './access/actor.js';
import { AuditService } from './access/audit.service.js';
import { NotAllowed } from './access/errors.js';
import { OwnSessions } from './access/own-sessions.service.js';
import { PersonsService, type OwnData } from './members/persons.service.js';
import type { SeenVisit } from './payments/card-visit.js';
import { CardVisitsService } from './payments/card-visits.service.js';
import type { SeenTrust } from './payments/trusts-ground.js';
import { TrustsService } from './payments/trusts.service.js';

/** Everything that is known of the one who asks, outside the books (U71). */
export interface Owned {
  readonly own: OwnData;
  /** When they heard what is kept and said yes; null for who joined in another way. */
  readonly agreedAt: number | null;
  /** Who helped, newest first. */
  readonly visits: readonly SeenVisit[];
  readonly trusts: readonly SeenTrust[];
  /** At how many other places they are signed in. */
  readonly elsewhere: number;
}

const helpedMost = 5;
const auditMost = 200;

/** What a member is shown of themselves. */
@Injectable()
export class OwnedFacts {
  constructor(
    private readonly persons: PersonsService,
    private readonly visits: CardVisitsService,
    private readonly trusts: TrustsService,
    private readonly sessions: OwnSessions,
    private readonly audits: AuditService,
  ) {}

  /** @throws NotAllowed for who is no member */
  async of(actor: Actor): Promise<Owned> {
    const { communityId, id: partyId } = actor;
    if (communityId === null || actor.kind !== 'person') throw new NotAllowed();
    const [own, visits, trusts, sessions, audit] = await Promise.all([
      this.persons.ownData(actor, communityId),
      this.visits.ofMember(actor, communityId),
      this.trusts.list(actor, communityId),
      this.sessions.list(actor),
      this.audits.list(actor, { communityId, partyId, limit: auditMost }),
    ]);
    if ('kind' in own) throw new NotAllowed();
    return {
      own,
      agreedAt: audit.lines.find(({ act }) => act === 'agree')?.at ?? null,
      visits: visits.slice(0, helpedMost),
      trusts: trusts.filter(({ isOver }) => !isOver),
      elsewhere: sessions.filter(({ isThis }) => !isThis).length,
    };
  }

  /** Signs out everywhere but here. */
  endOthers(actor: Actor): Promise<number> {
    return this.sessions.endOthers(actor);
  }
}

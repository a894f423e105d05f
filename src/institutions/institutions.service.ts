import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import type { ClosureTarget } from '../communities/closure.js';
import { ClosuresService, type Closed, type ClosureRefusal } from '../communities/closures.service.js';
import type { Look } from '../communities/faces.js';
import { PartiesService } from '../communities/parties.service.js';
import { mainAccountKind, type InstitutionKind } from '../communities/party.js';
import { PursesService } from '../communities/purses.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import {
  changed,
  institutionFrom,
  type Institution,
  type InstitutionChanges,
  type NewInstitution,
} from './institution.js';
import * as store from './institutions.store.js';

/** Institutions: what they are, and where coins can be spent. */
@Injectable()
export class InstitutionsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly purses: PursesService,
    private readonly closures: ClosuresService,
  ) {}

  /**
   * Those that are there, in order of id, for everybody of the community.
   * @param ask.outlets only those where coins can be spent
   * @throws NotAllowed
   */
  async list(
    actor: Actor,
    communityId: string,
    ask: {
      kind?: InstitutionKind | undefined;
      outlets?: boolean | undefined;
      after?: string | undefined;
      limit?: number | undefined;
    } = {},
  ): Promise<Institution[]> {
    this.mustBelong(actor, communityId);
    return store.findOpen(this.database.reader, communityId, {
      kind: ask.kind,
      outlets: ask.outlets === true,
      after: ask.after ?? '',
      limit: Math.min(Math.max(ask.limit ?? 50, 1), 201),
    });
  }

  /** Those where coins can be spent, by id, at most 201; for rooms that have asked who may know. */
  async outletIds(communityId: string): Promise<string[]> {
    const ask = { kind: undefined, outlets: true, after: '', limit: 201 };
    return (await store.findOpen(this.database.reader, communityId, ask)).map(({ id }) => id);
  }

  /** @throws NotAllowed */
  async find(actor: Actor, communityId: string, id: string): Promise<Institution | undefined> {
    this.mustBelong(actor, communityId);
    return store.findInstitution(this.database.reader, communityId, id);
  }

  /** What stands on its door, for whoever comes by; undefined once it takes part no longer. */
  async atTheDoor(communityId: string, id: string): Promise<Institution | undefined> {
    const found = await store.findInstitution(this.database.reader, communityId, id);
    return found?.closedAt === null ? found : undefined;
  }

  /** Enters one, with an account in every currency. Treasurers get their mandates afterwards. @throws NotAllowed */
  async enter(
    actor: Actor,
    communityId: string,
    wish: NewInstitution,
  ): Promise<{ kind: 'entered'; institution: Institution } | AccessRefusal<'not_found'>> {
    if (!may(actor, 'manage_group', { communityId }, this.clock.now())) throw new NotAllowed();
    const currencies = await this.purses.currenciesOf(communityId);
    if (currencies.length === 0) return refuse('not_found');
    return this.database.transaction(async (tx) => {
      const party = await this.parties.register(tx, communityId, wish.kind);
      const institution = institutionFrom(wish, party);
      await store.insertInstitution(tx, institution);
      await this.purses.open(tx, actor, party, mainAccountKind(wish.kind), currencies);
      await audit(tx, auditRow(actor, 'manage_group', 'party', party.id, communityId, party.createdAt));
      return { kind: 'entered', institution };
    });
  }

  /** By its treasurers, or by a steward: it is what the community is told of it. @throws NotAllowed */
  async change(
    actor: Actor,
    communityId: string,
    id: string,
    changes: InstitutionChanges,
  ): Promise<{ kind: 'changed'; institution: Institution } | AccessRefusal<'not_found' | 'party_closed'>> {
    this.mustDecide(actor, communityId, id);
    return this.database.transaction(async (tx) => {
      const institution = await store.findInstitution(tx, communityId, id, tx.forUpdate);
      if (institution === undefined) return refuse('not_found');
      const now = this.clock.now();
      const next = changed(institution, changes, now);
      if (typeof next === 'string') return refuse(next);
      await store.updateInstitution(tx, next);
      await audit(tx, auditRow(actor, 'manage_group', 'party', id, communityId, now));
      return { kind: 'changed', institution: next };
    });
  }

  /** It takes part no longer: what it holds goes where it says, its accounts close. Its treasurers. @throws NotAllowed */
  async leave(
    actor: Actor,
    communityId: string,
    id: string,
    to: ClosureTarget,
  ): Promise<Closed | ClosureRefusal | AccessRefusal<'not_found'>> {
    const where = { communityId, partyId: id, partyKind: 'institution' } as const;
    if (!may(actor, 'manage_group', where, this.clock.now())) throw new NotAllowed();
    const party = await this.parties.find(communityId, id);
    const institution = await store.findInstitution(this.database.reader, communityId, id);
    if (party === undefined || institution === undefined) return refuse('not_found');
    return this.closures.close(actor, party, to, async (tx) => {
      const now = await store.findInstitution(tx, communityId, id, tx.forUpdate);
      await store.updateInstitution(tx, { ...now!, outletSince: null, closedAt: this.clock.now() });
      await audit(tx, auditRow(actor, 'manage_group', 'party', id, communityId, this.clock.now()));
    });
  }

  /** How institutions look; for the register of faces. */
  async looks(communityId: string, ids: readonly string[]): Promise<Map<string, Look>> {
    const found = await store.findMany(this.database.reader, communityId, ids);
    return new Map(
      found.map(({ id, name, picture, colour, place }) => [id, { name, picture, colour, place }]),
    );
  }

  private mustBelong(actor: Actor, communityId: string): void {
    const oneself = { communityId, partyId: actor.id };
    if (!may(actor, 'read_people', oneself, this.clock.now())) throw new NotAllowed();
  }

  private mustDecide(actor: Actor, communityId: string, id: string): void {
    const where = { communityId, partyId: id, partyKind: 'institution' } as const;
    const now = this.clock.now();
    if (!may(actor, 'manage_group', where, now) && !may(actor, 'manage_people', where, now))
      throw new NotAllowed();
  }
}

import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { MandatesService } from '../access/mandates.service.js';
import { PartiesService } from '../communities/parties.service.js';
import { PursesService } from '../communities/purses.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Initiative, InitiativeChanges } from './initiative.js';
import * as store from './initiatives.store.js';

export interface NewInitiative extends Omit<InitiativeChanges, 'phase'> {
  /** 1 to 60 characters. */
  readonly name: string;
  readonly picture: string;
  readonly colour: string;
  readonly phase?: 'seed' | 'growing' | 'established';
  /** Persons of the community, at most 10. */
  readonly treasurers?: readonly string[];
}

export interface Founded {
  readonly kind: 'founded';
  readonly initiative: Initiative;
  /** Treasurers whose mandate was refused, because they hold too many already. */
  readonly withoutMandate: readonly string[];
}

/** A group begins: hidden and small unless it says otherwise, with an account in every currency. */
@Injectable()
export class FoundingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly parties: PartiesService,
    private readonly purses: PursesService,
    private readonly mandates: MandatesService,
  ) {}

  /** @throws NotAllowed */
  async found(
    actor: Actor,
    communityId: string,
    wish: NewInitiative,
  ): Promise<Founded | AccessRefusal<'not_found' | 'no_such_person'>> {
    if (!may(actor, 'manage_group', { communityId }, this.clock.now())) throw new NotAllowed();
    const treasurers = [...new Set(wish.treasurers ?? [])];
    const persons = await this.parties.many(communityId, treasurers);
    if (
      persons.filter((each) => each.kind === 'person' && each.closedAt === null).length < treasurers.length
    ) {
      return refuse('no_such_person');
    }
    const currencies = await this.purses.currenciesOf(communityId);
    if (currencies.length === 0) return refuse('not_found');
    const initiative = await this.database.transaction(async (tx) => {
      const party = await this.parties.register(tx, communityId, 'initiative');
      const made = initiativeFrom(wish, communityId, party.id, party.createdAt);
      await store.insertInitiative(tx, made);
      await this.purses.open(tx, actor, party, 'group', currencies);
      for (const id of treasurers) await store.insertPerson(tx, communityId, party.id, id, party.createdAt);
      await audit(tx, auditRow(actor, 'manage_group', 'party', party.id, communityId, party.createdAt));
      return made;
    });
    const withoutMandate: string[] = [];
    for (const actorId of treasurers) {
      const mandate = {
        communityId,
        actorId,
        role: 'treasurer',
        partyId: initiative.id,
        until: null,
      } as const;
      const answer = await this.mandates.grant(actor, mandate);
      if (answer.kind === 'refused') withoutMandate.push(actorId);
    }
    return { kind: 'founded', initiative, withoutMandate };
  }
}

function initiativeFrom(wish: NewInitiative, communityId: string, id: string, createdAt: number): Initiative {
  return {
    communityId,
    id,
    name: wish.name,
    picture: wish.picture,
    colour: wish.colour,
    place: wish.place ?? null,
    aim: wish.aim ?? null,
    visibility: wish.visibility ?? 'hidden',
    phase: wish.phase ?? 'seed',
    phaseBefore: null,
    membership: wish.membership ?? 'closed',
    createdAt,
  };
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { MandatesService } from '../access/mandates.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import { PartiesService } from '../communities/parties.service.js';
import { PursesService } from '../communities/purses.service.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { base32, newId } from '../database/ids.js';
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
  /** A random id of this wish: whoever founds with it again gets the group that is there, however they ask. */
  readonly order?: string;
}

export interface Founded {
  readonly kind: 'founded';
  readonly initiative: Initiative;
  /** Treasurers whose mandate was refused, because they hold too many already. */
  readonly withoutMandate: readonly string[];
}

export type FoundingRefusal = AccessRefusal<'not_found' | 'no_such_person' | 'helper_keeps_no_purse'>;

interface Ground {
  readonly id: string;
  readonly communityId: string;
  readonly treasurers: readonly string[];
  readonly currencies: readonly CurrencyProfile[];
}

/** For so long whoever founded a group is told of it, though they are none of its people. */
const toldMs = 24 * 60 * 60_000;

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

  mayFound(actor: Actor, communityId: string): boolean {
    return may(actor, 'found_group', { communityId }, this.clock.now());
  }

  /** Whether somebody may be a first treasurer of what this actor founds: helpers never keep it themselves. */
  mayKeep(actor: Actor, communityId: string, personId: string): boolean {
    return personId !== actor.id || may(actor, 'manage_group', { communityId }, this.clock.now());
  }

  /**
   * Founds a group with its first treasurers, all in one transaction. Helpers found too, but never keep its purse: who
   * hands out cards would else pay with a purse that they made (S42).
   * @throws NotAllowed
   */
  async found(actor: Actor, communityId: string, wish: NewInitiative): Promise<Founded | FoundingRefusal> {
    if (!this.mayFound(actor, communityId)) throw new NotAllowed();
    const treasurers = [...new Set(wish.treasurers ?? [])];
    if (!treasurers.every((id) => this.mayKeep(actor, communityId, id)))
      return refuse('helper_keeps_no_purse');
    const persons = await this.parties.many(communityId, treasurers);
    const here = persons.filter((each) => each.kind === 'person' && each.closedAt === null);
    if (here.length < treasurers.length) return refuse('no_such_person');
    const currencies = await this.purses.currenciesOf(communityId);
    if (currencies.length === 0) return refuse('not_found');
    const id = wish.order === undefined ? newId() : idOf(actor, communityId, wish.order);
    const founded = await this.write(actor, wish, { id, communityId, treasurers, currencies });
    this.mandates.written();
    return founded;
  }

  /**
   * What somebody founded today, and who keeps its purse. Its id is made of who they are and of their order, so nobody
   * is told of a group of others.
   */
  async foundToday(
    actor: Actor,
    communityId: string,
    order: string,
  ): Promise<{ initiative: Initiative; people: readonly string[] } | undefined> {
    if (!this.mayFound(actor, communityId)) throw new NotAllowed();
    const { reader } = this.database;
    const initiative = await store.findInitiative(reader, communityId, idOf(actor, communityId, order));
    if (initiative === undefined || initiative.createdAt < this.clock.now() - toldMs) return undefined;
    const people = await store.findPeople(reader, communityId, initiative.id, { after: '', limit: 10 });
    return { initiative, people };
  }

  private write(actor: Actor, wish: NewInitiative, ground: Ground): Promise<Founded> {
    const { id, communityId, treasurers, currencies } = ground;
    return this.database.transaction(
      async (tx): Promise<Founded> => {
        const before = await store.findInitiative(tx, communityId, id);
        if (before !== undefined) return { kind: 'founded', initiative: before, withoutMandate: [] };
        const party = await this.parties.register(tx, communityId, 'initiative', id);
        const { createdAt } = party;
        const initiative = initiativeFrom(wish, communityId, id, createdAt);
        await store.insertInitiative(tx, initiative);
        await this.purses.open(tx, actor, party, 'group', currencies);
        for (const person of treasurers) await store.insertPerson(tx, communityId, id, person, createdAt);
        await audit(tx, auditRow(actor, 'manage_group', 'party', id, communityId, createdAt));
        const first = { communityId, partyId: id, actorIds: treasurers, at: createdAt };
        const withoutMandate = await this.mandates.letKeepFirst(tx, actor, first);
        return { kind: 'founded', initiative, withoutMandate };
      },
      // Two taps at once: the later one looks again and finds the group of the first.
      { retryOn: ['23505'] },
    );
  }
}

/** The id of a group, made of who founds it and of a random id of the wish. As random as any other (U69). */
function idOf({ id }: Actor, communityId: string, order: string): string {
  const about = JSON.stringify(['group', communityId, id, order]);
  return base32(createHash('sha256').update(about).digest().subarray(0, 10));
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

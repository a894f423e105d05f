import { Injectable } from '@nestjs/common';
import { may, type Actor } from '../access/actor.js';
import { AuditService } from '../access/audit.service.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import * as householdStore from './households.store.js';
import { mayMeet, type PersonData } from './person.js';
import { PersonRecords } from './person-records.js';
import * as store from './persons.store.js';
import { PictureRack } from './picture-rack.js';

/** All there is of a person outside the books, as the person may see it (U71). */
export interface OwnData {
  readonly id: string;
  readonly data: PersonData;
  readonly joinedDay: string;
  /** Ids of the households the person is in. */
  readonly households: readonly string[];
}

/** A member's card as a steward sees it in a list: no nickname, no language, no balance. */
export interface MemberCard {
  readonly id: string;
  readonly picture: string | null;
  readonly colour: string | null;
  readonly joinedDay: string;
  readonly isActive: boolean;
}

export type ProfileChanges = Partial<PersonData>;
const triesMost = 5;

/** What persons may see and change of themselves, and the cards that stewards look after. */
@Injectable()
export class PersonsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly records: PersonRecords,
    private readonly audits: AuditService,
  ) {}

  /**
   * Everything known of the one who asks; nobody may ask it of another.
   * @throws NotAllowed
   */
  async ownData(actor: Actor, communityId: string): Promise<OwnData | AccessRefusal<'no_such_person'>> {
    if (!may(actor, 'read_people', { communityId, partyId: actor.id }, this.clock.now()))
      throw new NotAllowed();
    const person = await store.findPerson(this.database.reader, communityId, actor.id);
    const opened = await this.records.open(communityId, actor.id);
    if (person === undefined || opened === undefined) return refuse('no_such_person');
    const households = await householdStore.householdsOf(this.database.reader, communityId, actor.id);
    return { id: person.id, data: opened.data, joinedDay: person.joinedDay, households };
  }

  /**
   * Changes one's own picture, colour, language or nickname; null takes the nickname away.
   * @throws NotAllowed
   */
  async changeProfile(
    actor: Actor,
    communityId: string,
    changes: ProfileChanges,
  ): Promise<{ kind: 'changed'; data: PersonData } | AccessRefusal<'no_such_person' | 'picture_taken'>> {
    const where = { communityId, partyId: actor.id };
    if (!may(actor, 'change_profile', where, this.clock.now())) throw new NotAllowed();
    for (let tries = 1; ; tries++) {
      try {
        return await this.attempt(actor, communityId, changes);
      } catch (error) {
        if (!(error instanceof store.PicturesChanged) || tries >= triesMost) throw error;
      }
    }
  }

  /** Keeps the language that somebody chose for themselves; of all who are no member here it changes nothing. */
  async keepLanguage(actor: Actor, language: PersonData['language']): Promise<void> {
    const { communityId, id: partyId } = actor;
    if (actor.kind !== 'person' || communityId === null) return;
    if (!may(actor, 'change_profile', { communityId, partyId }, this.clock.now())) return;
    const opened = await this.records.open(communityId, partyId);
    if (opened !== undefined && opened.data.language !== language)
      await this.changeProfile(actor, communityId, { language });
  }

  /**
   * The cards of a community in order of id, former members included. For stewards and helpers; members cannot list or search
   * each other (U72). The look is written in the audit.
   * @param ask.limit 1 to 201
   * @throws NotAllowed
   */
  async listCards(
    actor: Actor,
    communityId: string,
    ask: { after?: string | undefined; limit: number },
  ): Promise<MemberCard[]> {
    if (!mayMeet(actor, communityId, this.clock.now())) throw new NotAllowed();
    await this.audits.look(actor, 'read_people', 'community', communityId, communityId);
    const limit = Math.min(Math.max(ask.limit, 1), 201);
    const persons = await store.findPersons(this.database.reader, communityId, ask.after ?? '', limit);
    const data = await this.records.openMany(
      communityId,
      persons.filter(({ erasedAt }) => erasedAt === null).map(({ id }) => id),
    );
    return persons.map(({ id, joinedDay, erasedAt }) => ({
      id,
      picture: data.get(id)?.picture ?? null,
      colour: data.get(id)?.colour ?? null,
      joinedDay,
      isActive: erasedAt === null,
    }));
  }

  private async attempt(
    actor: Actor,
    communityId: string,
    changes: ProfileChanges,
  ): Promise<{ kind: 'changed'; data: PersonData } | AccessRefusal<'no_such_person' | 'picture_taken'>> {
    const opened = await this.records.open(communityId, actor.id);
    if (opened === undefined) return refuse('no_such_person');
    const data: PersonData = { ...opened.data, ...changes };
    const rack = new PictureRack(await store.findPictureUses(this.database.reader, communityId));
    if (data.picture !== opened.data.picture || data.colour !== opened.data.colour) {
      rack.giveBack(opened.data);
      if (!rack.isFree(data)) return refuse('picture_taken');
      rack.take(data);
    }
    const sealed = await this.records.sealAgain(communityId, actor.id, data);
    if (sealed === undefined) return refuse('no_such_person');
    const row = auditRow(actor, 'change_profile', 'party', actor.id, communityId, this.clock.now());
    await this.database.transaction(async (tx) => {
      const now = await store.lockSealed(tx, communityId, actor.id);
      if (now === undefined || !now.equals(opened.sealed))
        throw new store.PicturesChanged('the data changed');
      await store.savePictures(tx, communityId, rack);
      await store.updateSealed(tx, communityId, actor.id, sealed);
      await audit(tx, row);
    });
    this.records.changed(communityId, actor.id);
    return { kind: 'changed', data };
  }
}

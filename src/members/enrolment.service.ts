import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit, auditRow } from '../access/audit.js';
import { refuse, type AccessRefusal } from '../access/credential.js';
import { NotAllowed } from '../access/errors.js';
import { BooksStoppedError } from '../books/answers.js';
import { CommunitiesService } from '../communities/communities.service.js';
import type { CurrencyProfile } from '../communities/currency.js';
import type { Party } from '../communities/party.js';
import { Clock, dayIn } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../database/ids.js';
import { Newcomers } from './newcomers.js';
import { mayMeet, type PersonData } from './person.js';
import { PersonRecords } from './person-records.js';
import * as store from './persons.store.js';
import { PictureRack, type Look } from './picture-rack.js';

/** What is asked of a new person: nothing that shows who they are (S11, U01). */
export interface NewPersonWish extends Partial<Look> {
  readonly communityId: string;
  readonly language: string;
  readonly nickname?: string | null | undefined;
  /** YYYY-MM-DD, today when left out. */
  readonly joinedDay?: string | undefined;
  /** Whether they heard what is kept of them, and agreed; it then stands in the audit that they can read. */
  readonly agreed?: boolean | undefined;
}

export interface Enrolled {
  readonly id: string;
  readonly data: PersonData;
  readonly joinedDay: string;
}

export type EnrolmentRefusal = AccessRefusal<
  'not_found' | 'picture_taken' | 'joined_day_in_future' | 'too_many_persons'
>;

interface Prepared extends Enrolled {
  readonly sealed: Buffer;
  readonly agreed: boolean;
}

/** At most this many persons in one go. */
export const enrolMost = 25_000;
const triesMost = 5;
/** From here on it pays to let the database plan for tables that grow within one transaction. */
const manyAtOnce = 200;

/** How people come in: with a picture, a colour, a language, and a nickname if they like. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly communities: CommunitiesService,
    private readonly records: PersonRecords,
    private readonly newcomers: Newcomers,
  ) {}

  /**
   * Enrols one person. Picture and colour are drawn by lot when left out.
   * @throws NotAllowed
   */
  async enrol(
    actor: Actor,
    wish: NewPersonWish,
  ): Promise<{ kind: 'enrolled'; person: Enrolled } | EnrolmentRefusal> {
    const answer = await this.enrolMany(actor, wish.communityId, [wish]);
    return answer.kind === 'refused' ? answer : { kind: 'enrolled', person: answer.persons[0]! };
  }

  /**
   * Enrols many persons, all or none, in one database transaction: register, data, accounts. Start amounts follow.
   * @param wishes at most `enrolMost`; their own communityId is not looked at
   * @returns the persons in the order of the wishes
   * @throws NotAllowed
   */
  async enrolMany(
    actor: Actor,
    communityId: string,
    wishes: readonly Omit<NewPersonWish, 'communityId'>[],
  ): Promise<{ kind: 'enrolled'; persons: Enrolled[] } | EnrolmentRefusal> {
    const now = this.clock.now();
    if (!mayMeet(actor, communityId, now)) throw new NotAllowed();
    if (wishes.length > enrolMost) return refuse('too_many_persons');
    const community = await this.communities.look(communityId);
    if (community === undefined) return refuse('not_found');
    const today = dayIn(now, community.timeZone);
    if (wishes.some(({ joinedDay }) => joinedDay !== undefined && joinedDay > today)) {
      return refuse('joined_day_in_future');
    }
    for (let tries = 1; ; tries++) {
      try {
        return await this.attempt(actor, communityId, wishes, today);
      } catch (error) {
        if (!(error instanceof store.PicturesChanged) || tries >= triesMost) throw error;
      }
    }
  }

  /** Gives start amounts that a crash or a stop kept from being given. For timed work. @returns how many persons */
  async finishStarts(): Promise<number> {
    const persons = await store.findNotStarted(this.database.reader, 500);
    const communityIds = new Set(persons.map(({ communityId }) => communityId));
    for (const communityId of communityIds) {
      const ids = persons.filter((person) => person.communityId === communityId).map(({ id }) => id);
      await this.start(communityId, await this.newcomers.find(communityId, ids));
    }
    return persons.length;
  }

  /** The pictures that somebody new may choose: those that nobody has, then those of which a colour is left. @throws NotAllowed */
  async freePictures(actor: Actor, communityId: string): Promise<string[]> {
    if (!mayMeet(actor, communityId, this.clock.now())) throw new NotAllowed();
    const rack = new PictureRack(await store.findPictureUses(this.database.reader, communityId));
    return rack.choosable();
  }

  private async attempt(
    actor: Actor,
    communityId: string,
    wishes: readonly Omit<NewPersonWish, 'communityId'>[],
    today: string,
  ): Promise<{ kind: 'enrolled'; persons: Enrolled[] } | EnrolmentRefusal> {
    const rack = new PictureRack(await store.findPictureUses(this.database.reader, communityId));
    const persons: Array<Enrolled & { agreed: boolean }> = [];
    for (const wish of wishes) {
      const look = lookFor(rack, wish);
      if (look === undefined) return refuse('picture_taken');
      const { language, nickname = null, joinedDay = today, agreed = false } = wish;
      persons.push({ id: newId(), data: { ...look, language, nickname }, joinedDay, agreed });
    }
    const currencies = await this.newcomers.currenciesOf(communityId);
    const sealed = await this.records.sealNew(communityId, persons);
    const prepared = persons.map((person) => ({ ...person, sealed: sealed.get(person.id)!.sealed }));
    try {
      const parties = await this.write(actor, communityId, prepared, rack, currencies);
      if (hasStart(currencies)) await this.startUnlessStopped(communityId, parties);
    } catch (error) {
      if (error instanceof store.PicturesChanged) {
        await this.records.dropKeys(
          communityId,
          persons.map(({ id }) => id),
        );
      }
      throw error;
    }
    return { kind: 'enrolled', persons };
  }

  private write(
    actor: Actor,
    communityId: string,
    persons: readonly Prepared[],
    rack: PictureRack,
    currencies: readonly CurrencyProfile[],
  ): Promise<Party[]> {
    const now = this.clock.now();
    const acts = ({ agreed }: Prepared) =>
      agreed ? (['manage_people', 'agree'] as const) : (['manage_people'] as const);
    const rows = persons.flatMap((person) =>
      acts(person).map((act) => auditRow(actor, act, 'party', person.id, communityId, now)),
    );
    const ids = persons.map(({ id }) => id);
    return this.database.transaction(async (tx) => {
      if (ids.length > manyAtOnce) await store.planAnew(tx);
      await store.savePictures(tx, communityId, rack);
      const parties = await this.newcomers.enter(tx, actor, communityId, ids, currencies);
      await store.insertPersons(tx, communityId, persons, now, hasStart(currencies) ? null : now);
      await audit(tx, ...rows);
      return parties;
    });
  }

  /** The persons are enrolled whatever happens now; `finishStarts` does later what a stop kept from being done. */
  private async startUnlessStopped(communityId: string, parties: readonly Party[]): Promise<void> {
    try {
      await this.start(communityId, parties);
    } catch (error) {
      if (!(error instanceof BooksStoppedError)) throw error;
    }
  }

  private async start(communityId: string, parties: readonly Party[]): Promise<void> {
    await this.newcomers.welcome(parties);
    const ids = parties.map(({ id }) => id);
    const now = this.clock.now();
    await this.database.transaction((tx) => store.markStarted(tx, communityId, ids, now));
  }
}

/** The look that was asked for if it is free, else by lot as far as it was left open. */
function lookFor(rack: PictureRack, { picture, colour }: Partial<Look>): Look | undefined {
  if (picture === undefined || colour === undefined) {
    if (picture !== undefined && !rack.isPictureFree(picture)) return undefined;
    return rack.draw({ ...(picture !== undefined && { picture }), ...(colour !== undefined && { colour }) });
  }
  if (!rack.isFree({ picture, colour })) return undefined;
  rack.take({ picture, colour });
  return { picture, colour };
}

function hasStart(currencies: readonly CurrencyProfile[]): boolean {
  return currencies.some(({ startAmount }) => startAmount > 0n);
}

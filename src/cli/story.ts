import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { MandatesService } from '../access/mandates.service.js';
import { BooksService } from '../books/books.service.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { SetClock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { newUuid } from '../database/ids.js';
import { FoundingService } from '../initiatives/founding.service.js';
import { InstitutionsService } from '../institutions/institutions.service.js';
import type { NewInstitution } from '../institutions/institution.js';
import { EnrolmentService } from '../members/enrolment.service.js';
import { CodesService } from '../payments/codes.service.js';
import { ExchangesService } from '../payments/exchanges.service.js';
import type { NewExchange } from '../payments/exchange.js';
import { PaymentsService, type NewPayment } from '../payments/payments.service.js';
import { ImportRefs } from './import-refs.store.js';
import { commandLine, settle } from './opening.js';
import { acting } from './story-acting.js';
import { tellContributions } from './story-contributions.js';
import { appoint, tellProgramme, type Cast } from './story-programme.js';
import { answered } from './trouble.js';

/** The community that `npm start` shows. */
export const storyId = 'rabot';
const day = 86_400_000;

/** Everybody in it, by a name that only the command line knows. */
export const storyPeople = ['amina', 'jef', 'fatma', 'luc', 'sofia', 'marc', 'ines', 'tom', 'leen'] as const;
export type StoryPerson = (typeof storyPeople)[number];
export type StoryParty = StoryPerson | 'soup' | 'town' | 'bakery' | 'library';

const looks: Readonly<
  Record<StoryPerson, { nickname: string; picture: string; colour: string; language: string }>
> = {
  amina: { nickname: 'Amina', picture: 'bird', colour: 'blue', language: 'nl' },
  jef: { nickname: 'Jef', picture: 'turtle', colour: 'green', language: 'nl' },
  fatma: { nickname: 'Fatma', picture: 'tulip', colour: 'red', language: 'fr' },
  luc: { nickname: 'Luc', picture: 'lamp', colour: 'brown', language: 'nl' },
  sofia: { nickname: 'Sofia', picture: 'butterfly', colour: 'purple', language: 'en' },
  marc: { nickname: 'Marc', picture: 'drum', colour: 'orange', language: 'nl' },
  ines: { nickname: 'Ines', picture: 'pear', colour: 'blue', language: 'nl' },
  tom: { nickname: 'Tom', picture: 'kite', colour: 'green', language: 'nl' },
  leen: { nickname: 'Leen', picture: 'snail', colour: 'yellow', language: 'nl' },
};

/** The mark of a story that was told to its end. */
const theEnd = 'story:the end';

/** Finds again who is who. */
export class Story {
  constructor(
    private readonly refs: ImportRefs,
    readonly isWhole: boolean,
  ) {}

  static async read(rooms: INestApplicationContext): Promise<Story> {
    const refs = await ImportRefs.read(rooms.get(Database).reader, storyId);
    return new Story(refs, refs.find('party', theEnd) !== undefined);
  }

  /** Whether somebody was in it already when it was told. */
  has(name: StoryParty): boolean {
    return this.refs.find('party', `story:${name}`) !== undefined;
  }

  party(name: StoryParty): string {
    return this.refs.find('party', `story:${name}`)!;
  }
}

/**
 * Builds a neighbourhood in which a few things have happened, through the same services as the pages use. The clock
 * begins some weeks ago and is moved on with the story.
 */
export async function tellStory(rooms: INestApplicationContext, clock: SetClock): Promise<void> {
  const now = clock.now();
  const teller = new Teller(rooms, clock, now);
  clock.set(now - 40 * day);
  await teller.begin();
  await teller.people();
  await teller.weeks();
  clock.set(now);
  await settle(rooms);
  await teller.end();
}

class Teller {
  private refs!: ImportRefs;
  private readonly parties = new Map<StoryParty, string>();
  private readonly accounts = new Map<StoryParty, string>();

  constructor(
    private readonly rooms: INestApplicationContext,
    private readonly clock: SetClock,
    private readonly now: number,
  ) {}

  async begin(): Promise<void> {
    const wish = { id: storyId, name: 'Rabot', recipe: 'time_circle' } as const;
    answered(await this.rooms.get(CommunitiesService).create(commandLine, wish));
    this.refs = await ImportRefs.read(this.rooms.get(Database).reader, storyId);
  }

  async people(): Promise<void> {
    for (const name of storyPeople) {
      const wish = { communityId: storyId, ...looks[name] };
      const { person } = answered(await this.rooms.get(EnrolmentService).enrol(commandLine, wish));
      await this.remember(name, person.id);
    }
    await this.found();
    await this.enter('town', {
      kind: 'local_government',
      name: 'Stad Gent, dienst Ontmoeten',
      picture: 'key',
      colour: 'grey',
      place: 'Botermarkt 1',
    });
    await this.enter('bakery', {
      kind: 'shop',
      name: 'Bakkerij De Korrel',
      picture: 'apple',
      colour: 'yellow',
      place: 'Wondelgemstraat',
      openingHours: '7-18, zondag 7-13',
      offer: 'brood van gisteren, een workshop bakken',
    });
    await this.enter('library', {
      kind: 'library',
      name: 'Bibliotheek De Krook',
      picture: 'lamp',
      colour: 'blue',
      place: 'Miriam Makebaplein',
    });
    await this.mandate('sofia', 'steward', null);
    await this.mandate('luc', 'treasurer', 'bakery');
    await this.mandate('leen', 'helper', 'soup');
    await this.mandate('sofia', 'treasurer', 'town');
    await appoint(this.rooms, this.cast());
  }

  /** What happened, by so many days ago. Amounts are hundredths of an hour. */
  async weeks(): Promise<void> {
    await this.pay(33, 'amina', 'jef', 100n, { reason: 'help', labour: 'care' });
    await this.pay(30, 'jef', 'fatma', 150n, { reason: 'meal', subject: 'material' });
    await this.pay(27, 'luc', 'amina', 200n, { reason: 'lesson', subject: 'knowledge' });
    await this.pay(24, 'town', 'soup', 400n, { reason: 'activity', kind: 'thanks', minutes: 240 });
    await this.pay(21, 'fatma', 'soup', 100n, { reason: 'meal' });
    await this.book(19, 'jef', {
      kind: 'gift',
      transfers: [],
      ...this.between('jef', 'luc'),
      subject: 'knowledge',
    });
    await this.pay(16, 'soup', 'bakery', 200n, { reason: 'goods', subject: 'material' });
    await this.pay(12, 'marc', 'soup', 50n, { reason: 'meal' });
    await this.book(9, 'luc', {
      ...{ kind: 'loan', transfers: [], subject: 'material', condition: 'return' },
      ...this.between('luc', 'amina'),
    });
    await this.codes(8);
    this.clock.set(this.now - 7 * day);
    const came = await tellProgramme(this.rooms, this.cast());
    await tellContributions(this.rooms, {
      ...{ communityId: storyId, group: this.parties.get('soup')!, treasurer: this.parties.get('marc')! },
      ...{ library: this.parties.get('library')!, librarian: this.parties.get('luc')! },
      ...{ member: this.parties.get('fatma')!, now: this.clock.now(), came },
      ...{ town: this.parties.get('town')!, townKeeper: this.parties.get('sofia')! },
    });
    await this.pay(5, 'sofia', 'jef', 125n, { reason: 'help', minutes: 75 });
    await this.pay(2, 'jef', 'amina', 75n, { reason: 'help', minutes: 45 });
  }

  private cast(): Cast {
    const party = (name: StoryParty) => this.parties.get(name)!;
    return {
      communityId: storyId,
      town: party('town'),
      maker: party('ines'),
      approver: party('tom'),
      group: party('soup'),
      treasurer: party('marc'),
      thanked: this.accounts.get('fatma')!,
      now: () => this.clock.now(),
    };
  }

  async end(): Promise<void> {
    await this.refs.add(this.rooms.get(Database), 'party', theEnd, theEnd, this.now);
  }

  private async found(): Promise<void> {
    const wish = {
      ...{
        name: 'Soepgroep Rabot',
        picture: 'teapot',
        colour: 'orange',
        place: 'Buurthuis, Jozef II-straat',
      },
      ...({ aim: 'elke woensdag soep voor de straat', visibility: 'open', phase: 'growing' } as const),
      treasurers: [this.parties.get('marc')!],
    };
    const { initiative } = answered(await this.rooms.get(FoundingService).found(commandLine, storyId, wish));
    await this.remember('soup', initiative.id);
  }

  private async enter(name: StoryParty, wish: NewInstitution): Promise<void> {
    const service = this.rooms.get(InstitutionsService);
    await this.remember(name, answered(await service.enter(commandLine, storyId, wish)).institution.id);
  }

  private async remember(name: StoryParty, id: string): Promise<void> {
    const [account] = await this.rooms.get(BooksService).accountsOf(storyId, id);
    this.parties.set(name, id);
    this.accounts.set(name, account!.id);
    await this.refs.add(this.rooms.get(Database), 'party', `story:${name}`, id, this.clock.now());
  }

  private async mandate(
    who: StoryPerson,
    role: 'steward' | 'treasurer' | 'helper',
    of: StoryParty | null,
  ): Promise<void> {
    const partyId = of === null ? null : this.parties.get(of)!;
    const wish = { communityId: storyId, actorId: this.parties.get(who)!, role, partyId, until: null };
    answered(await this.rooms.get(MandatesService).grant(commandLine, wish));
  }

  private async pay(
    daysAgo: number,
    from: StoryParty,
    to: StoryParty,
    amount: bigint,
    said: Partial<NewPayment>,
  ): Promise<void> {
    this.clock.set(this.now - daysAgo * day);
    const ends = { from: this.accounts.get(from)!, to: this.accounts.get(to)! };
    const payment = { orderId: newUuid(this.clock.now()), ...ends, amount, ...said };
    answered(await this.rooms.get(PaymentsService).pay(this.actorFor(from), storyId, payment));
  }

  private async book(
    daysAgo: number,
    who: StoryPerson,
    exchange: Omit<NewExchange, 'orderId'>,
  ): Promise<void> {
    this.clock.set(this.now - daysAgo * day);
    const order = { orderId: newUuid(this.clock.now()), ...exchange };
    answered(await this.rooms.get(ExchangesService).book(this.actorFor(who), storyId, order));
  }

  private between(giver: StoryParty, taker: StoryParty): { giver: string; taker: string } {
    return { giver: this.parties.get(giver)!, taker: this.parties.get(taker)! };
  }

  /** A bowl of soup for one hour, on the wall; and a code of Amina's own, for any amount. */
  private async codes(daysAgo: number): Promise<void> {
    this.clock.set(this.now - daysAgo * day);
    const service = this.rooms.get(CodesService);
    const soup = {
      account: this.accounts.get('soup')!,
      kind: 'standing',
      amount: 100n,
      reason: 'meal',
    } as const;
    answered(await service.make(commandLine, storyId, soup));
    const own = { account: this.accounts.get('amina')!, kind: 'standing' } as const;
    answered(await service.make(this.actorFor('amina'), storyId, own));
  }

  /** Persons act for themselves; for the others the command line does. */
  private actorFor(name: StoryParty): Actor {
    const isPerson = (storyPeople as readonly string[]).includes(name);
    if (!isPerson) return commandLine;
    const id = this.parties.get(name)!;
    return acting(storyId, id);
  }
}

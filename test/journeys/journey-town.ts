import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { SetUpService } from '../../src/access/set-up.service.js';
import { SignInService } from '../../src/access/sign-in.service.js';

import { acting } from '../../src/cli/story-acting.js';
import { appoint, storyProgramme, tellProgramme, type Cast } from '../../src/cli/story-programme.js';
import type { Visibility } from '../../src/initiatives/initiative.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { Verifier } from '../../src/books/verify.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { TranslationsService } from '../../src/communities/translations.service.js';
import type { RecipeName } from '../../src/communities/recipes.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newUuid } from '../../src/database/ids.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import { RepeatsService } from '../../src/issuance/repeats.service.js';
import { balance, type Account } from '../../src/ledger/account.js';
import type { Reason } from '../../src/ledger/order.js';
import { EnrolmentService, type NewPersonWish } from '../../src/members/enrolment.service.js';
import { CodesService, type NewCode } from '../../src/payments/codes.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { startServer, type Server } from '../../src/server.js';
import { firstDay } from '../support/community.js';
import { aPlace, type Dialect, type TestPlace } from '../support/databases.js';

const command = systemActor('test');

/** Somebody, or a group, with one account. */
export interface Party {
  readonly id: string;
  readonly account: string;
}

/** What the pages of a programme show: two civil servants and two issues. */
export interface Programme {
  readonly maker: Party;
  readonly approver: Party;
  readonly proposed: string;
  readonly promised: string;
}

export interface CodeWish extends Partial<Omit<NewCode, 'account'>> {
  readonly reason?: Reason;
}

/** A real server that listens, with one community; what the tests of pages walk through. */
export class JourneyTown {
  readonly communityId = 'rabot';
  private readonly stewards = new Set<string>();

  private constructor(
    readonly place: TestPlace,
    readonly clock: SetClock,
    readonly server: Server,
  ) {}

  /** A server on an empty database, with nothing in it. */
  static async empty(dialect: Dialect): Promise<JourneyTown> {
    const place = await aPlace(dialect);
    const clock = new SetClock(firstDay);
    const server = await startServer(place.config, {
      clock,

      logTo: { write: () => undefined },
    });
    return new JourneyTown(place, clock, server);
  }

  static async open(dialect: Dialect, recipe: RecipeName = 'time_circle'): Promise<JourneyTown> {
    const town = await JourneyTown.empty(dialect);
    const made = await town.get(CommunitiesService).create(command, { id: 'rabot', name: 'Rabot', recipe });
    if (made.kind === 'refused') throw new Error(made.code);
    // So that every page is also read from right to left, beside Dutch.
    await town.get(TranslationsService).turn(command, town.communityId, 'ar', true);
    return town;
  }

  get url(): string {
    return this.server.url;
  }

  async person(wish: Partial<NewPersonWish> = {}): Promise<Party> {
    const { communityId } = this;
    const enrolled = await this.get(EnrolmentService).enrol(command, {
      language: 'nl',
      ...wish,
      communityId,
    });
    if (enrolled.kind === 'refused') throw new Error(enrolled.code);
    return this.partyOf(enrolled.person.id);
  }

  async steward(wish: Partial<NewPersonWish> = {}): Promise<Party> {
    const person = await this.person(wish);
    const { communityId } = this;
    const mandate = { communityId, actorId: person.id, role: 'steward', partyId: null, until: null } as const;
    const granted = await this.get(MandatesService).grant(command, mandate);
    if (granted.kind === 'refused') throw new Error(granted.code);
    this.stewards.add(person.id);
    return person;
  }

  /** A person who sits beside members for a group. */
  async helper({ id: partyId }: Party): Promise<Party> {
    const person = await this.person();
    const { communityId } = this;
    const mandate = { communityId, actorId: person.id, role: 'helper', partyId, until: null } as const;
    const granted = await this.get(MandatesService).grant(command, mandate);
    if (granted.kind === 'refused') throw new Error(granted.code);
    return person;
  }

  async group(
    name: string,
    treasurers: readonly string[] = [],
    visibility: Visibility = 'hidden',
  ): Promise<Party> {
    const wish = { name, picture: 'group', colour: 'green', treasurers, visibility };
    const founded = await this.get(FoundingService).found(command, this.communityId, wish);
    if (founded.kind === 'refused') throw new Error(founded.code);
    return this.partyOf(founded.initiative.id);
  }

  /** A code of a party's, as what its QR says. */
  async code({ account }: Party, wish: CodeWish = {}): Promise<string> {
    const made = await this.get(CodesService).make(command, this.communityId, {
      kind: 'standing',
      ...wish,
      account,
    });
    if (made.kind === 'refused') throw new Error(made.code);
    return made.url!;
  }

  /** A one-time link with which a person comes in; a steward as if with a passphrase. */
  async link(party: Party): Promise<string> {
    const { id } = party;
    if (this.stewards.has(id)) return this.strongLink(party);
    const { communityId } = this;
    const link = await this.get(SignInService).makeLink(command, { communityId, personId: id });
    if ('kind' in link) throw new Error(link.code);
    return link.url;
  }

  /** A card that works, in the hand of a member. @param secret drawings with spaces between them; null for none */
  async card({ id }: Party, secret: string | null): Promise<{ url: string; number: string }> {
    const { communityId } = this;
    const made = await this.get(CardStockService).make(command, communityId, 1);
    if (made.kind === 'refused') throw new Error(made.code);
    const [blank] = made.blanks;
    const wish = { partyId: id, secret };
    const enrolled = await this.get(CardsService).enrol(command, communityId, blank!.id, wish);
    if (enrolled.kind === 'refused') throw new Error(enrolled.code);
    return { url: blank!.url, number: blank!.number };
  }

  /** A town with two civil servants and a programme, of which a group was promised, and got, a part. */
  async programme(group: Party, treasurer: Party, thanked: Party): Promise<Programme> {
    const { communityId } = this;
    const wish = { kind: 'local_government', name: 'Stad Gent, dienst Ontmoeten', picture: 'key' } as const;
    const entered = await this.get(InstitutionsService).enter(command, communityId, {
      ...wish,
      colour: 'grey',
      outlet: true,
    });
    if (entered.kind === 'refused') throw new Error(entered.code);
    const [maker, approver] = await Promise.all([this.person(), this.person()]);
    const cast = {
      communityId,
      town: entered.institution.id,
      maker: maker.id,
      approver: approver.id,
      group: group.id,
      treasurer: treasurer.id,
      thanked: thanked.account,
      now: () => this.clock.now(),
    };
    await appoint(this.server.app, cast);
    await tellProgramme(this.server.app, cast);
    for (const yes of [true, false]) await this.monthly(cast, yes);
    const rows = await this.get(Database).reader.all('select issue_id, state from issues');
    const issue = (state: string): string => rows.find((row) => row.state === state)!.issue_id as string;
    return { maker, approver, proposed: issue('proposed'), promised: issue('promised') };
  }

  /** What the group is to get in two later months; approved, or waiting for that. */
  private async monthly({ town, maker, approver, group: partyId }: Cast, approved: boolean): Promise<void> {
    const { communityId } = this;
    const year = new Date(this.clock.now()).getUTCFullYear();
    const wish = { partyId, amount: 50n, purpose: 'koken', day: 15 };
    const months = { firstMonth: `${year}-11`, lastMonth: `${year}-12` };
    const id = newUuid(this.clock.now());
    const repeats = this.get(RepeatsService);
    const civil = acting(communityId, maker, 'issuer', town);
    const asked = await repeats.propose(civil, communityId, storyProgramme, { id, ...wish, ...months });
    if (asked.kind === 'refused') throw new Error(asked.code);
    if (!approved) return;
    const other = acting(communityId, approver, 'approver', town);
    const decided = await repeats.decide(other, communityId, id, true);
    if (decided.kind === 'refused') throw new Error(decided.code);
  }

  /** The link of a civil servant who has come in with a passphrase. */
  async strongLink({ id }: Party): Promise<string> {
    const { communityId } = this;
    const link = await this.get(SignInService).makeTrialLink(command, { communityId, personId: id });
    if ('kind' in link) throw new Error(link.code);
    return link.url;
  }

  /** The link that is printed when nobody looks after the server yet. */
  async setUpLink(): Promise<string> {
    return (await this.get(SetUpService).makeLink()).url;
  }

  /** Undoes what a receipt is of. */
  async giveBack(receiptToken: string): Promise<void> {
    const exchange = await this.get(ExchangesReading).findByReceipt(receiptToken);
    const answer = await this.get(ReversalsService).reverse(command, this.communityId, {
      orderId: newUuid(this.clock.now()),
      exchangeId: exchange!.id,
      reason: 'wrong_amount',
    });
    if (answer.kind !== 'posted') throw new Error(answer.code);
  }

  async balanceOf({ account }: Party): Promise<bigint> {
    return balance((await this.get(BooksService).findAccount(this.communityId, account))!);
  }

  async countExchanges(): Promise<number> {
    const row = await this.get(Database).reader.one('select count(*) as n from exchanges');
    return Number(row!.n);
  }

  /** Every law of the books. */
  async theBooksBalance(): Promise<void> {
    const { differences } = await this.get(Verifier).full();
    if (differences.length > 0) throw new Error(JSON.stringify(differences.slice(0, 5)));
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.server.app.get(type, { strict: false });
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.place.drop();
  }

  private async partyOf(id: string): Promise<Party> {
    const [account] = (await this.get(BooksService).accountsOf(this.communityId, id)) as [Account];
    return { id, account: account.id };
  }
}

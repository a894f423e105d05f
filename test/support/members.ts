import { Test, type TestingModule } from '@nestjs/testing';
import { AccessModule } from '../../src/access/access.module.js';
import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { BooksModule } from '../../src/books/books.module.js';
import type { Answer } from '../../src/books/answers.js';
import { BooksService } from '../../src/books/books.service.js';
import { Sequencer } from '../../src/books/sequencer.js';
import { Summaries } from '../../src/books/summaries.js';
import { Verifier } from '../../src/books/verify.js';
import { CommunitiesModule } from '../../src/communities/communities.module.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { Faces } from '../../src/communities/faces.js';
import type { RecipeName } from '../../src/communities/recipes.js';
import type { Config } from '../../src/config.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { newId } from '../../src/database/ids.js';
import { balance, type Account } from '../../src/ledger/account.js';
import type { Guard } from '../../src/ledger/order.js';
import { EnrolmentService, type Enrolled, type NewPersonWish } from '../../src/members/enrolment.service.js';
import { ErasuresService } from '../../src/members/erasures.service.js';
import { ForgettingService } from '../../src/members/forgetting.service.js';
import { HouseholdDays } from '../../src/members/household-days.js';
import { HouseholdsService } from '../../src/members/households.service.js';
import { MembersModule } from '../../src/members/members.module.js';
import { PersonKeys } from '../../src/members/person-keys.js';
import { PersonRecords } from '../../src/members/person-records.js';
import { PersonsService } from '../../src/members/persons.service.js';
import { anOrder } from './community.js';

export const toPot = { to: 'pot', potTakesOver: false } as const;
export const command = systemActor('test');

/** A person, or somebody with a role, as access would know them. */
export function actorOf(communityId: string, personId: string, role?: Role): Actor {
  const mandate = { id: newId(), communityId, actorId: personId, partyId: null, from: 0, until: null };
  const mandates = role === undefined ? [] : [{ ...mandate, role }];
  return { id: personId, kind: 'person', communityId, mandates, scopes: null, via: 'test' };
}

/** The rooms up to members, on one database, as one server process has them. */
export class TestMembers {
  private constructor(
    readonly module: TestingModule,
    readonly clock: SetClock,
  ) {}

  static async open(config: Config, clock: SetClock): Promise<TestMembers> {
    const imports = [
      DatabaseModule.with(config, clock),
      BooksModule,
      AccessModule.with(),
      CommunitiesModule,
      MembersModule,
    ];
    const module = await Test.createTestingModule({ imports }).compile();
    await module.init();
    return new TestMembers(module, clock);
  }

  get database(): Database {
    return this.module.get(Database);
  }
  get books(): BooksService {
    return this.module.get(BooksService);
  }
  get enrolment(): EnrolmentService {
    return this.module.get(EnrolmentService);
  }
  get persons(): PersonsService {
    return this.module.get(PersonsService);
  }
  get forgetting(): ForgettingService {
    return this.module.get(ForgettingService);
  }
  get erasures(): ErasuresService {
    return this.module.get(ErasuresService);
  }
  get households(): HouseholdsService {
    return this.module.get(HouseholdsService);
  }
  get days(): HouseholdDays {
    return this.module.get(HouseholdDays);
  }
  get faces(): Faces {
    return this.module.get(Faces);
  }
  get records(): PersonRecords {
    return this.module.get(PersonRecords);
  }
  get keys(): PersonKeys {
    return this.module.get(PersonKeys);
  }

  async aCommunity(recipe: RecipeName = 'time_circle'): Promise<string> {
    const id = `c${newId().toLowerCase()}`;
    const answer = await this.module.get(CommunitiesService).create(command, { id, name: 'Rabot', recipe });
    if (answer.kind === 'refused') throw new Error(answer.code);
    return id;
  }

  async aPerson(communityId: string, wish: Partial<NewPersonWish> = {}): Promise<Enrolled> {
    const answer = await this.enrolment.enrol(command, { language: 'nl', ...wish, communityId });
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.person;
  }

  async account(communityId: string, partyId: string): Promise<Account> {
    return (await this.books.accountsOf(communityId, partyId))[0]!;
  }

  async balance(communityId: string, partyId: string): Promise<bigint> {
    return balance(await this.account(communityId, partyId));
  }

  async potOf(communityId: string, currency: string): Promise<bigint> {
    const id = await this.module.get(CurrenciesService).communityAccount(communityId, currency, 'pot');
    return balance((await this.books.findAccount(communityId, id))!);
  }

  /** A payment from party to party. */
  async pay(
    communityId: string,
    fromId: string,
    toId: string,
    amount: bigint,
    parts: { actorId?: string; id?: string; guards?: Guard[] } = {},
  ): Promise<Answer> {
    const from = await this.account(communityId, fromId);
    const to = await this.account(communityId, toId);
    const move = { from: from.id, to: to.id, amount, currency: from.currency };
    return this.books.post({ order: anOrder(communityId, [move], { actorId: fromId, ...parts }) });
  }

  /** Proves every law of the books. */
  async theBooksBalance(): Promise<void> {
    await this.module.get(Sequencer).run();
    await this.module.get(Summaries).fold();
    const { differences } = await this.module.get(Verifier).full();
    if (differences.length > 0)
      throw new Error(`the books differ: ${JSON.stringify(differences.slice(0, 5))}`);
  }

  close(): Promise<void> {
    return this.module.close();
  }
}

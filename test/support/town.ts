import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { scopes, systemActor, type Actor, type Role } from '../../src/access/actor.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { Sequencer } from '../../src/books/sequencer.js';
import { Summaries } from '../../src/books/summaries.js';
import { Verifier } from '../../src/books/verify.js';
import type { Difference } from '../../src/books/verify.differences.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import type { CommunityAccountKind } from '../../src/communities/currency.js';
import type { RecipeName } from '../../src/communities/recipes.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { FoundingService } from '../../src/initiatives/founding.service.js';
import type { Account } from '../../src/ledger/account.js';
import type { ExchangeDraft } from '../../src/ledger/order.js';
import { EnrolmentService, type NewPersonWish } from '../../src/members/enrolment.service.js';
import { buildApp } from '../../src/server.js';
import { anOrder, firstDay, type Move, type OrderParts } from './community.js';
import { aPlace, type Dialect, type TestPlace } from './databases.js';

export const command = systemActor('test');
const day = 86_400_000;

/** The whole service on an empty database, with one community and what a test of the windows needs. */
export class TestTown {
  private constructor(
    readonly place: TestPlace,
    readonly clock: SetClock,
    readonly app: NestFastifyApplication,
    readonly communityId: string,
  ) {}

  static async open(dialect: Dialect, recipe: RecipeName = 'time_circle', scale = 2): Promise<TestTown> {
    const place = await aPlace(dialect, { PUBLIC_URL: 'https://munt.example' });
    const clock = new SetClock(firstDay);
    const app = await buildApp(place.config, { clock, logTo: { write: () => undefined } });
    const wish = { id: 'rabot', name: 'Rabot', recipe, scale };
    const made = await app.get(CommunitiesService).create(command, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    return new TestTown(place, clock, app, 'rabot');
  }

  get books(): BooksService {
    return this.app.get(BooksService);
  }

  get database(): Database {
    return this.app.get(Database);
  }

  async person(wish: Partial<NewPersonWish> = {}): Promise<Account & { partyId: string }> {
    const { communityId } = this;
    const answer = await this.app
      .get(EnrolmentService)
      .enrol(command, { language: 'nl', ...wish, communityId });
    if (answer.kind === 'refused') throw new Error(answer.code);
    return this.accountOf(answer.person.id);
  }

  async group(name: string, treasurers: readonly string[] = []): Promise<Account & { partyId: string }> {
    const wish = { name, picture: 'group', colour: 'green', treasurers };
    const answer = await this.app.get(FoundingService).found(command, this.communityId, wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return this.accountOf(answer.initiative.id);
  }

  async accountOf(partyId: string): Promise<Account & { partyId: string }> {
    const [account] = await this.books.accountsOf(this.communityId, partyId);
    return { ...account!, partyId };
  }

  own(kind: CommunityAccountKind, currency = 'UUR'): Promise<string> {
    return this.app.get(CurrenciesService).communityAccount(this.communityId, currency, kind);
  }

  /** Books an exchange and gives its id and the token of its receipt. */
  async book(
    moves: readonly Move[],
    exchange: Partial<ExchangeDraft> = {},
    parts: OrderParts = {},
  ): Promise<{ id: string; token: string }> {
    const order = anOrder(this.communityId, moves, { ...parts, exchange });
    const answer = await this.books.post({ order });
    if (answer.kind !== 'posted') throw new Error(answer.code);
    return { id: order.id, token: answer.receiptToken };
  }

  /** An actor as access would know them. */
  actor(id: string, role?: Role, partyId: string | null = null): Actor {
    const { communityId } = this;
    const until = role === 'checker' ? this.clock.now() + day : null;
    const mandate = { id: newId(), communityId, actorId: id, partyId, from: 0, until };
    const mandates = role === undefined ? [] : [{ ...mandate, role }];
    return { id, kind: 'person', communityId, mandates, scopes: null, via: 'test' };
  }

  /** The headers of a program that acts for a person. */
  async asPerson(id: string): Promise<Record<string, string>> {
    const made = await this.app.get(TokensService).make(command, {
      owner: { kind: 'person', id, communityId: this.communityId },
      scopes: scopes.filter((scope) => scope !== 'operator'),
      expiresAt: this.clock.now() + 300 * day,
      label: 'test',
    });
    if (made.kind === 'refused') throw new Error(made.code);
    return { authorization: `Bearer ${made.token}` };
  }

  ask(url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    return this.server.inject({ method: 'GET', url, headers });
  }

  send(url: string, payload: object): Promise<LightMyRequestResponse> {
    return this.server.inject({ method: 'POST', url, payload });
  }

  async settle(): Promise<void> {
    await this.app.get(Sequencer).run();
    await this.app.get(Summaries).fold();
  }

  async differences(): Promise<readonly Difference[]> {
    await this.settle();
    return (await this.app.get(Verifier).full()).differences;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.place.drop();
  }

  private get server(): FastifyInstance {
    return this.app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  }
}

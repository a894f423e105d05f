import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemActor, type Actor, type Scope } from '../../src/access/actor.js';
import { SessionsService } from '../../src/access/sessions.service.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { Verifier } from '../../src/books/verify.js';
import { CommunitiesModule } from '../../src/communities/communities.module.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { PartiesService } from '../../src/communities/parties.service.js';
import type { PartyKind } from '../../src/communities/party.js';
import type { RecipeName } from '../../src/communities/recipes.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newId, newUuid } from '../../src/database/ids.js';
import { balance, type AccountKind } from '../../src/ledger/account.js';
import { EnrolmentService } from '../../src/members/enrolment.service.js';
import { MembersModule } from '../../src/members/members.module.js';
import { PaymentsModule } from '../../src/payments/payments.module.js';
import { buildApp } from '../../src/server.js';
import { firstDay } from './community.js';
import { aPlace, type Dialect, type TestPlace } from './databases.js';

/** Somebody with an account, who can ask. */
export interface Somebody {
  readonly id: string;
  readonly account: string;
  readonly actor: Actor;
}

export interface Call {
  readonly as?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

export interface Reply {
  readonly status: number;
  // Tests read what they expect to be there.
  readonly body: Record<string, never> & Record<string, unknown>;
  readonly headers: Record<string, unknown>;
}

/** The whole service with the payments room, without a network. */
export class TestPayments {
  private constructor(
    readonly place: TestPlace,
    readonly clock: SetClock,
    readonly app: NestFastifyApplication,
  ) {}

  static async open(dialect: Dialect): Promise<TestPayments> {
    return TestPayments.on(await aPlace(dialect, { PUBLIC_URL: 'https://munt.example' }));
  }

  /** One more server process on the same database. */
  static async on(place: TestPlace): Promise<TestPayments> {
    const clock = new SetClock(firstDay);
    const modules = [CommunitiesModule, MembersModule, PaymentsModule];
    const access = { perSecond: { known: 100_000, unknown: 100_000 } };
    return new TestPayments(place, clock, await buildApp(place.config, { clock, modules, access }));
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type);
  }

  async aCommunity(recipe: RecipeName = 'time_circle'): Promise<string> {
    const id = `c${newId().toLowerCase()}`;
    const answer = await this.get(CommunitiesService).create(systemActor('test'), {
      id,
      name: 'Rabot',
      recipe,
    });
    if (answer.kind === 'refused') throw new Error(answer.code);
    return id;
  }

  async aPerson(communityId: string): Promise<Somebody> {
    const enrolment = this.get(EnrolmentService);
    const answer = await enrolment.enrol(systemActor('test'), {
      communityId,
      language: 'nl',
      nickname: null,
    });
    if (answer.kind === 'refused') throw new Error(answer.code);
    const { id } = answer.person;
    const [account] = await this.get(BooksService).accountsOf(communityId, id);
    return { id, account: account!.id, actor: personActor(communityId, id) };
  }

  /** A group, shop or school with an account, and somebody who keeps its purse. */
  async aGroup(communityId: string, kind: PartyKind = 'initiative', accountKind: AccountKind = 'group') {
    const treasurer = await this.aPerson(communityId);
    const [currency] = await this.get(CurrenciesService).all(communityId);
    const { id, account } = await this.get(Database).transaction(async (tx) => {
      const party = await this.get(PartiesService).register(tx, communityId, kind);
      const wish = {
        communityId,
        currency: currency!.code,
        kind: accountKind,
        partyId: party.id,
        partyKind: kind,
      };
      const [opened] = await this.get(BooksService).openAccounts(tx, 'TEST', [
        { ...wish, floor: -2000n, ceiling: null },
      ]);
      return { id: party.id, account: opened! };
    });
    const mandate = { id: newId(), communityId, actorId: treasurer.id, partyId: id, from: 0, until: null };
    const actor: Actor = { ...treasurer.actor, mandates: [{ ...mandate, role: 'treasurer' }] };
    return { id, account, actor, treasurer };
  }

  steward(communityId: string): Actor {
    const mandate = { id: newId(), communityId, actorId: 'STEWARD', partyId: null, from: 0, until: null };
    return { ...personActor(communityId, 'STEWARD'), mandates: [{ ...mandate, role: 'steward' }] };
  }

  async balanceOf(communityId: string, { account }: { account: string }): Promise<bigint> {
    return balance((await this.get(BooksService).findAccount(communityId, account))!);
  }

  /** Every law of the books, and that all that is there sums to zero. */
  async theBooksBalance(): Promise<void> {
    const proof = await this.get(Verifier).full();
    if (proof.differences.length > 0) throw new Error(JSON.stringify(proof.differences.slice(0, 5)));
    const row = await this.get(Database).reader.one(
      'select sum(credits_posted - debits_posted) as total from accounts',
    );
    if (String(row!.total) !== '0') throw new Error(`the accounts sum to ${String(row!.total)}`);
  }

  async countExchanges(communityId: string): Promise<number> {
    const sql = 'select count(*) as n from exchanges where community_id = ?';
    return Number((await this.get(Database).reader.one(sql, [communityId]))!.n);
  }

  /** An API token of a person. */
  async aToken(communityId: string, personId: string, scopes: Scope[]): Promise<string> {
    const owner = { kind: 'person' as const, id: personId, communityId };
    const wish = { owner, scopes, expiresAt: this.clock.now() + 300 * 86_400_000, label: 'test' };
    const answer = await this.get(TokensService).make(systemActor('test'), wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.token;
  }

  /** The cookie and form token of somebody signed in. */
  async aSession(communityId: string, personId: string): Promise<{ cookie: string; csrf: string }> {
    const sessions = this.get(SessionsService);
    const owner = { kind: 'person' as const, id: personId, communityId };
    const prepared = sessions.prepare();
    const opened = await this.get(Database).transaction((tx) => sessions.open(tx, prepared, owner, true));
    return { cookie: `__Host-samenmunt=${opened.token}`, csrf: sessions.csrfToken(prepared.sessionId) };
  }

  async call(method: 'GET' | 'POST' | 'DELETE', url: string, call: Call = {}): Promise<Reply> {
    const headers: Record<string, string> = { ...call.headers };
    if (call.as !== undefined) headers.authorization = `Bearer ${call.as}`;
    if (call.key !== undefined) headers['idempotency-key'] = call.key;
    const answer = await this.app.inject({ method, url, headers, payload: call.body });
    const text = answer.body;
    const isJson = String(answer.headers['content-type']).includes('json');
    const body = (isJson && text !== '' ? JSON.parse(text) : { text }) as Reply['body'];
    return { status: answer.statusCode, body, headers: answer.headers };
  }

  /** Ends the server process, and keeps the data. */
  async stop(): Promise<void> {
    await this.app.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.place.drop();
  }
}

export function personActor(communityId: string, id: string): Actor {
  return { id, kind: 'person', communityId, mandates: [], scopes: null, via: 'test' };
}

/** A fresh order id. */
export function anOrderId(): string {
  return newUuid();
}

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { LightMyRequestResponse } from 'fastify';
import { systemActor, type Actor, type Role } from '../../src/access/actor.js';
import type { Card } from '../../src/access/card.js';
import { CardDays } from '../../src/access/card-days.js';
import { CardOpeningService } from '../../src/access/card-opening.service.js';
import { CardStockService, type PrintableBlank } from '../../src/access/card-stock.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import type { AccessSettings } from '../../src/access/settings.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { balance } from '../../src/ledger/account.js';
import { EnrolmentService } from '../../src/members/enrolment.service.js';
import { buildApp } from '../../src/server.js';
import { anOrder, firstDay } from './community.js';
import { aPlace, type Dialect, type TestPlace } from './databases.js';

const command = systemActor('test');

/** Guessing costs next to nothing in tests; what is kept says its own cost. */
export const quickHash = { memory: 8, passes: 1, lanes: 1 } as const;

export interface Member {
  readonly id: string;
  readonly account: string;
  readonly actor: Actor;
}

/** A card in somebody's hand. */
export interface CardInHand {
  readonly id: string;
  readonly number: string;
  readonly token: string;
}

/** The whole service, with one community and what cards need. */
export class TestCards {
  private constructor(
    readonly place: TestPlace,
    readonly clock: SetClock,
    readonly app: NestFastifyApplication,
    readonly communityId: string,
  ) {}

  static async open(dialect: Dialect, settings: Partial<AccessSettings> = {}): Promise<TestCards> {
    const place = await aPlace(dialect, { PUBLIC_URL: 'https://munt.example' });
    const clock = new SetClock(firstDay);
    const access = { perSecond: { known: 100_000, unknown: 100_000 }, secretHash: quickHash, ...settings };
    const app = await buildApp(place.config, { clock, access });
    const wish = { id: 'rabot', name: 'Rabot', recipe: 'time_circle', scale: 2 } as const;
    const made = await app.get(CommunitiesService).create(command, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    return new TestCards(place, clock, app, 'rabot');
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get(type);
  }

  get cards(): CardsService {
    return this.get(CardsService);
  }

  get opening(): CardOpeningService {
    return this.get(CardOpeningService);
  }

  async member(): Promise<Member> {
    const wish = { communityId: this.communityId, language: 'nl', nickname: null };
    const answer = await this.get(EnrolmentService).enrol(command, wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    const { id } = answer.person;
    const [account] = await this.get(BooksService).accountsOf(this.communityId, id);
    return { id, account: account!.id, actor: this.actor(id) };
  }

  actor(id: string, role?: Role, partyId: string | null = null): Actor {
    const { communityId } = this;
    const mandate = { id: newId(), communityId, actorId: id, partyId, from: 0, until: null };
    const mandates = role === undefined ? [] : [{ ...mandate, role }];
    return { id, kind: 'person', communityId, mandates, scopes: null, via: `session of ${id}` };
  }

  helper(id = 'HELPER0000000001'): Actor {
    return this.actor(id, 'helper', 'GROUP00000000001');
  }

  steward(id = 'STEWARD000000001'): Actor {
    return this.actor(id, 'steward');
  }

  async blanks(count: number): Promise<CardInHand[]> {
    const made = await this.get(CardStockService).make(this.helper(), this.communityId, count);
    if (made.kind === 'refused') throw new Error(made.code);
    return made.blanks.map(inHand);
  }

  /** A member with a card that works. */
  async withCard(secret: string | null, helper: Actor = this.helper('HELPER0000000009')) {
    const member = await this.member();
    const card = await this.cardFor(member, secret, helper);
    return { member, card };
  }

  async cardFor(member: Member, secret: string | null, helper: Actor = this.helper('HELPER0000000009')) {
    const [blank] = await this.blanks(1);
    const wish = { partyId: member.id, secret };
    const answer = await this.cards.enrol(helper, this.communityId, blank!.id, wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return blank!;
  }

  async stateOf(card: CardInHand): Promise<Card['state'] | undefined> {
    return (await this.cards.scanned(this.steward(), this.communityId, card.token))?.state;
  }

  /** At a till of its own, unless it is told which. */
  open(card: CardInHand, secret: string | null, till = newId()) {
    return this.opening.open({ token: card.token }, secret, { id: till, via: `session of ${till}` });
  }

  /** The actor whom a card opens. */
  async opened(card: CardInHand, secret: string | null): Promise<Actor> {
    const answer = await this.open(card, secret);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return answer.actor;
  }

  /** An order as the payments room makes it for somebody known by a card. */
  order(by: Actor, from: string, to: string, amount: bigint) {
    const order = anOrder(this.communityId, [{ from, to, amount }], { actorId: by.id });
    const guards = this.get(CardDays).cardGuards(by, 'UUR', 2, amount, order.id);
    return { ...order, guards };
  }

  async pay(by: Actor, from: string, to: string, amount: bigint): Promise<string> {
    const answer = await this.get(BooksService).post({ order: this.order(by, from, to, amount) });
    return answer.kind === 'posted' ? 'posted' : answer.code;
  }

  async balanceOf({ account }: Member): Promise<bigint> {
    return balance((await this.get(BooksService).findAccount(this.communityId, account))!);
  }

  async token(id: string, scopes: Parameters<TokensService['make']>[1]['scopes'], as: Actor = command) {
    const owner = { kind: 'person' as const, id, communityId: this.communityId };
    const wish = { owner, scopes, expiresAt: this.clock.now() + 86_400_000, label: 'test' };
    const answer = await this.get(TokensService).make(as, wish);
    if (answer.kind === 'refused') throw new Error(answer.code);
    return `Bearer ${answer.token}`;
  }

  async ask(
    method: 'GET' | 'POST',
    url: string,
    options: { headers?: Record<string, string>; json?: object; form?: Record<string, string> } = {},
  ): Promise<LightMyRequestResponse> {
    const { headers = {}, json, form } = options;
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = form === undefined ? json : new URLSearchParams(form).toString();
    return this.app.inject({ method, url, headers: { ...type, ...headers }, payload });
  }

  async rows(sql: string, params: string[] = []) {
    return this.get(Database).reader.all(sql, params);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.place.drop();
  }
}

export function inHand({ id, number, url }: PrintableBlank): CardInHand {
  return { id, number, token: url.slice(url.lastIndexOf('/') + 1) };
}

/** The cookie a browser would send after an answer. */
export function cookieOf(answer: LightMyRequestResponse): string {
  const set = [answer.headers['set-cookie'] ?? []].flat();
  const own = set.find((each) => each.startsWith('__Host-samenmunt='));
  return own?.split(';')[0] ?? '';
}

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Webhook as Checker } from 'standardwebhooks';
import { systemActor, type Actor } from '../../src/access/actor.js';
import { NotAllowed } from '../../src/access/errors.js';
import { KeysService } from '../../src/access/keys.service.js';
import { Keys } from '../../src/access/keys.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { Sequencer } from '../../src/books/sequencer.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import type { ExchangeDraft } from '../../src/ledger/order.js';
import { EnrolmentService } from '../../src/members/enrolment.service.js';
import { buildApp } from '../../src/server.js';
import { DeliveriesService } from '../../src/webhooks/deliveries.service.js';
import { addressOf, isPublic, publicReach, type Address, type Reach } from '../../src/webhooks/reach.js';
import { waits } from '../../src/webhooks/webhook.js';
import { WebhooksService, type NewWebhook } from '../../src/webhooks/webhooks.service.js';
import { anOrder } from '../support/community.js';
import { aPlace, dialects, type Dialect, type TestPlace } from '../support/databases.js';

interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly raw: string;
}

/** A program elsewhere: keeps all it gets, and answers as it is told. */
class Receiver {
  readonly received: Received[] = [];
  answer: (response: ServerResponse, each: Received) => void = (response) =>
    void response.writeHead(204).end();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = request.headers as Received['headers'];
        const each = { path: request.url!, headers, raw: Buffer.concat(chunks).toString() };
        this.received.push(each);
        this.answer(response, each);
      });
    });
  }

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** By a name that no name server knows: the test's own reach says where it is. */
  url(path = '/'): string {
    return `http://receiver.example:${(this.server.address() as AddressInfo).port}${path}`;
  }

  at(path: string): Received[] {
    return this.received.filter((each) => each.path === path);
  }

  positions(path: string): number[] {
    return this.at(path).map(({ raw }) => dataOf(raw).position as number);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

const dataOf = (raw: string) => (JSON.parse(raw) as { data: Record<string, unknown> }).data;

const loopback: Reach = {
  protocols: ['http:', 'https:'],
  resolve: () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]),
  allows: () => true,
};

const community = 'rabot';

/** The whole service, one community and two people, on a clock that begins now: receivers look at theirs. */
class Town {
  readonly clock = new SetClock(Date.now());
  app!: NestFastifyApplication;
  readonly accounts: string[] = [];
  readonly persons: string[] = [];

  constructor(readonly place: TestPlace) {}

  static async open(dialect: Dialect): Promise<Town> {
    const town = await new Town(await aPlace(dialect)).start();
    const wish = { id: community, name: 'Rabot', recipe: 'time_circle' } as const;
    await town.app.get(CommunitiesService).create(systemActor('test'), wish);
    for (let i = 0; i < 2; i++) {
      const enrolled = await town.app
        .get(EnrolmentService)
        .enrol(systemActor('test'), { communityId: community, language: 'nl' });
      if (enrolled.kind === 'refused') throw new Error(enrolled.code);
      town.persons.push(enrolled.person.id);
      const [account] = await town.app.get(BooksService).accountsOf(community, enrolled.person.id);
      town.accounts.push(account!.id);
    }
    return town;
  }

  /** A process on this place; a further one is a second server on the same database. */
  async start(reach: Partial<Reach> = {}): Promise<Town> {
    const webhooks = { reach: { ...loopback, ...reach }, sendMs: 400 };
    this.app = await buildApp(this.place.config, { clock: this.clock, webhooks });
    return this;
  }

  /** Books so many payments of the least there is, there and back: days have limits. */
  async book(count: number, exchange: Partial<ExchangeDraft> = {}): Promise<string[]> {
    const [one, two] = this.accounts as [string, string];
    const factDate = new Date(this.clock.now()).toISOString().slice(0, 10);
    const orders = Array.from({ length: count }, (_, i) => {
      const [from, to] = i % 2 === 0 ? [one, two] : [two, one];
      return anOrder(community, [{ from, to, amount: 1n }], { exchange: { factDate, ...exchange } });
    });
    for (const order of orders) {
      const answer = await this.app.get(BooksService).post({ order });
      if (answer.kind !== 'posted') throw new Error(answer.code);
    }
    await this.app.get(Sequencer).run();
    return orders.map(({ id }) => id);
  }

  steward(): Actor {
    const id = this.persons[0]!;
    const mandate = { id: newId(), communityId: community, actorId: id, partyId: null, from: 0, until: null };
    const mandates = [{ ...mandate, role: 'steward' as const }];
    return { id, kind: 'person', communityId: community, mandates, scopes: null, via: 'test' };
  }

  async webhook(wish: NewWebhook): Promise<{ id: string; secret: string }> {
    const made = await this.app.get(WebhooksService).make(this.steward(), community, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    return { id: made.webhook.id, secret: made.secret };
  }

  async stateOf(id: string) {
    const all = await this.app.get(WebhooksService).list(this.steward(), community);
    return all.find((each) => each.id === id)!;
  }

  async triesOf(id: string) {
    return (await this.app.get(WebhooksService).tries(this.steward(), community, id, { limit: 200 }))!;
  }

  remove(id: string) {
    return this.app.get(WebhooksService).remove(this.steward(), community, id);
  }

  run(): Promise<number> {
    return this.app.get(DeliveriesService).run();
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.place.drop();
  }
}

describe.each(dialects)('webhooks on %s', (dialect) => {
  let town: Town;
  let receiver: Receiver;
  const made: string[] = [];
  let paths = 0;

  beforeAll(async () => {
    town = await Town.open(dialect);
    receiver = await Receiver.open();
  });
  afterEach(async () => {
    for (const id of made.splice(0)) await town.remove(id);
    receiver.answer = (response) => void response.writeHead(204).end();
  });
  afterAll(async () => {
    await town.close();
    await receiver.close();
  });

  async function listener(
    wish: Partial<NewWebhook> = {},
  ): Promise<{ id: string; secret: string; path: string }> {
    const path = `/${++paths}`;
    const webhook = await town.webhook({ url: receiver.url(path), ...wish });
    made.push(webhook.id);
    return { ...webhook, path };
  }

  it('are signed over the raw body as the library of the other side checks it', async () => {
    const { secret, path } = await listener();
    const [id] = await town.book(1, { kind: 'gift' });
    expect(await town.run()).toBe(1);
    const [message] = receiver.at(path);
    const { headers, raw } = message!;
    expect(headers).toMatchObject({ 'webhook-id': `exchange-${id}`, 'content-type': 'application/json' });
    expect(headers.host).toContain('receiver.example');
    const checker = new Checker(secret);
    expect(checker.verify(raw, headers)).toMatchObject({
      type: 'exchange.booked',
      data: {
        community,
        exchange: id,
        kind: 'gift',
        amounts: [{ currency: 'UUR', programme: null, amount: 1 }],
      },
    });
    expect(() => checker.verify(raw.replace('"amount":1', '"amount":2'), headers)).toThrow(
      'No matching signature',
    );
    expect(() => checker.verify(raw, { ...headers, 'webhook-id': 'exchange-other' })).toThrow();
    const other = new Checker(`whsec_${Buffer.alloc(32).toString('base64')}`);
    expect(() => other.verify(raw, headers)).toThrow('No matching signature');
    for (const personal of [...town.persons, ...town.accounts]) expect(raw).not.toContain(personal);
  });

  it('tell everything of the journal, in its order and once', async () => {
    const { id, path } = await listener({ after: 0n });
    await town.book(230);
    while ((await town.run()) > 0);
    const journal: string[] = [];
    const reading = town.app.get(ExchangesReading);
    for (const { exchange } of await reading.journal(community, 0n, 1000)) journal.push(exchange.id);
    expect(receiver.at(path).map(({ raw }) => dataOf(raw).exchange)).toEqual(journal);
    expect(receiver.positions(path)).toEqual(journal.map((_, i) => i + 1));
    expect((await town.stateOf(id)).position).toBe(BigInt(journal.length));
    expect(await town.run()).toBe(0);
  });

  it('begin at the present end, and tell only of the kinds that were asked for', async () => {
    await town.book(1, { kind: 'thanks' });
    const { id, path } = await listener({ kinds: ['thanks', 'gift'] });
    await town.book(3);
    const [gift] = await town.book(1, { kind: 'gift' });
    await town.book(2);
    expect(await town.run()).toBe(1);
    expect(receiver.at(path).map(({ raw }) => dataOf(raw).exchange)).toEqual([gift]);
    await town.run();
    const { position } = await town.stateOf(id);
    const [{ head }] = (await town.app
      .get(Database)
      .reader.all('select max(position) as head from journal where community_id = ?', [community])) as [
      { head: bigint },
    ];
    expect(position).toBe(head);
  });

  it('what was not taken is tried again later, under the same id and before all others', async () => {
    const { id, secret, path } = await listener();
    const ids = await town.book(3);
    let refusals = 3;
    receiver.answer = (response) => void response.writeHead(refusals-- > 0 ? 503 : 200).end('thank you');
    for (const wait of waits.slice(0, 3)) {
      await town.run();
      expect(await town.run()).toBe(0);
      town.clock.forward(wait - 1);
      const before = receiver.at(path).length;
      await town.run();
      expect(receiver.at(path)).toHaveLength(before);
      town.clock.forward(1);
    }
    expect(await town.run()).toBe(3);
    const told = receiver.at(path);
    expect(told.map(({ headers }) => headers['webhook-id'])).toEqual(
      [ids[0], ids[0], ids[0], ids[0], ids[1], ids[2]].map((each) => `exchange-${each}`),
    );
    const [first, , , last] = told;
    expect(first!.raw).toBe(last!.raw);
    expect(last!.headers['webhook-timestamp']).toBe(String(Math.floor(town.clock.now() / 1000)));
    const at = new Date(Number(last!.headers['webhook-timestamp']) * 1000);
    expect(new Checker(secret).sign(`exchange-${ids[0]}`, at, last!.raw)).toBe(
      last!.headers['webhook-signature'],
    );
    expect(await town.stateOf(id)).toMatchObject({ tries: 0, state: 'active' });
    const tries = await town.triesOf(id);
    expect(tries.filter(({ outcome }) => outcome === 'refused').map(({ status }) => status)).toEqual([
      503, 503, 503,
    ]);
    expect(tries.filter(({ outcome }) => outcome === 'delivered')).toHaveLength(3);
  });

  it('after eight tries it is paused by name, and goes on where it was when resumed', async () => {
    const { id, path } = await listener();
    const ids = await town.book(2);
    receiver.answer = (response) => void response.writeHead(500).end();
    for (const wait of waits) {
      await town.run();
      town.clock.forward(wait);
    }
    await town.run();
    expect(receiver.at(path)).toHaveLength(8);
    expect(await town.stateOf(id)).toMatchObject({ state: 'paused', pausedWhy: 'no_answer', tries: 8 });
    town.clock.forward(100 * 86_400_000);
    expect(await town.run()).toBe(0);
    receiver.answer = (response) => void response.writeHead(200).end();
    await town.app.get(WebhooksService).resume(town.steward(), community, id);
    expect(await town.run()).toBe(2);
    const last = receiver.at(path).slice(-2);
    expect(last.map(({ raw }) => dataOf(raw).exchange)).toEqual(ids);
  });

  it('an address that is gone (410) is paused at once', async () => {
    const { id, path } = await listener();
    await town.book(1);
    receiver.answer = (response) => void response.writeHead(410).end();
    await town.run();
    expect(await town.stateOf(id)).toMatchObject({ state: 'paused', pausedWhy: 'gone' });
    expect(receiver.at(path)).toHaveLength(1);
  });

  it('nobody is followed elsewhere, and nobody is waited for long', async () => {
    const { id, path } = await listener();
    await town.book(1);
    receiver.answer = (response) => void response.writeHead(307, { location: receiver.url('/else') }).end();
    await town.run();
    town.clock.forward(waits[0]);
    receiver.answer = () => undefined;
    const begun = performance.now();
    await town.run();
    expect(performance.now() - begun).toBeLessThan(3000);
    town.clock.forward(waits[1]);
    receiver.answer = (response) => void response.destroy();
    await town.run();
    expect(receiver.at('/else')).toEqual([]);
    expect(receiver.at(path)).toHaveLength(3);
    const outcomes = (await town.triesOf(id)).map(({ outcome, status }) => [outcome, status]);
    expect(outcomes).toEqual([
      ['unreachable', null],
      ['too_slow', null],
      ['redirected', 307],
    ]);
  });

  it('of an answer nothing but its status is read', async () => {
    await listener();
    await town.book(1);
    const piece = Buffer.alloc(65_536, 'x');
    let written = 0;
    receiver.answer = (response) => {
      response.on('error', () => undefined);
      response.writeHead(200);
      const pour = (): void => {
        while (written < 100 * piece.length && !response.destroyed) {
          written += piece.length;
          if (!response.write(piece)) return void response.once('drain', pour);
        }
        response.end();
      };
      pour();
    };
    expect(await town.run()).toBe(1);
    expect(written).toBeLessThan(100 * piece.length);
  });

  it('can be told again from a position, paused, resumed and tested', async () => {
    const { id, secret, path } = await listener();
    const webhooks = town.app.get(WebhooksService);
    const ids = await town.book(4);
    await town.run();
    const { position } = await town.stateOf(id);
    await webhooks.replay(town.steward(), community, id, position - 2n);
    expect(await town.run()).toBe(2);
    const told = receiver.at(path).map(({ headers }) => headers['webhook-id']);
    expect(told).toEqual([...ids, ...ids.slice(2)].map((each) => `exchange-${each}`));
    await webhooks.replay(town.steward(), community, id, position + 50n);
    expect((await town.stateOf(id)).position).toBe(position);
    await webhooks.pause(town.steward(), community, id);
    await town.book(1);
    expect(await town.run()).toBe(0);
    expect(await webhooks.ping(town.steward(), community, id)).toEqual({
      ...{ kind: 'sent', outcome: 'delivered', status: 204 },
    });
    const ping = receiver.at(path).at(-1)!;
    expect(JSON.parse(ping.raw)).toMatchObject({ type: 'webhook.ping', data: { community } });
    const at = new Date(Number(ping.headers['webhook-timestamp']) * 1000);
    expect(new Checker(secret).sign(ping.headers['webhook-id']!, at, ping.raw)).toBe(
      ping.headers['webhook-signature'],
    );
    await webhooks.resume(town.steward(), community, id);
    expect(await town.run()).toBe(1);
  });

  it('what was sent in the moment before a crash is sent again, under the same id', async () => {
    const { path } = await listener();
    await town.book(1);
    const crash = jest.spyOn(town.app.get(Database), 'transaction');
    crash.mockRejectedValueOnce(new Error('the process is gone'));
    await expect(town.run()).rejects.toThrow('the process is gone');
    crash.mockRestore();
    expect(await town.run()).toBe(1);
    const [first, second, ...more] = receiver.at(path).map(({ headers }) => headers['webhook-id']);
    expect([second, more]).toEqual([first, []]);
  });

  it('sent back while a message is under way, it is told from there', async () => {
    const { id, path } = await listener();
    await town.book(2);
    await town.run();
    const { position } = await town.stateOf(id);
    await town.book(1);
    const answers: ServerResponse[] = [];
    receiver.answer = (response) => void answers.push(response);
    const running = town.run();
    while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await town.app.get(WebhooksService).replay(town.steward(), community, id, position - 2n);
    receiver.answer = (response) => void response.writeHead(200).end();
    answers[0]!.writeHead(200).end();
    await running;
    await town.run();
    const from = Number(position);
    expect(receiver.positions(path)).toEqual([from - 1, from, from + 1, from - 1, from, from + 1]);
  });

  it('two processes tell each position once', async () => {
    const { path } = await listener();
    // SQLite has one process; there the two are two callers of it.
    const second = dialect === 'postgres' ? await twin(town) : town;
    await town.book(40);
    receiver.answer = (response) => void setTimeout(() => response.writeHead(200).end(), 2);
    const told = [0, 0];
    for (let i = 0; i < 30 && receiver.at(path).length < 40; i++) {
      const [one, two] = await Promise.all([town.run(), second.run()]);
      told[0]! += one!;
      told[1]! += two!;
    }
    const positions = receiver.positions(path);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
    expect(positions).toHaveLength(40);
    expect(told[0]! + told[1]!).toBe(40);
    if (second !== town) await second.app.close();
  });

  it('one that does not answer keeps no other from being told', async () => {
    const [slow, quick] = [await listener(), await listener()];
    await town.book(3);
    receiver.answer = (response, { path }) => void (path === slow.path || response.writeHead(200).end());
    expect(await town.run()).toBe(3);
    expect(receiver.at(quick.path)).toHaveLength(3);
    expect(await town.stateOf(slow.id)).toMatchObject({ tries: 1 });
  });

  it('the secret is changed by a second one beside the first', async () => {
    const path = `/${++paths}`;
    const [old, next] = [
      await listener({ url: receiver.url(path) }),
      await listener({ url: receiver.url(path) }),
    ];
    expect(old.secret).not.toBe(next.secret);
    expect(Buffer.from(next.secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
    const signed = (secret: string) =>
      receiver.at(path).filter(({ headers, raw }) => {
        const at = new Date(Number(headers['webhook-timestamp']) * 1000);
        return new Checker(secret).sign(headers['webhook-id']!, at, raw) === headers['webhook-signature'];
      }).length;
    await town.book(1);
    await town.run();
    expect([signed(old.secret), signed(next.secret)]).toEqual([1, 1]);
    await town.remove(old.id);
    await town.book(1);
    await town.run();
    expect([signed(old.secret), signed(next.secret)]).toEqual([1, 2]);
  });

  it('the secret is nowhere in the database, and outlives a change of the master key', async () => {
    const { id, secret, path } = await listener();
    const { reader } = town.app.get(Database);
    const keptSecret = async () =>
      (await reader.one('select secret from webhooks where webhook_id = ?', [id]))!.secret as Buffer;
    const before = await keptSecret();
    const plain = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(before.includes(plain)).toBe(false);
    await town.app.get(KeysService).rotate(new Keys(Buffer.alloc(32, 7)));
    expect((await keptSecret()).equals(before)).toBe(false);
    await town.book(1);
    expect(await town.run()).toBe(1);
    const { headers, raw } = receiver.at(path)[0]!;
    const at = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(new Checker(secret).sign(headers['webhook-id']!, at, raw)).toBe(headers['webhook-signature']);
  });

  it('are for stewards only, over HTTP too, and there are ten at most', async () => {
    const webhooks = town.app.get(WebhooksService);
    const member = { ...town.steward(), mandates: [] };
    await expect(webhooks.make(member, community, { url: receiver.url() })).rejects.toThrow(NotAllowed);
    expect(() => webhooks.list(member, community)).toThrow(NotAllowed);
    const base = `/api/v1/communities/${community}/webhooks`;
    const owner = { kind: 'person' as const, id: town.persons[1]!, communityId: community };
    const tokens = town.app.get(TokensService);
    const token = await tokens.make(systemActor('test'), {
      ...{ owner, scopes: ['community:write'], expiresAt: town.clock.now() + 86_400_000, label: 'test' },
    });
    if (token.kind === 'refused') throw new Error(token.code);
    const headers = { authorization: `Bearer ${token.token}` };
    expect((await town.app.inject({ method: 'GET', url: base, headers })).statusCode).toBe(403);
    for (let i = 0; i < 10; i++) await listener();
    await expect(listener()).rejects.toThrow('too_many_webhooks');
  });

  it('are made, looked at, paused, tested and removed over HTTP', async () => {
    const base = `/api/v1/communities/${community}/webhooks`;
    const { MandatesService } = await import('../../src/access/mandates.service.js');
    const [, steward] = town.persons as [string, string];
    const mandate = {
      communityId: community,
      actorId: steward,
      role: 'steward',
      partyId: null,
      until: null,
    } as const;
    await town.app.get(MandatesService).grant(systemActor('test'), mandate);
    const owner = { kind: 'person' as const, id: steward, communityId: community };
    const token = await town.app.get(TokensService).make(systemActor('test'), {
      ...{ owner, scopes: ['community:write'], expiresAt: town.clock.now() + 86_400_000, label: 'test' },
    });
    if (token.kind === 'refused') throw new Error(token.code);
    const call = async (method: 'GET' | 'POST' | 'DELETE', path = '', payload?: object) => {
      const headers = { authorization: `Bearer ${token.token}` };
      const answer = await town.app.inject({ method, url: base + path, headers, payload });
      return { status: answer.statusCode, text: answer.body, body: answer.body === '' ? {} : answer.json() };
    };
    const path = `/${++paths}`;
    const answer = await call('POST', '', { url: receiver.url(path), kinds: ['payment'], after: 0 });
    expect(answer).toMatchObject({ status: 201, body: { state: 'active', position: 0, kinds: ['payment'] } });
    const { id, secret } = answer.body as { id: string; secret: string };
    expect(secret).toMatch(/^whsec_/);
    expect((await call('GET')).text).not.toContain(secret);
    expect(await call('POST', `/${id}/pause`)).toMatchObject({
      body: { state: 'paused', pausedWhy: 'by_hand' },
    });
    expect(await call('POST', `/${id}/ping`)).toMatchObject({
      status: 200,
      body: { outcome: 'delivered', status: 204 },
    });
    expect(await call('POST', `/${id}/resume`)).toMatchObject({ body: { state: 'active' } });
    while ((await town.run()) > 0);
    const page = await call('GET', `/${id}/deliveries?limit=2`);
    expect(page).toMatchObject({ body: { items: [{ outcome: 'delivered', status: 204 }, {}] } });
    expect((page.body as { next: string }).next).toEqual(expect.any(String));
    expect(await call('POST', `/${id}/replay`, { after: 1 })).toMatchObject({ body: { position: 1 } });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}/deliveries`)).status).toBe(404);
    expect((await call('POST', '', { url: 'ftp://receiver.example/' })).body).toMatchObject({
      code: 'webhook_url_wrong',
    });
  });

  it('a process that serves delivers by itself', async () => {
    const { path } = await listener();
    await town.book(2);
    await town.app.listen(0, '127.0.0.1');
    for (let i = 0; i < 100 && receiver.at(path).length < 2; i++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(receiver.at(path)).toHaveLength(2);
  });
});

/** A second process on the same database. */
async function twin(town: Town): Promise<Town> {
  const second = new Town(town.place);
  second.clock.set(town.clock.now());
  return second.start();
}

describe('where webhooks may go', () => {
  it.each([
    ...[
      '127.0.0.1',
      '127.9.9.9',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
    ],
    ...['100.64.0.1', '0.0.0.0', '192.0.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
  ])('not to %s', (address) => {
    expect(isPublic({ address, family: 4 })).toBe(false);
  });

  it.each([
    ...['::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1'],
    ...['::ffff:8.8.8.8', '64:ff9b::a00:1', '2002:7f00:1::', '2001:db8::1', '2001::1', '::7f00:1'],
  ])('not to %s', (address) => {
    expect(isPublic({ address, family: 6 })).toBe(false);
  });

  it('but to the public network', () => {
    expect(isPublic({ address: '193.191.136.1', family: 4 })).toBe(true);
    expect(isPublic({ address: '172.32.0.1', family: 4 })).toBe(true);
    expect(isPublic({ address: '2a02:a000::1', family: 6 })).toBe(true);
    expect(isPublic({ address: 'not an address', family: 4 })).toBe(false);
  });

  it('a host of which one address is private is private', async () => {
    const all: Address[] = [
      { address: '193.191.136.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    const reach = { ...publicReach, resolve: () => Promise.resolve(all) };
    expect(await addressOf(reach, 'both.example')).toBe('address_private');
    const none = { ...publicReach, resolve: () => Promise.reject(new Error('ENOTFOUND')) };
    expect(await addressOf(none, 'none.example')).toBe('address_unknown');
    expect(await addressOf(publicReach, '[::1]')).toBe('address_private');
  });

  it('a server as it is refuses private addresses and other ways by name', async () => {
    const town = new Town(await aPlace('sqlite'));
    town.app = await buildApp(town.place.config, { clock: town.clock });
    const wish = { id: community, name: 'Rabot', recipe: 'time_circle' } as const;
    await town.app.get(CommunitiesService).create(systemActor('test'), wish);
    town.persons.push('STEWARD');
    const codeOf = async (url: string) => {
      const answer = await town.app.get(WebhooksService).make(town.steward(), community, { url });
      return answer.kind === 'refused' ? answer.code : answer.kind;
    };
    const codes = [
      ...['http://example.org/', 'https://name:secret@example.org/', 'https://example.org/#part', 'nothing'],
    ];
    for (const url of codes) expect([url, await codeOf(url)]).toEqual([url, 'webhook_url_wrong']);
    const hosts = [
      '127.0.0.1',
      'localhost',
      '0x7f.1',
      '2130706433',
      '[::1]',
      '[::ffff:10.0.0.1]',
      '169.254.169.254',
    ];
    for (const host of hosts) {
      expect([host, await codeOf(`https://${host}/`)]).toEqual([host, 'webhook_address_private']);
    }
    await town.close();
  });

  it('a name that turns to a private address later is not followed there', async () => {
    const receiver = await Receiver.open();
    let address = '193.191.136.1';
    const resolve = (): Promise<Address[]> => Promise.resolve([{ address, family: 4 }]);
    const town = await Town.open('sqlite');
    await town.app.close();
    await town.start({ resolve, allows: isPublic });
    const { id } = await town.webhook({ url: receiver.url() });
    address = '127.0.0.1';
    await town.book(1);
    expect(await town.run()).toBe(0);
    expect(receiver.received).toEqual([]);
    expect((await town.triesOf(id)).map(({ outcome }) => outcome)).toEqual(['address_private']);
    await town.close();
    await receiver.close();
  });
});

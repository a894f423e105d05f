import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../src/books/answers.js';
import { CodesService } from '../../src/payments/codes.service.js';
import type { No } from '../../src/payments/payment.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { RequestsService } from '../../src/payments/requests.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId, TestPayments, type Somebody } from '../support/payments.js';

const callers = 50;

/** On PostgreSQL the callers are spread over two servers on the same database. */
describe.each(dialects)('fifty at once on %s', (dialect) => {
  let servers: TestPayments[];
  let first: TestPayments;
  let rabot: string;
  let people: Somebody[];

  beforeAll(async () => {
    first = await TestPayments.open(dialect);
    servers = dialect === 'postgres' ? [first, await TestPayments.on(first.place)] : [first];
    rabot = await first.aCommunity();
    people = [];
    for (let i = 0; i < callers; i++) people.push(await first.aPerson(rabot));
  });
  afterAll(async () => {
    for (const other of servers.slice(1)) await other.stop();
    await first.close();
  });

  /** How often each answer came. */
  async function atOnce(
    call: (server: TestPayments, i: number) => Promise<Answer | No>,
  ): Promise<Record<string, number>> {
    const calls = Array.from({ length: callers }, (_, i) => call(servers[i % servers.length]!, i));
    const counts: Record<string, number> = {};
    for (const answer of await Promise.all(calls)) {
      const name = answer.kind === 'refused' ? answer.code : answer.repeated ? 'repeated' : 'posted';
      counts[name] = (counts[name] ?? 0) + 1;
    }
    await first.theBooksBalance();
    return counts;
  }

  const balance = (who: Somebody): Promise<bigint> => first.balanceOf(rabot, who);
  const tokenIn = (url: string | null): string => url!.split('/').at(-1)!;

  it('drain one account: one gets it', async () => {
    const spender = await first.aPerson(rabot);
    const counts = await atOnce((server, i) => {
      const payment = { orderId: anOrderId(), from: spender.account, to: people[i]!.account, amount: 600n };
      return server.get(PaymentsService).pay(spender.actor, rabot, payment);
    });
    expect(counts).toEqual({ posted: 1, not_enough: callers - 1 });
    expect(await balance(spender)).toBe(-600n);
  });

  it('repeat one order: it is booked once, and all get its answer', async () => {
    const [giver, taker] = [await first.aPerson(rabot), await first.aPerson(rabot)];
    const payment = { orderId: anOrderId(), from: giver.account, to: taker.account, amount: 100n };
    const before = await first.countExchanges(rabot);
    const counts = await atOnce((server) => server.get(PaymentsService).pay(giver.actor, rabot, payment));
    expect(counts).toEqual({ posted: 1, repeated: callers - 1 });
    expect(await first.countExchanges(rabot)).toBe(before + 1);
    expect(await balance(taker)).toBe(100n);
  });

  it('pay one single-use code: one does', async () => {
    const taker = await first.aPerson(rabot);
    const wish = { account: taker.account, kind: 'single' as const, amount: 50n };
    const made = await first.get(CodesService).make(taker.actor, rabot, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    const counts = await atOnce((server, i) => {
      const payment = { orderId: anOrderId(), from: people[i]!.account, code: tokenIn(made.url) };
      return server.get(PaymentsService).pay(people[i]!.actor, rabot, payment);
    });
    expect(counts).toEqual({ posted: 1, code_already_used: callers - 1 });
    expect(await balance(taker)).toBe(50n);
  });

  it('pay one standing code: all do', async () => {
    const taker = await first.aPerson(rabot);
    const wish = { account: taker.account, kind: 'standing' as const, amount: 1n };
    const made = await first.get(CodesService).make(taker.actor, rabot, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    const counts = await atOnce((server, i) => {
      const payment = { orderId: anOrderId(), from: people[i]!.account, code: tokenIn(made.url) };
      return server.get(PaymentsService).pay(people[i]!.actor, rabot, payment);
    });
    expect(counts).toEqual({ posted: callers });
    expect(await balance(taker)).toBe(BigInt(callers));
  });

  it('pay one request, some while it is declined: it is paid once or declined, never both', async () => {
    const [payer, taker] = [await first.aPerson(rabot), await first.aPerson(rabot)];
    const wish = { account: taker.account, payer: payer.id, amount: 50n };
    const made = await first.get(RequestsService).make(taker.actor, rabot, wish);
    if (made.kind === 'refused') throw new Error(made.code);
    const declining = servers.at(-1)!.get(RequestsService).decline(payer.actor, rabot, made.request.id);
    const counts = await atOnce((server) => {
      const payment = { orderId: anOrderId(), from: payer.account, request: made.request.id };
      return server.get(PaymentsService).pay(payer.actor, rabot, payment);
    });
    const declined = await declining;
    const isDeclined = declined !== undefined && !('code' in declined);
    expect(counts).toEqual(
      isDeclined ? { request_declined: callers } : { posted: 1, request_paid: callers - 1 },
    );
    expect(await balance(taker)).toBe(isDeclined ? 0n : 50n);
  });

  it('give back one payment: it is undone once', async () => {
    const [giver, taker] = [await first.aPerson(rabot), await first.aPerson(rabot)];
    const exchangeId = anOrderId();
    const payment = { orderId: exchangeId, from: giver.account, to: taker.account, amount: 100n };
    await first.get(PaymentsService).pay(giver.actor, rabot, payment);
    const counts = await atOnce((server) => {
      const reversal = { orderId: anOrderId(), exchangeId, reason: 'given_back' as const };
      return server.get(ReversalsService).reverse(taker.actor, rabot, reversal);
    });
    expect(counts).toEqual({ posted: 1, exchange_already_reversed: callers - 1 });
    expect([await balance(giver), await balance(taker)]).toEqual([0n, 0n]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { AuditService } from '../../src/access/audit.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { systemActor, type Actor } from '../../src/access/actor.js';
import { fastifyOptions } from '../../src/api/frame.js';
import { planClosure } from '../../src/communities/closure.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { readConfig } from '../../src/config.js';
import type { Account } from '../../src/ledger/account.js';
import { HouseholdsService } from '../../src/members/households.service.js';
import { ExchangesService } from '../../src/payments/exchanges.service.js';
import { LookingService } from '../../src/payments/looking.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { ReversalsService } from '../../src/payments/reversals.service.js';
import { ruleOrderId } from '../../src/upkeep/order-ids.js';
import { RunsStore } from '../../src/upkeep/runs.store.js';
import { dialects } from '../support/databases.js';
import { anOrderId, TestPayments, type Somebody } from '../support/payments.js';

describe.each(dialects)('whoever looks after others, on %s', (dialect) => {
  let test: TestPayments;
  let here: string;
  let ann: Somebody;
  let bert: Somebody;
  let steward: Actor;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    here = await test.aCommunity();
    [ann, bert] = [await test.aPerson(here), await test.aPerson(here)];
    steward = test.steward(here);
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  const pay = async (payer: Somebody['actor'], from: string, to: string): Promise<string> => {
    const orderId = anOrderId();
    const answer = await test.get(PaymentsService).pay(payer, here, { orderId, from, to, amount: 50n });
    expect(answer).toMatchObject({ kind: 'posted' });
    return orderId;
  };
  const undo = async (actor: Actor, exchangeId: string): Promise<void> => {
    const wish = { orderId: anOrderId(), exchangeId, reason: 'other' as const };
    expect(await test.get(ReversalsService).reverse(actor, here, wish)).toMatchObject({ kind: 'posted' });
  };
  const issuance = async (): Promise<string> => {
    const currencies = test.get(CurrenciesService);
    return currencies.communityAccount(here, (await currencies.all(here))[0]!.code, 'issuance');
  };

  it('finds in the audit nobody who paid, asked or gave back, only what was done for the community', async () => {
    const paid = await pay(ann.actor, ann.account, bert.account);
    const givenBack = await pay(ann.actor, ann.account, bert.account);
    await undo(bert.actor, givenBack);
    const issued = await pay(steward, await issuance(), ann.account);
    const undone = await pay(ann.actor, ann.account, bert.account);
    await undo(steward, undone);
    const { lines } = await test.get(AuditService).list(steward, { communityId: here, limit: 200 });
    const about = lines.filter(({ subjectKind }) => subjectKind === 'exchange');
    expect(new Set(about.map(({ actorId }) => actorId))).toEqual(new Set([steward.id]));
    expect(about.map(({ subjectId }) => subjectId).sort()).toEqual([issued, undone].sort());
    expect(about.map(({ subjectId }) => subjectId)).not.toContain(paid);
  });

  it('does not see to whom the community gave', async () => {
    const id = await pay(steward, await issuance(), ann.account);
    const seen = (await test.get(LookingService).show(steward, here, id))!;
    expect(seen.transfers).toMatchObject([{ debitId: await issuance(), creditId: null, amount: 50n }]);
    const own = (await test.get(LookingService).show(ann.actor, here, id))!;
    expect(own.transfers).toMatchObject([{ creditId: ann.account }]);
  });

  it('cannot work out which exchange took from which purse', () => {
    const about = ['demurrage', here, 'UUR', '2026-01', ann.account] as const;
    const id = test.get(RunsStore).orderId(...about);
    expect(id).toBe(test.get(RunsStore).orderId(...about));
    expect(id).not.toBe(ruleOrderId(...about));
  });

  it('cannot let themselves into a household', async () => {
    const founded = await test.get(HouseholdsService).found(ann.actor, here, ann.id);
    if (founded.kind === 'refused') throw new Error(founded.code);
    const wish = { communityId: here, actorId: bert.id, role: 'member', until: null } as const;
    const { id: partyId } = founded.household;
    await expect(test.get(MandatesService).grant(steward, { ...wish, partyId })).rejects.toThrow('may not');
  });

  it('makes no way in with a token, which may do less than the way in', async () => {
    const wish = {
      communityId: here,
      actorId: bert.id,
      role: 'steward',
      partyId: null,
      until: null,
    } as const;
    const granted = await test.get(MandatesService).grant(systemActor('test'), wish);
    expect(granted).toMatchObject({ kind: 'granted' });
    const as = await test.aToken(here, bert.id, ['people:write']);
    const url = `/api/v1/communities/${here}/people/${ann.id}/sign-in-links`;
    expect((await test.call('POST', url, { as })).status).toBe(403);
  });

  it('puts nobody on a receipt who took no part', async () => {
    const carla = await test.aPerson(here);
    const transfers = [{ from: ann.account, to: bert.account, amount: 10n }];
    const book = (more: { giver?: string; taker?: string; helper?: string }) =>
      test
        .get(ExchangesService)
        .book(ann.actor, here, { orderId: anOrderId(), kind: 'payment', transfers, ...more });
    expect(await book({ giver: carla.id })).toMatchObject({ code: 'not_a_party' });
    expect(await book({ taker: carla.id })).toMatchObject({ code: 'not_a_party' });
    expect(await book({ helper: 'NOBODY0000000000' })).toMatchObject({ code: 'not_a_party' });
    expect(await book({ giver: ann.id, taker: bert.id })).toMatchObject({ kind: 'posted' });
  });
});

describe('a closure that cannot be', () => {
  const account = (balance: bigint): Account =>
    ({
      ...{ id: 'A', currency: 'UUR', kind: 'member', creditsPosted: 100n, debitsPosted: 100n - balance },
      ...{ debitsPending: 0n, debitsResolved: 0n, creditsPending: 0n, creditsResolved: 0n },
    }) as Account;

  it('is refused in the same words whatever the balance', () => {
    const answers = [-1n, 0n, 1n].map((amount) => {
      const purse = account(amount);
      return planClosure([purse], new Map([['UUR', purse]]), false);
    });
    expect(answers).toEqual(new Array(3).fill('accounts_must_be_different'));
  });
});

describe('behind a proxy', () => {
  it('believes only what the proxy itself saw, so that tries are counted for who tries', async () => {
    const config = readConfig({ TRUST_PROXY: 'yes' });
    const server = fastify(fastifyOptions(config));
    server.get('/', (request) => ({ ip: request.ip }));
    const headers = { 'x-forwarded-for': '10.9.9.9, 192.0.2.7' };
    const answer = await server.inject({ method: 'GET', url: '/', headers });
    await server.close();
    expect(answer.json()).toEqual({ ip: '192.0.2.7' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scopes, systemActor } from '../../src/access/actor.js';
import type { Owner } from '../../src/access/credential.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { PartiesService } from '../../src/communities/parties.service.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { startServer, type Server } from '../../src/server.js';
import { aPlace, type TestPlace } from '../support/databases.js';

interface Answer extends Record<string, unknown> {
  readonly status: number;
}

describe('communities, initiatives and institutions over REST', () => {
  let place: TestPlace;
  let server: Server;
  const operatorId = newId();

  beforeAll(async () => {
    place = await aPlace('sqlite');
    server = await startServer(place.config, { logTo: { write: () => undefined } });
    const database = server.app.get(Database);
    await database.transaction((tx) =>
      tx.run('insert into operators (operator_id, appointed_at) values (?, 0)', [operatorId]),
    );
  });

  afterAll(async () => {
    await server.close();
    await place.drop();
  });

  /** A program that acts for an operator or a person. */
  async function aProgram(owner: Owner) {
    const wish = { owner, scopes, expiresAt: Date.now() + 3_600_000, label: 'test' };
    const made = await server.app.get(TokensService).make(systemActor('test'), wish);
    if (made.kind !== 'made') throw new Error(made.code);
    return async (method: string, path: string, body?: object): Promise<Answer> => {
      const headers = {
        authorization: `Bearer ${made.token}`,
        ...(body && { 'content-type': 'application/json' }),
      };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await fetch(`${server.url}/api/v1/communities${path}`, { method, headers, ...sent });
      const text = await answer.text();
      return { status: answer.status, ...((text === '' ? {} : JSON.parse(text)) as Record<string, unknown>) };
    };
  }

  async function aSteward(communityId: string) {
    const register = server.app.get(PartiesService);
    const database = server.app.get(Database);
    const person = await database.transaction((tx) => register.register(tx, communityId, 'person'));
    const wish = { communityId, actorId: person.id, role: 'steward', partyId: null, until: null } as const;
    await server.app.get(MandatesService).grant(systemActor('test'), wish);
    return { id: person.id, call: await aProgram({ kind: 'person', id: person.id, communityId }) };
  }

  it('go from a new community to a group that has stopped', async () => {
    const operator = await aProgram({ kind: 'operator', id: operatorId, communityId: null });
    const created = await operator('POST', '', { id: 'rabot', name: 'Rabot', recipe: 'thank_you' });
    expect(created).toMatchObject({ status: 201, id: 'rabot', languages: ['nl', 'fr', 'en'] });
    expect(await operator('POST', '', { id: 'rabot', name: 'Rabot', recipe: 'mixed' })).toMatchObject({
      status: 422,
      code: 'community_exists',
    });
    expect(await operator('GET', '?limit=1')).toMatchObject({
      status: 200,
      items: [{ id: 'rabot' }],
      next: null,
    });
    const { id: keeper, call } = await aSteward('rabot');
    expect(await call('GET', '/rabot')).toMatchObject({ status: 200, name: 'Rabot' });
    expect(await call('PATCH', '/rabot', { name: 'Rabot-Blaisantvest' })).toMatchObject({ status: 200 });
    expect(
      await call('PATCH', '/rabot/currencies/DANK', { softWarning: { percent: 20 }, perDay: null }),
    ).toMatchObject({
      status: 200,
      softWarning: { percent: 20 },
      perDay: null,
      memberCeiling: 4000,
      version: 2,
    });
    const torn = { softWarning: { percent: 20, nearFloor: 1 } };
    expect(await call('PATCH', '/rabot/currencies/DANK', torn)).toMatchObject({
      status: 400,
      code: 'invalid_input',
    });
    const more = { code: 'UUR', recipe: 'time_circle', memberFloor: -400 };
    expect(await call('POST', '/rabot/currencies', more)).toMatchObject({
      status: 201,
      memberFloor: -400,
      step: 25,
    });
    expect(await call('GET', '/rabot/currencies')).toMatchObject({
      items: [{ code: 'DANK' }, { code: 'UUR' }],
    });
    const account = await call('POST', `/rabot/parties/${keeper}/accounts`, { currency: 'UUR' });
    expect(account).toMatchObject({ status: 201, kind: 'member', currency: 'UUR' });
    const bounds = `/rabot/accounts/${String(account.accountId)}/bounds`;
    expect(await call('PUT', bounds, { floor: -100, ceiling: null })).toMatchObject({ status: 204 });

    const wish = { name: 'Soep', picture: 'pan', colour: 'green', treasurers: [keeper] };
    const group = await call('POST', '/rabot/initiatives', wish);
    expect(group).toMatchObject({ status: 201, visibility: 'hidden', withoutMandate: [] });
    const path = `/rabot/initiatives/${String(group.id)}`;
    expect(await call('PATCH', path, { phase: 'paused', visibility: 'listed' })).toMatchObject({
      status: 200,
      phase: 'paused',
    });
    expect(await call('PATCH', path, { phase: 'stopped' })).toMatchObject({ status: 400 });
    const purse = { kind: 'pot', currency: 'DANK', name: 'Onze pot', picture: 'pot' };
    expect(await call('POST', `${path}/purses`, purse)).toMatchObject({ status: 201, name: 'Onze pot' });
    expect(await call('GET', `${path}/purses`)).toMatchObject({ items: [purse] });
    expect(await call('GET', `${path}/people`)).toMatchObject({ items: [{ personId: keeper }] });
    expect(await call('PUT', `${path}/people/${keeper}`)).toMatchObject({ status: 204 });
    expect(await call('DELETE', `${path}/people/${keeper}`)).toMatchObject({ status: 204 });
    expect(await call('GET', `${path}/closure`)).toMatchObject({ status: 200, exchangeId: null });
    expect(await call('POST', `${path}/closure`, { toPartyId: null })).toMatchObject({
      status: 201,
      lines: [],
    });
    expect(await call('GET', path)).toMatchObject({ status: 200, phase: 'stopped' });

    const shop = { kind: 'shop', name: 'De Kruimel', picture: 'bread', colour: 'brown' };
    const entered = await call('POST', '/rabot/institutions', shop);
    expect(entered).toMatchObject({ status: 201, outlet: true, openingHours: null });
    const there = `/rabot/institutions/${String(entered.id)}`;
    expect(await call('PATCH', there, { openingHours: 'ma-vr\nza' })).toMatchObject({
      openingHours: 'ma-vr\nza',
    });
    expect(await call('GET', '/rabot/institutions?outlets=yes')).toMatchObject({
      items: [{ name: 'De Kruimel' }],
    });
    expect(await call('POST', `${there}/closure`, { toPartyId: null })).toMatchObject({ status: 403 });
  });

  it('show nothing of another community, whatever is asked', async () => {
    await server.app
      .get(CommunitiesService)
      .create(systemActor('test'), { id: 'mine', name: 'Mijn', recipe: 'mixed' });
    await server.app
      .get(CommunitiesService)
      .create(systemActor('test'), { id: 'yours', name: 'Jouw', recipe: 'mixed' });
    const [mine, yours] = [await aSteward('mine'), await aSteward('yours')];
    const looksOf = { picture: 'pan', colour: 'green' };
    const group = await yours.call('POST', '/yours/initiatives', {
      name: 'Van jou',
      ...looksOf,
      visibility: 'open',
    });
    const shop = await yours.call('POST', '/yours/institutions', {
      kind: 'shop',
      name: 'Van jou',
      ...looksOf,
    });
    const [g, s] = [String(group.id), String(shop.id)];
    const pot = await server.app.get(CurrenciesService).communityAccount('yours', 'SAMEN', 'pot');
    const asked: Array<[string, string, object?]> = [
      ['GET', ''],
      ['PATCH', '', { name: 'Gekaapt' }],
      ['GET', '/currencies'],
      ['POST', '/currencies', { code: 'KAAP', recipe: 'mixed' }],
      ['GET', '/currencies/SAMEN'],
      ['PATCH', '/currencies/SAMEN', { step: 50 }],
      ['PUT', `/accounts/${pot}/bounds`, { floor: null, ceiling: null }],
      ['POST', `/parties/${g}/accounts`, { currency: 'SAMEN' }],
      ['GET', '/initiatives'],
      ['POST', '/initiatives', { name: 'Kaap', ...looksOf }],
      ['GET', `/initiatives/${g}`],
      ['PATCH', `/initiatives/${g}`, { name: 'Gekaapt' }],
      ['GET', `/initiatives/${g}/closure`],
      ['POST', `/initiatives/${g}/closure`, { toPartyId: null }],
      ['GET', `/initiatives/${g}/people`],
      ['PUT', `/initiatives/${g}/people/${mine.id}`],
      ['DELETE', `/initiatives/${g}/people/${yours.id}`],
      ['GET', `/initiatives/${g}/purses`],
      ['POST', `/initiatives/${g}/purses`, { kind: 'pot', currency: 'SAMEN', name: 'Pot', picture: 'pot' }],
      ['GET', '/institutions'],
      ['POST', '/institutions', { kind: 'shop', name: 'Kaap', ...looksOf }],
      ['GET', `/institutions/${s}`],
      ['PATCH', `/institutions/${s}`, { name: 'Gekaapt' }],
      ['POST', `/institutions/${s}/closure`, { toPartyId: null }],
    ];
    for (const [method, path, body] of asked) {
      const answer = await mine.call(method, `/yours${path}`, body);
      expect([method, path, [403, 404].includes(answer.status)]).toEqual([method, path, true]);
      // Under one's own community, the other's ids are nobody's.
      if (!/[0-9A-Z]{16}/.test(path)) continue;
      const own = await mine.call(method, `/mine${path}`, body);
      expect([method, path, [403, 404, 422].includes(own.status)]).toEqual([method, path, true]);
    }
    expect(await yours.call('GET', '/yours')).toMatchObject({ name: 'Jouw' });
    expect(await yours.call('GET', `/yours/initiatives/${g}`)).toMatchObject({
      name: 'Van jou',
      phase: 'seed',
    });
    expect(await mine.call('GET', '/nowhere')).toMatchObject({ status: 404, code: 'not_found' });
  });
});

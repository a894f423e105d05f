import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Scope } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { CommunitiesService } from '../../src/communities/communities.service.js';
import { EnrolmentService } from '../../src/members/enrolment.service.js';
import { buildApp } from '../../src/server.js';
import { aPlace, type TestPlace } from '../support/databases.js';
import { command } from '../support/members.js';

const community = 'rabot';
const base = `/api/v1/communities/${community}`;

describe('persons and households for programs', () => {
  let place: TestPlace;
  let app: NestFastifyApplication;
  let steward: string;

  beforeAll(async () => {
    place = await aPlace('sqlite');
    app = await buildApp(place.config, { logTo: { write: () => undefined } });
    await app
      .get(CommunitiesService)
      .create(command, { id: community, name: 'Rabot', recipe: 'time_circle' });
    const answer = await app.get(EnrolmentService).enrol(command, { communityId: community, language: 'nl' });
    if (answer.kind === 'refused') throw new Error(answer.code);
    const wish = {
      communityId: community,
      actorId: answer.person.id,
      role: 'steward',
      partyId: null,
      until: null,
    } as const;
    await app.get(MandatesService).grant(command, wish);
    steward = await tokenOf(answer.person.id);
  });

  afterAll(async () => {
    await app.close();
    await place.drop();
  });

  async function tokenOf(id: string): Promise<string> {
    const scopes: Scope[] = ['people:read', 'people:write', 'accounts:read'];
    const owner = { kind: 'person', id, communityId: community } as const;
    const expiresAt = Date.now() + 3_600_000;
    const made = await app.get(TokensService).make(command, { owner, scopes, expiresAt, label: 'test' });
    if (made.kind === 'refused') throw new Error(made.code);
    return made.token;
  }

  async function ask(
    token: string,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: object,
  ) {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const answer = await app.inject({ method, url: base + url, headers, payload });
    const said = answer.body === '' ? undefined : (JSON.parse(answer.body) as Record<string, unknown>);
    return { status: answer.statusCode, body: said! };
  }

  async function enrolled(nickname: string): Promise<{ id: string; token: string }> {
    const { status, body } = await ask(steward, 'POST', '/persons', { language: 'nl', nickname });
    expect(status).toBe(201);
    return { id: body.id as string, token: await tokenOf(body.id as string) };
  }

  it('takes nothing that shows who somebody is', async () => {
    for (const field of ['name', 'birthDate', 'address', 'email', 'phone', 'nationalNumber', 'nationality']) {
      const answer = await ask(steward, 'POST', '/persons', { language: 'nl', [field]: 'x' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_input' } });
    }
  });

  it('enrols, shows own data, changes it and forgets it', async () => {
    const { id, token } = await enrolled('Fatma');
    const own = await ask(token, 'GET', '/persons/me/data');
    expect(own).toMatchObject({
      status: 200,
      body: { id, nickname: 'Fatma', language: 'nl', households: [] },
    });
    const changed = await ask(token, 'PATCH', '/persons/me', { nickname: null, language: 'fr' });
    expect(changed).toMatchObject({ status: 200, body: { nickname: null, language: 'fr' } });
    const pictures = await ask(steward, 'GET', '/persons/free-pictures');
    expect(pictures.body.pictures).not.toContain(changed.body.picture);
    expect((await ask(token, 'DELETE', '/persons/me')).status).toBe(204);
    expect((await ask(token, 'GET', '/persons/me/data')).status).toBe(401);
  });

  it('lets a steward page through cards, and nobody else', async () => {
    const { id, token } = await enrolled('Bart');
    expect((await ask(token, 'GET', '/persons')).status).toBe(403);
    expect((await ask(token, 'POST', '/persons', { language: 'nl' })).status).toBe(403);
    const first = await ask(steward, 'GET', '/persons?limit=1');
    expect(first.body.items).toHaveLength(1);
    const rest = await ask(steward, 'GET', `/persons?limit=200&after=${first.body.next as string}`);
    const cards = [...(first.body.items as object[]), ...(rest.body.items as object[])];
    expect(cards).toContainEqual(expect.objectContaining({ id, isActive: true }));
    const keys = new Set(cards.flatMap((card) => Object.keys(card)));
    expect(keys).toEqual(new Set(['id', 'picture', 'colour', 'joinedDay', 'isActive']));
    expect((await ask(steward, 'DELETE', `/persons/${id}`)).status).toBe(204);
  });

  it('founds a household, admits, limits and lets go', async () => {
    const ann = await enrolled('Ann');
    const bob = await enrolled('Bob');
    const founded = await ask(ann.token, 'POST', '/households', { personId: ann.id });
    expect(founded.status).toBe(201);
    const at = `/households/${founded.body.id as string}`;
    const limits = [{ currency: 'UUR', perDay: 100 }];
    expect((await ask(bob.token, 'POST', `${at}/members`, { personId: bob.id })).status).toBe(403);
    const admitted = await ask(ann.token, 'POST', `${at}/members`, { personId: bob.id, limits });
    expect(admitted.body.members).toContainEqual(expect.objectContaining({ personId: bob.id, limits }));
    const more = { currency: 'UUR', perDay: 200 };
    const own = await ask(bob.token, 'PUT', `${at}/members/${bob.id}/limit`, more);
    expect(own).toMatchObject({ status: 422, body: { code: 'limit_not_yours' } });
    expect((await ask(ann.token, 'PUT', `${at}/members/${bob.id}/limit`, more)).status).toBe(204);
    expect((await ask(bob.token, 'GET', at)).body.members).toHaveLength(2);
    expect((await ask(bob.token, 'DELETE', `${at}/members/me`)).status).toBe(204);
    expect((await ask(bob.token, 'GET', at)).status).toBe(403);
    expect((await ask(ann.token, 'DELETE', `${at}/members/me`)).status).toBe(204);
  });
});

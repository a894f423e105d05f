import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CurrentActor, Public } from '../../src/access/access.guard.js';
import { systemActor, type Actor, type Scope } from '../../src/access/actor.js';
import { LinksService } from '../../src/access/links.service.js';
import { PartyKinds } from '../../src/access/parties.js';
import { TokensService } from '../../src/access/tokens.service.js';
import { TextField } from '../../src/api/fields.js';
import { FormInput } from '../../src/api/objects.js';
import { SetClock } from '../../src/database/clock.js';
import { Database } from '../../src/database/database.js';
import { newId } from '../../src/database/ids.js';
import { buildApp } from '../../src/server.js';
import { tokenIn } from '../support/access-room.js';
import { aPlace, type TestPlace } from '../support/databases.js';

@FormInput()
class NoteForm {
  @TextField({ max: 20 })
  note!: string;
}

class Note {
  @TextField({ max: 20 })
  note!: string;
}

@Controller()
class DoorsForTests {
  @Get('closed')
  closed(@CurrentActor() actor: Actor): string {
    return actor.id;
  }

  @Post('closed')
  write(@CurrentActor() actor: Actor, @Body() form: NoteForm): string {
    return `${actor.id} ${form.note}`;
  }

  @Public()
  @Get('open')
  open(@CurrentActor() actor: Actor | undefined): string {
    return actor?.id ?? 'nobody';
  }

  @Post('api/v1/notes')
  note(@CurrentActor() actor: Actor, @Body() note: Note): object {
    return { by: actor.id, ...note };
  }
}

@Module({ controllers: [DoorsForTests] })
class DoorsModule {}

const clock = new SetClock(Date.UTC(2026, 10, 22));
const command = systemActor('test');
const communityId = 'town';
const publicUrl = 'https://munt.example';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
let place: TestPlace;
let app: NestFastifyApplication;
let personId: string;

beforeAll(async () => {
  place = await aPlace('sqlite', { PUBLIC_URL: publicUrl });
  const access = { perSecond: { known: 20, unknown: 20 } };
  app = await buildApp(place.config, { clock, modules: [DoorsModule], access });
  personId = newId();
  app.get(PartyKinds).askAlso((_, id) => Promise.resolve(id === personId ? 'person' : undefined));
  await app
    .get(Database)
    .transaction((tx) =>
      tx.run(`insert into ledgers (community_id, time_zone, opened_at) values (?, 'Europe/Brussels', 0)`, [
        communityId,
      ]),
    );
});
afterAll(async () => {
  await app?.close();
  await place?.drop();
});

const owner = () => ({ kind: 'person' as const, id: personId, communityId });
const ask = (
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  headers: object = {},
  payload?: string | object,
) => {
  // Every call from an address of its own, unless the test is about addresses.
  clock.forward(1000);
  return app.inject({
    method,
    url,
    headers: headers as Record<string, string>,
    ...(payload !== undefined && { payload }),
  });
};

async function aToken(...scopes: Scope[]): Promise<string> {
  const expiresAt = clock.now() + 86_400_000;
  const answer = await app
    .get(TokensService)
    .make(command, { owner: owner(), scopes, expiresAt, label: 'test' });
  if (answer.kind === 'refused') throw new Error(answer.code);
  return answer.token;
}

async function signedIn(own = false): Promise<{ cookie: string; setCookie: string; csrf: string }> {
  const link = tokenIn((await app.get(LinksService).make(command, owner(), 'sign_in')).url);
  const opened = await ask('POST', `/l/${link}`, form, own ? 'own=yes' : '');
  expect([opened.statusCode, opened.headers.location]).toEqual([303, '/']);
  const [setCookie = ''] = [opened.headers['set-cookie']].flat();
  const cookie = setCookie.split(';', 1)[0]!;
  const shown = await ask('GET', `/l/${link}`, { cookie });
  return { cookie, setCookie, csrf: /name="_csrf" value="([^"]+)"/.exec(shown.body)![1]! };
}

describe('a closed route', () => {
  it('sends people to the start and answers programs with a problem', async () => {
    const page = await ask('GET', '/closed');
    expect([page.statusCode, page.headers.location]).toEqual([303, '/']);
    const call = await ask('POST', '/api/v1/notes', {}, { note: 'hello' });
    expect(call.statusCode).toBe(401);
    expect(call.headers['content-type']).toContain('application/problem+json');
    expect(call.json()).toMatchObject({ code: 'not_signed_in' });
  });

  it.each([
    'Bearer',
    'Bearer x',
    'Bearer smt_',
    `Bearer smt_${'0'.repeat(26)}`,
    'Basic YTpi',
    `Bearer ${'x'.repeat(5000)}`,
  ])('does not open for %s', async (authorization) => {
    expect((await ask('POST', '/api/v1/notes', { authorization }, { note: 'hello' })).statusCode).toBe(401);
  });

  it('opens for a token, whatever cookie comes along', async () => {
    const authorization = `Bearer ${await aToken('accounts:read')}`;
    const answer = await ask('POST', '/api/v1/notes', { authorization, cookie: 'x=y' }, { note: 'hello' });
    expect(answer.json()).toEqual({ by: personId, note: 'hello' });
  });
});

describe('an open route', () => {
  it('is for all, and knows who is signed in', async () => {
    expect((await ask('GET', '/open')).body).toBe('nobody');
    const { cookie } = await signedIn();
    expect((await ask('GET', '/open', { cookie })).body).toBe(personId);
    expect((await ask('GET', '/healthz')).statusCode).toBe(200);
  });
});

describe('a sign-in link', () => {
  it('shows the same page for every token, and looking at it changes nothing', async () => {
    const link = tokenIn((await app.get(LinksService).make(command, owner(), 'sign_in')).url);
    const known = await ask('GET', `/L/${link}`);
    const unknown = await ask('GET', `/l/${'0'.repeat(26)}`);
    expect(known.statusCode).toBe(200);
    expect(known.body.replaceAll(link, 'T')).toBe(unknown.body.replaceAll('0'.repeat(26), 'T'));
    expect(known.headers['set-cookie']).toBeUndefined();
    expect((await ask('POST', `/l/${link}`, form, '')).statusCode).toBe(303);
    expect((await ask('POST', `/l/${link}`, form, '')).statusCode).toBe(410);
    expect((await ask('POST', `/l/${'0'.repeat(26)}`, form, '')).statusCode).toBe(404);
  });

  it('gives a hardened cookie, kept only on an own device', async () => {
    const { setCookie } = await signedIn();
    expect(setCookie).toMatch(/^__Host-samenmunt=[0-9A-Z]{26}; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
    expect((await signedIn(true)).setCookie).toMatch(/; Secure; Max-Age=15552000$/);
  });

  it('is not opened by a form of another site', async () => {
    const link = tokenIn((await app.get(LinksService).make(command, owner(), 'sign_in')).url);
    const foreign = await ask('POST', `/l/${link}`, { ...form, 'sec-fetch-site': 'cross-site' }, '');
    expect(foreign.statusCode).toBe(403);
    expect((await ask('POST', `/l/${link}`, form, '')).statusCode).toBe(303);
  });
});

describe('a form of a page', () => {
  it('needs the token of its session, which the room never sees', async () => {
    const { cookie, csrf } = await signedIn();
    const other = await signedIn();
    const send = (payload: string, headers: object = {}) =>
      ask('POST', '/closed', { ...form, cookie, ...headers }, payload);
    expect((await send(`note=hi&_csrf=${csrf}`)).body).toBe(`${personId} hi`);
    // Pages that send no referrer post with Origin: null.
    expect(
      (await send(`note=hi&_csrf=${csrf}`, { origin: 'null', 'sec-fetch-site': 'same-origin' })).statusCode,
    ).toBe(201);
    expect((await send('note=hi')).statusCode).toBe(403);
    expect((await send(`note=hi&_csrf=${other.csrf}`)).statusCode).toBe(403);
    expect((await send(`note=hi&_csrf=${csrf}&_csrf=${csrf}`)).statusCode).toBe(403);
    expect((await send(`note=hi&_csrf=${csrf}`, { origin: 'https://evil.example' })).statusCode).toBe(403);
  });
});

describe('a call with a cookie', () => {
  it.each([
    [{ origin: publicUrl }, 201],
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{}, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: publicUrl, 'sec-fetch-site': 'same-site' }, 403],
  ])('with %j is answered %i', async (headers, status) => {
    const { cookie } = await signedIn();
    expect((await ask('POST', '/api/v1/notes', { cookie, ...headers }, { note: 'hi' })).statusCode).toBe(
      status,
    );
  });
});

describe('finishing', () => {
  it('ends the session and makes the browser forget it', async () => {
    const { cookie, csrf } = await signedIn();
    const done = await ask('POST', '/finish', { ...form, cookie }, `_csrf=${csrf}`);
    expect([done.statusCode, done.headers.location]).toEqual([303, '/finished']);
    const forgotten = [done.headers['set-cookie']].flat();
    expect(forgotten[0]).toMatch(/^__Host-samenmunt=; .*Max-Age=0$/);
    expect(forgotten[1]).toMatch(/^own_language=; .*Max-Age=0$/);
    expect(forgotten[2]).toMatch(/^way_back=; .*; Secure; Max-Age=0$/);
    expect((await ask('GET', '/closed', { cookie })).statusCode).toBe(303);
    expect((await ask('GET', '/finished')).statusCode).toBe(200);
  });
});

describe('too many requests', () => {
  it('are refused until the bucket has filled again, each caller for itself', async () => {
    const authorization = `Bearer ${await aToken('accounts:read')}`;
    const call = (headers: object) =>
      app.inject({ method: 'GET', url: '/open', headers: headers as Record<string, string> });
    const answers = [];
    for (let i = 0; i < 201; i++) answers.push(await call({ authorization }));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(200);
    expect(answers.at(-1)).toMatchObject({ statusCode: 429, headers: { 'retry-after': '1' } });
    expect((await call({})).statusCode).toBe(200);
    clock.forward(1000);
    expect((await call({ authorization })).statusCode).toBe(200);
  });
});

describe('the API', () => {
  it('tells a program who it is', async () => {
    const authorization = `Bearer ${await aToken('accounts:read', 'people:read')}`;
    const me = await ask('GET', '/api/v1/me', { authorization });
    expect(me.json()).toEqual({
      id: personId,
      kind: 'token',
      communityId,
      scopes: ['accounts:read', 'people:read'],
      mandates: [],
    });
  });

  it('makes, lists and revokes own tokens for a session, not for a token', async () => {
    const { cookie } = await signedIn();
    const headers = { cookie, origin: publicUrl };
    const wish = { scopes: ['accounts:read'], expiresAt: '2026-12-01T00:00:00Z', label: 'till' };
    const made = (await ask('POST', '/api/v1/me/tokens', headers, wish)).json<{
      token: string;
      made: { id: string };
    }>();
    const authorization = `Bearer ${made.token}`;
    expect((await ask('GET', '/api/v1/me', { authorization })).statusCode).toBe(200);
    expect((await ask('POST', '/api/v1/me/tokens', { authorization }, wish)).statusCode).toBe(403);
    const listed = (await ask('GET', '/api/v1/me/tokens', headers)).json<{ items: { id: string }[] }>();
    expect(listed.items.map(({ id }) => id)).toContain(made.made.id);
    expect((await ask('DELETE', `/api/v1/me/tokens/${made.made.id}`, headers)).statusCode).toBe(204);
    expect((await ask('GET', '/api/v1/me', { authorization })).statusCode).toBe(401);
    expect((await ask('DELETE', `/api/v1/me/tokens/${newId()}`, headers)).json()).toMatchObject({
      code: 'no_such_token',
    });
  });

  it('lets only stewards grant mandates, make links and read the audit', async () => {
    const { cookie } = await signedIn();
    const headers = { cookie, origin: publicUrl };
    const at = `/api/v1/communities/${communityId}`;
    const wish = { actorId: personId, role: 'steward' };
    for (const [method, url, body] of [
      ['POST', `${at}/mandates`, wish],
      ['GET', `${at}/mandates`, undefined],
      ['POST', `${at}/people/${personId}/sign-in-links`, undefined],
      ['GET', `${at}/audit`, undefined],
      ['GET', '/api/v1/audit', undefined],
      ['GET', '/api/v1/communities/another-town/audit', undefined],
    ] as const) {
      expect([url, (await ask(method, url, headers, body)).statusCode]).toEqual([url, 403]);
    }
    expect((await ask('GET', `${at}/audit?partyId=${personId}`, headers)).json()).toMatchObject({
      next: null,
    });
  });
});

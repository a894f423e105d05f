import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Global, Module, Param, Post, Query, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { RouteConfig, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiModule } from '../../src/api/api.module.js';
import { hasAlready, requireSeen } from '../../src/api/etag.js';
import {
  AmountField,
  BalanceField,
  CodeField,
  DayField,
  FlagField,
  FormInput,
  IdField,
  ListField,
  NestedField,
  TextField,
  UuidField,
  WholeField,
} from '../../src/api/fields.js';
import { bulkMax } from '../../src/api/frame.js';
import { IdempotencyKey, markRepeated, NeedsIdempotencyKey } from '../../src/api/idempotency.js';
import { as } from '../../src/api/input.pipe.js';
import { idKind, wholeKind, type Kind } from '../../src/api/kinds.js';
import { Field } from '../../src/api/objects.js';
import { NestLog, openLog } from '../../src/api/log.js';
import {
  answerPage,
  limitOf,
  pageOf,
  PageOf,
  PageQuery,
  readCursor,
  type Page,
} from '../../src/api/paging.js';
import { answerOrThrow, type Problem } from '../../src/api/problem.js';
import { Readiness } from '../../src/api/readiness.js';
import { watchDatabase } from '../../src/app.readiness.js';
import { adapterFor, setUp } from '../../src/app.setup.js';
import { readConfig } from '../../src/config.js';
import { Database } from '../../src/database/database.js';
import { words } from '../../src/languages/languages.js';

/** A kind as a room makes it: it only reads. */
const evenKind: Kind = {
  read(value, errors) {
    if (typeof value === 'number' && value % 2 === 0) return value;
    errors.push({ pointer: '/deep', code: 'not_a_choice' });
    return undefined;
  },
  schema: { type: 'integer' },
};

class Place {
  @TextField({ max: 20 })
  name!: string;
}

class LoafInput {
  @UuidField()
  id!: string;

  @IdField({ nullable: true })
  bakerId!: string | null;

  @AmountField({ max: 1000n })
  price!: bigint;

  @TextField({ min: 2, max: 5, optional: true })
  name?: string;

  @CodeField(['rye', 'wheat'])
  kind!: string;

  @DayField({ optional: true })
  baked?: string;

  @FlagField({ optional: true })
  sliced?: boolean;

  @ListField(() => Place, { max: 2, optional: true })
  places?: Place[];

  @NestedField(() => Place, { optional: true })
  shop?: Place;

  @ListField(idKind, { max: 3, optional: true })
  eaters?: string[];

  @ListField(() => Place, { max: 1000, optional: true })
  crumbs?: Place[];

  @Field(evenKind, { optional: true, nullable: true })
  halves?: number | null;
}

class LoafView {
  @AmountField()
  price!: bigint;

  @BalanceField({ nullable: true })
  balance!: bigint | null;
}

class LoafPage extends PageOf(LoafView) {}

@FormInput()
class LoafForm {
  @WholeField({ max: 10 })
  slices!: number;

  @FlagField({ optional: true })
  toasted?: boolean;
}

const loaf = {
  id: '01900000-0000-7000-8000-000000000001',
  bakerId: null,
  price: 7,
  kind: 'rye',
};

@Controller('api/v1/loaves')
class LoavesApi {
  @Post()
  bake(@Body() input: LoafInput): object {
    return { ...input, type: typeof input.price };
  }

  @Post('many')
  @RouteConfig({ bodyLimit: bulkMax })
  many(@Body() input: LoafInput): object {
    return input;
  }

  @Post('unread')
  unread(@Body() input: Partial<LoafInput>): object {
    return input;
  }

  @Post('unread-list')
  unreadList(@Body() input: LoafInput[]): object {
    return input;
  }

  @Get()
  list(
    @Query() query: PageQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Page<{ n: number }> {
    const after = readCursor(query.after, [wholeKind({ min: 0, max: 1000 })]);
    const from = after === undefined ? 0 : (after[0] as number) + 1;
    const rows = [0, 1, 2, 3, 4].filter((n) => n >= from).slice(0, limitOf(query) + 1);
    const page = pageOf(
      rows.map((n) => ({ n })),
      limitOf(query),
      ({ n }) => [n],
    );
    return answerPage(request, reply, page);
  }

  @Get('state')
  state(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): object | undefined {
    return hasAlready(request, reply, 'version 1') ? undefined : { state: 1 };
  }

  @Post('state')
  change(@Req() request: FastifyRequest): object {
    requireSeen(request, 'version 1');
    return {};
  }

  @Post('eaten')
  @NeedsIdempotencyKey()
  eat(@IdempotencyKey() orderId: string, @Res({ passthrough: true }) reply: FastifyReply): object {
    markRepeated(reply);
    return { orderId };
  }

  @Get('refused')
  refused(): object {
    return answerOrThrow({ kind: 'refused' as const, code: 'not_enough', transfer: 2 });
  }

  @Get('broken')
  broken(): object {
    throw new Error('select secret from loaves');
  }

  @Get('full')
  full(): object {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  }

  @Get('view')
  view(): LoafView {
    return { price: 3n, balance: -9007199254740991n };
  }

  @Get('page')
  viewPage(): LoafPage {
    return { items: [], next: null };
  }

  @Get(':id')
  one(@Param('id', as(idKind)) id: string, @Query('note') note?: string): object {
    return { id, note };
  }
}

@Controller('p')
class PayPages {
  @Get(':token')
  show(@Param('token') token: string): object {
    return { token };
  }

  @Post(':token')
  pay(@Body() input: LoafForm): object {
    return input;
  }
}

let waiting = 0;
const database = {
  reader: { one: () => Promise.resolve({ done: 1000n }) },
  waiting: () => waiting,
};

@Global()
@Module({
  controllers: [LoavesApi, PayPages],
  providers: [{ provide: Database, useValue: database }],
  exports: [Database],
})
class BakeryModule {}

@Module({ imports: [BakeryModule, ApiModule.with('figures-please')] })
class TestModule {}

const logged: string[] = [];
let app: NestFastifyApplication;

beforeAll(async () => {
  const config = readConfig({ PUBLIC_URL: 'https://coin.example', DATABASE_URL: 'sqlite:unused' });
  const log = openLog('info', { write: (line: string) => void logged.push(line) });
  app = await NestFactory.create<NestFastifyApplication>(TestModule, adapterFor(config), {
    logger: new NestLog(log),
    bodyParser: false,
    abortOnError: false,
  });
  const errorPage = ({ status }: Problem): string => `<p>kind page ${status}</p>`;
  await setUp(app, config, { log, errorPage });
  watchDatabase(app);
  await app.listen(0, '127.0.0.1');
});

afterAll(() => app.close());

async function ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown, headers: object = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const typed = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await app.inject({ method, url, body: text, headers: { ...typed, ...headers } });
  const problem = (): Problem => {
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json(; charset=utf-8)?$/);
    return answer.json<Problem>();
  };
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    problem,
    json: () => answer.json<unknown>(),
  };
}

const bake = (changes: object) => ask('POST', '/api/v1/loaves', { ...loaf, ...changes });

async function wrongWith(changes: object): Promise<string[]> {
  const answer = await bake(changes);
  expect(answer.status).toBe(400);
  expect(answer.problem().code).toBe('invalid_input');
  return answer.problem().errors!.map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('what comes in', () => {
  it('reads a loaf by its fields', async () => {
    const changes = {
      name: '  e\u0301te ',
      places: [{ name: 'A' }],
      shop: { name: 'B' },
      baked: '2024-02-29',
    };
    const more = { crumbs: [{ name: 'C' }], halves: null };
    const answer = await bake({ ...changes, ...more, eaters: ['0123456789ABCDEF'], sliced: true });
    expect(answer.status).toBe(201);
    expect(answer.json()).toEqual({
      ...loaf,
      ...changes,
      ...more,
      name: '\u00e9te',
      eaters: ['0123456789ABCDEF'],
      sliced: true,
      type: 'bigint',
    });
  });

  it.each<[object, string]>([
    [{ price: 1.5 }, '/price not_whole'],
    [{ price: '7' }, '/price not_whole'],
    [{ price: 2 ** 53 }, '/price not_whole'],
    [{ price: 1001 }, '/price too_large'],
    [{ price: 0 }, '/price too_small'],
    [{ price: null }, '/price missing'],
    [{ price: [7] }, '/price not_whole'],
    [{ price: true }, '/price not_whole'],
    [{ id: loaf.id.toUpperCase().replace('8000', 'A000') }, '/id not_an_id'],
    [{ id: '01900000-0000-4000-8000-000000000001' }, '/id not_an_id'],
    [{ bakerId: 'short' }, '/bakerId not_an_id'],
    [{ kind: 'spelt' }, '/kind not_a_choice'],
    [{ kind: { toString: 1 } }, '/kind not_a_choice'],
    [{ name: 'toolong' }, '/name too_long'],
    [{ name: 'x' }, '/name too_short'],
    [{ name: 'a\u0000b' }, '/name bad_characters'],
    [{ name: 'a\ud800' }, '/name bad_characters'],
    [{ name: 'a\u202eb' }, '/name bad_characters'],
    [{ name: null }, '/name missing'],
    [{ baked: '2023-02-29' }, '/baked not_a_day'],
    [{ baked: '2100-02-29' }, '/baked not_a_day'],
    [{ baked: '2024-04-31' }, '/baked not_a_day'],
    [{ baked: '2024-13-01' }, '/baked not_a_day'],
    [{ baked: '2024-1-01' }, '/baked not_a_day'],
    [{ sliced: 'yes' }, '/sliced not_yes_or_no'],
    [{ places: {} }, '/places not_a_list'],
    [{ places: [null, { name: 1 }] }, '/places/0 not_an_object,/places/1/name not_text'],
    [{ places: [{}, {}, {}] }, '/places too_many'],
    [{ shop: [] }, '/shop not_an_object'],
    [{ shop: { name: 'A', 'a/b': 1 } }, '/shop/a~1b unknown_field'],
    [{ eaters: ['0123456789ABCDEF', 7] }, '/eaters/1 not_text'],
    [{ toppings: 1 }, '/toppings unknown_field'],
    [{ constructor: 1 }, '/constructor unknown_field'],
    [{ '?price': 1 }, '/?price unknown_field'],
    [{ shop: { name: 'A', toString: 1 } }, '/shop/toString unknown_field'],
    [{ places: [[{ name: 'A' }]] }, '/places/0 not_an_object'],
    [{ eaters: [7, 'short', '0123456789ABCDEF'] }, '/eaters/0 not_text,/eaters/1 not_an_id'],
    [{ eaters: [null] }, '/eaters/0 not_text'],
    [{ eaters: new Array(10_000).fill(7) }, '/eaters too_many'],
    [{ eaters: null }, '/eaters missing'],
    [
      { crumbs: [{ name: 'A' }, { name: 7, hasOwnProperty: 1 }, 7] },
      '/crumbs/1/name not_text,/crumbs/1/hasOwnProperty unknown_field,/crumbs/2 not_an_object',
    ],
    [{ halves: 3 }, '/halves/deep not_a_choice'],
    [{ price: '$value $property' }, '/price not_whole'],
  ])('refuses %j', async (changes, expected) => {
    expect((await wrongWith(changes)).join()).toBe(expected);
  });

  it('names a missing field, and answers at most 50 errors', async () => {
    const answer = await ask('POST', '/api/v1/loaves', { ...loaf, kind: undefined });
    expect(answer.problem().errors).toEqual([expect.objectContaining({ pointer: '/kind', code: 'missing' })]);
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`x${i}`, 1]));
    expect((await ask('POST', '/api/v1/loaves', many)).problem().errors).toHaveLength(50);
  });

  it.each([
    ['invalid_input', 400, 'a list', '[]'],
    ['invalid_input', 400, 'a number', '7'],
    ['invalid_input', 400, 'null', 'null'],
    ['malformed_body', 400, 'half an object', '{"id":'],
    ['malformed_body', 400, 'nothing', ''],
    ['invalid_input', 400, 'a prototype', '{"__proto__": {"price": 1}}'],
    ['too_large', 413, 'more than a MiB', `{"name":"${'x'.repeat(1024 * 1024)}"}`],
  ])('answers %s (%i) to %s', async (code, status, _, body) => {
    const answer = await ask('POST', '/api/v1/loaves', body);
    expect(answer.problem()).toMatchObject({ code, status });
    expect(answer.status).toBe(status);
  });

  it('takes 4 MiB where many come at once, and no more', async () => {
    const ofSize = (bytes: number) => ask('POST', '/api/v1/loaves/many', `{"name":"${'x'.repeat(bytes)}"}`);
    expect((await ofSize(3 * 1024 * 1024)).problem().code).toBe('invalid_input');
    expect((await ofSize(4 * 1024 * 1024)).problem().code).toBe('too_large');
  });

  it('takes no other content on the addresses of programs', async () => {
    for (const type of [
      'application/x-www-form-urlencoded',
      'text/plain',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await ask('POST', '/api/v1/loaves', 'price=1', { 'content-type': type });
      expect(answer.problem().code).toBe('unsupported_media_type');
    }
  });

  it.each(['unread', 'unread-list'])('serves no route whose input has no fields: %s', async (name) => {
    const answer = await ask('POST', `/api/v1/loaves/${name}`, [loaf]);
    expect(answer.problem().code).toBe('internal');
  });

  it('reads a form, where all is text', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('POST', '/p/TOKEN', 'slices=4&toasted=on', headers)).json()).toEqual({
      slices: 4,
      toasted: true,
    });
    expect((await ask('POST', '/p/TOKEN', 'slices=4&toasted=', headers)).json()).toEqual({ slices: 4 });
    expect((await ask('POST', '/p/TOKEN', 'slices=4&slices=5', headers)).status).toBe(400);
    expect((await ask('POST', '/p/TOKEN', 'slices=1e1', headers)).status).toBe(400);
  });

  it('reads parameters of the address', async () => {
    expect((await ask('GET', '/api/v1/loaves/0123456789ABCDEF?note=x')).json()).toEqual({
      id: '0123456789ABCDEF',
      note: 'x',
    });
    expect((await ask('GET', '/api/v1/loaves/bad')).problem().errors![0]).toMatchObject({ pointer: '/id' });
    expect((await ask('GET', '/api/v1/loaves/0123456789ABCDEF?note=x%00')).problem().code).toBe(
      'invalid_input',
    );
    expect((await ask('GET', '/api/v1/loaves/0123456789ABCDEF?note=x&note=y')).problem().code).toBe(
      'invalid_input',
    );
  });
});

describe('problems', () => {
  it('says in the language asked for what is wrong', async () => {
    const nl = await ask('GET', '/api/v1/loaves/refused', undefined, {
      'accept-language': 'nl-BE, en;q=0.5',
    });
    const fr = await ask('GET', '/api/v1/loaves/refused', undefined, { 'accept-language': 'fr' });
    expect(nl.status).toBe(422);
    expect(nl.problem()).toMatchObject({
      type: 'https://coin.example/problems/not_enough',
      code: 'not_enough',
      status: 422,
      transfer: 2,
    });
    expect(fr.headers['content-language']).toBe('fr');
    expect(fr.problem().title).toBe(words('fr').t('refusals.not_enough'));
  });

  it('tells nothing of our own trouble, and logs it under the number of the request', async () => {
    logged.length = 0;
    const answer = await ask('GET', '/api/v1/loaves/broken');
    expect(answer.problem()).toMatchObject({ code: 'internal', status: 500 });
    expect(answer.text).not.toMatch(/secret|stack|\.ts/);
    const line = logged.find((one) => one.includes('select secret'))!;
    expect(answer.problem().instance).toBe(`/requests/${(JSON.parse(line) as { request: string }).request}`);
    expect(answer.headers['x-request-id']).toBe((JSON.parse(line) as { request: string }).request);
    expect((await ask('GET', '/api/v1/loaves/full')).problem()).toMatchObject({
      code: 'database_full',
      status: 503,
    });
  });

  it('knows addresses and their methods', async () => {
    expect((await ask('GET', '/api/v1/nowhere')).problem()).toMatchObject({ code: 'not_found', status: 404 });
    const wrong = await ask('PUT', '/api/v1/loaves/state', {});
    expect(wrong.problem()).toMatchObject({ code: 'method_not_allowed', status: 405 });
    expect(wrong.headers.allow).toBe('GET, HEAD, POST');
    expect((await ask('GET', '/api/v1/%ZZ')).problem().code).toBe('malformed_url');
    expect((await ask('GET', `/p/${'x'.repeat(400)}`)).problem().code).toBe('malformed_url');
  });

  it.each([
    ['text/html', 406],
    ['text/*;q=0.5, application/xml', 406],
    ['application/json;q=0', 406],
    ['text/html, */*;q=0.1', 200],
    ['application/*', 200],
    ['application/problem+json', 200],
    ['', 200],
  ])('answers programs that accept %j with %i', async (accept, status) => {
    const answer = await ask('GET', '/api/v1/loaves/view', undefined, { accept });
    expect(answer.status).toBe(status);
    if (status === 406) expect(answer.problem().code).toBe('not_acceptable');
    expect((await ask('GET', '/api/v1/loaves.svg', undefined, { accept })).status).toBe(404);
  });

  it('gives people a page', async () => {
    const answer = await ask('GET', '/nowhere');
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toBe('<p>kind page 404</p>');
  });
});

describe('lists, polling, repeats', () => {
  it('gives every item once, page by page', async () => {
    const seen: number[] = [];
    let url: string | undefined = '/api/v1/loaves?limit=2';
    for (let pages = 0; url !== undefined && pages < 5; pages++) {
      const answer = await ask('GET', url);
      seen.push(...(answer.json() as Page<{ n: number }>).items.map(({ n }) => n));
      url = /^<(.+)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1];
    }
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'after=!!',
    'after=WyIxIiwiMiJd',
    'after=e30',
    'after=WyJ4Il0',
    'offset=1',
  ])('refuses the page %s', async (query) => {
    expect((await ask('GET', `/api/v1/loaves?${query}`)).problem().code).toBe('invalid_input');
  });

  it('answers 304 to who has it already', async () => {
    const first = await ask('GET', '/api/v1/loaves/state');
    const etag = String(first.headers.etag);
    expect(first.json()).toEqual({ state: 1 });
    const again = await ask('GET', '/api/v1/loaves/state', undefined, { 'if-none-match': `"old", ${etag}` });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
    expect((await ask('GET', '/api/v1/loaves/state', undefined, { 'if-none-match': '"old"' })).status).toBe(
      200,
    );
    expect((await ask('POST', '/api/v1/loaves/state', {})).status).toBe(428);
    expect((await ask('POST', '/api/v1/loaves/state', {}, { 'if-match': '"old"' })).status).toBe(412);
    expect((await ask('POST', '/api/v1/loaves/state', {}, { 'if-match': etag })).status).toBe(201);
  });

  it('takes the order id from a header', async () => {
    const eat = (key?: string) =>
      ask('POST', '/api/v1/loaves/eaten', {}, key === undefined ? {} : { 'idempotency-key': key });
    expect((await eat()).problem().code).toBe('idempotency_key_missing');
    expect((await eat('7')).problem().code).toBe('idempotency_key_invalid');
    for (const key of [loaf.id, `"${loaf.id}"`, loaf.id.toUpperCase()]) {
      const answer = await eat(key);
      expect(answer.json()).toEqual({ orderId: loaf.id });
      expect([answer.status, answer.headers['idempotency-hit']]).toEqual([200, 'true']);
    }
  });

  it('writes amounts as whole numbers', async () => {
    expect((await ask('GET', '/api/v1/loaves/view')).text).toBe('{"price":3,"balance":-9007199254740991}');
    expect(() => JSON.stringify({ amount: 2n ** 53n })).toThrow(RangeError);
  });
});

describe('every answer', () => {
  it('carries the headers that keep pages ours', async () => {
    for (const url of ['/p/TOKEN', '/nowhere', '/api/v1/loaves/broken']) {
      const { headers } = await ask('GET', url);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=31536000',
      });
      if (!url.startsWith('/api/')) expect(headers['permissions-policy']).toContain('camera=(self)');
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  it('finds what a QR code in capitals says, and keeps the token as it is', async () => {
    expect((await ask('GET', '/P/ABCdef')).json()).toEqual({ token: 'ABCdef' });
    expect((await ask('GET', '/p/ABC/')).json()).toEqual({ token: 'ABC' });
    expect((await ask('GET', '/API/v1/loaves/view')).status).toBe(200);
  });

  it('leaves no token in the log', async () => {
    logged.length = 0;
    const secret = 'S3CRETS3CRETS3CRET';
    const headers = { authorization: `Bearer ${secret}`, cookie: `session=${secret}` };
    await ask('GET', `/p/${secret}?t=${secret}`, undefined, headers);
    await ask('GET', `/P/${secret}/more/${secret}?t=${secret}`, undefined, headers);
    await ask('GET', `/${secret}`, undefined, headers);
    await ask('POST', '/api/v1/loaves', { [secret]: secret }, headers);
    await ask('GET', `/api/v1/loaves/broken?t=${secret}`, undefined, headers);
    const lines = logged.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      lines.filter(({ msg }) => msg === 'answered').map(({ route, path, status }) => [route, path, status]),
    ).toEqual([
      ['/p/:token', undefined, 200],
      ['none', '/p/*/more/*', 404],
      ['none', '/*', 404],
      ['/api/v1/loaves', undefined, 400],
      ['/api/v1/loaves/broken', undefined, 500],
    ]);
    expect(logged.join('').toUpperCase()).not.toContain(secret);
  });
});

describe('the server about itself', () => {
  it('says whether it lives and whether it can work', async () => {
    expect((await ask('GET', '/healthz')).json()).toEqual({ status: 'ok' });
    const well = { database: true, migrations: true, queue: true };
    expect((await ask('GET', '/readyz')).json()).toEqual({ status: 'ok', checks: well });
    waiting = 1_000_000;
    app.get(Readiness).add('books', () => Promise.reject(new Error('stopped')));
    const ill = await ask('GET', '/readyz');
    expect(ill.status).toBe(503);
    expect(ill.json()).toEqual({ status: 'not_ready', checks: { ...well, queue: false, books: false } });
    waiting = 0;
    app.get(Readiness).add('books', () => true);
    expect((await ask('GET', '/readyz')).status).toBe(200);
  });

  it('gives its figures to this machine and to who has the token', async () => {
    const here = await ask('GET', '/metrics');
    expect(here.text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} [1-9]/,
    );
    expect(here.text).toContain('samenmunt_refusals_total{code="not_enough"}');
    expect(here.text).toMatch(/samenmunt_waiting 0/);
    const away = { 'x-forwarded-for': '203.0.113.7' };
    expect((await ask('GET', '/metrics', undefined, away)).status).toBe(404);
    expect((await ask('GET', '/metrics', undefined, { ...away, authorization: 'Bearer guess' })).status).toBe(
      404,
    );
    expect(
      (await ask('GET', '/metrics', undefined, { ...away, authorization: 'Bearer figures-please' })).status,
    ).toBe(200);
  });

  it('describes its API as OpenAPI 3.1', async () => {
    const document = (await ask('GET', '/api/v1/openapi.json')).json() as OpenApi;
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).not.toContain('/p/{token}');
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((one) => one.operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('loaves_bake');
    const text = JSON.stringify(document);
    expect(text).not.toContain('"nullable"');
    const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name!);
    expect(named).toEqual(expect.arrayContaining(['LoafInput', 'Place', 'Problem']));
    for (const name of named) expect(document.components.schemas).toHaveProperty(name);
    expect(document.components.schemas.LoafInput).toMatchObject({
      additionalProperties: false,
      required: ['id', 'bakerId', 'price', 'kind'],
      properties: {
        price: { type: 'integer', format: 'int64', minimum: 1, maximum: 1000 },
        bakerId: { type: ['string', 'null'] },
        kind: { type: 'string', enum: ['rye', 'wheat'] },
        places: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/Place' } },
      },
    });
    for (const item of Object.values(document.paths)) {
      for (const operation of Object.values(item)) {
        expect(operation.tags).toHaveLength(1);
        expect(operation.responses.default).toBeDefined();
      }
    }
  });
});

interface OpenApi {
  openapi: string;
  paths: Record<
    string,
    Record<string, { operationId: string; tags: string[]; responses: Record<string, unknown> }>
  >;
  components: { schemas: Record<string, object> };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { renderToString } from 'preact-render-to-string';
import { Public } from '../../src/access/access.guard.js';
import { documentText } from '../../src/api/openapi.js';
import { BooksStoppedError } from '../../src/books/answers.js';
import { Committer } from '../../src/books/committer.js';
import { AccessibilityPage } from '../../src/app.barriers.js';
import { readConfig, type Config } from '../../src/config.js';
import { CONFIG } from '../../src/database/database.module.js';
import { Database } from '../../src/database/database.js';
import { words } from '../../src/languages/languages.js';
import { startServer, type Server } from '../../src/server.js';

@Public()
@Controller('slow')
class SlowPages {
  constructor(private readonly database: Database) {}

  @Get()
  async show(): Promise<object> {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const row = await this.database.reader.one('select 7 as seven');
    return { seven: Number(row!.seven) };
  }
}

@Module({ controllers: [SlowPages] })
class SlowModule {}

let folder: string;
let config: Config;
let server: Server;
const quiet = { modules: [SlowModule], logTo: { write: () => undefined } };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'samenmunt-server-'));
  config = readConfig({
    DATABASE_URL: `sqlite:${join(folder, 'town.sqlite')}`,
    SECRETS_DIR: join(folder, 'secrets'),
    PORT: '0',
  });
  server = await startServer(config, quiet);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the accessibility statement', () => {
  it('says the standard, what is not right yet, and where to go, as whoever runs the service set it', async () => {
    const { accessibility } = readConfig({
      ACCESSIBILITY_CONTACT: 'onthaal@stad.example',
      ACCESSIBILITY_COMPLAINTS: 'De klachtendienst',
      ACCESSIBILITY_CHECKED: '2027-01-31',
    });
    expect(accessibility).toEqual({
      contact: 'onthaal@stad.example',
      complaints: 'De klachtendienst',
      checkedOn: '2027-01-31',
    });
    const frame = { language: 'nl', here: undefined } as const;
    const html = renderToString(AccessibilityPage({ frame, host: 'munt.stad.example', accessibility }));
    for (const said of [
      ...['EN 301 549', 'WCAG 2.2', 'munt.stad.example', 'voldoet gedeeltelijk', '31 januari 2027'],
      ...['onthaal@stad.example', 'De klachtendienst', 'WCAG 2.2.1', 'testten de dienst nog niet'],
    ])
      expect(html).toContain(said);
    const page = await (await fetch(`${server.url}/accessibility`)).text();
    expect(page).toContain('EN 301 549');
    expect(await (await fetch(server.url)).text()).toContain('href="/accessibility"');
    expect(() => readConfig({ ACCESSIBILITY_CHECKED: 'yesterday' })).toThrow('ACCESSIBILITY_CHECKED');
    expect(() => readConfig({ HELPLINE: 'call us' })).toThrow('HELPLINE');
  });
});

describe('the server', () => {
  it('is ready on an empty file', async () => {
    const answer = await fetch(`${server.url}/readyz`);
    expect(await answer.json()).toMatchObject({ status: 'ok', checks: { database: true, migrations: true } });
    expect((await fetch(`${server.url}/nowhere`)).headers.get('content-type')).toContain('text/html');
  });

  it('is not ready while the books have stopped, and shows how they do', async () => {
    const committer = server.app.get(Committer);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ checks: { books: true } });
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/^samenmunt_orders_waiting 0$/m);
    const stopped = jest.spyOn(committer, 'stopReason', 'get');
    stopped.mockReturnValue(new BooksStoppedError('books_differ', 'canary'));
    const answer = await fetch(`${server.url}/readyz`);
    stopped.mockRestore();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'not_ready',
      checks: { books: false, database: true },
    });
  });

  it('says what a problem means, in words', async () => {
    const page = (code: string) =>
      fetch(`${server.url}/problems/${code}`, { headers: { 'accept-language': 'fr' } });
    for (const [code, key] of [
      ['too_many_tries', 'problems.too_many_tries'],
      ['not_enough', 'refusals.not_enough'],
    ] as const) {
      const answer = await page(code);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(answer.headers.get('content-security-policy')).toContain("style-src 'self'");
      const text = await answer.text();
      expect(text).toContain(renderToString(words('fr').t(key) as never));
      expect(text).toContain(code);
    }
    expect((await page('no_such_code')).status).toBe(404);
  });

  it('knows its own address on a free port', async () => {
    const answer = await fetch(`${server.url}/api/v1/nowhere`);
    expect(await answer.json()).toMatchObject({ type: `${server.url}/problems/not_found` });
    expect(server.app.get<Config>(CONFIG).publicUrl).toBe(server.url);
    expect(config.publicUrl).toBe('http://localhost:0');
  });

  it('tells people who hurry when to come back', async () => {
    const access = { perSecond: { known: 1, unknown: 1 } };
    const place = { ...config, database: { kind: 'sqlite' as const, file: join(folder, 'hurry.sqlite') } };
    const busy = await startServer(place, { ...quiet, access });
    try {
      const answers = await Promise.all(Array.from({ length: 30 }, () => fetch(`${busy.url}/finished`)));
      const late = answers.find(({ status }) => status === 429)!;
      const seconds = Number(late.headers.get('retry-after'));
      expect(seconds).toBeGreaterThanOrEqual(1);
      // Never one, which would need another word.
      const minutes = Math.max(2, Math.ceil(seconds / 60));
      expect(await late.text()).toContain(words('nl').t('sign_in.too_many_more', { minutes }));
    } finally {
      await busy.close();
    }
  });

  it('describes all its rooms', async () => {
    const text = documentText(server.app);
    expect(documentText(server.app)).toBe(text);
    const document = JSON.parse(text) as { paths: object; components: { schemas: object } };
    expect(Object.keys(document.paths)).toContain('/api/v1/me');
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name!);
    }
  });

  it('answers what is no HTTP', async () => {
    const { connect } = await import('node:net');
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () =>
        socket.write('PAY ME\r\n\r\n'),
      );
      socket.once('data', (data) => resolve(data.toString()));
    });
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('names a port that is taken, and leaves nothing open', async () => {
    const taken = { ...config, port: Number(new URL(server.url).port) };
    taken.database = { kind: 'sqlite', file: join(folder, 'other.sqlite') };
    await expect(startServer(taken, quiet)).rejects.toThrow('EADDRINUSE');
    await (await startServer({ ...taken, port: 0 }, quiet)).close();
  });

  it('answers what is under way before it stops', async () => {
    const under = fetch(`${server.url}/slow`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closing = server.close();
    expect(await (await under).json()).toEqual({ seven: 7 });
    await closing;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});

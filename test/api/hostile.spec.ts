import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentText } from '../../src/api/openapi.js';
import { Verifier } from '../../src/books/verify.js';
import { dialects } from '../support/databases.js';
import { Cases, type Sending } from './hostile.cases.js';
import { HostileWorld, type Village } from './hostile.world.js';
import { operationsOf, type NamedOperation, type OpenApiDocument } from './openapi.checks.js';

type Headers = Record<string, string>;
type Answer = Awaited<ReturnType<HostileWorld['send']>>;

// Every request is made from the document that the service itself gives, so a new operation is tried as soon as it
// is there.
describe.each(dialects)('hostile input on %s', (dialect) => {
  let world: HostileWorld;
  let ours: Village;
  let theirs: Village;
  let operations: NamedOperation[];
  let cases: Cases;
  let member: Headers;
  let steward: Headers;
  let narrow: Headers;
  let operator: Headers;

  beforeAll(async () => {
    world = await HostileWorld.open(dialect);
    ours = await world.village('rabot');
    theirs = await world.village('muide');
    const document = JSON.parse(documentText(world.app)) as OpenApiDocument;
    operations = operationsOf(document);
    cases = new Cases(document);
    member = { authorization: await world.token('rabot', ours.ann) };
    steward = { authorization: await world.token('rabot', ours.steward) };
    narrow = { authorization: await world.token('rabot', ours.ann, ['receipts:read']) };
    operator = await world.operator();
  });

  afterAll(() => world.close());

  /** Sends what `make` gives for every operation, and says what was wrong with the answers or changed by them. */
  async function trouble(
    make: (each: NamedOperation) => readonly (readonly [Sending, Headers])[],
    judge: (answer: Answer, sending: Sending) => string | undefined,
  ): Promise<string[]> {
    const found: string[] = [];
    let before = await world.everything();
    let sent = 0;
    for (const each of operations) {
      const at = `${each.method.toUpperCase()} ${each.path}`;
      for (const [sending, as] of make(each)) {
        sent++;
        const answer = await world.send(sending, as);
        const wrong = unsound(answer) ?? judge(answer, sending);
        if (wrong !== undefined) found.push(`${at}: ${sending.name}: ${wrong}: ${answer.body.slice(0, 200)}`);
      }
      const after = await world.everything();
      for (const [table, rows] of after) {
        if (before.get(table) !== rows) found.push(`${at}: ${table} changed`);
      }
      before = after;
    }
    expect(sent).toBeGreaterThan(operations.length / 3);
    return found;
  }

  it('is refused for what is wrong with a body', async () => {
    const wrong = await trouble(
      (each) => cases.brokenBodies(each, ours).map((sending) => [sending, steward]),
      (answer, { code }) => (codeOf(answer) === code ? undefined : `not ${String(code)}`),
    );
    expect(wrong).toEqual([]);
  });

  it('changes nothing for a member, an operator or a stranger', async () => {
    const wrong = await trouble(
      (each) =>
        cases
          .brokenBodies(each, ours)
          .filter(({ code }, i) => code !== 'too_large' && (i < 16 || i % 8 === 0))
          .flatMap((sending) => [member, operator, {}, narrow].map((as) => [sending, as] as const)),
      ({ statusCode }) => (statusCode < 400 ? 'not refused' : undefined),
    );
    expect(wrong).toEqual([]);
  });

  it('is refused in addresses, queries and keys', async () => {
    const wrong = await trouble(
      (each) =>
        cases
          .brokenParameters(each, ours)
          .flatMap((sending, i) => [[sending, steward] as const, [sending, [member, operator, {}][i % 3]!]]),
      (answer, { code }) => {
        const isKnown = answer.statusCode < 400 || answer.statusCode === 401 || answer.statusCode === 403;
        return code === undefined || isKnown || codeOf(answer) === code ? undefined : `not ${code}`;
      },
    );
    expect(wrong).toEqual([]);
  });

  it('gets a stranger and a narrow token nowhere', async () => {
    const wrong = await trouble(
      (each) => {
        const plain = cases.plain(each, ours);
        return [
          [plain, {}],
          [plain, narrow],
          [plain, { authorization: 'Bearer smt_0123456789ABCDEF0123456789ABCDEF' }],
          [
            plain,
            { cookie: '__Host-samenmunt=0123456789ABCDEF0123456789ABCDEF', origin: 'https://munt.example' },
          ],
        ];
      },
      () => undefined,
    );
    expect(wrong).toEqual([]);
  });

  it('shows and changes nothing of another community', async () => {
    const mixed: Village = {
      ...theirs,
      path: (name, path) => (name === 'community' ? ours : theirs).path(name, path),
    };
    const wrong = await trouble(
      (each) => {
        const there = cases.plain(each, theirs);
        const across = cases.plain(each, mixed);
        const isAbout = ({ url, payload = '' }: Sending) =>
          theirs.marks.some((mark) => (url + payload).includes(mark));
        const tried = [
          ...(each.path.includes('{community}') ? [there] : []),
          ...(isAbout(across) ? [{ ...across, name: 'with ids of theirs' }] : []),
        ];
        return tried.flatMap((sending) => [member, steward, narrow, {}].map((as) => [sending, as] as const));
      },
      (answer, { url, payload = '' }) => {
        const told = theirs.marks.find(
          (mark) => answer.body.includes(mark) && !(url + payload).includes(mark),
        );
        return told === undefined ? undefined : `tells ${told}`;
      },
    );
    expect(wrong).toEqual([]);
  });

  it('stays text where it is text', async () => {
    const tables = await world.tables();
    const found: string[] = [];
    for (const each of operations) {
      for (const sending of cases.hostileTexts(each, ours)) {
        const answer = await world.send(sending, steward);
        const wrong = unsound(answer);
        if (wrong !== undefined) found.push(`${each.method} ${each.path}: ${sending.name}: ${wrong}`);
      }
    }
    expect(found).toEqual([]);
    expect(await world.tables()).toEqual(tables);
    await world.settle();
    expect((await world.app.get(Verifier).full()).differences).toEqual([]);
  });

  it('leaves no token in the log', async () => {
    const [secret] = world.secrets;
    for (const url of [
      `/l/${secret}`,
      `/api/v1/me?token=${secret}`,
      `/${secret}/x`,
      `/api/v1/receipts/${secret}`,
    ]) {
      await world.app.inject({
        method: 'GET',
        url,
        headers: { ...operator, referer: `https://x.example/${secret}` },
      });
    }
    expect(world.log.length).toBeGreaterThan(1000);
    const log = world.log.join('').toUpperCase();
    expect(world.secrets.length).toBeGreaterThan(10);
    expect(world.secrets.filter((each) => log.includes(each.toUpperCase()))).toEqual([]);
    expect(world.log.filter((line) => line.includes('"trouble"'))).toEqual([]);
  });
});

function codeOf(answer: Answer): string | undefined {
  return answer.statusCode >= 400 ? answer.json<{ code: string }>().code : undefined;
}

/** What no answer may be, whatever was asked. */
function unsound({ statusCode, headers, body }: Answer): string | undefined {
  const type = String(headers['content-type'] ?? '');
  if (statusCode >= 500) return `status ${statusCode}`;
  if (statusCode >= 400 && !type.startsWith('application/problem+json'))
    return `status ${statusCode} as ${type}`;
  if (type.includes('html')) return 'HTML';
  return /SQLITE_|syntax error|node_modules|\.ts:\d/.test(body) ? 'tells of the inside' : undefined;
}

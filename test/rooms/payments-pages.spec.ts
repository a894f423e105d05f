import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { RequestsService } from '../../src/payments/requests.service.js';
import { dialects } from '../support/databases.js';
import { anOrderId, TestPayments, type Somebody } from '../support/payments.js';

const scopes = ['payments:write', 'exchanges:write', 'accounts:read'] as const;

describe.each(dialects)('the pages of payments on %s', (dialect) => {
  let test: TestPayments;
  let rabot: string;
  let ann: Somebody & { token: string };
  let bert: Somebody & { token: string };
  let api: string;

  beforeAll(async () => {
    test = await TestPayments.open(dialect);
    rabot = await test.aCommunity();
    api = `/api/v1/communities/${rabot}`;
    ann = await signedUp();
    bert = await signedUp();
  });
  afterAll(async () => {
    await test.theBooksBalance();
    await test.close();
  });

  async function signedUp(): Promise<Somebody & { token: string }> {
    const person = await test.aPerson(rabot);
    return { ...person, token: await test.aToken(rabot, person.id, [...scopes]) };
  }
  const post = (path: string, who: { token: string }, body?: object, key?: string) =>
    test.call('POST', api + path, { as: who.token, body, key });
  async function aPage(who: Somebody) {
    const { cookie, csrf } = await test.aSession(rabot, who.id);
    const headers = { cookie, 'accept-language': 'nl', 'sec-fetch-site': 'same-origin' };
    const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
    return {
      open: async (path: string) =>
        (await test.app.inject({ method: 'GET', url: path, headers })) as {
          statusCode: number;
          body: string;
        },
      send: async (path: string, fields: Record<string, string>) =>
        test.app.inject({
          method: 'POST',
          url: path,
          headers: form,
          payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
        }),
    };
  }
  /** Those of the page itself, not of the form for another language under it. */
  const fieldsIn = (html: string): Record<string, string> =>
    Object.fromEntries(
      [...html.split('</main>', 1)[0]!.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
  const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ');
  const aCode = async (body: object) => {
    const made = await post('/payment-codes', bert, { account: bert.account, kind: 'standing', ...body });
    return `/P/${String(made.body.url).split('/').at(-1)}`;
  };

  it('a stranger learns nothing, whatever the code', async () => {
    const known = await test.app.inject({ method: 'GET', url: await aCode({ amount: 25 }) });
    const unknown = await test.app.inject({ method: 'GET', url: '/P/0000000000000000' });
    expect(known.statusCode).toBe(401);
    const plain = (body: string) => body.replaceAll(/(?<=%2F)[0-9A-Z]{16}/g, '');
    expect(plain(known.body) === plain(unknown.body)).toBe(true);
  });

  it('scans, sees who and what, says yes once, and gets the receipt', async () => {
    const path = await aCode({ amount: 25, reason: 'meal' });
    const carl = await test.aPerson(rabot);
    const page = await aPage(carl);
    const shown = await page.open(path);
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('Klopt dit?');
    expect(shown.body).toContain('eten');
    expect(textOf(shown.body)).not.toMatch(/saldo|6 uur|5,75|¾/);
    const fields = fieldsIn(shown.body);
    const before = await test.countExchanges(rabot);
    const paid = await page.send(path, fields);
    expect([paid.statusCode, paid.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/r\/[0-9A-Z]{23}$/),
    ]);
    const again = await page.send(path, fields);
    expect(again.headers.location).toBe(paid.headers.location);
    expect(await test.countExchanges(rabot)).toBe(before + 1);
    expect(await test.balanceOf(rabot, carl)).toBe(-25n);
  });

  it('chooses how much where the code does not say', async () => {
    const path = await aCode({});
    const carl = await test.aPerson(rabot);
    const page = await aPage(carl);
    const tiles = await page.open(path);
    expect(tiles.body).toMatch(/amount=0\.50.*amount=1\.00.*amount=2\.00/s);
    const lower = path.replace('/P/', '/p/');
    expect((await page.open(`${lower}?amount=veel`)).statusCode).toBe(422);
    expect((await page.open(`${lower}?amount=0,1`)).body).toContain(
      'Kies hele uren, halve uren of kwartieren.',
    );
    const shown = await page.open(`${lower}?amount=0,5`);
    await page.send(lower, fieldsIn(shown.body));
    expect(await test.balanceOf(rabot, carl)).toBe(-50n);
  });

  it('not enough: kind words and three ways on, of which a part and the pot work', async () => {
    const path = (await aCode({ amount: 650 })).replace('/P/', '/p/');
    const carl = await test.aPerson(rabot);
    const page = await aPage(carl);
    const shown = await page.open(path);
    expect(shown.body).toContain('Je hebt nu te weinig.');
    expect(textOf(shown.body)).not.toMatch(/½|6 uur/);
    expect(shown.body).toMatch(/part=yes.*\/pot.*Geef het later/s);
    const asked = await page.send(`${path}/pot`, fieldsIn(shown.body.slice(shown.body.indexOf('/pot'))));
    expect([asked.statusCode, asked.headers.location]).toEqual([303, `${path}/asked`]);
    expect((await page.open(`${path}/asked`)).body).toContain('De pot heeft je vraag.');
    const pot = await test.get(CurrenciesService).communityAccount(rabot, 'UUR', 'pot');
    const steward = test.steward(rabot);
    expect(await test.get(RequestsService).openForAccount(steward, rabot, pot)).toMatchObject([
      { accountId: carl.account, amount: 650n },
    ]);
    expect((await page.open(`${path}?part=yes`)).body).toContain('Hoeveel geef je?');
    const part = await page.open(`${path}?part=yes&amount=2`);
    expect((await page.send(path, fieldsIn(part.body))).statusCode).toBe(303);
    expect(await test.balanceOf(rabot, carl)).toBe(-200n);
  });

  it('says kindly when it no longer works, and a no at the last moment gives a new try', async () => {
    const carl = await test.aPerson(rabot);
    const page = await aPage(carl);
    expect((await page.open('/p/0000000000000000')).statusCode).toBe(404);
    const path = (await aCode({ kind: 'single', amount: 25 })).replace('/P/', '/p/');
    const shown = await page.open(path);
    await post('/payments', ann, { from: ann.account, code: path.slice(3) }, anOrderId());
    const late = await page.send(path, fieldsIn(shown.body));
    expect(late.statusCode).toBe(422);
    expect(late.body).toContain('Deze code werkte al één keer.');
    expect((await page.open(path)).statusCode).toBe(410);
    const big = (await aCode({ amount: 400 })).replace('/P/', '/p/');
    const fields = fieldsIn((await page.open(big)).body);
    await page.send(big, fieldsIn((await page.open(big)).body));
    const refused = await page.send(big, fields);
    expect(refused.statusCode).toBe(422);
    expect(refused.body).toContain('Je hebt nu te weinig.');
  });
});

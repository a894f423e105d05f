import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { newUuid } from '../../src/database/ids.js';
import { words } from '../../src/languages/languages.js';
import { openBrowser } from '../support/browser.js';
import { aPhoto, aPhotoForm } from '../support/photos.js';
import { aFileForm, aWave } from '../support/sounds.js';
import { hostileTown, type HostileTown } from './hostile-town.js';
import { cookieOf, form, Knocks, local, ours, type Headers, type Signed } from './knocks.js';
import { filled, pageRoutes, type PageRoute } from './page-routes.js';
import { Walker } from './walker.js';

let hostile: HostileTown;
let knocks: Knocks;
let browser: Browser;
let cook: Signed;
let routes: PageRoute[];

beforeAll(async () => {
  hostile = await hostileTown();
  browser = await openBrowser();
  knocks = new Knocks(hostile.town);
  cook = await knocks.signedIn(hostile.cook);
  routes = pageRoutes(hostile.town.server.app);
});
afterAll(async () => {
  await hostile.town.theBooksBalance();
  await browser.close();
  await hostile.town.close();
});

describe('a form of another site (CSRF)', () => {
  it('changes nothing, at whatever address it is sent', async () => {
    const other = await knocks.signedIn(hostile.eater);
    const posts = routes.filter(({ method }) => method === 'POST');
    expect(posts.length).toBeGreaterThan(20);
    const before = await knocks.counted();
    const { cookie, csrf } = cook;
    for (const route of posts) {
      const url = filled(route, hostile.values);
      const tries: [string, Headers, string][] = [
        ['no token', ours, 'amount=1'],
        ['the token of another', ours, `_csrf=${other.csrf}`],
        ['two tokens', ours, `_csrf=${csrf}&_csrf=${csrf}`],
        ['from elsewhere', { ...form, 'sec-fetch-site': 'cross-site' }, `_csrf=${csrf}`],
        ['from a neighbour', { ...form, 'sec-fetch-site': 'same-site' }, `_csrf=${csrf}`],
        ['an older browser', { ...form, origin: 'https://evil.example' }, `_csrf=${csrf}`],
        ['as text', { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' }, `_csrf=${csrf}`],
        ['as JSON', { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' }, '{}'],
        ['empty', { 'sec-fetch-site': 'same-origin' }, ''],
      ];
      for (const [name, headers, body] of tries) {
        const { statusCode } = await knocks.send('POST', url, { ...headers, cookie }, body);
        expect([url, name, [403, 415].includes(statusCode) ? 'refused' : statusCode]).toEqual([
          url,
          name,
          'refused',
        ]);
      }
    }
    expect(await knocks.counted()).toEqual(before);
  });

  it('nor does one with a photograph or a recording, which a browser sends anywhere unasked', async () => {
    const { cookie, csrf } = cook;
    const files = (fields: Readonly<Record<string, string>>) => {
      const group = { order: newUuid(0), name: 'Buren', picture: 'group', visibility: 'open' };
      const photo = aPhotoForm({ ...fields, ...group }, aPhoto());
      const sound = aFileForm({ ...fields, clip: 'buttons.yes' }, aWave());
      const pages = ['/scan', '/groups/new/card', '/people/drawings/coin'].map(
        (url) => [url, photo] as const,
      );
      return [...pages, ['/sounds/nl', sound] as const];
    };
    const before = await knocks.counted();
    for (const [from, fields] of [
      [{ 'sec-fetch-site': 'cross-site' }, { _csrf: csrf }],
      [{ 'sec-fetch-site': 'same-site' }, { _csrf: csrf }],
      [{ origin: 'https://evil.example' }, { _csrf: csrf }],
      [{ 'sec-fetch-site': 'same-origin' }, {}],
    ] as const) {
      for (const [url, { payload, type }] of files(fields as Record<string, string>)) {
        const answer = await knocks.send('POST', url, { ...from, cookie, 'content-type': type }, payload);
        expect([url, from, answer.statusCode]).toEqual([url, from, 403]);
      }
    }
    expect(await knocks.counted()).toEqual(before);
    // The same forms are taken from our own pages, so that it was where they came from that was refused.
    const answers: number[] = [];
    for (const [url, { payload, type }] of files({ _csrf: csrf })) {
      const headers = { ...ours, cookie, 'content-type': type };
      answers.push((await knocks.send('POST', url, headers, payload)).statusCode);
    }
    expect(answers).toEqual([422, 422, 303, 303]);
    expect(await knocks.counted()).not.toEqual(before);
    await knocks.post(cook, '/people/drawings/coin/remove', {});
  });

  it('signs nobody in', async () => {
    const link = local(await hostile.town.link(hostile.eater));
    for (const [name, value] of [
      ['sec-fetch-site', 'cross-site'],
      ['origin', 'https://evil.example'],
    ] as const) {
      const answer = await knocks.send('POST', link, { ...form, [name]: value }, '');
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([403, undefined]);
    }
    expect((await knocks.send('POST', link, ours, '')).statusCode).toBe(303);
  });

  it('nothing is changed by looking', async () => {
    const before = await knocks.counted();
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { statusCode } = await knocks.send('GET', filled(route, hostile.values), { cookie: cook.cookie });
      expect([route.path, statusCode < 500]).toEqual([route.path, true]);
    }
    expect(await knocks.counted()).toEqual(before);
  });
});

describe('a session', () => {
  const opens = async (cookie: string): Promise<boolean> =>
    (await knocks.send('GET', '/purse', { cookie })).statusCode === 200;

  it('never is one that somebody else chose beforehand', async () => {
    const chosen = `samenmunt=${'0'.repeat(26)}`;
    const { cookie } = await knocks.signedIn(hostile.eater, { cookie: chosen });
    expect(cookie).not.toBe(chosen);
    expect([await opens(cookie), await opens(chosen)]).toEqual([true, false]);
  });

  it('of whoever was here before ends, and is not taken over', async () => {
    const attacker = await knocks.signedIn(hostile.maker);
    const link = local(await hostile.town.link(hostile.eater));
    const opened = await knocks.send(
      'POST',
      link,
      { ...ours, cookie: attacker.cookie },
      { _csrf: attacker.csrf },
    );
    expect(cookieOf(opened)).not.toBe(attacker.cookie);
    expect([await opens(cookieOf(opened)), await opens(attacker.cookie)]).toEqual([true, false]);
  });

  it('is a new one each time, also with a card', async () => {
    const holder = await hostile.town.person();
    const { url } = await hostile.town.card(holder, 'cat boat apple');
    const tapped = { first: 'cat', second: 'boat', third: 'apple' };
    const seen = new Set<string>();
    const headers = { ...ours, cookie: `samenmunt=${'1'.repeat(26)}; shown_card=${tokenIn(url)}` };
    const shown = await knocks.send('GET', '/k', headers);
    const mark = /name="mark" value="([^"]+)"/.exec(shown.body)![1]!;
    for (let i = 0; i < 2; i++) {
      const answer = await knocks.send('POST', '/k', headers, { ...tapped, mark });
      expect(answer.statusCode).toBe(303);
      seen.add(cookieOf(answer));
    }
    expect(seen.size).toBe(2);
  });

  it('is not opened by an address that a history keeps: the card goes on in a cookie', async () => {
    const { url } = await hostile.town.card(await hostile.town.person(), 'cat boat apple');
    const scanned = await knocks.send('GET', local(url), ours);
    expect([scanned.statusCode, scanned.headers.location]).toEqual([303, '/k']);
    expect(String(scanned.headers['set-cookie'])).toMatch(
      /^shown_card=\w+; Path=\/k; HttpOnly; SameSite=Lax; Max-Age=900$/,
    );
    const shown = await knocks.send('GET', '/k', ours);
    expect(shown.body).not.toContain(tokenIn(url));
  });

  it('nor is a voucher shown by one: it goes on in a cookie, through coming in as well', async () => {
    const token = hostile.values['v token']!;
    const scanned = await knocks.send('GET', `/V/${token}`);
    expect([scanned.statusCode, scanned.headers.location]).toEqual([303, '/v']);
    const shown = `shown_voucher=${token}`;
    expect(scanned.headers['set-cookie']).toBe(`${shown}; Path=/v; HttpOnly; SameSite=Lax; Max-Age=900`);
    const stranger = await knocks.send('GET', '/v', { cookie: shown });
    expect(stranger.statusCode).toBe(401);
    expect(stranger.body + JSON.stringify(stranger.headers)).not.toContain(token);
    expect(stranger.body).toContain(words('nl').t('vouchers.guest'));
    const wayBack = String(stranger.headers['set-cookie']).split(';', 1)[0]!;
    expect(wayBack).toBe('way_back=/v');
    const link = local(await hostile.town.link(hostile.cook));
    const cameIn = await knocks.send('POST', link, { ...ours, cookie: `${shown}; ${wayBack}` }, '');
    expect([cameIn.statusCode, cameIn.headers.location]).toEqual([303, '/v']);
    const page = await knocks.send('GET', '/v', { cookie: `${cookieOf(cameIn)}; ${shown}` });
    expect([page.statusCode, page.body.includes(`value="${token}"`)]).toEqual([200, true]);
    // Without what was scanned just now there is nothing to see, and whoever is finished leaves nothing.
    const later = await knocks.send('GET', '/v', { cookie: cookieOf(cameIn) });
    expect([later.statusCode, later.headers.location]).toEqual([303, '/']);
    const { cookie, csrf } = await knocks.signedIn(hostile.cook);
    const over = await knocks.send('POST', '/finish', { ...ours, cookie }, { _csrf: csrf });
    expect(over.headers['set-cookie']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^shown_voucher=; Path=\/v; .*Max-Age=0$/)]),
    );
  });

  it('is known by its cookie alone, and dead once it ended', async () => {
    const { cookie, csrf } = await knocks.signedIn(hostile.eater);
    const token = cookie.split('=')[1]!;
    expect((await knocks.send('GET', `/purse?samenmunt=${token}&session=${token}`)).statusCode).toBe(303);
    expect((await knocks.send('GET', '/purse', { samenmunt: token, 'x-session': token })).statusCode).toBe(
      303,
    );
    expect((await knocks.send('GET', '/purse', { authorization: `Bearer ${token}` })).statusCode).toBe(303);
    expect(
      (await knocks.send('POST', '/finish', { ...ours, cookie }, { _csrf: csrf })).headers.location,
    ).toBe('/finished');
    expect(await opens(cookie)).toBe(false);
    expect(
      (await knocks.send('POST', '/finish', { ...ours, cookie }, { _csrf: csrf })).headers.location,
    ).toBe('/');
  });
});

describe('a code in an address', () => {
  it('is told to no other page, and no card and no voucher stands in the history of a shared device', async () => {
    const { town, soup, cook: keeper, values } = hostile;
    const device = await Walker.start(browser, town.url);
    const told: string[] = [];
    device.page.on('request', (request) => void told.push(request.headers().referer ?? ''));
    await device.scan(`/p/${values['p token']!}`);
    await device.tap(device.page.locator('header a').first());
    await device.comeIn(await town.link(keeper));
    await device.scan(`/v/${values['v token']!}`);
    expect(device.path).toBe('/v');
    await device.tap(device.page.locator('header a').first());
    const card = await town.card(await town.person(), null);
    await device.tap(device.page.locator('a[href="/give"]'));
    await type(device, card.url);
    await device.open('/');
    await device.tap(device.page.locator(`form[action$="/codes/${soup.account}"] button`).first());
    await device.tap(device.page.locator('.amount-tiles button').first());
    await type(device, card.url);
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.path).toMatch(/^\/r\//);
    expect(told.filter((referer) => referer !== '')).toEqual([]);
    expect(told.length).toBeGreaterThan(10);
    const kept = await entries(device.page);
    expect(kept.length).toBeGreaterThan(3);
    const secrets = [tokenIn(card.url), card.number, values['v token']!];
    expect(kept.filter((url) => secrets.some((each) => url.includes(each)))).toEqual([]);
    expect(await device.page.evaluate(() => document.referrer)).toBe('');
    await device.close();
  });

  async function type(device: Walker, text: string): Promise<void> {
    await device.enter(device.page.locator('form.scan input[name=code]'), text);
    await device.tap(device.page.locator('form.scan button[type=submit]'));
  }

  /** What the browser keeps to go back to. */
  function entries(page: Page): Promise<string[]> {
    return page.evaluate(() => {
      const { navigation } = globalThis as unknown as {
        navigation: { entries(): { url: string | null }[] };
      };
      return navigation.entries().map(({ url }) => url ?? '');
    });
  }
});

describe('a frame around a page (clickjacking)', () => {
  it('is forbidden on every page, to everybody', async () => {
    const gets = routes.filter(({ method }) => method === 'GET');
    const more = ['/nothing-here', '/language/nl?to=/', '/problems/not_allowed', '/p/%ZZ'];
    const all = [...gets.map((route) => filled(route, hostile.values)), ...more];
    for (const headers of [{}, { cookie: cook.cookie }]) {
      for (const url of all) {
        const answer = await knocks.send('GET', url, headers as Headers);
        const policy = String(answer.headers['content-security-policy']);
        expect([url, policy]).toEqual([url, expect.stringContaining("frame-ancestors 'none'")]);
        expect([url, policy]).toEqual([url, expect.not.stringContaining('unsafe')]);
        if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
        expect([url, answer.headers['x-frame-options']]).toEqual([url, 'DENY']);
        expect([url, answer.headers['referrer-policy']]).toEqual([url, 'no-referrer']);
      }
    }
  });

  it('shows nothing in a browser', async () => {
    const page = await browser.newPage();
    await page.setContent(`<iframe src="${hostile.town.url}/help"></iframe>`);
    await page.waitForTimeout(500);
    const inside = await page
      .frames()[1]
      ?.content()
      .catch(() => '');
    expect(inside ?? '').not.toContain('id="main"');
    await page.goto(`${hostile.town.url}/help`);
    expect(await page.content()).toContain('id="main"');
    await page.close();
  });
});

function tokenIn(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

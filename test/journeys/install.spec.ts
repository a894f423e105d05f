import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { siteIcon } from '../../src/web/site-icon.js';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Knocks } from './knocks.js';
import { filled, pageRoutes } from './page-routes.js';
import { Walker } from './walker.js';

let town: JourneyTown;
let browser: Browser;
let knocks: Knocks;
let eater: Party;

beforeAll(async () => {
  town = await JourneyTown.open('sqlite');
  browser = await openBrowser();
  knocks = new Knocks(town);
  eater = await town.person();
});
afterAll(async () => {
  await browser.close();
  await town.close();
});

describe('the service on the first screen of a telephone', () => {
  it('has a name, a colour, and icons that are what they say', async () => {
    const { headers, body } = await knocks.send('GET', '/manifest.webmanifest', { 'accept-language': 'ar' });
    expect(headers['content-type']).toContain('application/manifest+json');
    const { icons, ...rest } = JSON.parse(body) as { icons: Record<string, string>[]; name: string };
    expect(rest).toMatchObject({ start_url: '/', scope: '/', display: 'standalone' });
    expect(rest.name.length).toBeGreaterThan(2);
    expect(icons.map(({ sizes, purpose }) => `${sizes!} ${purpose!}`)).toEqual([
      '192x192 any',
      '512x512 any',
      '512x512 maskable',
    ]);
    for (const { src, sizes } of icons) {
      const answer = await knocks.send('GET', src!);
      const { width, height } = PNG.sync.read(answer.rawPayload);
      expect(`${width}x${height}`).toBe(sizes);
    }
  });

  it('is drawn as in the tab of a browser', async () => {
    const { rawPayload } = await knocks.send('GET', '/assets/icon-192.png');
    const page = await browser.newPage({ viewport: { width: 192, height: 192 } });
    await page.setContent(`<style>*{margin:0}svg{display:block;width:192px}</style>${siteIcon}`);
    const drawn = PNG.sync.read(await page.screenshot({ omitBackground: true }));
    const made = PNG.sync.read(rawPayload);
    let other = 0;
    for (let i = 0; i < made.data.length; i++) if (Math.abs(made.data[i]! - drawn.data[i]!) > 40) other++;
    expect(other / made.data.length).toBeLessThan(0.01);
    await page.close();
  });
});

describe('without a network', () => {
  it('a kind page says so, with a way on, and no page of anybody was kept', async () => {
    const phone = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await phone.comeIn(await town.link(eater));
    await ready(phone.page);
    for (const path of ['/purse', '/exchanges', '/']) await phone.open(path);
    expect(await kept(phone.page)).toEqual(['/assets/icon.svg', '/assets/site.css', '/offline']);
    await phone.context.setOffline(true);
    await phone.open('/purse');
    expect(await phone.heading()).toBe('Er is geen internet.');
    expect(await phone.text()).toContain('Papieren bonnen werken gewoon verder.');
    expect(await phone.page.locator('header img, header .member').count()).toBe(0);
    const plain = await phone.page.evaluate(() => getComputedStyle(document.body).backgroundImage);
    expect(plain).toContain('gradient');
    await phone.tapButton('Opnieuw');
    expect(await phone.heading()).toBe('Er is geen internet.');
    await phone.context.setOffline(false);
    await phone.tapButton('Opnieuw');
    expect([phone.path, await phone.page.locator('.purse .figure').count()]).toEqual(['/purse', 1]);
    await phone.close();
  });

  it('a yes that cannot be sent says so too, gives nothing, and can be said again', async () => {
    const payer = await town.person();
    const phone = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await phone.comeIn(await town.link(payer));
    await ready(phone.page);
    const code = new URL(await town.code(eater, { amount: 100n })).pathname;
    await phone.open(code);
    await phone.context.setOffline(true);
    await phone.page.locator('form.confirm button.yes').click();
    await phone.page.getByText('Er is geen internet.').waitFor();
    expect(await town.balanceOf(payer)).toBe(0n);
    await phone.context.setOffline(false);
    await phone.tapButton('Opnieuw');
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(phone.path).toMatch(/^\/r\//);
    expect(await town.balanceOf(payer)).toBe(-100n);
    await phone.close();
  });

  it('it is said in the language that was chosen last', async () => {
    const phone = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await phone.open('/');
    await ready(phone.page);
    await phone.open('/language/fr?to=/help');
    await phone.page.waitForTimeout(500);
    await phone.context.setOffline(true);
    await phone.open('/');
    expect(await phone.heading()).toBe("Il n'y a pas d'internet.");
    await phone.context.setOffline(false);
    // By the form of whoever is signed in as well.
    await phone.comeIn(await town.link(eater));
    await phone.open('/language');
    await phone.tap(phone.page.locator('form[action="/language"] button[value="en"]'));
    await phone.page.waitForTimeout(2000);
    await phone.context.setOffline(true);
    await phone.open('/');
    expect(await phone.heading()).toBe('There is no internet.');
    await phone.close();
  });

  it('everything works where a browser keeps nothing', async () => {
    const phone = await Walker.start(browser, town.url, { serviceWorkers: 'block' });
    await phone.comeIn(await town.link(eater));
    await phone.open('/purse');
    expect(await phone.page.locator('.purse .figure').count()).toBe(1);
    await phone.close();
  });

  it('what keeps it lends nothing to a form of another site', async () => {
    const foreign = await aSite();
    const phone = await Walker.start(browser, town.url);
    await phone.open('/');
    await ready(phone.page);
    const { pathname } = new URL(await town.link(eater));
    const answered = phone.page.waitForResponse((response) => response.url().includes(pathname));
    const { port } = foreign.address() as AddressInfo;
    await phone.page.goto(`http://127.0.0.1:${port}/?to=${encodeURIComponent(town.url + pathname)}`);
    await phone.page.locator('button').click();
    expect((await answered).status()).toBe(403);
    await phone.open('/purse');
    expect(phone.path).toBe('/');
    await phone.close();
    foreign.close();
  });

  /** A site of somebody else with a button that sends a form to us. */
  async function aSite(): Promise<Server> {
    const server = createServer((request, reply) => {
      const to = new URL(request.url ?? '/', 'http://x').searchParams.get('to') ?? '';
      reply.setHeader('content-type', 'text/html');
      reply.end(`<form method="post" action="${to}"><button>Win</button></form>`);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return server;
  }

  async function ready(page: Page): Promise<void> {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
  }

  /** The paths in all that the browser keeps for our scripts, without what changes in them. */
  async function kept(page: Page): Promise<string[]> {
    const paths = await page.evaluate(async () => {
      const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      const requests = (await Promise.all(stores.map((store) => store.keys()))).flat();
      return requests.map(({ url }) => new URL(url).pathname);
    });
    return paths.map((path) => path.replace(/\.[\w-]{12}\./, '.')).sort();
  }
});

describe('away at once', () => {
  it('is on every page of somebody signed in, and on none of a stranger', async () => {
    const cook = await town.steward();
    const soup = await town.group('Soepgroep', [cook.id]);
    const values = { community: 'rabot', account: soup.account, party: soup.id, person: eater.id };
    const gets = pageRoutes(town.server.app).filter(({ method }) => method === 'GET');
    const { cookie } = await knocks.signedIn(cook);
    // Where one comes in, what is on paper, and addresses that are none: nobody's, whoever is signed in.
    const nobodys = /^\/(?:[lk]\/|sign-in|finished|voucher-sheets|nothing-here)/;
    const without: string[] = [];
    for (const path of [...gets.map((route) => filled(route, values)), '/nothing-here']) {
      const mine = await knocks.send('GET', path, { cookie });
      if (!String(mine.headers['content-type']).startsWith('text/html')) continue;
      if (!nobodys.test(path) && !mine.body.includes(' data-hide')) without.push(path);
      const strange = await knocks.send('GET', path);
      expect([path, strange.body.includes(' data-hide')]).toEqual([path, false]);
    }
    expect(without).toEqual([]);
  });

  it.each([true, false])('leads to a page that tells nothing, scripts: %s', async (javaScriptEnabled) => {
    const phone = await Walker.start(browser, town.url, { locale: 'nl-BE', javaScriptEnabled });
    await phone.comeIn(await town.link(eater));
    await phone.open('/purse');
    const places = await Promise.all(
      ['/purse', '/', '/exchanges'].map(async (path) => {
        const page = await phone.context.newPage();
        await page.goto(town.url + path);
        const box = await page.locator('a.hide').boundingBox();
        await page.close();
        return JSON.stringify(box);
      }),
    );
    expect(new Set(places).size).toBe(1);
    await phone.tap(phone.page.locator('a.hide'));
    await phone.page.waitForURL(`${town.url}/quiet`);
    expect(await phone.page.title()).toBe('Even rust');
    expect((await phone.text()).split(/\s+/).filter(Boolean)).toEqual(['Even', 'rust', 'Verder']);
    if (javaScriptEnabled) {
      const before = await phone.page.evaluate(() => history.length);
      await phone.open('/purse');
      await phone.tap(phone.page.locator('a.hide'));
      await phone.page.waitForURL(`${town.url}/quiet`);
      // The page that was open is in no history any more.
      expect(await phone.page.evaluate(() => history.length)).toBe(before + 1);
    }
    await phone.tapButton('Verder');
    expect(phone.path).toBe('/');
    await phone.close();
  });
});

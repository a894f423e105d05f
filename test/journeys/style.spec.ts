import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { iconNames } from '../../src/web/icons.js';
import { attendanceCss } from '../../src/web/styles/attendance.js';
import { siteCss } from '../../src/web/site.css.js';
import { memberColours, memberPictures } from '../../src/web/pictures.js';
import { openBrowser } from '../support/browser.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown } from './journey-town.js';
import { Knocks } from './knocks.js';
import { filled, pageRoutes } from './page-routes.js';
import { Walker } from './walker.js';

describe('the page of the design', () => {
  let town: JourneyTown;
  let browser: Browser;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it.each([
    { locale: 'nl-BE', colorScheme: 'light' },
    { locale: 'ar', colorScheme: 'dark' },
    { locale: 'nl-BE', colorScheme: 'light', contrast: 'more' },
  ] as const)('can be read by all in $locale, $colorScheme', async (look) => {
    const phone = await Walker.start(browser, town.url, look);
    await phone.context.addCookies([{ name: 'language', value: look.locale.slice(0, 2), url: town.url }]);
    const { requests } = await phone.load('/style');
    expect(requests.filter((url) => !url.startsWith(town.url))).toEqual([]);
    expect(await barriersOf(phone.page)).toEqual([]);
    expect(await tooWide(phone.page)).toBe(0);
    await phone.close();
  });

  it('shows each look in its own colours, every pictogram and every picture', async () => {
    const phone = await Walker.start(browser, town.url, { colorScheme: 'dark' });
    await phone.open('/style');
    const grounds = await phone.page.evaluate(() =>
      ['light', 'dark', 'contrast'].map(
        (name) => getComputedStyle(document.querySelector(`.look-${name}`)!).backgroundColor,
      ),
    );
    expect(grounds).toEqual(['rgb(247, 240, 227)', 'rgb(29, 24, 20)', 'rgb(247, 240, 227)']);
    const { page } = phone;
    expect(await page.locator('#drawings .icon').count()).toBe(iconNames.length);
    expect(await page.locator('#drawings .member').count()).toBe(
      memberPictures.length + memberColours.length,
    );
    for (const part of ['.confirm', '.state.good', '.state.undone', '.state.waiting', '.state.unknown'])
      expect([part, await page.locator(part).count()]).not.toEqual([part, 0]);
    await phone.close();
  });

  it('has every class that a style sheet of the pages names', async () => {
    const knocks = new Knocks(town);
    const pages = await Promise.all(
      ['nl', 'ar'].map((code) => knocks.send('GET', '/style', { cookie: `language=${code}` })),
    );
    const shown = new Set(
      pages.flatMap(({ body }) =>
        [...body.matchAll(/ class="([^"]*)"/g)].flatMap(([, all]) => all!.split(' ')),
      ),
    );
    const named = classesIn(siteCss + attendanceCss);
    expect(named).toEqual(
      expect.arrayContaining(['amount-tiles', 'chips', 'nine', 'withGroups', 'viewfinder']),
    );
    expect(named.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('shows many states, and leads nowhere from any of them', async () => {
    const { body } = await new Knocks(town).send('GET', '/style');
    const names = [...body.matchAll(/<h3><bdi lang="nl">([^<]*)</g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    const [inside] = /<main[^]*<\/main>/.exec(body)!;
    expect(
      inside.match(/<a\b[^>]* href="(?!#)[^"]*"|<form\b[^>]* action="(?!#)[^"]*"| data-idle=| autofocus/g),
    ).toBeNull();
  });

  it('is linked from nowhere, and needs nobody', async () => {
    const knocks = new Knocks(town);
    const { cookie } = await knocks.signedIn(await town.steward());
    for (const route of pageRoutes(town.server.app).filter(({ method }) => method === 'GET')) {
      const { body } = await knocks.send('GET', filled(route, { community: 'rabot' }), { cookie });
      expect([route.path, body.includes('href="/style"')]).toEqual([route.path, false]);
    }
    const [mine, strange] = [
      await knocks.send('GET', '/style', { cookie }),
      await knocks.send('GET', '/style'),
    ];
    expect(mine.body).toBe(strange.body);
  });
});

/** The classes that rules of a style sheet are for; what they say about them is left out. */
function classesIn(css: string): string[] {
  const rules = css.replace(/url\([^)]*\)/g, '').replace(/\{[^{}]*\}/g, ' ');
  return [...new Set([...rules.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!))];
}

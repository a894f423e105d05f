import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { words } from '../../src/languages/languages.js';
import { memberColours, memberPictures } from '../../src/web/pictures.js';
import { openBrowser } from '../support/browser.js';
import { tooWide } from './barriers.js';
import { JourneyTown } from './journey-town.js';
import { Walker } from './walker.js';

const phone = { width: 360, height: 640 };

describe('on a small telephone', () => {
  let town: JourneyTown;
  let browser: Browser;
  let steward: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    const cook = await town.steward();
    await town.group('Soepgroep', [cook.id]);
    steward = await Walker.start(browser, town.url, { locale: 'nl-BE', viewport: phone });
    await steward.comeIn(await town.link(cook));
  });
  afterAll(async () => {
    await steward.close();
    await browser.close();
    await town.close();
  });

  it.each(['nl', 'fr', 'en', 'ar'] as const)(
    'no name of a picture or a colour is broken inside a word, in %s',
    async (language) => {
      const { t } = words(language);
      const names = [
        ...memberPictures.map((each) => t(`pictures.${each}` as 'pictures.cat')),
        ...memberColours.map((each) => t(`colours.${each}`)),
      ];
      await steward.open('/people/new');
      expect(await brokenWords(steward.page, names)).toEqual([]);
      expect(await brokenWords(steward.page, ['x'.repeat(60)])).toHaveLength(1);
    },
  );

  it('sheets of paper are as wide as the screen, and on paper as wide as paper', async () => {
    const { page } = steward;
    await steward.open('/kit/print');
    const widths = (): Promise<number[]> =>
      page
        .locator('.papers > section, .papers > div')
        .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
    for (const width of [320, 360, 412, 600, 800, 1024]) {
      await page.setViewportSize({ width, height: 640 });
      const over = await page.locator('.papers').evaluate((all) => all.scrollWidth - all.clientWidth);
      expect({ width, over, wide: await tooWide(page) }).toEqual({ width, over: 0, wide: 0 });
      expect(Math.min(...(await widths()))).toBeGreaterThan(Math.min(width * 0.75, 793));
    }
    await page.setViewportSize(phone);
    await page.emulateMedia({ media: 'print' });
    expect((await widths()).map(Math.round)).toEqual(Array.from(await widths(), () => 794));
    await page.emulateMedia({ media: 'screen' });
  });

  it('the button that leaves at once stays where it is and hides nothing that has the focus', async () => {
    const { page } = steward;
    await steward.open('/people/new');
    const away = page.locator('a.hide');
    const place = await away.boundingBox();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    expect(await away.boundingBox()).toEqual(place);
    // What scrolls goes under the whole row, not under one button in the middle of it.
    const row = await page.locator('header.top').boundingBox();
    expect([row!.x, row!.y, row!.width]).toEqual([0, 0, phone.width]);
    const hidden = await page.evaluate(() => {
      const { bottom } = document.querySelector('header.top')!.getBoundingClientRect();
      const all = [...document.querySelectorAll<HTMLElement>('main a, main input, main button, footer a')];
      return all.reverse().flatMap((each) => {
        each.focus();
        const { top } = each.getBoundingClientRect();
        return document.activeElement === each && top < bottom - 1 ? [each.outerHTML.slice(0, 80)] : [];
      });
    });
    expect(hidden).toEqual([]);
    await page.setViewportSize({ width: 360, height: 300 });
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    // On a screen this low it would take the place of what is read.
    expect((await page.locator('header.top').boundingBox())!.y).toBeLessThan(0);
    await page.setViewportSize(phone);
  });
});

describe('with letters twice as big as the browser gives them', () => {
  let town: JourneyTown;
  let browser: Browser;
  let paths: readonly string[];
  let link: () => Promise<string>;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser(['--blink-settings=defaultFontSize=32']);
    const eater = await town.person({ picture: 'ladybird' });
    const cook = await town.steward({ picture: 'orange' });
    const soup = await town.group('Soepgroep Rabot', [cook.id]);
    const [fixed, open] = await Promise.all([
      town.code(soup, { amount: 125n, reason: 'meal' }),
      town.code(cook),
    ]);
    const payer = await Walker.start(browser, town.url);
    await payer.comeIn(await town.link(eater));
    await payer.scan(fixed);
    await payer.tap(payer.page.locator('form.confirm button.yes'));
    const receipt = payer.path;
    await payer.close();
    link = () => town.link(eater);
    paths = [
      ...['/', '/purse', '/give', '/exchanges', '/exchanges/code', '/groups', '/language?to=/', '/help'],
      ...['/me', '/me/privacy', '/me/year', '/me/trust', '/me/stop', '/me/stop/pot', '/practice/choose'],
      ...[fixed, open, receipt, `${receipt}/wrong`, `/c/rabot/share/${cook.account}/loan`, '/nothing-here'],
    ];
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it.each(['nl-BE', 'ar'])(
    'no page of members goes off the side of a small telephone, in %s',
    async (locale) => {
      const walker = await Walker.start(browser, town.url, {
        ...{ locale, viewport: phone },
        // What moves to its place is not there yet.
        reducedMotion: 'reduce',
      });
      await walker.comeIn(await link());
      expect(await walker.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe(
        '36px',
      );
      const found: object[] = [];
      for (const path of paths) {
        await walker.open(path);
        const [wide, off] = [await tooWide(walker.page), await offSide(walker.page)];
        if (wide > 0 || off.length > 0) found.push({ path, wide, off });
      }
      expect(found).toEqual([]);
      await walker.close();
    },
    60_000,
  );
});

/** What of a page is beside its screen, or hidden by the edge of what it stands in. */
function offSide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')].flatMap((each) => {
      if (each.closest('.sr, .skip, .symbols, svg, dialog, .table-box, [hidden]') !== null) return [];
      const { left, right, width } = each.getBoundingClientRect();
      const hides = getComputedStyle(each).overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1;
      const isOff = width > 0 && (left < -1 || right > innerWidth + 1);
      return isOff || hides
        ? [`${each.tagName} ${each.className}: ${(each.textContent ?? '').slice(0, 40)}`]
        : [];
    }),
  );
}

/** Puts each name where names of pictures and colours stand, and says which of their words take more than one line. */
function brokenWords(page: Page, names: readonly string[]): Promise<string[]> {
  return page.evaluate((all) => {
    document.querySelectorAll('details').forEach((each) => (each.open = true));
    const places = [...document.querySelectorAll('.drawings .drawing > span')];
    return all.flatMap((name, i) => {
      const place = places[i % places.length]!;
      place.textContent = name;
      const words = [...name.matchAll(/\S+/g)];
      return words.flatMap(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(place.firstChild!, index);
        range.setEnd(place.firstChild!, index + word.length);
        const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        return lines.size === 1 ? [] : [word];
      });
    });
  }, names);
}

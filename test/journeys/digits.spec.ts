import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import sharp from 'sharp';
import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { TranslationsService } from '../../src/communities/translations.service.js';
import { momentWords } from '../../src/web/dates.js';
import { openBrowser } from '../support/browser.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown } from './journey-town.js';
import { Walker } from './walker.js';

/** What is read from right to left, with its own digits for 2½. */
const tongues = [
  { code: 'ar', own: '٢½' },
  { code: 'fa', own: '۲½' },
  { code: 'ps', own: '۲½' },
] as const;

/** How far two pictures of the same letters may differ, in greys of 255 a point: letters lie between the points. */
const alike = 14;

describe('figures among letters that are read from right to left (U16)', () => {
  let town: JourneyTown;
  let browser: Browser;
  let payCode: string;
  let receipt: string;
  let links: string[];
  let sheets: string[];

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    const translations = town.get(TranslationsService);
    for (const { code } of tongues) await translations.turn(systemActor('test'), 'rabot', code, true);
    const [payer, cook] = await Promise.all([town.person(), town.person()]);
    const stewards = await Promise.all(tongues.map(() => town.steward()));
    await town.get(CardStockService).make(systemActor('test'), town.communityId, 1);
    payCode = await town.code(cook, { amount: 250n });
    const phone = await Walker.start(browser, town.url);
    await phone.comeIn(await town.link(payer));
    await phone.scan(payCode);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    receipt = phone.path;
    await phone.close();
    links = await Promise.all(tongues.map(() => town.link(payer)));
    sheets = await Promise.all(stewards.map((each) => town.link(each)));
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it.each(tongues)(
    'stand in the right order in $code: amount, day and number of a card',
    async ({ code }) => {
      const at = tongues.findIndex((each) => each.code === code);
      const phone = await Walker.start(browser, town.url, { locale: code });
      const { page } = phone;
      await phone.open(receipt);
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
      const figure = page.locator('.amount.big .figure').first();
      expect(await seen(figure)).toEqual(['2½']);
      // The unit follows the figure, so it stands at its left.
      const unit = page.locator('.amount.big .unit').first();
      expect((await unit.boundingBox())!.x).toBeLessThan((await figure.boundingBox())!.x);
      // What is figures in a moment comes one after the other from the right, and none is turned round.
      const moment = momentWords(town.clock.now(), code, 'Europe/Brussels');
      const figures = moment.match(/[\d:]+/g)!;
      const day = page.locator('main .own', { hasText: figures.at(-1)! }).last();
      expect(figures.length).toBeGreaterThan(2);
      expect((await seen(day)).join(' ').match(/[\d:]+/g)).toEqual(figures.toReversed());
      await phone.close();

      const desk = await Walker.start(browser, town.url, { locale: code });
      await desk.comeIn(sheets[at]!);
      await desk.open('/cards/sheet');
      const card = desk.page.locator('.card-number').first();
      expect(await card.innerText()).toMatch(/^\d{3,}.*[A-Z]$/);
      expect(await seen(card)).toEqual([(await card.innerText()).trim()]);
      await desk.close();
    },
  );

  it('look like those of a page that is read from left to right', async () => {
    const pictures = await Promise.all(
      ['nl', 'fa'].map(async (locale) => {
        const phone = await Walker.start(browser, town.url, { locale, colorScheme: 'light' });
        await phone.open(receipt);
        const picture = await phone.page.locator('.amount.big .figure').first().screenshot();
        await phone.close();
        return picture;
      }),
    );
    const [left, right] = pictures as [Buffer, Buffer];
    expect(await differ(left, right)).toBeLessThan(alike);
    expect(await differ(left, await sharp(right).flop().toBuffer())).toBeGreaterThan(2 * alike);
  });

  it.each(tongues)('come in the digits of $code as well, for whoever wants that', async ({ code, own }) => {
    const at = tongues.findIndex((each) => each.code === code);
    const phone = await Walker.start(browser, town.url, { locale: code });
    const { page } = phone;
    await phone.comeIn(links[at]!);
    await phone.open(receipt);
    expect(await page.locator('.own-figure').count()).toBe(0);
    await phone.open(`/language?to=${receipt}`);
    await phone.tap(page.locator('a[href^="/language/digits/own"]'));
    expect(phone.path).toBe(receipt);
    expect(await seen(page.locator('.own-figure').first())).toEqual([own]);
    expect(await page.locator('.amount.big .figure').first().innerText()).toBe('2½');
    expect(await barriersOf(page)).toEqual([]);
    expect(await tooWide(page)).toBe(0);
    await phone.open(`/language?to=${receipt}`);
    await phone.tap(page.locator('a[href^="/language/digits/latin"]'));
    expect(await page.locator('.own-figure').count()).toBe(0);
    await phone.close();
  });

  it('are not offered where a script has no others', async () => {
    const phone = await Walker.start(browser, town.url, { locale: 'fr' });
    await phone.open('/language');
    expect(await phone.page.locator('a[href^="/language/digits"]').count()).toBe(0);
    await phone.close();
  });
});

/** The lines of an element as the eye meets them: each letter where it was drawn, from left to right. */
function seen(what: Locator): Promise<string[]> {
  return what.evaluate((element) => {
    const letters: Array<{ text: string; x: number; y: number }> = [];
    const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() !== null) {
      const node = walk.currentNode as Text;
      for (let at = 0; at < node.data.length; at++) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const { x, y, width, height } = range.getBoundingClientRect();
        if (width > 0) letters.push({ text: node.data[at]!, x, y: y + height / 2 });
      }
    }
    const lines: Array<typeof letters> = [];
    for (const letter of letters) {
      const line = lines.find(([first]) => Math.abs(first!.y - letter.y) < 6);
      if (line === undefined) lines.push([letter]);
      else line.push(letter);
    }
    return lines.map((line) =>
      line
        .sort((one, other) => one.x - other.x)
        .map(({ text }) => text)
        .join('')
        .trim(),
    );
  });
}

/** The mean difference of two pictures, brought to one size. */
async function differ(one: Buffer, other: Buffer): Promise<number> {
  const [a, b] = await Promise.all(
    [one, other].map((each) =>
      sharp(each).resize(120, 80, { fit: 'fill' }).greyscale().blur(1.5).raw().toBuffer(),
    ),
  );
  const sum = a!.reduce((before, grey, at) => before + Math.abs(grey - b![at]!), 0);
  return sum / a!.length;
}

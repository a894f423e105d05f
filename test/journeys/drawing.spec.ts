import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { systemActor } from '../../src/access/actor.js';
import { TranslationsService } from '../../src/communities/translations.service.js';
import { openBrowser } from '../support/browser.js';
import { aPhoto, withExif } from '../support/photos.js';
import { barriersOf, barriersWithoutScripts, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

/** The colour of a point of what is shown, in hundredths of its width and height: r, g, y or b of the token, else -. */
async function coloursIn(what: Locator, points: readonly (readonly [number, number])[]): Promise<string> {
  const { data, width, height } = PNG.sync.read(await what.screenshot());
  return points
    .map(([x, y]) => {
      const at = (Math.floor((y * height) / 100) * width + Math.floor((x * width) / 100)) * 4;
      const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
      if (red > 180 && green > 150) return blue < 120 ? 'y' : '-';
      if (red > 150) return 'r';
      return blue > 150 ? 'b' : 'g';
    })
    .join('');
}
const quarters = [
  [32, 32],
  [68, 32],
  [68, 68],
  [32, 68],
] as const;

describe('a token that a group drew itself', () => {
  let town: JourneyTown;
  let browser: Browser;
  let steward: Party;
  let member: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    [steward, member] = [await town.steward(), await town.person()];
    await town.get(TranslationsService).turn(systemActor('test'), town.communityId, 'ar', true);
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it('is photographed without scripts, is on every page of its members, and goes again', async () => {
    const own = await Walker.start(browser, town.url, { locale: 'nl-BE', javaScriptEnabled: false });
    await own.comeIn(await town.link(steward));
    const theirs = await Walker.start(browser, town.url, { locale: 'ar' });
    await theirs.comeIn(await town.link(member));
    const refused: string[] = [];
    for (const { page } of [own, theirs]) page.on('console', (said) => refused.push(said.text()));
    const code = await town.code(steward, { amount: 150n });

    await own.open('/people');
    own.acts = 0;
    await own.tapButton('Eigen tekeningen');
    await own.tapButton('De munt');
    const file = { name: 'munt.jpg', mimeType: 'image/jpeg', buffer: withExif(aPhoto(), 6) };
    await own.page.locator('input[type=file]').setInputFiles(file);
    await own.tapButton('Bewaar');
    expect(own.acts).toBe(3);
    // The telephone was held on its side.
    expect(await coloursIn(own.page.locator('img.homemade').first(), quarters)).toBe('brgy');
    expect(await own.page.locator('img.homemade').first().getAttribute('alt')).toBe('');
    expect([await barriersWithoutScripts(own.page), await tooWide(own.page)]).toEqual([[], 0]);

    await theirs.open(code);
    const [whole, half] = [theirs.page.locator('svg.coin').first(), theirs.page.locator('svg.coin').nth(1)];
    expect(await coloursIn(whole, quarters)).toBe('brgy');
    expect(await coloursIn(half, quarters)).toBe('-rg-');
    expect([await barriersOf(theirs.page), await tooWide(theirs.page)]).toEqual([[], 0]);
    // On paper it comes along.
    expect((await theirs.page.pdf()).includes('/Subtype /Image')).toBe(true);

    await own.tapButton('Weg: terug naar die van ons');
    expect(own.path).toBe('/people/drawings');
    await theirs.open(code);
    expect(await theirs.page.locator('#coin-own').count()).toBe(0);
    expect(await coloursIn(whole, [[13, 50]])).toBe('y');
    expect(refused).toEqual([]);
    await Promise.all([own.close(), theirs.close()]);
  });
});

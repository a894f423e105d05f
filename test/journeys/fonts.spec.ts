import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { fonts } from '../../src/web/fonts.js';
import { JourneyTown } from './journey-town.js';
import { Walker } from './walker.js';

describe('letters that a device lacks', () => {
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
    ['latin', 'Klopt dit?'],
    ['latin-ext', 'ăłőš'],
    ['cyrillic', 'Дякую'],
    ['arabic', 'هل هذا صحيح؟'],
    ['ethiopic', 'ሰላም'],
  ])('are fetched from us for %s, and only those', async (subset, text) => {
    const phone = await Walker.start(browser, town.url);
    await phone.open('/');
    await phone.page.waitForLoadState('networkidle');
    const asked: string[] = [];
    phone.page.on('request', (request) => asked.push(request.url()));
    const isLoaded = await phone.page.evaluate(
      async ([family, sample]) => {
        const found = await document.fonts.load(`16px "${family!}"`, sample);
        return found.length > 0 && found.every(({ status }) => status === 'loaded');
      },
      [`Samenmunt ${subset}`, text],
    );
    expect(isLoaded).toBe(true);
    expect(asked).toEqual([town.url + fonts.find(({ family }) => family.endsWith(` ${subset}`))!.path]);
    await phone.close();
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { openBrowser } from '../support/browser.js';
import { readQr } from '../support/qr-readers.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const command = systemActor('test');
/** As a printer of 300 dots an inch draws it. */
const dots = 300 / 96;

describe.each([
  { locale: 'nl-BE', javaScriptEnabled: true },
  { locale: 'ar', javaScriptEnabled: false },
])('a pick-up point, in $locale, scripts: $javaScriptEnabled', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let keeper: Party;
  let library: string;
  let account: string;
  let ann: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    keeper = await town.person();
    const wish = { kind: 'library', name: 'Bibliotheek Rabot', picture: 'lesson', colour: 'blue' } as const;
    const entered = await town.get(InstitutionsService).enter(command, 'rabot', {
      ...wish,
      place: 'Witte Kaproenenplein 1',
      openingHours: 'woensdag 14 tot 18 uur',
    });
    if (entered.kind === 'refused') throw new Error(entered.code);
    library = entered.institution.id;
    const [own] = await town.get(BooksService).accountsOf('rabot', library);
    account = own!.id;
    await appoint(keeper, 'treasurer');
    ann = await Walker.start(browser, town.url, { ...look, deviceScaleFactor: dots });
    await ann.comeIn(await town.link(keeper));
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it('is none before somebody helps there, and says so', async () => {
    const stranger = await Walker.start(browser, town.url, look);
    expect((await stranger.open(`/c/rabot/pickup/${library}`)).status()).toBe(404);
    await stranger.close();
    await ann.open(`/c/rabot/pickup/${library}/sheet`);
    expect(await ann.page.locator('.leaf-a4').count()).toBe(0);
    await ann.tap(ann.page.locator('main a[href="/"]'));
    expect(ann.path).toBe('/');
    await appoint(await town.person(), 'helper');
  });

  it('has its sheet one act from home, in Dutch and one language more', async () => {
    await ann.open('/');
    expect(await ann.page.locator(`a[href="/c/rabot/kas/${account}"]`).count()).toBe(1);
    ann.acts = 0;
    await ann.tap(ann.page.locator(`a[href="/c/rabot/pickup/${library}/sheet"]`));
    expect(ann.acts).toBe(1);
    if (look.javaScriptEnabled) expect(await barriersOf(ann.page)).toEqual([]);
    expect(await tooWide(ann.page)).toBe(0);
    await ann.tap(ann.page.locator('main .languages a[hreflang=ar]'));
    const sheet = ann.page.locator('.leaf-a4');
    expect(await sheet.innerText()).toContain('Hier krijg je een kaart en bonnen.');
    expect(await sheet.locator('[lang=ar]').count()).toBeGreaterThan(1);
    for (const told of ['Bibliotheek Rabot', 'Witte Kaproenenplein 1', 'woensdag 14 tot 18 uur'])
      expect(await sheet.innerText()).toContain(told);
  });

  it('is one sheet of paper whose code leads strangers to where and when, without a token', async () => {
    const { page } = ann;
    await page.setViewportSize({ width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.leaf-a4').count()).toBe(1);
    const over = await page
      .locator('.board')
      .evaluate((board) => [board.scrollHeight - board.clientHeight, board.scrollWidth - board.clientWidth]);
    expect(over).toEqual([0, 0]);
    const read = await readQr(await page.locator('svg.qr').screenshot());
    expect(new URL(read).pathname).toBe(`/c/rabot/pickup/${library}`);
    const stranger = await Walker.start(browser, town.url, look);
    expect((await stranger.scan(read)).status()).toBe(200);
    expect(await stranger.text()).toContain('woensdag 14 tot 18 uur');
    if (look.javaScriptEnabled) expect(await barriersOf(stranger.page)).toEqual([]);
    expect(await tooWide(stranger.page)).toBe(0);
    // Who is not signed in is shown no purse and no name of a person.
    expect(await stranger.page.locator('main form').count()).toBe(0);
    await stranger.close();
  });

  it('is printed by nobody else', async () => {
    const other = await Walker.start(browser, town.url, look);
    await other.comeIn(await town.link(await town.person()));
    expect((await other.open(`/c/rabot/pickup/${library}/sheet`)).status()).toBe(403);
    await other.close();
  });

  async function appoint({ id: actorId }: Party, role: 'treasurer' | 'helper'): Promise<void> {
    const mandate = { communityId: 'rabot', actorId, role, partyId: library, until: null } as const;
    const granted = await town.get(MandatesService).grant(command, mandate);
    if (granted.kind === 'refused') throw new Error(granted.code);
  }
});

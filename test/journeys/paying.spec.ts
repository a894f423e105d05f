import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { dialects } from '../support/databases.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

/** With and without scripts, from left to right and from right to left. */
const visitors = [
  { said: 'nl, with scripts', locale: 'nl-BE', javaScriptEnabled: true, dir: 'ltr', yes: 'Ja' },
  { said: 'nl, without scripts', locale: 'nl-BE', javaScriptEnabled: false, dir: 'ltr', yes: 'Ja' },
  { said: 'ar, without scripts', locale: 'ar', javaScriptEnabled: false, dir: 'rtl', yes: 'Ja\nنعم' },
];

describe.each(dialects)('paying on %s', (dialect) => {
  let town: JourneyTown;
  let browser: Browser;
  let cook: Party;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open(dialect);
    browser = await openBrowser();
    cook = await town.person({ picture: 'bear', colour: 'brown' });
    soup = await town.group('Soepgroep Rabot', [cook.id]);
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  describe.each(visitors)('$said', ({ locale, javaScriptEnabled, dir, yes }) => {
    let eater: Party;
    let phone: Walker;

    beforeAll(async () => {
      eater = await town.person();
      phone = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
      await phone.comeIn(await town.link(eater));
    });
    afterAll(() => phone.close());
    beforeEach(() => {
      phone.acts = 0;
    });

    it('shows home, in the right direction, with four tiles and the purse covered', async () => {
      await phone.open('/');
      expect(await phone.page.locator('html').getAttribute('dir')).toBe(dir);
      expect(await phone.page.locator('.tiles-of-two:not(.small-tiles) .picture-button').count()).toBe(4);
      expect(await phone.page.locator('.amount').count()).toBe(0);
      await phone.tap(phone.page.locator('a[href="/purse"]'));
      expect(phone.acts).toBe(1);
      expect(await phone.page.locator('.amount .figure').innerText()).toBe('0');
    });

    it('pays a fixed amount from a sign in two acts, and a stranger verifies the receipt', async () => {
      const sign = await Walker.start(browser, town.url, { locale });
      await sign.comeIn(await town.link(cook));
      await showNewSign(sign, soup);
      const code = await sign.readCode();
      await sign.close();

      await phone.scan(code);
      expect(await phone.text()).toContain('Soepgroep Rabot');
      expect(await phone.page.locator('.handover .figure').innerText()).toBe('1');
      expect(await phone.page.locator('form.confirm button.yes').innerText()).toBe(yes);
      const before = await town.balanceOf(soup);
      await phone.tap(phone.page.locator('form.confirm button.yes'));
      expect(phone.acts).toBe(2);
      expect(phone.path).toMatch(/^\/r\/[0-9A-Z]{23}$/);
      expect(await phone.page.locator('.state.good h1').innerText()).toMatch(
        dir === 'rtl' ? /Je gaf 1 uur[^]*أعطيت/ : /^Gelukt! Je gaf 1 uur\.$/,
      );
      expect(await phone.page.locator('.handover .face').count()).toBe(2);
      expect(await phone.page.locator('details[open]').count()).toBe(0);
      expect(await town.balanceOf(soup)).toBe(before + 100n);

      const stranger = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
      await stranger.scan(await phone.readCode());
      expect(stranger.path.toLowerCase()).toBe(phone.path.toLowerCase());
      expect(await stranger.page.locator('.state.good').count()).toBe(1);
      expect(await stranger.page.locator('.figure').first().innerText()).toBe('1');
      expect(await stranger.text()).not.toContain('Soepgroep');
      await stranger.close();
    });

    it("shows what is still to be given as nobody's: no gold, and no full purse", async () => {
      await phone.open('/purse');
      expect(await phone.page.locator('h1').innerText()).toMatch(/^Nog te geven/);
      expect(await phone.page.locator('.amount.owed').count()).toBe(1);
    });

    it('from home: give, scan and yes are three acts', async () => {
      const code = await town.code(soup, { amount: 25n, reason: 'meal' });
      await phone.open('/');
      await phone.tap(phone.page.locator('a[href="/give"]'));
      await phone.scan(code);
      await phone.tap(phone.page.locator('form.confirm button.yes'));
      expect(phone.acts).toBe(3);
      expect(phone.path).toMatch(/^\/r\//);
    });

    it('an amount to choose is four acts, and without a camera the code is typed', async () => {
      const code = await town.code(soup);
      await phone.open('/');
      await phone.tap(phone.page.locator('a[href="/give"]'));
      await phone.scan(code);
      await phone.tap(phone.page.locator('main a.picture-button').first());
      await phone.tap(phone.page.locator('form.confirm button.yes'));
      expect(phone.acts).toBe(4);
      expect(phone.path).toMatch(/^\/r\//);
      const token = code.slice(code.lastIndexOf('/') + 1);
      await phone.open('/give');
      const typed = token.toLowerCase().replace(/(.{4})/g, '$1 ');
      await phone.enter(phone.page.locator('input[name=code]'), typed);
      await phone.tap(phone.page.locator('main button[type=submit]'));
      expect(phone.path).toBe(`/p/${token}`);
    });

    it('keeps the list of what was given, without with whom', async () => {
      await phone.open('/exchanges');
      expect(await phone.page.locator('a.row').count()).toBeGreaterThanOrEqual(3);
      expect(await phone.text()).not.toContain('Soepgroep');
    });
  });

  it('the treasurer sees have, in, out and over without a tap', async () => {
    const phone = await Walker.start(browser, town.url);
    await phone.comeIn(await town.link(cook));
    await phone.tap(phone.page.locator(`a[href$="/kas/${soup.account}"]`));
    const tiles = phone.page.locator('.tile');
    const figures: Record<string, string> = {};
    for (const tile of await tiles.all()) {
      figures[await tile.locator('h2').innerText()] = await tile.locator('.figure').innerText();
    }
    // Three visitors gave one hour, a quarter and a half each.
    expect(figures).toEqual({ 'We hebben': '5¼', In: '5¼', Uit: '0', Over: '5¼' });
    expect(await phone.page.locator('tbody tr').count()).toBe(9);
    // A4 is 210 by 297 mm, 595 by 842 points of a PDF.
    const pdf = await phone.page.pdf({ preferCSSPageSize: true });
    const [, wide, high] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))!;
    expect([wide, high].map(Number).map(Math.floor)).toEqual([594, 841]);
    await phone.close();
  });

  /** What a treasurer does for a sign: our code, one hour. */
  async function showNewSign(sign: Walker, { account }: Party): Promise<void> {
    await sign.tap(sign.page.locator(`form[action$="/codes/${account}"] button`));
    await sign.tap(sign.page.locator('.amount-tiles button[value="100"]'));
    expect(sign.acts).toBe(2);
  }
});

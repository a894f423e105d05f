import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { tooSmall } from './page-sizes.js';
import { Walker } from './walker.js';

const drawings = ['cat', 'boat', 'key'];

describe.each([
  { locale: 'nl-BE', javaScriptEnabled: true },
  { locale: 'ar', javaScriptEnabled: false },
])('coming in with a card on a telephone, in $locale, scripts: $javaScriptEnabled', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    soup = await town.group('Soepgroep Rabot');
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it('is two things to do, the scan and the secret; a third, and the telephone is remembered', async () => {
    const { card, phone } = await somebody(drawings.join(' '));
    await phone.scan(card.url);
    expect([phone.path, await phone.page.locator('input[type=checkbox]').count()]).toEqual(['/k', 0]);
    for (const language of ['ar', 'nl']) {
      await phone.context.addCookies([{ name: 'language', value: language, url: town.url }]);
      await phone.open('/k');
      await fits(phone);
      const { small, close } = await tooSmall(phone.page);
      const ofNine = [...small, ...close].filter((each) => each.includes('class="drawing"'));
      expect({ language, ofNine }).toEqual({ language, ofNine: [] });
    }
    for (const drawing of drawings) await tapDrawing(phone, drawing);
    // The scan, and three taps that are one secret.
    expect([phone.path, phone.acts]).toEqual(['/', 1 + drawings.length]);
    expect(await sessionEnds(phone)).toBe(-1);
    await fits(phone);
    await phone.tap(phone.page.locator('form[action="/own-device"] button'));
    expect([phone.path, phone.acts]).toEqual(['/', 2 + drawings.length]);
    expect(await sessionEnds(phone)).toBeGreaterThan(Date.now() / 1000 + 179 * 86_400);
    expect(await phone.page.locator('form[action="/own-device"], dialog.still').count()).toBe(0);
    // Weeks later it takes nothing at all.
    town.clock.forward(14 * 86_400_000);
    await phone.open('/purse');
    expect(phone.path).toBe('/purse');
    await phone.close();
  });

  it('says a wrong secret kindly, and opens nothing for a card without one', async () => {
    const { card, phone } = await somebody(drawings.join(' '));
    await phone.scan(card.url);
    for (const drawing of [...drawings].reverse()) await tapDrawing(phone, drawing);
    expect([phone.path, await phone.page.locator('.summary').count()]).toEqual(['/k', 1]);
    await fits(phone);
    for (const drawing of drawings) await tapDrawing(phone, drawing);
    expect(phone.path).toBe('/');
    await phone.close();
    const bare = await somebody(null);
    await bare.phone.scan(bare.card.url);
    await typeDigits(bare.phone, '0000');
    expect([bare.phone.path, await bare.phone.page.locator('.summary').count()]).toEqual(['/k', 1]);
    await bare.phone.close();
  });

  if (look.javaScriptEnabled) {
    it('on a shared device ends by itself after paying, when nobody touches it', async () => {
      const { card, phone, person } = await somebody('4071');
      const { page } = phone;
      await page.clock.install();
      await phone.scan(card.url);
      await typeDigits(phone, '4071');
      await phone.scan(await town.code(soup, { amount: 25n }));
      await phone.tap(page.locator('form.confirm button.yes'));
      const receipt = page.url();
      const still = page.locator('dialog.still');
      // Whoever is done goes out with the first button.
      const first = page.locator('main .picture-button').first();
      expect(await first.innerText()).toContain('Klaar');
      await page.clock.fastForward(15_000);
      expect(await still.isVisible()).toBe(false);
      await page.clock.fastForward(6_000);
      expect(await still.isVisible()).toBe(true);
      await fits(phone);
      await still.locator('button.answer').click();
      expect([page.url(), await still.isVisible()]).toEqual([receipt, false]);
      await page.clock.fastForward(21_000);
      expect(await still.isVisible()).toBe(true);
      await page.clock.fastForward(21_000);
      await page.waitForURL(`${town.url}/finished`);
      for (let step = 0; step < 3; step++) {
        await page.goBack();
        expect(await page.locator('.purse, form.confirm, footer form[action="/finish"]').count()).toBe(0);
        expect(await phone.text()).not.toContain('Soepgroep');
      }
      await phone.open('/purse');
      expect(phone.path).toBe('/');
      expect(await town.balanceOf(person)).toBe(-25n);
      await phone.close();
    });

    it('goes on with a yes, with all that was typed, for as long as somebody is there', async () => {
      const { card, phone } = await somebody('4071');
      const { page } = phone;
      await page.clock.install();
      await phone.scan(card.url);
      await typeDigits(phone, '4071');
      await phone.open('/give');
      const field = page.locator('input[name=code]');
      await field.fill('halfway');
      const still = page.locator('dialog.still');
      // Longer than a session lives on the server that hears of nobody.
      for (let minute = 0; minute < 18; minute += 3) {
        const heard = page.waitForResponse(`${town.url}/still`, { timeout: 1500 }).catch(() => null);
        for (let i = 0; i < 3; i++) {
          town.clock.forward(60_000);
          await page.clock.fastForward(61_000);
          await still.locator('button.answer').click();
        }
        if (minute % 6 === 3) expect(await heard).not.toBeNull();
      }
      expect(await field.inputValue()).toBe('halfway');
      // Somebody who is busy in another window of this browser is not sent away by this one.
      await page.clock.fastForward(50_000);
      const window = await phone.context.newPage();
      await window.goto(`${town.url}/purse`);
      await page.clock.fastForward(50_000);
      expect(await still.isVisible()).toBe(false);
      await window.close();
      await phone.open('/purse');
      expect(phone.path).toBe('/purse');
      await phone.close();
    });
  } else {
    it('is asked once: who does nothing stays on a device of several people', async () => {
      const { card, phone } = await somebody('4071');
      await phone.scan(card.url);
      await typeDigits(phone, '4071');
      expect([phone.path, phone.acts]).toEqual(['/', 3]);
      const question = phone.page.locator('form[action="/own-device"]');
      expect(await question.count()).toBe(1);
      await phone.open('/');
      expect(await question.count()).toBe(0);
      expect(await phone.page.locator('dialog.still').count()).toBe(1);
      town.clock.forward(15 * 60_000);
      await phone.open('/purse');
      expect(phone.path).toBe('/');
      await phone.close();
    });

    it('is never asked at a kiosk, which is nobody’s own', async () => {
      const { card, phone } = await somebody('4071');
      await phone.comeIn(await town.link(await town.helper(soup)));
      await phone.open('/hub');
      await phone.tap(phone.page.locator('form.confirm button.yes'));
      await phone.scan(card.url);
      await typeDigits(phone, '4071');
      expect(phone.path).toBe('/');
      expect(await phone.page.locator('.greeting').count()).toBe(1);
      expect(await phone.page.locator('form[action="/own-device"]').count()).toBe(0);
      await phone.close();
    });

    it('asks whoever typed a passphrase less often, and on the pages that say no as well', async () => {
      const asks = async (link: string, path: string): Promise<string | null> => {
        const device = await Walker.start(browser, town.url, look);
        await device.comeIn(link);
        await device.open(path);
        const seconds = await device.page.locator('dialog.still').getAttribute('data-idle');
        await device.close();
        return seconds;
      };
      const member = await town.person();
      for (const path of ['/', '/purse', '/people'])
        expect([path, await asks(await town.link(member), path)]).toEqual([path, '60']);
      expect(await asks(await town.link(await town.steward()), '/people')).toBe('600');
    });

    it('without scripts leaves a page by itself, to an address that ends it', async () => {
      const { card, phone } = await somebody('4071');
      await phone.scan(card.url);
      await typeDigits(phone, '4071');
      const goesTo = async (path: string): Promise<[number, string]> => {
        const html = await (await phone.open(path)).text();
        const [, seconds, to] = /<meta http-equiv="refresh" content="(\d+);url=([^"]+)"/.exec(html)!;
        return [Number(seconds), to!];
      };
      const [seconds, question] = await goesTo('/purse');
      expect(seconds).toBeGreaterThan(120);
      const [more, end] = await goesTo(question);
      expect([more, end]).toEqual([60, expect.stringMatching(/^\/finish\/[\w-]{22}$/)]);
      await fits(phone);
      await phone.tap(phone.page.locator('main a.main'));
      expect(phone.path).toBe('/purse');
      await phone.open(question.replace('%2Fpurse', '//evil.example'));
      expect(await phone.page.locator('main a.main').getAttribute('href')).toBe('/');
      await phone.open(end);
      expect(phone.path).toBe('/finished');
      await phone.open('/purse');
      expect(phone.path).toBe('/');
      await phone.close();
    });
  }

  async function somebody(secret: string | null) {
    const person = await town.person({ language: look.locale === 'ar' ? 'ar' : 'nl' });
    const card = await town.card(person, secret);
    const phone = await Walker.start(browser, town.url, look);
    const language = look.locale.slice(0, 2);
    await phone.context.addCookies([{ name: 'language', value: language, url: town.url }]);
    return { person, card, phone };
  }

  async function tapDrawing(phone: Walker, drawing: string): Promise<void> {
    await phone.tap(phone.page.locator(`.nine button[value=${drawing}]`));
  }

  async function typeDigits(phone: Walker, digits: string): Promise<void> {
    await phone.enter(phone.page.locator('input[name=digits]'), digits);
    await phone.tap(phone.page.locator('main form .picture-button'));
  }

  async function sessionEnds(phone: Walker): Promise<number> {
    const cookies = await phone.context.cookies();
    return cookies.find(({ name }) => name === 'samenmunt')!.expires;
  }
});

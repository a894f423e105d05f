import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

describe('what was not finished', () => {
  let town: JourneyTown;
  let browser: Browser;
  let soup: Party;
  let eater: Party;
  let code: string;
  let phone: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    soup = await town.group('Soepgroep Rabot');
    code = await town.code(soup, { amount: 25n });
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });
  beforeEach(async () => {
    eater = await town.person();
    phone = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await phone.comeIn(await town.link(eater));
  });
  afterEach(() => phone.close());

  const goOn = () => phone.page.locator(`main a[href="/p/${tail()}"]`);
  const tail = (): string => code.slice(code.lastIndexOf('/') + 1);
  const yes = () => phone.page.locator('form.confirm button.yes');

  it('is offered at home, and goes on in one act', async () => {
    await phone.scan(code);
    await phone.open('/');
    expect(await goOn().innerText()).toContain('Verder gaan?');
    phone.acts = 0;
    await phone.tap(goOn());
    expect([phone.acts, await yes().count()]).toEqual([1, 1]);
    await phone.tap(yes());
    expect(phone.path).toMatch(/^\/r\//);
    await phone.open('/');
    expect(await goOn().count()).toBe(0);
    expect(await town.balanceOf(eater)).toBe(-25n);
  });

  it('is there again after coming in again, for a day', async () => {
    await phone.scan(code);
    town.clock.forward(2 * 3_600_000);
    // The session is over, and nobody pressed that they were finished.
    await phone.open('/purse');
    expect([phone.path, await goOn().count()]).toEqual(['/', 0]);
    await phone.comeIn(await town.link(eater));
    expect(await goOn().count()).toBe(1);
    const [kept] = (await phone.context.cookies()).filter(({ name }) => name === 'go_on');
    const hours = (kept!.expires - Date.now() / 1000) / 3600;
    expect([kept!.httpOnly, hours > 23 && hours <= 24]).toEqual([true, true]);
  });

  it('is never offered to whoever comes after on the same device', async () => {
    await phone.scan(code);
    await phone.comeIn(await town.link(await town.person()));
    expect(await goOn().count()).toBe(0);
    await phone.comeIn(await town.link(eater));
    expect(await goOn().count()).toBe(1);
    await phone.tap(phone.page.locator('footer form[action="/finish"] button'));
    await phone.comeIn(await town.link(eater));
    expect(await goOn().count()).toBe(0);
  });

  it('is over after a no, and when it can be done no more', async () => {
    await phone.scan(code);
    await phone.tap(phone.page.locator('form.confirm .no'));
    expect([phone.path, await goOn().count()]).toEqual(['/', 0]);
    const once = await town.code(soup, { amount: 25n, kind: 'single' });
    await phone.scan(once);
    await phone.tap(yes());
    await phone.scan(once);
    await phone.open('/');
    expect(await phone.page.locator('main a[href^="/p/"]').count()).toBe(0);
  });

  it('leads nowhere else, whoever wrote it', async () => {
    await phone.scan(code);
    const [kept] = (await phone.context.cookies()).filter(({ name }) => name === 'go_on');
    const mark = kept!.value.slice(0, 22);
    for (const value of [`${mark}//evil.example`, `${mark}/purse`, `${'A'.repeat(22)}/p/${tail()}`]) {
      await phone.context.addCookies([{ ...kept!, value }]);
      await phone.open('/');
      expect([value, await phone.page.getByText('Verder gaan?').count()]).toEqual([value, 0]);
    }
    expect(await phone.page.locator('.tiles-of-two').count()).toBeGreaterThan(0);
  });
});

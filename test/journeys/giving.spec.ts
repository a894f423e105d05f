import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { barriersFor } from './barriers.js';
import { looks, Walker } from './walker.js';

let town: JourneyTown;
let browser: Browser;

beforeAll(async () => {
  town = await JourneyTown.open('sqlite');
  browser = await openBrowser();
});
afterAll(async () => {
  await town.theBooksBalance();
  await browser.close();
  await town.close();
});

describe.each(looks)('giving without a payment code, in $locale, scripts: $javaScriptEnabled', (look) => {
  let phone: Walker;
  let giver: Party;
  let gardener: Party;
  let card: { url: string };

  beforeAll(async () => {
    giver = await town.person();
    gardener = await town.person();
    card = await town.card(gardener, null);
    phone = await Walker.start(browser, town.url, look);
    await phone.comeIn(await town.link(giver));
  });
  afterAll(() => phone.close());
  beforeEach(async () => {
    await phone.open('/');
    phone.acts = 0;
  });

  it('to the pot: pot, how much, yes', async () => {
    const before = await town.balanceOf(giver);
    await phone.tap(phone.page.locator('main a[href*="/give/"]'));
    await phone.tap(phone.page.locator('.amount-tiles a').first());
    if (!look.whole) expect(await barriersFor(phone)).toEqual([]);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(phone.acts).toBe(3);
    expect(phone.path).toMatch(/^\/r\//);
    expect(await town.balanceOf(giver)).toBe(before - 50n);
  });

  if (!look.whole) return;

  it('thanks for an hour: give, the card of who helped, the hour, yes', async () => {
    await phone.tap(phone.page.locator('a[href="/give"]'));
    await phone.enter(phone.page.locator('input[name=code]'), card.url);
    await phone.tap(phone.page.locator('form.scan button[type=submit]'));
    await phone.tap(phone.page.locator('.amount-tiles a').nth(1));
    expect(await phone.page.locator('.handover .figure').innerText()).toBe('1');
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    // Writing the code and sending it stands for one scan.
    expect(phone.acts - 1).toBe(4);
    expect(phone.path).toMatch(/^\/r\//);
    expect(await town.balanceOf(gardener)).toBe(100n);
  });

  it.each(['gift', 'loan'])(
    'a %s without coin: give, the card of who gets it, that it is one, what',
    async (kind) => {
      const before = await town.balanceOf(giver);
      await phone.tap(phone.page.locator('a[href="/give"]'));
      await phone.enter(phone.page.locator('input[name=code]'), card.url);
      await phone.tap(phone.page.locator('form.scan button[type=submit]'));
      await phone.tap(phone.page.locator(`a[href$="/${kind}"]`));
      expect(await barriersFor(phone)).toEqual([]);
      await phone.tap(phone.page.locator('button[value="service"]'));
      expect(phone.acts - 1).toBe(4);
      expect(phone.path).toMatch(/^\/r\//);
      expect(await town.balanceOf(giver)).toBe(before);
    },
  );

  it('an account that was put into the page from outside gives nothing', async () => {
    const pot = await phone.page.locator('main a[href*="/give/"]').getAttribute('href');
    await phone.open(`${pot!}?amount=1`);
    const before = await town.balanceOf(gardener);
    const form = Object.fromEntries(
      await Promise.all(
        ['_csrf', 'order', 'amount'].map(async (name) => [
          name,
          await phone.page.locator(`input[name=${name}]`).first().inputValue(),
        ]),
      ),
    ) as Record<string, string>;
    const answer = await phone.context.request.post(town.url + pot!, {
      form: { ...form, from: gardener.account },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(422);
    expect(await town.balanceOf(gardener)).toBe(before);
  });

  it('an amount that cannot be is said, and the page stays', async () => {
    const pot = await phone.page.locator('main a[href*="/give/"]').getAttribute('href');
    expect((await phone.open(`${pot!}?amount=0,1`)).status()).toBe(422);
    expect(await phone.page.locator('.summary').count()).toBe(1);
    expect((await phone.open('/c/rabot/give/0000000000000000')).status()).toBe(422);
  });
});

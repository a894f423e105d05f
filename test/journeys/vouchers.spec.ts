import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import { openBrowser } from '../support/browser.js';
import { tableOf } from '../support/camera.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { appointed, someVouchers, usedAt } from './voucher-town.js';
import { Walker } from './walker.js';

const yes = 'form.confirm button.yes';

describe('vouchers in the hands of people', () => {
  let town: JourneyTown;
  let browser: Browser;
  let giver: Party;
  let kitchen: Party;
  let cook: Party;
  let acceptor: Party;
  let helper: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    cook = await town.person();
    acceptor = await town.person();
    helper = await town.person();
    giver = await town.group('Stadsbonnen');
    kitchen = await town.group('Soepgroep', [cook.id]);
    await appointed(town, acceptor, 'acceptor', kitchen);
    await appointed(town, helper, 'helper', kitchen);
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  const station = (): string => `/c/rabot/vouchers/${kitchen.account}`;

  describe.each([
    { locale: 'nl-BE', javaScriptEnabled: true },
    { locale: 'ar', javaScriptEnabled: false },
  ])('in $locale, scripts: $javaScriptEnabled', (look) => {
    const more = look.javaScriptEnabled ? 0 : 1;
    let stand: Walker;

    beforeAll(async () => {
      stand = await comeIn(acceptor, look);
    });
    afterAll(() => stand.close());
    beforeEach(() => {
      stand.acts = 0;
    });

    it('the camera of the telephone opens a voucher: scan, accept', async () => {
      const [voucher] = await someVouchers(town, giver, { amount: 200n });
      const before = await town.balanceOf(kitchen);
      await stand.scan(voucher!.url);
      await stand.tap(stand.page.locator('main form button.main'));
      expect(stand.acts).toBe(2);
      expect(stand.path).toMatch(/^\/r\//);
      expect(await town.balanceOf(kitchen)).toBe(before + 200n);
    });

    it('and the camera of the page as well', async () => {
      const [voucher] = await someVouchers(town, giver);
      await stand.open('/give');
      await stand.show(voucher!.url);
      expect(stand.path).toBe('/v');
      expect(await stand.page.locator('main form button.main').count()).toBe(1);
    });

    it('at a stand one after the other: scan, accept, and the next is ready', async () => {
      const some = await someVouchers(town, giver, { count: 3 });
      const before = await town.balanceOf(kitchen);
      await stand.open('/');
      await stand.tap(stand.page.locator('a[href="/vouchers"]'));
      for (const voucher of some) {
        stand.acts = 0;
        await stand.show(voucher.url);
        if (voucher === some[0]) await fits(stand);
        expect(stand.page.url()).not.toContain(voucher.url.split('/').at(-1)!);
        await stand.tap(stand.page.locator('main form button.main'));
        expect(stand.acts).toBe(2 + more);
        expect(await stand.page.locator('[data-came-in] .state.good').count()).toBe(1);
        expect(await stand.page.locator('form.scan').count()).toBe(1);
        if (voucher === some[0]) await fits(stand);
      }
      expect(await town.balanceOf(kitchen)).toBe(before + 300n);
    });

    it('where no camera works the number and the six digits are typed', async () => {
      const [one, other] = (await someVouchers(town, giver, { count: 2 })) as [
        PrintedVoucher,
        PrintedVoucher,
      ];
      await stand.open(station());
      await stand.tap(stand.page.locator('a[href$="/number"]'));
      await stand.enter(stand.page.locator('input[name=serial]'), one.serial.toLowerCase());
      await stand.enter(stand.page.locator('input[name=check]'), one.check);
      await stand.tap(stand.page.locator('main form button.main'));
      await stand.tap(stand.page.locator('main form button.main'));
      expect(await stand.page.locator('[data-came-in] .state.good').count()).toBe(1);
      const both = `${other.serial} ${other.check.slice(0, 3)} ${other.check.slice(3)}`;
      await stand.enter(stand.page.locator('input[name=code]'), both);
      await stand.tap(stand.page.locator('form.scan button[type=submit]'));
      await stand.tap(stand.page.locator('main form button.main'));
      expect(await stand.page.locator('[data-came-in] .state.good').count()).toBe(1);
    });

    it('onto a card at a helper: scan the card, scan the voucher, yes', async () => {
      const member = await town.person();
      const card = await town.card(member, null);
      const [voucher] = await someVouchers(town, giver, { terms: { onCard: true } });
      const desk = await comeIn(helper, look);
      await desk.tap(desk.page.locator('a[href="/vouchers/on-card"]'));
      desk.acts = 0;
      await desk.show(card.url);
      expect(await desk.page.locator('.face').count()).toBe(1);
      await fits(desk);
      await desk.show(voucher!.url);
      await fits(desk);
      await desk.tap(desk.page.locator(yes));
      expect(desk.acts).toBe(3 + 2 * more);
      expect(desk.path).toMatch(/\/done\//);
      expect(await town.balanceOf(member)).toBe(100n);
      for (const code of [card.url, voucher!.url])
        expect(desk.page.url()).not.toContain(code.split('/').at(-1)!);
      await desk.close();
    });

    it('a part of one, and the rest onto the card of who gave it: scan, a part, how much, the card, yes', async () => {
      const giving = await town.person();
      const card = await town.card(giving, null);
      const [voucher] = await someVouchers(town, giver, { amount: 200n, terms: { restOnCard: true } });
      const before = await town.balanceOf(kitchen);
      await stand.open(station());
      await stand.show(voucher!.url);
      await stand.tap(stand.page.locator('form[action$="/part"] button'));
      await fits(stand);
      await stand.tap(stand.page.locator('.amount-tiles button[value="50"]'));
      await stand.show(card.url);
      await fits(stand);
      const figures = stand.page.locator('[data-part] .figure');
      const parts = ['½', '1½'];
      expect(await figures.allInnerTexts()).toEqual(parts);
      expect([await town.balanceOf(kitchen), await town.balanceOf(giving)]).toEqual([before, 0n]);
      const form = await formOf(stand);
      await stand.tap(stand.page.locator(yes));
      expect(stand.acts).toBe(5 + 2 * more);
      expect(await stand.page.locator('h1').count()).toBe(1);
      expect(await figures.allInnerTexts()).toEqual(parts);
      await fits(stand);
      expect([await town.balanceOf(kitchen), await town.balanceOf(giving)]).toEqual([before + 50n, 150n]);
      // The same yes once more books nothing, and shows the same.
      expect(await sendAgain(stand, form)).toEqual([303, new URL(stand.page.url()).pathname]);
      expect([await town.balanceOf(kitchen), await town.balanceOf(giving)]).toEqual([before + 50n, 150n]);
    });

    it('one that is somebody alone needs their card beside it', async () => {
      const [owner, other] = [await town.person(), await town.person()];
      const [card, wrong] = [await town.card(owner, null), await town.card(other, null)];
      const [voucher] = await someVouchers(town, giver, { amount: 900n, boundTo: [owner.id] });
      const before = await town.balanceOf(kitchen);
      await stand.open(station());
      await stand.show(voucher!.url);
      expect(await stand.page.locator('main form button.main').count()).toBe(0);
      await fits(stand);
      await stand.show(wrong.url);
      await fits(stand);
      expect(await stand.page.locator(yes).count()).toBe(0);
      await stand.open(station());
      stand.acts = 0;
      await stand.show(voucher!.url);
      await stand.show(card.url);
      await stand.tap(stand.page.locator(yes));
      expect(stand.acts).toBe(3 + 2 * more);
      expect(await town.balanceOf(kitchen)).toBe(before + 900n);
    });

    it('onto my own card: scan, yes', async () => {
      const member = await town.person();
      const [voucher, paperOnly] = [
        ...(await someVouchers(town, giver, { terms: { onCard: true } })),
        ...(await someVouchers(town, giver)),
      ];
      const phone = await comeIn(member, look);
      await phone.scan(voucher!.url);
      await phone.tap(phone.page.locator('main form button.main'));
      expect(phone.acts).toBe(2);
      expect(await town.balanceOf(member)).toBe(100n);
      // One that is not for cards stays paper.
      await phone.scan(paperOnly!.url);
      expect(await phone.page.locator('main form button.main').count()).toBe(0);
      await phone.close();
    });

    it('a whole table with one photograph and one yes, and what was used is there to talk about', async () => {
      const some = await someVouchers(town, giver, { count: 12 });
      const [used] = some;
      await usedAt(town, await town.group('Buren', [cook.id]), used!);
      const before = await town.balanceOf(kitchen);
      await stand.open(station());
      const table = await tableOf(
        browser,
        some.map(({ url }) => url),
      );
      await stand.photograph(table);
      expect(await stand.page.locator('.amount .figure').first().innerText()).toBe('11');
      expect(await stand.page.locator('.talk li').count()).toBe(1);
      await fits(stand);
      const talk = await stand.page.locator('.talk').innerText();
      expect(talk).toContain(used!.serial);
      expect(talk).not.toContain('Buren');
      expect(await town.balanceOf(kitchen)).toBe(before);
      const form = await formOf(stand);
      await stand.tap(stand.page.locator(yes));
      expect(stand.acts).toBe(2 + more);
      expect(await town.balanceOf(kitchen)).toBe(before + 1100n);
      // The same yes once more, as after a bad connection, books nothing twice and shows the same.
      const exchanges = await town.countExchanges();
      expect(await sendAgain(stand, form)).toEqual([303, expect.stringContaining('/done/')]);
      expect(await town.countExchanges()).toBe(exchanges);
      // And the same photograph: all twelve are there to talk about, and there is nothing to say yes to.
      await stand.photograph(table);
      expect(await stand.page.locator('.talk li').count()).toBe(12);
      expect(await stand.page.locator(yes).count()).toBe(0);
      expect(await town.countExchanges()).toBe(exchanges);
    }, 150_000);
  });

  describe('for others', () => {
    let stand: Walker;
    beforeAll(async () => {
      stand = await comeIn(acceptor);
    });
    afterAll(() => stand.close());

    it('no part is taken where the voucher is given whole, nor for somebody else, nor more than it is worth', async () => {
      const [owner, other] = [await town.person(), await town.person()];
      const wrong = await town.card(other, null);
      const [whole] = await someVouchers(town, giver);
      const terms = { restOnCard: true };
      const [bound] = await someVouchers(town, giver, { amount: 900n, terms, boundTo: [owner.id] });
      const exchanges = await town.countExchanges();
      await stand.open(station());
      await stand.show(bound!.url);
      const form = await formOf(stand, 'form[action$="/part"]');
      await stand.tap(stand.page.locator('form[action$="/part"] button'));
      await stand.enter(stand.page.locator('input[name=other]'), '9');
      await stand.page.locator('input[name=other]').press('Enter');
      await stand.page.locator('.summary').waitFor();
      await stand.tap(stand.page.locator('.amount-tiles button').first());
      await stand.show(wrong.url);
      expect(await stand.page.locator('form.confirm, form.scan').count()).toBe(0);
      await stand.open(station());
      await stand.show(whole!.url);
      expect(await stand.page.locator('form[action$="/part"]').count()).toBe(0);
      const asked = new URLSearchParams(form.body);
      asked.set('codes', whole!.url.split('/').at(-1)!);
      expect(await sendAgain(stand, { ...form, body: asked.toString() })).toEqual([422, undefined]);
      expect(await town.countExchanges()).toBe(exchanges);
    });

    it('nobody else sees the place, and a serial tells nothing about a voucher', async () => {
      const [voucher] = await someVouchers(town, giver);
      const stranger = await comeIn(await town.person());
      expect(await stranger.page.locator('a[href="/vouchers"], a[href="/vouchers/on-card"]').count()).toBe(0);
      for (const path of ['/vouchers', `/c/rabot/vouchers/${kitchen.account}`, '/c/rabot/vouchers-on-card'])
        expect((await stranger.open(path)).status()).toBe(403);
      await stranger.close();
      const order = '018f0000-0000-7000-8000-000000000000';
      const path = `/c/rabot/vouchers/${kitchen.account}/done/${order}?s=`;
      await stand.open(path + voucher!.serial);
      const there = await stand.page.locator('[data-came-in]').innerText();
      await stand.open(`${path}B9999-0001`);
      expect(await stand.page.locator('[data-came-in]').innerText()).toBe(there);
    });
  });

  /** As after a bad connection: the same form once more. */
  async function sendAgain({ context }: Walker, { action, body }: SentForm): Promise<unknown[]> {
    const answer = await context.request.post(town.url + action, {
      data: body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: town.url },
      maxRedirects: 0,
    });
    return [answer.status(), answer.headers().location];
  }

  async function comeIn(who: Party, options: object = { locale: 'nl-BE' }): Promise<Walker> {
    const walker = await Walker.start(browser, town.url, options);
    await walker.comeIn(await town.link(who));
    return walker;
  }
});

interface SentForm {
  readonly action: string;
  readonly body: string;
}

/** A form as the browser would send it. */
function formOf({ page }: Walker, which = 'form.confirm'): Promise<SentForm> {
  return page.locator(which).evaluate((each) => ({
    action: (each as HTMLFormElement).getAttribute('action')!,
    body: new URLSearchParams(new FormData(each as HTMLFormElement) as never).toString(),
  }));
}

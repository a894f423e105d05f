import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import qrcode from 'qrcode';
import type { PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import { AxeBuilder } from '@axe-core/playwright';
import { openBrowser } from '../support/browser.js';
import { cameraFlags, filmOf, tableOf } from '../support/camera.js';
import { JourneyTown, type Party } from './journey-town.js';
import { appointed, someVouchers } from './voucher-town.js';
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
    beforeEach(async () => {
      await stand.open('/');
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
      await photograph(stand, await paper(voucher!.url));
      expect(stand.path).toBe(`/v/${voucher!.url.split('/').at(-1)!}`);
      expect(await stand.page.locator('main form button.main').count()).toBe(1);
    });

    it('at a stand one after the other: scan, accept, and the next is ready', async () => {
      const some = await someVouchers(town, giver, { count: 3 });
      const before = await town.balanceOf(kitchen);
      await stand.tap(stand.page.locator('a[href="/vouchers"]'));
      for (const voucher of some) {
        stand.acts = 0;
        await photograph(stand, await paper(voucher.url));
        if (voucher === some[0]) await isFine(stand);
        expect(stand.page.url()).not.toContain(voucher.url.split('/').at(-1)!);
        await stand.tap(stand.page.locator('main form button.main'));
        expect(stand.acts).toBe(2 + more);
        expect(await stand.page.locator('[data-came-in] .state.good').count()).toBe(1);
        expect(await stand.page.locator('form.scan').count()).toBe(1);
        if (voucher === some[0]) await isFine(stand);
      }
      expect(await town.balanceOf(kitchen)).toBe(before + 300n);
    });

    it('where no camera works the number and the six digits are typed', async () => {
      const [one, other] = (await someVouchers(town, giver, { count: 2 })) as [
        PrintedVoucher,
        PrintedVoucher,
      ];
      await stand.tap(stand.page.locator('a[href="/vouchers"]'));
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
      await photograph(desk, await paper(card.url));
      expect(await desk.page.locator('.face').count()).toBe(1);
      await isFine(desk);
      await photograph(desk, await paper(voucher!.url));
      await isFine(desk);
      await desk.tap(desk.page.locator(yes));
      expect(desk.acts).toBe(3 + 2 * more);
      expect(desk.path).toMatch(/\/done\//);
      expect(await town.balanceOf(member)).toBe(100n);
      for (const code of [card.url, voucher!.url])
        expect(desk.page.url()).not.toContain(code.split('/').at(-1)!);
      await desk.close();
    });

    it('one that is somebody alone needs their card beside it', async () => {
      const [owner, other] = [await town.person(), await town.person()];
      const [card, wrong] = [await town.card(owner, null), await town.card(other, null)];
      const [voucher] = await someVouchers(town, giver, { amount: 900n, boundTo: [owner.id] });
      const before = await town.balanceOf(kitchen);
      await stand.open(`/c/rabot/vouchers/${kitchen.account}`);
      await photograph(stand, await paper(voucher!.url));
      expect(await stand.page.locator('main form button.main').count()).toBe(0);
      await isFine(stand);
      await photograph(stand, await paper(wrong.url));
      await isFine(stand);
      expect(await stand.page.locator(yes).count()).toBe(0);
      await stand.open(`/c/rabot/vouchers/${kitchen.account}`);
      stand.acts = 0;
      await photograph(stand, await paper(voucher!.url));
      await photograph(stand, await paper(card.url));
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
      const elsewhere = await town.group('Buren', [cook.id]);
      const neighbour = await comeIn(cook, look);
      await neighbour.open(`/c/rabot/vouchers/${elsewhere.account}`);
      await photograph(neighbour, await paper(used!.url));
      await neighbour.tap(neighbour.page.locator('main form button.main'));
      await neighbour.close();
      const before = await town.balanceOf(kitchen);
      await stand.tap(stand.page.locator('a[href="/vouchers"]'));
      stand.acts = 0;
      const table = await tableOf(some.map(({ url }) => url));
      await photograph(stand, table);
      expect(await stand.page.locator('.amount .figure').first().innerText()).toBe('11');
      expect(await stand.page.locator('.talk li').count()).toBe(1);
      await isFine(stand);
      const talk = await stand.page.locator('.talk').innerText();
      expect(talk).toContain(used!.serial);
      expect(talk).not.toContain('Buren');
      expect(await town.balanceOf(kitchen)).toBe(before);
      const form = await stand.page.locator('form.confirm').evaluate((each) => ({
        action: (each as HTMLFormElement).getAttribute('action')!,
        body: new URLSearchParams(new FormData(each as HTMLFormElement) as never).toString(),
      }));
      await stand.tap(stand.page.locator(yes));
      expect(stand.acts).toBe(2 + more);
      expect(await town.balanceOf(kitchen)).toBe(before + 1100n);
      // The same yes once more, as after a bad connection, books nothing twice and shows the same.
      const exchanges = await town.countExchanges();
      const again = await stand.context.request.post(town.url + form.action, {
        data: form.body,
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: town.url },
        maxRedirects: 0,
      });
      expect([again.status(), again.headers().location]).toEqual([303, expect.stringContaining('/done/')]);
      expect(await town.countExchanges()).toBe(exchanges);
      // And the same photograph: all twelve are there to talk about, and there is nothing to say yes to.
      await photograph(stand, table);
      expect(await stand.page.locator('.talk li').count()).toBe(12);
      expect(await stand.page.locator(yes).count()).toBe(0);
      expect(await town.countExchanges()).toBe(exchanges);
    }, 150_000);
  });

  describe('without a network', () => {
    it('what is scanned is kept on the device, not yet sure, and sent later', async () => {
      const some = await someVouchers(town, giver, { count: 3 });
      const card = await town.card(await town.person(), null);
      const stand = await comeIn(acceptor);
      await stand.open(`/c/rabot/vouchers/${kitchen.account}`);
      const before = await town.balanceOf(kitchen);
      await stand.context.setOffline(true);
      const { page } = stand;
      const type = async (text: string): Promise<void> => {
        await page.locator('input[name=code]').fill(text);
        await page.locator('form.scan button[type=submit]').click();
      };
      await type(some[0]!.url);
      await type(some[1]!.url.split('/').at(-1)!.toLowerCase());
      await type(`${some[2]!.serial} ${some[2]!.check}`);
      await type(some[0]!.url);
      expect(await page.locator('[data-kept]').innerText()).toContain('Nog niet zeker');
      expect(await page.locator('[data-count]').innerText()).toBe('3');
      expect(await page.locator('[data-kept-not]').isHidden()).toBe(true);
      // A card, its number and a code of elsewhere are no vouchers, and are kept nowhere.
      for (const other of [
        card.url,
        card.number,
        'https://elsewhere.example/v/8MTBC5XKTPW172BT',
        'cat boat apple',
      ]) {
        await type(other);
        expect(await page.locator('[data-kept-not]').isVisible()).toBe(true);
        expect(await page.locator('[data-count]').innerText()).toBe('3');
      }
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      expect(kept).not.toContain(card.url.split('/').at(-1)!);
      expect(await town.balanceOf(kitchen)).toBe(before);
      const sent = page.waitForURL(/\/many$/);
      await stand.context.setOffline(false);
      await sent;
      expect(await page.locator('.amount .figure').first().innerText()).toBe('3');
      // Nothing is booked before the yes, and until then all of them stay on the device.
      expect(await town.balanceOf(kitchen)).toBe(before);
      await stand.open(`/c/rabot/vouchers/${kitchen.account}`);
      expect(await page.locator('[data-count]').innerText()).toBe('3');
      await stand.tap(page.locator('[data-kept] button'));
      await stand.tap(page.locator(yes));
      expect(await town.balanceOf(kitchen)).toBe(before + 300n);
      expect(await page.locator('[data-kept]').isHidden()).toBe(true);
      const left = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      for (const { url } of some) expect(left).not.toContain(url.split('/').at(-1)!);
      await stand.close();
    });

    it('what was used in between is shown to talk about, and then forgotten', async () => {
      const [voucher] = await someVouchers(town, giver);
      const stand = await comeIn(acceptor);
      await stand.open(`/c/rabot/vouchers/${kitchen.account}`);
      const { page } = stand;
      await stand.context.setOffline(true);
      await page.locator('input[name=code]').fill(voucher!.url);
      await page.locator('form.scan button[type=submit]').click();
      const other = await comeIn(cook);
      await other.scan(voucher!.url);
      await other.tap(other.page.locator('main form button.main').first());
      await other.close();
      const sent = page.waitForURL(/\/many$/);
      await stand.context.setOffline(false);
      await sent;
      expect(await page.locator('.talk li').count()).toBe(1);
      expect(await page.locator(yes).count()).toBe(0);
      expect(
        await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('vouchers'))),
      ).toEqual([]);
      await stand.close();
    });

    it('the live camera goes on with the next', async () => {
      const [voucher] = await someVouchers(town, giver);
      const seeing = await openBrowser(cameraFlags(filmOf(voucher!.url)));
      const stand = await Walker.start(seeing, town.url, { permissions: ['camera'] });
      await stand.comeIn(await town.link(acceptor));
      const path = `/c/rabot/vouchers/${kitchen.account}`;
      // With a network the camera scans and the page asks.
      await stand.open(path);
      await stand.page.locator('main form button.main').waitFor();
      await stand.page.addInitScript(() =>
        Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true }),
      );
      await stand.open(path);
      await stand.page.locator('[data-kept]:not([hidden])').waitFor();
      expect(await stand.page.locator('[data-count]').innerText()).toBe('1');
      // What was kept is taken away: the camera brings it again.
      await stand.page.evaluate(() => localStorage.clear());
      await stand.page.waitForFunction(() =>
        Object.keys(localStorage).some((key) => key.startsWith('vouchers ')),
      );
      await seeing.close();
    });

    it('a network that goes away while it is sent loses nothing', async () => {
      const [voucher] = await someVouchers(town, giver);
      const stand = await comeIn(acceptor);
      const path = `/c/rabot/vouchers/${kitchen.account}`;
      await stand.open(path);
      const { page } = stand;
      await page.route('**/vouchers/*', (route) =>
        route.request().method() === 'POST' ? route.abort() : route.continue(),
      );
      await page.locator('input[name=code]').fill(voucher!.url);
      await page.locator('form.scan button[type=submit]').click();
      await page.waitForTimeout(500);
      await page.unroute('**/vouchers/*');
      await stand.open(path);
      expect(await page.locator('[data-count]').innerText()).toBe('1');
      await stand.close();
    });
  });

  it('nobody else sees the place, and a serial tells nothing about a voucher', async () => {
    const [voucher] = await someVouchers(town, giver);
    const stranger = await comeIn(await town.person());
    expect(await stranger.page.locator('a[href="/vouchers"], a[href="/vouchers/on-card"]').count()).toBe(0);
    for (const path of ['/vouchers', `/c/rabot/vouchers/${kitchen.account}`, '/c/rabot/vouchers-on-card'])
      expect((await stranger.open(path)).status()).toBe(403);
    await stranger.close();
    const stand = await comeIn(acceptor);
    const order = '018f0000-0000-7000-8000-000000000000';
    const path = `/c/rabot/vouchers/${kitchen.account}/done/${order}?s=`;
    await stand.open(path + voucher!.serial);
    const there = await stand.page.locator('[data-came-in]').innerText();
    await stand.open(`${path}B9999-0001`);
    expect(await stand.page.locator('[data-came-in]').innerText()).toBe(there);
    await stand.close();
  });

  async function comeIn(who: Party, options: object = { locale: 'nl-BE' }): Promise<Walker> {
    const walker = await Walker.start(browser, town.url, options);
    await walker.comeIn(await town.link(who));
    return walker;
  }
});

function paper(text: string): Promise<Buffer> {
  return qrcode.toBuffer(text, { margin: 4, scale: 5 });
}

/** Everybody can read it, and it fits a small telephone. The judge of the first runs only where scripts do. */
async function isFine({ page, scripts }: Walker): Promise<void> {
  if (scripts) {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
}

/** One act: where scripts run the photograph is sent as soon as it is taken, else with a tap more. */
async function photograph(device: Walker, picture: Buffer): Promise<void> {
  const sent = device.scripts ? device.page.waitForEvent('framenavigated') : undefined;
  await device.page
    .locator('form.scan input[type=file]')
    .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: picture });
  device.acts++;
  await sent;
  if (!device.scripts) await device.tap(device.page.locator('form.scan button[type=submit]'));
  await device.page.waitForLoadState();
}

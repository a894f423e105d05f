import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import { systemActor } from '../../src/access/actor.js';
import { VoucherHolds } from '../../src/vouchers/voucher-holds.service.js';
import { openBrowser } from '../support/browser.js';
import { cameraFlags, filmOf } from '../support/camera.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { appointed, someVouchers, type VouchersWish } from './voucher-town.js';
import { Walker } from './walker.js';

const yes = 'form.confirm button.yes';
const send = '[data-kept] button';

describe('vouchers that a device keeps', () => {
  let town: JourneyTown;
  let browser: Browser;
  let giver: Party;
  let kitchen: Party;
  let neighbours: Party;
  let cook: Party;
  let acceptor: Party;
  let stand: Walker;
  let page: Page;
  let before: bigint;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    [cook, acceptor] = [await town.person(), await town.person()];
    giver = await town.group('Stadsbonnen');
    kitchen = await town.group('Soepgroep', [cook.id]);
    neighbours = await town.group('Buren');
    for (const group of [kitchen, neighbours]) await appointed(town, acceptor, 'acceptor', group);
    stand = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await stand.comeIn(await town.link(acceptor));
    ({ page } = stand);
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });
  beforeEach(async () => {
    await stand.open(pathOf(kitchen));
    await page.evaluate(() => localStorage.clear());
    before = await town.balanceOf(kitchen);
  });

  const pathOf = ({ account }: Party): string => `/c/rabot/vouchers/${account}`;
  const came = async (): Promise<bigint> => (await town.balanceOf(kitchen)) - before;
  const count = (): Promise<string> => page.locator('[data-kept] [data-count]').innerText();
  const onDevice = (): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage }));

  it('without a network are not sure yet, and are sent later', async () => {
    const some = await someVouchers(town, giver, { count: 3 });
    const card = await town.card(await town.person(), null);
    await stand.context.setOffline(true);
    await type(some[0]!.url);
    await type(last(some[1]!).toLowerCase());
    await type(`${some[2]!.serial} ${some[2]!.check}`);
    await type(some[0]!.url);
    expect(await page.locator('[data-kept]').innerText()).toContain('Nog niet zeker');
    expect(await count()).toBe('3');
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
      expect(await count()).toBe('3');
    }
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.toContain(card.url.split('/').at(-1)!);
    expect(await came()).toBe(0n);
    await networkIsBack();
    expect(await page.locator('.amount .figure').first().innerText()).toBe('3');
    // Nothing is booked before the yes, and until then all of them stay on the device.
    expect(await came()).toBe(0n);
    await stand.open(pathOf(kitchen));
    expect(await count()).toBe('3');
    await stand.tap(page.locator(send));
    await stand.tap(page.locator(yes));
    expect(await came()).toBe(300n);
    expect(await page.locator('[data-kept]').isHidden()).toBe(true);
    expect(await onDevice()).toBe('{}');
  });

  it('are shown to talk about when they were used in between, and then forgotten', async () => {
    const [voucher] = await someVouchers(town, giver);
    await keepOffline([voucher!]);
    const other = await Walker.start(browser, town.url);
    await other.comeIn(await town.link(cook));
    await other.scan(voucher!.url);
    await other.tap(other.page.locator('main form button.main').first());
    await other.close();
    await networkIsBack();
    expect(await page.locator('.talk li').count()).toBe(1);
    expect(await page.locator(yes).count()).toBe(0);
    expect(await onDevice()).toBe('{}');
  });

  it('stay when a part of them is refused for what passes: the day is full', async () => {
    const some = await vouchers({ count: 3, terms: { perAcceptorDay: 200n } });
    await keepOffline(some);
    await networkIsBack();
    await stand.tap(page.locator(yes));
    expect(await came()).toBe(200n);
    expect(await page.locator('[data-came-in] .state.waiting').count()).toBe(1);
    expect(await count()).toBe('1');
    // The same day again: all of it is refused, with why, and it stays.
    await stand.tap(page.locator(send));
    await stand.tap(page.locator(yes));
    expect(await page.locator(yes).count()).toBe(0);
    expect(await page.locator('main').innerText()).toContain('Hier is het genoeg voor vandaag.');
    expect([await barriersOf(page), await tooWide(page)]).toEqual([[], 0]);
    await stand.open(pathOf(kitchen));
    expect([await count(), await page.locator('[data-unsent]').isHidden()]).toEqual(['1', true]);
    town.clock.forward(86_400_000);
    await stand.comeIn(await town.link(acceptor));
    await stand.open(pathOf(kitchen));
    await stand.tap(page.locator(send));
    await stand.tap(page.locator(yes));
    expect([await came(), await onDevice()]).toEqual([300n, '{}']);
  });

  it('stay while they lie still, and those that are over for ever do not', async () => {
    const [held, used] = await vouchers({ count: 2 });
    const system = systemActor('test');
    await town.get(VoucherHolds).hold(system, town.communityId, { serial: held!.serial });
    await type(used!.url);
    await stand.tap(page.locator('main form button.main'));
    await stand.open(pathOf(kitchen));
    await keepOffline([held!, used!]);
    await networkIsBack();
    expect(await page.locator('.row').count()).toBe(2);
    expect(await page.locator(yes).count()).toBe(0);
    await stand.open(pathOf(kitchen));
    expect(await count()).toBe('1');
    expect(await onDevice()).toContain(last(held!));
  });

  it('stay through an answer that is none', async () => {
    const [voucher] = await vouchers();
    await keepOffline([voucher!]);
    await networkIsBack();
    for (const status of [403, 500, 503]) {
      await page.route('**/yes', (route) => route.fulfill({ status, body: '<h1>no</h1>' }));
      await page.locator(yes).click();
      await page.waitForURL(/\/yes$/);
      await page.unroute('**/yes');
      expect(await onDevice()).toContain(last(voucher!));
      await stand.open(pathOf(kitchen));
      await stand.page.locator('[data-unsent]').waitFor();
      await page.evaluate(() => localStorage.removeItem(`yes ${location.pathname}`));
      await stand.open(pathOf(kitchen));
      await stand.tap(page.locator(send));
    }
    await stand.tap(page.locator(yes));
    expect([await came(), await onDevice()]).toEqual([100n, '{}']);
  });

  it('belong to the place where they were scanned', async () => {
    const [voucher] = await vouchers();
    await page.route('**/vouchers/*', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    const broken = page.waitForEvent('requestfailed');
    await type(voucher!.url);
    await broken;
    await page.unroute('**/vouchers/*');
    await stand.open(pathOf(neighbours));
    expect(await page.locator('[data-kept]').isHidden()).toBe(true);
    await stand.open(pathOf(kitchen));
    expect(await count()).toBe('1');
  });

  it.each(['before it came', 'after it was booked'])('a yes that was lost %s is said again', async (when) => {
    const some = await vouchers({ count: 2 });
    await keepOffline(some);
    await networkIsBack();
    await page.route('**/yes', async (route) => {
      if (when === 'after it was booked') await route.fetch({ maxRedirects: 0 });
      await route.abort();
    });
    const lost = page.waitForEvent('requestfailed');
    await page.locator(yes).click();
    await lost;
    await page.unroute('**/yes');
    // The browser asks once more by itself, without the form: the place says what was not sent.
    await stand.open(`${pathOf(kitchen)}/yes`);
    expect(stand.path).toBe(pathOf(kitchen));
    const unsent = page.locator('[data-unsent]');
    expect(await unsent.innerText()).toContain('Nog niet verstuurd');
    expect(await unsent.locator('[data-count]').innerText()).toBe('2');
    expect(await page.locator('[data-kept]').isHidden()).toBe(true);
    expect([await barriersOf(page), await tooWide(page)]).toEqual([[], 0]);
    const exchanges = await town.countExchanges();
    await stand.tap(unsent.locator('button'));
    expect(await page.locator('[data-came-in] .state.good').count()).toBe(1);
    expect(await town.countExchanges()).toBe(exchanges + (when === 'before it came' ? 2 : 0));
    expect([await came(), await onDevice()]).toEqual([200n, '{}']);
    expect(await unsent.isHidden()).toBe(true);
  });

  it('the live camera goes on with the next', async () => {
    const [voucher] = await vouchers();
    const seeing = await openBrowser(cameraFlags(filmOf(voucher!.url)));
    const watching = await Walker.start(seeing, town.url, { permissions: ['camera'] });
    await watching.comeIn(await town.link(acceptor));
    // With a network the camera scans and the page asks.
    await watching.open(pathOf(kitchen));
    await watching.page.locator('main form button.main').waitFor();
    await watching.page.addInitScript(() =>
      Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true }),
    );
    await watching.open(pathOf(kitchen));
    await watching.page.locator('[data-kept]:not([hidden])').waitFor();
    expect(await watching.page.locator('[data-kept] [data-count]').innerText()).toBe('1');
    // What was kept is taken away: the camera brings it again.
    await watching.page.evaluate(() => localStorage.clear());
    await watching.page.waitForFunction(() =>
      Object.keys(localStorage).some((key) => key.startsWith('vouchers ')),
    );
    await seeing.close();
  });

  function vouchers(wish: VouchersWish = {}): Promise<readonly PrintedVoucher[]> {
    return someVouchers(town, giver, wish);
  }

  async function type(text: string): Promise<void> {
    await page.locator('input[name=code]').fill(text);
    await page.locator('form.scan button[type=submit]').click();
  }

  async function keepOffline(some: readonly PrintedVoucher[]): Promise<void> {
    await stand.context.setOffline(true);
    for (const { url } of some) await type(url);
    expect(await count()).toBe(String(some.length));
  }

  /** What is kept is sent by itself then, and asked about. */
  async function networkIsBack(): Promise<void> {
    const sent = page.waitForURL(/\/many$/);
    await stand.context.setOffline(false);
    await sent;
  }
});

function last({ url }: PrintedVoucher): string {
  return url.split('/').at(-1)!;
}

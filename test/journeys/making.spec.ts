import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { acting } from '../../src/cli/story-acting.js';
import { newId, newUuid } from '../../src/database/ids.js';
import { GroupPursesService } from '../../src/initiatives/group-purses.service.js';
import { words } from '../../src/languages/languages.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import { openBrowser } from '../support/browser.js';
import { barriersFor, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Knocks } from './knocks.js';
import { Walker } from './walker.js';

describe('vouchers out of the purse of a group', () => {
  let town: JourneyTown;
  let browser: Browser;
  let keeper: Party;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    keeper = await town.person();
    soup = await town.group('Soepgroep', [keeper.id]);
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it.each([
    { locale: 'nl-BE', javaScriptEnabled: true },
    { locale: 'ar', javaScriptEnabled: false },
  ])('are made in four acts, and work after "printed well": $locale', async (look) => {
    const desk = await Walker.start(browser, town.url, look);
    const { page } = desk;
    await desk.comeIn(await town.link(keeper));
    await desk.open('/');
    desk.acts = 0;
    await desk.tap(page.locator(`a[href="/c/rabot/batches/${soup.account}"]`));
    await fits(desk);
    await desk.tap(page.locator('main button[name=amount][value="50"]'));
    await fits(desk);
    await desk.tap(page.locator('a[href$="&count=8"]'));
    expect(await desk.text()).toMatch(/4/);
    await fits(desk);
    await desk.tap(page.locator('form.confirm button.yes'));
    expect(desk.acts).toBe(4);
    const batch = desk.path;
    await fits(desk);

    await desk.tap(page.locator('main a[href^="/voucher-sheets/"]').first());
    const codes = await page.locator('.codes').allInnerTexts();
    expect(codes).toHaveLength(16);
    await desk.tap(page.locator(`.screen-only a[href="${batch}"]`));
    expect(desk.path).toBe(batch);
    await desk.open(
      `/voucher-sheets${batch.replace('/c', '').replace(`/batches/${soup.account}`, '')}/letter`,
    );
    await desk.tap(page.locator(`.screen-only a[href="${batch}"]`));
    expect(desk.path).toBe(batch);
    const [bad, , good, check] = codes as [string, string, string, string];
    const before = await town.balanceOf(soup);

    // A number that is none of these: nothing happens at all.
    await desk.open(batch);
    await page.locator('details summary').click();
    await page.locator('input[name=misprinted]').fill('B99-0001');
    await desk.tap(page.locator('main form button.main'));
    expect(await town.balanceOf(soup)).toBe(before);
    await desk.open(batch);
    await page.locator('details summary').click();
    await page.locator('input[name=misprinted]').fill(bad.toLowerCase());
    await desk.tap(page.locator('main form button.main'));
    expect(desk.path).toBe(batch);
    expect(await page.locator('.state.good').count()).toBe(1);
    expect(await page.locator('main form').count()).toBe(0);
    await fits(desk);
    // Seven of them work, and are paid for.
    expect(await town.balanceOf(soup)).toBe(before - 350n);
    await take(desk, good, check);
    expect(await town.balanceOf(soup)).toBe(before - 300n);
    await desk.close();
    await town.theBooksBalance();
  });

  it('say no where there is too little, and stay to be tried again', async () => {
    const desk = await Walker.start(browser, town.url);
    const { page } = desk;
    await desk.comeIn(await town.link(keeper));
    await desk.open(`/c/rabot/batches/${soup.account}/new?amount=100&count=40`);
    await desk.tap(page.locator('form.confirm button.yes'));
    const batch = desk.path;
    const before = await town.balanceOf(soup);
    await desk.tap(page.locator('main form button.main'));
    expect(await desk.text()).toContain(words('nl').t('refusals.not_enough'));
    expect(await town.balanceOf(soup)).toBe(before);
    await desk.open(batch);
    expect(await page.locator('main form button.main').count()).toBe(1);
    await desk.close();
  });

  it('are for nobody else, and a form that says otherwise is refused', async () => {
    const knocks = new Knocks(town);
    const [stranger, own] = [await knocks.signedIn(await town.person()), await knocks.signedIn(keeper)];
    const path = `/c/rabot/batches/${soup.account}`;
    const [made] = await town
      .get(BatchesService)
      .list(acting('rabot', keeper.id, 'treasurer', soup.id), 'rabot', soup.id, 0, 1);
    for (const url of [path, `${path}/new?amount=50&count=8`, `${path}/${made!.id}`])
      expect([url, (await knocks.send('GET', url, { cookie: stranger.cookie })).statusCode]).toEqual([
        url,
        403,
      ]);
    for (const url of [
      `${path}/new?amount=-5`,
      `${path}/new?amount=50&count=100000`,
      `${path}/NOSUCH0000000000`,
    ])
      expect([
        url,
        (await knocks.send('GET', url, { cookie: own.cookie })).statusCode < 500,
        (await knocks.send('GET', url, { cookie: own.cookie })).statusCode >= 400,
      ]).toEqual([url, true, true]);
  });

  it('are made once by two taps, shown however many there are, and spoilt ones are named before they work', async () => {
    const knocks = new Knocks(town);
    const own = await knocks.signedIn(keeper);
    const path = `/c/rabot/batches/${soup.account}`;
    const actor = acting('rabot', keeper.id, 'treasurer', soup.id);
    const made = { batch: newId(), amount: '50', count: '8' };
    const both = await Promise.all([1, 2].map(() => knocks.post(own, path, made)));
    expect(both.map(({ headers }) => headers.location)).toEqual(Array(2).fill(`${path}/${made.batch}`));
    const last = () => town.get(BatchesService).lastOf(actor, 'rabot', soup.id, 3, soup.account);
    expect((await last()).filter(({ id }) => id === made.batch)).toHaveLength(1);
    // An amount that no tile has.
    expect((await knocks.post(own, path, { ...made, batch: newId(), amount: '1' })).headers.location).toBe(
      path,
    );

    // Both windows of one treasurer say that it was printed well.
    const orders = [newUuid(town.clock.now()), newUuid(town.clock.now())];
    const before = await town.balanceOf(soup);
    const well = await Promise.all(
      orders.map((order) => knocks.post(own, `${path}/${made.batch}`, { order })),
    );
    expect(well.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await town.balanceOf(soup)).toBe(before - 400n);
    const vouchers = await town
      .get(BatchesService)
      .vouchersOf(actor, 'rabot', made.batch, 0, 1)
      .then((shown) => shown!.vouchers);
    const late = { order: newUuid(town.clock.now()), misprinted: vouchers[0]!.serial };
    const answer = await knocks.post(own, `${path}/${made.batch}`, late);
    expect([answer.statusCode, answer.body.includes(words('nl').t('refusals.batch_active'))]).toEqual([
      422,
      true,
    ]);

    const wish = { partyId: soup.id, sourceId: soup.account, amount: 25n, count: 1, terms: openTerms };
    for (let i = 0; i < 205; i++) await town.get(BatchesService).make(actor, 'rabot', wish);
    const newest = { ...made, batch: newId() };
    await knocks.post(own, path, newest);
    const list = await knocks.send('GET', path, { cookie: own.cookie });
    expect(list.body).toContain(`${path}/${newest.batch}`);
  });

  it('leave what is kept for a purpose alone, which has its own name and drawing among the cash boxes', async () => {
    const wish = {
      kind: 'purpose',
      currency: 'UUR',
      name: 'Stof voor gordijnen',
      picture: 'repair',
    } as const;
    const actor = acting(town.communityId, keeper.id, 'treasurer', soup.id);
    const opened = await town.get(GroupPursesService).open(actor, town.communityId, soup.id, wish);
    const account = 'purse' in opened ? opened.purse.accountId : '';
    const desk = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await desk.comeIn(await town.link(keeper));
    await desk.open('/');
    const tile = desk.page.locator('.kept a', { hasText: 'Stof voor gordijnen' });
    expect(await tile.getAttribute('href')).toBe(`/c/rabot/kas/${account}`);
    expect(await desk.page.locator(`a[href="/c/rabot/batches/${account}"]`).count()).toBe(0);
    await fits(desk);
    await desk.close();
  });

  /** Takes one by the number and the digits on it. */
  async function take({ page }: Walker, serial: string, check: string): Promise<void> {
    await page.goto(`${town.url}/c/rabot/vouchers/${soup.account}/number`);
    await page.locator('input[name=serial]').fill(serial);
    await page.locator('input[name=check]').fill(check);
    for (let taps = 0; taps < 2; taps++) {
      await page.locator('main form button.main').click();
      await page.waitForLoadState();
    }
    expect(await page.locator('[data-came-in] .state.good').count()).toBe(1);
  }
});

async function fits(desk: Walker): Promise<void> {
  expect({ path: desk.path, broken: await barriersFor(desk), wide: await tooWide(desk.page) }).toEqual({
    path: desk.path,
    broken: [],
    wide: 0,
  });
}

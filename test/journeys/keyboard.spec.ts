import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party, type Programme } from './journey-town.js';
import { Keys } from './keys.js';
import { appointed, someVouchers } from './voucher-town.js';

const yes = 'form.confirm button.yes';

/** Each way in which value moves, by somebody who has a keyboard and nothing to point with. */
describe('with the keyboard alone', () => {
  let town: JourneyTown;
  let browser: Browser;
  let soup: Party;
  let ann: Party;
  let bert: Party;
  let cook: Party;
  let programme: Programme;
  let hers: Keys;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    [ann, bert, cook] = [await town.person(), await town.person(), await town.person()];
    soup = await town.group('Soepgroep', [cook.id], 'open');
    programme = await town.programme(soup, cook, ann);
    hers = await Keys.of(browser, town, ann);
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  it('somebody pays a code, and the first key after it leads past the top', async () => {
    await hers.open(await town.code(soup));
    await hers.press('main a.picture-button');
    await hers.press(yes);
    expect(hers.path).toMatch(/^\/r\//);
    expect(await town.balanceOf(soup)).toBeGreaterThan(0n);
    await hers.page.keyboard.press('Tab');
    expect(await hers.page.evaluate(() => document.activeElement?.className)).toBe('skip');
  });

  it('somebody shows their code, and who scans it pays', async () => {
    const before = await town.balanceOf(ann);
    await hers.open('/');
    await hers.press('main form button.picture-button');
    expect(await hers.page.locator('svg.qr').count()).toBe(1);
    const payer = await Keys.of(browser, town, bert);
    await payer.open(await town.code(ann, { amount: 50n }));
    await payer.press(yes);
    expect(await town.balanceOf(ann)).toBe(before + 50n);
    await payer.close();
  });

  it('somebody gives to the pot, thanks, and gives back what came', async () => {
    await hers.open('/');
    await hers.press('main a[href*="/give/"]');
    await hers.press('main a.picture-button, .amount-tiles a');
    await hers.press(yes);
    expect(hers.path).toMatch(/^\/r\//);
    const his = await Keys.of(browser, town, bert);
    const before = await town.balanceOf(bert);
    await his.open(await town.code(ann, { amount: 25n }));
    await his.press(yes);
    expect(await town.balanceOf(bert)).toBe(before - 25n);
    await hers.open(his.path);
    await hers.press('a[href$="/back"]');
    await hers.press(yes);
    expect(await town.balanceOf(bert)).toBe(before);
    await his.close();
  });

  it('a shop takes a voucher that is typed', async () => {
    const kitchen = await town.group('Keuken');
    await appointed(town, bert, 'acceptor', kitchen);
    const [voucher] = await someVouchers(town, soup);
    const stand = await Keys.of(browser, town, bert);
    await stand.open(`/c/rabot/vouchers/${kitchen.account}`);
    await stand.type('input[name=code]', `${voucher!.serial} ${voucher!.check}`);
    await stand.press('main button.picture-button.main');
    expect(await town.balanceOf(kitchen)).toBe(100n);
    await stand.close();
  });

  it('civil servants make an issue and approve it, and the group says that it came', async () => {
    const maker = await Keys.ofStrong(browser, town, programme.maker);
    await maker.open('/c/rabot/programmes/samen-koken/issue');
    await maker.choose(`input[value="${soup.id}"]`);
    await maker.type('input[name=amount]', '2');
    const issue = maker.path;
    const approver = await Keys.ofStrong(browser, town, programme.approver);
    await approver.open(issue);
    await approver.press(yes);
    const treasurer = await Keys.of(browser, town, cook);
    await treasurer.open(issue);
    await treasurer.press(yes);
    expect(await treasurer.page.locator('main').innerText()).toContain('Gekomen');
    for (const each of [maker, approver, treasurer]) await each.close();
  });
});

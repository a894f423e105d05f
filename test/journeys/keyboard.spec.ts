import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { tableOf } from '../support/camera.js';
import { JourneyTown, type Party, type Programme } from './journey-town.js';
import { Keys } from './keys.js';
import { waitsForAnother } from './page-stops.js';
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
    const some = await someVouchers(town, soup, { count: 2 });
    await stand.open(`/c/rabot/vouchers/${kitchen.account}`);
    const urls = some.map(({ url }) => url);
    await stand.file('form.scan input[type=file]', await tableOf(browser, urls));
    await stand.press(yes);
    expect(await town.balanceOf(kitchen)).toBe(300n);
    await stand.close();
  });

  it('whoever receives takes a card, and the other gives the drawings', async () => {
    const device = await Keys.of(browser, town, bert);
    const card = await town.card(await town.person(), 'cat boat apple');
    const before = await town.balanceOf(bert);
    await device.open('/');
    await device.press(`form[action$="/codes/${bert.account}"] button`);
    await device.press('.amount-tiles button[value="300"]');
    await device.type('form.scan input[name=code]', card.url);
    await device.press(yes);
    for (const picture of ['cat', 'boat', 'apple']) await device.press(`.nine button[value="${picture}"]`);
    expect(device.path).toMatch(/^\/r\//);
    expect(await town.balanceOf(bert)).toBe(before + 300n);
    await device.close();
  });

  it('somebody thanks for an hour, gives without coin, and lends', async () => {
    const card = await town.card(cook, null);
    const before = await town.balanceOf(cook);
    const giveTo = async (): Promise<void> => {
      await hers.open('/give');
      await hers.type('form.scan input[name=code]', card.url);
    };
    await giveTo();
    await hers.press('.amount-tiles a[href*="amount=1"]');
    await hers.press(yes);
    expect(await town.balanceOf(cook)).toBe(before + 100n);
    for (const kind of ['gift', 'loan']) {
      await giveTo();
      await hers.press(`a[href$="/${kind}"]`);
      await hers.press('button[value="material"]');
      expect(hers.path).toMatch(/^\/r\//);
    }
    expect(await town.balanceOf(cook)).toBe(before + 100n);
  });

  it('somebody who has too little gives a part, and then says that it is not right', async () => {
    await hers.open(await town.code(soup, { amount: 900n }));
    await hers.press('a[href*="part=yes"]');
    await hers.press('.amount-tiles a');
    await hers.press(yes);
    const receipt = hers.path;
    expect(receipt).toMatch(/^\/r\//);
    await hers.press('a[href$="/wrong"]');
    await hers.press('button[value="wrong_amount"]');
    expect(hers.path).toBe(receipt);
    expect(await hers.page.locator('.state.waiting').count()).toBe(1);
  });

  it('a helper puts a voucher on a card, and pays for a member beside whom they sit', async () => {
    const desk = await Keys.of(browser, town, await town.helper(soup));
    const member = await town.person();
    const card = await town.card(member, null);
    const [voucher] = await someVouchers(town, soup, { terms: { onCard: true } });
    await desk.open('/c/rabot/vouchers-on-card');
    await desk.type('form.scan input[name=code]', card.url);
    await desk.type('form.scan input[name=code]', voucher!.url);
    await desk.press(yes);
    expect(await town.balanceOf(member)).toBe(100n);
    await desk.open('/helping');
    await desk.type('form.scan input[name=code]', card.url);
    await desk.press('a[href$="/pay"]');
    await desk.type('form.scan input[name=code]', await town.code(soup, { amount: 50n }));
    await desk.press(yes);
    expect(await town.balanceOf(member)).toBe(50n);
    await desk.close();
  });

  it('another treasurer says the second yes', async () => {
    const other = await town.person();
    await appointed(town, other, 'treasurer', soup);
    await waitsForAnother(town, soup, cook, bert);
    const before = await town.balanceOf(bert);
    const theirs = await Keys.of(browser, town, other);
    await theirs.open(`/c/rabot/second-yes/${soup.id}`);
    await theirs.press(yes);
    expect(await town.balanceOf(bert)).toBe(before + 100n);
    await theirs.close();
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

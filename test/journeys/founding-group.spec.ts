import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { BooksService } from '../../src/books/books.service.js';
import { Database } from '../../src/database/database.js';
import { openBrowser } from '../support/browser.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const secret = 'cat boat apple';
/** From the first act until a new group has paid (S27). */
const twoMinutes = 120_000;
const yes = 'form.confirm button.yes';

describe('a group begins with a helper', () => {
  let town: JourneyTown;
  let browser: Browser;
  let helper: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    helper = await town.helper(await town.group('Buurtwerk'));
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it.each([
    { name: 'Soep & <b>brood</b>', sight: 'hidden', locale: 'nl-BE', javaScriptEnabled: true },
    { name: '', sight: 'open', locale: 'ar', javaScriptEnabled: false },
  ])('in five acts, and pays within two minutes: %p', async ({ name, sight, ...look }) => {
    const treasurer = await aMember(secret);
    const device = await Walker.start(browser, town.url, look);
    await device.comeIn(await town.link(helper));
    await device.open('/groups');
    await device.tap(device.page.locator('main a[href="/groups/new"]'));
    device.acts = 0;
    const begun = Date.now();
    const before = await countGroups();
    if (name !== '') await device.enter(device.page.locator('input[name=name]'), name);
    await device.tap(device.page.locator('button[name=picture][value=meal]'));
    await device.tap(device.page.locator(`button[name=visibility][value=${sight}]`));
    await device.show(treasurer.url);
    // Nothing is kept before the yes.
    expect(await countGroups()).toBe(before);
    await device.tap(device.page.locator(yes));
    // Whoever writes no name needs one act less; without scripts a photograph is sent with one more.
    expect(device.acts).toBe(5 - (name === '' ? 1 : 0) + (device.scripts ? 0 : 1));
    expect(device.path).toMatch(/^\/groups\/made\//);
    expect(await device.page.locator('.face-name').first().innerText()).toBe(name || 'Eetgroep');
    expect(await device.page.locator('main a[href="/kit"]').count()).toBe(1);
    expect(await countGroups()).toBe(before + 1);
    const group = await groupOf(treasurer.member);
    // How it pays without scripts, other journeys walk.
    if (!device.scripts) return device.close();

    const phone = await comesInByCard(treasurer.url, look);
    await phone.tap(phone.page.locator(`form[action$="/codes/${group.account}"] button`).first());
    const giver = await Walker.start(browser, town.url, look);
    const code = await phone.readCodeOnPage();
    await giver.comeIn(await town.link(await town.person()));
    await giver.scan(code);
    await giver.tap(giver.page.locator('.amount-tiles a').nth(1));
    await giver.tap(giver.page.locator(yes));
    expect(giver.path).toMatch(/^\/r\//);
    expect(await town.balanceOf(group)).toBe(100n);
    await paysFrom(group, phone);
    expect(Date.now() - begun).toBeLessThan(twoMinutes);
    for (const each of [device, phone, giver]) await each.close();
  });

  it('is one group, however often yes is tapped, and is begun by nobody else', async () => {
    const treasurer = await aMember(null);
    const device = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await device.comeIn(await town.link(helper));
    await untilCard(device);
    // The own card, a blank and what is no card lead nowhere, and nothing is lost.
    const blank = await town.get(CardStockService).make(systemActor('test'), town.communityId, 1);
    if (blank.kind === 'refused') throw new Error(blank.code);
    for (const code of [(await town.card(helper, null)).url, blank.blanks[0]!.url, 'x']) {
      await shows(device, code);
      expect(await device.page.locator('.summary').count()).toBe(1);
    }
    await shows(device, treasurer.number);
    const before = await countGroups();
    const form = await device.fieldsOf('form.confirm');
    const send = (path = '/groups/new', from: Walker = device, changes = {}) =>
      from.context.request.post(town.url + path, { form: { ...form, ...changes }, maxRedirects: 0 });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303]);
    // Going back, the browser sends the card anew: it is still the same wish.
    const multipart = { ...form, card: '', code: treasurer.number };
    const back = await device.context.request.post(`${town.url}/groups/new/card`, { multipart });
    expect(await back.text()).toContain(form.order);
    expect((await send()).headers().location).toBe(answers[0]!.headers().location);
    expect(await countGroups()).toBe(before + 1);
    // A form that was changed on its way is judged anew.
    for (const changes of [{ picture: 'yes' }, { visibility: 'listed' }, { name: 'x'.repeat(61) }])
      expect((await send('/groups/new', device, changes)).status()).toBe(400);
    expect((await send('/groups/new', device, { card: 'nobodys' })).status()).toBe(422);

    const member = await Walker.start(browser, town.url);
    await member.comeIn(await town.link(await town.person()));
    expect((await member.open('/groups/new')).status()).toBe(403);
    await member.open('/groups');
    expect(await member.page.locator('a[href="/groups/new"]').count()).toBe(0);
    const { _csrf } = await member.fieldsOf('footer form');
    expect((await send('/groups/new', member, { _csrf })).status()).toBe(403);
    const scanned = { multipart: { ...multipart, _csrf: _csrf! }, maxRedirects: 0 };
    expect((await member.context.request.post(`${town.url}/groups/new/card`, scanned)).status()).toBe(403);
    expect((await member.open(answers[0]!.headers().location!)).status()).toBe(403);
    expect(await countGroups()).toBe(before + 1);
    for (const each of [device, member]) await each.close();
  });

  it('lets people in: a card each, and one yes', async () => {
    const treasurer = await aMember(secret);
    const group = await town.group('Naaigroep', [treasurer.member.id]);
    const [one, other] = [await aMember(null), await aMember(null)];
    const phone = await comesInByCard(treasurer.url, { locale: 'nl-BE' });
    await phone.tapButton('Onze groep');
    await phone.tap(phone.page.locator(`a[href="/groups/${group.id}/people"]`));
    for (const { url } of [one, one, other]) await shows(phone, url);
    await shows(phone, one.number);
    expect(await phone.page.locator('.summary').count()).toBe(1);
    await phone.tap(phone.page.locator(yes));
    expect(phone.path).toBe(`/groups/${group.id}/people`);
    expect(await phone.page.locator('.faces li').count()).toBe(3);
    const stranger = await Walker.start(browser, town.url);
    await stranger.comeIn(await town.link(await town.person()));
    expect((await stranger.open(phone.path)).status()).toBe(403);
    const form = { _csrf: (await stranger.fieldsOf('footer form'))._csrf!, cards: one.url };
    const answer = await stranger.context.request.post(town.url + phone.path, { form });
    expect(answer.status()).toBe(403);
    for (const each of [phone, stranger]) await each.close();
    await town.theBooksBalance();
  });

  async function untilCard(device: Walker): Promise<void> {
    await device.open('/groups/new');
    await device.tap(device.page.locator('button[value=leaf]'));
    await device.tap(device.page.locator('button[value=hidden]'));
  }

  /** Writes what a code says, as a camera would send it. */
  async function shows(device: Walker, code: string): Promise<void> {
    await device.enter(device.page.locator('input[name=code]'), code);
    await device.tap(device.page.locator('form.scan button[type=submit]'));
  }

  async function comesInByCard(url: string, look: { locale: string }): Promise<Walker> {
    const phone = await Walker.start(browser, town.url, look);
    await phone.scan(url);
    for (const picture of secret.split(' '))
      await phone.tap(phone.page.locator(`.nine button[value="${picture}"]`));
    await phone.open('/');
    return phone;
  }

  /** A treasurer scans, says that the group pays, and yes. */
  async function paysFrom(group: Party, phone: Walker): Promise<void> {
    const cook = await town.person();
    phone.acts = 0;
    await phone.scan(await town.code(cook, { amount: 50n }));
    await phone.tap(phone.page.locator(`main a[href*="from=${group.account}"]`));
    await phone.tap(phone.page.locator(yes));
    expect(phone.acts).toBe(3);
    expect(phone.path).toMatch(/^\/r\//);
    expect(await phone.page.locator('.state.good').count()).toBe(1);
    expect([await town.balanceOf(group), await town.balanceOf(cook)]).toEqual([50n, 50n]);
    await staysChosen(group, phone);
  }

  /** Where the amount is to be chosen, the purse is chosen before or after it, and the own one again. */
  async function staysChosen(group: Party, phone: Walker): Promise<void> {
    const code = await town.code(await town.person());
    await phone.scan(code);
    await phone.tap(phone.page.locator(`main a[href*="from=${group.account}"]`));
    await phone.tap(phone.page.locator('.amount-tiles a').first());
    expect([await barriersOf(phone.page), await tooWide(phone.page)]).toEqual([[], 0]);
    const payer = phone.page.locator('form.confirm input[name=from]');
    expect(await payer.inputValue()).toBe(group.account);
    await phone.tap(phone.page.locator('main a[href*="from="]').first());
    expect(await payer.inputValue()).not.toBe(group.account);
    expect(await phone.page.locator('.handover .figure').innerText()).toBe('½');
    // A purse that somebody else keeps is none to pay with.
    const other = await town.group('Anderen');
    expect((await phone.open(`${code}?amount=1&from=${other.account}`)).status()).toBe(403);
  }

  /** The group of a treasurer who just began with it. */
  async function groupOf({ id }: Party): Promise<Party> {
    const row = await town
      .get(Database)
      .reader.one(`select party_id from mandates where actor_id = ? and role = 'treasurer'`, [id]);
    const groupId = row!.party_id as string;
    const [account] = await town.get(BooksService).accountsOf(town.communityId, groupId);
    return { id: groupId, account: account!.id };
  }

  async function aMember(own: string | null) {
    const member = await town.person();
    return { member, ...(await town.card(member, own)) };
  }

  async function countGroups(): Promise<number> {
    const row = await town.get(Database).reader.one('select count(*) as n from initiatives');
    return Number(row!.n);
  }
});

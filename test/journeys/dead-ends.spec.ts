import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardsService } from '../../src/access/cards.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { InitiativesService } from '../../src/initiatives/initiatives.service.js';
import { VoucherExpiry } from '../../src/vouchers/voucher-expiry.service.js';
import { openBrowser } from '../support/browser.js';
import { barriersOf } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { appointed, someVouchers } from './voucher-town.js';
import { Walker } from './walker.js';

const command = systemActor('test');
const yes = 'form.confirm button.yes';
const day = 86_400_000;

/** Where the rules say no: a page that says so kindly, in words without a code, and that leads on. */
describe('a dead end', () => {
  let town: JourneyTown;
  let browser: Browser;
  let soup: Party;
  let cook: Party;
  let phone: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    [cook, soup] = [await town.person(), await town.group('Soepgroep')];
    phone = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await phone.comeIn(await town.link(await town.person()));
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  it('of a group that has stopped', async () => {
    const closing = await town.group('Oude groep');
    const code = await town.code(closing, { amount: 50n });
    const stopped = await town.get(InitiativesService).stop(command, 'rabot', closing.id, 'pot');
    if (stopped.kind === 'refused') throw new Error(stopped.code);
    await phone.open(code);
    await saysKindly(phone, 'Deze kaart of groep is gestopt.');
    await phone.open(`/c/rabot/give/${closing.account}?amount=0.50`);
    await saysKindly(phone, 'Deze kaart of groep is gestopt.');
  });

  it('of too much at once, and of too much for one day', async () => {
    const currencies = town.get(CurrenciesService);
    const [hours] = await currencies.all('rabot');
    const code = await town.code(soup, { amount: 300n });
    await phone.open(code);
    // The limit came in between, or the page would not have offered it.
    const changed = await currencies.change(command, 'rabot', hours!.code, {
      perPayment: 200n,
      perDay: 300n,
    });
    if (changed.kind === 'refused') throw new Error(changed.code);
    const before = await town.balanceOf(soup);
    await phone.tap(phone.page.locator(yes));
    await saysKindly(phone, 'Dit is te veel in één keer. Geef minder.');
    for (const amount of [200n, 200n]) {
      await phone.open(await town.code(soup, { amount }));
      await phone.tap(phone.page.locator(yes));
    }
    await saysKindly(phone, 'Dit is te veel voor vandaag. Morgen kan het weer.');
    expect(await town.balanceOf(soup)).toBe(before + 200n);
  });

  it('of a voucher that does not count yet, and of enough vouchers for one day', async () => {
    const kitchen = await town.group('Keuken');
    await appointed(town, cook, 'acceptor', kitchen);
    const stand = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await stand.comeIn(await town.link(cook));
    const validFrom = new Date(town.clock.now() + 7 * day).toISOString().slice(0, 10);
    const [later] = await someVouchers(town, soup, { terms: { validFrom } });
    await take(stand, kitchen, later!.url);
    await saysKindly(stand, 'Deze bon werkt nog niet.');
    const some = await someVouchers(town, soup, { count: 2, terms: { perAcceptorDay: 100n } });
    for (const { url } of some) {
      await take(stand, kitchen, url);
      const offered = stand.page.locator('main form button.main');
      if ((await offered.count()) > 0) await stand.tap(offered);
    }
    await saysKindly(stand, 'Hier is het genoeg voor vandaag. Morgen kan het weer.');
    expect(await town.balanceOf(kitchen)).toBe(100n);
    await stand.close();
  });

  it('of a card that was lost and closed: whoever holds it learns no more', async () => {
    const owner = await town.person({ nickname: 'Wannes' });
    const card = await town.card(owner, 'cat boat apple');
    const cards = town.get(CardsService);
    const { id } = (await cards.scanned(command, 'rabot', card.number))!;
    for (const end of ['block', 'close'] as const)
      expect(await cards[end](command, 'rabot', id)).not.toMatchObject({ kind: 'refused' });
    const finder = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await finder.scan(card.url);
    for (const drawing of ['cat', 'boat', 'apple'])
      await finder.tap(finder.page.locator(`button[value="${drawing}"]`));
    await saysKindly(finder, 'Deze kaart is gesloten.');
    expect(await finder.text()).not.toContain('Wannes');
    await finder.close();
  });

  it('of a voucher that is too old, on a telephone and at a stand', async () => {
    const [kitchen, owner] = [await town.group('Laat'), await town.person({ nickname: 'Wannes' })];
    await appointed(town, cook, 'acceptor', kitchen);
    const validUntil = new Date(town.clock.now() + day).toISOString().slice(0, 10);
    const terms = { validUntil, graceDays: 10, expiresTo: 'return' } as const;
    const [old] = await someVouchers(town, soup, { terms, boundTo: [owner.id] });
    await town.get(VoucherExpiry).expire(command, 'rabot');
    town.clock.forward(12 * day);
    expect(await town.get(VoucherExpiry).expire(command, 'rabot')).toMatchObject({ expired: 1 });
    const stand = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await stand.comeIn(await town.link(cook));
    await stand.scan(old!.url);
    await saysKindly(stand, 'Deze bon is te oud. Vraag hulp.');
    expect(await stand.text()).not.toContain('Wannes');
    await take(stand, kitchen, old!.url);
    await saysKindly(stand, 'Deze bon is te oud. Vraag hulp.');
    expect(await stand.text()).not.toContain('Wannes');
    await stand.close();
  });

  async function take(stand: Walker, { account }: Party, url: string): Promise<void> {
    await stand.open(`/c/rabot/vouchers/${account}`);
    await stand.enter(stand.page.locator('form.scan input[name=code]'), url);
    await stand.tap(stand.page.locator('form.scan button[type=submit]'));
  }

  /** In words, with no code of ours, with a way on, and readable by all. */
  async function saysKindly({ page }: Walker, words: string): Promise<void> {
    const text = await page.locator('main').innerText();
    expect(text).toContain(words);
    expect(text).not.toMatch(/[a-z]_[a-z]|null|undefined|error/i);
    expect(await page.locator('main a[href], main form button').count()).toBeGreaterThan(0);
    expect(await barriersOf(page)).toEqual([]);
  }
});

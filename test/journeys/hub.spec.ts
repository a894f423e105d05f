import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardsService } from '../../src/access/cards.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { newUuid } from '../../src/database/ids.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { ObjectionsService } from '../../src/payments/objections.service.js';
import { openBrowser } from '../support/browser.js';
import { barriersFor, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { someVouchers } from './voucher-town.js';
import { Walker } from './walker.js';

const command = systemActor('test');
const secret = 'cat boat apple';
/** Three drawings are one act: the choice of a secret. */
const tapsMore = 2;

describe.each([
  { locale: 'nl-BE', javaScriptEnabled: true },
  { locale: 'ar', javaScriptEnabled: false },
])('the kiosk of a hub in $locale, scripts: $javaScriptEnabled', ({ locale, javaScriptEnabled }) => {
  let town: JourneyTown;
  let browser: Browser;
  let keeper: Party;
  let soup: Party;
  let kiosk: Walker;
  const language = locale.slice(0, 2);
  // Without scripts a photograph is sent with a tap of its own.
  const more = javaScriptEnabled ? 0 : 1;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    keeper = await town.person();
    soup = await town.group('Soepgroep', [keeper.id]);
    const mandate = { communityId: 'rabot', actorId: keeper.id, role: 'helper', partyId: soup.id } as const;
    const granted = await town.get(MandatesService).grant(command, { ...mandate, until: null });
    if (granted.kind === 'refused') throw new Error(granted.code);
    const library = { kind: 'library', name: 'Bib Rabot', picture: 'house', colour: 'blue' } as const;
    await town.get(InstitutionsService).enter(command, 'rabot', {
      ...library,
      outlet: true,
      place: 'Nieuwland 1',
      openingHours: 'dinsdag 9 tot 17',
    });
    kiosk = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
    await kiosk.comeIn(await town.link(keeper));
    await kiosk.open('/hub');
    await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
  });
  afterAll(async () => {
    await kiosk.close();
    await browser.close();
    await town.close();
  });

  it('waits with a greeting in each language, and is a stranger to every other page', async () => {
    await kiosk.open('/hub');
    const greetings = kiosk.page.locator('.greetings li');
    expect(await greetings.count()).toBe(4);
    expect(await kiosk.page.locator('.greetings li:visible').count()).toBe(javaScriptEnabled ? 1 : 4);
    for (const path of ['/', '/purse', '/exchanges', '/people', '/kit', `/c/rabot/kas/${soup.account}`]) {
      await kiosk.open(path);
      expect({ path, at: kiosk.path }).toEqual({ path, at: '/hub' });
    }
    await kiosk.page.goBack();
    expect(await kiosk.text()).not.toContain('Soepgroep');
  });

  it('gives: card, pay, code, yes; and after it nothing of who was there is left', async () => {
    const member = await aMember(null);
    const code = await town.code(soup, { amount: 100n, reason: 'meal' });
    await showCard(member.card);
    expect(kiosk.path).toBe('/hub/me');
    // Nothing was chosen to keep others out, so what they have is there at once.
    expect(await kiosk.page.locator('.tiles-of-two .picture-button').count()).toBe(4);
    expect(await kiosk.page.locator('.purse .figure').innerText()).toBe('0');
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/pay"]'));
    await kiosk.show(code);
    await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
    expect(kiosk.path).toBe('/hub/done');
    expect(kiosk.acts).toBe(javaScriptEnabled ? 4 : 6);
    expect(await kiosk.page.locator('.state.good').count()).toBe(1);
    expect(await town.balanceOf(member)).toBe(-100n);
    await kiosk.tap(kiosk.page.locator('main a[href="/hub"]').last());
    for (let i = 0; i < 3; i++) {
      await kiosk.page.goBack().catch(() => undefined);
      expect(await kiosk.page.locator('.tiles-of-two, form.confirm, .state.good').count()).toBe(0);
    }
    // Asked beside the page, which may still be on its way.
    const asked = await kiosk.context.request.get(`${town.url}/hub/me`, { maxRedirects: 0 });
    expect(asked.headers().location).toBe('/hub');
    const addresses = await kiosk.page.evaluate(() => [location.href, document.referrer].join(' '));
    expect(addresses).not.toContain(member.card.slice(-26));
  });

  it('a second tap on the same yes shows the same thanks, and nobody else pays with it', async () => {
    const member = await aMember(null);
    const other = await aMember(null);
    const headers = { 'sec-fetch-site': 'same-origin' };
    const send = (form: Record<string, string>) =>
      kiosk.context.request.post(`${town.url}/hub/me/pay/yes`, { form, headers, maxRedirects: 0 });
    await showCard(member.card);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/pay"]'));
    await kiosk.show(await town.code(soup, { amount: 100n, kind: 'single' }));
    const form = await kiosk.fieldsOf('form.confirm');
    await kiosk.page.locator('form.confirm button.yes').dblclick();
    await kiosk.page.waitForURL(`${town.url}/hub/done`);
    expect(await town.balanceOf(member)).toBe(-100n);
    const again = await send(form);
    expect([again.status(), again.headers().location]).toEqual([303, '/hub/done']);
    await kiosk.open('/hub/done');
    expect(await kiosk.page.locator('.state.good').count()).toBe(1);
    // Somebody else is there now: the old page neither pays for them nor sends them away.
    await showCard(other.card);
    for (const each of [form, { ...form, order: newUuid() }]) {
      const late = await send(each);
      expect([late.status(), late.headers().location]).toEqual([303, '/hub/me']);
    }
    expect([await town.balanceOf(member), await town.balanceOf(other)]).toEqual([-100n, 0n]);
    await kiosk.open('/hub');
    // What was never booked is not booked by a page of before.
    const never = await send({ ...form, order: newUuid() });
    expect([never.status(), never.headers().location]).toEqual([303, '/hub']);
    expect(await town.balanceOf(member)).toBe(-100n);
  });

  it('asks how much where the code does not say it, and the secret for more than a card may alone', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/pay"]'));
    await kiosk.show(await town.code(soup));
    await kiosk.tap(kiosk.page.locator('.amount-tiles button[value="300"]'));
    await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
    expect(await town.balanceOf(member)).toBe(0n);
    await tapSecret('tree boat cat');
    expect(await kiosk.page.locator('.summary').count()).toBe(1);
    await tapSecret(secret);
    expect(kiosk.path).toBe('/hub/done');
    expect(await town.balanceOf(member)).toBe(-300n);
  });

  it('gives to the pot: card, give, the pot, how much, yes', async () => {
    const member = await aMember(null);
    await showCard(member.card);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/pay"]'));
    await kiosk.tap(kiosk.page.locator('form[action$="/pay/pot"] button'));
    await kiosk.tap(kiosk.page.locator('.amount-tiles button[value="100"]'));
    await look('to the pot');
    const form = await kiosk.fieldsOf('form.confirm');
    await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
    expect(kiosk.acts).toBe(5 + more);
    expect(kiosk.path).toBe('/hub/done');
    const headers = { 'sec-fetch-site': 'same-origin' };
    const send = { form, headers, maxRedirects: 0 };
    const again = await kiosk.context.request.post(`${town.url}/hub/me/pay/yes`, send);
    expect(again.headers().location).toBe('/hub/done');
    expect(await town.balanceOf(member)).toBe(-100n);
  });

  it('opens what one has after the secret, and only then: two acts', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    for (const path of ['code', 'slip', 'year']) {
      await kiosk.open(`/hub/me/${path}`);
      expect({ path, at: kiosk.path }).toEqual({ path, at: '/hub/me' });
    }
    await tapSecret('tree boat cat');
    expect(await kiosk.page.locator('.purse').count()).toBe(0);
    expect(await kiosk.page.locator('.summary').count()).toBe(1);
    await showCard(member.card);
    await tapSecret(secret);
    expect(kiosk.path).toBe('/hub/me');
    expect(kiosk.acts - tapsMore).toBe(2 + more);
    expect(await kiosk.page.locator('.purse .figure').innerText()).toBe('0');
    expect(await kiosk.page.locator('.tiles-of-two .picture-button').count()).toBe(4);
    // Without the secret once more, as long as they are there, and not a moment longer.
    await kiosk.open('/hub/me/slip');
    expect(await kiosk.page.locator('.slip').count()).toBe(1);
    await kiosk.tap(kiosk.page.locator('main a[href="/hub"]').last());
    for (let i = 0; i < 3; i++) {
      await kiosk.page.goBack().catch(() => undefined);
      expect(await kiosk.page.locator('.purse, .slip, .nine').count()).toBe(0);
    }
  });

  it('shows the code by which somebody gets something', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    await tapSecret(secret);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/code"]'));
    const url = await kiosk.readCode();
    const giver = await town.person();
    const phone = await Walker.start(browser, town.url);
    await phone.comeIn(await town.link(giver));
    await phone.scan(url);
    await phone.tap(phone.page.locator('.amount-tiles a').nth(1));
    const came = kiosk.page.locator('main .state.good');
    expect(await came.isVisible()).toBe(false);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(await town.balanceOf(member)).toBe(100n);
    if (javaScriptEnabled) await came.waitFor({ state: 'visible' });
    await phone.close();
  });

  it('prints a slip, on which what one has stands only when it was asked for: two acts after the card', async () => {
    const member = await aMember(secret);
    const { page } = kiosk;
    await page.addInitScript(() => {
      window.print = () => sessionStorage.setItem('printed', `${sessionStorage.getItem('printed') ?? ''}x`);
    });
    const printed = (): Promise<string | null> => page.evaluate(() => sessionStorage.getItem('printed'));
    await showCard(member.card);
    kiosk.acts = 0;
    await tapSecret(secret);
    await kiosk.tap(page.locator('a[href="/hub/me/slip"]'));
    expect(kiosk.acts - tapsMore).toBe(2);
    // It goes to the printer by itself, and once: not when the page is loaded anew, nor without its tile.
    expect(await printed()).toBe(javaScriptEnabled ? 'x' : null);
    await page.reload();
    await kiosk.open('/hub/me/slip');
    expect(await printed()).toBe(javaScriptEnabled ? 'x' : null);
    expect(await page.locator('noscript p').isVisible()).toBe(!javaScriptEnabled);
    expect(await page.locator('.slip').innerText()).toContain('Nieuwland 1');
    expect(await page.locator('.slip').innerText()).toContain('dinsdag 9 tot 17');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.slip .have').isVisible()).toBe(false);
    // As wide as a roll of 80 mm prints.
    expect((await page.locator('.slip').boundingBox())!.width).toBeLessThan((72.5 / 25.4) * 96);
    await page.emulateMedia({ media: 'screen' });
    await page.locator('label[for=with-have]').click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.slip .have').isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen' });
  });

  it('says that what one gave last is not right: card, secret, my card, not right, what', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/pay"]'));
    await kiosk.show(await town.code(soup, { amount: 100n }));
    await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
    await showCard(member.card);
    await kiosk.open('/hub/me/wrong');
    expect(kiosk.path).toBe('/hub/me');
    kiosk.acts = 1 + more;
    await tapSecret(secret);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/card"]'));
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/wrong"]'));
    await look('what is not right');
    const form = await kiosk.fieldsOf('form[action="/hub/me/wrong"]');
    await kiosk.tap(kiosk.page.locator('button[name=reason][value=wrong_amount]'));
    expect(kiosk.acts - tapsMore).toBe(5 + more);
    expect(await kiosk.page.locator('main .state.waiting').count()).toBe(1);
    await look('said');
    const said = await town.get(ObjectionsService).toAccount(command, 'rabot', soup.account);
    expect(said.filter(({ exchangeId }) => exchangeId === form.exchange)).toMatchObject([
      { reason: 'wrong_amount', state: 'open' },
    ]);
    // It is said once, and by nobody who stands there later.
    await kiosk.open('/hub/me/wrong');
    expect(await kiosk.page.locator('button[name=reason]').count()).toBe(0);
    await showCard((await aMember(null)).card);
    const headers = { 'sec-fetch-site': 'same-origin' };
    const send = { form: { ...form, reason: 'twice' }, headers, maxRedirects: 0 };
    const late = await kiosk.context.request.post(`${town.url}/hub/me/wrong`, send);
    expect([late.status(), late.headers().location]).toEqual([303, '/hub/me']);
  });

  it('shows my year to be printed: card, secret, my year, print', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    await tapSecret(secret);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/year"]'));
    expect(kiosk.acts - tapsMore).toBe(3 + more);
    expect(await kiosk.page.locator('[data-print]').isVisible()).toBe(javaScriptEnabled);
    await kiosk.page.emulateMedia({ media: 'print' });
    expect(await kiosk.page.locator('main a[href="/hub"]').isVisible()).toBe(false);
    expect(await kiosk.page.locator('main h1').isVisible()).toBe(true);
    await kiosk.page.emulateMedia({ media: 'screen' });
  });

  it('puts a voucher on the card that was shown, without the secret: card, voucher, yes', async () => {
    const vouchers = await someVouchers(town, soup, {
      ...{ count: 2, amount: 50n, terms: { onCard: true } },
    });
    const member = await aMember(secret);
    await showCard(member.card);
    await kiosk.show(vouchers[0]!.url);
    await look('a voucher');
    const form = await kiosk.fieldsOf('form.confirm');
    await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
    expect(kiosk.path).toBe('/hub/me/voucher/done');
    await look('a voucher is on the card');
    expect(kiosk.acts).toBe(3 + 2 * more);
    expect(await town.balanceOf(member)).toBe(50n);
    const headers = { 'sec-fetch-site': 'same-origin' };
    const send = (sent: Record<string, string>) =>
      kiosk.context.request.post(`${town.url}/hub/me/voucher/yes`, { form: sent, headers, maxRedirects: 0 });
    expect((await send(form)).headers().location).toBe('/hub/me/voucher/done');
    // Nothing of the purse is open by it, and what was used once is said.
    await kiosk.open('/hub/me');
    expect(await kiosk.page.locator('.purse').count()).toBe(0);
    await kiosk.show(vouchers[0]!.url);
    expect(await kiosk.page.locator('form.confirm').count()).toBe(0);
    await kiosk.open('/hub/me');
    await kiosk.show(member.card);
    expect(await kiosk.page.locator('.summary').count()).toBe(1);
    // The yes of a page before puts nothing on the card of who is there now.
    const other = await aMember(null);
    await showCard(other.card);
    const late = await send({ ...form, codes: vouchers[1]!.url.slice(-16), order: newUuid() });
    expect([late.status(), late.headers().location]).toEqual([303, '/hub/me']);
    expect([await town.balanceOf(member), await town.balanceOf(other)]).toEqual([50n, 0n]);
  });

  it('forgets who walked away without a word', async () => {
    const member = await aMember(null);
    await showCard(member.card);
    town.clock.forward(200_000);
    await kiosk.open('/hub/me/pay');
    expect(kiosk.path).toBe('/hub');
  });

  it('refuses what is no card, a card that ended, and a form that it did not make', async () => {
    await kiosk.show(await town.code(soup));
    expect(await kiosk.page.locator('.summary').count()).toBe(1);
    await kiosk.show('1234A');
    expect(await kiosk.page.locator('.summary').count()).toBe(1);
    await kiosk.open('/hub');
    const member = await aMember(null);
    await kiosk.page
      .locator('input[name=_csrf]')
      .first()
      .evaluate((field) => {
        (field as HTMLInputElement).value = 'made up';
      });
    await kiosk.enter(kiosk.page.locator('input[name=code]'), member.card);
    await kiosk.tap(kiosk.page.locator('form.scan button[type=submit]'));
    expect(kiosk.path).toBe('/hub/card');
    await kiosk.open('/hub/me');
    expect(kiosk.path).toBe('/hub');
  });

  it('keeps in the browser nothing that opens the own pages of who looks after it', async () => {
    const cookies = await kiosk.context.cookies();
    expect(cookies.map(({ name }) => name)).not.toContain('samenmunt');
    const sealed = cookies.find(({ name }) => name === 'kiosk')!;
    expect(sealed).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const thief = await Walker.start(browser, town.url);
    await thief.context.addCookies([{ ...sealed, name: 'samenmunt' }]);
    await thief.open('/purse');
    expect(thief.path).toBe('/');
    await thief.close();
  });

  if (javaScriptEnabled) {
    it('opens nothing of somebody else with the secret, the page or the cookie of who was there before', async () => {
      const member = await aMember(secret);
      await showCard(member.card);
      const form = await kiosk.fieldsOf('form[action="/hub/me/open"]');
      await tapSecret(secret);
      const cookies = await kiosk.context.cookies();
      const other = await aMember('tree boat cat');
      await showCard(other.card);
      expect(await kiosk.page.locator('.purse').count()).toBe(0);
      const headers = { 'sec-fetch-site': 'same-origin' };
      const digits = { first: 'cat', second: 'boat', third: 'apple' };
      const late = await kiosk.context.request.post(`${town.url}/hub/me/open`, {
        ...{ form: { ...form, ...digits }, headers, maxRedirects: 0 },
      });
      expect([late.status(), late.headers().location]).toEqual([303, '/hub/me']);
      await kiosk.open('/hub/me/slip');
      expect(kiosk.path).toBe('/hub/me');
      expect(await kiosk.page.locator('.purse, .slip').count()).toBe(0);
      // What was sealed for a visit that is over opens none any more.
      await kiosk.context.addCookies(cookies);
      await kiosk.open('/hub/me');
      expect(kiosk.path).toBe('/hub');
    });

    it('a new secret closes what the old one opened', async () => {
      const member = await aMember(secret);
      await showCard(member.card);
      await tapSecret(secret);
      town.clock.forward(1000);
      const { cardId } = member;
      const changed = await town.get(CardsService).setSecret(command, 'rabot', cardId, '1357');
      expect(changed.kind).toBe('done');
      await kiosk.open('/hub/me');
      expect(await kiosk.page.locator('.purse').count()).toBe(0);
      expect(await kiosk.page.locator('.nine').count()).toBe(1);
    });

    it('pays more than a card may alone without asking for the secret once more, and once', async () => {
      const member = await aMember(secret);
      await showCard(member.card);
      await tapSecret(secret);
      await kiosk.tap(kiosk.page.locator('a[href="/hub/me/pay"]'));
      await kiosk.show(await town.code(soup, { amount: 300n, kind: 'single' }));
      const form = await kiosk.fieldsOf('form.confirm');
      const before = await kiosk.context.cookies();
      await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
      expect(kiosk.path).toBe('/hub/done');
      expect(kiosk.acts - tapsMore).toBe(5 + 2 * more);
      await kiosk.context.addCookies(before);
      const headers = { 'sec-fetch-site': 'same-origin' };
      const send = { form, headers, maxRedirects: 0 };
      const again = await kiosk.context.request.post(`${town.url}/hub/me/pay/yes`, send);
      expect([again.status(), again.headers().location]).toEqual([303, '/hub/done']);
      expect(await town.balanceOf(member)).toBe(-300n);
    });

    it('whoever helped with the secret keeps nobody from looking, and still pays nothing with it', async () => {
      const member = await aMember(null);
      const helping = { ...command, id: keeper.id };
      const { cardId } = member;
      const set = await town.get(CardsService).setSecret(helping, 'rabot', cardId, secret);
      expect(set.kind).toBe('done');
      await showCard(member.card);
      await tapSecret(secret);
      expect(await kiosk.page.locator('.purse .figure').innerText()).toBe('0');
      await kiosk.tap(kiosk.page.locator('a[href="/hub/me/code"]'));
      expect(await kiosk.page.locator('svg.qr').count()).toBe(1);
      await kiosk.open('/hub/me/pay');
      await kiosk.show(await town.code(soup, { amount: 300n }));
      await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
      await tapSecret(secret);
      expect(await kiosk.text()).toContain('Vraag dit aan een andere helper.');
      expect(await town.balanceOf(member)).toBe(0n);
    });

    it('a card without a secret opens what it holds, and gives no more than a little', async () => {
      const member = await aMember(null);
      await showCard(member.card);
      expect(kiosk.acts).toBe(1 + more);
      expect(await kiosk.page.locator('.nine').count()).toBe(0);
      for (const path of ['code', 'slip', 'year']) {
        await kiosk.open(`/hub/me/${path}`);
        expect(kiosk.path).toBe(`/hub/me/${path}`);
      }
      await kiosk.open('/hub/me/pay');
      await kiosk.show(await town.code(soup, { amount: 300n }));
      await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
      expect(await town.balanceOf(member)).toBe(0n);
      expect(await kiosk.page.locator('.nine').count()).toBe(1);
    });

    it('asks after a minute whether somebody is still there: yes goes on, and no answer ends it', async () => {
      const member = await aMember(null);
      const { page } = kiosk;
      await page.clock.install();
      await showCard(member.card);
      await kiosk.tap(page.locator('a[href="/hub/me/pay"]'));
      await page.locator('input[name=code]').fill('halfway');
      await page.clock.fastForward(61_000);
      const question = page.locator('dialog.still');
      expect(await question.isVisible()).toBe(true);
      await question.locator('button.answer').click();
      expect(await question.isVisible()).toBe(false);
      expect(await page.locator('input[name=code]').inputValue()).toBe('halfway');
      await page.clock.fastForward(61_000);
      expect(await question.isVisible()).toBe(true);
      await page.clock.fastForward(61_000);
      await page.waitForURL(`${town.url}/hub`);
      await kiosk.open('/hub/me');
      expect(kiosk.path).toBe('/hub');
    });

    it('can be read by all, and fits a small screen', async () => {
      const member = await aMember(secret);
      for (const each of [language, 'ar']) {
        await kiosk.context.addCookies([{ name: 'language', value: each, url: town.url }]);
        for (const path of ['/hub', '/hub/stop', '/hub/help']) {
          await kiosk.open(path);
          await look(`${each} ${path}`);
        }
        await showCard(member.card);
        await look(`${each} card`);
        await kiosk.open('/hub/me/pay');
        await look(`${each} pay`);
        await kiosk.open('/hub/me');
        await tapSecret(secret);
        await look(`${each} opened`);
        for (const path of ['code', 'slip', 'year']) {
          await kiosk.open(`/hub/me/${path}`);
          await look(`${each} ${path}`);
        }
      }
    });
  }

  it('stops being a kiosk, and then nobody is signed in, and nobody goes on with what was begun', async () => {
    const url = town.url;
    const left = ['way_back', 'go_on'].map((name) => ({ name, value: '/p/8MTBC5XKTPW172BT', url }));
    await kiosk.context.addCookies(left);
    await kiosk.open('/hub');
    await kiosk.tap(kiosk.page.locator('a[href="/hub/stop"]'));
    await kiosk.tap(kiosk.page.locator('form.confirm button.yes'));
    expect(kiosk.path).toBe('/');
    const names = (await kiosk.context.cookies()).map(({ name }) => name);
    for (const gone of ['kiosk', 'way_back', 'go_on']) expect(names).not.toContain(gone);
    await kiosk.open('/hub');
    expect(kiosk.path).toBe('/');
    await town.theBooksBalance();
  });

  it('asks by itself whether it still is one, later than its keeper can be away', async () => {
    const device = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
    const { page } = device;
    if (javaScriptEnabled) await page.clock.install();
    await device.comeIn(await town.link(keeper));
    await device.open('/hub');
    await device.tap(page.locator('form.confirm button.yes'));
    expect(device.path).toBe('/hub');
    const asked = await device.context.request.get(`${town.url}/hub`);
    const [, seconds] = /<meta http-equiv="refresh" content="(\d+);url=\/hub"/.exec(await asked.text())!;
    town.clock.forward(Number(seconds) * 1000);
    if (javaScriptEnabled) {
      const stale = page.waitForURL(`${town.url}/`);
      await page.clock.fastForward(Number(seconds) * 1000 + 1);
      await stale;
    } else await device.open('/hub');
    expect(device.path).toBe('/');
    expect(await page.locator('.greetings, form.scan').count()).toBe(0);
    await device.close();
  });

  it('is not offered to who helps nobody', async () => {
    const member = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
    await member.comeIn(await town.link(await town.person()));
    await member.open('/hub');
    expect(member.path).toBe('/');
    await member.close();
  });

  async function aMember(
    own: string | null,
  ): Promise<Party & { readonly card: string; readonly cardId: string }> {
    const member = await town.person({ language: language === 'ar' ? 'ar' : 'nl' });
    const { url, number } = await town.card(member, own);
    const card = await town.get(CardsService).scanned(command, 'rabot', number);
    return { ...member, card: url, cardId: card!.id };
  }

  /** What judges a page is a script itself, and waits for ever where none run. */
  async function look(what: string): Promise<void> {
    const { page } = kiosk;
    const [broken, wide] = [await barriersFor(kiosk), await tooWide(page)];
    // Clips are delivered in Dutch; what the page says is in them.
    const spoken = language === 'nl' && (await page.locator('html').getAttribute('lang')) === 'nl';
    const silent =
      spoken && !what.endsWith('/stop') && (await page.locator('header .ear[data-clips]').count()) === 0;
    expect({ what, broken, wide, silent }).toEqual({ what, broken: [], wide: 0, silent: false });
  }

  /** As a photograph of the card; waiting is where it begins. */
  async function showCard(url: string): Promise<void> {
    await kiosk.open('/hub');
    kiosk.acts = 0;
    await kiosk.show(url);
  }

  async function tapSecret(drawings: string): Promise<void> {
    for (const each of drawings.split(' ')) await tapOne(each);
  }

  async function tapOne(drawing: string): Promise<void> {
    await kiosk.tap(kiosk.page.locator(`.nine button[value="${drawing}"]`));
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { newUuid } from '../../src/database/ids.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { openBrowser } from '../support/browser.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const command = systemActor('test');
const secret = 'cat boat apple';

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
    expect(await kiosk.page.locator('.tiles-of-two .picture-button').count()).toBe(4);
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
    await kiosk.open('/hub/me');
    expect(kiosk.path).toBe('/hub');
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

  it('opens the purse after the secret, and only then', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/purse"]'));
    expect(await kiosk.page.locator('.purse').count()).toBe(0);
    await tapSecret('tree boat cat');
    expect(await kiosk.page.locator('.purse').count()).toBe(0);
    await tapSecret(secret);
    expect(await kiosk.page.locator('.purse .figure').innerText()).toBe('0');
    // The page of somebody before, sent again when somebody else is there, opens nothing.
    const other = await aMember(secret);
    await kiosk.open('/hub/me/purse');
    const before = await kiosk.page.locator('input[name=visit]').inputValue();
    await showCard(other.card);
    await kiosk.open('/hub/me/purse');
    await kiosk.page.locator('input[name=visit]').evaluate((field, value) => {
      (field as HTMLInputElement).value = value;
    }, before);
    await tapOne('cat');
    expect(kiosk.path).toBe('/hub/me');
  });

  it('shows the code by which somebody gets something', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/code"]'));
    await tapSecret(secret);
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

  it('prints a slip, on which what one has stands only when it was asked for', async () => {
    const member = await aMember(secret);
    await showCard(member.card);
    await kiosk.tap(kiosk.page.locator('a[href="/hub/me/slip"]'));
    await tapSecret(secret);
    const { page } = kiosk;
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
      const { page } = kiosk;
      const look = async (what: string): Promise<void> => {
        const [broken, wide] = [await barriersOf(page), await tooWide(page)];
        expect({ what, broken, wide }).toEqual({ what, broken: [], wide: 0 });
      };
      for (const each of [language, 'ar']) {
        await kiosk.context.addCookies([{ name: 'language', value: each, url: town.url }]);
        for (const path of ['/hub', '/hub/stop', '/hub/help']) {
          await kiosk.open(path);
          await look(`${each} ${path}`);
        }
        await showCard(member.card);
        await look(`${each} tiles`);
        for (const path of ['pay', 'purse', 'code', 'slip']) {
          await kiosk.open(`/hub/me/${path}`);
          await look(`${each} ${path}`);
        }
        for (const path of ['purse', 'code', 'slip']) {
          await kiosk.open(`/hub/me/${path}`);
          await tapSecret(secret);
          await look(`${each} ${path} opened`);
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

  async function aMember(own: string | null): Promise<Party & { readonly card: string }> {
    const member = await town.person({ language: language === 'ar' ? 'ar' : 'nl' });
    const { url } = await town.card(member, own);
    return { ...member, card: url };
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

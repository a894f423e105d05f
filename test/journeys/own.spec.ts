import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { AuditService } from '../../src/access/audit.service.js';
import { CardOpeningService } from '../../src/access/card-opening.service.js';
import { OwnLanguages } from '../../src/access/own-languages.js';
import { acting } from '../../src/cli/story-acting.js';
import { Faces } from '../../src/communities/faces.js';
import { newUuid } from '../../src/database/ids.js';
import type { NewPersonWish } from '../../src/members/enrolment.service.js';
import { PaymentsService, type NewPayment } from '../../src/payments/payments.service.js';
import { openBrowser } from '../support/browser.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { earnsAt, somebodyAt } from './people.js';
import { Walker } from './walker.js';

describe.each([
  { locale: 'ar', javaScriptEnabled: true },
  { locale: 'nl-BE', javaScriptEnabled: false },
])('what is a member own, in $locale, scripts: $javaScriptEnabled', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    const cook = await town.person({ picture: 'cat' });
    soup = await town.group('Soepgroep', [cook.id]);
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it('what we know: my card, and then all of it: two acts', async () => {
    const { phone } = await somebody({ picture: 'fox', nickname: 'Noor' });
    await phone.tap(phone.page.locator('a[href="/me"]'));
    await fits(phone);
    await phone.tap(phone.page.locator('a[href="/me/privacy"]'));
    expect(phone.acts).toBe(2);
    await fits(phone);
    const text = await phone.text();
    for (const known of ['Noor', 'vos', 'Nederlands']) expect(text).toContain(known);
    // The history of the device tells nothing of what was looked at (U73).
    for (const path of ['/me/privacy', '/me/stop', '/me/trust', '/purse', '/exchanges']) {
      await phone.open(path);
      expect(await phone.page.title()).toMatch(/^Samen( · \S+)?$/);
    }
    await phone.close();
  });

  it('the language that I choose is mine from then on: my page, my card, a kiosk', async () => {
    const { phone, person } = await somebody({ language: 'fr' });
    const own = (): Promise<string | undefined> => town.get(OwnLanguages).of(town.communityId, person.id);
    // An address changes the device and nothing else: it may have come from anywhere.
    await phone.open('/language/ar?to=/me/privacy');
    expect(await own()).toBe('fr');
    await phone.open('/language?to=/me/privacy');
    await fits(phone);
    await phone.tap(phone.page.locator('main .languages-big button[value=ar]'));
    expect(phone.path).toBe('/me/privacy');
    expect(await own()).toBe('ar');
    expect(await phone.page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await phone.text()).toContain('العربية');
    const heard = await town
      .get(AuditService)
      .list(systemActor('test'), { communityId: town.communityId, partyId: person.id });
    expect(heard.lines.filter(({ act }) => act === 'change_profile')).toHaveLength(1);
    // At the foot of every page as well.
    await phone.tap(phone.page.locator('footer .languages button[value=nl]'));
    expect(phone.path).toBe('/me/privacy');
    expect(await own()).toBe('nl');
    await fits(phone);
    await phone.close();
  });

  it('signs out at other places with one tap', async () => {
    const { phone, person } = await somebody();
    const other = await Walker.start(browser, town.url, look);
    await other.comeIn(await town.link(person));
    await phone.open('/me/privacy');
    await phone.tap(phone.page.locator('form[action="/me/elsewhere"] button'));
    expect(phone.path).toBe('/me/privacy');
    expect(await phone.page.locator('form[action="/me/elsewhere"]').count()).toBe(0);
    // Whoever is not signed in is led to the start.
    await other.open('/purse');
    expect(other.path).toBe('/');
    await other.close();
    await phone.close();
  });

  it('stopping: my card, stop, the rest to the pot, yes: four acts, with a proof that tells nothing of who', async () => {
    const { phone, person } = await somebody({ nickname: 'Weg' });
    const card = await town.card(person, null);
    await phone.tap(phone.page.locator('a[href="/me"]'));
    await phone.tap(phone.page.locator('a[href="/me/stop"]'));
    await fits(phone);
    await phone.tap(phone.page.locator('a[href="/me/stop/pot"]'));
    await fits(phone);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(phone.acts).toBe(4);
    await fits(phone);
    const proof = await phone.text();
    expect(proof).toContain('Rabot');
    expect(proof).not.toContain('Weg');
    const face = await town.get(Faces).one(town.communityId, person.id);
    expect(face).toMatchObject({ name: null, picture: null, closed: true });
    const device = { id: 'test', via: 'test' };
    const token = card.url.slice(card.url.lastIndexOf('/') + 1);
    expect(await town.get(CardOpeningService).open({ token }, null, device)).toMatchObject({
      code: 'card_blocked',
    });
    await phone.open('/me');
    expect(phone.path).toBe('/');
    await town.theBooksBalance();
    await phone.close();
  });

  it('a second tap on the last yes shows the same proof', async () => {
    const { phone, person } = await somebody();
    await phone.open('/me/stop/pot');
    const form = await phone.fieldsOf('form.confirm');
    const send = () =>
      phone.context.request.post(`${town.url}/me/stop/yes`, {
        form,
        headers: { 'sec-fetch-site': 'same-origin' },
        maxRedirects: 0,
      });
    const both = await Promise.all([send(), send()]);
    // Nobody is signed in any more; an hour later it is still what was done, and when.
    town.clock.forward(3_600_000);
    const pages = await Promise.all([...both, await send()].map((answer) => answer.text()));
    expect(pages[0]).toContain(look.locale === 'ar' ? 'lang="ar"' : 'lang="nl"');
    expect(pages[0]).toContain('Rabot');
    expect(new Set(pages).size).toBe(1);
    expect(await town.get(Faces).one(town.communityId, person.id)).toMatchObject({ closed: true });
    await phone.close();
  });

  it('the form of one does nothing for another, signed in or not', async () => {
    const { phone } = await somebody();
    await phone.open('/me/stop/pot');
    const { who } = await phone.fieldsOf('form.confirm');
    const other = await somebody();
    await other.phone.open('/me/stop/pot');
    const form = { ...(await other.phone.fieldsOf('form.confirm')), who: who! };
    const headers = { 'sec-fetch-site': 'same-origin' };
    const url = `${town.url}/me/stop/yes`;
    const answers = [
      await other.phone.context.request.post(url, { form, headers, maxRedirects: 0 }),
      await phone.context.request.post(url, { form: { who: 'made up' }, headers, maxRedirects: 0 }),
    ];
    expect(answers.map((answer) => answer.status())).toEqual([403, 403]);
    await phone.context.clearCookies();
    const stranger = await phone.context.request.post(url, { form: { who: who! }, headers, maxRedirects: 0 });
    expect([stranger.status(), stranger.headers().location]).toEqual([303, '/']);
    await phone.close();
    await other.phone.close();
  });

  it('my year on paper: my card, my year, print: hours, and no word of pay', async () => {
    const { phone, person } = await somebody();
    await earns(person, 150n);
    await phone.tap(phone.page.locator('a[href="/me"]'));
    await phone.tap(phone.page.locator('a[href="/me/year"]'));
    await fits(phone);
    // Printing is the third act, and of the browser.
    expect(phone.acts + 1).toBe(3);
    expect(await phone.page.locator('[data-print]').isVisible()).toBe(phone.scripts);
    expect(await phone.page.locator('.facts .figure').innerText()).toContain('1');
    expect((await phone.text()).toLowerCase()).not.toMatch(/loon|verdien|vergoeding|betaald/);
    await phone.close();
  });

  it('my year counts by kind of labour, as was said or by what it was for, and no work that is paid', async () => {
    const { phone, person } = await somebody();
    const giver = await town.person();
    const did: ReadonlyArray<readonly [bigint, Pick<NewPayment, 'reason' | 'labour'>]> = [
      [100n, { reason: 'help' }],
      [200n, { reason: 'activity' }],
      [50n, { reason: 'meal' }],
      [100n, { reason: 'help', labour: 'care' }],
      [150n, { reason: 'help', labour: 'paid' }],
    ];
    for (const [amount, said] of did) {
      const orderId = newUuid(town.clock.now());
      const pay = { orderId, from: giver.account, to: person.account, amount, ...said };
      const paid = await town.get(PaymentsService).pay(acting('rabot', giver.id), 'rabot', pay);
      expect(paid.kind).not.toBe('refused');
    }
    await phone.open('/me/year');
    const kinds = await phone.page.locator('.facts .figure').allInnerTexts();
    expect(kinds.map((each) => each.replace(/\s+/g, ''))).toEqual(['1', '2½', '1']);
    await phone.close();
  });

  it('the rest goes to whose card is scanned', async () => {
    const { phone, person } = await somebody();
    const friend = await town.person();
    const card = await town.card(friend, null);
    await earns(person, 200n);
    await phone.open('/me/stop');
    await phone.show(card.url);
    await fits(phone);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(await town.balanceOf(friend)).toBe(200n);
    await phone.close();
  });

  it('who still has something to give hears it kindly, and nothing is lost', async () => {
    const { phone, person } = await somebody();
    await phone.open('/me/stop/pot');
    const early = phone.page.url();
    await phone.scan(await town.code(soup, { amount: 100n }));
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    // Said before anything is asked, and again to whoever had the question open already.
    await phone.open('/me/stop');
    expect(await phone.text()).toContain('Er moet eerst nog iets gegeven worden.');
    expect(await phone.page.locator('a[href="/me/stop/pot"], form.scan').count()).toBe(0);
    await fits(phone);
    await phone.open(early);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(await phone.text()).toContain('Er moet eerst nog iets gegeven worden.');
    expect(await town.get(Faces).one(town.communityId, person.id)).toMatchObject({ closed: false });
    await phone.close();
  });

  function somebody(wish: Partial<NewPersonWish> = {}) {
    return somebodyAt({ town, browser, look }, wish);
  }

  function earns(person: Party, amount: bigint): Promise<void> {
    return earnsAt({ town, browser, look }, person, amount);
  }
});

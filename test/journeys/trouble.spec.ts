import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { acting } from '../../src/cli/story-acting.js';
import { RequestsService } from '../../src/payments/requests.service.js';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

/** What does not go as it should: always a kind page, and never a booking too many. */
describe('trouble on the way', () => {
  let town: JourneyTown;
  let browser: Browser;
  let soup: Party;
  let eater: Party;
  let phone: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    soup = await town.group('Soepgroep Rabot');
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });
  beforeEach(async () => {
    eater = await town.person();
    phone = await Walker.start(browser, town.url, { javaScriptEnabled: false });
    await phone.comeIn(await town.link(eater));
  });
  afterEach(() => phone.close());

  const yes = () => phone.page.locator('form.confirm button.yes');
  /** Sends a form from a page of ours, with the cookies of this telephone. */
  const send = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    phone.context.request.post(town.url + path, {
      form,
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
      maxRedirects: 0,
    });

  it('a code for one time says so kindly the second time', async () => {
    const code = await town.code(soup, { kind: 'single', amount: 100n });
    await phone.scan(code);
    await phone.tap(yes());
    expect(phone.path).toMatch(/^\/r\//);
    expect((await phone.scan(code)).status()).toBe(410);
    expect(await phone.text()).toContain('Deze code werkte al één keer.');
    expect(await yes().count()).toBe(0);
    expect(await town.balanceOf(eater)).toBe(-100n);
  });

  it('not enough is no reproach, and there are ways on', async () => {
    await phone.scan(await town.code(soup, { amount: 900n }));
    expect(await phone.heading()).toBe('Je hebt nu te weinig.');
    expect(await phone.text()).toContain('Dat is niet erg.');
    expect(await phone.text()).not.toMatch(/saldo|fout|3 uur/i);
    expect(await phone.page.locator('main .picture-button').count()).toBe(3);
    await phone.tapButton('Geef nu een deel.');
    await phone.tap(phone.page.locator('main a.picture-button').first());
    await phone.tap(yes());
    expect(phone.path).toMatch(/^\/r\//);
    expect(await town.balanceOf(eater)).toBe(-50n);
  });

  it('a form sent twice, or fifty times at once, books once and shows the same receipt', async () => {
    const code = await town.code(soup, { amount: 25n });
    await phone.scan(code);
    const form = await phone.fieldsOf('form.confirm');
    const before = await town.countExchanges();
    const path = phone.path;
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(path, form)));
    expect(new Set(answers.map((answer) => answer.status()))).toEqual(new Set([303]));
    expect(new Set(answers.map((answer) => answer.headers().location)).size).toBe(1);
    await phone.tap(yes());
    expect(phone.path).toBe(answers[0]!.headers().location);
    expect(await town.countExchanges()).toBe(before + 1);
  });

  it('asking the pot with two taps asks it once', async () => {
    await phone.scan(await town.code(soup, { amount: 900n }));
    const form = await phone.fieldsOf('form[action$="/pot"]');
    const path = `${phone.path}/pot`;
    const asked = await Promise.all([send(path, form), send(path, form)]);
    expect(asked.map((answer) => answer.status())).toEqual([303, 303]);
    await phone.tapButton('Vraag het aan de pot.');
    expect(phone.path).toMatch(/\/asked$/);
    const requests = async () =>
      (
        await town
          .get(RequestsService)
          .askedBy(acting(town.communityId, eater.id), town.communityId, eater.account)
      ).map(({ amount }) => amount);
    expect(await requests()).toEqual([900n]);
    // With another amount under the same order it is no repeat.
    const other = await send(path, { ...form, amount: '700' });
    expect(other.status()).toBe(422);
    expect(await requests()).toEqual([900n]);
  });

  it('after finishing, Back shows nothing of who was here', async () => {
    await phone.scan(await town.code(soup, { amount: 25n }));
    await phone.tap(yes());
    const receipt = phone.page.url();
    const purse = await phone.open('/purse');
    expect(purse.headers()['cache-control']).toBe('no-store');
    await phone.tap(phone.page.locator('footer form[action="/finish"] button'));
    expect(phone.path).toBe('/finished');
    for (let step = 0; step < 4; step++) {
      await phone.page.goBack();
      const text = await phone.text();
      expect(text).not.toContain('Soepgroep');
      expect(text).not.toContain('Ik heb');
      expect(await phone.page.locator('.purse, form.confirm').count()).toBe(0);
    }
    await phone.open(receipt);
    expect(await phone.text()).not.toContain('Soepgroep');
  });

  it('a nickname cannot become part of the page', async () => {
    const hostile = '"><script>a</script>\u202e';
    const cook = await town.person({ nickname: hostile.slice(0, 24) });
    await phone.scan(await town.code(cook, { amount: 25n }));
    const html = await phone.page.content();
    expect(html).not.toContain('<script>');
    expect(html).toContain('&lt;script&gt;');
    expect(await phone.page.locator('bdi.face-name').count()).toBe(2);
    await phone.tap(yes());
    expect(await phone.page.content()).not.toContain('<script>');
  });

  describe('a form that was tampered with', () => {
    let path: string;
    let form: Record<string, string>;
    let before: number;

    beforeEach(async () => {
      await phone.scan(await town.code(soup, { amount: 100n }));
      path = phone.path;
      form = await phone.fieldsOf('form.confirm');
      before = await town.countExchanges();
    });
    const nothingIsBooked = async () => expect(await town.countExchanges()).toBe(before);

    it.each(['1', '99', '101', '0', '-100', '1e2', '100.0', ''])('the amount as "%s"', async (amount) => {
      const answer = await send(path, { ...form, amount });
      expect(answer.status()).toBeGreaterThanOrEqual(400);
      expect(answer.status()).toBeLessThan(500);
      await nothingIsBooked();
    });

    it('the purse of somebody else', async () => {
      const other = await town.person();
      const answer = await send(path, { ...form, from: other.account });
      expect(answer.status()).toBe(422);
      expect(await answer.text()).toContain('Dit is niet van jou.');
      expect(await town.balanceOf(other)).toBe(0n);
      await nothingIsBooked();
    });

    it('another payee, slipped in as a field', async () => {
      const other = await town.person();
      const answer = await send(path, { ...form, to: other.account });
      expect(answer.status()).toBe(400);
      await nothingIsBooked();
    });

    it('the order of another payment', async () => {
      await send(path, form);
      before++;
      await phone.scan(await town.code(soup, { amount: 50n }));
      const answer = await send(phone.path, {
        ...(await phone.fieldsOf('form.confirm')),
        order: form.order!,
      });
      expect(answer.status()).toBe(422);
      expect(await answer.text()).toContain('Dit is al anders opgeschreven.');
      await nothingIsBooked();
    });

    it('without the token of the session, with that of another, or from another site', async () => {
      const { _csrf, ...bare } = form;
      expect((await send(path, bare)).status()).toBe(403);
      expect((await send(path, { ...bare, _csrf: `${_csrf!.slice(0, -2)}AA` })).status()).toBe(403);
      expect((await send(path, form, { 'sec-fetch-site': 'cross-site' })).status()).toBe(403);
      await nothingIsBooked();
    });

    it('after signing out', async () => {
      await phone.tap(phone.page.locator('footer form[action="/finish"] button'));
      const answer = await send(path, form);
      expect([answer.status(), answer.headers().location]).toEqual([303, '/']);
      await nothingIsBooked();
    });
  });

  it('an old browser that cannot send a form by itself reads a photograph all the same', async () => {
    const old = await Walker.start(browser, town.url);
    await old.context.addInitScript(() => {
      Reflect.deleteProperty(HTMLFormElement.prototype, 'requestSubmit');
    });
    await old.comeIn(await town.link(eater));
    await old.open('/give');
    await old.show(await town.code(soup, { amount: 25n }));
    expect(old.path).toMatch(/^\/p\//);
    expect(await old.page.locator('input[type=submit]').count()).toBe(0);
    await old.close();
  });

  it('a link opens once', async () => {
    const link = await town.link(eater);
    const first = await Walker.start(browser, town.url);
    await first.comeIn(link);
    expect(first.path).toBe('/');
    const second = await Walker.start(browser, town.url);
    await second.open(link);
    await second.tap(second.page.locator('button.main'));
    expect(await second.heading()).toBe('Deze link is al gebruikt.');
    await first.close();
    await second.close();
  });

  it('what is typed wrong stands there to be put right', async () => {
    await phone.open('/give');
    await phone.enter(phone.page.locator('input[name=code]'), '12 <b>');
    await phone.tap(phone.page.locator('main button[type=submit]'));
    expect(await phone.page.locator('input[name=code]').inputValue()).toBe('12 <b>');
    expect(await phone.page.locator('.summary').innerText()).toContain('Deze code klopt niet.');
  });

  it('the pages of stewards, treasurers and operators are closed to others', async () => {
    for (const path of ['/people', '/people/new', `/people/${soup.id}`, '/set-up', '/set-up/rabot']) {
      expect([403, 404]).toContain((await phone.open(path)).status());
      expect([path, await phone.page.locator('form:not(footer form)').count()]).toEqual([path, 0]);
    }
    for (const path of [`/c/rabot/kas/${soup.account}`, `/c/rabot/codes/${soup.account}/${soup.account}`]) {
      expect([path, (await phone.open(path)).status()]).toEqual([path, 403]);
    }
    const stranger = await Walker.start(browser, town.url);
    for (const path of ['/purse', '/give', '/exchanges', '/people', '/set-up']) {
      await stranger.open(path);
      expect([path, stranger.path]).toEqual([path, '/']);
    }
    await stranger.close();
  });
});

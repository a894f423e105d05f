import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { JourneyTown } from './journey-town.js';
import { Walker } from './walker.js';

/** From an empty server to the first payment, by pages alone. */
describe('beginning from nothing', () => {
  let town: JourneyTown;
  let browser: Browser;

  beforeAll(async () => {
    town = await JourneyTown.empty('sqlite');
    browser = await openBrowser();
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  const walker = (): Promise<Walker> => Walker.start(browser, town.url, { javaScriptEnabled: false });

  it('set-up link, community, steward, two members, a code, a payment', async () => {
    const operator = await walker();
    await operator.comeIn(await town.setUpLink());
    expect(operator.path).toBe('/set-up');
    await operator.tap(operator.page.locator('button.main'));
    expect(await operator.page.locator('.summary li').count()).toBe(2);
    await operator.enter(operator.page.locator('input[name=name]'), 'Été à Ledeberg');
    await operator.tap(operator.page.locator('label.choice').first());
    await operator.tap(operator.page.locator('button.main'));
    expect(operator.path).toBe('/set-up/ete-a-ledeberg');
    await operator.tap(operator.page.locator('button.main'));
    const stewardLink = await operator.readCode();
    await operator.close();

    const steward = await walker();
    await steward.comeIn(stewardLink);
    // Whoever cares for a place comes in with a passphrase and a second factor from then on.
    expect((await steward.open('/people')).status()).toBe(403);
    await choosePassphrase(steward);
    const ann = await letIn(steward, 0);
    await steward.open('/people/new');
    // Read to whoever joins before they say yes, as a helper does.
    expect(await steward.text()).toMatch(/We bewaren wat je geeft.*Vraag het dan eerst daar/s);
    const shown = await steward.page.locator('input[name=picture]').first().inputValue();
    await steward.tapButton('Andere tekeningen');
    expect(await steward.page.locator('input[name=picture]').first().inputValue()).not.toBe(shown);
    const bert = await letIn(steward, 5);
    await steward.close();

    const annsPhone = await walker();
    await annsPhone.comeIn(ann.link);
    await annsPhone.tap(annsPhone.page.locator('form.around button'));
    expect(annsPhone.acts).toBe(1);
    const annsCode = await annsPhone.readCodeOnPage();

    const bertsPhone = await walker();
    await bertsPhone.comeIn(bert.link);
    await bertsPhone.scan(annsCode);
    expect(await bertsPhone.text()).toContain(ann.called);
    await bertsPhone.tap(bertsPhone.page.locator('main a.picture-button').nth(1));
    await bertsPhone.tap(bertsPhone.page.locator('form.confirm button.yes'));
    expect(bertsPhone.path).toMatch(/^\/r\//);
    await bertsPhone.close();

    await annsPhone.open('/purse');
    expect(await annsPhone.page.locator('.amount.big .figure').innerText()).toBe('1');
    await annsPhone.open('/');
    await annsPhone.tap(annsPhone.page.locator('form.around button'));
    expect(await annsPhone.readCode()).toBe(annsCode);
    await annsPhone.close();
  });

  it('an operator sees the communities there are, and the same form sent twice makes one', async () => {
    const operator = await walker();
    await operator.comeIn(await town.setUpLink());
    const found = async (): Promise<void> => {
      await operator.open('/set-up');
      await operator.enter(operator.page.locator('input[name=name]'), 'Dampoort');
      await operator.tap(operator.page.locator('label.choice').nth(1));
      await operator.tap(operator.page.locator('button.main'));
      expect(operator.path).toBe('/set-up/dampoort');
    };
    await found();
    const face = await operator.page.locator('.face-name').innerText();
    await found();
    expect(await operator.page.locator('.face-name').innerText()).toBe(face);
    await operator.open('/set-up');
    expect(await operator.page.locator('a.picture-button').allInnerTexts()).toEqual([
      'Dampoort',
      'Été à Ledeberg',
    ]);
    await operator.close();
  });

  it.each([
    ['name', '!!', 'Europe/Brussels', 'Vul dit in.'],
    ['timeZone', 'Brugse Poort', 'Mars/Olympus', 'Deze tijdzone kennen we niet.'],
  ])('says beside the field that %s will not do', async (field, name, timeZone, message) => {
    const operator = await walker();
    await operator.comeIn(await town.setUpLink());
    await operator.enter(operator.page.locator('input[name=name]'), name);
    await operator.tap(operator.page.locator('label.choice').first());
    await operator.enter(operator.page.locator('input[name=timeZone]'), timeZone);
    await operator.tap(operator.page.locator('button.main'));
    expect(await operator.page.locator(`#field-${field}-error`).innerText()).toBe(message);
    expect(await operator.page.locator('input[name=name]').inputValue()).toBe(name);
    await operator.close();
  });

  /** New member, language, picture, yes, link: five acts at most (3A, joining with a helper). */
  async function choosePassphrase(steward: Walker): Promise<void> {
    await steward.open('/');
    await steward.tap(steward.page.locator('a[href="/passphrase"]'));
    await steward.enter(steward.page.locator('input[name=passphrase]'), 'zeven ezels eten zachte peren');
    await steward.tap(steward.page.locator('button.main'));
    const secret = (await steward.page.locator('dd').first().innerText()).replace(/\s/g, '');
    const code = await generate({ secret, epoch: Math.floor(town.clock.now() / 1000) });
    await steward.enter(steward.page.locator('input[name=code]'), code);
    await steward.tap(steward.page.locator('button.main'));
    expect(steward.path).toBe('/');
  }

  async function letIn(steward: Walker, picture: number): Promise<{ link: string; called: string }> {
    await steward.open('/people');
    steward.acts = 0;
    await steward.tap(steward.page.locator('a.main'));
    await steward.tap(steward.page.locator('label.choice').first());
    const drawing = steward.page.locator('label.drawing:has(input[name=picture])').nth(picture);
    const called = await drawing.innerText();
    await steward.tap(drawing);
    await steward.tap(steward.page.locator('button.main'));
    await steward.tap(steward.page.locator('button.main'));
    expect(steward.acts).toBeLessThanOrEqual(5);
    return { link: await steward.readCode(), called };
  }
});

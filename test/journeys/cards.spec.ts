import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { openBrowser } from '../support/browser.js';
import { cameraFlags, filmOf } from '../support/camera.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const secret = 'cat boat apple';

interface Holder {
  readonly member: Party;
  readonly url: string;
  readonly number: string;
}

describe('paying with a paper card on the device of who receives', () => {
  let town: JourneyTown;
  let browser: Browser;
  let cook: Party;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    cook = await town.person();
    soup = await town.group('Soepgroep', [cook.id]);
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  describe.each([
    { locale: 'nl-BE', javaScriptEnabled: true },
    { locale: 'ar', javaScriptEnabled: false },
  ])('in $locale, scripts: $javaScriptEnabled', ({ locale, javaScriptEnabled }) => {
    let device: Walker;

    beforeAll(async () => {
      device = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
      await device.comeIn(await town.link(cook));
    });
    afterAll(() => device.close());
    beforeEach(async () => {
      await device.open('/');
      device.acts = 0;
    });

    it('receive, how much, the card, and the other says yes: four acts', async () => {
      const holder = await aHolder(null);
      await receive(device, soup, 100);
      await device.show(holder.url);
      expect(await device.page.locator('.handover .figure').innerText()).toBe('1');
      // The pictures of both, and nothing of what the other has.
      expect(await device.page.locator('.handover .face').count()).toBe(2);
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(device.acts).toBe(javaScriptEnabled ? 4 : 5);
      expect(device.path).toMatch(/^\/r\//);
      expect(await town.balanceOf(holder.member)).toBe(-100n);
    });

    it('more than a card may alone asks for the drawings of the other', async () => {
      const holder = await aHolder(secret);
      await receive(device, soup, 300);
      await device.show(holder.url);
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(await town.balanceOf(holder.member)).toBe(0n);
      for (const picture of ['tree', 'boat', 'cat']) await drawing(device, picture);
      expect(await device.page.locator('.summary a[href="#field-drawings"]').count()).toBe(1);
      expect(await device.page.locator('.nine .message').count()).toBe(1);
      expect(await device.page.locator('.field.wrong').count()).toBe(0);
      await device.enter(device.page.locator('input[name=digits]'), '4711');
      await device.tap(device.page.locator('form button.picture-button'));
      expect(await device.page.locator('.field.wrong input[name=digits]').count()).toBe(1);
      expect(await device.page.locator('.nine .message').count()).toBe(0);
      for (const picture of secret.split(' ')) await drawing(device, picture);
      expect(device.path).toMatch(/^\/r\//);
      expect(await town.balanceOf(holder.member)).toBe(-300n);
    });

    it('a number that is typed never does without the drawings', async () => {
      const holder = await aHolder(secret);
      await receive(device, soup, 50);
      await device.enter(device.page.locator('input[name=code]'), holder.number.toLowerCase());
      await device.tap(device.page.locator('form.scan button[type=submit]'));
      expect(await device.page.locator('form.confirm').count()).toBe(0);
      expect(await device.text()).toContain('Heb je geen geheim?');
      for (const picture of secret.split(' ')) await drawing(device, picture);
      expect(device.path).toMatch(/^\/r\//);
      expect(await town.balanceOf(holder.member)).toBe(-50n);
    });

    it('whoever typed a number and has no secret scans the card after all', async () => {
      const holder = await aHolder(null);
      await receive(device, soup, 50);
      await device.enter(device.page.locator('input[name=code]'), holder.number);
      await device.tap(device.page.locator('form.scan button[type=submit]'));
      await device.tap(device.page.locator('main a[href*="/take/"]'));
      await device.show(holder.url);
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(device.path).toMatch(/^\/r\//);
      expect(await town.balanceOf(holder.member)).toBe(-50n);
    });

    it('what is no card is said, and nothing is lost', async () => {
      await receive(device, soup, 100);
      await device.show(await town.code(soup));
      expect(await device.page.locator('.summary').count()).toBe(1);
      const holder = await aHolder(null);
      await device.show(holder.url);
      expect(await device.page.locator('form.confirm button.yes').count()).toBe(1);
    });
  });

  it('ten cards pay in turn on one device, and Back opens nothing of the one before', async () => {
    const holders: Holder[] = [];
    for (let i = 0; i < 10; i++) holders.push(await aHolder(null));
    const device = await Walker.start(browser, town.url);
    await device.comeIn(await town.link(cook));
    const before = await town.balanceOf(soup);
    const took: number[] = [];
    for (const holder of holders) {
      const begun = Date.now();
      await device.open('/');
      await receive(device, soup, 100);
      await device.show(holder.url);
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(device.path).toMatch(/^\/r\//);
      took.push(Date.now() - begun);
      await device.open('/');
      await device.page.goBack();
      expect(await device.page.locator('form.confirm').count()).toBe(0);
      // The card is in no address that the browser keeps.
      const kept = await device.page.evaluate(() => [location.href, document.referrer].join(' '));
      expect(kept).not.toContain(holder.url.slice(holder.url.lastIndexOf('/') + 1));
    }
    expect(await town.balanceOf(soup)).toBe(before + 1000n);
    expect(Math.max(...took)).toBeLessThan(15_000);
    await device.close();
  });

  it('a blank tells members where to bring it, and strangers nothing', async () => {
    const made = await town.get(CardStockService).make(systemActor('test'), town.communityId, 1);
    if (made.kind === 'refused') throw new Error(made.code);
    const holder = await aHolder(null);
    const [blank] = made.blanks;
    const phone = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    const seen: string[] = [];
    for (const url of [blank!.url, holder.url]) {
      await phone.scan(url);
      seen.push((await phone.text()).replace(/\s+/g, ' '));
    }
    expect(seen[0]).toBe(seen[1]);
    expect(seen[0]).toContain('Tik je eerste tekening');
    await phone.comeIn(await town.link(await town.person()));
    await phone.scan(blank!.url);
    expect(await phone.text()).toContain('Deze kaart is nog leeg.');
    expect(await phone.text()).toContain('Breng de kaart naar een helper.');
    await phone.close();
  });

  it('the live camera reads the card', async () => {
    const holder = await aHolder(null);
    const seeing = await openBrowser(cameraFlags(filmOf(holder.url)));
    const device = await Walker.start(seeing, town.url, { permissions: ['camera'] });
    await device.comeIn(await town.link(cook));
    await receive(device, soup, 50);
    await device.page.locator('form.confirm').waitFor();
    await device.tap(device.page.locator('form.confirm button.yes'));
    // Receive, how much, the card before the camera, yes.
    expect(device.acts + 1).toBe(4);
    expect(await town.balanceOf(holder.member)).toBe(-50n);
    await seeing.close();
  });

  async function aHolder(own: string | null): Promise<Holder> {
    const member = await town.person();
    return { member, ...(await town.card(member, own)) };
  }

  async function receive(device: Walker, { account }: Party, amount: number): Promise<void> {
    await device.tap(device.page.locator(`form[action$="/codes/${account}"] button`).first());
    const tile = device.page.locator(`.amount-tiles button[value="${amount}"]`);
    await device.tap(tile);
  }

  async function drawing(device: Walker, picture: string): Promise<void> {
    await device.tap(device.page.locator(`.nine button[value="${picture}"]`));
  }
});

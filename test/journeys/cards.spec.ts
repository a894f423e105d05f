import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { Faces } from '../../src/communities/faces.js';
import { words, type WordKey } from '../../src/languages/languages.js';
import { openBrowser } from '../support/browser.js';
import { cameraFlags, filmOf } from '../support/camera.js';
import { JourneyTown, type Party } from './journey-town.js';
import { barriersFor } from './barriers.js';
import { looks, Walker } from './walker.js';

const secret = 'cat boat apple';

interface Holder {
  readonly member: Party;
  /** The word of their picture, in Dutch. */
  readonly face: string;
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

  describe.each(looks)('in $locale, scripts: $javaScriptEnabled', ({ locale, javaScriptEnabled, whole }) => {
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
      expect(await barriersFor(device)).toEqual([]);
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(device.acts).toBe(javaScriptEnabled ? 4 : 5);
      expect(device.path).toMatch(/^\/r\//);
      expect(await town.balanceOf(holder.member)).toBe(-100n);
      if (!whole) expect(await barriersFor(device)).toEqual([]);
    });

    if (!whole) return;

    it('more than a card may alone asks for the drawings of the other', async () => {
      const holder = await aHolder(secret);
      await receive(device, soup, 300);
      await device.show(holder.url);
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(await town.balanceOf(holder.member)).toBe(0n);
      expect(await barriersFor(device)).toEqual([]);
      const acts = device.acts;
      for (const picture of ['tree', 'boat', 'cat']) await drawing(device, picture);
      expect(await device.page.locator('.summary a[href="#field-drawings"]').count()).toBe(1);
      expect(await device.page.locator('.nine .message').count()).toBe(1);
      expect(await device.page.locator('.field.wrong').count()).toBe(0);
      await device.enter(device.page.locator('input[name=digits]'), '4711');
      await device.tap(device.page.locator('form button.picture-button'));
      expect(await device.page.locator('.field.wrong input[name=digits]').count()).toBe(1);
      expect(await device.page.locator('.nine .message').count()).toBe(0);
      device.acts = acts;
      for (const picture of secret.split(' ')) await drawing(device, picture);
      // The secret is one act more, of three taps.
      expect(device.acts - 2).toBe(javaScriptEnabled ? 5 : 6);
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

    it('what was paid with a card is not asked for once more by the code beside it', async () => {
      const holder = await aHolder(null);
      await receive(device, cook, 50);
      const code = device.path;
      await device.show(holder.url);
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(device.path).toMatch(/^\/r\//);
      await device.open(code);
      expect(await device.page.locator('.qr').count()).toBe(0);
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

  it('cards pay in turn on the device of who receives, and only the receipts are left on it', async () => {
    const device = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await device.comeIn(await town.link(cook));
    for (let i = 0; i < 3; i++) {
      const holder = await aHolder(null);
      await device.open('/');
      await receive(device, soup, 100);
      await device.show(holder.url);
      await device.tap(device.page.locator('form.confirm button.yes'));
      const receipt = device.path;
      expect(receipt).toMatch(/^\/r\//);
      await device.open('/');
      const marks = [...marksOf(holder), 'form class="confirm"'];
      expect(await left(device, marks)).toEqual([]);
      // The receipt is of who received as well; nothing that came before it can be opened again.
      for (let back = 0; back < 4; back++) {
        await goBack(device);
        expect(await left(device, device.path === receipt ? marks.slice(1) : marks)).toEqual([]);
      }
    }
    await device.close();
  });

  it('ten cards pay in turn on one shared device, and nothing of the one before stays on it', async () => {
    const device = await aKiosk();
    const before = await town.balanceOf(soup);
    const took: number[] = [];
    for (let at = 0; at < 10; at++) {
      // More than a card may alone is paid by every fifth, with the drawings.
      const [amount, own] = at % 5 === 4 ? [325n, secret] : [75n, null];
      const holder = await aHolder(own);
      const code = await town.code(soup, { amount });
      const begun = Date.now();
      await typed(device, holder.url);
      await device.tap(device.page.locator('a[href="/hub/me/pay"]'));
      await typed(device, code);
      expect(await left(device, marksOf(holder).slice(0, 1))).toHaveLength(1);
      await device.tap(device.page.locator('form.confirm button.yes'));
      if (own !== null) for (const picture of own.split(' ')) await drawing(device, picture);
      expect(device.path).toBe('/hub/done');
      took.push(Date.now() - begun);
      await device.open('/hub');
      const marks = [...marksOf(holder), 'class="figure', 'form class="confirm"'];
      expect({ at, left: await left(device, marks) }).toEqual({ at, left: [] });
      for (let back = 0; back < (at % 5 === 4 ? 5 : 2); back++) {
        await goBack(device);
        expect({ at, back, left: await left(device, marks) }).toEqual({ at, back, left: [] });
      }
      await device.open('/hub');
    }
    expect(await town.balanceOf(soup)).toBe(before + 8n * 75n + 2n * 325n);
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
    const { picture } = (await town.get(Faces).one(town.communityId, member.id))!;
    const face = words('nl').t(`pictures.${picture}` as WordKey);
    return { member, face, ...(await town.card(member, own)) };
  }

  /** A device on a table that everybody uses. */
  async function aKiosk(): Promise<Walker> {
    const device = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await device.comeIn(await town.link(await town.helper(soup)));
    await device.open('/hub');
    await device.tap(device.page.locator('form.confirm button.yes'));
    return device;
  }

  /**
   * What tells of somebody: the word of their picture where it stands alone, because "bij" is more than a bee, the
   * number and the token of their card.
   */
  function marksOf({ face, number, url }: Holder): string[] {
    return [`>${face}<`, number, url.slice(url.lastIndexOf('/') + 1)];
  }

  async function typed(device: Walker, code: string): Promise<void> {
    await device.enter(device.page.locator('form.scan input[name=code]'), code);
    await device.tap(device.page.locator('form.scan button[type=submit]'));
  }

  /** To what was sent before, the browser goes back only after a question of its own, and shows nothing. */
  async function goBack({ page }: Walker): Promise<void> {
    await page.goBack().catch((error: unknown) => {
      if (!String(error).includes('ERR_CACHE_MISS')) throw error;
      return page.waitForURL('chrome-error://chromewebdata/');
    });
  }

  /** Which of these a device still has: on its page, in its address, or in what the browser keeps. */
  async function left({ page, context }: Walker, marks: readonly string[]): Promise<string[]> {
    // A page may be on its way to another at this moment.
    const kept = await page.waitForFunction(() => {
      const stores = location.protocol === 'http:' ? [{ ...localStorage }, { ...sessionStorage }] : [];
      return JSON.stringify([location.href, document.referrer, ...stores]);
    });
    const cookies = JSON.stringify(await context.cookies());
    const all = [await page.content(), await kept.jsonValue(), cookies].join(' ').toLowerCase();
    return marks.filter((mark) => all.includes(mark.toLowerCase()));
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

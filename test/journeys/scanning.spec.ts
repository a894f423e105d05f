import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { cameraFlags, filmOf } from '../support/camera.js';
import { paper } from '../support/paper.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const ourReader = /\/decoder\./;

describe('a code comes in', () => {
  let town: JourneyTown;
  let soup: Party;
  let eater: Party;
  let code: string;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    eater = await town.person();
    const cook = await town.person();
    soup = await town.group('Soepgroep', [cook.id]);
    code = await town.code(soup, { amount: 100n, reason: 'meal' });
  });
  afterAll(() => town.close());

  it('by the live camera of the page, which starts by itself', async () => {
    const browser = await openBrowser(cameraFlags(filmOf(code)));
    const phone = await comeIn(browser, { permissions: ['camera'] });
    const fetched = phone.page.waitForRequest(ourReader);
    await phone.tap(phone.page.locator('a[href="/give"]'));
    await phone.page.waitForURL(/\/p\//);
    await fetched;
    expect(phone.path).toBe(new URL(code).pathname.replace('/P/', '/p/'));
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    // Give, hold the phone above the code, yes.
    expect(phone.acts + 1).toBe(3);
    expect(phone.path).toMatch(/^\/r\//);
    await browser.close();
  });

  it('by the reader of the browser itself, where it has one: ours is not even fetched', async () => {
    const browser = await openBrowser(cameraFlags(filmOf('nothing of ours')));
    const phone = await comeIn(browser, { permissions: ['camera'] });
    const { context, page } = phone;
    await context.addInitScript((rawValue) => {
      let looks = 0;
      class BarcodeDetector {
        constructor(readonly how: { formats: string[] }) {}
        /** Nothing at the first look; then what it was made for. */
        detect = (seen: unknown) => {
          const reads = seen instanceof HTMLVideoElement && this.how.formats.join() === 'qr_code';
          return Promise.resolve(reads && looks++ > 0 ? [{ rawValue }] : []);
        };
      }
      Object.assign(globalThis, { BarcodeDetector });
    }, code);
    const fetched: string[] = [];
    page.on('request', (request) => void fetched.push(request.url()));
    await phone.tap(page.locator('a[href="/give"]'));
    await page.waitForURL(/\/p\//);
    expect(phone.path).toBe(new URL(code).pathname.replace('/P/', '/p/'));
    expect(fetched.filter((url) => ourReader.test(url))).toEqual([]);
    expect(await page.locator('form.confirm button.yes').count()).toBe(1);
    await browser.close();
  });

  describe.each([true, false])('with scripts: %s', (javaScriptEnabled) => {
    let browser: Browser;
    let phone: Walker;

    beforeAll(async () => {
      browser = await openBrowser();
      phone = await comeIn(browser, { javaScriptEnabled });
    });
    afterAll(() => browser.close());

    it('by a photograph', async () => {
      await photograph(await paper(code));
      expect(phone.path).toMatch(/^\/p\//);
      expect(await phone.page.locator('form.confirm button.yes').count()).toBe(1);
    });

    it('and without one in the picture, the page says so', async () => {
      await photograph(Buffer.from('this is no picture'));
      expect(await phone.page.locator('.summary').innerText()).toContain('We zien geen code.');
    });

    it('and one of elsewhere takes nobody away', async () => {
      await photograph(await paper('https://elsewhere.example/p/8MTBC5XKTPW172BT'));
      expect(phone.path).toBe('/scan');
      expect(await phone.page.locator('.summary').innerText()).toContain('Deze code is niet van hier.');
    });

    it('by typing what stands under the square', async () => {
      await phone.open('/give');
      const token = code.slice(code.lastIndexOf('/') + 1);
      await phone.enter(phone.page.locator('input[name=code]'), token.toLowerCase());
      await phone.tap(phone.page.locator('main button[type=submit]'));
      expect(phone.path).toBe(`/p/${token}`);
    });

    async function photograph(picture: Buffer): Promise<void> {
      await phone.open('/give');
      await phone.photograph(picture);
    }
  });

  async function comeIn(browser: Browser, options: object): Promise<Walker> {
    const phone = await Walker.start(browser, town.url, options);
    await phone.comeIn(await town.link(eater));
    return phone;
  }
});

describe('a form with a photograph', () => {
  let town: JourneyTown;
  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
  });
  afterAll(() => town.close());

  it('is taken nowhere else, and nowhere without being signed in', async () => {
    const form = (): FormData => {
      const made = new FormData();
      made.set('photo', new Blob(['x']), 'x.png');
      return made;
    };
    for (const path of ['/finish', '/api/v1/communities/rabot/payments', '/p/8MTBC5XKTPW172BT']) {
      const answer = await fetch(town.url + path, { method: 'POST', body: form(), redirect: 'manual' });
      expect([path, answer.status]).toEqual([path, 415]);
    }
    const answer = await fetch(`${town.url}/scan`, { method: 'POST', body: form(), redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  });

  it('that is broken off or too large gets a clear answer', async () => {
    const type = 'multipart/form-data; boundary=x';
    const broken = await fetch(`${town.url}/scan`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: '--x\r\ncontent-disposition: form-data; name="photo"; filename="a"\r\n\r\nhalf',
      redirect: 'manual',
    });
    expect(broken.status).toBeLessThan(500);
    const large = await fetch(`${town.url}/scan`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: Buffer.alloc(13 * 1024 * 1024),
      redirect: 'manual',
    });
    expect(large.status).toBe(413);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { systemActor } from '../../src/access/actor.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import { VoidsService } from '../../src/vouchers/voids.service.js';
import { memberPictures } from '../../src/web/pictures.js';
import { openBrowser } from '../support/browser.js';
import { readQr, readQrAt, type Place } from '../support/qr-readers.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const command = systemActor('test');
/** As a printer of 300 dots an inch draws it. */
const dots = 300 / 96;

describe('what a group prints', () => {
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
      device = await Walker.start(browser, town.url, { locale, javaScriptEnabled, deviceScaleFactor: dots });
      await device.comeIn(await town.link(cook));
    });
    beforeEach(async () => {
      await device.page.setViewportSize({ width: 360, height: 640 });
      await device.page.emulateMedia({ media: 'screen' });
    });
    afterAll(() => device.close());

    it('a sign for the counter: signs, what for, how much, print is four acts, and it is paid by scanning it', async () => {
      await device.open('/');
      device.acts = 0;
      await device.tap(device.page.locator(`a[href="/c/rabot/signs/${soup.account}"]`));
      const meal = device.page.locator('main a[href$="/new?reason=meal"]');
      if ((await meal.count()) === 0) await device.open(`/c/rabot/signs/${soup.account}/new`);
      // Nothing is made before it is said what for.
      expect(await device.page.locator('main form').count()).toBe(0);
      await device.tap(meal);
      await device.tap(device.page.locator('.amount-tiles button[value="100"]'));
      expect(device.path).toMatch(new RegExp(`^/c/rabot/signs/${soup.account}/\\w+$`));
      expect(device.acts).toBe(3);
      const print = device.page.locator('[data-print]');
      expect(await print.isVisible()).toBe(javaScriptEnabled);
      if (javaScriptEnabled) {
        await device.page.evaluate(
          () => void Object.assign(globalThis, { print: () => (document.title = 'printed') }),
        );
        await device.tap(print);
        expect(device.acts).toBe(4);
        expect(await device.page.title()).toBe('printed');
      }
      await onPaper(device);
      const code = device.page.locator('.board .qr');
      // A screen has 96 points an inch: the code alone, without its white edge of four modules, is over 25 mm.
      const millimetres = ((await code.boundingBox())!.width / 96) * 25.4;
      expect(millimetres).toBeGreaterThan(80);
      expect(await device.page.locator('header.top').isVisible()).toBe(false);
      expect(await device.page.locator('.board .figure').innerText()).toBe('1');
      const url = await readQr(await code.screenshot());
      const eater = await town.person();
      const payer = await Walker.start(browser, town.url);
      await payer.comeIn(await town.link(eater));
      await payer.scan(url);
      await payer.tap(payer.page.locator('form.confirm button.yes'));
      expect(payer.acts).toBe(2);
      expect(await town.balanceOf(eater)).toBe(-100n);
      await payer.close();
    });

    it('four small ones on a sheet can still be read', async () => {
      await device.open(`/c/rabot/signs/${soup.account}`);
      await device.tap(device.page.locator('a.row').first());
      await device.tap(device.page.locator('a[href$="small=yes"]'));
      await onPaper(device);
      const codes = device.page.locator('.board .qr');
      expect(await codes.count()).toBe(4);
      const { width } = (await codes.first().boundingBox())!;
      // 41 modules with the edge at most: what is left for the code is 25 mm and more.
      expect((width / 96) * 25.4 * (33 / 41)).toBeGreaterThan(25);
      const texts = [
        await readQr(await codes.first().screenshot()),
        await readQr(await codes.last().screenshot()),
      ];
      expect(texts[0]).toBe(texts[1]);
    });

    it('a sign that is taken down is paid no more', async () => {
      const before = await town.code(soup, { amount: 50n, reason: 'room' });
      await device.open(`/c/rabot/signs/${soup.account}`);
      await device.tap(device.page.locator('a.row', { hasText: '½' }).first());
      await device.tap(device.page.locator('a[href$="/down"]'));
      await device.tap(device.page.locator('form.confirm button.yes'));
      expect(device.path).toBe(`/c/rabot/signs/${soup.account}`);
      expect(await device.page.locator('a.row', { hasText: '½' }).count()).toBe(0);
      const answer = await device.open(before);
      expect(await device.page.locator('form.confirm button.yes').count()).toBe(0);
      expect(answer.status()).toBe(410);
    });

    it('a figure that is no amount is said, and one that is makes a sign', async () => {
      await device.open(`/c/rabot/signs/${soup.account}/new?reason=goods`);
      await device.enter(device.page.locator('input[name=other]'), 'veel');
      await device.tap(device.page.locator('form .picture-button').last());
      expect(await device.page.locator('.summary').count()).toBe(1);
      await device.enter(device.page.locator('input[name=other]'), '0,75');
      await device.page.locator('input[name=other]').press('Enter');
      await device.page.waitForURL(/signs\/\w+\/\w+$/);
      expect(await device.page.locator('.board .figure').innerText()).toBe('¾');
    });

    it('practising is with what is given here', async () => {
      await device.open('/practice/confirm?amount=2');
      expect(await device.page.locator('main .unit').innerText()).toMatch(/^uur/);
    });

    it('everything for a first evening comes from one button', async () => {
      const { helper, walker } = await aHelper(locale, javaScriptEnabled);
      await walker.open('/');
      walker.acts = 0;
      await walker.tap(walker.page.locator('main a[href="/kit"]'));
      await walker.tap(walker.page.locator('form[action="/kit"] button'));
      expect(walker.path).toBe('/kit/print');
      expect(walker.acts).toBe(2);
      expect(await walker.page.locator('.paper-card').count()).toBe(10);
      expect(await walker.page.locator('.poster, .helping, .practice-leaf').count()).toBe(3);
      expect(await walker.page.locator('.board:not(.practice-leaf)').count()).toBeGreaterThan(0);
      // Pressed again, it makes no more cards.
      await walker.open('/kit');
      await walker.tap(walker.page.locator('form[action="/kit"] button'));
      const blanks = await town
        .get(CardStockService)
        .list(command, 'rabot', { state: 'blank', after: '', limit: 50 });
      expect(blanks).toHaveLength(10);
      await onPaper(walker);
      expect(await readQr(await walker.page.locator('.practice-leaf .qr').screenshot())).toMatch(
        /\/practice\/choose$/,
      );
      const cards = await tenCards(walker);
      // Two readers take their time; what they read is the same in every language.
      if (javaScriptEnabled) await readEvery(cards);
      // A drawing for each ring, of its size.
      const stickers = await boxes(walker.page.locator('.stickers .member'));
      expect(stickers).toHaveLength(memberPictures.length);
      for (const each of stickers) expect(millimetres(each.width)).toBeCloseTo(20, 0);
      expect(helper.id).not.toBe(cook.id);
      await walker.close();
    });

    it('it names only what is printed, and what has to be made before there is more', async () => {
      const knitter = await town.person();
      const knitting = await town.group('Breikring', [knitter.id]);
      const walker = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
      await walker.comeIn(await town.link(knitter));
      const named = walker.page.locator('.contents li');
      const first = walker.page.locator(`.contents a[href="/c/rabot/signs/${knitting.account}/new"]`);
      await walker.open('/kit');
      expect([await named.count(), await first.count()]).toEqual([3, 1]);
      expect(await walker.page.locator('.row, .card').count()).toBe(0);
      await town.code(knitting, { amount: 100n, reason: 'lesson' });
      await walker.open('/kit');
      expect([await named.count(), await first.count()]).toEqual([4, 0]);
      await walker.open('/kit/print');
      expect(await walker.page.locator('.papers > section').count()).toBe(4);
      expect(await walker.page.locator('.practice-leaf').innerText()).not.toMatch(/tik/i);
      await walker.close();
    });

    it('vouchers that are not active yet come along, and no others', async () => {
      const batches = town.get(BatchesService);
      const { walker } = await aHelper(locale, javaScriptEnabled);
      const own = { partyId: soup.id, sourceId: soup.account, terms: openTerms } as const;
      const made = await batches.make(command, 'rabot', { ...own, count: 9, amount: 100n });
      if (made.kind !== 'made') throw new Error(made.code);
      await walker.open('/kit/print');
      const tickets = walker.page.locator('.ticket');
      expect(await tickets.count()).toBe(9);
      await onPaper(walker);
      expect(await readQr(await tickets.first().locator('.qr').screenshot())).toMatch(/\/V\/\w{16}$/i);
      // And one of them may go with a letter to somebody who was never there.
      await walker.open('/kit');
      await walker.page.emulateMedia({ media: 'screen' });
      const bring = walker.page.locator('a[href$="/letter?bring=true"]');
      await walker.tap(bring);
      expect(await walker.page.locator('.leaf').count()).toBe(9);
      expect(await walker.page.locator('.leaf').first().locator('.ticket').count()).toBe(1);
      expect(await walker.page.locator('.letter-text').first().innerText()).toContain('Kom je een keer mee?');
      await town.get(VoidsService).void(command, 'rabot', made.batch.id);
      await walker.open('/kit/print');
      expect(await tickets.count()).toBe(0);
      await walker.open('/kit');
      expect(await bring.count()).toBe(0);
      await walker.close();
    });

    it('who keeps nothing for anybody gets no kit', async () => {
      const member = await Walker.start(browser, town.url, {
        locale,
        javaScriptEnabled,
        deviceScaleFactor: dots,
      });
      await member.comeIn(await town.link(await town.person()));
      await member.open('/');
      expect(await member.page.locator('a[href="/kit"]').count()).toBe(0);
      expect((await member.open('/kit')).status()).toBe(403);
      expect((await member.open('/kit/print')).status()).toBe(403);
      await member.close();
    });
  });

  it('the pages can be read by all', async () => {
    const device = await Walker.start(browser, town.url, { locale: 'ar' });
    await device.comeIn(await town.link(cook));
    const { page } = device;
    const signs = `/c/rabot/signs/${soup.account}`;
    await device.open(signs);
    const sign = await page.locator('a.row').first().getAttribute('href');
    const paths = [
      '/kit',
      '/kit/print',
      signs,
      `${signs}/new`,
      `${signs}/new?reason=room`,
      sign!,
      `${sign}?small=yes`,
      `${sign}/down`,
    ];
    for (const path of [...paths, ...practice]) {
      await device.open(path);
      const [broken, wide] = [await barriersOf(page), await tooWide(page)];
      expect({ path, broken, wide }).toEqual({ path, broken: [], wide: 0 });
    }
    await device.close();
  });

  async function aHelper(
    locale: string,
    javaScriptEnabled: boolean,
  ): Promise<{ helper: Party; walker: Walker }> {
    const helper = await town.person();
    for (const role of ['helper', 'treasurer'] as const) {
      const mandate = { communityId: 'rabot', actorId: helper.id, role, partyId: soup.id, until: null };
      const granted = await town.get(MandatesService).grant(command, mandate);
      if (granted.kind === 'refused') throw new Error(granted.code);
    }
    const walker = await Walker.start(browser, town.url, {
      locale,
      javaScriptEnabled,
      deviceScaleFactor: dots,
    });
    await walker.comeIn(await town.link(helper));
    return { helper, walker };
  }
});

/** Ten to a sheet of A4, each as a credit card, with room for a picture (U02). */
async function tenCards({ page }: Walker): Promise<Locator> {
  const sheet = page.locator('.sheet:not(.stickers)');
  const paper = (await sheet.boundingBox())!;
  expect(millimetres(paper.width)).toBeLessThan(210.1);
  expect(millimetres(paper.height)).toBeLessThan(297.1);
  const cards = await boxes(sheet.locator('.paper-card'));
  expect(cards).toHaveLength(10);
  for (const { width, height } of cards) {
    expect(Math.abs(millimetres(width) - 85.6)).toBeLessThan(0.5);
    expect(Math.abs(millimetres(height) - 54)).toBeLessThan(0.5);
  }
  const rings = await boxes(sheet.locator('.card-picture'));
  for (const { width } of rings) expect(Math.abs(millimetres(width) - 20)).toBeLessThan(0.5);
  const codes = await boxes(sheet.locator('.qr'));
  // Four white modules at either side of the code's own 33.
  for (const { width } of codes) expect((millimetres(width) * 33) / 41).toBeGreaterThan(25);
  const spilt = await sheet
    .locator('.paper-card')
    .evaluateAll((all) => all.filter((each) => each.scrollHeight > each.clientHeight + 1).length);
  expect(spilt).toBe(0);
  return sheet;
}

/** All ten codes are read from one page as a printer draws it. */
async function readEvery(sheet: Locator): Promise<void> {
  const paper = (await sheet.boundingBox())!;
  const codes = await boxes(sheet.locator('.qr'));
  const picture = await sheet.screenshot();
  const places = codes.map(({ x, y, width, height }) => ({
    x: (x - paper.x) * dots,
    y: (y - paper.y) * dots,
    width: width * dots,
    height: height * dots,
  }));
  const texts = await readQrAt(picture, places);
  for (const text of texts) expect(text).toMatch(/\/K\/\w{26}$/i);
  expect(new Set(texts).size).toBe(10);
}

async function boxes(what: Locator): Promise<Place[]> {
  return Promise.all((await what.all()).map(async (each) => (await each.boundingBox())!));
}

/** A screen has 96 points an inch. */
function millimetres(points: number): number {
  return (points / 96) * 25.4;
}

/** The page as it comes out of a printer: A4 at 96 points an inch. */
async function onPaper({ page }: Walker): Promise<void> {
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
}

const practice = ['/practice', '/practice/choose', '/practice/confirm?amount=2', '/practice/done?amount=2'];

describe.each([
  { locale: 'nl-BE', javaScriptEnabled: true },
  { locale: 'ar', javaScriptEnabled: false },
])('practising in $locale, scripts: $javaScriptEnabled', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let device: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    device = await Walker.start(browser, town.url, look);
  });
  afterAll(async () => {
    await device.close();
    await browser.close();
    await town.close();
  });

  it('goes as giving does, in a frame of its own, and books nothing', async () => {
    await device.open('/practice');
    await device.tap(device.page.locator('a[href="/practice/choose"]'));
    await device.tap(device.page.locator('.amount-tiles a').nth(1));
    expect(await device.page.locator('.practice .handover .figure').innerText()).toBe('2');
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.path).toBe('/practice/done');
    expect(await device.page.locator('.practice .state.good').count()).toBe(1);
    expect(device.acts).toBe(3);
    expect(await town.countExchanges()).toBe(0);
    for (const path of practice) {
      await device.open(path);
      expect(await device.page.locator('.practice .practice-mark').count()).toBe(1);
    }
  });

  it('knows the play code only: a real one leads nowhere', async () => {
    const soup = await town.group('Soepgroep');
    for (const text of [await town.code(soup, { amount: 100n }), 'soep']) {
      await device.open('/practice');
      await device.enter(device.page.locator('input[name=code]'), text);
      await device.tap(device.page.locator('form.scan button'));
      expect(device.path).toBe('/practice/scan');
      expect(await device.page.locator('.summary').count()).toBe(1);
    }
    await device.enter(device.page.locator('input[name=code]'), '1234');
    await device.tap(device.page.locator('form.scan button'));
    expect(device.path).toBe('/practice/choose');
    expect((await device.open('/practice/confirm?amount=900')).status()).toBe(400);
  });

  it('is found from help', async () => {
    await device.open('/help');
    await device.tap(device.page.locator('main a[href="/practice"]'));
    expect(device.path).toBe('/practice');
  });
});

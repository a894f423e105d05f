import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { openBrowser } from '../support/browser.js';
import { dialects } from '../support/databases.js';
import { barriersFor } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

/** With and without scripts, from left to right and from right to left. */
const visitors = [
  { said: 'nl, with scripts', locale: 'nl-BE', javaScriptEnabled: true, dir: 'ltr', yes: 'Ja' },
  { said: 'nl, without scripts', locale: 'nl-BE', javaScriptEnabled: false, dir: 'ltr', yes: 'Ja' },
  { said: 'ar, without scripts', locale: 'ar', javaScriptEnabled: false, dir: 'rtl', yes: 'Ja\nنعم' },
  { said: 'ar, with scripts', locale: 'ar', javaScriptEnabled: true, dir: 'rtl', yes: 'Ja\nنعم' },
];

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

describe.each(dialects)('paying on %s', (dialect) => {
  let town: JourneyTown;
  let browser: Browser;
  let cook: Party;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open(dialect);
    browser = await openBrowser();
    cook = await town.person({ picture: 'bear', colour: 'brown' });
    soup = await town.group('Soepgroep Rabot', [cook.id]);
    const library = { kind: 'library', name: 'Bib Rabot', picture: 'house', colour: 'blue' } as const;
    const wish = { ...library, outlet: true, place: 'Nieuwland 1', openingHours: 'dinsdag 9 tot 17' };
    await town.get(InstitutionsService).enter(systemActor('test'), town.communityId, wish);
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  // The last shows the other half of its first payments only; the second database is there for the first of them.
  const whole = visitors.filter((_, at) => at < 3 && (dialect === 'sqlite' || at === 0));

  describe.each(visitors)('$said', ({ said, locale, javaScriptEnabled, dir, yes }) => {
    let eater: Party;
    let phone: Walker;

    beforeAll(async () => {
      eater = await town.person(said === 'nl, with scripts' ? { picture: 'fox' } : {});
      phone = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
      await phone.comeIn(await town.link(eater));
    });
    afterAll(() => phone.close());
    beforeEach(() => {
      phone.acts = 0;
    });

    it('shows home, in the right direction, with four tiles and the purse covered', async () => {
      await phone.open('/');
      expect(await phone.page.locator('html').getAttribute('dir')).toBe(dir);
      expect(await phone.page.locator('.tiles-of-two:not(.small-tiles) .picture-button').count()).toBe(4);
      expect(await phone.page.locator('.amount').count()).toBe(0);
      await phone.tap(phone.page.locator('a[href="/purse"]'));
      expect(phone.acts).toBe(1);
      expect(await phone.page.locator('.amount .figure').innerText()).toBe('0');
      // What can I do with it? Two acts are allowed, and nothing was given or got yet.
      expect(await phone.page.locator('main h2').innerText()).toContain('Wat kan ik ermee doen?');
      expect(await phone.text()).toContain('Bib Rabot');
      expect(await phone.text()).toContain('dinsdag 9 tot 17');
      expect(await barriersFor(phone)).toEqual([]);
    });

    it('pays a fixed amount from a sign in two acts, and a stranger verifies the receipt', async () => {
      const sign = await Walker.start(browser, town.url, { locale });
      await sign.comeIn(await town.link(cook));
      await showNewSign(sign, soup);
      const code = await sign.readCode();
      await sign.close();

      await phone.scan(code);
      expect(await phone.text()).toContain('Soepgroep Rabot');
      expect(await phone.page.locator('.handover .figure').innerText()).toBe('1');
      expect(await phone.page.locator('form.confirm button.yes').innerText()).toBe(yes);
      await standsInReadingOrder(phone, dir);
      const before = await town.balanceOf(soup);
      expect(await barriersFor(phone)).toEqual([]);
      await phone.tap(phone.page.locator('form.confirm button.yes'));
      expect(phone.acts).toBe(2);
      expect(await barriersFor(phone)).toEqual([]);
      expect(phone.path).toMatch(/^\/r\/[0-9A-Z]{23}$/);
      expect(await phone.page.locator('.state.good h1').innerText()).toMatch(
        dir === 'rtl' ? /Je gaf 1 uur[^]*أعطيت/ : /^Gelukt! Je gaf 1 uur\.$/,
      );
      expect(await phone.page.locator('.handover .face').count()).toBe(2);
      expect(await phone.page.locator('details[open]').count()).toBe(0);
      // State, who, how much, day, square and short code are seen without scrolling; two languages take more place.
      const receipt = (await phone.page.locator('.receipt').boundingBox())!;
      const most = phone.page.viewportSize()!.height * (dir === 'rtl' ? 1.4 : 1);
      expect(receipt.y + receipt.height).toBeLessThan(most);
      expect(await town.balanceOf(soup)).toBe(before + 100n);

      const stranger = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
      await stranger.scan(await phone.readCode());
      expect(stranger.path.toLowerCase()).toBe(phone.path.toLowerCase());
      expect(await stranger.page.locator('.state.good').count()).toBe(1);
      expect(await stranger.page.locator('.figure').first().innerText()).toBe('1');
      expect(await stranger.text()).not.toContain('Soepgroep');
      await stranger.close();
    });

    if (said === 'nl, with scripts') {
      it('tells whoever hears the page whose pictures these are, and how much', async () => {
        const heard = () => phone.page.locator('main').ariaSnapshot();
        await phone.open(await town.code(soup, { amount: 150n }));
        expect(await heard()).toContain('- text: vos Soepgroep Rabot één uur en een half\n');
        await phone.open('/exchanges');
        await phone.tap(phone.page.locator('a.row').first());
        expect(await heard()).toContain('- text: Van vos Aan Soepgroep Rabot één uur\n');
        await phone.open('/purse');
        expect(await heard()).toContain('- text: nog te geven één uur\n');
      });
    }

    it("shows what is still to be given as nobody's: no gold, and no full purse", async () => {
      await phone.open('/purse');
      expect(await phone.page.locator('h1').innerText()).toMatch(/^Nog te geven/);
      expect(await phone.page.locator('.amount.owed').count()).toBe(1);
    });

    if (!whole.some((each) => each.said === said)) return;

    it('from home: give, scan and yes are three acts', async () => {
      const code = await town.code(soup, { amount: 25n, reason: 'meal' });
      await phone.open('/');
      await phone.tap(phone.page.locator('a[href="/give"]'));
      await phone.scan(code);
      await phone.tap(phone.page.locator('form.confirm button.yes'));
      expect(phone.acts).toBe(3);
      expect(phone.path).toMatch(/^\/r\//);
    });

    it('an amount to choose is four acts, and without a camera the code is typed', async () => {
      const code = await town.code(soup);
      await phone.open('/');
      await phone.tap(phone.page.locator('a[href="/give"]'));
      await phone.scan(code);
      await phone.tap(phone.page.locator('main a.picture-button').first());
      await phone.tap(phone.page.locator('form.confirm button.yes'));
      expect(phone.acts).toBe(4);
      expect(phone.path).toMatch(/^\/r\//);
      const token = code.slice(code.lastIndexOf('/') + 1);
      await phone.open('/give');
      const typed = token.toLowerCase().replace(/(.{4})/g, '$1 ');
      await phone.enter(phone.page.locator('input[name=code]'), typed);
      await phone.tap(phone.page.locator('main button[type=submit]'));
      expect(phone.path).toBe(`/p/${token}`);
    });

    it('keeps the list of what was given, without with whom', async () => {
      await phone.open('/exchanges');
      expect(await phone.page.locator('a.row').count()).toBeGreaterThanOrEqual(3);
      expect(await phone.text()).not.toContain('Soepgroep');
    });
  });

  it('the treasurer sees have, in, out and over without a tap', async () => {
    const phone = await Walker.start(browser, town.url);
    await phone.comeIn(await town.link(cook));
    await phone.tap(phone.page.locator(`a[href$="/kas/${soup.account}"]`));
    const tiles = phone.page.locator('.tile');
    const figures: Record<string, string> = {};
    for (const tile of await tiles.all()) {
      figures[await tile.locator('h2').innerText()] = await tile.locator('.figure').innerText();
    }
    // Everybody gave one hour; some a quarter and a half as well.
    const all = dialect === 'sqlite' ? '6¼' : '4¾';
    expect(figures).toEqual({ 'We hebben': all, In: all, Uit: '0', Over: all });
    expect(await phone.page.locator('tbody tr').count()).toBe(visitors.length + 2 * whole.length);
    // A4 is 210 by 297 mm, 595 by 842 points of a PDF.
    const pdf = await phone.page.pdf({ preferCSSPageSize: true });
    const [, wide, high] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))!;
    expect([wide, high].map(Number).map(Math.floor)).toEqual([594, 841]);
    await phone.close();
  });

  /** What a treasurer does for a sign: our code, one hour. */
  async function showNewSign(sign: Walker, { account }: Party): Promise<void> {
    await sign.tap(sign.page.locator(`form[action$="/codes/${account}"] button`));
    await sign.tap(sign.page.locator('.amount-tiles button[value="100"]'));
    expect(sign.acts).toBe(2);
  }
});

/** Who gives before who gets, and No before Yes of the same size, from the side where reading begins (U24). */
async function standsInReadingOrder({ page }: Walker, dir: string): Promise<void> {
  const [giver, getter] = [page.locator('.handover .face').first(), page.locator('.handover .face').last()];
  expect(await giver.innerText()).not.toContain('Soepgroep');
  expect(await getter.innerText()).toContain('Soepgroep');
  await standOnOneLine([giver, getter], dir);
  const [no, yes] = await standOnOneLine(
    ['.no', '.yes'].map((one) => page.locator(`form.confirm ${one}`)),
    dir,
  );
  expect(yes!.width).toBeCloseTo(no!.width, 0);
  expect(yes!.height).toBeCloseTo(no!.height, 0);
}

async function standOnOneLine(both: readonly Locator[], dir: string): Promise<Box[]> {
  const [first, second] = (await Promise.all(both.map((each) => each.boundingBox()))) as [Box, Box];
  expect(second.y).toBeCloseTo(first.y, 0);
  const [left, right] = dir === 'rtl' ? [second, first] : [first, second];
  expect(left.x + left.width).toBeLessThanOrEqual(right.x);
  return [first, second];
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { words } from '../../src/languages/languages.js';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { barriersFor } from './barriers.js';
import { looks, Walker } from './walker.js';

let town: JourneyTown;
let browser: Browser;

beforeAll(async () => {
  town = await JourneyTown.open('sqlite');
  browser = await openBrowser();
});
afterAll(async () => {
  await town.theBooksBalance();
  await browser.close();
  await town.close();
});

describe.each(looks)('after an exchange, in $locale, scripts: $javaScriptEnabled', (look) => {
  let ann: Walker;
  let bert: Walker;
  let annParty: Party;
  let bertParty: Party;

  beforeAll(async () => {
    [annParty, bertParty] = [await town.person(), await town.person()];
    ann = await comeIn(annParty);
    bert = await comeIn(bertParty);
  });
  afterAll(async () => {
    await ann.close();
    await bert.close();
  });
  beforeEach(() => {
    ann.acts = 0;
    bert.acts = 0;
  });

  it('who gave says what is not right in three acts, and who got gives back in three', async () => {
    const receipt = await annGives(100n);
    await ann.open('/exchanges');
    await ann.tap(ann.page.locator('a.row').first());
    await ann.tap(ann.page.locator('a[href$="/wrong"]'));
    expect(await barriersFor(ann)).toEqual([]);
    await ann.tap(ann.page.locator('button[value="wrong_amount"]'));
    expect(ann.acts).toBe(3);
    expect(ann.path).toBe(receipt);
    expect(await barriersFor(ann)).toEqual([]);
    expect(await ann.page.locator('.state.waiting').count()).toBe(1);
    expect(await town.balanceOf(bertParty)).toBe(100n);

    // Whoever got is told on their first page, until it is answered.
    await bert.open('/');
    await bert.tap(bert.page.locator(`a[href="${receipt}"]`));
    expect(await bert.page.locator('.state.waiting').count()).toBe(1);
    bert.acts = 0;
    await bert.open('/exchanges');
    await bert.tap(bert.page.locator('a.row').first());
    await bert.tap(bert.page.locator('a[href$="/back"]'));
    expect(await bert.page.locator('.handover .face').count()).toBe(2);
    expect(await bert.page.locator('.handover .figure').innerText()).toBe('1');
    expect(await barriersFor(bert)).toEqual([]);
    await bert.tap(bert.page.locator('form.confirm button.yes'));
    expect(bert.acts).toBe(3);
    expect(await town.balanceOf(bertParty)).toBe(0n);
    expect(await town.balanceOf(annParty)).toBe(0n);
    await bert.open('/');
    expect(await bert.page.locator(`a[href="${receipt}"]`).count()).toBe(0);
    for (const walker of [ann, bert]) {
      await walker.open(receipt);
      expect(await walker.page.locator('.state.undone').count()).toBe(1);
      expect(await walker.page.locator('a[href$="/back"], a[href$="/wrong"]').count()).toBe(0);
      await isStruckThrough(walker, receipt);
    }
  });

  if (look.whole) whole();

  function whole(): void {
    it('whoever goes back to the yes is told that they gave it, until a while after', async () => {
      const code = await town.code(bertParty, { amount: 75n });
      await ann.scan(code);
      expect(await ann.page.locator('.state.waiting').count()).toBe(0);
      await ann.tap(ann.page.locator('form.confirm button.yes'));
      await ann.page.goBack();
      expect(await ann.page.locator('.state.waiting').count()).toBe(1);
      town.clock.forward(11 * 60_000);
      await ann.scan(code);
      expect(await ann.page.locator('.state.waiting').count()).toBe(0);
    });

    it('who got may say that it is right, and nothing moves', async () => {
      const before = await town.balanceOf(bertParty);
      const receipt = await annGives(50n);
      await ann.tap(ann.page.locator('a[href$="/wrong"]'));
      await ann.tap(ann.page.locator('button[value="other"]'));
      await bert.open(receipt);
      await bert.tap(bert.page.locator('form[action$="/keep"] button'));
      expect(await bert.page.locator('.state.unknown').count()).toBe(1);
      expect(await town.balanceOf(bertParty)).toBe(before + 50n);
      await ann.open(receipt);
      expect(await ann.page.locator('.state.unknown').count()).toBe(1);
    });

    it('nobody else can do either, nor who gave take it back', async () => {
      const receipt = await annGives(50n);
      const before = await town.balanceOf(bertParty);
      const other = await comeIn(await town.person());
      await other.open(receipt);
      expect(
        await other.page.locator('form:not(footer form), main a[href*="/r/"][href$="/back"]').count(),
      ).toBe(0);
      for (const walker of [ann, other]) {
        await walker.open(`${receipt}/back`);
        await walker.tap(walker.page.locator('form.confirm button.yes'));
        expect(await walker.page.locator('.state.undone').count()).toBe(0);
      }
      await other.open(`${receipt}/wrong`);
      await other.tap(other.page.locator('button[value="twice"]'));
      expect(other.path).not.toBe(receipt);
      expect(await town.balanceOf(bertParty)).toBe(before);
      await other.close();
    });

    it('what was lent is open until both say that it is back', async () => {
      await ann.open(`/c/rabot/give/${bertParty.account}`);
      await ann.tap(ann.page.locator('a[href$="/loan"]'));
      await ann.tap(ann.page.locator('button[value="material"]'));
      const receipt = ann.path;
      for (const walker of [ann, bert]) {
        await walker.open(receipt);
        await walker.tap(walker.page.locator('form[action$="/returned"] button'));
      }
      expect(await bert.page.locator('form[action$="/returned"]').count()).toBe(0);
    });
  }

  /** What was given and came back stands in the list of both as one line that is struck through and says so (U27). */
  async function isStruckThrough(walker: Walker, receipt: string): Promise<void> {
    await walker.open('/exchanges');
    const struck = walker.page.locator('.row.undone');
    expect(await struck.count()).toBe(1);
    expect(await struck.getAttribute('href')).toBe(receipt);
    const back = words('nl').t('kinds.reversal');
    expect(await struck.innerText()).toContain(back);
    expect(await walker.page.locator('main li', { hasText: back }).count()).toBe(1);
    for (const part of ['strong', '.figure']) {
      const line = await struck
        .locator(part)
        .first()
        .evaluate((each) => getComputedStyle(each).textDecorationLine);
      expect([part, line]).toEqual([part, 'line-through']);
    }
  }

  async function comeIn(party: Party): Promise<Walker> {
    const walker = await Walker.start(browser, town.url, look);
    await walker.comeIn(await town.link(party));
    return walker;
  }

  async function annGives(amount: bigint): Promise<string> {
    await ann.scan(await town.code(bertParty, { amount }));
    await ann.tap(ann.page.locator('form.confirm button.yes'));
    expect(ann.path).toMatch(/^\/r\//);
    ann.acts = 0;
    return ann.path;
  }
});

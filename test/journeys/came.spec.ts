import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Database } from '../../src/database/database.js';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Knocks } from './knocks.js';
import { Walker } from './walker.js';

const minute = 60_000;

describe('who shows a code hears that something came', () => {
  let town: JourneyTown;
  let browser: Browser;
  let bertParty: Party;
  let annParty: Party;
  let ann: Walker;
  let bert: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    bertParty = await town.person({ picture: 'fish' });
    annParty = await town.person({ picture: 'bear' });
    [ann, bert] = await Promise.all([comeIn(annParty), comeIn(bertParty)]);
    await bert.page.clock.install();
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  it('a code that works once makes place for the receipt, with who gave, by itself', async () => {
    const code = await showsCode(bert, 50);
    await pays(code);
    await aWhile();
    await bert.page.waitForURL(/\/r\//);
    expect(await bert.heading()).toBe('Gelukt! Je kreeg een half uur.');
    // On both devices the coins move once and two notes sound (U26).
    for (const { page } of [ann, bert]) {
      expect(await notesOn(page)).toEqual([659, 880]);
      expect(await movesOn(page)).toBe('coins-over');
    }
    expect(await bert.page.locator('.handover .face-name').allInnerTexts()).toEqual(['beer', 'vis']);
    expect(bert.path).toBe(ann.path);
    // Back leads to where a code is made, not to a code that is over.
    await bert.page.goBack();
    expect(bert.path).not.toMatch(/^\/r\//);
  });

  it('a code that stays says that something came, and a tap shows what', async () => {
    const code = await showsCode(bert);
    expect(await bert.page.locator('.state.good').isVisible()).toBe(false);
    await pays(`${code}?amount=1`);
    await aWhile();
    await bert.page.locator('.state.good').waitFor({ state: 'visible' });
    expect(await notesOn(bert.page)).toEqual([659, 880]);
    await bert.tapButton('Kijk of het gekomen is');
    expect(await bert.page.locator('main a.row').count()).toBe(1);
    await bert.tap(bert.page.locator('main a.row'));
    expect(await bert.heading()).toBe('Gelukt! Je kreeg 1 uur.');
    // A page that is merely opened is silent, and later nothing moves either.
    expect(await notesOn(bert.page)).toEqual([]);
    town.clock.forward(2 * minute);
    await bert.page.reload();
    expect([await movesOn(bert.page), await notesOn(bert.page)]).toEqual(['none', []]);
  });

  it('asks without the session, which ends by itself meanwhile, and no longer than it should', async () => {
    const asked: string[] = [];
    const code = await showsCode(bert, 100);
    const note = await bert.page.locator('[data-came]').getAttribute('data-came');
    bert.page.on('request', (request) => void asked.push(request.url()));
    const knocks = new Knocks(town);
    const seen = `select max(seen_at) as at from sessions where actor_id = ?`;
    const before = await town.get(Database).reader.one(seen, [bertParty.id]);
    town.clock.forward(10 * minute);
    const [answer] = await Promise.all([
      bert.page.waitForResponse((each) => each.url().endsWith(note!)),
      aWhile(),
    ]);
    expect(await answer.request().allHeaders()).not.toHaveProperty('cookie');
    expect(asked).toEqual([answer.url()]);
    expect(await town.get(Database).reader.one(seen, [bertParty.id])).toEqual(before);

    await bert.page.clock.fastForward(16 * minute);
    const last = asked.length;
    await aWhile();
    expect(asked).toHaveLength(last);

    expect((await knocks.send('GET', note!)).statusCode).toBe(204);
    await pays(code);
    expect((await knocks.send('GET', note!)).body).toBe('yes');
    const others = [`${note!}x`, note!.replace('rabot', 'other'), '/came/x', '/came/a.b.c.d'];
    for (const each of others) expect((await knocks.send('GET', each)).statusCode).toBe(410);
    town.clock.forward(15 * minute);
    expect((await knocks.send('GET', note!)).statusCode).toBe(410);
  });

  it('without scripts a tap shows it', async () => {
    const still = await Walker.start(browser, town.url, { locale: 'nl-BE', javaScriptEnabled: false });
    await still.comeIn(await town.link(bertParty));
    // A quarter of an hour is long for a device that may be of several people.
    await ann.comeIn(await town.link(annParty));
    for (const amount of [50, undefined]) {
      const code = await showsCode(still, amount);
      await still.tapButton('Kijk of het gekomen is');
      expect(await still.page.locator('main a.row').count()).toBe(0);
      await pays(amount === undefined ? `${code}?amount=0,5` : code);
      await still.tapButton('Kijk of het gekomen is');
      if (amount === undefined) await still.tap(still.page.locator('main a.row'));
      expect(await still.heading()).toBe('Gelukt! Je kreeg een half uur.');
    }
    await still.close();
  });

  async function comeIn(party: Party): Promise<Walker> {
    const walker = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await walker.context.addInitScript(noteDown);
    await walker.comeIn(await town.link(party));
    return walker;
  }

  /** Longer than from one question to the next. */
  function aWhile(): Promise<void> {
    return bert.page.clock.fastForward(5000);
  }

  /** @returns what its square says */
  async function showsCode(walker: Walker, amount?: number): Promise<string> {
    await walker.open('/');
    await walker.tap(walker.page.locator(`form[action$="/codes/${bertParty.account}"] button`).first());
    if (amount !== undefined)
      await walker.tap(walker.page.locator(`.amount-tiles button[value="${amount}"]`));
    return walker.readCode();
  }

  async function pays(code: string): Promise<void> {
    await ann.scan(code);
    await ann.tap(ann.page.locator('form.confirm button.yes'));
    expect(ann.path).toMatch(/^\/r\//);
  }
});

/** Instead of sounding, what sounds is written down; runs in the browser. */
function noteDown(): void {
  const notes: number[] = [];
  const { prototype } = OscillatorNode;
  prototype.start = function (this: OscillatorNode): void {
    notes.push(this.frequency.value);
  };
  prototype.stop = () => undefined;
  Object.assign(globalThis, { notes });
}

/** After long enough for both. */
async function notesOn(page: Page): Promise<unknown> {
  await page.waitForTimeout(300);
  return page.evaluate(() => (globalThis as unknown as { notes: unknown }).notes);
}

function movesOn(page: Page): Promise<string> {
  return page.locator('.handover .coins').evaluate((coins) => getComputedStyle(coins).animationName);
}

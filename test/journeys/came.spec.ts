import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
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
  let ann: Walker;
  let bert: Walker;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    bertParty = await town.person({ picture: 'fish' });
    [ann, bert] = await Promise.all([comeIn(await town.person({ picture: 'bear' })), comeIn(bertParty)]);
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
    await bert.tapButton('Kijk of het gekomen is');
    expect(await bert.page.locator('main a.row').count()).toBe(1);
    await bert.tap(bert.page.locator('main a.row'));
    expect(await bert.heading()).toBe('Gelukt! Je kreeg 1 uur.');
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

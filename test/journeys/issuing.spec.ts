import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { dialects } from '../support/databases.js';
import { JourneyTown, type Party, type Programme } from './journey-town.js';
import { Walker } from './walker.js';

describe.each(dialects)('a town gives to a group, on %s', (dialect) => {
  let town: JourneyTown;
  let browser: Browser;
  let cook: Party;
  let programme: Programme;

  beforeAll(async () => {
    town = await JourneyTown.open(dialect);
    browser = await openBrowser();
    cook = await town.person();
    const soup = await town.group('Soepgroep Rabot', [cook.id], 'known_to_city');
    programme = await town.programme(soup, cook, await town.person());
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  const comes = async (link: string, javaScriptEnabled = true): Promise<Walker> => {
    const walker = await Walker.start(browser, town.url, { javaScriptEnabled, locale: 'nl-BE' });
    await walker.comeIn(link);
    return walker;
  };

  it('in six taps by who makes it, two by who approves it and two by who receives it (3C)', async () => {
    const maker = await comes(await town.strongLink(programme.maker), false);
    await maker.open('/');
    await maker.tapButton('Samen koken');
    await maker.tapButton('Uitgifte maken');
    await maker.tap(maker.page.getByText('Soepgroep Rabot'));
    await maker.tap(maker.page.getByText('Koken en eten'));
    await maker.enter(maker.page.locator('input[name=amount]'), '7,5');
    await maker.tapButton('Voorleggen aan een collega');
    expect(maker.acts).toBe(6);
    expect(await maker.page.locator('main').innerText()).toContain('Wacht op goedkeuring');
    expect(await maker.page.locator('form.confirm').count()).toBe(0);
    const path = new URL(maker.page.url()).pathname;

    const approver = await comes(await town.strongLink(programme.approver), false);
    await approver.open('/');
    await approver.tap(approver.page.locator(`a[href="${path}"]`));
    await approver.tap(approver.page.locator('form.confirm button.yes'));
    expect(approver.acts).toBe(2);
    expect(await approver.page.locator('main').innerText()).toContain('Beloofd');

    const treasurer = await comes(await town.link(cook), false);
    await treasurer.open('/');
    await treasurer.tap(treasurer.page.locator(`a[href="${path}"]`));
    expect(await treasurer.page.locator('h1').innerText()).toBe(
      'Stad Gent, dienst Ontmoeten geeft 7 uur en een half aan Soepgroep Rabot.',
    );
    await treasurer.tap(treasurer.page.locator('form.confirm button.yes'));
    expect(treasurer.acts).toBe(2);
    expect(await treasurer.page.locator('main').innerText()).toContain('Gekomen');
    for (const each of [maker, approver, treasurer]) await each.close();
  });

  it('and says kindly what is wrong, with what was filled in still there', async () => {
    const maker = await comes(await town.strongLink(programme.maker));
    await maker.open('/c/rabot/programmes/samen-koken/issue');
    await maker.tap(maker.page.getByText('Soepgroep Rabot'));
    await maker.enter(maker.page.locator('input[name=amount]'), 'veel');
    await maker.tapButton('Voorleggen aan een collega');
    expect(await maker.page.locator('.summary').innerText()).toContain('Kies hoeveel');
    expect(await maker.page.locator('input[name=amount]').inputValue()).toBe('veel');
    expect(await maker.page.locator('input[type=radio]:checked').count()).toBe(1);
    await maker.close();
  });

  it('and shows everybody in the community the sheet, without persons', async () => {
    const member = await comes(await town.link(await town.person()));
    await member.open('/c/rabot/programmes/samen-koken');
    const text = await member.page.locator('main').innerText();
    expect(text).toContain('GR 2026/114');
    expect(text).not.toContain('Uitgiften');
    expect(await member.page.locator('a[href$="/issue"]').count()).toBe(0);
    await member.tapButton('Wie brengt wat');
    expect(await member.page.locator('main').innerText()).toContain('Samen koken');
    await member.tap(member.page.locator('a.corner', { hasText: 'Terug' }));
    expect(member.path).toBe('/c/rabot/programmes/samen-koken');
    await member.close();
  });
});

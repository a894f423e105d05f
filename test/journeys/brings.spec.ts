import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { acting } from '../../src/cli/story-acting.js';
import { ContributionsService, type NewContribution } from '../../src/contributions/contributions.service.js';
import { Database } from '../../src/database/database.js';
import { GroupPeopleService } from '../../src/initiatives/group-people.service.js';
import { openBrowser } from '../support/browser.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const tent = {
  side: 'giver',
  mode: 'reciprocity',
  thing: 'material',
  title: 'een tent',
  from: '2026-01-05',
  condition: 'return_by',
  conditionDay: '2026-06-30',
} as const satisfies Partial<NewContribution>;

describe.each([
  { locale: 'nl-BE', javaScriptEnabled: true },
  { locale: 'ar', javaScriptEnabled: false },
])('who brings what, in $locale, scripts: $javaScriptEnabled', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let ann: Walker;
  let member: Party;
  let keeper: Party;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    [member, keeper] = [await town.person(), await town.person()];
    soup = await town.group('Soepgroep Rabot', [keeper.id]);
    await town.group('Fietsgroep', [], 'listed');
    ann = await Walker.start(browser, town.url, look);
    await ann.comeIn(await town.link(member));
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it('whoever is in no group finds those that they may know of, and no other', async () => {
    await ann.open('/');
    await ann.tap(ann.page.locator('a[href="/groups"]'));
    const text = await ann.text();
    expect([text.includes('Fietsgroep'), text.includes('Soepgroep')]).toEqual([true, false]);
  });

  it('a member sees it of their group in two acts from home', async () => {
    const wish = { ...tent, giver: keeper.id, taker: soup.id };
    const said = await town.get(ContributionsService).say(acting('rabot', keeper.id), 'rabot', wish);
    if (said.kind !== 'said') throw new Error(said.code);
    const asKeeper = acting('rabot', keeper.id, 'treasurer', soup.id);
    await town.get(ContributionsService).step(asKeeper, 'rabot', said.contribution.id, 'agree', true);
    await town.get(GroupPeopleService).admit(asKeeper, 'rabot', soup.id, member.id);
    await ann.open('/');
    ann.acts = 0;
    await ann.tap(ann.page.locator('a[href="/groups"]'));
    expect(await ann.text()).not.toContain('Fietsgroep');
    await fits(ann);
    await ann.tap(ann.page.locator(`a[href="/c/rabot/brings/${soup.id}"]`));
    expect(ann.acts).toBe(2);
    expect(await ann.text()).toContain('een tent');
    await fits(ann);
  });

  it.each(['agree', 'refuse'])('hears a condition and answers it in three acts: %s', async (answer) => {
    const wish = { ...tent, giver: keeper.id, taker: member.id };
    const said = await town.get(ContributionsService).say(acting('rabot', keeper.id), 'rabot', wish);
    if (said.kind !== 'said') throw new Error(said.code);
    await ann.open('/');
    ann.acts = 0;
    await ann.tap(ann.page.locator('main a[href="/c/rabot/brings/asked"]'));
    expect(await ann.page.locator('.facts').innerText()).toMatch(/30/);
    await fits(ann);
    const ear = ann.page.locator('.top button.ear');
    if (look.javaScriptEnabled) {
      // What is heard: the question, what it is, and what is asked for it.
      const clips = await ear.getAttribute('data-clips');
      for (const clip of ['brings.question_condition', 'subjects.material', 'conditions.return'])
        expect(clips).toContain(`/${clip}.`);
      await ann.tap(ear);
    }
    await ann.tap(ann.page.locator(`button[name=answer][value=${answer}]`));
    expect(ann.acts).toBe(look.javaScriptEnabled ? 3 : 2);
    expect(ann.path).toBe(`/c/rabot/brings/${member.id}`);
    const row = await town
      .get(Database)
      .reader.one('select state, taker_yes_by from contributions where contribution_id = ?', [
        said.contribution.id,
      ]);
    expect(row).toEqual(
      answer === 'agree'
        ? { state: 'promised', taker_yes_by: member.id }
        : { state: 'refused', taker_yes_by: null },
    );
    await ann.open('/');
    expect(await ann.page.locator('a[href="/c/rabot/brings/asked"]').count()).toBe(0);
    await ann.open('/c/rabot/brings/asked');
    expect(await ann.page.locator('main form').count()).toBe(0);
  });

  it('nobody else is asked', async () => {
    const wish = { ...tent, giver: keeper.id, taker: member.id };
    await town.get(ContributionsService).say(acting('rabot', keeper.id), 'rabot', wish);
    const other = await Walker.start(browser, town.url, look);
    await other.comeIn(await town.link(keeper));
    expect(await other.page.locator('a[href="/c/rabot/brings/asked"]').count()).toBe(0);
    await other.open('/c/rabot/brings/asked');
    expect(await other.page.locator('main form').count()).toBe(0);
    await other.close();
  });
});

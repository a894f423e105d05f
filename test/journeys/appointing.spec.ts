import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { Database } from '../../src/database/database.js';
import { openBrowser } from '../support/browser.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

describe('a steward makes helpers', () => {
  let town: JourneyTown;
  let browser: Browser;
  let steward: Party;
  let device: Walker;
  let soup: Party;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    steward = await town.steward();
    const keeper = await town.person();
    soup = await town.group('Soepgroep', [keeper.id], 'open');
    device = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await device.comeIn(await town.link(steward));
  });
  afterAll(async () => {
    await device.close();
    await browser.close();
    await town.close();
  });

  it('is told at the pages of helpers how one is made, and becomes one', async () => {
    expect((await device.open('/helping/new')).status()).toBe(403);
    expect(device.path).toBe('/helping');
    await fits(device);
    await device.tap(device.page.locator(`main a[href="/people/${steward.id}/helper"]`));
    // There is one group, so that nothing is to be chosen.
    expect(await device.heading()).toBe('Wordt dit lid helper bij Soepgroep?');
    await fits(device);
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.path).toBe(`/people/${steward.id}`);
    expect((await device.open('/helping')).status()).toBe(200);
  });

  it('chooses the group, says yes once or twice, sees it, and ends it', async () => {
    await town.group('Stille groep', [(await town.person()).id]);
    const member = await town.person();
    const path = `/people/${member.id}`;
    await device.open(path);
    await fits(device);
    await device.tap(device.page.locator(`main a[href="${path}/helper"]`));
    await fits(device);
    await device.tap(device.page.locator(`main a[href$="group=${soup.id}"]`));
    const form = await device.fieldsOf('form.confirm');
    const send = () => device.context.request.post(`${town.url}${path}/helper`, { form, maxRedirects: 0 });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303]);
    expect(await mandatesOf(member)).toBe(1);

    const helper = await Walker.start(browser, town.url);
    await helper.comeIn(await town.link(member));
    expect((await helper.open('/helping')).status()).toBe(200);

    await device.open(path);
    await fits(device);
    expect(await device.text()).toContain('Helper bij Soepgroep');
    // The other group is still to be had.
    await device.open(`${path}/helper`);
    expect(await device.text()).toContain('Stille groep');
    await device.open(path);
    await device.tap(device.page.locator(`main a[href^="${path}/helper/"]`));
    await fits(device);
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.path).toBe(path);
    expect(await device.text()).not.toContain('Helper bij');
    expect((await helper.open('/helping')).status()).toBe(403);
    await helper.close();
  });

  it('never lets a steward into a group of others that does not show itself', async () => {
    const hidden = await town.group('Geheime groep', [(await town.person()).id]);
    await device.open(`/people/${steward.id}/helper`);
    expect(await device.text()).not.toContain('Geheime groep');
    const form = { ...(await tokenOnPage()), group: hidden.id };
    const answer = await device.context.request.post(`${town.url}/people/${steward.id}/helper`, { form });
    expect(answer.status()).toBe(403);
  });

  it('is for stewards only', async () => {
    const phone = await Walker.start(browser, town.url);
    const member = await town.person();
    await phone.comeIn(await town.link(member));
    expect((await phone.open(`/people/${member.id}/helper`)).status()).toBe(403);
    const form = { _csrf: (await phone.fieldsOf('footer form'))._csrf!, group: soup.id };
    const answer = await phone.context.request.post(`${town.url}/people/${member.id}/helper`, { form });
    expect(answer.status()).toBe(403);
    expect(await mandatesOf(member)).toBe(0);
    await phone.close();
  });

  async function tokenOnPage(): Promise<{ _csrf: string }> {
    return { _csrf: (await device.fieldsOf('footer form'))._csrf! };
  }

  async function mandatesOf({ id }: Party): Promise<number> {
    const row = await town
      .get(Database)
      .reader.one(`select count(*) as n from mandates where actor_id = ? and role = 'helper'`, [id]);
    return Number(row!.n);
  }
});

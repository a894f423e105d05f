import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { AuditService } from '../../src/access/audit.service.js';
import { acting } from '../../src/cli/story-acting.js';
import { Faces } from '../../src/communities/faces.js';
import { TrustsService } from '../../src/payments/trusts.service.js';
import { pictureWord } from '../../src/web/pictures.js';
import type { NewPersonWish } from '../../src/members/enrolment.service.js';
import { openBrowser } from '../support/browser.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { earnsAt, somebodyAt } from './people.js';

describe.each([
  { locale: 'ar', javaScriptEnabled: true },
  { locale: 'nl-BE', javaScriptEnabled: false },
])('somebody who is trusted, in $locale, scripts: $javaScriptEnabled', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let soup: Party;
  const more = look.javaScriptEnabled ? 0 : 1;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    const cook = await town.person({ picture: 'cat' });
    soup = await town.group('Soepgroep', [cook.id]);
  });
  afterAll(async () => {
    await browser.close();
    await town.close();
  });

  it('somebody whom I trust: my card, trust, their card, how much a week: four acts; one ends it', async () => {
    const { phone } = await somebody();
    const friend = await town.person();
    const card = await town.card(friend, null);
    await phone.tap(phone.page.locator('a[href="/me"]'));
    await phone.tap(phone.page.locator('a[href="/me/trust"]'));
    await fits(phone);
    await phone.show(card.url);
    await fits(phone);
    await phone.tap(phone.page.locator('button[name=amount]').nth(1));
    expect(phone.acts).toBe(4 + more);
    expect(phone.path).toBe('/me/trust');
    expect(await phone.text()).toContain('per week geven voor jou');
    await fits(phone);
    await phone.tap(phone.page.locator('form[action$="/end"] button'));
    expect(phone.acts).toBe(5 + more);
    expect(await phone.page.locator('form[action$="/end"]').count()).toBe(0);
    await phone.close();
  });

  it('for who trusts me: their face at home, give, scan, yes: four acts, within the week, marked, ended by one tap', async () => {
    const { phone, person } = await somebody({ nickname: 'Vosje' });
    const friend = await somebody();
    const trusts = town.get(TrustsService);
    const own = acting(town.communityId, person.id);
    const wish = { who: { personId: friend.person.id }, gives: 'may_pay' } as const;
    const perWeek = { currency: 'UUR', amount: 200n };
    const given = await trusts.give(own, town.communityId, { ...wish, perWeek });
    if (given.kind === 'refused') throw new Error(given.code);
    await friend.phone.open('/');
    await fits(friend.phone);
    await friend.phone.tap(friend.phone.page.locator('a[href^="/for/"]'));
    await fits(friend.phone);
    await friend.phone.tap(friend.phone.page.locator('a[href$="/pay"]'));
    expect(await friend.phone.page.locator('.helper-bar').count()).toBe(1);
    await friend.phone.show(await town.code(soup, { amount: 150n }));
    await fits(friend.phone);
    expect(await friend.phone.page.locator('.helper-bar').innerText()).toContain('Vosje');
    await friend.phone.tap(friend.phone.page.locator('form.confirm button.yes'));
    expect(friend.phone.acts).toBe(3 + 1 + more);
    expect(await town.balanceOf(person)).toBe(-150n);
    await fits(friend.phone);
    // Half an hour is left: two hours to somebody's card is more than that.
    const other = await town.person();
    const card = await town.card(other, null);
    await friend.phone.tap(friend.phone.page.locator('a[href$="/pay"]'));
    await friend.phone.show(card.url);
    expect(await friend.phone.page.locator('.amount-tiles button').count()).toBe(1);
    await fits(friend.phone);
    await friend.phone.tap(friend.phone.page.locator('.amount-tiles button'));
    await friend.phone.tap(friend.phone.page.locator('form.confirm button.yes'));
    expect([await town.balanceOf(person), await town.balanceOf(other)]).toEqual([-200n, 50n]);
    expect(await friend.phone.page.locator('a[href$="/pay"]').count()).toBe(0);
    // Whose purse it was reads who did it.
    const looks = await town.get(Faces).one(town.communityId, friend.person.id);
    await phone.open('/exchanges');
    await phone.tap(phone.page.locator('a.row').first());
    // It may stand behind what opens with a tap.
    const receipt = await phone.page.locator('main').textContent();
    expect(receipt).toContain(pictureWord(looks!.picture!, 'nl'));
    await friend.phone.tap(friend.phone.page.locator('.helper-bar button'));
    expect([friend.phone.path, await friend.phone.page.locator('a[href^="/for/"]').count()]).toEqual([
      '/',
      0,
    ]);
    await friend.phone.close();
    await phone.close();
  });

  it('for who lets me look: what they have is covered, and every look is theirs to read', async () => {
    const { phone, person } = await somebody();
    const owner = await town.person({ nickname: 'Oma' });
    await earns(owner, 200n);
    const wish = { who: { personId: person.id }, gives: 'may_see' } as const;
    const given = await town
      .get(TrustsService)
      .give(acting(town.communityId, owner.id), town.communityId, wish);
    if (given.kind === 'refused') throw new Error(given.code);
    await phone.open('/');
    phone.acts = 0;
    await phone.tap(phone.page.locator('a[href^="/for/"]'));
    await fits(phone);
    expect(await phone.page.locator('main .amount').count()).toBe(0);
    await phone.tap(phone.page.locator('a[href$="/purse"]'));
    expect(phone.acts).toBe(2);
    await fits(phone);
    expect(await phone.page.locator('main .amount').count()).toBe(1);
    const seen = await town
      .get(AuditService)
      .list(systemActor('test'), { communityId: town.communityId, partyId: owner.id });
    expect(seen.lines).toContainEqual(expect.objectContaining({ act: 'read_account', actorId: person.id }));
    await phone.open(`/for/${given.seen.trust.id}/pay`);
    await phone.show(await town.code(soup, { amount: 100n }));
    expect(await town.balanceOf(owner)).toBe(200n);
    expect(await phone.page.locator('form.confirm').count()).toBe(0);
    // What is given to one opens nothing for another.
    const stranger = await somebody();
    expect((await stranger.phone.open(`/for/${given.seen.trust.id}/purse`)).status()).toBe(410);
    await stranger.phone.close();
    await phone.close();
  });

  it('trusts nobody by a code that is no card, nor oneself', async () => {
    const { phone, person } = await somebody();
    const own = await town.card(person, null);
    await phone.open('/me/trust');
    for (const code of [await town.code(soup), own.url]) {
      await phone.show(code);
      expect(await phone.page.locator('.summary').count()).toBe(1);
    }
    await phone.close();
  });

  function somebody(wish: Partial<NewPersonWish> = {}) {
    return somebodyAt({ town, browser, look }, wish);
  }

  function earns(person: Party, amount: bigint): Promise<void> {
    return earnsAt({ town, browser, look }, person, amount);
  }
});

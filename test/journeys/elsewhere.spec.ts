import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardOpeningService } from '../../src/access/card-opening.service.js';
import { CardsService } from '../../src/access/cards.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { acting } from '../../src/cli/story-acting.js';
import { Faces } from '../../src/communities/faces.js';
import { newUuid } from '../../src/database/ids.js';
import { ObjectionsService } from '../../src/payments/objections.service.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { TrustsService } from '../../src/payments/trusts.service.js';
import { openBrowser } from '../support/browser.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { choicesOn } from './page-sizes.js';
import { Walker } from './walker.js';

const command = systemActor('test');
const secret = 'cat boat apple';
/** Three drawings are one act. */
const tapsMore = 2;
/** U21. */
const choicesMost = 6;

interface Member extends Party {
  readonly card: string;
  readonly number: string;
  readonly secret: string | null;
}

/** Whoever has a card and nothing else does what a telephone of one's own does, beside a helper and at a kiosk (U07). */
describe.each([
  { at: 'visit', locale: 'nl-BE', javaScriptEnabled: true, whole: true },
  { at: 'kiosk', locale: 'ar', javaScriptEnabled: false, whole: true },
  { at: 'visit', locale: 'ar', javaScriptEnabled: false, whole: false },
  { at: 'kiosk', locale: 'nl-BE', javaScriptEnabled: true, whole: false },
])('a paper card at a $at, in $locale, scripts: $javaScriptEnabled', ({ at, whole, ...look }) => {
  let town: JourneyTown;
  let browser: Browser;
  let helper: Party;
  let helperCard: string;
  let soup: Party;
  let device: Walker;
  const isKiosk = at === 'kiosk';
  // Without scripts a photograph is sent with a tap of its own.
  const more = look.javaScriptEnabled ? 0 : 1;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    soup = await town.group('Soepgroep');
    helper = await town.helper(soup);
    helperCard = (await town.card(helper, null)).url;
    device = await Walker.start(browser, town.url, look);
    await device.comeIn(await town.link(helper));
    if (!isKiosk) return;
    await device.open('/hub');
    await device.tap(device.page.locator('form.confirm button.yes'));
  });
  afterAll(async () => {
    await device.close();
    await browser.close();
    await town.close();
  });

  it('stopping: my card, stop, the rest to the pot, secret: four acts, and after it nothing is open', async () => {
    const member = await aMember(secret, { nickname: 'Weg', earns: 150n });
    const home = await opened(member);
    await judged();
    await go(`${home}/card`);
    await go(`${home}/stop`);
    await go(`${home}/stop/pot`);
    await tapSecret('tree boat cat');
    expect(await device.page.locator('.summary').count()).toBe(1);
    expect(await closed(member)).toBe(false);
    device.acts -= 3;
    const form = { ...(await device.fieldsOf('form.stacked')), first: 'cat', second: 'boat', third: 'apple' };
    await tapSecret(secret);
    expect(device.acts - tapsMore).toBe(4);
    const proof = await device.text();
    expect(proof).toContain('Rabot');
    expect(proof).not.toContain('Weg');
    await fits(device);
    expect(await closed(member)).toBe(true);
    expect([await town.balanceOf(member), await opens(member)]).toEqual([0n, 'card_blocked']);
    const settled = await town.get(ExchangesReading).entries('rabot', member.account, null, 1);
    const booked = await town.get(ExchangesReading).find('rabot', settled[0]!.exchangeId);
    expect(booked).toMatchObject({ kind: 'settlement', helperId: helper.id });
    // The same form once more gives the same proof, whoever is there by then.
    const again = await send(`${home}/stop/yes`, form);
    expect(again.status()).toBe(200);
    expect(await again.text()).toContain('Rabot');
    for (let i = 0; i < 4; i++) {
      await device.page.goBack().catch(() => undefined);
      expect(await device.page.locator('.purse, .nine, form.scan[action$="/stop/card"]').count()).toBe(0);
    }
    const open = await device.context.request.get(`${town.url}${home}/stop`, { maxRedirects: 0 });
    expect([303, 410]).toContain(open.status());
    const names = (await device.context.cookies()).map(({ name }) => name);
    expect(names).not.toContain('visit_open');
    await town.theBooksBalance();
  });

  if (!whole) return;

  it('what we know of me: my card, and then all of it: two acts; a found card tells nothing of it', async () => {
    const bare = await aMember(null, { nickname: 'Vinder' });
    await device.open(`${await opened(bare)}/privacy`);
    expect(await device.text()).not.toContain('Vinder');
    const member = await aMember(secret, { nickname: 'Noor' });
    const home = await opened(member);
    await go(`${home}/card`);
    await go(`${home}/privacy`);
    expect(device.acts).toBe(2);
    expect(await device.text()).toContain('Noor');
    const phone = await Walker.start(browser, town.url, look);
    await phone.scan(member.card);
    await tapSecret(secret, phone);
    await phone.open('/purse');
    expect(phone.path).toBe('/purse');
    await device.open(`${home}/privacy`);
    await device.tap(device.page.locator('form[action$="/elsewhere"] button'));
    expect(device.path).toBe(`${home}/privacy`);
    await phone.open('/purse');
    expect(phone.path).toBe('/');
    await phone.close();
  });

  it('a card alone stops nobody, nor the secret of another, nor the form of another visit', async () => {
    const bare = await aMember(null);
    const bareHome = await opened(bare);
    await judged();
    for (const what of ['stop', 'trust']) {
      await device.open(`${bareHome}/${what}`);
      await judged();
      expect(await device.text()).toContain('Vraag een helper.');
      expect(await device.page.locator('.nine, form.scan, a[href$="/stop/pot"]').count()).toBe(0);
    }
    const member = await aMember(secret);
    const other = await aMember('tree key sun');
    const home = await opened(member);
    await device.open(`${home}/stop/pot`);
    const first = await device.fieldsOf('form.stacked');
    await tapSecret('tree key sun');
    expect(await device.page.locator('.summary').count()).toBe(1);
    const otherHome = await opened(other);
    await device.open(`${otherHome}/stop/pot`);
    const second = await device.fieldsOf('form.stacked');
    const taps = { first: 'tree', second: 'key', third: 'sun' };
    const tampered = [
      { ...second, who: first.who! },
      { ...second, who: 'made up' },
      { ...second, _csrf: 'made up' },
    ];
    for (const form of tampered) {
      const answer = await send(`${otherHome}/stop/yes`, { ...form, ...taps });
      expect(answer.status()).toBe(403);
    }
    // Beside a helper the address says whose visit it is; at a kiosk the form does.
    if (isKiosk) {
      const mixed = await send(`${otherHome}/stop/yes`, { ...second, ...taps, visit: first.visit! });
      expect(mixed.status()).toBe(303);
    }
    // What a page for the card alone says is no way round it either.
    const bareAgain = await opened(bare);
    const mine = await device.fieldsOf('form:has(input[name=_csrf])');
    const late = await send(`${bareAgain}/stop/yes`, { ...second, ...taps, _csrf: mine._csrf ?? '' });
    expect(late.status()).toBeGreaterThanOrEqual(300);
    for (const each of [bare, member, other]) expect(await closed(each)).toBe(false);
  });

  it('thanks for an hour: pay, the card of who helped, how much, yes: four acts; the pot as many', async () => {
    const member = await aMember(null);
    const friend = await aMember(secret);
    await shown(member);
    device.acts = 0;
    await device.tap(device.page.locator('main a[href$="/pay"]'));
    await judged();
    await device.show(friend.card);
    await judged();
    await device.tap(device.page.locator('.amount-tiles button[value="100"]'));
    await judged();
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.acts).toBe(4 + more);
    expect([await town.balanceOf(member), await town.balanceOf(friend)]).toEqual([-100n, 100n]);
    await shown(friend);
    device.acts = 0;
    await device.tap(device.page.locator('main a[href$="/pay"]'));
    await device.tap(device.page.locator('form[action$="/pay/pot"] button'));
    await device.tap(device.page.locator('.amount-tiles button[value="100"]'));
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.acts).toBe(4);
    expect(await town.balanceOf(friend)).toBe(0n);
  });

  it('whom I trust: my card, trust, their card, how much and my secret; one tap ends it', async () => {
    const member = await aMember(secret);
    const friend = await aMember(null);
    const home = await opened(member);
    await device.tap(device.page.locator('main a[href$="/card"]'));
    await go(`${home}/trust`);
    await device.show(friend.card);
    await judged();
    await device.tap(device.page.locator('button[name=amount]').nth(1));
    await judged();
    const form = await device.fieldsOf('form.stacked');
    await tapSecret(secret);
    // As on a telephone of one's own, and the secret, as above what a card may alone.
    expect(device.acts - tapsMore).toBe(4 + 1 + more);
    expect(device.path).toBe(`${home}/trust`);
    await judged();
    expect(await trustsOf(member)).toMatchObject([
      { trustedId: friend.id, perWeek: { currency: 'UUR', amount: 200n } },
    ]);
    await device.tap(device.page.locator('main form[action$="/end"] button'));
    expect(await trustsOf(member)).toEqual([]);
    // Nobody appoints themselves: not with their card, not in the form, not without the secret in that very act.
    await device.show(helperCard);
    expect(await device.page.locator('.summary').count()).toBe(1);
    const taps = { first: 'cat', second: 'boat', third: 'apple' };
    for (const sent of [{ ...form, ...taps, who: helper.id }, form, { ...form, ...taps, third: 'sun' }])
      await send(`${home}/trust`, sent);
    expect(await trustsOf(member)).toEqual([]);
  });

  // The pages are the same at both.
  if (isKiosk) return;

  it('the rest goes to whose card is scanned, and never to who helps', async () => {
    const member = await aMember(secret, { earns: 100n });
    const friend = await aMember(null);
    const home = await opened(member);
    await device.open(`${home}/stop`);
    await device.show(helperCard);
    expect(await device.page.locator('.summary').count()).toBe(1);
    await device.show(friend.card);
    await judged();
    await tapSecret(secret);
    expect([await closed(member), await town.balanceOf(friend)]).toEqual([true, 100n]);
  });

  it('who still has something to give hears so first', async () => {
    const member = await aMember(secret);
    await gives(member, soup, 100n);
    const home = await opened(member);
    await device.open(`${home}/stop`);
    await judged();
    expect(await device.text()).toContain('Er moet eerst nog iets gegeven worden.');
    expect(await device.page.locator('a[href$="/stop/pot"], form.scan').count()).toBe(0);
    await device.open(`${home}/stop/pot`);
    await tapSecret(secret);
    expect(await device.text()).toContain('Er moet eerst nog iets gegeven worden.');
    expect(await closed(member)).toBe(false);
  });

  it('whoever chose the secret this week learns and stops nothing with it', async () => {
    const member = await aMember(null);
    const helping = { ...command, id: helper.id };
    const card = await town.get(CardsService).scanned(command, 'rabot', member.number);
    const set = await town.get(CardsService).setSecret(helping, 'rabot', card!.id, secret);
    expect(set.kind).toBe('done');
    const home = await opened(member, secret);
    for (const what of ['privacy', 'trust', 'stop', 'stop/pot']) {
      await device.open(`${home}/${what}`);
      expect(await device.text()).toContain('Vraag dit aan een andere helper.');
      expect(await device.page.locator('form.confirm, form.scan, .facts, .nine').count()).toBe(0);
    }
    expect(await closed(member)).toBe(false);
  });

  it('what one gave last is not right: my card, not right, what', async () => {
    const member = await aMember(secret);
    const home = await opened(member);
    await device.open(`${home}/card`);
    expect(await device.page.locator('a[href$="/wrong"]').count()).toBe(0);
    const exchange = await gives(member, soup, 100n);
    await device.open(home);
    device.acts = 0;
    await device.tap(device.page.locator('main a[href$="/card"]'));
    await go(`${home}/wrong`);
    await device.tap(device.page.locator('button[name=reason][value=wrong_amount]'));
    expect(device.acts).toBe(3);
    await judged();
    const said = await town.get(ObjectionsService).toAccount(command, 'rabot', soup.account);
    expect(said.find(({ exchangeId }) => exchangeId === exchange)).toMatchObject({
      ...{ reason: 'wrong_amount', state: 'open' },
    });
  });

  async function aMember(
    own: string | null,
    { nickname, earns }: { nickname?: string; earns?: bigint } = {},
  ): Promise<Member> {
    const language = look.locale === 'ar' ? 'ar' : 'nl';
    const member = await town.person({ language, ...(nickname !== undefined && { nickname }) });
    const { url, number } = await town.card(member, own);
    if (earns !== undefined) await gives(await town.person(), member, earns);
    return { ...member, card: url, number, secret: own };
  }

  /** @returns the exchange */
  async function gives(from: Party, to: Party, amount: bigint): Promise<string> {
    const wish = { orderId: newUuid(town.clock.now()), from: from.account, to: to.account, amount };
    const answer = await town.get(PaymentsService).pay(acting('rabot', from.id), 'rabot', wish);
    if (answer.kind !== 'posted') throw new Error(answer.code);
    return answer.exchangeId;
  }

  /** Shows their card. @returns where their visit is */
  async function shown(member: Member): Promise<string> {
    await device.open(isKiosk ? '/hub' : '/helping');
    await device.show(member.card);
    return device.path;
  }

  /** Their card, and what opens it. @returns where what they have is */
  async function opened(member: Member, own: string | null = null): Promise<string> {
    const visit = await shown(member);
    const nine = device.page.locator('.nine');
    if ((await nine.count()) > 0) await tapSecret(own ?? member.secret!);
    else if (!isKiosk) await device.tap(device.page.locator('main a[href$="/own"]'));
    const home = isKiosk ? '/hub/me' : `${visit}/own`;
    expect(device.path).toBe(home);
    device.acts = 0;
    return home;
  }

  async function go(path: string): Promise<void> {
    await device.tap(device.page.locator(`main a[href="${path}"]`));
    expect(device.path).toBe(path);
    await judged();
  }

  /** Can be read, fits, can be heard in Dutch, and asks for no more than six things. */
  async function judged(): Promise<void> {
    await fits(device);
    const choices = await choicesOn(device.page);
    expect({ at: device.path, choices: choices.slice(choicesMost) }).toEqual({
      at: device.path,
      choices: [],
    });
    if (look.locale === 'nl-BE')
      expect({ at: device.path, ears: await device.page.locator('header .ear[data-clips]').count() }).toEqual(
        {
          ...{ at: device.path, ears: 1 },
        },
      );
  }

  async function tapSecret(drawings: string, screen = device): Promise<void> {
    for (const each of drawings.split(' '))
      await screen.tap(screen.page.locator(`.nine button[value="${each}"]`));
  }

  function send(path: string, form: Record<string, string>) {
    const headers = { 'sec-fetch-site': 'same-origin' };
    return device.context.request.post(town.url + path, { form, headers, maxRedirects: 0 });
  }

  async function closed({ id }: Party): Promise<boolean> {
    return (await town.get(Faces).one('rabot', id))!.closed;
  }

  async function opens({ card }: Member): Promise<string> {
    const token = card.slice(card.lastIndexOf('/') + 1);
    const answer = await town.get(CardOpeningService).open({ token }, null, { id: 'x', via: 'x' });
    return answer.kind === 'refused' ? answer.code : answer.kind;
  }

  async function trustsOf({ id }: Party) {
    const all = await town.get(TrustsService).list(acting('rabot', id), 'rabot');
    return all.filter(({ isOver }) => !isOver).map(({ trust }) => trust);
  }
});

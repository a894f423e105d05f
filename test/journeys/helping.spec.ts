import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { AuditService } from '../../src/access/audit.service.js';
import { CardOpeningService } from '../../src/access/card-opening.service.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { Database } from '../../src/database/database.js';
import { openBrowser } from '../support/browser.js';
import { fits } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const command = systemActor('test');
const secret = 'cat boat apple';
const fresh = ['sun', 'key', 'house'];

describe.each([
  { locale: 'ar', javaScriptEnabled: true },
  { locale: 'nl-BE', javaScriptEnabled: false },
])('helping in the street, in $locale, scripts: $javaScriptEnabled', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let device: Walker;
  let helper: Party;
  let soup: Party;
  const more = look.javaScriptEnabled ? 0 : 1;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    helper = await aHelper();
    soup = await town.group('Soepgroep');
    device = await Walker.start(browser, town.url, look);
    await device.comeIn(await town.link(helper));
  });
  afterAll(async () => {
    await device.close();
    await browser.close();
    await town.close();
  });
  beforeEach(async () => {
    await device.open('/helping');
    device.acts = 0;
  });

  it('joining: somebody new, language, drawing, a blank card, heard and yes: five acts', async () => {
    const blank = await aBlank();
    await device.tap(device.page.locator('a[href="/helping/new"]'));
    await fits(device);
    await device.tap(device.page.locator('a[href="/helping/new?language=ar"]'));
    // From here on it is the member's page, in their language beside Dutch.
    expect(await device.page.locator('html').getAttribute('dir')).toBe('rtl');
    await fits(device);
    await device.tap(device.page.locator('.faces a').first());
    await device.show(blank.url);
    expect(await device.page.locator('.helper-bar').count()).toBe(1);
    await fits(device);
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.acts).toBe(5 + more);
    // The next page offers a secret on the same device, and none is a choice too.
    expect(device.path).toMatch(/\/secret$/);
    await fits(device);
    const opened = await town.get(CardOpeningService).open({ token: tokenOf(blank.url) }, null, aDevice);
    if (opened.kind === 'refused') throw new Error(opened.code);
    const heard = await town
      .get(AuditService)
      .list(command, { communityId: town.communityId, partyId: opened.actor.id });
    expect(heard.lines.map(({ act }) => act)).toContain('agree');
  });

  it('two taps on the last yes let one person in', async () => {
    const blank = await aBlank();
    await device.open('/helping/new?language=nl');
    await device.tap(device.page.locator('.faces a').first());
    await device.show(blank.url);
    const before = await countPersons();
    const form = await device.fieldsOf('form.confirm');
    for (let i = 0; i < 2; i++) {
      const answer = await device.context.request.post(`${town.url}/helping/new`, { form, maxRedirects: 0 });
      expect(answer.status()).toBe(303);
      expect(answer.headers().location).toMatch(/^\/helping\/visits\//);
    }
    expect(await countPersons()).toBe(before + 1);
  });

  it('a card that has a member, or a code that is none, is no new card', async () => {
    const member = await aMember(null);
    await device.open('/helping/new?language=nl');
    await device.tap(device.page.locator('.faces a').first());
    await device.show(member.url);
    expect(await device.page.locator('.summary').count()).toBe(1);
    await device.show(await town.code(soup));
    expect(await device.page.locator('.summary').count()).toBe(1);
    await device.show((await aBlank()).url);
    expect(await device.page.locator('form.confirm').count()).toBe(1);
  });

  it('a forgotten secret: the card, new secret, three drawings, yes: four acts', async () => {
    const member = await aMember(secret);
    await device.show(member.url);
    await device.tap(device.page.locator('a[href$="/secret"]'));
    for (const picture of fresh) await drawing(picture);
    await fits(device);
    await device.tap(device.page.locator('form.confirm button.yes'));
    // Three drawings are one choice.
    expect(device.acts - 2).toBe(4 + more);
    const opened = await town
      .get(CardOpeningService)
      .open({ token: tokenOf(member.url) }, fresh.join(' '), aDevice);
    expect(opened.kind).toBe('opened');
  });

  it('the same drawing twice is said, and what was tapped stays', async () => {
    const member = await aMember(secret);
    await device.show(member.url);
    await device.tap(device.page.locator('a[href$="/secret"]'));
    for (const picture of ['sun', 'sun']) await drawing(picture);
    expect(await device.page.locator('.summary').count()).toBe(1);
    for (const picture of ['key', 'house']) await drawing(picture);
    expect(await device.page.locator('.chosen li').count()).toBe(3);
  });

  it('a lost card: the drawing, close it, the new card, yes: four acts', async () => {
    const member = await aMember(secret);
    const blank = await aBlank();
    await device.open('/helping');
    await device.tap(device.page.locator(`a[href="/helping/people/${member.member.id}"]`));
    await fits(device);
    await device.tap(device.page.locator('form[action$="/block"] button'));
    await fits(device);
    await device.show(blank.url);
    await fits(device);
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(device.acts).toBe(4 + more);
    const opening = town.get(CardOpeningService);
    expect(await opening.open({ token: tokenOf(member.url) }, null, aDevice)).toMatchObject({
      code: 'card_blocked',
    });
    const opened = await opening.open({ token: tokenOf(blank.url) }, secret, aDevice);
    expect(opened).toMatchObject({ kind: 'opened', actor: { id: member.member.id } });
  });

  it('a number that is typed does for a blank, and never for a visit', async () => {
    const member = await aMember(null);
    await type(member.number);
    expect(device.path).toBe('/helping/card');
    expect(await device.page.locator('.summary').count()).toBe(1);
    const blank = await aBlank();
    await device.open('/helping/new?language=nl');
    await device.tap(device.page.locator('.faces a').first());
    await type(blank.number);
    await device.tap(device.page.locator('form.confirm button.yes'));
    // As after a scan: the secret is asked, and nothing is said of what they had before.
    expect(device.path).toMatch(/^\/helping\/visits\/\w+\/secret$/);
    for (const picture of fresh) await drawing(picture);
    await device.tap(device.page.locator('form.confirm button.yes'));
    const opened = await town
      .get(CardOpeningService)
      .open({ token: tokenOf(blank.url) }, fresh.join(' '), aDevice);
    expect(opened.kind).toBe('opened');
    // Something was chosen for it by now: the number alone begins nothing any more, however often it is sent.
    const form = { _csrf: '', language: 'nl', picture: 'fox', card: blank.number };
    await device.open('/helping/new?language=nl&picture=fox');
    Object.assign(form, await device.fieldsOf('form.scan'));
    const answer = await device.context.request.post(`${town.url}/helping/new`, { form, maxRedirects: 0 });
    expect(answer.headers().location ?? '').not.toContain('/visits/');
  });

  it('is heard before anybody says yes: what is kept, who sees it, and that one may stop', async () => {
    const blank = await aBlank();
    await device.open('/helping/new?language=nl');
    await device.tap(device.page.locator('.faces a').first());
    await device.show(blank.url);
    const clips = (await device.page.locator('header .ear').getAttribute('data-clips')) ?? '';
    const said = [...clips.matchAll(/nl\/([\w.]+)\.[0-9a-f]{16}/g)].map(([, name]) => name);
    expect(said.slice(-8)).toEqual([
      ...['we_keep', 'no_name', 'who_sees', 'ask_first', 'may_stop', 'agree'].map((key) => `joining.${key}`),
      ...['buttons.yes', 'buttons.no'],
    ]);
    expect(said).toContain('helped.by.2');
    // Back leads to the blank, with the same drawing.
    await device.tap(device.page.locator('header a.corner').first());
    expect(await device.page.locator('form.scan').count()).toBe(1);
    expect(await device.page.locator('form.scan input[name=picture]').inputValue()).not.toBe('');
  });

  it('a blank that is scanned with the camera of the telephone leads on', async () => {
    await device.scan((await aBlank()).url);
    expect(device.path).toBe('/k');
    expect(await device.page.locator('.nine').count()).toBe(0);
    await fits(device);
    await device.tap(device.page.locator('main a[href="/helping/new"]'));
    expect(device.path).toBe('/helping/new');
  });

  it('says on every page who helps, pays for the member, and ends with one tap', async () => {
    const member = await aMember(secret);
    await device.show(member.url);
    await saysWhoHelps();
    await fits(device);
    await device.tap(device.page.locator('a[href$="/pay"]'));
    await saysWhoHelps();
    await fits(device);
    await device.show(await town.code(soup, { amount: 100n }));
    await saysWhoHelps();
    await fits(device);
    await device.tap(device.page.locator('form.confirm button.yes'));
    await saysWhoHelps();
    expect(await town.balanceOf(member.member)).toBe(-100n);
    // Neither what they have nor what they gave stands on the helper's screen.
    expect(await device.page.locator('main .figure').count()).toBe(0);
    // The foot ends the help as well, and signs nobody out.
    const ends = await device.page.locator('.helper-bar form, footer form').evaluateAll((all) => {
      return all.map((form) => (form as HTMLFormElement).getAttribute('action'));
    });
    expect(ends).toEqual([ends[0], ends[0]]);
    await device.tap(device.page.locator('footer form button').first());
    expect(device.path).toBe('/helping');
    expect(await device.page.locator('.helper-bar').count()).toBe(0);
  });

  it('above what a card may alone, the member taps their secret', async () => {
    const member = await aMember(secret);
    await device.show(member.url);
    await device.tap(device.page.locator('a[href$="/pay"]'));
    await device.show(await town.code(soup));
    await fits(device);
    await device.tap(device.page.locator('.amount-tiles button').last());
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(await town.balanceOf(member.member)).toBe(0n);
    await fits(device);
    for (const picture of ['tree', 'boat', 'cat']) await drawing(picture);
    expect(await device.page.locator('.summary').count()).toBe(1);
    for (const picture of secret.split(' ')) await drawing(picture);
    expect(await town.balanceOf(member.member)).toBe(-300n);
  });

  it('whoever chose the secret this week does not pay with it, and is told who does', async () => {
    const member = await aMember(secret);
    await device.show(member.url);
    await device.tap(device.page.locator('a[href$="/secret"]'));
    for (const picture of fresh) await drawing(picture);
    await device.tap(device.page.locator('form.confirm button.yes'));
    await device.tap(device.page.locator('a[href$="/pay"]'));
    await device.show(await town.code(soup, { amount: 300n }));
    await device.tap(device.page.locator('form.confirm button.yes'));
    for (const picture of fresh) await drawing(picture);
    expect(await device.text()).toContain('Vraag dit aan een andere helper.');
    expect(await town.balanceOf(member.member)).toBe(0n);
  });

  it('shows what the member has after their own secret, in two acts, says who sees it, and closes', async () => {
    const member = await aMember(secret);
    await device.show(member.url);
    const visit = device.path;
    // Before it nothing of it stands on the helper's screen, at no address either.
    expect(await device.page.locator('main .figure').count()).toBe(0);
    for (const path of ['own', 'own/code', 'own/slip', 'own/year']) {
      await device.open(`${visit}/${path}`);
      expect({ path, at: device.path }).toEqual({ path, at: visit });
    }
    for (const picture of ['tree', 'boat', 'cat']) await drawing(picture);
    expect(await device.page.locator('.summary').count()).toBe(1);
    expect(await device.page.locator('main .figure').count()).toBe(0);
    await device.open('/helping');
    device.acts = 0;
    await device.show(member.url);
    const now = device.path;
    for (const picture of secret.split(' ')) await drawing(picture);
    // Three drawings are one act.
    expect(device.acts - 2).toBe(2 + more);
    expect(device.path).toBe(`${now}/own`);
    expect(await device.page.locator('.purse .figure').innerText()).toBe('0');
    expect(await device.text()).toContain('Je helper ziet dit nu ook.');
    await saysWhoHelps();
    await fits(device);
    for (const path of ['code', 'slip', 'year']) {
      await device.open(`${now}/own/${path}`);
      expect(device.path).toBe(`${now}/own/${path}`);
      await saysWhoHelps();
    }
    await device.tap(device.page.locator('form[action$="/own/close"] button'));
    expect(device.path).toBe(now);
    for (let i = 0; i < 3; i++) {
      await device.page.goBack().catch(() => undefined);
      expect(await device.page.locator('.purse, .slip, svg.qr').count()).toBe(0);
    }
    // The next visit begins closed, whoever's card it is.
    await device.open('/helping');
    await device.show(member.url);
    await device.open(`${device.path}/own`);
    expect(await device.page.locator('main .figure').count()).toBe(0);
  });

  it('says what no secret means, and then the card alone opens what it holds with a tap', async () => {
    const blank = await aBlank();
    await device.open('/helping/new?language=nl');
    await device.tap(device.page.locator('.faces a').first());
    await device.show(blank.url);
    await device.tap(device.page.locator('form.confirm button.yes'));
    expect(await device.text()).toContain('Wie je kaart heeft, ziet ook wat je hebt.');
    await fits(device);
    await device.open('/helping');
    device.acts = 0;
    await device.show(blank.url);
    expect(await device.page.locator('main .figure, .nine').count()).toBe(0);
    await device.tap(device.page.locator('main a[href$="/own"]'));
    expect(device.acts).toBe(2 + more);
    expect(await device.page.locator('.purse .figure').innerText()).toBe('0');
    await fits(device);
  });

  it('a visit that is over says so, and Back opens nothing of it', async () => {
    const member = await aMember(secret);
    await device.show(member.url);
    const visit = device.path;
    await device.tap(device.page.locator('.helper-bar button'));
    expect((await device.open(visit)).status()).toBe(410);
    expect((await device.open(`${visit}/pay`)).status()).toBe(410);
    expect((await device.open(`${visit}/secret`)).status()).toBe(410);
    await device.page.goBack();
    expect(await device.page.locator('.helper-bar').count()).toBe(0);
  });

  it('is for helpers only', async () => {
    const somebody = await Walker.start(browser, town.url, look);
    await somebody.comeIn(await town.link(await town.person()));
    for (const path of ['/helping', '/helping/new', `/helping/people/${helper.id}`])
      expect((await somebody.open(path)).status()).toBe(403);
    await somebody.close();
  });

  async function aHelper(): Promise<Party> {
    const person = await town.person();
    const { communityId } = town;
    const group = await town.group('Buurtwerk');
    const mandate = {
      communityId,
      actorId: person.id,
      role: 'helper',
      partyId: group.id,
      until: null,
    } as const;
    const granted = await town.get(MandatesService).grant(command, mandate);
    if (granted.kind === 'refused') throw new Error(granted.code);
    return person;
  }

  async function aBlank(): Promise<{ url: string; number: string }> {
    const made = await town.get(CardStockService).make(command, town.communityId, 1);
    if (made.kind === 'refused') throw new Error(made.code);
    return made.blanks[0]!;
  }

  async function aMember(own: string | null) {
    const member = await town.person();
    return { member, ...(await town.card(member, own)) };
  }

  async function type(code: string): Promise<void> {
    await device.enter(device.page.locator('input[name=code]'), code);
    await device.tap(device.page.locator('form.scan button[type=submit]'));
  }

  async function drawing(picture: string): Promise<void> {
    await device.tap(device.page.locator(`.nine button[value="${picture}"]`));
  }

  async function saysWhoHelps(): Promise<void> {
    expect(await device.page.locator('.helper-bar p').innerText()).toContain('helpt jou');
    expect(await device.page.locator('body.helped').count()).toBe(1);
  }

  async function countPersons(): Promise<number> {
    const row = await town.get(Database).reader.one('select count(*) as n from persons');
    return Number(row!.n);
  }
});

const aDevice = { id: 'test', via: 'test' };

function tokenOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

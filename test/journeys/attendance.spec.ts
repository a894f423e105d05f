import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardsService } from '../../src/access/cards.service.js';
import { acting } from '../../src/cli/story-acting.js';
import { newUuid } from '../../src/database/ids.js';
import { PaymentsService } from '../../src/payments/payments.service.js';
import { openBrowser } from '../support/browser.js';
import { cameraFlags, filmOf, tableOf } from '../support/camera.js';
import { barriersFor, tooWide } from './barriers.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Knocks } from './knocks.js';
import { Walker } from './walker.js';

const command = systemActor('test');
const yes = 'form.confirm button.yes';
const chips = '.chip bdi';

interface Holder {
  readonly member: Party;
  readonly url: string;
  readonly number: string;
}

describe('who was there, for who keeps the purse of a group', () => {
  let town: JourneyTown;
  let browser: Browser;
  let cook: Party;
  let soup: Party;
  let path: string;

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    cook = await town.person();
    soup = await town.group('Soepgroep', [cook.id]);
    path = `/c/rabot/attendance/${soup.account}`;
  });
  afterAll(async () => {
    await town.theBooksBalance();
    await browser.close();
    await town.close();
  });

  it('card after card or a table full of them, how much, yes: n and three acts; the same again: n and one', async () => {
    const phone = await comeIn('nl-BE', true);
    const came = await holders(4);
    const before = await town.balanceOf(soup);
    await phone.tap(phone.page.locator(`main a[href="${path}"]`));
    await fits(phone);
    await phone.show(came[0]!.url);
    await phone.show(came[1]!.url);
    await types(phone, `${came[2]!.number.toLowerCase()}, ${came[3]!.number} ${came[0]!.number} 0000Z`);
    // Typing and sending is two acts where one scan is one.
    phone.acts -= 1;
    expect(await phone.page.locator(chips).allInnerTexts()).toEqual(
      came.map(({ number }) => number).reverse(),
    );
    const leftOut = await phone.page.locator('.rows').innerText();
    expect(leftOut).toMatch(/Deze kaart staat al op de lijst.*0000Z.*We kennen deze kaart niet/s);
    await fits(phone);
    // Nothing of what anybody on the list has, and no code of a card.
    const html = await phone.page.content();
    for (const { url } of came) expect(html.toUpperCase()).not.toContain(url.slice(-26).toUpperCase());
    await phone.tap(phone.page.locator('.amount-tiles button[value="50"]'));
    expect(await phone.page.locator('.amount-tiles [aria-pressed=true]').getAttribute('value')).toBe('50');
    expect(await phone.page.locator('.card .facts').innerText()).toMatch(
      /Soepgroep.*activiteit.*5 januari 2026/s,
    );
    expect(await phone.page.locator('.card .amount.big .figure').innerText()).toBe('2');
    await phone.tap(phone.page.locator(yes));
    // The card that was typed once more is no act of its own: the button on the first page, the amount, yes.
    expect(phone.acts).toBe(3 + 3);
    expect(phone.path).toMatch(/\/done\//);
    expect(await phone.heading()).toBe('Gelukt! 4 mensen kregen elk een half uur.');
    expect(await phone.page.locator(chips).count()).toBe(4);
    await fits(phone);
    for (const { member } of came) expect(await town.balanceOf(member)).toBe(50n);
    expect(await town.balanceOf(soup)).toBe(before - 200n);

    // The paper to sign.
    await phone.tapButton('Lijst om te tekenen');
    expect(await phone.page.locator('.attendance tbody tr').count()).toBe(4);
    for (const { number } of came)
      expect(await phone.page.locator('.attendance').innerText()).toContain(number);
    const type = phone.page.locator('.attendance td').first();
    // 12 points are 16 pixels.
    expect(
      await type.evaluate((cell) => Number(getComputedStyle(cell).fontSize.slice(0, -2))),
    ).toBeGreaterThanOrEqual(16);
    await fits(phone);

    // The amount and the day stay as they are.
    await phone.open(path);
    phone.acts = 0;
    await phone.photograph(
      await tableOf(
        browser,
        came.map(({ url }) => url),
      ),
    );
    expect(await phone.page.locator(chips).count()).toBe(4);
    expect(await phone.text()).toContain('4 mensen kregen al iets voor deze dag.');
    await phone.tap(phone.page.locator(yes));
    expect(phone.acts).toBe(2);
    for (const { member } of came) expect(await town.balanceOf(member)).toBe(100n);
    await phone.close();
  });

  it('too little is said and the list stays; somebody is taken off, another amount and day are chosen', async () => {
    const phone = await comeIn('nl-BE', true);
    const [first, second, third] = await holders(3);
    await phone.open(path);
    await types(phone, `${first!.number} ${second!.number}${third!.number}`);
    await phone.tap(phone.page.locator('button[value=amount]'));
    await fits(phone);
    await phone.enter(phone.page.locator('input[name=other]'), '0,1');
    await phone.tapButton('Verder');
    expect(await phone.page.locator('.summary').innerText()).toContain('halve uren of kwartieren');
    await phone.enter(phone.page.locator('input[name=other]'), '8');
    await phone.tapButton('Verder');
    expect(await phone.text()).toContain('De groep heeft nu te weinig.');
    expect(await phone.page.locator(yes).count()).toBe(0);
    for (const { number } of [second!, third!])
      await phone.tap(phone.page.locator(`.chip[value="${number}"]`));
    expect(await phone.page.locator(chips).allInnerTexts()).toEqual([first!.number]);
    await phone.tap(phone.page.locator('.amount-tiles button[value="100"]'));
    await phone.tap(phone.page.locator('button[value=day]'));
    await fits(phone);
    await phone.tap(phone.page.locator('button[name=day]').nth(13));
    await phone.tap(phone.page.locator(yes));
    expect(await phone.text()).toContain('23 december 2025');
    expect([await town.balanceOf(first!.member), await town.balanceOf(second!.member)]).toEqual([100n, 0n]);
    await phone.close();
  });

  it('in Arabic and without scripts the same, from a list on paper that was printed empty', async () => {
    const phone = await comeIn('ar', false);
    const came = await holders(2);
    await phone.open(`${path}/sheet`);
    expect(await phone.page.locator('.attendance tbody tr').count()).toBe(16);
    expect(await tooWide(phone.page)).toBe(0);
    await phone.open('/');
    phone.acts = 0;
    await phone.tap(phone.page.locator(`main a[href="${path}"]`));
    await types(phone, came.map(({ number }) => number).join(' '));
    await fits(phone);
    await phone.tap(phone.page.locator('.amount-tiles button[value="50"]'));
    await phone.tap(phone.page.locator(yes));
    expect(phone.acts).toBe(2 + 3);
    expect(phone.path).toMatch(/\/done\//);
    for (const { member } of came) expect(await town.balanceOf(member)).toBe(50n);
    await phone.close();
  });

  it('a card that still lies before the camera is taken once', async () => {
    const [holder] = await holders(1);
    const filmed = await openBrowser(cameraFlags(filmOf(holder!.url)));
    const phone = await Walker.start(filmed, town.url, { locale: 'nl-BE', permissions: ['camera'] });
    await phone.comeIn(await town.link(cook));
    let sent = 0;
    phone.page.on('request', (request) => void (request.method() === 'POST' && sent++));
    await phone.open(path);
    await phone.page.locator('.chip').waitFor();
    // The camera of the page that came back runs, and sees the same card.
    await phone.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1);
    expect(sent).toBe(1);
    await phone.tap(phone.page.locator('.amount-tiles button[value="50"]'));
    await phone.page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1);
    expect(sent).toBe(2);
    expect(await phone.page.locator(chips).allInnerTexts()).toEqual([holder!.number]);
    await filmed.close();
  });

  it('two yeses book once; what nobody chose on the page is refused in words; others find nothing', async () => {
    const knocks = new Knocks(town);
    const signed = await knocks.signedIn(cook);
    const [one, two] = await holders(2);
    const listed = await knocks.post(signed, path, { code: `${one!.number} ${two!.number}` });
    const fields = fieldsOf(listed.body);
    const before = await town.countExchanges();
    const tampered: ReadonlyArray<readonly [change: Record<string, string>, said: RegExp]> = [
      [{ amount: '-50' }, /Schrijf een getal|Kies hele uren/],
      [{ amount: '1' }, /Kies hele uren/],
      [{ amount: '9007199254740993' }, /Geef minder|Schrijf een getal|Kies hele uren/],
      [{ amount: 'veel' }, /Schrijf een getal/],
      [{ day: '2026-01-06' }, /Kies een dag van de laatste twee weken/],
      [{ day: '2025-01-06' }, /Kies een dag van de laatste twee weken/],
      [{ day: '<b>' }, /Kies een dag van de laatste twee weken/],
      [{ cards: `${fields.cards!} 0001A` }, /Deze lijst is veranderd/],
      [{ cards: one!.number }, /Deze lijst is veranderd/],
      [{ mark: 'x' }, /Deze lijst is veranderd/],
    ];
    for (const [change, said] of tampered) {
      const answer = await knocks.post(signed, `${path}/yes`, { ...fields, ...change });
      expect([change, answer.statusCode, said.test(answer.body)]).toEqual([change, 422, true]);
    }
    const { cards: _, mark: __, ...without } = fields;
    expect((await knocks.post(signed, `${path}/yes`, without)).body).toContain('We zien geen code');
    expect((await knocks.post(signed, `${path}/yes`, { ...fields, order: 'x' })).statusCode).toBeLessThan(
      500,
    );
    expect((await knocks.post(signed, path, { code: '<script>' })).body).not.toContain('<script>"');
    expect(await town.countExchanges()).toBe(before);

    const both = await Promise.all([1, 2].map(() => knocks.post(signed, `${path}/yes`, fields)));
    const done = `${path}/done/${fields.order!}`;
    expect(both.map(({ statusCode, headers }) => [statusCode, headers.location])).toEqual([
      [303, done],
      [303, done],
    ]);
    // Whoever goes back and changes how much sees what was given: nobody gets it twice.
    const changed = await knocks.post(signed, `${path}/yes`, { ...fields, amount: '300' });
    expect([changed.statusCode, changed.headers.location]).toEqual([303, done]);
    expect(await town.countExchanges()).toBe(before + 2);

    const other = await town.person();
    await town.group('Buren', [other.id]);
    const stranger = await knocks.signedIn(other);
    for (const page of [path, `${path}/sheet`, done, `${done}/sheet`])
      expect((await knocks.send('GET', page, { cookie: stranger.cookie })).statusCode).toBe(403);
    expect((await knocks.post(stranger, `${path}/yes`, fields)).statusCode).toBe(403);
    expect((await knocks.post(stranger, path, { code: one!.number })).statusCode).toBe(403);
    const own = `/c/rabot/attendance/${cook.account}`;
    expect((await knocks.send('GET', own, { cookie: signed.cookie })).statusCode).toBe(403);
    const unknown = `${path}/done/${fields.order!.replace(/^.{8}/, '00000000')}`;
    expect((await knocks.send('GET', unknown, { cookie: signed.cookie })).statusCode).toBe(404);
  });

  it('a list that was given is never given again, whatever became of it since', async () => {
    const knocks = new Knocks(town);
    const signed = await knocks.signedIn(cook);
    const [one, two, late] = await holders(3);
    const listed = await knocks.post(signed, path, { code: `${one!.number} ${two!.number}` });
    const fields = fieldsOf(listed.body);
    const done = `${path}/done/${fields.order!}`;
    await knocks.post(signed, `${path}/yes`, fields);
    const had = await town.balanceOf(one!.member);
    // The answer got lost, and meanwhile one of the cards was closed.
    const card = await town.get(CardsService).scanned(command, 'rabot', two!.number);
    await town.get(CardsService).block(command, 'rabot', card!.id);
    expect((await knocks.post(signed, `${path}/yes`, fields)).headers.location).toBe(done);
    // Somebody goes back, and one more card is scanned onto the old list.
    const more = await knocks.post(signed, path, { ...fields, code: late!.number });
    expect([more.statusCode, more.headers.location]).toEqual([303, done]);
    expect(await town.balanceOf(one!.member)).toBe(had);
    expect(await town.balanceOf(late!.member)).toBe(0n);

    // What was paid in another way is no list.
    const orderId = newUuid(town.clock.now());
    const pay = { orderId, from: soup.account, to: late!.member.account, amount: 25n };
    const paid = await town
      .get(PaymentsService)
      .pay(acting('rabot', cook.id, 'treasurer', soup.id), 'rabot', pay);
    expect(paid.kind).not.toBe('refused');
    expect((await knocks.send('GET', `${path}/done/${orderId}`, { cookie: signed.cookie })).statusCode).toBe(
      404,
    );
  });

  async function holders(count: number): Promise<Holder[]> {
    const made: Holder[] = [];
    for (let i = 0; i < count; i++) {
      const member = await town.person();
      made.push({ member, ...(await town.card(member, null)) });
    }
    return made;
  }

  async function comeIn(locale: string, javaScriptEnabled: boolean): Promise<Walker> {
    const phone = await Walker.start(browser, town.url, { locale, javaScriptEnabled });
    await phone.comeIn(await town.link(cook));
    return phone;
  }

  async function types(phone: Walker, numbers: string): Promise<void> {
    await phone.enter(phone.page.locator('form.scan input[name=code]'), numbers);
    await phone.tap(phone.page.locator('form.scan button[type=submit]'));
  }

  async function fits(phone: Walker): Promise<void> {
    expect(await barriersFor(phone)).toEqual([]);
    expect(await tooWide(phone.page)).toBe(0);
  }
});

/** The fields of the yes. */
function fieldsOf(html: string): Record<string, string> {
  const form = html.slice(html.indexOf('class="confirm"'));
  const pairs = [...form.split('</form>', 1)[0]!.matchAll(/name="(\w+)" value="([^"]*)"/g)];
  return Object.fromEntries(
    pairs.map(([, name, value]) => [name!, value!]).filter(([name]) => name !== '_csrf'),
  );
}

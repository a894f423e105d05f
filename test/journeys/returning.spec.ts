import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Actor } from '../../src/access/actor.js';
import { newUuid } from '../../src/database/ids.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { ExchangesService } from '../../src/payments/exchanges.service.js';
import { LookingService } from '../../src/payments/looking.service.js';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { Walker } from './walker.js';

const communityId = 'rabot';

let town: JourneyTown;
let browser: Browser;
let cook: Party;
let soup: Party;
let phone: Walker;

beforeAll(async () => {
  town = await JourneyTown.open('sqlite');
  browser = await openBrowser();
  cook = await town.person();
  soup = await town.group('Soepgroep Rabot', [cook.id]);
});
afterAll(async () => {
  await town.theBooksBalance();
  await browser.close();
  await town.close();
});
beforeEach(async () => {
  phone = await Walker.start(browser, town.url);
});
afterEach(() => phone.close());

describe('scanning before coming in', () => {
  it('asks who one is, and after the link shows the payment that was scanned', async () => {
    const code = await town.code(soup, { amount: 25n });
    const answer = await phone.scan(code);
    expect(answer.status()).toBe(401);
    expect(await phone.heading()).toBe('Wie ben jij?');
    expect(await wide(phone.page)).toBe(0);
    await phone.comeIn(await town.link(await town.person()));
    expect(phone.path).toBe(`/p/${tokenOf(code)}`);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(phone.path).toMatch(/^\/r\//);
  });

  it('happens once: whoever comes in next begins at the start', async () => {
    await phone.scan(await town.code(soup));
    await phone.comeIn(await town.link(await town.person()));
    await phone.comeIn(await town.link(await town.person()));
    expect(phone.path).toBe('/');
  });

  it('is forgotten when whoever was here is finished', async () => {
    await phone.comeIn(await town.link(await town.person()));
    await keep('way_back', `/p/${tokenOf(await town.code(soup))}`);
    await phone.tapButton('Klaar');
    expect(await kept('way_back')).toBeUndefined();
  });

  it('keeps nothing of an address that is no code, nor what stands behind one', async () => {
    await phone.open('/p/geen-code');
    expect(await kept('way_back')).toBeUndefined();
    const code = await town.code(soup);
    await phone.open(`${new URL(code).pathname}?amount=//evil.example`);
    expect(await kept('way_back')).toBe(`/p/${tokenOf(code)}`);
  });

  it.each([
    '//evil.example',
    'https://evil.example',
    'https:evil.example',
    '/\\evil.example',
    '/p/../../evil',
    '/p/..%2f..%2fevil',
    '/p//evil.example/000000',
    '/p/0000000000000000/../../l/1',
    '/p/0000000000000000?to=//evil.example',
    '/purse',
  ])('leads nowhere else when the browser was told %s', async (told) => {
    const link = await town.link(await town.person());
    const answer = await fetch(town.url + new URL(link).pathname + `?next=${encodeURIComponent(told)}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: `way_back=${told}`,
        origin: town.url,
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: '',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
  });
});

describe('the language', () => {
  it('is the own one of whoever comes in, and goes with them', async () => {
    await phone.open('/');
    expect(await spoken()).toBe('nl');
    await phone.comeIn(await town.link(await town.person({ language: 'fr' })));
    expect(await spoken()).toBe('fr');
    await phone.comeIn(await town.link(await town.person({ language: 'en' })));
    expect(await spoken()).toBe('en');
    await phone.tap(phone.page.locator('form[action="/finish"] button'));
    expect(phone.path).toBe('/finished');
    expect(await spoken()).toBe('nl');
  });

  it('stays the one that was chosen by hand, also for the next', async () => {
    await phone.open('/language/en');
    await phone.comeIn(await town.link(await town.person({ language: 'fr' })));
    expect(await spoken()).toBe('en');
    await phone.open('/language/nl');
    expect(await spoken()).toBe('nl');
  });

  it('lasts as long as the session on an own device', async () => {
    await phone.open(await town.link(await town.person({ language: 'fr' })));
    await phone.page.locator('input[name=own]').check();
    await phone.tap(phone.page.locator('button.main'));
    const cookies = await phone.context.cookies();
    const ends = new Map(cookies.map(({ name, expires }) => [name, expires]));
    expect(ends.get('own_language')).toBeGreaterThan(0);
    expect(Math.abs(ends.get('own_language')! - ends.get('samenmunt')!)).toBeLessThan(60);
  });
});

describe('going out', () => {
  it('is asked on an own device, where No changes nothing, and not on a shared one', async () => {
    const own = await town.person();
    await phone.open(await town.link(own));
    await phone.page.locator('input[name=own]').check();
    await phone.tap(phone.page.locator('button.main'));
    const finish = phone.page.locator('footer form[action="/finish"] button');
    await phone.tap(finish);
    expect(await phone.heading()).toBe('Wil je hier uitgaan?');
    await phone.tap(phone.page.locator('form.confirm a.no'));
    expect(await phone.page.locator('.greeting').count()).toBe(1);
    await phone.tap(finish);
    await phone.tap(phone.page.locator('form.confirm button.yes'));
    expect(phone.path).toBe('/finished');
    await phone.comeIn(await town.link(own));
    await phone.tap(finish);
    expect(phone.path).toBe('/finished');
  });
});

describe('an account', () => {
  it('of a group says the name of the group, on the cash box and on all lines', async () => {
    await phone.comeIn(await town.link(cook));
    for (const page of ['', '/statement']) {
      await phone.open(`/c/rabot/kas/${soup.account}${page}`);
      expect(await phone.page.locator('.owner').innerText()).toBe('Van wie: Soepgroep Rabot');
      expect(await wide(phone.page)).toBe(0);
    }
  });

  it('of myself says that it is mine', async () => {
    await phone.comeIn(await town.link(cook));
    await phone.open(`/c/rabot/kas/${cook.account}/statement`);
    expect(await phone.page.locator('.owner').innerText()).toBe('Van wie: van mij');
  });
});

describe('what was lent', () => {
  let lender: Party;
  let borrower: Party;

  beforeAll(async () => {
    [lender, borrower] = [await town.person(), await town.person()];
  });

  it('is on its receipt: lent until when, back for one, back for both', async () => {
    const { id, path } = await lend('2026-12-24');
    await phone.comeIn(await town.link(lender));
    await phone.open(path);
    expect(await phone.text()).toContain('uitgeleend tot en met');
    expect(await wide(phone.page)).toBe(0);
    await town.get(LookingService).returned(actorOf(borrower), communityId, id);
    await phone.open(path);
    expect(await phone.text()).toContain('één van jullie zegt: het is terug');
    expect(await phone.text()).not.toContain('uitgeleend');
    await town.get(LookingService).returned(actorOf(lender), communityId, id);
    await phone.open(path);
    expect(await phone.text()).toContain('het is terug');
    expect(await phone.text()).not.toContain('één van jullie');
  });

  it('without a day is still lent, and a stranger is not told', async () => {
    const { path } = await lend(null);
    await phone.open(path);
    expect(await phone.text()).not.toContain('uitgeleend');
    await phone.comeIn(await town.link(borrower));
    await phone.open(path);
    expect(await phone.text()).toContain('nog uitgeleend');
  });

  async function lend(conditionDate: string | null): Promise<{ id: string; path: string }> {
    const orderId = newUuid(town.clock.now());
    const answer = await town.get(ExchangesService).book(actorOf(lender), communityId, {
      ...{ orderId, kind: 'loan', giver: lender.id, taker: borrower.id, transfers: [], subject: 'material' },
      ...(conditionDate === null ? { condition: 'return' } : { condition: 'return_by', conditionDate }),
    });
    if (answer.kind !== 'posted') throw new Error(answer.code);
    const exchange = await town.get(ExchangesReading).find(communityId, orderId);
    return { id: orderId, path: `/r/${exchange!.receiptToken}` };
  }
});

describe('the short code of a receipt', () => {
  let eater: Party;
  let receipt: string;
  let short: string;

  beforeAll(async () => {
    eater = await town.person();
    const payer = await Walker.start(browser, town.url);
    await payer.comeIn(await town.link(eater));
    await payer.scan(await town.code(soup, { amount: 25n }));
    await payer.tap(payer.page.locator('form.confirm button.yes'));
    [receipt, short] = [payer.path, await payer.page.locator('.facts .code').innerText()];
    await payer.close();
  });

  it.each([true, false])('leads to the receipt, scripts: %s', async (javaScriptEnabled) => {
    await phone.close();
    phone = await Walker.start(browser, town.url, { javaScriptEnabled });
    await phone.comeIn(await town.link(eater));
    await phone.open('/exchanges/code');
    expect(await wide(phone.page)).toBe(0);
    expect(await small(phone.page)).toEqual([]);
    await phone.enter(phone.page.locator('input[name=code]'), ` ${short.toLowerCase()} `);
    await phone.tap(phone.page.locator('main button[type=submit]'));
    expect(phone.path).toBe(receipt);
  });

  it('works with the keyboard alone, and shows where one is', async () => {
    await phone.comeIn(await town.link(eater));
    await phone.open('/exchanges/code');
    const { keyboard } = phone.page;
    for (let i = 0; i < 30 && !(await isOn(phone.page, 'input[name=code]')); i++) await keyboard.press('Tab');
    await keyboard.type(short);
    await keyboard.press('Tab');
    expect(await isOn(phone.page, 'main button[type=submit]')).toBe(true);
    const ring = await phone.page.evaluate(() => getComputedStyle(document.activeElement!).outlineWidth);
    expect(ring).toBe('4px');
    const there = phone.page.waitForURL(`**${receipt}`);
    await keyboard.press('Enter');
    await there;
  });

  it('says kindly that there is none, also where it is of others', async () => {
    await phone.comeIn(await town.link(await town.person()));
    for (const typed of ['', 'zomaar iets', short]) {
      await phone.open('/exchanges/code');
      await phone.enter(phone.page.locator('input[name=code]'), typed);
      await phone.tap(phone.page.locator('main button[type=submit]'));
      expect(phone.path).toBe('/exchanges/code');
      expect(await phone.page.locator('.summary').innerText()).toContain('Dit bewijs vinden we niet.');
      expect(await phone.page.locator('input[name=code]').inputValue()).toBe(typed);
      expect(await wide(phone.page)).toBe(0);
      expect(await small(phone.page)).toEqual([]);
    }
  });

  it('may be tried twenty times and no more', async () => {
    await phone.comeIn(await town.link(await town.person()));
    await phone.open('/exchanges/code');
    const csrf = await phone.page.locator('main input[name=_csrf]').getAttribute('value');
    const statuses: number[] = [];
    for (let i = 0; i < 21; i++) {
      const answer = await phone.context.request.post(`${town.url}/exchanges/code`, {
        form: { _csrf: csrf!, code: '00000000' },
        headers: { origin: town.url },
      });
      statuses.push(answer.status());
    }
    expect(statuses).toEqual([...Array<number>(20).fill(404), 429]);
  });

  it('is for those who are signed in', async () => {
    await phone.open('/exchanges/code');
    expect(phone.path).toBe('/');
  });
});

function tokenOf(code: string): string {
  return code.slice(code.lastIndexOf('/') + 1);
}

function actorOf({ id }: Party): Actor {
  return { id, kind: 'person', communityId, mandates: [], scopes: null, via: 'test' };
}

async function kept(name: string): Promise<string | undefined> {
  return (await phone.context.cookies()).find((cookie) => cookie.name === name)?.value;
}

function keep(name: string, value: string): Promise<void> {
  return phone.context.addCookies([{ name, value, url: town.url }]);
}

function spoken(): Promise<string | null> {
  return phone.page.locator('html').getAttribute('lang');
}

function isOn(page: Page, selector: string): Promise<boolean> {
  return page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
}

/** How far the page is wider than the screen. */
function wide(page: Page): Promise<number> {
  return page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
}

/** What is to be tapped in the middle of the page and is under 44 points high or wide (U22). */
function small(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main button, main input:not([type=hidden])')]
      .filter((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width < 44 || height < 44;
      })
      .map((each) => each.outerHTML.slice(0, 120)),
  );
}

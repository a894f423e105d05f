import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { newUuid } from '../../src/database/ids.js';
import { openBrowser } from '../support/browser.js';
import { evil, evilFields, evilNickname, hostileTown, type HostileTown } from './hostile-town.js';
import { Knocks, type Signed } from './knocks.js';
import { filled, pageRoutes } from './page-routes.js';

let hostile: HostileTown;
let knocks: Knocks;
let browser: Browser;
let people: Readonly<Record<'eater' | 'cook' | 'maker' | 'approver' | 'operator', Signed>>;

beforeAll(async () => {
  hostile = await hostileTown();
  browser = await openBrowser();
  const { town, eater, cook, maker, approver } = hostile;
  knocks = new Knocks(town);
  people = {
    eater: await knocks.signedIn(eater),
    cook: await knocks.signedIn(cook),
    maker: await knocks.cameIn(await town.strongLink(maker)),
    approver: await knocks.cameIn(await town.strongLink(approver)),
    operator: await knocks.cameIn(await town.setUpLink()),
  };
});
afterAll(async () => {
  await hostile.town.theBooksBalance();
  await browser.close();
  await hostile.town.close();
});

describe('a script in a field', () => {
  it('is text on every page, for everybody and in two languages', async () => {
    const page = await browser.newPage();
    const routes = pageRoutes(hostile.town.server.app).filter(({ method }) => method === 'GET');
    const scanned = `shown_voucher=${hostile.values['v token']!}`;
    let seen = '';
    for (const { cookie: own } of [{ cookie: '' }, ...Object.values(people)]) {
      const cookie = [own, scanned].filter(Boolean).join('; ');
      for (const route of routes) {
        const url = filled(route, hostile.values);
        const accept = { 'accept-language': url.length % 2 === 0 ? 'nl' : 'ar' };
        const answer = await knocks.send('GET', url, { cookie, ...accept });
        if (!String(answer.headers['content-type']).startsWith('text/html')) continue;
        // Without an address of ours, so that no policy stands in the way of a script.
        await page.setContent(answer.body, { waitUntil: 'domcontentloaded' });
        const found = await page.evaluate(() => ({
          marks: document.querySelectorAll('[data-evil]').length,
          ran: 'evil' in globalThis,
          links: [...document.querySelectorAll('[href], [action], [src]')].filter((each) =>
            ['href', 'action', 'src'].some((name) =>
              /^\s*(?:javascript|data|vbscript):/i.test(each.getAttribute(name) ?? ''),
            ),
          ).length,
          inline: document.querySelectorAll('script:not([src]), [onclick], [onerror], [onload]').length,
        }));
        expect({ url, ...found }).toEqual({ url, marks: 0, ran: false, links: 0, inline: 0 });
        seen += await page.evaluate(() => document.documentElement.textContent);
      }
    }
    // Each of them does stand somewhere; else nothing was tried.
    const missing = evilFields.filter((field) => !seen.includes(evil(field)));
    expect([missing, seen.includes(evilNickname)]).toEqual([[], true]);
    await page.close();
  });

  it('and what is sent in is sent back as text', async () => {
    const evil = `"><b data-evil>'`;
    const page = await browser.newPage();
    for (const [who, url, fields] of [
      ['eater', '/scan', { code: evil }],
      ['eater', '/exchanges/code', { code: evil }],
      ['operator', '/set-up', { id: evil, name: evil }],
      ['cook', '/people', { language: evil, nickname: evil }],
      ['eater', `/p/${hostile.values['p token']!}`, { order: evil, from: evil, amount: evil }],
    ] as const) {
      const answer = await knocks.post(people[who], url, fields);
      expect([url, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([url, true]);
      await page.setContent(answer.body, { waitUntil: 'domcontentloaded' });
      expect([url, await page.locator('[data-evil]').count()]).toEqual([url, 0]);
    }
    for (const url of ['/p/x', '/language', '/nothing', '/exchanges', '/people/new']) {
      const query = `?amount=${encodeURIComponent(evil)}&to=${encodeURIComponent(`/${evil}`)}&after=${encodeURIComponent(evil)}`;
      const answer = await knocks.send('GET', url + query, { cookie: people.cook.cookie });
      await page.setContent(answer.body, { waitUntil: 'domcontentloaded' });
      expect([url, await page.locator('[data-evil]').count()]).toEqual([url, 0]);
    }
    await page.close();
  });
});

describe('a way to elsewhere (open redirect)', () => {
  const elsewhere = [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    'javascript:evil',
    '/ /evil.example',
    'evil.example',
    '/@evil.example',
    '///evil.example/..',
  ];
  /** Where a browser would go from here. */
  const host = (location: unknown): string => new URL(String(location), 'http://own.example').host;

  it.each(elsewhere)('does not lead out: %s', async (to) => {
    const { cookie } = people.eater;
    const query = `?to=${encodeURIComponent(to)}`;
    const chosen = await knocks.send('GET', `/language/nl${query}`, { cookie });
    expect([chosen.statusCode, host(chosen.headers.location)]).toEqual([303, 'own.example']);
    const page = await knocks.send('GET', `/language${query}`, { cookie });
    const links = [...page.body.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link]) => link);
    expect(links.filter((link) => host(link) !== 'own.example')).toEqual([]);
    const link = new URL(await hostile.town.link(hostile.eater)).pathname;
    const wayBack = `way_back=${/[\t ]/.test(to) ? '//evil.example' : to}`;
    const opened = await knocks.send('POST', link, { cookie: wayBack, 'sec-fetch-site': 'same-origin' });
    expect([opened.statusCode, opened.headers.location]).toEqual([303, '/']);
    const scanned = await knocks.post(people.eater, '/scan', { code: to });
    expect([scanned.statusCode, scanned.headers.location]).toEqual([422, undefined]);
  });

  it('nor does a code that names our own host in another', async () => {
    const own = new URL(hostile.town.place.config.publicUrl).host;
    for (const code of [
      `https://${own}@evil.example/p/0000000000000000`,
      `https://evil.example/p/0000000000000000#${own}`,
      `https://${own}.evil.example/p/0000000000000000`,
      `http://${own}//evil.example/p/0000000000000000`,
      `http://${own}/l/../../evil.example`,
    ]) {
      const { headers, statusCode } = await knocks.post(people.eater, '/scan', { code });
      expect([code, statusCode, headers.location]).toEqual([code, 422, undefined]);
    }
  });
});

describe('a hidden field that somebody else wrote', () => {
  const is4xx = (status: number): boolean => status >= 400 && status < 500;

  it('pays, gives and takes nothing else than what was shown', async () => {
    const { town, soup, eater, cook, values } = hostile;
    const card = await town.card(await town.person(), null);
    const order = (): string => newUuid(town.clock.now());
    const token = card.url.slice(card.url.lastIndexOf('/') + 1);
    const code = `/p/${values['p token']!}`;
    const take = `/c/rabot/take/${soup.account}/yes`;
    const give = `/c/rabot/give/${soup.account}`;
    const voucher = { order: order(), codes: values['v token']! };
    const payment = { order: order(), from: eater.account, amount: '25' };
    const before = await knocks.counted();
    for (const [who, url, fields] of [
      ['eater', code, { ...payment, amount: '24' }],
      ['eater', code, { ...payment, amount: '-25' }],
      ['eater', code, { ...payment, amount: '9007199254740993' }],
      ['eater', code, { ...payment, to: cook.account }],
      ['eater', code, { ...payment, from: soup.account }],
      ['eater', code, { ...payment, from: cook.account }],
      ['eater', code, { ...payment, order: 'x' }],
      ['eater', give, { ...payment, from: cook.account }],
      ['eater', give, { ...payment, amount: '0' }],
      ['eater', give, { ...payment, to: eater.account }],
      ['eater', `/c/other/give/${soup.account}`, payment],
      ['eater', take, { card: token, order: order(), amount: '25' }],
      ['cook', take, { card: token, order: order(), amount: '-25' }],
      ['cook', take, { card: token.slice(1) + token[0]!, order: order(), amount: '25' }],
      ['cook', take, { card: token, order: order(), amount: '25', to: cook.account }],
      ['cook', `/c/rabot/take/${eater.account}/yes`, { card: token, order: order(), amount: '25' }],
      ['eater', '/v', { ...voucher, to: cook.account }],
      ['eater', '/v', { ...voucher, to: soup.account }],
      ['cook', '/v', { ...voucher, to: soup.account, amount: '9000' }],
      ['cook', '/v', { ...voucher, to: soup.account, codes: '0000000000000000' }],
      ['cook', '/v', { order: order(), to: soup.account }],
      ['eater', `/c/rabot/codes/${soup.account}`, { amount: '25' }],
    ] as const) {
      const answer = await knocks.post(people[who], url, fields);
      const said = JSON.stringify([who, url, fields, answer.statusCode]);
      expect([said, is4xx(answer.statusCode)]).toEqual([said, true]);
    }
    // More than a card may alone asks for the secret, and that is not given.
    const much = await knocks.post(people.cook, take, { card: token, order: order(), amount: '99999' });
    expect([much.statusCode, much.body.includes('name="digits"')]).toEqual([200, true]);
    expect(await knocks.counted()).toEqual(before);
    expect((await knocks.post(people.eater, code, payment)).statusCode).toBe(303);
  });

  it('decides nothing for others', async () => {
    const { soup, maker, eater, values } = hostile;
    const before = await knocks.counted();
    const request = newUuid(hostile.town.clock.now());
    for (const [who, url, fields] of [
      ['eater', '/people', { language: 'nl' }],
      ['eater', `/people/${maker.id}/link`, {}],
      ['cook', `/people/${soup.id}/link`, {}],
      ['eater', '/people/languages', { ar: 'no' }],
      ['eater', '/set-up', { id: 'other', name: 'Other' }],
      ['cook', '/set-up/rabot/link', {}],
      ['eater', '/c/rabot/programmes/kwaad/issue', { party: eater.id, amount: '100' }],
      ['maker', `/c/rabot/issues/${values.issue!}/approve`, {}],
      ['eater', `/c/rabot/issues/${values.issue!}/confirm`, { order: request }],
      ['eater', '/c/rabot/brings/answer', { contribution: request, party: soup.id, answer: 'agree' }],
      ['eater', `/c/rabot/second-yes/${soup.id}`, { request, order: request, answer: 'yes' }],
      ['eater', '/c/rabot/programmes/kwaad/decision', { version: '1', answer: 'yes' }],
    ] as const) {
      const answer = await knocks.post(people[who], url, fields);
      const said = JSON.stringify([who, url, answer.statusCode]);
      expect([said, is4xx(answer.statusCode)]).toEqual([said, true]);
    }
    expect(await knocks.counted()).toEqual(before);
  });
});

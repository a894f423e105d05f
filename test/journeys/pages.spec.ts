import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { GuessesService } from '../../src/access/guesses.service.js';
import { openBrowser, smallPhone } from '../support/browser.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Programme } from './journey-town.js';
import { Looks } from './page-looks.js';
import { pageRoutes } from './page-routes.js';
import { choicesOn, tooSmall } from './page-sizes.js';
import {
  aStage,
  stopsOfAnybody,
  stopsOfHelpers,
  stopsOfMembers,
  stopsOfStewards,
  type Stage,
  type Stop,
} from './page-stops.js';
import { Walker } from './walker.js';

const heaviest = 50 * 1024;
const requestsMost = 6;
/** U21. */
const choicesMost = 6;

interface Scene extends Stage {
  readonly fixed: string;
  readonly open: string;
  readonly much: string;
  readonly receipt: string;
  readonly programme: Programme;
}

type Path = (scene: Scene) => string;

/** What members never meet, what tells nothing, and what is shown where no sound can come from. */
const silent: ReadonlySet<string> = new Set([
  '/quiet',
  '/offline',
  '/problems/not_allowed',
  '/sign-in',
  '/accessibility',
]);

const forAnybody: readonly Path[] = [
  () => '/',
  () => '/help',
  () => '/accessibility',
  () => '/finished',
  () => '/finish/none/still?to=/purse',
  () => '/quiet',
  () => '/offline',
  () => '/nothing-here',
  () => '/l/00000000000000000000000000',
  () => '/problems/not_allowed',
  () => '/practice',
  () => '/practice/choose',
  () => '/practice/confirm?amount=2',
  () => '/practice/done?amount=2',
  () => '/language?to=/give',
  ({ fixed }) => fixed,
  ({ receipt }) => receipt,
  () => '/r/00000000000000000000000',
  () => '/sign-in',
  () => '/accessibility',
  () => '/finish/none/still',
];

const forMembers: readonly Path[] = [
  () => '/',
  () => '/purse',
  () => '/give',
  () => '/exchanges',
  () => '/exchanges/code',
  () => '/me',
  () => '/me/privacy',
  () => '/me/year',
  () => '/me/trust',
  () => '/me/stop',
  () => '/me/stop/pot',
  () => '/groups',
  () => '/c/rabot/brings/asked',
  ({ fixed }) => fixed,
  ({ open }) => open,
  ({ open }) => `${open}?amount=veel`,
  ({ much }) => much,
  ({ receipt }) => receipt,
  ({ receipt }) => `${receipt}/wrong`,
  ({ spoken }) => `${spoken}/thanks`,
  ({ much }) => `${new URL(much).pathname}/asked`,
  ({ cook }) => `/c/rabot/share/${cook.account}/gift`,
  ({ cook }) => `/c/rabot/share/${cook.account}/loan`,
];

const forStewards: readonly Path[] = [
  () => '/',
  ({ soup }) => `/c/rabot/kas/${soup.account}`,
  ({ soup }) => `/c/rabot/kas/${soup.account}/statement`,
  ({ soup }) => `/c/rabot/kas/${soup.account}/limits`,
  ({ soup }) => `/c/rabot/batches/${soup.account}`,
  ({ soup }) => `/c/rabot/batches/${soup.account}/new?amount=100`,
  ({ soup }) => `/c/rabot/batches/${soup.account}/new?amount=100&count=8`,
  ({ soup, batch }) => `/c/rabot/batches/${soup.account}/${batch}`,
  ({ soup }) => `/c/rabot/signs/${soup.account}`,
  ({ soup }) => `/c/rabot/signs/${soup.account}/new`,
  ({ soup }) => `/c/rabot/signs/${soup.account}/new?reason=meal`,
  () => '/kit',
  () => '/people',
  () => '/people/new',
  () => '/people/languages',
  () => '/people/drawings',
  () => '/people/drawings',
  () => '/people/drawings/coin',
  ({ eater }) => `/people/${eater.id}`,
  ({ eater }) => `/people/${eater.id}/helper`,
  ({ soup }) => `/groups/${soup.id}/people`,
  () => '/helping',
  () => '/language?to=/people',
  ({ spoken }) => spoken,
  ({ spoken }) => `${spoken}/back`,
  ({ soup }) => `/c/rabot/second-yes/${soup.id}`,
  ({ soup }) => `/c/rabot/pickup/${soup.id}`,
  ({ soup }) => `/c/rabot/pickup/${soup.id}/sheet`,
  () => '/sounds',
  () => '/sounds/nl',
];

const forHelpers: readonly Path[] = [
  () => '/',
  () => '/helping',
  () => '/vouchers',
  () => '/groups/new',
  ({ eater }) => `/helping/people/${eater.id}`,
  ({ eater }) => `/helping/people/${eater.id}/given`,
];

/** What is printed and never shown to a telephone: it is as wide as its paper. */
const forPrinting: readonly Path[] = [
  () => '/cards/sheet',
  () => '/kit/print',
  ({ batch }) => `/voucher-sheets/rabot/${batch}`,
  ({ batch }) => `/voucher-sheets/rabot/${batch}/letter`,
];

const forTreasurers: readonly Path[] = [
  () => '/',
  ({ programme }) => `/c/rabot/issues/${programme.promised}`,
  ({ soup }) => `/c/rabot/brings/${soup.id}`,
  ({ soup }) => `/groups/${soup.id}/people`,
  ({ soup }) => `/groups/${soup.id}/purse`,
  () => '/c/rabot/programmes',
  ({ soup }) => `/c/rabot/vouchers/${soup.account}`,
  ({ soup }) => `/c/rabot/vouchers/${soup.account}/number`,
  ({ soup }) => `/c/rabot/vouchers/${soup.account}/done/018f0000-0000-7000-8000-000000000000`,
  () => '/c/rabot/vouchers-on-card',
  () => '/c/rabot/vouchers-on-card/done/018f0000-0000-7000-8000-000000000000',
];

const forMakers: readonly Path[] = [
  () => '/',
  () => '/c/rabot/programmes',
  () => '/c/rabot/programmes/samen-koken',
  () => '/c/rabot/programmes/samen-koken/issue',
  ({ programme }) => `/c/rabot/issues/${programme.proposed}`,
  () => '/c/rabot/brings/programme/samen-koken',
];

const forApprovers: readonly Path[] = [
  () => '/c/rabot/programmes/samen-koken',
  ({ programme }) => `/c/rabot/issues/${programme.proposed}`,
];

const forOperators: readonly Path[] = [() => '/set-up', () => '/set-up/rabot'];

describe.each([
  { locale: 'nl-BE', colorScheme: 'light' },
  { locale: 'ar', colorScheme: 'dark' },
] as const)('every page in $locale, $colorScheme', (how) => {
  let town: JourneyTown;
  let browser: Browser;
  let scene: Scene;
  let looks: Looks;
  const walkers: Walker[] = [];

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
    looks = new Looks(pageRoutes(town.server.app));
    // The longest names that pictures have.
    const eater = await town.person({ picture: 'ladybird', language: 'fr' });
    const cook = await town.steward({ picture: 'orange' });
    const soup = await town.group('Soepgroep Rabot', [cook.id]);
    for (let i = 0; i < 5; i++) await town.person();
    const [fixed, open, much] = await Promise.all([
      town.code(soup, { amount: 125n, reason: 'meal' }),
      town.code(cook),
      town.code(soup, { amount: 900n }),
    ]);
    walkers.push(await walker());
    const payer = await walker();
    walkers.push(payer);
    await comeInOnOwn(payer, await town.link(eater));
    await payer.scan(fixed);
    await payer.tap(payer.page.locator('form.confirm button.yes'));
    const programme = await town.programme(soup, cook, eater);
    const receipt = payer.path;
    for (let i = 0; i < 2; i++) {
      await payer.scan(await town.code(cook, { amount: 25n }));
      await payer.tap(payer.page.locator('form.confirm button.yes'));
      // The first is undone, so that the list has a line that is struck through.
      if (i === 0) await town.giveBack(payer.path.slice(3));
    }
    const thief = { id: 'THIEF00000000001', via: 'TEST' };
    for (let i = 0; i < 20; i++) await town.get(GuessesService).wrong(thief, 'rabot', 'voucher_code');
    const helper = await town.helper(soup);
    const stage = await aStage(town, { soup, eater, cook, helper });
    scene = { ...stage, fixed, open, much, receipt, spoken: payer.path, programme };
    walkers.push(await walker(await town.link(cook)), await walker(await town.setUpLink()));
    for (const civil of [programme.maker, programme.approver])
      walkers.push(await walker(await town.strongLink(civil)));
    walkers.push(await walker(await town.link(helper)));
  });
  afterAll(async () => {
    for (const each of walkers) await each.close();
    await browser.close();
    await town.close();
  });

  async function walker(link?: string): Promise<Walker> {
    const made = await Walker.start(browser, town.url, how);
    if (link !== undefined) await made.comeIn(link);
    return made;
  }

  /** On a telephone of their own, on which it is asked first before they go out. */
  async function comeInOnOwn(each: Walker, link: string): Promise<void> {
    const language = how.locale.slice(0, 2);
    await each.context.addCookies([{ name: 'language', value: language, url: town.url }]);
    await each.open(link);
    await each.page.locator('input[name=own]').check();
    await each.tap(each.page.locator('button.main'));
  }

  it.each<[who: string, at: number, paths: readonly Path[], stops?: readonly Stop[]]>([
    ['anybody', 0, forAnybody, stopsOfAnybody],
    ['members', 1, forMembers, stopsOfMembers],
    ['stewards and treasurers', 2, forStewards, stopsOfStewards],
    ['operators', 3, forOperators],
    ['treasurers who were promised something', 2, forTreasurers],
    ['civil servants who make issues', 4, forMakers],
    ['civil servants who approve them', 5, forApprovers],
    ['helpers', 6, forHelpers, stopsOfHelpers],
  ])(
    'for %s can be read by all, fits a small telephone, and asks nobody else for anything',
    async (_, who, paths, stops = []) => {
      const each = walkers[who]!;
      for (const path of paths) {
        const address = path(scene);
        const { bytes, requests } = await each.load(address);
        const foreign = requests.filter((url) => !url.startsWith(town.url));
        expect({ address, foreign, heavy: bytes > heaviest }).toEqual({ address, foreign: [], heavy: false });
        expect(requests.length).toBeLessThanOrEqual(requestsMost);
        await look(each, address);
        if (how.locale === 'nl-BE' && [forAnybody, forMembers].includes(paths) && !silent.has(address)) {
          const heard = await each.page.locator('header .ear').isVisible();
          expect({ address, heard }).toEqual({ address, heard: true });
        }
        if (paths === forMembers) {
          const choices = await choicesOn(each.page);
          expect({ address, choices: choices.slice(choicesMost) }).toEqual({ address, choices: [] });
          expect({ address, wide: await stretched(each.page) }).toEqual({ address, wide: [0, 0, 0] });
        }
      }
      for (const stop of stops) await stop(each, scene, () => look(each, each.path));
    },
  );

  it('what is printed can be read by all', async () => {
    const { page } = walkers[2]!;
    for (const path of forPrinting) {
      await walkers[2]!.open(path(scene));
      looks.note(page.url());
      const broken = await barriersOf(page);
      const prints = await page.locator('[data-print]').isVisible();
      expect({ path: path(scene), broken, prints }).toEqual({
        path: path(scene),
        broken: [],
        prints: true,
      });
    }
  });

  it('that somebody guesses at vouchers is seen by who keeps a purse, and by no member (U40)', async () => {
    const warned = async (at: number, path: string): Promise<number> => {
      await walkers[at]!.open(path);
      return walkers[at]!.page.locator('.state.waiting').count();
    };
    const { soup, eater } = scene;
    expect(await warned(2, `/c/rabot/kas/${soup.account}`)).toBe(1);
    expect(await warned(2, '/people')).toBe(1);
    expect(await warned(1, `/c/rabot/kas/${eater.account}`)).toBe(0);
  });

  it('no page was forgotten', async () => {
    expect(looks.missing()).toEqual([]);
  });

  /** Who reads it needs neither good eyes, nor a steady hand, nor a big screen. */
  async function look({ page }: Walker, address: string): Promise<void> {
    looks.note(page.url());
    const broken = await barriersOf(page);
    expect({ address, broken, wide: await tooWide(page) }).toEqual({ address, broken: [], wide: 0 });
    expect({ address, ...(await tooSmall(page)) }).toEqual({
      address,
      ...{ small: [], close: [], letters: [], print: [] },
    });
  }
});

/** How much too wide a page is on a narrow screen, with letters twice as big, and with the spacing of WCAG 1.4.12. */
async function stretched(page: Page): Promise<number[]> {
  const wide: number[] = [];
  await page.setViewportSize({ width: 320, height: 560 });
  wide.push(await tooWide(page));
  await page.setViewportSize({ width: 640, height: 1120 });
  await page.evaluate(() => void (document.documentElement.style.fontSize = '225%'));
  wide.push(await tooWide(page));
  await page.setViewportSize(smallPhone);
  // It stands for wider letters than those of this machine as well.
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '';
    const spaced = { letterSpacing: '.12em', wordSpacing: '.16em', lineHeight: '1.5' };
    for (const each of document.querySelectorAll<HTMLElement>('body *')) Object.assign(each.style, spaced);
  });
  wide.push(await tooWide(page));
  return wide;
}

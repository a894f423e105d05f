import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { barriersOf, tooWide } from './barriers.js';
import { JourneyTown, type Party, type Programme } from './journey-town.js';
import { Walker } from './walker.js';

const heaviest = 50 * 1024;
const requestsMost = 6;

interface Scene {
  readonly soup: Party;
  readonly eater: Party;
  readonly fixed: string;
  readonly open: string;
  readonly much: string;
  readonly receipt: string;
  readonly programme: Programme;
}

type Path = (scene: Scene) => string;

/** What members never meet, what tells nothing, and what is shown where no sound can come from. */
const silent: ReadonlySet<string> = new Set(['/quiet', '/offline', '/problems/not_allowed']);

const forAnybody: readonly Path[] = [
  () => '/',
  () => '/help',
  () => '/finished',
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
];

const forStewards: readonly Path[] = [
  () => '/',
  ({ soup }) => `/c/rabot/kas/${soup.account}`,
  ({ soup }) => `/c/rabot/kas/${soup.account}/statement`,
  ({ soup }) => `/c/rabot/signs/${soup.account}`,
  ({ soup }) => `/c/rabot/signs/${soup.account}/new`,
  () => '/kit',
  () => '/people',
  () => '/people/new',
  () => '/people/languages',
  ({ eater }) => `/people/${eater.id}`,
  ({ eater }) => `/people/${eater.id}/helper`,
  () => '/helping',
  () => '/language?to=/people',
];

const forTreasurers: readonly Path[] = [
  () => '/',
  ({ programme }) => `/c/rabot/issues/${programme.promised}`,
  ({ soup }) => `/c/rabot/brings/${soup.id}`,
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
] as const)('every page in $locale, $colorScheme', (look) => {
  let town: JourneyTown;
  let browser: Browser;
  let scene: Scene;
  const walkers: Walker[] = [];

  beforeAll(async () => {
    town = await JourneyTown.open('sqlite');
    browser = await openBrowser();
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
    walkers.push(await walker(await town.link(eater)));
    const payer = walkers[1]!;
    await payer.scan(fixed);
    await payer.tap(payer.page.locator('form.confirm button.yes'));
    const programme = await town.programme(soup, cook, eater);
    scene = { soup, eater, fixed, open, much, receipt: payer.path, programme };
    walkers.push(await walker(await town.link(cook)), await walker(await town.setUpLink()));
    for (const civil of [programme.maker, programme.approver])
      walkers.push(await walker(await town.strongLink(civil)));
  });
  afterAll(async () => {
    for (const each of walkers) await each.close();
    await browser.close();
    await town.close();
  });

  async function walker(link?: string): Promise<Walker> {
    const made = await Walker.start(browser, town.url, look);
    if (link !== undefined) await made.comeIn(link);
    return made;
  }

  it.each([
    ['anybody', 0, forAnybody],
    ['members', 1, forMembers],
    ['stewards and treasurers', 2, forStewards],
    ['operators', 3, forOperators],
    ['treasurers who were promised something', 2, forTreasurers],
    ['civil servants who make issues', 4, forMakers],
    ['civil servants who approve them', 5, forApprovers],
  ])(
    'for %s can be read by all, fits a small telephone, and asks nobody else for anything',
    async (_, who, paths) => {
      const { page } = walkers[who]!;
      for (const path of paths) {
        const address = path(scene);
        const { bytes, requests } = await walkers[who]!.load(address);
        const foreign = requests.filter((url) => !url.startsWith(town.url));
        const broken = await barriersOf(page);
        expect({ address, broken, foreign }).toEqual({ address, broken: [], foreign: [] });
        expect({ address, wide: await tooWide(page), small: await tooSmall(page) }).toEqual({
          address,
          wide: 0,
          small: [],
        });
        if (look.locale === 'nl-BE' && [forAnybody, forMembers].includes(paths) && !silent.has(address)) {
          const heard = await page.locator('header .ear').isVisible();
          expect({ address, heard }).toEqual({ address, heard: true });
        }
        expect(requests.length).toBeLessThanOrEqual(requestsMost);
        expect({ address, heavy: bytes > heaviest }).toEqual({ address, heavy: false });
      }
    },
  );

  it('at 320 wide, and with letters twice as big, nothing is cut off', async () => {
    const { page } = walkers[1]!;
    await page.setViewportSize({ width: 320, height: 560 });
    for (const path of forMembers) {
      await walkers[1]!.open(path(scene));
      expect({ path: path(scene), wide: await tooWide(page) }).toEqual({ path: path(scene), wide: 0 });
    }
    await page.setViewportSize({ width: 640, height: 1120 });
    for (const path of forMembers) {
      await walkers[1]!.open(path(scene));
      await page.evaluate(() => void (document.documentElement.style.fontSize = '225%'));
      expect({ path: path(scene), wide: await tooWide(page) }).toEqual({ path: path(scene), wide: 0 });
    }
    // The spacing that WCAG 1.4.12 lets a reader set; it stands for wider letters than those of this machine as well.
    await page.setViewportSize({ width: 360, height: 640 });
    for (const path of forMembers) {
      await walkers[1]!.open(path(scene));
      await page.evaluate(() => {
        const spaced = { letterSpacing: '.12em', wordSpacing: '.16em', lineHeight: '1.5' };
        for (const each of document.querySelectorAll<HTMLElement>('body *'))
          Object.assign(each.style, spaced);
      });
      expect({ path: path(scene), wide: await tooWide(page) }).toEqual({ path: path(scene), wide: 0 });
    }
  });
});

/** Things to tap that are under 44 points high or wide, but for links inside a sentence or table (U22, 2.5.8). */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('a, button, input:not([type=hidden])')];
    return all
      .filter((each) => each.closest('p, td, .skip, label, .summary') === null)
      .filter((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width > 0 && (width < 44 || height < 44);
      })
      .map((each) => each.outerHTML.slice(0, 120));
  });
}

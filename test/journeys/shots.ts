import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { comingShots } from './coming-shots.js';
import { attendanceShots } from './attendance-shots.js';
import { groupPeopleShots, newGroupShots } from './group-shots.js';
import { JourneyTown, type Party, type Programme } from './journey-town.js';
import { kioskShots } from './kiosk-shots.js';
import { Looks } from './page-looks.js';
import { pageRoutes } from './page-routes.js';
import { goingShots, joiningShots, paperShots, seldomShots } from './paper-shots.js';
import { approverShots, helperShots, makerShots, ownShots, treasurerShots } from './member-shots.js';
import { atPickUp, bringTent, drawToken, eraseToken, hearThanks, openSign, takeCard } from './shot-steps.js';
import { voucherShots } from './voucher-shots.js';
import { someVouchers } from './voucher-town.js';

const folder = new URL('../../screenshots/', import.meta.url).pathname;

const forms = [
  { name: 'phone', viewport: { width: 360, height: 640 }, media: 'screen' },
  { name: 'wide', viewport: { width: 1280, height: 800 }, media: 'screen' },
  { name: 'print', viewport: { width: 794, height: 1123 }, media: 'print' },
] as const;

const locales = { nl: 'nl-BE', fr: 'fr-BE', ar: 'ar' } as const;

export interface Scene {
  readonly town: JourneyTown;
  readonly eater: Party;
  readonly cook: Party;
  readonly soup: Party;
  /** A helper, who makes a device a kiosk. */
  readonly keeper: Party;
  readonly helper: Party;
  readonly codes: Readonly<Record<'fixed' | 'open' | 'much' | 'used', string>>;
  readonly receipts: Readonly<Record<'valid' | 'undone' | 'spoken', string>>;
  readonly programme: Programme;
}

type Who = 'keeper' | 'nobody' | 'comer' | 'eater' | 'cook' | 'operator' | 'helper' | 'maker' | 'approver';
type Step = (page: Page, scene: Scene) => Promise<unknown>;

interface Shot {
  readonly who: Who;
  readonly go: Step;
}

const at =
  (path: (scene: Scene) => string): Step =>
  (page, scene) =>
    page.goto(
      scene.town.url + new URL(path(scene), 'http://x').pathname + new URL(path(scene), 'http://x').search,
    );

function by(who: Who, steps: Readonly<Record<string, Step>>): Record<string, Shot> {
  return Object.fromEntries(Object.entries(steps).map(([name, go]) => [name, { who, go }]));
}

let founded = 0;

const shots: Readonly<Record<string, Shot>> = {
  // First, while there are pictures that nobody has.
  ...by('helper', joiningShots),
  ...by('cook', voucherShots),
  ...by('eater', ownShots),
  ...by('eater', seldomShots),
  ...by('comer', comingShots),
  ...by('comer', goingShots),
  ...by('cook', paperShots),
  // A helper of their own, for a kiosk opens no other page.
  ...by('helper', helperShots),
  ...by('keeper', kioskShots),
  ...by('helper', newGroupShots),
  ...by('maker', makerShots),
  ...by('approver', approverShots),
  ...by('cook', treasurerShots),
  ...by('cook', groupPeopleShots),
  ...by('cook', attendanceShots),
  welcome: { who: 'nobody', go: at(() => '/') },
  help: { who: 'nobody', go: at(() => '/help') },
  accessibility: { who: 'nobody', go: at(() => '/accessibility') },
  link: {
    who: 'nobody',
    go: async (page, { town, eater }) => page.goto(local(town, await town.link(eater))),
  },
  'link-unknown': {
    who: 'nobody',
    go: async (page, { town }) => {
      await page.goto(`${town.url}/l/00000000000000000000000000`);
      await page.locator('button.main').click();
    },
  },
  finished: { who: 'nobody', go: at(() => '/finished') },
  style: { who: 'nobody', go: at(() => '/style') },
  offline: { who: 'nobody', go: at(() => '/offline') },
  quiet: { who: 'nobody', go: at(() => '/quiet') },
  'not-found': { who: 'nobody', go: at(() => '/nothing-here') },
  problem: { who: 'nobody', go: at(() => '/problems/not_allowed') },
  'voucher-stranger': {
    who: 'nobody',
    go: async (page, { town, soup }) => {
      const [voucher] = await someVouchers(town, soup, { amount: 100n });
      await page.goto(local(town, voucher!.url));
    },
  },
  'pay-stranger': { who: 'nobody', go: at(({ codes }) => codes.fixed) },
  'receipt-stranger': { who: 'nobody', go: at(({ receipts }) => receipts.valid) },
  'receipt-unknown': { who: 'nobody', go: at(() => '/r/00000000000000000000000') },
  home: { who: 'eater', go: at(() => '/') },
  purse: { who: 'eater', go: at(() => '/purse') },
  give: { who: 'eater', go: at(() => '/give') },
  exchanges: { who: 'eater', go: at(() => '/exchanges') },
  'my-code': {
    who: 'eater',
    go: async (page, { town, eater }) => {
      await page.goto(town.url);
      await page.locator(`form[action$="${eater.account}"] button`).click();
    },
  },
  'code-amount': {
    who: 'eater',
    go: async (page, { town, eater }) => {
      await page.goto(town.url);
      await page.locator(`form[action$="${eater.account}"] button`).click();
      await page.locator('button[value="50"]').click();
    },
  },
  'card-pay': {
    who: 'cook',
    go: async (page, scene) => {
      await takeCard(page, scene, null);
    },
  },
  'card-secret': {
    who: 'cook',
    go: async (page, scene) => {
      await takeCard(page, scene, 'cat boat apple');
      await page.locator('form.confirm button.yes').click();
    },
  },
  'not-right': { who: 'eater', go: at(({ receipts }) => `${receipts.valid}/wrong`) },
  'give-back': { who: 'cook', go: at(({ receipts }) => `${receipts.valid}/back`) },
  'give-somebody': { who: 'eater', go: at(({ cook }) => `/c/rabot/give/${cook.account}`) },
  'share-loan': { who: 'eater', go: at(({ cook }) => `/c/rabot/share/${cook.account}/loan`) },
  'give-pot': {
    who: 'eater',
    go: async (page, { town }) => {
      await page.goto(town.url);
      await page.locator('main a[href*="/give/"]').click();
    },
  },
  pay: { who: 'eater', go: at(({ codes }) => codes.fixed) },
  'pay-choose': { who: 'eater', go: at(({ codes }) => codes.open) },
  'pay-wrong': { who: 'eater', go: at(({ codes }) => `${codes.open}?amount=veel`) },
  'pay-not-enough': { who: 'eater', go: at(({ codes }) => codes.much) },
  'pay-used': { who: 'eater', go: at(({ codes }) => codes.used) },
  receipt: { who: 'eater', go: at(({ receipts }) => receipts.valid) },
  'receipt-undone': { who: 'eater', go: at(({ receipts }) => receipts.undone) },
  'home-treasurer': { who: 'cook', go: at(() => '/') },
  cashbox: { who: 'cook', go: at(({ soup }) => `/c/rabot/kas/${soup.account}`) },
  statement: { who: 'cook', go: at(({ soup }) => `/c/rabot/kas/${soup.account}/statement`) },
  signs: {
    who: 'cook',
    go: at(({ soup }) => `/c/rabot/signs/${soup.account}`),
  },
  'sign-new': { who: 'cook', go: at(({ soup }) => `/c/rabot/signs/${soup.account}/new`) },
  'sign-price': { who: 'cook', go: at(({ soup }) => `/c/rabot/signs/${soup.account}/new?reason=meal`) },
  'sign-big': { who: 'cook', go: (page, scene) => openSign(page, scene, '') },
  'sign-small': { who: 'cook', go: (page, scene) => openSign(page, scene, '?small=yes') },
  kit: { who: 'cook', go: at(() => '/kit') },
  'kit-print': {
    who: 'cook',
    go: async (page, { town }) => {
      await page.goto(`${town.url}/kit`);
      await page.locator('form[action="/kit"] button').click();
      await page.waitForLoadState();
    },
  },
  'hub-turn-on': { who: 'keeper', go: at(() => '/hub') },
  practice: { who: 'nobody', go: at(() => '/practice') },
  'practice-choose': { who: 'nobody', go: at(() => '/practice/choose') },
  'practice-yes': { who: 'nobody', go: at(() => '/practice/confirm?amount=2') },
  'practice-done': { who: 'nobody', go: at(() => '/practice/done?amount=2') },
  thanks: { who: 'eater', go: at(({ receipts }) => `${receipts.spoken}/thanks`) },
  'thanks-offered': { who: 'eater', go: at(({ receipts }) => receipts.spoken) },
  'thanks-heard': { who: 'cook', go: hearThanks },
  privacy: { who: 'eater', go: at(() => '/me/privacy') },
  pickup: { who: 'nobody', go: atPickUp },
  'pickup-sheet': {
    who: 'cook',
    go: async (page, scene) => page.goto(`${await atPickUp(page, scene)}/sheet?with=ar`),
  },
  groups: { who: 'eater', go: bringTent },
  'brings-asked': {
    who: 'eater',
    go: async (page, scene) => {
      await bringTent(page, scene);
      await page.goto(`${scene.town.url}/c/rabot/brings/asked`);
    },
  },
  brings: { who: 'eater', go: at(({ eater }) => `/c/rabot/brings/${eater.id}`) },
  people: { who: 'cook', go: at(() => '/people') },
  'drawings-coin': { who: 'cook', go: drawToken },
  drawings: { who: 'cook', go: eraseToken },
  languages: { who: 'cook', go: at(() => '/people/languages') },
  language: { who: 'nobody', go: at(() => '/language') },
  'people-new': { who: 'cook', go: at(() => '/people/new') },
  person: { who: 'cook', go: at(({ eater }) => `/people/${eater.id}`) },
  'person-helper': { who: 'cook', go: at(({ eater }) => `/people/${eater.id}/helper`) },
  'helping-not-yet': { who: 'cook', go: at(() => '/helping') },
  'language-own': { who: 'cook', go: at(() => '/language?to=/me') },
  'person-link': {
    who: 'cook',
    go: async (page, { town }) => {
      const someone = await town.person({ picture: 'kite' }).catch(() => town.person());
      await page.goto(`${town.url}/people/${someone.id}`);
      await page.locator('button.main').click();
    },
  },
  'set-up': { who: 'operator', go: at(() => '/set-up') },
  'set-up-wrong': {
    who: 'operator',
    go: async (page, { town }) => {
      await page.goto(`${town.url}/set-up`);
      await page.locator('button.main').click();
    },
  },
  'set-up-founded': { who: 'operator', go: at(() => '/set-up/rabot') },
  'set-up-link': {
    who: 'operator',
    go: async (page, { town }) => {
      // A new one each time: whoever looks after a community and came in once gets no link here any more.
      await page.goto(`${town.url}/set-up`);
      await page.locator('input[name=name]').fill(`Muide ${++founded}`);
      await page.locator('label.choice').first().click();
      await page.locator('button.main').click();
      await page.waitForLoadState();
      await page.locator('button.main').click();
    },
  },
};

/** Makes the pictures of all pages, or of those whose names begin with one of these words. */
export async function makeShots(only: readonly string[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  const scene = await aScene(browser);
  const names = Object.keys(shots).filter(
    (name) => only.length === 0 || only.some((word) => name.startsWith(word)),
  );
  const looks = new Looks(pageRoutes(scene.town.server.app));
  for (const [language, locale] of Object.entries(locales)) {
    const contexts = await signedIn(browser, scene, locale);
    for (const name of names) {
      const { who, go } = shots[name]!;
      const page = await contexts[who].newPage();
      await go(page, scene);
      await page.waitForLoadState();
      looks.note(page.url());
      for (const { name: form, viewport, media } of forms) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ media });
        await page.screenshot({ path: join(folder, `${name}.${language}.${form}.png`), fullPage: true });
      }
      await page.close();
    }
    for (const context of Object.values(contexts)) await context.close();
  }
  await browser.close();
  await scene.town.close();
  process.stdout.write(`${names.length} pages in ${folder}\n`);
  // Of all pages there is to be a picture; the command fails where one was forgotten.
  const forgotten = only.length === 0 ? looks.unseen() : [];
  for (const path of forgotten) process.stdout.write(`no picture of ${path}\n`);
  if (forgotten.length > 0) process.exitCode = 1;
}

function local(town: JourneyTown, address: string): string {
  return town.url + new URL(address).pathname;
}

async function signedIn(
  browser: Browser,
  { town, eater, cook, keeper, helper, programme }: Scene,
  locale: string,
): Promise<Record<Who, BrowserContext>> {
  const enter = async (link?: string): Promise<BrowserContext> => {
    const context = await browser.newContext({ locale, timezoneId: 'Europe/Brussels' });
    if (link === undefined) return context;
    await context.addCookies([{ name: 'language', value: locale.slice(0, 2), url: town.url }]);
    const page = await context.newPage();
    await page.goto(local(town, link));
    await page.locator('button.main').click();
    // Chromium now and then never closes a page that is still loading.
    await page.waitForLoadState();
    await page.close();
    return context;
  };
  return {
    nobody: await enter(),
    comer: await enter(),
    eater: await enter(await town.link(eater)),
    cook: await enter(await town.link(cook)),
    operator: await enter(await town.setUpLink()),
    keeper: await enter(await town.link(keeper)),
    helper: await enter(await town.link(helper)),
    maker: await enter(await town.strongLink(programme.maker)),
    approver: await enter(await town.strongLink(programme.approver)),
  };
}

/** A town in which enough has happened for every page to have something on it. */
async function aScene(browser: Browser): Promise<Scene> {
  const town = await JourneyTown.open('sqlite');
  const cook = await town.steward({ picture: 'bear', colour: 'brown', nickname: 'Amina' });
  const eater = await town.person({ picture: 'fox', colour: 'orange' });
  const soup = await town.group('Soepgroep Rabot', [cook.id]);
  const keeper = await town.helper(soup);
  const helper = await town.helper(soup);
  for (let i = 0; i < 8; i++) await town.person();
  const codes = {
    fixed: await town.code(soup, { amount: 125n, reason: 'meal' }),
    open: await town.code(cook),
    much: await town.code(soup, { amount: 900n, reason: 'room' }),
    used: await town.code(soup, { kind: 'single', amount: 50n, reason: 'lesson' }),
  };
  const pay = async (code: string): Promise<string> => {
    const context = await browser.newContext({ locale: 'nl-BE' });
    const page = await context.newPage();
    await page.goto(local(town, await town.link(eater)));
    await page.locator('button.main').click();
    await page.goto(local(town, code));
    await page.locator('form.confirm button.yes').click();
    await page.waitForLoadState();
    const { pathname } = new URL(page.url());
    await context.close();
    return pathname;
  };
  await pay(codes.used);
  town.clock.forward(26 * 3_600_000);
  const undone = await pay(codes.fixed);
  await town.giveBack(undone.slice(3));
  town.clock.forward(3_600_000);
  const valid = await pay(codes.fixed);
  const spoken = await pay(await town.code(cook, { amount: 25n }));
  const programme = await town.programme(soup, cook, eater);
  const receipts = { valid, undone, spoken };
  return { town, eater, cook, soup, keeper, helper, codes, receipts, programme };
}

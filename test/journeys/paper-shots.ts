import type { Page } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import type { Scene } from './shots.js';
import { appointed } from './voucher-town.js';

type Step = (page: Page, scene: Scene) => Promise<unknown>;

const command = systemActor('test');

const at =
  (path: (scene: Scene) => string): Step =>
  (page, scene) =>
    page.goto(scene.town.url + path(scene));

/** What a steward and treasurer prints or records, and what they see of one helper and one sign. */
export const paperShots: Readonly<Record<string, Step>> = {
  'cards-sheet': async (page, { town }) => {
    await blanks(town, 10);
    await page.goto(`${town.url}/cards/sheet`);
  },
  'voucher-sheet': async (page, scene) => page.goto(await aBatch(scene)),
  'voucher-letter': async (page, scene) => page.goto(`${await aBatch(scene)}/letter`),
  sounds: at(() => '/sounds'),
  'sounds-one': at(() => '/sounds/nl'),
  'person-helper-one': async (page, { town, helper }) => {
    await page.goto(`${town.url}/people/${helper.id}`);
    await page.locator('main a[href*="/helper/"]').first().click();
  },
  'sign-down': async (page, { town, soup }) => {
    await page.goto(`${town.url}/c/rabot/signs/${soup.account}`);
    const sign = await page.locator('main a.row').first().getAttribute('href');
    await page.goto(`${town.url}${sign}/down`);
  },
  'card-wanted': at(({ soup }) => `/c/rabot/take/${soup.account}?amount=100`),
};

/** What a member meets now and then. */
export const seldomShots: Readonly<Record<string, Step>> = {
  'exchanges-code': at(() => '/exchanges/code'),
  'pot-asked': at(({ codes }) => `${new URL(codes.much).pathname}/asked`),
  'pot-asked-of': at(({ cook }) => `/c/rabot/give/${cook.account}/asked`),
  'share-gift': at(({ cook }) => `/c/rabot/share/${cook.account}/gift`),
};

/** Somebody who comes in by a link on a telephone of their own, and goes out or stops. */
export const goingShots: Readonly<Record<string, Step>> = {
  'sign-in': at(() => '/sign-in'),
  'finish-sure': async (page, scene) => {
    await comesIn(page, scene);
    await page.locator('footer form[action="/finish"] button').click();
  },
  'passphrase-choose': async (page, scene) => {
    await comesIn(page, scene);
    await page.goto(`${scene.town.url}/passphrase`);
  },
  'passphrase-factor': async (page, scene) => {
    await comesIn(page, scene);
    await page.goto(`${scene.town.url}/passphrase`);
    await page.locator('input[name=passphrase]').fill('vier rustige woorden samen');
    await page.locator('main form button').click();
  },
  'stopped-proof': async (page, scene) => {
    await comesIn(page, scene);
    await page.goto(`${scene.town.url}/me/stop/pot`);
    await page.locator('form.confirm button.yes').click();
  },
};

/** The steps of somebody who joins, beside a helper. */
export const joiningShots: Readonly<Record<string, Step>> = {
  'joining-picture': at(() => '/helping/new?language=ar'),
  'joining-card': joinsWithPicture,
  'joining-agree': agrees,
  'joining-secret': async (page, scene) => {
    await agrees(page, scene);
    await page.locator('form.confirm button.yes').click();
  },
  'joining-given': at(({ eater }) => `/helping/people/${eater.id}/given`),
  'vouchers-places': async (page, { town, helper, soup }) => {
    const places = [soup, await town.group('Buren')];
    for (const place of places) await appointed(town, helper, 'acceptor', place).catch(() => undefined);
    await page.goto(`${town.url}/vouchers`);
  },
};

async function blanks(town: Scene['town'], count: number): Promise<readonly { readonly url: string }[]> {
  const made = await town.get(CardStockService).make(command, town.communityId, count);
  if (made.kind === 'refused') throw new Error(made.code);
  return made.blanks;
}

/** @returns where eight vouchers that were not printed yet are laid out */
async function aBatch({ town, soup }: Scene): Promise<string> {
  const wish = { partyId: soup.id, sourceId: soup.account, amount: 100n, count: 8, terms: openTerms };
  const made = await town.get(BatchesService).make(command, town.communityId, wish);
  if (made.kind === 'refused') throw new Error(made.code);
  return `${town.url}/voucher-sheets/rabot/${made.batch.id}`;
}

async function comesIn(page: Page, { town }: Scene): Promise<void> {
  await page.context().clearCookies({ name: 'samenmunt' });
  await page.goto(town.url + new URL(await town.link(await town.person())).pathname);
  await page.locator('input[name=own]').check();
  await page.locator('button.main').click();
  await page.waitForLoadState();
  await page.goto(town.url);
}

async function joinsWithPicture(page: Page, { town }: Scene): Promise<void> {
  await page.goto(`${town.url}/helping/new?language=ar`);
  const free = page.locator('.faces a').first();
  if ((await free.count()) === 0) await page.goto(`${town.url}/helping/new?language=ar&picture=fox`);
  else await free.click();
  await page.waitForLoadState();
}

async function agrees(page: Page, scene: Scene): Promise<void> {
  await joinsWithPicture(page, scene);
  const [blank] = await blanks(scene.town, 1);
  await page.locator('form.scan input[name=code]').fill(blank!.url);
  await page.locator('form.scan button[type=submit]').click();
  await page.waitForLoadState();
}

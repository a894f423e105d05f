import type { Page } from 'playwright-core';
import type { Scene } from './shots.js';

type Step = (page: Page, scene: Scene) => Promise<unknown>;

/** A new group, page by page, with a helper. */
export const newGroupShots: Readonly<Record<string, Step>> = {
  'groups-helper': (page, { town }) => page.goto(`${town.url}/groups`),
  'group-new': (page, { town }) => page.goto(`${town.url}/groups/new`),
  'group-new-sight': named,
  'group-new-card': seen,
  'group-new-sure': scanned,
  'group-made': async (page, scene) => {
    await scanned(page, scene);
    await page.locator('form.confirm button.yes').click();
  },
};

/** Who is in a group, for its treasurer. */
export const groupPeopleShots: Readonly<Record<string, Step>> = {
  groups: (page, { town }) => page.goto(`${town.url}/groups`),
  'group-people': (page, { town, soup }) => page.goto(`${town.url}/groups/${soup.id}/people`),
  'group-has': (page, { town, soup }) => page.goto(`${town.url}/groups/${soup.id}/purse`),
  'cashbox-limits': (page, { town, soup }) => page.goto(`${town.url}/c/rabot/kas/${soup.account}/limits`),
  batches: (page, { town, soup }) => page.goto(`${town.url}/c/rabot/batches/${soup.account}`),
  'batches-count': (page, { town, soup }) =>
    page.goto(`${town.url}/c/rabot/batches/${soup.account}/new?amount=100`),
  'batches-sure': (page, { town, soup }) =>
    page.goto(`${town.url}/c/rabot/batches/${soup.account}/new?amount=100&count=8`),
  batch: async (page, { town, soup }) => {
    await page.goto(`${town.url}/c/rabot/batches/${soup.account}/new?amount=100&count=8`);
    await page.locator('form.confirm button.yes').click();
    await page.waitForLoadState();
  },
  'group-pays': async (page, { town, eater }) => {
    const code = new URL(await town.code(eater, { amount: 100n }));
    await page.goto(town.url + code.pathname);
  },
  'group-people-sure': async (page, { town, soup }) => {
    const card = await town.card(await town.person(), null);
    await page.goto(`${town.url}/groups/${soup.id}/people`);
    await sendCard(page, card.url);
  },
};

async function named(page: Page, { town }: Scene): Promise<void> {
  await page.goto(`${town.url}/groups/new`);
  await page.locator('button[value=meal]').click();
  await page.waitForLoadState();
}

async function seen(page: Page, scene: Scene): Promise<void> {
  await named(page, scene);
  await page.locator('button[value=hidden]').click();
  await page.waitForLoadState();
}

async function scanned(page: Page, scene: Scene): Promise<void> {
  await seen(page, scene);
  const card = await scene.town.card(await scene.town.person(), null);
  await sendCard(page, card.url);
}

async function sendCard(page: Page, url: string): Promise<void> {
  await page.locator('form.scan input[name=code]').fill(url);
  await page.locator('form.scan button[type=submit]').click();
  await page.waitForLoadState();
}

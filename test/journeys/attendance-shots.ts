import type { Page } from 'playwright-core';
import type { Scene } from './shots.js';

type Step = (page: Page, scene: Scene) => Promise<unknown>;

/** Who was there, for the treasurer of a group: the list, what is left out of it, the yes, and the papers. */
export const attendanceShots: Readonly<Record<string, Step>> = {
  attendance: begins,
  'attendance-list': listed,
  'attendance-left-out': async (page, scene) => {
    await begins(page, scene);
    const one = await aCard(scene);
    await types(page, `${one} ${one} 0000Z soep`);
  },
  'attendance-amount': async (page, scene) => {
    await listed(page, scene);
    await page.locator('button[value=amount]').click();
  },
  'attendance-day': async (page, scene) => {
    await listed(page, scene);
    await page.locator('button[value=day]').click();
  },
  'attendance-too-little': async (page, scene) => {
    await listed(page, scene);
    await page.locator('button[value=amount]').click();
    await page.locator('input[name=other]').fill('8');
    await page.locator('main form .picture-button').last().click();
  },
  'attendance-done': gives,
  'attendance-sheet': async (page, scene) => {
    await gives(page, scene);
    await page.goto(`${page.url()}/sheet`);
  },
  'attendance-empty': (page, { town, soup }) =>
    page.goto(`${town.url}/c/rabot/attendance/${soup.account}/sheet`),
};

function begins(page: Page, { town, soup }: Scene): Promise<unknown> {
  return page.goto(`${town.url}/c/rabot/attendance/${soup.account}`);
}

async function listed(page: Page, scene: Scene): Promise<void> {
  await begins(page, scene);
  const cards: string[] = [];
  for (let i = 0; i < 5; i++) cards.push(await aCard(scene));
  await types(page, cards.join(', '));
}

async function gives(page: Page, scene: Scene): Promise<void> {
  await listed(page, scene);
  await page.locator('.amount-tiles button').first().click();
  await page.locator('form.confirm button.yes').click();
  await page.waitForLoadState();
}

async function aCard({ town }: Scene): Promise<string> {
  return (await town.card(await town.person(), null)).number;
}

async function types(page: Page, numbers: string): Promise<void> {
  await page.locator('form.scan input[name=code]').fill(numbers);
  await page.locator('form.scan button[type=submit]').click();
  await page.waitForLoadState();
}

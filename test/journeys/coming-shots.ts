import type { Page } from 'playwright-core';
import type { Scene } from './shots.js';

type Step = (page: Page, scene: Scene) => Promise<unknown>;

/** What somebody sees who comes in with a card, and how a shared device lets them go. */
export const comingShots: Readonly<Record<string, Step>> = {
  'come-card': async (page, scene) => {
    await page.goto(scene.town.url + (await aCard(page, scene)));
  },
  'come-wrong': async (page, scene) => {
    await page.goto(scene.town.url + (await aCard(page, scene)));
    await type(page, '0000');
  },
  'come-asks': comeIn,
  'come-paid': async (page, scene) => {
    await comeIn(page, scene);
    await page.goto(scene.town.url + new URL(scene.codes.fixed).pathname);
    await page.locator('form.confirm button.yes').click();
  },
  'come-still': async (page, scene) => {
    await comeIn(page, scene);
    await page.locator('dialog.still').evaluate((each) => (each as HTMLDialogElement).showModal());
  },
  'come-still-page': (page, { town }) => page.goto(`${town.url}/finish/none/still`),
};

async function comeIn(page: Page, scene: Scene): Promise<void> {
  await page.context().clearCookies({ name: 'samenmunt' });
  await page.goto(scene.town.url + (await aCard(page, scene)));
  await type(page, '4071');
}

/** Of somebody who speaks the language of this browser. */
async function aCard(page: Page, { town }: Scene): Promise<string> {
  const locale = await page.evaluate(() => navigator.language);
  const language = (['ar', 'fr'] as const).find((each) => locale.startsWith(each)) ?? 'nl';
  return new URL((await town.card(await town.person({ language }), '4071')).url).pathname;
}

async function type(page: Page, digits: string): Promise<void> {
  await page.locator('input[name=digits]').fill(digits);
  await page.locator('main form .picture-button').click();
  await page.waitForLoadState();
}

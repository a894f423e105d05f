import type { Page } from 'playwright-core';
import type { LanguageCode } from '../../src/languages/languages.js';
import type { Scene } from './shots.js';
import { someVouchers } from './voucher-town.js';

type Step = (page: Page, scene: Scene) => Promise<unknown>;

const secret = ['cat', 'boat', 'apple'];

const opened =
  (what: string): Step =>
  async (page, scene) => {
    await atHub(page, scene);
    await tapSecret(page);
    await page.goto(`${scene.town.url}/hub/me/${what}`);
  };

/** The kiosk of a hub: waiting, with a card shown to it, with what its secret opens, and after each act. */
export const kioskShots: Readonly<Record<string, Step>> = {
  'hub-waits': wait,
  'hub-stop': async (page, scene) => {
    await wait(page, scene);
    await page.goto(`${scene.town.url}/hub/stop`);
  },
  'hub-help': async (page, scene) => {
    await wait(page, scene);
    await page.goto(`${scene.town.url}/hub/help`);
  },
  'hub-card': (page, scene) => atHub(page, scene),
  'hub-opened': opened(''),
  'hub-code': opened('code'),
  'hub-year': opened('year'),
  'hub-slip': opened('slip'),
  'hub-my-card': opened('card'),
  'hub-trust': opened('trust'),
  'hub-privacy': opened('privacy'),
  'hub-stop-me': opened('stop'),
  'hub-stop-me-to-pot': opened('stop/pot'),
  'hub-bare': (page, scene) => atHub(page, scene, null),
  'hub-pay': async (page, scene) => {
    await atHub(page, scene);
    await page.goto(`${scene.town.url}/hub/me/pay`);
  },
  'hub-done': async (page, scene) => {
    await atHub(page, scene);
    await pay(page, scene);
  },
  'hub-wrong': async (page, scene) => {
    const card = await atHub(page, scene);
    await pay(page, scene);
    await atHub(page, scene, card);
    await tapSecret(page);
    await page.goto(`${scene.town.url}/hub/me/wrong`);
  },
  'hub-voucher-done': async (page, scene) => {
    const [voucher] = await someVouchers(scene.town, scene.soup, {
      terms: { onCard: true },
    });
    await atHub(page, scene);
    await type(page, voucher!.url);
    await page.locator('form.confirm button.yes').click();
    await page.waitForLoadState();
  },
};

async function wait(page: Page, { town }: Scene): Promise<void> {
  await page.goto(`${town.url}/hub`);
  const yes = page.locator('form.confirm button.yes');
  if ((await yes.count()) > 0) await yes.click();
}

/** Shows a card: this one, a new one, or with null a new one without a secret. @returns it */
async function atHub(page: Page, scene: Scene, known?: string | null): Promise<string> {
  const { town } = scene;
  const own = known === null ? null : secret.join(' ');
  await wait(page, scene);
  const card = known ?? (await town.card(await town.person(await speaking(page)), own)).url;
  await type(page, card);
  return card;
}

/** Who comes speaks the language of the page. */
export async function speaking(page: Page): Promise<{ language: LanguageCode }> {
  return { language: (await page.locator('html').getAttribute('lang')) as LanguageCode };
}

async function pay(page: Page, { town, codes }: Scene): Promise<void> {
  await page.goto(`${town.url}/hub/me/pay`);
  await type(page, codes.fixed);
  await page.locator('form.confirm button.yes').click();
  await page.waitForLoadState();
}

async function type(page: Page, text: string): Promise<void> {
  await page.locator('form.scan input[name=code]').last().fill(text);
  await page.locator('form.scan button[type=submit]').last().click();
  await page.waitForLoadState();
}

export async function tapSecret(page: Page): Promise<void> {
  for (const picture of secret) {
    await page.locator(`.nine button[value="${picture}"]`).click();
    await page.waitForLoadState();
  }
}

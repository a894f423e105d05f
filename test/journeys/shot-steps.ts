import type { Page } from 'playwright-core';
import type { Scene } from './shots.js';

/** A card shown to whoever cooks: with a secret for more than it may pay alone. */
export async function takeCard(page: Page, { town, soup }: Scene, secret: string | null): Promise<void> {
  const card = await town.card(await town.person(), secret);
  await page.goto(town.url);
  await page.locator(`form[action$="/codes/${soup.account}"] button`).first().click();
  await page.locator(`.amount-tiles button[value="${secret === null ? 100 : 300}"]`).click();
  await page.locator('form.scan input[name=code]').fill(card.url);
  await page.locator('form.scan button[type=submit]').click();
  await page.waitForLoadState();
}

/** The first sign of the group, as it is printed. */
export async function openSign(page: Page, { town, soup }: Scene, query: string): Promise<void> {
  await page.goto(`${town.url}/c/rabot/signs/${soup.account}`);
  const path = await page.locator('main a.row').first().getAttribute('href');
  await page.goto(`${town.url}${path}${query}`);
}

/** A kiosk that waits, with a card shown to it, or with the secret given for one of its tiles. */
export async function atHub(page: Page, { town }: Scene, what: '' | 'me' | 'purse' | 'slip'): Promise<void> {
  await page.goto(`${town.url}/hub`);
  const yes = page.locator('form.confirm button.yes');
  if ((await yes.count()) > 0) await yes.click();
  if (what === '') return;
  const card = await town.card(await town.person(), 'cat boat apple');
  await page.locator('form.scan input[name=code]').fill(card.url);
  await page.locator('form.scan button[type=submit]').click();
  await page.waitForLoadState();
  if (what === 'me') return;
  await page.goto(`${town.url}/hub/me/${what}`);
  for (const picture of ['cat', 'boat', 'apple']) {
    await page.locator(`.nine button[value="${picture}"]`).click();
    await page.waitForLoadState();
  }
}

import type { Page } from 'playwright-core';
import { acting } from '../../src/cli/story-acting.js';
import { TrustsService } from '../../src/payments/trusts.service.js';
import { speaking, tapSecret } from './kiosk-shots.js';
import type { Scene } from './shots.js';

type Step = (page: Page, scene: Scene) => Promise<unknown>;

const at =
  (path: string | ((scene: Scene) => string)): Step =>
  (page, scene) =>
    page.goto(scene.town.url + (typeof path === 'string' ? path : path(scene)));

/** What somebody sees of themselves: what we know of them, their year, whom they trust, and how they stop. */
export const ownShots: Readonly<Record<string, Step>> = {
  me: at('/me'),
  'me-year': at('/me/year'),
  'me-trust': at('/me/trust'),
  'me-stop': at('/me/stop'),
  'me-stop-to-pot': at('/me/stop/pot'),
  'home-trusted': async (page, scene) => {
    await trusted(scene);
    await page.goto(scene.town.url);
  },
  for: async (page, scene) => page.goto(await trusted(scene)),
  'for-purse': async (page, scene) => page.goto(`${await trusted(scene, 'may_see')}/purse`),
  'for-pay': async (page, scene) => {
    await page.goto(`${await trusted(scene)}/pay`);
    await type(page, scene.codes.fixed);
  },
};

/** Somebody new trusts the eater, with a little each week or to look. @returns where the eater acts for them */
async function trusted({ town, eater }: Scene, gives: 'may_pay' | 'may_see' = 'may_pay'): Promise<string> {
  const giver = await town.person();
  const perWeek = { currency: 'UUR', amount: 300n };
  const wish = { who: { personId: eater.id }, gives, ...(gives === 'may_pay' && { perWeek }) };
  const as = acting(town.communityId, giver.id);
  const given = await town.get(TrustsService).give(as, town.communityId, wish);
  if (given.kind === 'refused') throw new Error(given.code);
  return `${town.url}/for/${given.seen.trust.id}`;
}

function own(what: string): Step {
  return async (page, scene) => {
    await visit(page, scene);
    await tapSecret(page);
    await page.goto(`${page.url()}/${what}`);
  };
}

/** Beside somebody at a screen: who comes new, and whose card is there. */
export const helperShots: Readonly<Record<string, Step>> = {
  'home-helper': at('/'),
  helping: at('/helping'),
  'helping-new': at('/helping/new'),
  'helping-lost': at(({ eater }) => `/helping/people/${eater.id}`),
  'helping-visit': visit,
  'helping-visit-own': async (page, scene) => {
    await visit(page, scene);
    await tapSecret(page);
  },
  'helping-visit-code': own('code'),
  'helping-visit-slip': own('slip'),
  'helping-visit-year': own('year'),
  'helping-visit-my-card': own('card'),
  'helping-visit-trust': own('trust'),
  'helping-visit-privacy': own('privacy'),
  'helping-visit-trust-what': async (page, scene) => {
    await own('trust')(page, scene);
    await type(page, (await scene.town.card(await scene.town.person(), null)).url);
  },
  'helping-visit-trust-secret': async (page, scene) => {
    await own('trust')(page, scene);
    await type(page, (await scene.town.card(await scene.town.person(), null)).url);
    await page.locator('button[name=amount]').first().click();
    await page.waitForLoadState();
  },
  'helping-visit-stop': own('stop'),
  'helping-visit-stop-to-pot': own('stop/pot'),
  'helping-visit-stopped': async (page, scene) => {
    await own('stop/pot')(page, scene);
    await tapSecret(page);
  },
  'helping-visit-bare': async (page, scene) => {
    await visit(page, scene, null);
    await page.goto(`${page.url()}/own/stop`);
  },
  'helping-visit-wrong': async (page, scene) => {
    await visit(page, scene);
    const path = page.url();
    await page.goto(`${path}/pay`);
    await type(page, scene.codes.fixed);
    await page.locator('form.confirm button.yes').click();
    await page.waitForLoadState();
    await page.goto(path);
    await tapSecret(page);
    await page.goto(`${path}/own/wrong`);
  },
  'helping-visit-pay': async (page, scene) => {
    await visit(page, scene);
    await page.goto(`${page.url()}/pay`);
  },
};

/** With a programme of a town: who makes an issue, who approves it, and the group that is promised it. */
export const makerShots: Readonly<Record<string, Step>> = {
  'home-maker': at('/'),
  programme: at('/c/rabot/programmes/samen-koken'),
  'programme-issue': at('/c/rabot/programmes/samen-koken/issue'),
  'programme-brings': at('/c/rabot/brings/programme/samen-koken'),
};

export const approverShots: Readonly<Record<string, Step>> = {
  'issue-proposed': at(({ programme }) => `/c/rabot/issues/${programme.proposed}`),
};

export const treasurerShots: Readonly<Record<string, Step>> = {
  programmes: at('/c/rabot/programmes'),
  'issue-promised': at(({ programme }) => `/c/rabot/issues/${programme.promised}`),
  'second-yes': at(({ soup }) => `/c/rabot/second-yes/${soup.id}`),
};

async function visit(page: Page, { town }: Scene, secret: string | null = 'cat boat apple'): Promise<void> {
  await page.goto(`${town.url}/helping`);
  const card = await town.card(await town.person(await speaking(page)), secret);
  await type(page, card.url);
}

async function type(page: Page, text: string): Promise<void> {
  await page.locator('form.scan input[name=code]').first().fill(text);
  await page.locator('form.scan button[type=submit]').first().click();
  await page.waitForLoadState();
}

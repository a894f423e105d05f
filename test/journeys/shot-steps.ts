import type { Page } from 'playwright-core';
import { systemActor } from '../../src/access/actor.js';
import { MandatesService } from '../../src/access/mandates.service.js';
import { ExchangesReading } from '../../src/books/exchanges.reading.js';
import { acting } from '../../src/cli/story-acting.js';
import { ContributionsService } from '../../src/contributions/contributions.service.js';
import { GroupPeopleService } from '../../src/initiatives/group-people.service.js';
import { InstitutionsService } from '../../src/institutions/institutions.service.js';
import { SpokenThanks } from '../../src/payments/spoken-thanks.service.js';
import { aPhoto } from '../support/photos.js';
import { aWave } from '../support/sounds.js';
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

/** Somebody in a group is asked whether a tent may come, with a day on which it goes back. */
export async function bringTent(page: Page, { town, eater, cook, soup }: Scene): Promise<void> {
  const keeper = acting('rabot', cook.id, 'treasurer', soup.id);
  await town.get(GroupPeopleService).admit(keeper, 'rabot', soup.id, eater.id);
  await town.get(ContributionsService).say(keeper, 'rabot', {
    ...({ side: 'giver', giver: soup.id, taker: eater.id, mode: 'reciprocity', thing: 'material' } as const),
    ...({
      title: 'een tent',
      from: '2026-01-05',
      condition: 'return_by',
      conditionDay: '2026-06-30',
    } as const),
  });
  await page.goto(`${town.url}/groups`);
}

/** Who received opens the receipt after which they were thanked aloud. */
export async function hearThanks(page: Page, { town, eater, receipts }: Scene): Promise<void> {
  const exchange = await town.get(ExchangesReading).findByReceipt(receipts.spoken.slice(3));
  await town.get(SpokenThanks).say(acting('rabot', eater.id), 'rabot', exchange!.id, aWave(500));
  await page.goto(town.url + receipts.spoken);
}

/** A library where cards are given, and the page that tells so. */
export async function atPickUp(page: Page, { town, keeper }: Scene): Promise<string> {
  const command = systemActor('test');
  const entered = await town.get(InstitutionsService).enter(command, 'rabot', {
    ...({ kind: 'library', name: 'Bibliotheek Rabot', picture: 'lesson', colour: 'blue' } as const),
    ...{ place: 'Witte Kaproenenplein 1', openingHours: 'woensdag 14 tot 18 uur' },
  });
  if (entered.kind === 'refused') throw new Error(entered.code);
  const { id: partyId } = entered.institution;
  const mandate = { communityId: 'rabot', actorId: keeper.id, role: 'helper', partyId, until: null } as const;
  await town.get(MandatesService).grant(command, mandate);
  const address = `${town.url}/c/rabot/pickup/${partyId}`;
  await page.goto(address);
  return address;
}

/** A token that the group drew itself, on its own page; until it is erased it is on all pages. */
export async function drawToken(page: Page, { town }: Scene): Promise<void> {
  await page.goto(`${town.url}/people/drawings/coin`);
  const sent = page.waitForEvent('framenavigated');
  const photo = { name: 'munt.jpg', mimeType: 'image/jpeg', buffer: aPhoto() };
  await page.locator('input[type=file]').setInputFiles(photo);
  await sent;
}

/** Ours again, and the list of all drawings. */
export async function eraseToken(page: Page, { town }: Scene): Promise<void> {
  await page.goto(`${town.url}/people/drawings/coin`);
  const remove = page.locator('form[action$="/remove"] button');
  if ((await remove.count()) > 0) await remove.click();
  else await page.goto(`${town.url}/people/drawings`);
  await page.waitForLoadState();
}

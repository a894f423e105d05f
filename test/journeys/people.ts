import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { NewPersonWish } from '../../src/members/enrolment.service.js';
import type { JourneyTown, Party } from './journey-town.js';
import { Walker } from './walker.js';

/** Where a journey happens, and with what telephones. */
export interface Place {
  readonly town: JourneyTown;
  readonly browser: Browser;
  readonly look: BrowserContextOptions;
}

/** Somebody new, at home on a telephone. */
export async function somebodyAt({ town, browser, look }: Place, wish: Partial<NewPersonWish> = {}) {
  const person = await town.person(wish);
  const phone = await Walker.start(browser, town.url, look);
  await phone.comeIn(await town.link(person));
  await phone.open('/');
  phone.acts = 0;
  return { phone, person };
}

/** Somebody else gives a person so much. */
export async function earnsAt(place: Place, person: Party, amount: bigint): Promise<void> {
  const { phone } = await somebodyAt(place);
  await phone.scan(await place.town.code(person, { amount }));
  await phone.tap(phone.page.locator('form.confirm button.yes'));
  await phone.close();
}

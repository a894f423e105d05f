import { systemActor } from '../../src/access/actor.js';
import { CardStockService } from '../../src/access/card-stock.service.js';
import { CurrenciesService } from '../../src/communities/currencies.service.js';
import { SecondYesLimits } from '../../src/communities/second-yes-limits.service.js';
import { acting } from '../../src/cli/story-acting.js';
import { newUuid } from '../../src/database/ids.js';
import { SecondYesService } from '../../src/payments/second-yes.service.js';
import { BatchesService } from '../../src/vouchers/batches.service.js';
import { openTerms } from '../../src/vouchers/voucher-terms.js';
import type { JourneyTown, Party } from './journey-town.js';
import { appointed, someVouchers } from './voucher-town.js';
import type { Walker } from './walker.js';

const command = systemActor('test');
const yes = 'form.confirm button.yes';

/** What lies ready for the pages that only show when something was done before. */
export interface Stage {
  readonly town: JourneyTown;
  readonly soup: Party;
  readonly eater: Party;
  readonly cook: Party;
  readonly helper: Party;
  /** Works alone for small amounts; for others it wants the drawings. */
  readonly card: string;
  readonly blank: string;
  readonly batch: string;
  readonly voucher: string;
  readonly spoken: string;
}

/** A way to one page, or to some after each other, each of which is looked at. */
export type Stop = (walker: Walker, stage: Stage, look: () => Promise<void>) => Promise<void>;

/** @param cook keeps the purse of the soup group; something of theirs waits for the yes of another */
export async function aStage(
  town: JourneyTown,
  { soup, eater, cook, helper }: Pick<Stage, 'soup' | 'eater' | 'cook' | 'helper'>,
): Promise<Omit<Stage, 'spoken'>> {
  const { communityId } = town;
  const { url: card } = await town.card(await town.person(), 'cat boat apple');
  const stock = await town.get(CardStockService).make(command, communityId, 1);
  if (stock.kind === 'refused') throw new Error(stock.code);
  const batches = town.get(BatchesService);
  const wish = { partyId: soup.id, sourceId: soup.account, amount: 100n, count: 8, terms: openTerms };
  const made = await batches.make(command, communityId, wish);
  if (made.kind === 'refused') throw new Error(made.code);
  await waitsForAnother(town, soup, cook, eater);
  const [voucher] = await someVouchers(town, soup, { terms: { onCard: true } });
  // Whoever takes vouchers at two places chooses where.
  for (const place of [soup, await town.group('Buren')]) await appointed(town, helper, 'acceptor', place);
  const things = { card, blank: stock.blanks[0]!.url, batch: made.batch.id, voucher: voucher!.url };
  return { town, soup, eater, cook, helper, ...things };
}

/** A treasurer gives an hour of the group's that only goes with the yes of another. */
export async function waitsForAnother(
  town: JourneyTown,
  group: Party,
  keeper: Party,
  to: Party,
): Promise<void> {
  const { communityId } = town;
  const [hours] = await town.get(CurrenciesService).all(communityId);
  const limit = { partyId: group.id, currency: hours!.code, amount: 50n };
  const set = await town.get(SecondYesLimits).set(command, communityId, limit);
  if (set.kind === 'refused') throw new Error(set.code);
  const move = { from: group.account, to: to.account, amount: 100n };
  const asks = acting(communityId, keeper.id, 'treasurer', group.id);
  const order = { ...move, orderId: newUuid(town.clock.now()) };
  const waits = await town.get(SecondYesService).pay(asks, communityId, order);
  if (waits.kind !== 'needs_second') throw new Error(waits.kind);
}

/** For anybody: a card that was scanned, and its first drawing. */
export const stopsOfAnybody: readonly Stop[] = [
  async (walker, { card }, look) => {
    await walker.scan(card);
    await look();
    await walker.tap(walker.page.locator('.nine button').first());
    await look();
  },
  voucher,
];

export const stopsOfMembers: readonly Stop[] = [
  async (walker, { eater }, look) => {
    await walker.open('/');
    await walker.tap(walker.page.locator(`form[action$="/codes/${eater.account}"] button`));
    await look();
    await walker.tap(walker.page.locator('button[value="50"]'));
    await look();
  },
  async (walker, _, look) => {
    await walker.open('/');
    await walker.tap(walker.page.locator('main a[href*="/give/"]'));
    await look();
    await walker.tap(walker.page.locator('.amount-tiles a').first());
    await look();
    await walker.open(`${walker.path}/asked`);
    await look();
  },
  voucher,
  // Last: whoever is asked whether they go out and says no stays.
  async (walker, _, look) => {
    await walker.open('/');
    await walker.tap(walker.page.locator('footer form[action="/finish"] button'));
    await look();
  },
];

export const stopsOfStewards: readonly Stop[] = [
  async (walker, { soup, card }, look) => {
    for (const [amount, wanted] of [
      [100, true],
      [300, false],
    ] as const) {
      await walker.open('/');
      await walker.tap(walker.page.locator(`form[action$="/codes/${soup.account}"] button`).first());
      await walker.tap(walker.page.locator(`.amount-tiles button[value="${amount}"]`));
      await walker.show(card);
      if (wanted) await look();
      else await walker.tap(walker.page.locator(yes));
    }
    await look();
    await walker.open(`/c/rabot/take/${soup.account}?amount=100`);
    await look();
  },
  async (walker, { soup }, look) => {
    await walker.open(`/c/rabot/signs/${soup.account}`);
    const sign = (await walker.page.locator('main a.row').first().getAttribute('href'))!;
    for (const path of [sign, `${sign}/down`]) {
      await walker.open(path);
      await look();
    }
  },
  async (walker, { helper }, look) => {
    await walker.open(`/people/${helper.id}`);
    await walker.tap(walker.page.locator('main a[href*="/helper/"]').first());
    await look();
  },
];

export const stopsOfHelpers: readonly Stop[] = [
  voucher,
  async (walker, { blank }, look) => {
    await walker.open('/helping/new');
    await look();
    await walker.tap(walker.page.locator('a[href="/helping/new?language=ar"]'));
    await look();
    await walker.tap(walker.page.locator('.faces a').first());
    await look();
    await walker.show(blank);
    await look();
  },
  async (walker, { card }, look) => {
    await walker.open('/groups/new');
    await look();
    for (const chosen of ['button[value=meal]', 'button[value=hidden]']) {
      await walker.tap(walker.page.locator(chosen));
      await look();
    }
    await walker.show(card);
    await look();
    await walker.tap(walker.page.locator(yes));
    await look();
  },
  async (walker, _, look) => {
    await walker.open('/passphrase');
    await look();
    await walker.page.locator('input[name=passphrase]').fill('vier rustige woorden samen');
    await walker.tap(walker.page.locator('main form button'));
    await look();
    await walker.page.locator('input[name=code]').fill('000000');
    await walker.tap(walker.page.locator('main form button'));
    await look();
  },
];

async function voucher(walker: Walker, { voucher: url }: Stage, look: () => Promise<void>): Promise<void> {
  await walker.scan(url);
  await look();
}

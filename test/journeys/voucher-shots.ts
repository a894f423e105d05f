import type { Page } from 'playwright-core';
import type { PrintedVoucher } from '../../src/vouchers/sheets.service.js';
import type { JourneyTown, Party } from './journey-town.js';
import { someVouchers } from './voucher-town.js';

interface VoucherScene {
  readonly town: JourneyTown;
  readonly cook: Party;
  readonly soup: Party;
}

type Go = (page: Page, scene: VoucherScene) => Promise<unknown>;

/** The pages where vouchers come in, for whoever keeps the purse of the soup group. */
export const voucherShots: Readonly<Record<string, Go>> = {
  'vouchers-station': (page, scene) => page.goto(station(scene)),
  'vouchers-number': (page, scene) => page.goto(`${station(scene)}/number`),
  'vouchers-one': async (page, scene) => {
    const [voucher] = await someVouchers(scene.town, scene.soup, { amount: 200n });
    await scan(page, station(scene), voucher!.url);
  },
  'vouchers-table': async (page, scene) => {
    await table(page, scene);
  },
  'vouchers-came-in': async (page, scene) => {
    await table(page, scene);
    await page.locator('form.confirm button.yes').click();
  },
  'vouchers-personal': async (page, scene) => {
    const wish = { amount: 900n, boundTo: [(await scene.town.person()).id] };
    const [voucher] = await someVouchers(scene.town, scene.soup, wish);
    await scan(page, station(scene), voucher!.url);
  },
  'vouchers-on-card': (page, { town }) => page.goto(`${town.url}/c/rabot/vouchers-on-card`),
  'vouchers-onto-card': async (page, scene) => {
    const { town } = scene;
    const card = await town.card(await town.person(), null);
    await scan(page, `${town.url}/c/rabot/vouchers-on-card`, card.url);
  },
  'vouchers-onto-yes': async (page, scene) => {
    await ontoCard(page, scene);
  },
  'vouchers-onto-done': async (page, scene) => {
    await ontoCard(page, scene);
    await page.locator('form.confirm button.yes').click();
  },
  'vouchers-part': async (page, scene) => {
    await part(page, scene);
  },
  'vouchers-part-card': async (page, scene) => {
    await part(page, scene);
    await page.locator('.amount-tiles button').first().click();
  },
  'vouchers-part-yes': async (page, scene) => {
    await partYes(page, scene);
  },
  'vouchers-part-done': async (page, scene) => {
    await partYes(page, scene);
    await page.locator('form.confirm button.yes').click();
  },
  'vouchers-not-sent': async (page, scene) => {
    const codes = '8MTBC5XKTPW172BT 9MTBC5XKTPW172BT';
    await page.goto(station(scene));
    await page.evaluate(
      ([path, line]) => localStorage.setItem(`yes ${path!}`, line!),
      [new URL(station(scene)).pathname, `018f0000-0000-7000-8000-000000000000 ${codes}`],
    );
    await page.goto(station(scene));
  },
  'vouchers-kept': async (page, scene) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
    await page.goto(station(scene));
    await type(page, '8MTBC5XKTPW172BT');
  },
};

function station({ town, soup }: VoucherScene): string {
  return `${town.url}/c/rabot/vouchers/${soup.account}`;
}

async function table(page: Page, scene: VoucherScene): Promise<void> {
  const some: readonly PrintedVoucher[] = await someVouchers(scene.town, scene.soup, { count: 12 });
  await scan(page, station(scene), some[0]!.url);
  await page.locator('main form button.main').click();
  await page.evaluate(
    ([path, codes]) => {
      const form = document.querySelector<HTMLFormElement>('[data-kept] form')!;
      localStorage.setItem(`vouchers ${path!}`, codes!);
      form.requestSubmit();
    },
    [new URL(station(scene)).pathname, some.map(({ url }) => url.split('/').at(-1)!).join(' ')],
  );
  await page.waitForURL(/\/many$/);
}

async function ontoCard(page: Page, { town, soup }: VoucherScene): Promise<void> {
  const card = await town.card(await town.person(), null);
  const [voucher] = await someVouchers(town, soup, { terms: { onCard: true } });
  await scan(page, `${town.url}/c/rabot/vouchers-on-card`, card.url);
  await type(page, voucher!.url);
  await page.waitForLoadState();
}

async function part(page: Page, scene: VoucherScene): Promise<void> {
  const wish = { amount: 200n, terms: { restOnCard: true } };
  const [voucher] = await someVouchers(scene.town, scene.soup, wish);
  await scan(page, station(scene), voucher!.url);
  await page.locator('form[action$="/part"] button').click();
}

async function partYes(page: Page, scene: VoucherScene): Promise<void> {
  const card = await scene.town.card(await scene.town.person(), null);
  await part(page, scene);
  await page.locator('.amount-tiles button').first().click();
  await type(page, card.url);
  await page.locator('form.confirm').waitFor();
}

async function scan(page: Page, path: string, code: string): Promise<void> {
  await page.goto(path);
  await type(page, code);
  await page.waitForLoadState();
}

async function type(page: Page, code: string): Promise<void> {
  await page.locator('form.scan input[name=code]').fill(code);
  await page.locator('form.scan button[type=submit]').click();
}

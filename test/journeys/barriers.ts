import { expect } from '@jest/globals';
import axeCore from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { Walker } from './walker.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const { source } = axeCore;

interface Found {
  readonly id: string;
  readonly nodes: ReadonlyArray<{ readonly html: string }>;
}
interface Axe {
  run(where: object, how: object): Promise<{ readonly violations: readonly Found[] }>;
}

/**
 * What keeps somebody from reading a page (WCAG 2.2 AA), as axe finds it: the rule, and the first place of each. Only
 * where scripts run. No page of ours has frames.
 */
export async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { readonly axe: Axe };
    const how = { runOnly: { type: 'tag', values }, resultTypes: ['violations'] };
    const { violations } = await axe.run(document, how);
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
  }, rules);
}

/**
 * The same where no scripts run. What judges is a script itself, so that it looks at a copy: the page as it stands,
 * without its scripts, and with what its body has for who has none. Its head has for them that a device of several
 * people leaves a page by itself (U06), to a page that asks whether somebody is still there.
 */
export async function barriersWithoutScripts(page: Page): Promise<string[]> {
  const [head = '', body = ''] = (await page.content()).split(/(?=<body)/);
  const html = (head + body.replace(/<(\/?)noscript\b/g, '<$1div')).replace(/<script\b[^]*?<\/script>/g, '');
  const copy = await copyIn(page.context().browser()!);
  await copy.setViewportSize(page.viewportSize()!);
  await copy.route(page.url(), (route) =>
    route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
  );
  await copy.goto(page.url());
  const found = await barriersOf(copy);
  await copy.unrouteAll();
  return found;
}

const copies = new WeakMap<Browser, Promise<Page>>();

/** One page of a browser for all copies: it belongs to nobody, and a new one each time would take as long as judging. */
function copyIn(browser: Browser): Promise<Page> {
  const copy = copies.get(browser) ?? browser.newContext().then((context) => context.newPage());
  copies.set(browser, copy);
  return copy;
}

/** As the one or the other, for somebody on whose telephone scripts run or do not. */
export function barriersFor({ page, scripts }: { page: Page; scripts: boolean }): Promise<string[]> {
  return scripts ? barriersOf(page) : barriersWithoutScripts(page);
}

/** How far a page is wider than its screen, in points. */
export function tooWide(page: Page): Promise<number> {
  return page.locator('body').evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}

/**
 * That the page somebody has can be read by all and fits their screen, whether scripts run there or not.
 */
export async function fits(walker: Walker): Promise<void> {
  const { page, path } = walker;
  const broken = await barriersFor(walker);
  expect({ at: path, broken, wide: await tooWide(page) }).toEqual({ at: path, broken: [], wide: 0 });
}

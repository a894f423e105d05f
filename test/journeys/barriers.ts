import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What keeps somebody from reading a page (WCAG 2.2 AA), as axe finds it: the rule, and the first place of each. Only
 * where scripts run. No page of ours has frames, so that axe need not open a second page for what it found in them.
 */
export async function barriersOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(rules).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`);
}

/** How far a page is wider than its screen, in points. */
export function tooWide(page: Page): Promise<number> {
  return page.locator('body').evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(0, scrollWidth - clientWidth);
  });
}

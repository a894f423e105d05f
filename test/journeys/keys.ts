import { expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { JourneyTown, Party } from './journey-town.js';
import { Walker } from './walker.js';

/** More steps than any page of ours has things to reach. */
const stepsMost = 60;

/** Somebody who reaches everything with the Tab key, and sees where they are. */
export class Keys {
  private constructor(private readonly walker: Walker) {}

  static async of(browser: Browser, town: JourneyTown, who: Party): Promise<Keys> {
    return Keys.by(browser, town, await town.link(who));
  }

  /** With a passphrase. */
  static async ofStrong(browser: Browser, town: JourneyTown, who: Party): Promise<Keys> {
    return Keys.by(browser, town, await town.strongLink(who));
  }

  private static async by(browser: Browser, town: JourneyTown, link: string): Promise<Keys> {
    const walker = await Walker.start(browser, town.url, { locale: 'nl-BE' });
    await walker.comeIn(link);
    return new Keys(walker);
  }

  get page(): Page {
    return this.walker.page;
  }

  get path(): string {
    return this.walker.path;
  }

  async open(address: string): Promise<void> {
    await this.walker.open(address);
  }

  /** Goes to the first thing that is meant and uses it; the next page is there afterwards. */
  async press(selector: string): Promise<void> {
    await this.reach(selector);
    await this.enter();
  }

  /** Goes to a field, fills it in and sends the form. */
  async type(selector: string, text: string): Promise<void> {
    await this.reach(selector);
    await this.page.keyboard.type(text);
    await this.enter();
  }

  /** Goes to where a photograph is given, and gives it; what the browser asks then is its own. */
  async file(selector: string, buffer: Buffer): Promise<void> {
    const { page } = this;
    await this.reach(selector);
    const there = page.waitForEvent('framenavigated');
    await page
      .locator(`${selector}:focus`)
      .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer });
    await there;
    await page.waitForLoadState();
  }

  /** Goes to the first choices and through them with the arrow key, to the one that is meant. */
  async choose(selector: string): Promise<void> {
    const { page } = this;
    await this.reach('input[type=radio]');
    await page.keyboard.press('Space');
    for (let i = 0; i < stepsMost; i++) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await page.keyboard.press('ArrowDown');
    }
    throw new Error(`${selector} cannot be chosen with the arrow keys on ${this.path}`);
  }

  close(): Promise<void> {
    return this.walker.close();
  }

  private async enter(): Promise<void> {
    const { page } = this;
    const there = page.waitForEvent('framenavigated');
    await page.keyboard.press('Enter');
    await there;
    await page.waitForLoadState();
  }

  /** @throws Error when the Tab key does not come there */
  private async reach(selector: string): Promise<void> {
    const { page } = this;
    for (let i = 0; i < stepsMost; i++) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate((wanted) => {
        const at = document.activeElement;
        if (at === null || !at.matches(wanted)) return null;
        const shown = at.closest('label, .photo') ?? at;
        return [at, shown].map((each) => getComputedStyle(each).outlineWidth).join(' ');
      }, selector);
      if (outline === null) continue;
      expect(outline).toContain('4px');
      return;
    }
    throw new Error(`${selector} cannot be reached with the Tab key on ${this.path}`);
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { JourneyTown, type Party } from './journey-town.js';
import { someVouchers } from './voucher-town.js';
import { Walker } from './walker.js';

const folder = new URL('../../screenshots/masked/', import.meta.url).pathname;

export interface Scene {
  readonly town: JourneyTown;
  readonly browser: Browser;
  readonly eater: Party;
  readonly cook: Party;
  readonly soup: Party;
}

/** Something that is to be done by whoever cannot read. */
export interface Task {
  readonly name: string;
  /** What one is asked to do, as it would be said aloud. */
  readonly asked: string;
  readonly who: 'eater' | 'cook';
  /** The address that is open, or was scanned. */
  readonly begin: (scene: Scene) => string | Promise<string>;
  /** What is to be tapped on each screen; `card` is a card that is held before the camera. */
  readonly taps: readonly (string | 'card')[];
  /** Where it ends. */
  readonly end: RegExp;
}

const yes = 'form.confirm button.yes';
const firstTile = '.amount-tiles a >> nth=0';

/** The eight tasks of the trial. */
export const tasks: readonly Task[] = [
  {
    name: '1-sign',
    asked: 'You scanned the sign at the soup. Give what it asks.',
    who: 'eater',
    begin: ({ town, soup }) => town.code(soup, { amount: 125n, reason: 'meal' }),
    taps: [yes],
    end: /^\/r\//,
  },
  {
    name: '2-choose',
    asked: 'You scanned the card of the bear. Give half an hour.',
    who: 'eater',
    begin: ({ town, cook }) => town.code(cook),
    taps: [firstTile, yes],
    end: /^\/r\//,
  },
  {
    name: '3-pot',
    asked: 'Give half an hour to the pot of all.',
    who: 'eater',
    begin: () => '/',
    taps: ['main a[href*="/give/"]', firstTile, yes],
    end: /^\/r\//,
  },
  {
    name: '4-receive',
    asked: 'Somebody wants to give you something. Show your code.',
    who: 'eater',
    begin: () => '/',
    taps: ['.tiles-of-two form button'],
    end: /\/codes\//,
  },
  {
    name: '5-purse',
    asked: 'Look how much you have, and cover it again.',
    who: 'eater',
    begin: () => '/',
    taps: ['a[href="/purse"]', 'main .picture-buttons a[href="/"]'],
    end: /^\/$/,
  },
  {
    name: '6-card',
    asked: 'Somebody with a paper card gives you one hour. Take it, and let them say yes.',
    who: 'cook',
    begin: () => '/',
    taps: ['form[action*="/codes/"] button >> nth=0', '.amount-tiles button[value="100"]', 'card', yes],
    end: /^\/r\//,
  },
  {
    name: '7-voucher',
    asked: 'You scanned a paper voucher that somebody gives you. Take it.',
    who: 'cook',
    begin: async ({ town, soup }) => (await someVouchers(town, soup))[0]!.url,
    taps: ['main form button[type=submit] >> nth=0'],
    end: /^\/r\//,
  },
  {
    name: '8-too-little',
    asked: 'You scanned a code that asks more than you have. Give a part: half an hour.',
    who: 'eater',
    begin: ({ town, soup }) => town.code(soup, { amount: 900n, reason: 'room' }),
    taps: ['a[href$="?part=yes"]', firstTile, yes],
    end: /^\/r\//,
  },
];

/** Puts a small square in the place of every letter on a page; figures and drawings stay as they are. */
export async function mask(page: Page): Promise<void> {
  await page.evaluate(() => {
    const masked = (text: string): string => text.replace(/[\p{L}\p{M}]/gu, '\u25aa');
    const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = all.nextNode(); node !== null; node = all.nextNode()) {
      const kind = node.parentElement?.localName;
      if (kind !== 'script' && kind !== 'style') node.textContent = masked(node.textContent ?? '');
    }
    for (const field of document.querySelectorAll<HTMLInputElement>('input:not([type=hidden])'))
      field.placeholder = masked(field.placeholder);
  });
}

export async function aScene(): Promise<Scene> {
  const town = await JourneyTown.open('sqlite');
  const browser = await openBrowser();
  const cook = await town.person({ picture: 'bear', colour: 'brown' });
  const eater = await town.person({ picture: 'fox', colour: 'orange' });
  const soup = await town.group('Soepgroep Rabot', [cook.id]);
  return { town, browser, cook, eater, soup };
}

/**
 * Does a task, one screen after the other, each with its letters masked.
 * @param look sees each screen, and what is to be tapped on it; nothing on the last
 * @returns the path where it ended
 */
export async function walk(
  scene: Scene,
  task: Task,
  locale: string,
  look: (page: Page, screen: number, tap: Locator | undefined) => Promise<void>,
): Promise<string> {
  const { town, browser } = scene;
  const device = await Walker.start(browser, town.url, { locale });
  await device.comeIn(await town.link(scene[task.who]));
  await device.open(await task.begin(scene));
  const { page } = device;
  for (const [i, tap] of task.taps.entries()) {
    await mask(page);
    const what = page.locator(tap === 'card' ? 'label.photo' : tap);
    await look(page, i + 1, what);
    if (tap === 'card') await showCard(scene, device);
    else await device.tap(what);
  }
  await mask(page);
  await look(page, task.taps.length + 1, undefined);
  const { path } = device;
  await device.close();
  return path;
}

async function showCard({ town }: Scene, device: Walker): Promise<void> {
  const { url } = await town.card(await town.person(), null);
  await device.show(url);
}

/** Makes the pictures of all tasks, what is asked in them, and apart from that what is right. */
export async function makeMasked(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const scene = await aScene();
  const right: Record<string, object> = {};
  for (const locale of ['nl-BE', 'ar']) {
    for (const task of tasks) {
      await walk(scene, task, locale, async (page, screen, tap) => {
        const name = `${task.name}.${locale.slice(0, 2)}.${screen}`;
        await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
        const box = await tap?.boundingBox();
        if (box) right[name] = box;
      });
    }
  }
  const asked = tasks.map(({ name, asked: said, taps }) => `${name}: ${said} (${taps.length} screens)`);
  writeFileSync(`${folder}tasks.txt`, `${asked.join('\n')}\n`);
  writeFileSync(`${folder}right.json`, `${JSON.stringify(right, null, 2)}\n`);
  console.log(`${tasks.length} tasks in ${folder}`);
  await scene.browser.close();
  await scene.town.close();
}

import type { Page } from 'playwright-core';

/** In points of a screen: U22 for what is tapped, U14 for what is read. */
const target = 48;
const answer = 56;
const apart = 12;
const letter = 18;
/** 12 points of print. */
const printed = 16;

/** What stands in a table or in a list of what is wrong is as high as its line; the skip link waits to be seen. */
const inText = 'td, .summary li, .skip';

export interface Sizes {
  /** Things to tap that are too small (U22). */
  readonly small: readonly string[];
  /** Pairs of them that are too close together (U22). */
  readonly close: readonly string[];
  /** Words whose letters are too small (U14). */
  readonly letters: readonly string[];
  /** The same on paper. */
  readonly print: readonly string[];
}

/** What on a page is too small to be tapped or read by somebody whose hands shake, or who has no glasses. */
export async function tooSmall(page: Page): Promise<Sizes> {
  const { small, close } = await targetsOf(page);
  const letters = await lettersBelow(page, letter);
  await page.emulateMedia({ media: 'print' });
  const print = await lettersBelow(page, printed);
  await page.emulateMedia({ media: null });
  return { small, close, letters, print };
}

/** Lists, drawings of a secret and languages: the more there are, the more they offer, and each is one and the same act. */
const offered = '.rows, .nine, .languages-big, nav';

/** The way out of a screen that is not one's own, on every page of it, as the button is elsewhere that signs out. */
const wayOut = 'a[href="/hub"], form[action$="/own/close"]';

/** How many things a page has to tap that lead somewhere or do something, beside what every page has (U21). */
export function choicesOn(page: Page): Promise<string[]> {
  return page.evaluate((beside) => {
    const all = [...document.querySelectorAll('main a, main button, main summary')];
    const shown = all.filter(
      (each) =>
        each.closest(beside) === null && each.checkVisibility() && each.getBoundingClientRect().width > 1,
    );
    return shown.map((each) => each.outerHTML.slice(0, 90));
  }, `${offered}, ${wayOut}`);
}

function targetsOf(page: Page): Promise<{ small: string[]; close: string[] }> {
  return page.evaluate(
    ([target, answer, apart, inText]) => {
      // So is a link with words of the same sentence beside it, other than those of more links.
      const isInSentence = (each: Element): boolean => {
        const around = each.closest('p');
        const links = [...(around?.querySelectorAll('a, button') ?? [])];
        const tapped = links.reduce((sum, link) => sum + (link.textContent ?? '').length, 0);
        return around !== null && (around.textContent ?? '').length > tapped + 12;
      };
      const all = [
        ...document.querySelectorAll('a, button, summary, select, textarea, input:not([type=hidden])'),
      ]
        // A choice is tapped anywhere on its label.
        .map(
          (each) =>
            (each.matches('[type=radio], [type=checkbox], [type=file]') && each.closest('label')) || each,
        )
        .filter((each) => each.closest(inText) === null && !isInSentence(each));
      const shown = [...new Set(all)]
        .map((each) => ({ each, box: each.getBoundingClientRect(), name: each.outerHTML.slice(0, 110) }))
        .filter(({ each, box }) => box.width > 0 && box.height > 0 && each.checkVisibility());
      const small = shown
        .filter(({ each, box }) => {
          const least = each.matches('.answer') ? answer : target;
          return Math.min(box.width, box.height) < least - 0.5;
        })
        .map(({ box, name }) => `${Math.round(box.width)}x${Math.round(box.height)} ${name}`);
      const close = shown.flatMap((one, at) =>
        shown.slice(at + 1).flatMap((other) => {
          if (one.each.contains(other.each) || other.each.contains(one.each)) return [];
          const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right, 0);
          const down = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom, 0);
          const gap = Math.hypot(across, down);
          return gap < apart - 0.5 ? [`${gap.toFixed(1)} ${one.name} | ${other.name}`] : [];
        }),
      );
      return { small, close };
    },
    [target, answer, apart, inText] as const,
  );
}

/** What somebody can see that is written smaller than so many points of the screen. */
function lettersBelow(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const found = new Set<string>();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() !== null) {
      const { parentElement: around, textContent } = walk.currentNode;
      if (around === null || textContent === null || textContent.trim() === '') continue;
      if (around.closest('svg, script, style, template, .sr, .skip') !== null) continue;
      const { width } = around.getBoundingClientRect();
      if (width <= 1 || !around.checkVisibility()) continue;
      const size = Number(getComputedStyle(around).fontSize.replace('px', ''));
      if (size < least - 0.1)
        found.add(
          `${size.toFixed(1)} <${around.localName} class="${around.className}"> ${textContent.trim().slice(0, 40)}`,
        );
    }
    return [...found];
  }, least);
}

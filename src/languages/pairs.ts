import { randomBytes } from 'node:crypto';

// Words in two languages travel as one text between control characters, which no name or form may hold, until the page
// is written: begin, the two codes, middle, the first, middle, the reader's own, end. A word that only this process knows
// keeps everybody else from making one.
const known = randomBytes(6).toString('hex');
const begin = `\u0002${known}`;
const middle = '\u001f';
const end = '\u0003';

const marks = /[\u0002\u0003\u001f]/g;
const inside = '[^\u0002\u0003\u001f]*';
const onePair = `${begin}([a-z]{2})\\+([a-z]{2})${middle}(${inside})${middle}(${inside})${end}`;
const pairs = new RegExp(onePair, 'g');
/** Pairs with nothing but a space or a comma between them: sentences of one paragraph, words of one list. */
const runs = new RegExp(`${onePair}(?:[ ,]{1,2}${onePair})+`, 'g');

/** Which of the two. */
export type Side = 'first' | 'own';

/**
 * Two texts as one, to be shown beside each other.
 * @param codes of the first language and of the reader's own: `nl+ar`
 * @param own empty where their own language has no words for it
 */
export function pairOf(codes: string, first: string, own: string): string {
  return `${begin}${codes}${middle}${withoutMarks(first)}${middle}${withoutMarks(own)}${end}`;
}

/** One side of every pair in a text; the first where there are no words in their own language. */
export function sideOf(text: string, side: Side): string {
  if (!text.includes(begin)) return text;
  return text.replace(pairs, (_, __, ___, first: string, own: string) =>
    side === 'own' && own !== '' ? own : first,
  );
}

/**
 * What is left of a text that anybody wrote: it can never pass for a pair of ours. Of a pair that stands in it, such as
 * the name of a helper who reads another language than the page, the first side is left.
 */
export function withoutMarks(text: string): string {
  return sideOf(text, 'first').replace(marks, '');
}

/** A text for where there is no markup: first, dot, own. */
export function plainPairs(text: string): string {
  if (!text.includes(begin)) return withoutMarks(text);
  const plain = text.replace(pairs, (_, __, ___, first: string, own: string) =>
    own === '' ? first : `${first} \u00b7 ${own}`,
  );
  return withoutMarks(plain);
}

/** Elements whose inside is text and nothing else. */
const textOnly = new Set(['title', 'option', 'textarea', 'text', 'desc', 'script', 'style']);
const tags = /<(?:[^>"]|"[^"]*")*>/g;

/**
 * Every pair in a rendered page: in text two spans, each with its language and direction, in attributes plain text.
 * @param directionOf the reading direction of a code
 */
export function markPairs(html: string, directionOf: (code: string) => 'ltr' | 'rtl'): string {
  if (!html.includes(begin)) return withoutMarks(html);
  const written: string[] = [];
  let element = '';
  let from = 0;
  const spans = (text: string): string => {
    const together = text.replace(runs, (run) => joined(run, directionOf));
    return withoutMarks(together.replace(pairs, (_, ...found) => span(found)));
  };
  const span = ([one, two, first, own]: unknown[]): string =>
    [side('dutch', String(one), String(first)), side('own', String(two), String(own))]
      .filter(Boolean)
      .join(' ');
  const side = (name: string, code: string, text: string): string =>
    text === '' ? '' : `<span lang="${code}" dir="${directionOf(code)}" class="${name}">${text}</span>`;
  for (const tag of html.matchAll(tags)) {
    const text = html.slice(from, tag.index);
    written.push(textOnly.has(element) ? plainPairs(text) : spans(text), plainPairs(tag[0]));
    element = /^<([a-z]+)/i.exec(tag[0])?.[1]?.toLowerCase() ?? '';
    from = tag.index + tag[0].length;
  }
  return written.join('') + spans(html.slice(from));
}

/** Sentences that follow each other are read in one language, and then in the other. */
function joined(run: string, directionOf: (code: string) => 'ltr' | 'rtl'): string {
  const found = [...run.matchAll(pairs)] as unknown as [string, string, string, string, string][];
  const [[, one, two]] = found as [(typeof found)[number]];
  const alike = found.every(([, first, own, , text]) => first === one && own === two && text !== '');
  if (!alike) return run;
  const [first, ...between] = run.split(pairs).filter((_, i) => i % 5 === 0);
  const all = (side: 3 | 4, comma: string): string =>
    found
      .map((each, i) => each[side] + (i === found.length - 1 ? '' : between[i]!.replace(',', comma)))
      .join('');
  return first + pairOf(`${one}+${two}`, all(3, ','), all(4, directionOf(two) === 'rtl' ? '\u060c' : ','));
}

/** Whether a text holds a pair whose own language has no words for it. */
export function lacksOwn(text: string): boolean {
  return text.includes(middle + end);
}

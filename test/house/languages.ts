import ts from 'typescript';
import { lineOf, parse, visit, type Breach, type Source } from './sources.js';

/** Words by key, such as `pay.title`; a plural stands under its key with `_one` and `_other`. */
export type Words = ReadonlyMap<string, string>;

/** The words of a language file, by dotted keys, without what it says of itself. */
export function wordsOf(json: string): Words {
  const found = new Map<string, string>();
  const walk = (tree: object, before: string): void => {
    for (const [name, value] of Object.entries(tree) as [string, unknown][]) {
      if (typeof value === 'string') found.set(before + name, value);
      else walk(value as object, `${before}${name}.`);
    }
  };
  walk({ ...(JSON.parse(json) as object), language: {} }, '');
  return found;
}

/** Keys that one language has and the other lacks, and words that want other values. */
export function differences(one: Words, other: Words, names: [string, string]): Breach[] {
  const missing = (from: Words, to: Words, name: string): Breach[] =>
    [...from.keys()].filter((key) => !to.has(key)).map((key) => `${name}: ${key} is missing`);
  const blanks = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join();
  const unlike = [...one]
    .filter(([key, text]) => other.has(key) && blanks(text) !== blanks(other.get(key)!))
    .map(([key]) => `${names[1]}: ${key} has other values in braces than in ${names[0]}`);
  return [...missing(one, other, names[1]), ...missing(other, one, names[0]), ...unlike];
}

const pluralEnding = /_(zero|one|two|few|many|other)$/;

/**
 * What a language adds to Dutch: keys that Dutch lacks, and values in braces that Dutch does not have. Endings of
 * plurals that only this language has are none, and neither is a plural that says its number in a word of its own.
 */
export function additions(words: Words, nl: Words, name: string): Breach[] {
  const blanks = (text: string): string[] => text.match(/\{\w+\}/g) ?? [];
  return [...words].flatMap(([key, text]) => {
    const base = key.replace(pluralEnding, '');
    const plural = pluralEnding.test(key) ? nl.get(`${base}_other`) : undefined;
    const dutch = plural ?? nl.get(key);
    if (dutch === undefined) return [`${name}: ${key} is not in nl.json`];
    const known = blanks(dutch);
    const strange = blanks(text).filter((blank) => !known.includes(blank));
    const lost = plural !== undefined ? [] : known.filter((blank) => !text.includes(blank));
    return [...strange, ...lost].map((blank) => `${name}: ${key}: ${blank} is not as in nl.json`);
  });
}

/**
 * What a language lacks of the words that members meet.
 * @param endings those of its plurals, such as `one`, `few` and `other`
 */
export function lacking(words: Words, nl: Words, { name, endings, isForMembers }: Lacking): Breach[] {
  return [...nl.keys()]
    .filter((key) => isForMembers(key) && !key.endsWith('_one'))
    .flatMap((key) =>
      key.endsWith('_other') ? endings.map((ending) => key.replace(/other$/, ending)) : [key],
    )
    .filter((key) => !words.has(key))
    .map((key) => `${name}: ${key} is missing`);
}

export interface Lacking {
  readonly name: string;
  readonly endings: readonly string[];
  readonly isForMembers: (key: string) => boolean;
}

/** Words with other figures than 0 to 9, which nobody here could compare with the paper (U16). */
export function otherFigures(words: Words, name: string): Breach[] {
  return [...words]
    .filter(([, text]) => /(?![0-9])\p{Nd}/u.test(text))
    .map(([key]) => `${name}: ${key} has other figures than 0 to 9`);
}

/** Words that say nothing. */
export function emptyWords(words: Words, name: string): Breach[] {
  return [...words].filter(([, text]) => text.trim() === '').map(([key]) => `${name}: ${key} is empty`);
}

interface Mentions {
  /** Every text in the code that could be a key. */
  readonly texts: ReadonlySet<string>;
  /** How texts begin that are put together, such as `refusals.` */
  readonly beginnings: ReadonlySet<string>;
}

/** What the code says that could be keys: whole texts, and the beginnings of those that are put together. */
export function mentionsIn(sources: readonly Source[]): Mentions {
  const texts = new Set<string>();
  const beginnings = new Set<string>();
  for (const source of sources) {
    visit(parse(source), (node) => {
      if (ts.isStringLiteralLike(node)) texts.add(node.text);
      if (ts.isTemplateHead(node) && /^[a-z]\w*\.(?:\w+[._])*$/i.test(node.text)) beginnings.add(node.text);
    });
  }
  return { texts, beginnings };
}

/** Keys that no code asks for. */
export function unused(words: Words, { texts, beginnings }: Mentions): Breach[] {
  return [...words.keys()]
    .filter((key) => !texts.has(key) && !texts.has(withoutPlural(key)))
    .filter((key) => ![...beginnings].some((beginning) => key.startsWith(beginning)))
    .map((key) => `nl.json: ${key} is used nowhere`);
}

function withoutPlural(key: string): string {
  return key.replace(/_(one|other)$/, '');
}

/** Calls of t('…') with a key that has no words. */
export function unknownKeys(sources: readonly Source[], words: Words): Breach[] {
  return eachCall(sources, (call) => {
    const name = calledName(call);
    const [first] = call.arguments;
    if (name !== 't' || first === undefined || !ts.isStringLiteralLike(first)) return undefined;
    const known = words.has(first.text) || words.has(`${first.text}_other`);
    return known ? undefined : `${first.text} has no words`;
  });
}

/** Codes with which the code says no, that have no words under any of these beginnings. */
export function speechlessCodes(
  sources: readonly Source[],
  words: Words,
  beginnings: readonly string[],
): Breach[] {
  const speechless = (code: string): string | undefined =>
    beginnings.some((beginning) => words.has(`${beginning}${code}`)) ? undefined : `${code} has no words`;
  const said = eachCall(sources, (call) => {
    const [first] = call.arguments;
    const says = calledName(call) === 'refused' && first !== undefined && ts.isStringLiteralLike(first);
    return says ? speechless(first.text) : undefined;
  });
  return [...said, ...refusalObjects(sources, speechless)];
}

/** `{ kind: 'refused', code: 'x' }` and `new ProblemError('x')` */
function refusalObjects(sources: readonly Source[], judge: (code: string) => string | undefined): Breach[] {
  return sources.flatMap((source) => {
    const file = parse(source);
    const found: Breach[] = [];
    visit(file, (node) => {
      const code = ts.isObjectLiteralExpression(node)
        ? refusedCode(node)
        : ts.isNewExpression(node)
          ? thrownCode(node)
          : undefined;
      const advice = code === undefined ? undefined : judge(code);
      if (advice !== undefined) found.push(`${source.path}:${lineOf(file, node)}: ${advice}`);
    });
    return found;
  });
}

function refusedCode(node: ts.ObjectLiteralExpression): string | undefined {
  const text = (name: string): string | undefined => {
    const property = node.properties.find((each) => each.name?.getText() === name);
    if (property === undefined || !ts.isPropertyAssignment(property)) return undefined;
    return ts.isStringLiteralLike(property.initializer) ? property.initializer.text : undefined;
  };
  return text('kind') === 'refused' ? text('code') : undefined;
}

function thrownCode(node: ts.NewExpression): string | undefined {
  const first = node.arguments?.[0];
  if (node.expression.getText() !== 'ProblemError' || first === undefined) return undefined;
  return ts.isStringLiteralLike(first) ? first.text : undefined;
}

/** Sentences written in pages instead of in the language files. */
export function sentencesInPages(sources: readonly Source[]): Breach[] {
  const spoken = new Set(['title', 'alt', 'placeholder', 'aria-label', 'label']);
  return sources.flatMap((source) => {
    const file = parse(source);
    const found: Breach[] = [];
    visit(file, (node) => {
      const text = ts.isJsxText(node)
        ? node.text
        : ts.isJsxAttribute(node)
          ? spokenText(node, spoken)
          : undefined;
      if (text === undefined || isKey(text) || !/\p{L}{2,}/u.test(text.replace(/&\w+;/g, ''))) return;
      found.push(`${source.path}:${lineOf(file, node)}: "${text.trim()}": words belong in src/languages`);
    });
    return found;
  });
}

/** A component of ours may be handed a key, such as title="errors.used". */
function isKey(text: string): boolean {
  return /^\w+(\.\w+)+$/.test(text);
}

function spokenText(node: ts.JsxAttribute, spoken: ReadonlySet<string>): string | undefined {
  const { initializer } = node;
  if (!spoken.has(node.name.getText()) || initializer === undefined) return undefined;
  return ts.isStringLiteral(initializer) ? initializer.text : undefined;
}

function eachCall(
  sources: readonly Source[],
  judge: (call: ts.CallExpression) => string | undefined,
): Breach[] {
  return sources.flatMap((source) => {
    const file = parse(source);
    const found: Breach[] = [];
    visit(file, (node) => {
      const advice = ts.isCallExpression(node) ? judge(node) : undefined;
      if (advice !== undefined) found.push(`${source.path}:${lineOf(file, node)}: ${advice}`);
    });
    return found;
  });
}

function calledName(call: ts.CallExpression): string | undefined {
  const { expression } = call;
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

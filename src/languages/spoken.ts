import { existsSync, readFileSync } from 'node:fs';
import { allSentences, factsOf, localeOf, type LanguageCode } from './languages.js';
import { numberInWords } from './numbers.js';

/** One recording: what it is called, and what is said in it. */
export interface Clip {
  /** A key of the words, `KEY.0` for the first piece of a sentence with blanks, `number.12`, or `greeting`. */
  readonly name: string;
  readonly text: string;
}

/** Whoever is named in a sentence: a name that no clip says is said as what is drawn on their card. */
export interface SpokenFace {
  readonly name: string;
  readonly picture: string;
}

interface Phrase {
  readonly text: string;
  readonly clip: string;
}

/** A sentence with blanks, as `{number} uur`. */
interface Template {
  readonly pattern: RegExp;
  /** In the order in which they are said: a clip, or a blank by its place in the pattern. */
  readonly parts: readonly (string | number)[];
}

interface Grammar {
  readonly clips: readonly Clip[];
  /** Which clip says a name: what sounds the same is one clip, whichever sentence it is a part of. */
  readonly names: ReadonlyMap<string, string>;
  /** By their first word, the longest first. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  readonly templates: readonly Template[];
}

/** Amounts are small here (U13): what is more has no sound. */
const numberMost = 99;
/** Characters; nobody listens to more at once. */
const longest = 500;

const beside = new URL('sounds/', import.meta.url);

/** Where the list of keys and the delivered clips are: beside this file, or in the sources that it was built from. */
export const soundsFolder = existsSync(new URL('keys.txt', beside))
  ? beside
  : new URL('../../../src/languages/sounds/', import.meta.url);

const wanted = readFileSync(new URL('keys.txt', soundsFolder), 'utf8').split('\n').filter(Boolean);
const grammars = new Map<LanguageCode, Grammar>();

/** Every clip that a language can have, the most used first: so it is recorded in one sitting (U13). */
export function clipsIn(code: LanguageCode): readonly Clip[] {
  return grammarOf(code).clips;
}

/** What the clip of a name says in a language; undefined where that language has no such words. */
export function clipText(code: LanguageCode, name: string): string | undefined {
  const { clips, names } = grammarOf(code);
  const known = names.get(name) ?? names.get(name.replace(/_(?:zero|one|two|few|many)\b/, '_other'));
  return clips.find((clip) => clip.name === known)?.text;
}

/**
 * The clips that say a text of ours, in order.
 * @param text one or more sentences made by t() and amountText(), in this language alone
 * @param faces whoever is named in it
 * @returns undefined when a part of it can be no clip: a name, a figure above 99, words that are seldom used
 */
export function clipsOf(
  text: string,
  code: LanguageCode,
  faces: readonly SpokenFace[] = [],
): readonly string[] | undefined {
  const said = clean(text);
  if (said.length > longest) return undefined;
  const named = faces.map(({ name, picture }) => ({ name: clean(name), picture }));
  return read(said, { ...grammarOf(code), faces: named, known: new Map() });
}

type Reading = Grammar & {
  readonly faces: readonly SpokenFace[];
  /** What was read already, so that a text takes no longer however many ways there are to read it. */
  readonly known: Map<string, readonly string[] | undefined>;
};

function read(text: string, reading: Reading): readonly string[] | undefined {
  if (text === '') return [];
  const { known } = reading;
  if (!known.has(text)) known.set(text, readPhrase(text, reading) ?? readTemplate(text, reading));
  return known.get(text);
}

function readPhrase(text: string, reading: Reading): readonly string[] | undefined {
  for (const phrase of reading.phrases.get(firstWord(text)) ?? []) {
    if (!text.startsWith(phrase.text)) continue;
    const rest = /^[\s.!?؟:…።፧]*(?=\s|$)\s*/.exec(text.slice(phrase.text.length));
    const after = rest === null ? undefined : read(text.slice(phrase.text.length + rest[0].length), reading);
    if (after !== undefined) return [phrase.clip, ...after];
  }
  return undefined;
}

/** A template is one sentence or more, so it ends where a sentence does. */
function readTemplate(text: string, reading: Reading): readonly string[] | undefined {
  for (const end of sentenceEnds(text)) {
    for (const { pattern, parts } of reading.templates) {
      const match = pattern.exec(text.slice(0, end));
      const said = match === null ? undefined : allOf(parts, (part) => readPart(part, match, reading));
      const after = said === undefined ? undefined : read(text.slice(end).trimStart(), reading);
      if (said !== undefined && after !== undefined) return [...said, ...after];
    }
  }
  return undefined;
}

function readPart(
  part: string | number,
  match: RegExpExecArray,
  reading: Reading,
): readonly string[] | undefined {
  return typeof part === 'string' ? [part] : readValue(match[part] ?? '', reading);
}

/** A figure, a name that is a word of ours, else whoever is called so, else an amount or another sentence. */
function readValue(value: string, reading: Reading): readonly string[] | undefined {
  const { names, phrases, faces } = reading;
  const word = phrases.get(firstWord(value))?.find(({ text }) => text === value);
  const picture = faces.find(({ name }) => name === value)?.picture;
  const clip =
    word?.clip ?? names.get(/^\d{1,2}$/.test(value) ? `number.${Number(value)}` : `pictures.${picture}`);
  return clip === undefined ? read(value, reading) : [clip];
}

function allOf<T>(
  parts: readonly T[],
  each: (part: T) => readonly string[] | undefined,
): string[] | undefined {
  const said: string[] = [];
  for (const part of parts) {
    const found = each(part);
    if (found === undefined) return undefined;
    said.push(...found);
  }
  return said;
}

function grammarOf(code: LanguageCode): Grammar {
  let grammar = grammars.get(code);
  if (grammar === undefined) grammars.set(code, (grammar = makeGrammar(code)));
  return grammar;
}

function makeGrammar(code: LanguageCode): Grammar {
  const clips = new Map<string, Clip>();
  const names = new Map<string, string>();
  const phrases = new Map<string, Phrase[]>();
  const templates: Template[] = [];
  const clipFor = (name: string, text: string): string => {
    const sound = text.toLowerCase().replace(/[.!?؟:…።፧]+$/, '');
    const clip = clips.get(sound) ?? { name, text };
    clips.set(sound, clip);
    names.set(name, clip.name);
    return clip.name;
  };
  for (const [name, sentence] of sentencesIn(code)) {
    if (sentence.includes('{')) {
      templates.push(templateOf(name, sentence, clipFor));
      continue;
    }
    const text = clean(sentence).replace(/[\s.!?؟:…።፧]+$/, '');
    const same = phrases.get(firstWord(text)) ?? [];
    same.push({ text, clip: clipFor(name, clean(sentence)) });
    phrases.set(
      firstWord(text),
      same.sort((a, b) => b.text.length - a.text.length),
    );
  }
  return { clips: [...clips.values()], names, phrases, templates };
}

function templateOf(
  name: string,
  sentence: string,
  clipFor: (name: string, text: string) => string,
): Template {
  const parts: (string | number)[] = [];
  let blanks = 0;
  const pattern = clean(sentence)
    .split(/(\{\w+\})/)
    .map((piece, i) => {
      if (piece.startsWith('{')) {
        parts.push(++blanks);
        return '(.+?)';
      }
      const text = piece.replace(/^[\s.,!?؟:…።፧]+|[\s.,!?؟:…።፧]+$/g, '');
      if (/\p{L}/u.test(text)) parts.push(clipFor(`${name}.${i}`, text));
      return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    });
  // Words without an end of their own may still end a sentence, with another one after them.
  return { pattern: new RegExp(`^${pattern.join('')}[.!?؟…።፧]?$`), parts };
}

/** Every clip's name and words, in the order of the list of keys. */
function sentencesIn(code: LanguageCode): [string, string][] {
  const all = allSentences(code);
  const endings = new Intl.PluralRules(localeOf(code)).resolvedOptions().pluralCategories;
  return wanted.flatMap((key): [string, string][] => {
    if (key === 'greeting') return [[key, factsOf(code).greeting]];
    if (key === 'numbers') return numbers(code);
    if (key.endsWith('*')) return [...all].filter(([name]) => name.startsWith(key.slice(0, -1)));
    return [key, ...endings.map((ending) => `${key}_${ending}`)].flatMap((name): [string, string][] => {
      const sentence = all.get(name);
      return sentence === undefined ? [] : [[name, sentence]];
    });
  });
}

function numbers(code: LanguageCode): [string, string][] {
  return Array.from({ length: numberMost + 1 }, (_, n) => [
    `number.${n}`,
    numberInWords(n, code) ?? String(n),
  ]);
}

/** Without the marks that keep directions apart, and with one kind of space. */
function clean(text: string): string {
  return text
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim();
}

function firstWord(text: string): string {
  return /^[^\s.!?؟:…።፧]*/.exec(text)![0];
}

function sentenceEnds(text: string): number[] {
  return [...text.matchAll(/[.!?؟…።፧](?=\s|$)|$/g)].map(({ index, 0: mark }) => index + mark.length);
}

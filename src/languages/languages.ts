import {
  firstCode,
  isLanguage,
  languages,
  ownCode,
  type AnyLanguage,
  type Language,
  type LanguageCode,
} from './codes.js';
import { readLanguageFiles, type LanguageFacts, type LanguageFile } from './files.js';
import { isForMembers } from './for-members.js';
import nl from './nl.json' with { type: 'json' };
import { pairOf, sideOf, withoutMarks, type Side } from './pairs.js';

export {
  chooseLanguage,
  languageCookie,
  ownLanguageCookie,
  pickLanguage,
  type AskedLanguage,
  type LanguageOffer,
} from './choice.js';
export {
  firstCode,
  isLanguage,
  languages,
  ownCode,
  type AnyLanguage,
  type Language,
  type LanguageCode,
} from './codes.js';
export type { LanguageFacts } from './files.js';

const files = readLanguageFiles();
for (const each of languages) {
  if (files.get(each)?.facts.checked !== true) throw new Error(`the language file ${each}.json is not there`);
}

/** Every other language there is a file of, in the order of their own names. */
export const translations: readonly LanguageFacts[] = [...files.values()]
  .map(({ facts }) => facts)
  .filter(({ code }) => !isLanguage(code))
  .sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The codes of all languages there is a file of: those that stand alone first. */
export const everyLanguage: readonly LanguageCode[] = [...languages, ...translations.map(({ code }) => code)];

/** For Intl: Belgian habits where there are any, Latin digits everywhere (U16). */
export const locales: Readonly<Record<Language, string>> = {
  nl: factsOf('nl').locale,
  fr: factsOf('fr').locale,
  en: factsOf('en').locale,
};

type Paths<Tree, Before extends string = ''> = {
  [Name in keyof Tree & string]: Tree[Name] extends string
    ? `${Before}${Name}`
    : Paths<Tree[Name], `${Before}${Name}.`>;
}[keyof Tree & string];
type WithoutPlural<Path extends string> = Path extends `${infer Base}_one` | `${infer Base}_other`
  ? Base
  : Path;

/** Every key of nl.json; a word with a plural is named without its `_one` or `_other`. */
export type WordKey = WithoutPlural<Paths<Omit<typeof nl, 'language'>>>;

/** What is put in the place of `{name}`; `count` also chooses the plural. */
export type Values = Readonly<Record<string, string | number>>;

export interface Words {
  readonly language: AnyLanguage;
  /**
   * The words for a key. In two languages beside each other it is a pair, which `renderPage` writes out.
   * @param values one for each `{name}` in the words; `count` for a word with a plural
   * @throws RangeError when a value is missing: a half sentence about money is worse than none
   */
  t(key: WordKey, values?: Values): string;
}

const made = new Map<AnyLanguage, Words>();

/**
 * The words of a language. Keys that a translation lacks (it has those of the members' pages) are said in Dutch.
 * @throws RangeError for a language of which there is no file
 */
export function words(language: AnyLanguage): Words {
  let known = made.get(language);
  if (known === undefined) made.set(language, (known = besideOf(language) ?? aloneOf(language)));
  return known;
}

function aloneOf(language: AnyLanguage): Words {
  const code = ownCode(language);
  const t = (key: WordKey, values: Values = {}): string => {
    const said = say(fileOf(code), key, values) ?? say(fileOf('nl'), key, values);
    if (said === undefined) throw new RangeError(`no words for ${key}`);
    return said;
  };
  return { language, t };
}

function besideOf(language: AnyLanguage): Words | undefined {
  const first = firstCode(language);
  if (first === undefined) return undefined;
  const [one, own] = [words(first), fileOf(ownCode(language))];
  const t = (key: WordKey, values: Values = {}): string => {
    const said = one.t(key, onSide(values, 'first'));
    return pairOf(language, said, say(own, key, onSide(values, 'own')) ?? '');
  };
  return { language, t };
}

/**
 * Says something in a language, or beside each other in both.
 * @param speak what it is in one language that stands alone
 */
export function inEach(language: AnyLanguage, speak: (alone: LanguageCode) => string): string {
  const first = firstCode(language);
  const own = ownCode(language);
  return first === undefined ? speak(own) : pairOf(language, speak(first), speak(own));
}

/** All keys with their words, plurals with their endings, as the house tests read them. */
export function allSentences(language: LanguageCode): ReadonlyMap<string, string> {
  return fileOf(language).sentences;
}

/** Whether this is a key of nl.json, for codes that come from the outside such as refusals. */
export function isWordKey(key: string): key is WordKey {
  const { sentences } = fileOf('nl');
  return sentences.has(key) || sentences.has(`${key}_other`);
}

/** Whether there is a file of this language. */
export function isLanguageCode(text: string | undefined): text is LanguageCode {
  return text !== undefined && files.has(text);
}

/** What a language says of itself. @throws RangeError for a language of which there is no file */
export function factsOf(code: LanguageCode): LanguageFacts {
  return fileOf(code).facts;
}

/** Reading direction of the reader's own language. */
export function dir(language: AnyLanguage): 'ltr' | 'rtl' {
  return factsOf(ownCode(language)).direction;
}

/** For Intl; of the first where two stand beside each other. */
export function localeOf(language: AnyLanguage): string {
  return factsOf(firstCode(language) ?? ownCode(language)).locale;
}

/** How many of the words that members meet a language has, and how many there are. */
export function coverageOf(code: LanguageCode): { readonly known: number; readonly all: number } {
  const needed = new Set([...fileOf('nl').sentences.keys()].filter(isForMembers).map(withoutPlural));
  const has = new Set([...fileOf(code).sentences.keys()].map(withoutPlural));
  return { known: [...needed].filter((key) => has.has(key)).length, all: needed.size };
}

function withoutPlural(key: string): string {
  return key.replace(/_(zero|one|two|few|many|other)$/, '');
}

function fileOf(code: LanguageCode): LanguageFile {
  const found = files.get(code);
  if (found === undefined) throw new RangeError(`there is no language ${code}`);
  return found;
}

function onSide(values: Values, side: Side): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? sideOf(value, side) : value,
    ]),
  );
}

const plurals = new Map<string, Intl.PluralRules>();

function say({ facts, sentences }: LanguageFile, key: string, values: Values): string | undefined {
  const { locale, direction } = facts;
  let sentence = sentences.get(key);
  if (values.count !== undefined) {
    let rules = plurals.get(locale);
    if (rules === undefined) plurals.set(locale, (rules = new Intl.PluralRules(locale)));
    const ending = rules.select(Number(values.count));
    sentence = sentences.get(`${key}_${ending}`) ?? sentences.get(`${key}_other`) ?? sentence;
  }
  return sentence === undefined ? undefined : fill(key, sentence, values, direction === 'rtl');
}

/** Marks that turn the direction of what follows: a name may not carry any, for they could turn an amount round. */
const turningMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Where the directions of sentence and value may differ, first-strong isolates keep them apart (U16). */
function fill(key: string, sentence: string, values: Values, isolate: boolean): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`the words for ${key} need a value for ${name}`);
    const text = withoutMarks(String(value)).replace(turningMarks, '');
    return isolate || rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
  });
}

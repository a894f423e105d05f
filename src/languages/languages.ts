import ar from './ar.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import nl from './nl.json' with { type: 'json' };

/** The languages that are offered, in the order in which they are shown. */
export const languages = ['nl', 'fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** Arabic is there to prove that every page can be read from right to left; it is not offered yet. */
export type AnyLanguage = Language | 'ar';

/** Each language by its own name, in its own script (U17). */
export const ownNames: Readonly<Record<AnyLanguage, string>> = {
  nl: 'Nederlands',
  fr: 'Français',
  en: 'English',
  ar: 'العربية',
};

/** For Intl: Belgian habits where there are any, Latin digits everywhere (U16). */
export const locales: Readonly<Record<AnyLanguage, string>> = {
  nl: 'nl-BE',
  fr: 'fr-BE',
  en: 'en-GB',
  ar: 'ar-u-nu-latn',
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
export type WordKey = WithoutPlural<Paths<typeof nl>>;

/** What is put in the place of `{name}`; `count` also chooses the plural. */
export type Values = Readonly<Record<string, string | number>>;

export interface Words {
  readonly language: AnyLanguage;
  /**
   * The words for a key.
   * @param values one for each `{name}` in the words; `count` for a word with a plural
   * @throws RangeError when a value is missing: a half sentence about money is worse than none
   */
  t(key: WordKey, values?: Values): string;
}

type Sentences = ReadonlyMap<string, string>;

const sentences: Readonly<Record<AnyLanguage, Sentences>> = {
  nl: flatten(nl),
  fr: flatten(fr),
  en: flatten(en),
  ar: flatten(ar),
};

const made = new Map<AnyLanguage, Words>();

/** The words of a language. Keys that Arabic lacks (it has those of the members' pages) are said in Dutch. */
export function words(language: AnyLanguage): Words {
  const known = made.get(language);
  if (known !== undefined) return known;
  const plural = new Intl.PluralRules(locales[language]);
  const t = (key: WordKey, values: Values = {}): string => {
    const found = find(language, key, values, plural) ?? find('nl', key, values, plural);
    if (found === undefined) throw new RangeError(`no words for ${key}`);
    return fill(key, found, values, dir(language) === 'rtl');
  };
  const result: Words = { language, t };
  made.set(language, result);
  return result;
}

/** All keys with their words, plurals with their endings, as the house tests read them. */
export function allSentences(language: AnyLanguage): ReadonlyMap<string, string> {
  return sentences[language];
}

/** Whether this is a key of nl.json, for codes that come from the outside such as refusals. */
export function isWordKey(key: string): key is WordKey {
  return sentences.nl.has(key) || sentences.nl.has(`${key}_other`);
}

export function isLanguage(text: string | undefined): text is Language {
  return (languages as readonly (string | undefined)[]).includes(text);
}

/** Reading direction. */
export function dir(language: AnyLanguage): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** The cookie that keeps what was chosen by hand. */
export const languageCookie = 'language';
/** That of whoever came in, apart from what was chosen by hand: a device may be of several people. */
export const ownLanguageCookie = 'own_language';
const chosenByHand = cookieWith(languageCookie);
const ofWhoeverCameIn = cookieWith(ownLanguageCookie);

/** What a request says about languages, as in `request.headers`; at most 20 entries of the header are read. */
export interface AskedLanguage {
  readonly 'accept-language'?: string | undefined;
  readonly cookie?: string | undefined;
}

/**
 * Which language to speak: chosen by hand before, else that of whoever came in, else the best of what the browser asks
 * (RFC 9110, 12.5.4), else the fallback.
 */
export function pickLanguage(headers: AskedLanguage, fallback: Language = 'nl'): Language {
  const cookies = headers.cookie ?? '';
  const kept = [chosenByHand, ofWhoeverCameIn].map((cookie) => cookie.exec(cookies)?.[1]).find(isLanguage);
  if (kept !== undefined) return kept;
  const asked = (headers['accept-language'] ?? '').slice(0, 500).split(',', 20).map(readRange);
  asked.sort((a, b) => b.weight - a.weight);
  const best = asked.find(({ name, weight }) => weight > 0 && isLanguage(name))?.name;
  return isLanguage(best) ? best : fallback;
}

function cookieWith(name: string): RegExp {
  return new RegExp(`(?:^|;\\s*)${name}=([a-z]{2})(?:;|$)`);
}

function readRange(range: string): { name: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
  const weight = parameters.find((part) => part.startsWith('q='));
  const value = weight === undefined ? 1 : Number(weight.slice(2));
  return { name: tag.toLowerCase().split('-')[0] ?? '', weight: Number.isFinite(value) ? value : 0 };
}

function find(
  language: AnyLanguage,
  key: string,
  values: Values,
  plural: Intl.PluralRules,
): string | undefined {
  const all = sentences[language];
  if (values.count !== undefined) {
    const chosen = all.get(`${key}_${plural.select(Number(values.count))}`) ?? all.get(`${key}_other`);
    if (chosen !== undefined) return chosen;
  }
  return all.get(key);
}

/** Marks that turn the direction of what follows: a name may not carry any, for they could turn an amount round. */
const turningMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** Where the directions of sentence and value may differ, first-strong isolates keep them apart (U16). */
function fill(key: string, sentence: string, values: Values, isolate: boolean): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`the words for ${key} need a value for ${name}`);
    const text = String(value).replace(turningMarks, '');
    return isolate || rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
  });
}

function flatten(tree: object, before = '', into = new Map<string, string>()): Map<string, string> {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') into.set(before + name, value);
    else flatten(value as object, `${before}${name}.`, into);
  }
  return into;
}

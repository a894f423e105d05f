import { readdirSync, readFileSync } from 'node:fs';
import type { LanguageCode } from './codes.js';

/** What a language's file says of itself, under `language`. */
export interface LanguageFacts {
  readonly code: LanguageCode;
  /** Its own name, in its own script (U17). */
  readonly name: string;
  /** For Intl: the calendar that everybody here uses, and Latin digits everywhere (U16). */
  readonly locale: string;
  /** The numbering system of its own digits, as Intl calls it, where that is not the Latin one; else undefined (U16). */
  readonly digits?: string;
  /** Reading direction. */
  readonly direction: 'ltr' | 'rtl';
  /** "Hello, I speak ..." in that language, by which it is chosen (S75). */
  readonly greeting: string;
  /** Whether people who speak it read every word of it. What is not checked never stands alone (U19). */
  readonly checked: boolean;
}

/** One file: its facts, and its words by dotted keys. */
export interface LanguageFile {
  readonly facts: LanguageFacts;
  readonly sentences: ReadonlyMap<string, string>;
}

/**
 * Every file of two letters in this folder. Adding a language is adding its file, and no code (U17).
 * @throws Error that names the file when one cannot be read: better no server than one that says half of it
 */
export function readLanguageFiles(folder = new URL('.', import.meta.url)): Map<string, LanguageFile> {
  const names = readdirSync(folder).filter((name) => /^[a-z]{2}\.json$/.test(name));
  return new Map(names.sort().map((name) => [name.slice(0, 2), readOne(folder, name)]));
}

function readOne(folder: URL, name: string): LanguageFile {
  try {
    const tree = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Record<string, unknown>;
    const { language, ...rest } = tree;
    return { facts: factsOf(name.slice(0, 2) as LanguageCode, language), sentences: flatten(rest) };
  } catch (cause) {
    throw new Error(`the language file ${name} cannot be read: ${String(cause)}`, { cause });
  }
}

function factsOf(code: LanguageCode, said: unknown): LanguageFacts {
  const { name, locale, digits, direction, greeting, checked } = (said ?? {}) as Partial<LanguageFacts>;
  if (!isText(name) || !isText(greeting)) throw new TypeError('its own name and greeting are missing');
  if (!isText(locale) || Intl.PluralRules.supportedLocalesOf(locale).length === 0)
    throw new TypeError('its locale is not known');
  if (direction !== 'ltr' && direction !== 'rtl') throw new TypeError('its direction is missing');
  if (digits !== undefined && !Intl.supportedValuesOf('numberingSystem').includes(digits))
    throw new TypeError('its digits are not known');
  return {
    ...{ code, name, locale, direction, greeting, checked: checked === true },
    ...(digits !== undefined && { digits }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function flatten(tree: object, before = '', into = new Map<string, string>()): Map<string, string> {
  for (const [name, value] of Object.entries(tree)) {
    if (typeof value === 'string') into.set(before + name, value);
    else flatten(value as object, `${before}${name}.`, into);
  }
  return into;
}

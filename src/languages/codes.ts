// prettier-ignore
type Letter =
  | 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm'
  | 'n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z';

/** The two letters of a language (ISO 639-1), and of its file here. */
export type LanguageCode = `${Letter}${Letter}`;

/** The languages that are complete and checked, and so may stand alone, in the order in which they are shown. */
export const languages = ['nl', 'fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** A language as a page speaks it: one alone, or one with the reader's own as a marked translation beside it (U19). */
export type AnyLanguage = LanguageCode | `${Language}+${LanguageCode}`;

/** Whether a language stands alone. */
export function isLanguage(text: string | undefined): text is Language {
  return (languages as readonly (string | undefined)[]).includes(text);
}

/** The reader's own language, also where another one stands beside it. */
export function ownCode(language: AnyLanguage): LanguageCode {
  return language.slice(-2) as LanguageCode;
}

/** The language that stands first where two stand beside each other, and else undefined. */
export function firstCode(language: AnyLanguage): Language | undefined {
  return language.length === 2 ? undefined : (language.slice(0, 2) as Language);
}

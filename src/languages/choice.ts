import { isLanguage, type AnyLanguage, type Language, type LanguageCode } from './codes.js';

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

/** What a community offers beside the languages that stand alone. */
export interface LanguageOffer {
  /** The translations that a steward turned on. */
  readonly translations: readonly LanguageCode[];
  /** The language that must come first on every page; null where each reads their own alone. */
  readonly first: Language | null;
}

const nothingMore: LanguageOffer = { translations: [], first: null };

/**
 * Which language to speak alone: chosen by hand before, else that of whoever came in, else the best of what the browser
 * asks (RFC 9110, 12.5.4), else the fallback.
 */
export function pickLanguage(headers: AskedLanguage, fallback: Language = 'nl'): Language {
  const kept = keptIn(headers, nothingMore)?.slice(-2);
  if (isLanguage(kept)) return kept;
  const best = bestOf(headers, isLanguage);
  return isLanguage(best) ? best : fallback;
}

/**
 * Which language a page speaks. What is not checked always stands beside Dutch, and where a community wants its own
 * language first, every other one stands beside that (U19).
 */
export function chooseLanguage(
  headers: AskedLanguage,
  offer: LanguageOffer,
  fallback: Language = 'nl',
): AnyLanguage {
  const offered = (name: string): name is LanguageCode =>
    isLanguage(name) || (offer.translations as readonly string[]).includes(name);
  const found = keptIn(headers, offer) ?? besideDutch(bestOf(headers, offered) as LanguageCode | undefined);
  const chosen = found ?? fallback;
  const { first } = offer;
  if (first === null || chosen.startsWith(`${first}+`) || chosen === first) return chosen;
  return `${first}+${chosen.slice(-2) as LanguageCode}`;
}

/** A language alone when it may be, and beside Dutch when not. */
function besideDutch(code: LanguageCode | undefined): AnyLanguage | undefined {
  return code === undefined || isLanguage(code) ? code : `nl+${code}`;
}

/** What a cookie keeps, as far as it is offered: `fr`, `nl+fr` or `ar`. */
function keptIn({ cookie = '' }: AskedLanguage, { translations }: LanguageOffer): AnyLanguage | undefined {
  for (const each of [chosenByHand, ofWhoeverCameIn]) {
    const [, beside, code] = each.exec(cookie) ?? [];
    if (isLanguage(code)) return beside === undefined || code === 'nl' ? code : `nl+${code}`;
    const translation = translations.find((one) => one === code);
    if (translation !== undefined) return `nl+${translation}`;
  }
  return undefined;
}

function bestOf(headers: AskedLanguage, offered: (name: string) => boolean): string | undefined {
  const asked = (headers['accept-language'] ?? '').slice(0, 500).split(',', 20).map(readRange);
  asked.sort((a, b) => b.weight - a.weight);
  return asked.find(({ name, weight }) => weight > 0 && offered(name))?.name;
}

function cookieWith(name: string): RegExp {
  return new RegExp(`(?:^|;\\s*)${name}=(nl\\+)?([a-z]{2})(?:;|$)`);
}

function readRange(range: string): { name: string; weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
  const weight = parameters.find((part) => part.startsWith('q='));
  const value = weight === undefined ? 1 : Number(weight.slice(2));
  return { name: tag.toLowerCase().split('-')[0] ?? '', weight: Number.isFinite(value) ? value : 0 };
}

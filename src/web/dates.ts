import {
  firstCode,
  inEach,
  localeOf,
  ownCode,
  type AnyLanguage,
  type LanguageCode,
} from '../languages/languages.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A day in words: `2026-11-22` is "zondag 22 november 2026". */
export function dayWords(day: string, language: AnyLanguage): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return inEach(language, (alone) => format(alone, 'UTC', options).format(dayStart(day)));
}

/** A day for tables: "22 nov 2026". */
export function dayShort(day: string, language: AnyLanguage): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return inEach(language, (alone) => format(alone, 'UTC', options).format(dayStart(day)));
}

/** A month in words: `2026-11` is "november 2026". */
export function monthWords(month: string, language: AnyLanguage): string {
  const options = { month: 'long', year: 'numeric' } as const;
  return inEach(language, (alone) => format(alone, 'UTC', options).format(dayStart(`${month}-01`)));
}

/**
 * An instant in words: "22 november 2026 om 14:05".
 * @param instant milliseconds since 1970
 * @param timeZone the community's, for example Europe/Brussels
 */
export function momentWords(instant: number, language: AnyLanguage, timeZone: string): string {
  const options = { dateStyle: 'long', timeStyle: 'short' } as const;
  return inEach(language, (alone) => format(alone, timeZone, options).format(instant));
}

/** Hours and minutes of an instant: "14:05". */
export function timeWords(instant: number, language: AnyLanguage, timeZone: string): string {
  return format(firstCode(language) ?? ownCode(language), timeZone, { timeStyle: 'short' }).format(instant);
}

/** Making a format is slow, and there are few: each is made once. */
function format(
  language: LanguageCode,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone, hourCycle: 'h23' });
    formats.set(key, found);
  }
  return found;
}

function dayStart(day: string): number {
  const instant = Date.parse(`${day}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(instant)) throw new RangeError(`${day} is not a day`);
  return instant;
}

import type { Language } from '../languages/languages.js';
import type { RecipeName } from './recipes.js';

/**
 * How the languages stand beside each other (U19): each reader in their own, the first language with the reader's own
 * as a marked translation below, or all as equals.
 */
export const languageModes = ['own', 'first_with_translation', 'equal'] as const;
export type LanguageMode = (typeof languageModes)[number];

/** The group that shares currencies and their rules. */
export interface Community {
  /** 2 to 30 small letters, digits and hyphens; stands in URLs and never changes. */
  readonly id: string;
  readonly name: string;
  /** IANA name; day limits and months follow it. Never changes. */
  readonly timeZone: string;
  /** The first one comes first everywhere. */
  readonly languages: readonly Language[];
  readonly languageMode: LanguageMode;
  readonly recipe: RecipeName;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export const communityIdPattern = /^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])$/;
export const defaultTimeZone = 'Europe/Brussels';

/** Whether this is a time zone that days can be counted in. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

import { words, type AnyLanguage } from '../../languages/languages.js';
import type { Contribution, Thing } from '../contribution.js';

/** What is brought, in a word. */
export function thingWord(thing: Thing, language: AnyLanguage): string {
  const { t } = words(language);
  return thing === 'coin' ? t('brings.coin') : t(`subjects.${thing}`);
}

/** What it is and what is asked for it, in words that have a sound: without its title and without a day. */
export function conditionSaid({ thing, condition }: Contribution, language: AnyLanguage): string {
  const { t } = words(language);
  const asked = condition === 'return_by' ? 'return' : condition;
  return `${thingWord(thing, language)}. ${t(`conditions.${asked}`, { day: '' })}.`;
}

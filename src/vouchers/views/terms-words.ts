import { inEach, words, type AnyLanguage } from '../../languages/languages.js';
import { dayWords } from '../../web/dates.js';
import type { VoucherTerms } from '../voucher-terms.js';

/** The days of a voucher in words. */
export function daysText(terms: VoucherTerms, language: AnyLanguage): string[] {
  const { t } = words(language);
  const { validFrom, validUntil } = terms;
  const from = validFrom === null ? [] : [t('vouchers.from_day', { day: dayWords(validFrom, language) })];
  if (validUntil === null) return [...from, t('vouchers.always')];
  return [...from, t('vouchers.until', { day: dayWords(validUntil, language) })];
}

/** What the terms of a voucher mean for whoever holds it, one plain sentence each (5D). */
export function termsSentences(terms: VoucherTerms, language: AnyLanguage): string[] {
  const { t } = words(language);
  const grace = terms.validUntil === null || terms.graceDays === 0;
  return [
    ...daysText(terms, language).map((_, i) => inEach(language, (alone) => `${daysText(terms, alone)[i]!}.`)),
    ...(grace ? [] : [t('vouchers.grace', { count: terms.graceDays })]),
    t(terms.mayBePassedOn ? 'vouchers.pass_on' : 'vouchers.not_pass_on'),
    t(terms.restOnCard ? 'vouchers.rest_on_card' : 'vouchers.whole'),
    ...(terms.onCard ? [t('vouchers.on_card')] : []),
  ];
}

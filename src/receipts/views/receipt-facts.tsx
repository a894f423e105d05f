import { words, type AnyLanguage } from '../../languages/languages.js';
import type { LoanState } from '../../payments/exchange.js';
import type { CoinUnit, ShownAmount } from '../../web/amounts.js';
import { inFours } from '../../web/codes.js';
import { dayWords, momentWords } from '../../web/dates.js';
import type { Fact } from '../../web/parts.js';
import { pictureWord } from '../../web/pictures.js';
import type { Receipt } from '../receipts.service.js';
import type { PartyView } from '../viewers.service.js';

/** What was moved, as it is shown. */
export function amountsOf({ claims }: Receipt, units: ReadonlyMap<string, CoinUnit>): ShownAmount[] {
  return [...claims.amounts, ...(claims.held ?? [])].map(({ currency, amount, scale }) => ({
    amount: BigInt(amount),
    scale,
    unit: units.get(currency) ?? 'coin',
  }));
}

/** Whether what was lent is still out, until when, or back. */
export function loanFacts({ claims }: Receipt, loan: LoanState | null, language: AnyLanguage): Fact[] {
  if (loan === null) return [];
  const { t } = words(language);
  const until = loan === 'open' ? claims.conditionDate : null;
  const value =
    until === null ? t(`loans.${loan}`) : t('loans.open_until', { day: dayWords(until, language) });
  return [{ name: t('loans.now'), value, icon: loan === 'returned' ? 'given_back' : 'clock' }];
}

/** Who helped (U07), when it was, and the code by which the receipt is found: what its parties look for first. */
export function firstFacts(
  { claims, facts }: Receipt,
  view: PartyView,
  timeZone: string,
  language: AnyLanguage,
): Fact[] {
  const { t } = words(language);
  const { shortCode } = view;
  const helped = facts.exchange.helperId !== null;
  return [
    ...(helped
      ? [{ name: t('receipt.helped_by'), value: helperWord(view, language), icon: 'helper' as const }]
      : []),
    { name: t('receipt.booked'), value: momentWords(Date.parse(claims.booked), language, timeZone) },
    { name: t('receipt.short_code'), value: <span class="code">{inFours(shortCode)}</span> },
  ];
}

/** What the receipt says, line by line; for its parties without what stands above it. */
export function factsOf(
  { claims, facts, undoneAt }: Receipt,
  view: PartyView | undefined,
  { timeZone, name }: { name: string; timeZone: string },
  language: AnyLanguage,
): Fact[] {
  const { t } = words(language);
  const { subject, minutes, labour } = claims.what;
  const reason = view === undefined ? null : facts.exchange.reason;
  const what = [
    t(`kinds.${claims.kind}`),
    ...(subject === null ? [] : [t(`subjects.${subject}`)]),
    ...(labour === null ? [] : [t(`labour.${labour}`)]),
    ...(reason === null ? [] : [t(`reasons.${reason}`)]),
    ...(view === undefined ? [] : [t(`modes.${facts.exchange.mode}`)]),
  ].join(', ');
  const moment = (minute: string): string => momentWords(Date.parse(minute), language, timeZone);
  const day = claims.conditionDate === null ? '' : dayWords(claims.conditionDate, language);
  const { condition } = claims;
  return [
    { name: t('receipt.what'), value: what, icon: 'goods' },
    ...(minutes === null
      ? []
      : [
          {
            name: t('receipt.how_long'),
            value: t('receipt.minutes', { count: minutes }),
            icon: 'clock' as const,
          },
        ]),
    { name: t('receipt.condition'), value: t(`conditions.${condition}`, { day }), icon: 'agreed' },
    ...(view === undefined
      ? [{ name: t('receipt.booked'), value: moment(claims.booked), icon: 'calendar' as const }]
      : []),
    ...(undoneAt === null
      ? []
      : [{ name: t('verify.undone'), value: moment(undoneAt), icon: 'given_back' as const }]),
    { name: t('verify.where'), value: <bdi>{name}</bdi>, icon: 'leaf' },
  ];
}

/** When the service said so: a picture of the page grows old. */
export function checkedFact(now: number, timeZone: string, language: AnyLanguage): Fact {
  const value = momentWords(now, language, timeZone);
  return { name: words(language).t('verify.checked'), value, icon: 'look' };
}

/** The picture of whoever helped, where a visit proves it; what somebody only said stays somebody. */
function helperWord({ helpedBy }: PartyView, language: AnyLanguage): string {
  if (helpedBy?.picture == null) return words(language).t('receipt.someone');
  return pictureWord(helpedBy.picture, language);
}

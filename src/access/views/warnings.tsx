import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { momentWords } from '../../web/dates.js';
import { StateMark } from '../../web/parts.js';
import type { Warning } from '../guesses.service.js';

export interface WarningsProps {
  readonly warnings: readonly Warning[];
  readonly timeZone: string;
  readonly language: AnyLanguage;
}

/** That somebody guessed at codes or secrets lately, when, and what to do (U40). Nothing where nobody did. */
export function Warnings({ warnings, timeZone, language }: WarningsProps): VNode | null {
  const { t } = words(language);
  if (warnings.length === 0) return null;
  return (
    <section class="stacked" aria-label={t('warnings.title')}>
      {warnings.map(({ kind, at }) => (
        <StateMark key={`${kind} ${at}`} state="waiting">
          {t(`warnings.${kind}`)} {momentWords(at, language, timeZone)}
        </StateMark>
      ))}
      <p class="hint">{t('warnings.what_now')}</p>
    </section>
  );
}

import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import type { AccountOwner } from '../account-names.js';

/** Under the title: whose account this is. */
export function OwnerLine(props: { owner: AccountOwner | null; language: AnyLanguage }): VNode | null {
  const { owner, language } = props;
  const { t } = words(language);
  if (owner === null) return null;
  return (
    <p class="owner">
      {t('treasurer.whose')}:{' '}
      <strong>{owner.kind === 'named' ? <bdi>{owner.name}</bdi> : t(`treasurer.${owner.kind}`)}</strong>
    </p>
  );
}

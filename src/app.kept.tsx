import type { VNode } from 'preact';
import type { KeptKind } from './access/retention.js';
import { words, type AnyLanguage } from './languages/languages.js';
import { Icon, type IconName } from './web/icons.js';

const icons: Readonly<Record<KeptKind['kind'], IconName>> = {
  you: 'person',
  card: 'card',
  thanks: 'microphone',
  came_in: 'key',
  links: 'letter',
  tries: 'no',
  device: 'ear',
  voice: 'group',
  book: 'receipt',
  asked: 'together',
  looked: 'look',
};

/** What is kept and for how long (U70), the same for everybody: for members beside their own data, and under help. */
export function KeptTable({ table, language }: { table: readonly KeptKind[]; language: AnyLanguage }): VNode {
  const { t } = words(language);
  const until = (kept: KeptKind['until']): string =>
    typeof kept === 'string' ? t(`mine.keeps_until.${kept}`) : t('mine.keeps_days', { count: kept.days });
  return (
    <section class="stacked">
      <h2 id="kept">{t('mine.how_long')}</h2>
      <table class="kept-for" aria-labelledby="kept">
        <thead>
          <tr>
            <th scope="col">{t('receipt.what')}</th>
            <th scope="col">{t('receipt.how_long')}</th>
          </tr>
        </thead>
        <tbody>
          {table.map(({ kind, until: kept }) => (
            <tr key={kind}>
              <th scope="row">
                <span class="kept-kind">
                  <Icon name={icons[kind]} />
                  <span>{t(`mine.keeps.${kind}`)}</span>
                </span>
              </th>
              <td>{until(kept)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

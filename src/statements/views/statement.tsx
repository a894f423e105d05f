import type { VNode } from 'preact';
import { words } from '../../languages/languages.js';
import { AmountView, amountText, type ShownAmount } from '../../web/amounts.js';
import { dayShort } from '../../web/dates.js';
import { Page, type PageProps } from '../../web/page.js';
import { Facts } from '../../web/parts.js';
import type { AccountOwner } from '../account-names.js';
import type { StatementHead, StatementLine } from '../statement.js';
import { Lines } from './cashbox.js';
import { OwnerLine } from './owner.js';

export interface StatementPageProps extends Omit<PageProps, 'title' | 'children' | 'ear' | 'width'> {
  readonly head: StatementHead;
  readonly owner: AccountOwner | null;
  readonly lines: readonly StatementLine[];
  readonly unit: ShownAmount['unit'];
  /** Where the lines go on; undefined at the end. */
  readonly next?: string | undefined;
}

/** All lines of a period, for reading and printing. */
export function StatementPage({ head, owner, lines, unit, next, ...frame }: StatementPageProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const shown = (amount: bigint): ShownAmount => ({ amount, scale: head.scale, unit });
  const figure = (amount: bigint): VNode => <AmountView {...shown(amount)} language={language} size="line" />;
  const period = { from: dayShort(head.from, language), until: dayShort(head.to, language) };
  return (
    <Page
      {...frame}
      width="wide"
      title={t('treasurer.statement')}
      ear={{ sentence: t('treasurer.over'), amount: amountText(shown(head.closing), language) }}
    >
      <h1>{t('treasurer.statement')}</h1>
      <OwnerLine owner={owner} language={language} />
      <p>{t('treasurer.period', period)}</p>
      <Facts
        facts={[
          { name: t('treasurer.before'), value: figure(head.opening) },
          { name: t('treasurer.over'), value: figure(head.closing) },
        ]}
      />
      {lines.length === 0 ? (
        <p>{t('treasurer.no_lines')}</p>
      ) : (
        <Lines lines={lines} shown={shown} language={language} />
      )}
      {next !== undefined && (
        <p class="no-print">
          <a href={next}>{t('treasurer.next')}</a>
        </p>
      )}
    </Page>
  );
}

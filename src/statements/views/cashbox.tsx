import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { Warnings } from '../../access/views/warnings.js';
import { AmountView, amountText, type ShownAmount } from '../../web/amounts.js';
import { dayShort, monthWords } from '../../web/dates.js';
import { Icon } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { pictureWord } from '../../web/pictures.js';
import { Facts, TableBox, Tile, Tiles, type Fact } from '../../web/parts.js';
import type { AccountOwner } from '../account-names.js';
import type { Cashbox } from '../cashbox.service.js';
import { monthAfter, monthBefore } from '../period.js';
import type { StatementLine } from '../statement.js';
import { OwnerLine } from './owner.js';

export interface CashboxPageProps extends Omit<
  PageProps,
  'title' | 'children' | 'ear' | 'community' | 'width'
> {
  readonly cashbox: Cashbox;
  readonly owner: AccountOwner | null;
  /** Where this account's page is, without the month. */
  readonly address: string;
}

/** The treasurer's page: what we have, what came in and went out this month, what is left to give. */
export function CashboxPage({ cashbox, owner, address, ...frame }: CashboxPageProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const { head, month, lines } = cashbox;
  const shown = (amount: bigint): ShownAmount => ({ amount, scale: head.scale, unit: cashbox.unit });
  return (
    <Page
      {...frame}
      width="wide"
      title={t('treasurer.title')}
      community={cashbox.community.name}
      ear={{ sentence: t('treasurer.have'), amount: amountText(shown(cashbox.have), language) }}
    >
      <h1>
        <bdi>
          {t('treasurer.title')}:{' '}
          {cashbox.isThisMonth ? t('treasurer.this_month') : monthWords(month, language)}
        </bdi>
      </h1>
      <OwnerLine owner={owner} language={language} />
      <Warnings warnings={cashbox.warnings} timeZone={cashbox.community.timeZone} language={language} />
      <Figures cashbox={cashbox} shown={shown} language={language} />
      <p class="small">
        <bdi>
          {t('treasurer.period', { from: dayShort(head.from, language), until: dayShort(head.to, language) })}
          {', '}
          {t('treasurer.lines', { count: Number(head.upTo - head.after) })}
        </bdi>
      </p>
      {lines.length === 0 ? (
        <p>{t('treasurer.no_lines')}</p>
      ) : (
        <Lines lines={lines} shown={shown} language={language} />
      )}
      <Ways {...{ cashbox, address, language }} />
    </Page>
  );
}

/** Where else a treasurer goes from here: limits, other months, lists. */
function Ways({
  cashbox,
  address,
  language,
}: Pick<CashboxPageProps, 'cashbox' | 'address' | 'language'>): VNode {
  const { t } = words(language);
  const { head, month } = cashbox;
  return (
    <nav class="no-print" aria-label={t('treasurer.title')}>
      <ul class="links">
        {cashbox.secondYesOf !== null && (
          <li>
            <a href={`/c/${head.communityId}/second-yes/${cashbox.secondYesOf}`}>
              <Icon name="together" /> {t('treasurer.second_yes')}
            </a>
          </li>
        )}
        <li>
          <a href={`${address}/limits`}>
            <Icon name="purse_empty" /> {t('bounds.title')}
          </a>
        </li>
        <li>
          <a href={`${address}?month=${monthBefore(month)}`}>{t('treasurer.earlier')}</a>
        </li>
        {!cashbox.isThisMonth && (
          <li>
            <a href={`${address}?month=${monthAfter(month)}`}>{t('treasurer.next')}</a>
          </li>
        )}
        <li>
          <a href={`${address}/statement.csv?month=${month}&language=${language}&dates=dmy`}>
            <Icon name="list" /> {t('treasurer.download_csv')}
          </a>
        </li>
        <li>
          <a href={`${address}/statement.xlsx?month=${month}&language=${language}&dates=dmy`}>
            <Icon name="list" /> {t('treasurer.download_xlsx')}
          </a>
        </li>
        <li>
          <a href={`${address}/statement?month=${month}`}>
            <Icon name="print" /> {t('treasurer.statement')}
          </a>
        </li>
      </ul>
    </nav>
  );
}

type Show = (amount: bigint) => ShownAmount;

function Figures({
  cashbox,
  shown,
  language,
}: {
  cashbox: Cashbox;
  shown: Show;
  language: AnyLanguage;
}): VNode {
  const { t } = words(language);
  const { head, have, over, setApart, withPurpose } = cashbox;
  const small = (amount: bigint): VNode => <AmountView {...shown(amount)} language={language} size="line" />;
  const facts: Fact[] = [
    { name: t('treasurer.before'), value: small(head.opening), icon: 'calendar' },
    ...(setApart > 0n ? [{ name: t('treasurer.set_apart'), value: small(setApart) }] : []),
    ...(withPurpose > 0n ? [{ name: t('treasurer.purpose'), value: small(withPurpose) }] : []),
  ];
  return (
    <>
      <Tiles>
        <Tile name={t('treasurer.have')} look="have">
          <AmountView {...shown(have)} language={language} />
        </Tile>
        <Tile name={t('treasurer.in')} look="in">
          <AmountView {...shown(cashbox.in)} language={language} />
        </Tile>
        <Tile name={t('treasurer.out')} look="out">
          <AmountView {...shown(cashbox.out)} language={language} />
        </Tile>
        {over !== null && (
          <Tile name={t('treasurer.over')}>
            <AmountView {...shown(over)} language={language} />
          </Tile>
        )}
      </Tiles>
      <Facts facts={facts} />
    </>
  );
}

interface LinesProps {
  readonly lines: readonly StatementLine[];
  readonly shown: Show;
  readonly language: AnyLanguage;
}

/** Lines of a statement as a table; what was put right is struck through with its own line beside it (U27). */
export function Lines({ lines, shown, language }: LinesProps): VNode {
  const { t } = words(language);
  const undone = new Set(lines.flatMap(({ corrects }) => (corrects === null ? [] : [corrects])));
  return (
    <TableBox label={t('treasurer.statement')}>
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{t('treasurer.date')}</th>
            <th scope="col">{t('treasurer.who')}</th>
            <th scope="col">{t('treasurer.what')}</th>
            <th scope="col" class="number">
              {t('treasurer.amount')}
            </th>
            <th scope="col" class="number">
              {t('treasurer.after')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line
              key={String(line.number)}
              line={line}
              shown={shown}
              language={language}
              undone={undone.has(line.number)}
            />
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

function Line(props: { line: StatementLine; shown: Show; language: AnyLanguage; undone: boolean }): VNode {
  const { line, shown, language, undone } = props;
  const { t } = words(language);
  const { amount, balanceAfter, other, kind, reason } = line;
  const said = reason === null ? [] : [t(`reasons.${reason}`)];
  const what = [...(said.length === 0 || kind === 'reversal' ? [t(`kinds.${kind}`)] : []), ...said].join(
    ': ',
  );
  const size = amount < 0n ? -amount : amount;
  return (
    <tr class={undone ? 'undone' : undefined}>
      <td>{dayShort(line.bookedDate, language)}</td>
      <td>
        <bdi>{other.name ?? t(`accountKinds.${other.kind}`)}</bdi>
      </td>
      <td>
        <a href={`/r/${line.receiptToken}`}>{what}</a>
        {undone && <span class="note">{t('treasurer.corrected')}</span>}
        {line.helpedBy !== null && <span class="note">{helped(line.helpedBy.picture, language)}</span>}
      </td>
      <td class="number">
        <AmountView {...shown(size)} language={language} size="line" direction={amount < 0n ? 'out' : 'in'} />
      </td>
      <td class="number after">
        <span class="folded">{t('treasurer.after')} </span>
        <AmountView {...shown(balanceAfter)} language={language} size="line" />
      </td>
    </tr>
  );
}

/** Who sat beside the member, by picture. */
function helped(picture: string | null, language: AnyLanguage): string {
  const { t } = words(language);
  const who = picture === null ? t('receipt.someone') : pictureWord(picture, language);
  return `${t('receipt.helped_by')} ${who}`;
}

import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { CurrencyProfile } from '../../communities/currency.js';
import { dir, factsOf, words, type LanguageCode } from '../../languages/languages.js';
import type { Amount } from '../../ledger/amount.js';
import { AmountView, amountShort, coinsFor } from '../../web/amounts.js';
import { dayShort } from '../../web/dates.js';
import { Icon, reasonIcon, type IconName } from '../../web/icons.js';
import { DayLeaf } from '../../web/pictures/months.js';
import { QrCode } from '../../web/qr.js';
import type { Batch } from '../batch.js';
import type { Printed } from '../printed-languages.js';
import type { PrintedVoucher } from '../sheets.service.js';
import type { Outlet } from '../voucher-outlets.js';

/** What stands on every voucher of a batch. */
export interface TicketProps {
  /** The first is read first; the second is marked as a translation. */
  readonly languages: Printed;
  readonly batch: Batch;
  readonly currency: CurrencyProfile;
  readonly giver: string;
  readonly outlets: readonly Outlet[];
}

/** The edge has another colour for the next batch, so that an old voucher is easy to see. */
const edges = 5;

/**
 * Writes vouchers of one batch as HTML. What is the same on all that are worth as much is made once, so that of ten
 * thousand only the codes are left to draw.
 */
export function ticketWriter(props: TicketProps): (voucher: PrintedVoucher) => string {
  const [language] = props.languages;
  const said = new Map<bigint, string>();
  const wordsFor = (amount: bigint): string => {
    const known = said.get(amount);
    if (known !== undefined) return known;
    const made = renderToString(<Words {...props} amount={amount} />);
    said.set(amount, made);
    return made;
  };
  const open = `<article class="ticket edge-${props.batch.no % edges}">`;
  return (voucher) => {
    const codes = renderToString(<Codes voucher={voucher} language={language} />);
    return `${open}${codes}${wordsFor(voucher.amount)}</article>`;
  };
}

function Codes({ voucher, language }: { voucher: PrintedVoucher; language: LanguageCode }): VNode {
  const { serial, check, url } = voucher;
  return (
    <div>
      <QrCode text={url} level="M" label={words(language).t('vouchers.qr', { serial })} />
      <p class="codes">{serial}</p>
      <p class="codes">{`${check.slice(0, 3)} ${check.slice(3)}`}</p>
    </div>
  );
}

function Words({ amount, ...props }: TicketProps & { amount: Amount }): VNode {
  const { batch, outlets } = props;
  const [first, second] = props.languages;
  const { t } = words(first);
  return (
    <>
      <div class="said">
        <Worth {...props} amount={amount} />
        <p class="drawn">
          {batch.terms.validUntil === null ? (
            <Icon name="calendar" />
          ) : (
            <DayLeaf day={batch.terms.validUntil} />
          )}
          <span>{untilText(batch, first)}</span>
        </p>
        <p class="drawn gate">
          <Icon name="scan" />
          <Icon name="yes" />
          <span>{t('vouchers.scan_first')}</span>
        </p>
      </div>
      <div class="foot">
        <p class="giver">{`${t('vouchers.from')} ${props.giver}`}</p>
        {outlets.length > 0 && (
          <p class="one-line">
            {`${t('vouchers.where')}: `}
            <bdi>{placesText(outlets)}</bdi>
          </p>
        )}
        <p>{t('vouchers.no_money')}</p>
        {second !== undefined && (
          <p class="translated" lang={factsOf(second).locale} dir={dir(second)}>
            <bdi lang={factsOf(first).locale}>{`${t('vouchers.translation')}:`}</bdi>{' '}
            {translation(props, amount, second)}
          </p>
        )}
      </div>
    </>
  );
}

/** The figure with its coins, beside what it is for. */
function Worth({ amount, ...props }: TicketProps & { amount: Amount }): VNode {
  const { scale, token: unit } = props.currency;
  const [language] = props.languages;
  const { sacks, piles, loose } = coinsFor(amount, scale);
  // More coins than that leave no place for the words.
  const size = sacks + piles === 0 && loose <= 4 ? 'big' : 'line';
  return (
    <div class="worth">
      <AmountView {...{ amount, scale, unit, language, size }} />
      <Use batch={props.batch} language={language} />
    </div>
  );
}

/** What it is for, as picture and word. */
function Use({ batch, language }: { batch: Batch; language: LanguageCode }): VNode {
  const word = whatText(batch, language);
  return (
    <span class="use">
      <span class="plate">
        <Icon name={drawingOf(batch)} />
      </span>
      {word !== null && <span>{word}</span>}
    </span>
  );
}

function whatText({ terms }: Batch, language: LanguageCode): string | null {
  const { reason, subject } = terms;
  const { t } = words(language);
  return reason !== null ? t(`reasons.${reason}`) : subject !== null ? t(`subjects.${subject}`) : null;
}

/** The picture of the use, or that of any voucher (U34). */
function drawingOf({ terms }: Batch): IconName {
  return terms.reason === null ? 'voucher' : reasonIcon(terms.reason);
}

/** What it is, how much, until when and how it goes, in a second language (U19). */
function translation({ batch, currency }: TicketProps, amount: Amount, language: LanguageCode): string {
  const { scale, token: unit } = currency;
  const { t } = words(language);
  const what = whatText(batch, language) ?? [];
  const worth = amountShort({ amount, scale, unit }, language);
  return [what, worth, untilText(batch, language), t('vouchers.scan_first')].flat().join('\u00a0\u00b7 ');
}

function untilText({ terms }: Batch, language: LanguageCode): string {
  const { t } = words(language);
  const { validUntil } = terms;
  return validUntil === null
    ? t('vouchers.always')
    : t('vouchers.until_short', { day: dayShort(validUntil, language) });
}

function placesText(outlets: readonly Outlet[]): string {
  return outlets
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ');
}

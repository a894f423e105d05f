import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { CurrencyProfile } from '../../communities/currency.js';
import { locales, words, type Language } from '../../languages/languages.js';
import type { Amount } from '../../ledger/amount.js';
import { AmountView, amountText, coinsFor } from '../../web/amounts.js';
import { dayShort } from '../../web/dates.js';
import { Icon, reasonIcon, type IconName } from '../../web/icons.js';
import { QrCode } from '../../web/qr.js';
import type { Batch } from '../batch.js';
import type { PrintedVoucher } from '../sheets.service.js';
import type { Outlet } from '../voucher-outlets.js';

/** What stands on every voucher of a batch. */
export interface TicketProps {
  /** The first is read first; the second is marked as a translation. */
  readonly languages: readonly Language[];
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
  const [language] = props.languages as [Language];
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

function Codes({ voucher, language }: { voucher: PrintedVoucher; language: Language }): VNode {
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
  const [first, second] = props.languages as [Language, Language | undefined];
  const { t } = words(first);
  const { scale, token: unit } = props.currency;
  const { sacks, piles, loose } = coinsFor(amount, scale);
  // More coins than that leave no place for the words.
  const few = sacks + piles === 0 && loose <= 4;
  return (
    <>
      <div class="said">
        <div class="worth">
          <AmountView
            amount={amount}
            scale={scale}
            unit={unit}
            language={first}
            size={few ? 'big' : 'line'}
          />
          <Use batch={props.batch} language={first} />
        </div>
        <p class="giver">{`${t('vouchers.from')} ${props.giver}`}</p>
        <p class="drawn">
          <Icon name="calendar" />
          <span>{untilText(props.batch, first)}</span>
        </p>
        <p class="drawn">
          <Icon name="scan" />
          <span>{t('vouchers.scan_first')}</span>
        </p>
      </div>
      <div class="foot">
        <p class="one-line">
          {`${t('vouchers.where')}: `}
          <bdi>{placesText(props.outlets) ?? t('vouchers.anywhere')}</bdi>
        </p>
        <p>{t('vouchers.no_money')}</p>
        {second !== undefined && (
          <p class="translated">
            {`${t('vouchers.translation')}: `}
            <span lang={locales[second]}>{translation(props, amount, second)}</span>
          </p>
        )}
      </div>
    </>
  );
}

/** What it is for, as picture and word. */
function Use({ batch, language }: { batch: Batch; language: Language }): VNode {
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

function whatText({ terms }: Batch, language: Language): string | null {
  const { reason, subject } = terms;
  const { t } = words(language);
  return reason !== null ? t(`reasons.${reason}`) : subject !== null ? t(`subjects.${subject}`) : null;
}

/** The picture of the use, or that of any voucher (U34). */
function drawingOf({ terms }: Batch): IconName {
  return terms.reason === null ? 'voucher' : reasonIcon(terms.reason);
}

/** The same in a second language, shorter (U19). */
function translation({ batch, currency }: TicketProps, amount: Amount, language: Language): string {
  const { scale, token: unit } = currency;
  const what = whatText(batch, language) ?? words(language).t('vouchers.title');
  return [what, amountText({ amount, scale, unit }, language), untilText(batch, language)].join(', ');
}

function untilText({ terms }: Batch, language: Language): string {
  const { t } = words(language);
  const { validUntil } = terms;
  return validUntil === null
    ? t('vouchers.always')
    : t('vouchers.until_short', { day: dayShort(validUntil, language) });
}

function placesText(outlets: readonly Outlet[]): string | null {
  return outlets.length === 0
    ? null
    : outlets
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ');
}

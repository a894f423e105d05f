import type { ComponentChildren, VNode } from 'preact';
import type { CurrencyProfile } from '../../communities/currency.js';
import { dir, locales, words, type Language } from '../../languages/languages.js';
import { AmountView, coinsFor } from '../../web/amounts.js';
import { assetPath } from '../../web/assets.js';
import { CoinSymbols } from '../../web/coins.js';
import { dayShort } from '../../web/dates.js';
import { Icon, reasonIcon } from '../../web/icons.js';
import { QrCode } from '../../web/qr.js';
import type { Batch } from '../batch.js';
import type { PrintedVoucher } from '../sheets.service.js';
import type { Outlet } from '../voucher-outlets.js';
import { sheetCssPath } from './sheet.css.js';

/** What stands on every voucher of a batch. */
export interface SheetProps {
  /** The first is read first; the second is marked as a translation. */
  readonly languages: readonly Language[];
  readonly batch: Batch;
  readonly currency: CurrencyProfile;
  readonly giver: string;
  readonly outlets: readonly Outlet[];
  readonly vouchers: readonly PrintedVoucher[];
  /** Where the next vouchers of the batch are; null after the last ones. */
  readonly next: string | null;
}

/** Eight on a sheet. */
export const perSheet = 8;

/** The edge has another colour for the next batch, so that an old voucher is easy to see. */
const edges = 5;

/** Sheets of eight vouchers to cut. */
export function SheetPage(props: SheetProps): VNode {
  const leaves = chunks(props.vouchers, perSheet);
  return (
    <SheetDocument {...props} title="vouchers.sheet">
      {leaves.map((some) => (
        <section class="leaf" key={some[0]!.serial}>
          <Marks rows={4} />
          <Tickets {...props} vouchers={some} />
        </section>
      ))}
    </SheetDocument>
  );
}

/** Letters with plain text above and a few vouchers below. */
export function LetterPage(props: SheetProps & { perLetter: number; text: string }): VNode {
  const leaves = chunks(props.vouchers, props.perLetter);
  const rows = Math.ceil(props.perLetter / 2);
  return (
    <SheetDocument {...props} title="vouchers.letter">
      {leaves.map((some) => (
        <section class="leaf" key={some[0]!.serial}>
          <div class="letter-text">{props.text}</div>
          <Marks rows={rows} />
          <Tickets {...props} vouchers={some} />
        </section>
      ))}
    </SheetDocument>
  );
}

/** The usual text of a letter, in a language. */
export function letterText(language: Language): string {
  const { t } = words(language);
  const more = [t('vouchers.letter_gift'), t('vouchers.letter_use'), t('vouchers.letter_keep')];
  return `${t('vouchers.letter_hello')}\n\n${more.join('\n')}\n\n${t('vouchers.letter_help')}`;
}

function SheetDocument(
  props: SheetProps & { title: 'vouchers.sheet' | 'vouchers.letter'; children: ComponentChildren },
) {
  const [language] = props.languages as [Language];
  const { t } = words(language);
  return (
    <html lang={locales[language]} dir={dir(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{t(props.title)}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="only light" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href={assetPath('site.css')} />
        <link rel="stylesheet" href={sheetCssPath} />
      </head>
      <body>
        <CoinSymbols />
        {props.vouchers.length === 0 && <p class="screen-only">{t('vouchers.sheet_empty')}</p>}
        {props.children}
        {props.next !== null && (
          <p class="screen-only">
            <a href={props.next}>{t('vouchers.next_sheets')}</a>
          </p>
        )}
      </body>
    </html>
  );
}

/** Where to cut: short lines in the margins, never across a voucher. */
function Marks({ rows }: { rows: number }): VNode {
  const top = 286.9 - rows * 69.2;
  const across = Array.from({ length: rows + 1 }, (_, i) => 286.9 - i * 69.2);
  const lines = [
    ...[10, 105, 200].map((x) => `M${x} ${top - 6}v4M${x} 289v4`),
    ...across.map((y) => `M4 ${y.toFixed(1)}h4M202 ${y.toFixed(1)}h4`),
  ];
  return (
    <svg class="marks" viewBox="0 0 210 297" aria-hidden="true">
      <path d={lines.join('')} />
    </svg>
  );
}

function Tickets(props: SheetProps): VNode {
  return (
    <div class="tickets">
      {props.vouchers.map((voucher) => (
        <Ticket key={voucher.serial} {...props} voucher={voucher} />
      ))}
    </div>
  );
}

function Ticket({ voucher, ...props }: SheetProps & { voucher: PrintedVoucher }): VNode {
  const [first, second] = props.languages as [Language, Language | undefined];
  const { t } = words(first);
  const { scale, token: unit } = props.currency;
  const { serial, check, amount, url } = voucher;
  const { sacks, piles, loose } = coinsFor(amount, scale);
  // More coins than that leave no place for the words.
  const few = sacks + piles === 0 && loose <= 4;
  return (
    <article class={`ticket edge-${props.batch.no % edges}`}>
      <div>
        <QrCode text={url} level="M" label={t('vouchers.qr', { serial })} />
        <p class="codes">{serial}</p>
        <p class="codes">{`${check.slice(0, 3)} ${check.slice(3)}`}</p>
      </div>
      <div>
        <AmountView amount={amount} scale={scale} unit={unit} language={first} size={few ? 'big' : 'line'} />
        <What {...props} languages={[first]} />
        <p class="one-line">{`${t('vouchers.from')} ${props.giver}`}</p>
        <p>{untilText(props.batch, first)}</p>
        <p>{t('vouchers.scan_first')}</p>
      </div>
      <div class="foot">
        <p class="one-line">{`${t('vouchers.where')}: ${placesText(props.outlets) ?? t('vouchers.anywhere')}`}</p>
        <p>{t('vouchers.no_money')}</p>
        {second !== undefined && <p lang={locales[second]}>{translation(props.batch, second)}</p>}
      </div>
    </article>
  );
}

/** What it is for, as picture and word. */
function What({ batch, languages }: SheetProps): VNode | null {
  const { reason, subject } = batch.terms;
  const { t } = words(languages[0]!);
  const word = reason !== null ? t(`reasons.${reason}`) : subject !== null ? t(`subjects.${subject}`) : null;
  if (word === null) return null;
  return (
    <p class="what">
      {reason !== null && <Icon name={reasonIcon(reason)} />}
      <span>{word}</span>
    </p>
  );
}

/** In a second language, marked as such (U19). */
function translation({ terms }: Batch, language: Language): string {
  const { t } = words(language);
  const { reason } = terms;
  const what = reason === null ? t('vouchers.title') : t(`reasons.${reason}`);
  return `(${language}, ${t('vouchers.translation')}) ${what}`;
}

function untilText({ terms }: Batch, language: Language): string {
  const { t } = words(language);
  const { validUntil } = terms;
  return validUntil === null
    ? t('vouchers.always')
    : t('vouchers.until', { day: dayShort(validUntil, language) });
}

function placesText(outlets: readonly Outlet[]): string | null {
  return outlets.length === 0
    ? null
    : outlets
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ');
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

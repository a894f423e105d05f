import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { dir, locales, words, type Language } from '../../languages/languages.js';
import { assetPath } from '../../web/assets.js';
import { CoinSymbols } from '../../web/coins.js';
import { renderPage } from '../../web/page.js';
import { siteCssAlone } from '../../web/site.css.js';
import type { PrintedVoucher } from '../sheets.service.js';
import { sheetCss, sheetCssPath } from './sheet.css.js';
import { ticketWriter, type TicketProps } from './ticket.js';

/** What lies on a page of paper: eight vouchers to cut, or a letter with a few below its text. */
export type Leaf = { readonly kind: 'sheet' } | Letter;

interface Letter {
  readonly kind: 'letter';
  /** 1 to 4. */
  readonly vouchers: number;
  readonly text: string;
}

export interface SheetProps extends TicketProps {
  readonly leaf: Leaf;
  readonly vouchers: readonly PrintedVoucher[];
  /** Where the next vouchers of the batch are; null after the last ones. */
  readonly next: string | null;
  /** Whether the looks come along in the document, for a file that no server stands behind. */
  readonly alone: boolean;
}

/** Eight on a sheet. */
export const perSheet = 8;

/**
 * The document to print as text: its beginning, each page of paper, its end. A whole batch is never there at once, so
 * ten thousand vouchers need no more memory than eight.
 * @param laid told how many vouchers more are on paper
 */
export function* sheetHtml(
  props: SheetProps,
  laid: (vouchers: number) => void = () => undefined,
): Generator<string, void> {
  const { leaf, vouchers } = props;
  const each = vouchersOn(leaf);
  const ticket = ticketWriter(props);
  const around = renderToString(<Around leaf={leaf} />);
  // Text in it is escaped, so this stands there once.
  const [begin, end] = renderPage(<SheetDocument {...props} />).split('</body>') as [string, string];
  yield begin;
  for (let from = 0; from < vouchers.length; from += each) {
    const some = vouchers.slice(from, from + each).map(ticket);
    yield `<section class="leaf">${around}<div class="tickets">${some.join('')}</div></section>`;
    laid(some.length);
  }
  yield `${renderToString(<Next {...props} />)}</body>${end}`;
}

/** How many vouchers there are on one page, at most. */
function vouchersOn(leaf: Leaf): number {
  return leaf.kind === 'sheet' ? perSheet : leaf.vouchers;
}

/** The usual text of a letter, in a language. */
export function letterText(language: Language): string {
  const { t } = words(language);
  const more = [t('vouchers.letter_gift'), t('vouchers.letter_use'), t('vouchers.letter_keep')];
  return `${t('vouchers.letter_hello')}\n\n${more.join('\n')}\n\n${t('vouchers.letter_help')}`;
}

/** What a member reads out, or gives along, to bring somebody who was never there: come once, as a guest (S67, S68). */
export function bringText(language: Language): string {
  const { t } = words(language);
  const more = [t('vouchers.letter_bring'), t('vouchers.letter_bring_gift'), t('vouchers.letter_bring_free')];
  return `${t('vouchers.letter_hello')}\n\n${more.join('\n')}\n\n${t('vouchers.letter_use')}`;
}

/** Everything but the pages of paper. */
function SheetDocument({ languages, leaf, vouchers, alone }: SheetProps): VNode {
  const [language] = languages as [Language];
  const { t } = words(language);
  return (
    <html lang={locales[language]} dir={dir(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{t(leaf.kind === 'sheet' ? 'vouchers.sheet' : 'vouchers.letter')}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="only light" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        {alone ? <style dangerouslySetInnerHTML={{ __html: `${siteCssAlone}\n${sheetCss}` }} /> : <Links />}
      </head>
      <body>
        <CoinSymbols />
        {vouchers.length === 0 && <p class="screen-only">{t('vouchers.sheet_empty')}</p>}
      </body>
    </html>
  );
}

function Links(): VNode {
  return (
    <>
      <link rel="stylesheet" href={assetPath('site.css')} />
      <link rel="stylesheet" href={sheetCssPath} />
    </>
  );
}

function Next({ next, languages }: SheetProps): VNode | null {
  if (next === null) return null;
  return (
    <p class="screen-only">
      <a href={next}>{words(languages[0]!).t('vouchers.next_sheets')}</a>
    </p>
  );
}

/** What stands around the vouchers on a page: where to cut, and the text of a letter. */
function Around({ leaf }: { leaf: Leaf }): VNode {
  if (leaf.kind === 'sheet') return <Marks rows={perSheet / 2} />;
  return (
    <>
      <div class="letter-text">{leaf.text}</div>
      <Marks rows={Math.ceil(leaf.vouchers / 2)} />
    </>
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

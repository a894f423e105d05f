import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { dir, factsOf, words, type LanguageCode } from '../../languages/languages.js';
import { assetPath } from '../../web/assets.js';
import { CoinSymbols } from '../../web/coins.js';
import { PictureButton, PictureButtons, PrintButton } from '../../web/forms.js';
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
  /** One text, or the same in two languages, of which the second is marked as a translation (U64). */
  readonly texts: readonly LetterText[];
}

interface LetterText {
  readonly language: LanguageCode;
  readonly text: string;
}

export interface SheetProps extends TicketProps {
  readonly leaf: Leaf;
  readonly vouchers: readonly PrintedVoucher[];
  /** Where the next vouchers of the batch are; null after the last ones. */
  readonly next: string | null;
  /** Where the same is with another language beside the first one; left out where nobody can choose any more. */
  readonly beside?: (language: LanguageCode) => string;
  /** Where Back goes, on the screen. */
  readonly back?: string;
  /** Which may stand there. */
  readonly offered: readonly LanguageCode[];
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
  const around = renderToString(<Around {...props} />);
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

/** The usual text of a letter, in each of the languages. @param bring for somebody who was never there (S67, S68) */
export function letterTexts(languages: TicketProps['languages'], bring = false): LetterText[] {
  return languages.flatMap((language) =>
    language === undefined ? [] : { language, text: bring ? bringText(language) : letterText(language) },
  );
}

function letterText(language: LanguageCode): string {
  const { t } = words(language);
  const more = [t('vouchers.letter_gift'), t('vouchers.letter_use'), t('vouchers.letter_keep')];
  return `${t('vouchers.letter_hello')}\n\n${more.join('\n')}\n\n${t('vouchers.letter_help')}`;
}

/** What a member reads out, or gives along, to bring somebody: come once, as a guest. */
function bringText(language: LanguageCode): string {
  const { t } = words(language);
  const more = [t('vouchers.letter_bring'), t('vouchers.letter_bring_gift'), t('vouchers.letter_bring_free')];
  return `${t('vouchers.letter_hello')}\n\n${more.join('\n')}\n\n${t('vouchers.letter_use')}`;
}

/** Everything but the pages of paper. */
function SheetDocument(props: SheetProps): VNode {
  const { languages, leaf, vouchers, alone } = props;
  const [language] = languages;
  const { t } = words(language);
  return (
    <html lang={factsOf(language).locale} dir={dir(language)}>
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
        {props.beside !== undefined && <Choosing {...props} beside={props.beside} />}
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
      <script defer src={assetPath('site.js')} />
    </>
  );
}

/** On the screen only: the printer, and which language stands beside the first one. */
function Choosing({
  languages,
  offered,
  beside,
  back,
}: SheetProps & Required<Pick<SheetProps, 'beside'>>): VNode {
  const [first, second] = languages;
  const { t } = words(first);
  return (
    <div class="screen-only stacked">
      <PictureButtons>
        <PrintButton label={t('signs.print')} />
        {back !== undefined && <PictureButton icon="back" mirror label={t('buttons.back')} href={back} />}
      </PictureButtons>
      <nav aria-label={t('site.languages')} class="languages">
        {[first, ...offered].map((code) => (
          <a key={code} href={beside(code)} aria-current={code === (second ?? first) ? 'true' : undefined}>
            <span>
              {code !== first && `${factsOf(first).name} + `}
              <bdi lang={code}>{factsOf(code).name}</bdi>
            </span>
          </a>
        ))}
      </nav>
    </div>
  );
}

function Next({ next, languages }: SheetProps): VNode | null {
  if (next === null) return null;
  return (
    <p class="screen-only">
      <a href={next}>{words(languages[0]).t('vouchers.next_sheets')}</a>
    </p>
  );
}

/** What stands around the vouchers on a page: where to cut, and the text of a letter. */
function Around({ leaf, languages: [first] }: SheetProps): VNode {
  if (leaf.kind === 'sheet') return <Marks rows={perSheet / 2} />;
  return (
    <>
      <div class="letter-texts">
        {leaf.texts.map(({ language, text }) => (
          <div key={language} class="letter-text" lang={factsOf(language).locale} dir={dir(language)}>
            {language !== first && <p class="mark">{words(first).t('vouchers.translation')}</p>}
            {text}
          </div>
        ))}
      </div>
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

import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { sideOf } from '../../languages/pairs.js';
import { Coin } from '../../web/coins.js';
import { Icon } from '../../web/icons.js';
import { PictureButton, PictureButtons, PrintButton } from '../../web/forms.js';
import { Page, type Finish } from '../../web/page.js';
import { Lead } from '../../web/parts.js';
import { QrCode } from '../../web/qr.js';
import type { PrintableBlank } from '../card-stock.service.js';

export interface CardSheetProps {
  readonly language: AnyLanguage;
  readonly finish: Finish;
  readonly blanks: readonly PrintableBlank[];
  /** Where the next blanks are; null when these are all. */
  readonly next: string | null;
  /** Where help is found, as it is printed. */
  readonly helpAt: string;
  /** A number that somebody answers; null for none. */
  readonly helpline: string | null;
}

const perSheet = 10;

/** Blank cards to print and cut: a code, a number, the coin and where help is. No name and no amount (U02). */
export function CardSheetPage(props: CardSheetProps): VNode {
  const { language, finish, blanks, next, helpAt, helpline } = props;
  const { t } = words(language);
  const sheets = Array.from({ length: Math.ceil(blanks.length / perSheet) }, (_, i) =>
    blanks.slice(i * perSheet, (i + 1) * perSheet),
  );
  return (
    <Page language={language} title={t('card.sheet')} width="wide" back="/" finish={finish}>
      <link rel="stylesheet" href="/cards/card.css" />
      <div class="not-printed stacked">
        <Lead title={t('card.sheet')}>
          <p>{t(blanks.length === 0 ? 'card.sheet_none' : 'card.sheet_hint')}</p>
        </Lead>
        {blanks.length > 0 && (
          <PictureButtons>
            <PrintButton label={t('signs.print')} />
            {next !== null && <PictureButton icon="next" mirror label={t('card.sheet_more')} href={next} />}
          </PictureButtons>
        )}
      </div>
      <div class="sheets" role="region" aria-label={t('card.sheet')} tabIndex={0}>
        {sheets.map((sheet, i) => (
          <div class="sheet" key={i}>
            {sheet.map((blank) => (
              <PaperCard key={blank.id} {...{ blank, language, helpAt, helpline }} />
            ))}
          </div>
        ))}
      </div>
    </Page>
  );
}

/**
 * Level Q, because cards wear. In the ring the member's picture is drawn or stuck, with an edge in their colour, when
 * the card becomes somebody's.
 */
export function PaperCard(
  props: Pick<CardSheetProps, 'language' | 'helpAt' | 'helpline'> & { readonly blank: PrintableBlank },
): VNode {
  const { blank, language, helpAt, helpline } = props;
  const { t } = words(language);
  return (
    <section class="paper-card" aria-label={blank.number}>
      <QrCode text={blank.url} level="Q" label={t('card.code')} />
      <div class="words">
        <div class="card-whose">
          <span class="card-picture" role="img" aria-label={t('card.picture_here')} />
          <div class="card-coin">
            <Coin unit="coin" />
            <p class="card-number">{blank.number}</p>
          </div>
        </div>
        <p class="card-help">
          {sideOf(t('card.lost'), 'own')}
          <br />
          <bdi>{helpAt}</bdi>
        </p>
        {helpline !== null && (
          <p class="card-help card-line">
            <Icon name="help" />
            <bdi dir="ltr">{helpline}</bdi>
          </p>
        )}
      </div>
    </section>
  );
}

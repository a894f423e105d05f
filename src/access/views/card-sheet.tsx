import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { Coin } from '../../web/coins.js';
import { PictureButton, PictureButtons } from '../../web/forms.js';
import { Page } from '../../web/page.js';
import { Lead } from '../../web/parts.js';
import { QrCode } from '../../web/qr.js';
import type { PrintableBlank } from '../card-stock.service.js';

export interface CardSheetProps {
  readonly language: AnyLanguage;
  readonly finish: { readonly action: string; readonly csrf: string };
  readonly blanks: readonly PrintableBlank[];
  /** Where the next blanks are; null when these are all. */
  readonly next: string | null;
  /** Where help is found, as it is printed. */
  readonly helpAt: string;
}

const perSheet = 10;

/** Blank cards to print and cut: a code, a number, the coin and where help is. No name and no amount (U02). */
export function CardSheetPage({ language, finish, blanks, next, helpAt }: CardSheetProps): VNode {
  const { t } = words(language);
  const sheets = Array.from({ length: Math.ceil(blanks.length / perSheet) }, (_, i) =>
    blanks.slice(i * perSheet, (i + 1) * perSheet),
  );
  return (
    <Page language={language} title={t('card.sheet')} width="wide" back="/" finish={finish}>
      <link rel="stylesheet" href="/cards/card.css" />
      <div class="not-printed">
        <Lead title={t('card.sheet')}>
          <p>{t(blanks.length === 0 ? 'card.sheet_none' : 'card.sheet_hint')}</p>
        </Lead>
        {next !== null && (
          <PictureButtons>
            <PictureButton icon="next" mirror label={t('card.sheet_more')} href={next} />
          </PictureButtons>
        )}
      </div>
      <div class="sheets" role="region" aria-label={t('card.sheet')} tabIndex={0}>
        {sheets.map((sheet, i) => (
          <div class="sheet" key={i}>
            {sheet.map((blank) => (
              <PaperCard key={blank.id} blank={blank} language={language} helpAt={helpAt} />
            ))}
          </div>
        ))}
      </div>
    </Page>
  );
}

/** Level Q, because cards wear. */
export function PaperCard(props: { blank: PrintableBlank; language: AnyLanguage; helpAt: string }): VNode {
  const { blank, language, helpAt } = props;
  const { t } = words(language);
  return (
    <section class="paper-card" aria-label={blank.number}>
      <QrCode text={blank.url} level="Q" label={t('card.code')} />
      <div class="words">
        <Coin unit="coin" />
        <p class="card-number">{blank.number}</p>
        <p class="card-help">
          {t('card.lost')}
          <br />
          <bdi>{helpAt}</bdi>
        </p>
      </div>
    </section>
  );
}

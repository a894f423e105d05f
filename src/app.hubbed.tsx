import type { VNode } from 'preact';
import { secretErrors } from './access/views/card.js';
import type { BesideProps } from './app.besides.js';
import { PersonFace } from './app.founded.js';
import { hubPath, mePath } from './app.hubs.js';
import type { KioskGift } from './app.kiosks.js';
import { OpenPage, OwnSecret, type Knock } from './app.opened.js';
import type { ShownPurse } from './app.purselooks.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { AmountView, amountText } from './web/amounts.js';
import { ErrorSummary, PictureButton, PictureButtons, type FieldError } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, StateMark } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

/** Where the secret opens what is the member's own, and where a voucher for their card goes. */
export const openPath = `${mePath}/open`;
export const voucherPath = `${mePath}/voucher`;

export interface AtKioskProps extends BesideProps {
  readonly visitId: string;
  /** Why what was scanned is no voucher for the card; null when nothing was. */
  readonly noVoucher: WordKey | null;
}

/** A card was shown: one gives, or opens what is one's own. Nothing of what they have stands here. */
export function KnockPage(props: AtKioskProps & Knock): VNode {
  const { frame, csrf, face, visitId, tapped, wrong, noVoucher } = props;
  const { language } = frame;
  const { t } = words(language);
  const begins = tapped.length === 0;
  const errors = [...secretErrors(wrong, language), ...voucherErrors(noVoucher, language)];
  const turn = t(begins ? 'card.first' : tapped.length === 1 ? 'card.second' : 'card.third');
  const choices = begins ? [t('buttons.pay'), t('vouchers.to_card')] : [];
  return (
    <Page
      {...frame}
      back={begins ? hubPath : mePath}
      title={t('hub.title')}
      ear={{ sentence: `${turn} ${t('hub.secret_more')}`, choices }}
    >
      <ErrorSummary language={language} errors={errors} />
      {face !== null && begins && (
        <Card>
          <PersonFace face={face} language={language} />
        </Card>
      )}
      {begins && (
        <PictureButtons>
          <PictureButton icon="pay" mirror label={t('buttons.pay')} href={`${mePath}/pay`} />
        </PictureButtons>
      )}
      <OwnSecret {...{ language, csrf, tapped, wrong }} action={openPath} values={{ visit: visitId }} />
      <Ready language={language} />
      {begins && <VoucherPlace {...props} />}
    </Page>
  );
}

/** What the member has, after their secret or where they chose none. */
export function KioskOpenPage(props: AtKioskProps & { readonly purses: readonly ShownPurse[] }): VNode {
  const { noVoucher, frame } = props;
  const { language } = frame;
  const { t } = words(language);
  const waysOn = [t('vouchers.to_card')];
  return (
    <OpenPage {...props} home={mePath} back={hubPath} title={t('hub.title')} prints waysOn={waysOn}>
      <Ready language={language} />
      <ErrorSummary language={language} errors={voucherErrors(noVoucher, language)} />
      <VoucherPlace {...props} />
    </OpenPage>
  );
}

/** Leaves the kiosk: everything of who was here is over. */
export function Ready({ language }: { readonly language: AnyLanguage }): VNode {
  return (
    <PictureButtons>
      <PictureButton icon="finish" mirror label={words(language).t('buttons.finish')} href={hubPath} />
    </PictureButtons>
  );
}

/** A voucher is on the card. What the card holds together is not said. */
export function PutPage({ frame, gift }: BesideProps & { readonly gift: KioskGift }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const shown = { ...gift, amount: BigInt(gift.amount) };
  const { left = 0 } = gift;
  const sentence = t('vouchers.on_card_done');
  return (
    <Page
      {...frame}
      back={mePath}
      title={t('hub.title')}
      ear={{ sentence, amount: amountText(shown, language) }}
    >
      <StateMark state="good" heading>
        {sentence}
      </StateMark>
      <Card>
        <p class="centre">
          <AmountView {...shown} direction={gift.way} language={language} />
        </p>
        {left > 0 && <StateMark state="waiting">{t('vouchers.not_in', { count: left })}</StateMark>}
      </Card>
      <PictureButtons>
        <PictureButton icon="next" mirror label={t('buttons.next')} href={mePath} />
      </PictureButtons>
      <Ready language={language} />
    </Page>
  );
}

/** A photograph of a voucher, or what is printed on it. No camera looks on while a secret is tapped. */
function VoucherPlace({ frame, csrf, visitId, noVoucher }: AtKioskProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <section class="stacked">
      <div class="lead">
        <span class="plate">
          <Icon name="voucher" />
        </span>
        <h2>{t('vouchers.to_card')}</h2>
      </div>
      <ScanPlace
        {...{ language, csrf }}
        live={false}
        action={voucherPath}
        values={{ visit: visitId }}
        typed={{ label: t('vouchers.type'), hint: t('vouchers.type_hint') }}
        errors={voucherErrors(noVoucher, language)}
      />
    </section>
  );
}

function voucherErrors(why: WordKey | null, language: AnyLanguage): FieldError[] {
  return why === null ? [] : [{ field: 'code', message: words(language).t(why) }];
}

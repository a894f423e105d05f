import type { VNode } from 'preact';
import { words, type WordKey } from '../../languages/languages.js';
import { ErrorSummary, PictureButton, PictureButtons } from '../../web/forms.js';
import { Page } from '../../web/page.js';
import { Card, FaceView, Lead, Progress } from '../../web/parts.js';
import { ScanPlace } from '../../web/scan.js';
import type { VoucherFrame } from '../voucher-frames.js';
import type { PlaceToTake } from '../voucher-places.service.js';
import { holderFace } from './holder.js';
import { TakenMark, type Taken } from './kept.js';

/** What was scanned before: the card, as its code says it, and whose it is. */
export interface ScannedCard {
  readonly code: string;
  readonly place: PlaceToTake;
}

export interface OnCardProps extends VoucherFrame {
  readonly path: string;
  readonly card?: ScannedCard;
  /** Vouchers that were on the same photograph before the card was. */
  readonly codes?: string;
  readonly wrong?: WordKey;
}

/** First the card, then the voucher: the picture of whose card it is stands above the second. */
export function OnCardPage({ frame, csrf, path, card, codes = '', wrong }: OnCardProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === undefined ? [] : [{ field: 'code', message: t(wrong) }];
  const title = card === undefined ? t('vouchers.scan_card') : t('vouchers.scan');
  const typed =
    card === undefined
      ? { label: t('card_pay.number'), hint: t('card_pay.number_hint') }
      : { label: t('vouchers.type'), hint: t('vouchers.type_hint') };
  return (
    <Page {...frame} back="/" title={t('vouchers.to_card')} ear={{ sentence: title }}>
      <ErrorSummary language={language} errors={errors} />
      <Progress step={card === undefined ? 0 : 1} of={3} label={t('vouchers.to_card')} />
      <Lead icon={card === undefined ? 'card' : undefined} title={title} />
      {card !== undefined && (
        <Card>
          <p class="centre">
            <FaceView face={holderFace(card.place.face, language)} caption={t('vouchers.on_card_of')} />
          </p>
        </Card>
      )}
      <ScanPlace
        {...{ language, csrf, typed, errors }}
        action={path}
        values={{ card: card?.code ?? '', codes }}
      />
    </Page>
  );
}

/** It is on the card. The next one may come; nothing of the purse is shown. */
export function OnCardDonePage(
  props: Pick<VoucherFrame, 'frame'> & {
    readonly path: string;
    readonly order: string;
    readonly taken: Taken;
  },
): VNode {
  const { frame, path, taken } = props;
  const { t } = words(frame.language);
  const title = taken.count > 0 ? t('vouchers.on_card_done') : t('vouchers.take_none');
  return (
    <Page {...frame} back="/" title={t('vouchers.to_card')} ear={{ sentence: title }}>
      <Lead icon="card" title={title} />
      <TakenMark {...props} counted={false} />
      <PictureButtons>
        <PictureButton icon="card" label={t('vouchers.next_card')} href={path} look="main" />
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" />
      </PictureButtons>
    </Page>
  );
}

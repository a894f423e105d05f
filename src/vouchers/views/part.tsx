import type { VNode } from 'preact';
import { words, type WordKey } from '../../languages/languages.js';
import type { Amount } from '../../ledger/amount.js';
import { AmountView, amountText, type ShownAmount } from '../../web/amounts.js';
import { spokenFaces } from '../../web/ear.js';
import {
  Confirm,
  CsrfField,
  ErrorSummary,
  Field,
  HiddenFields,
  PictureButton,
  PictureButtons,
} from '../../web/forms.js';
import { Page } from '../../web/page.js';
import { Card, FaceView, Lead, Progress, type Face } from '../../web/parts.js';
import { ScanPlace } from '../../web/scan.js';
import type { VoucherFrame } from '../voucher-frames.js';
import type { PartTaken } from '../voucher-parts.service.js';
import type { PlaceToTake } from '../voucher-places.service.js';
import { holderFace } from './holder.js';
import { partPath } from './part-offer.js';
import { stationPath } from './station.js';

export interface PartProps extends VoucherFrame {
  readonly place: PlaceToTake;
  /** What was scanned; it stands in no address. */
  readonly codes: string;
  readonly worth: Amount;
}

interface Wrong {
  readonly wrong?: WordKey;
}

/** How much of the voucher, of which the worth stands above. */
export function PartAmountPage(props: PartProps & Wrong): VNode {
  const { frame, csrf, place, codes, worth, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === undefined ? [] : [{ field: 'other', message: t(wrong) }];
  const title = t('vouchers.part_how_much');
  return (
    <Page
      {...frame}
      back={stationPath(place)}
      title={t('vouchers.part')}
      ear={{
        sentence: `${title} ${t('vouchers.part_rest')}`,
        amount: amountText(shown(place, worth), language),
      }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Progress step={1} of={4} label={t('vouchers.part')} />
      <Lead icon="voucher" title={title}>
        <p>{t('vouchers.part_rest')}</p>
      </Lead>
      <Card>
        <p class="centre">
          <AmountView {...shown(place, worth)} language={language} />
        </p>
      </Card>
      <form method="post" action={pathOf(place)} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={{ codes }} />
        <div class="amount-tiles">
          {usualParts(place, worth).map((amount) => (
            <button
              {...{ class: 'picture-button plain', type: 'submit', name: 'amount' }}
              value={String(amount)}
              key={String(amount)}
            >
              <AmountView {...shown(place, amount)} language={language} />
            </button>
          ))}
        </div>
        <Field
          {...{ name: 'other', inputMode: 'decimal', maxLength: 20, errors }}
          label={t('payments.other_amount')}
        />
        <PictureButton icon="next" mirror label={t('buttons.next')} />
      </form>
    </Page>
  );
}

/** The card for the rest. */
export function PartCardPage(props: PartProps & Wrong & { readonly amount: Amount }): VNode {
  const { frame, csrf, place, codes, worth, amount, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === undefined ? [] : [{ field: 'code', message: t(wrong) }];
  const typed = { label: t('card_pay.number'), hint: t('card_pay.number_hint') };
  const title = t('vouchers.scan_card');
  const rest = shown(place, worth - amount);
  return (
    <Page
      {...frame}
      back={stationPath(place)}
      title={t('vouchers.part')}
      ear={{ sentence: `${title} ${t('vouchers.part_rest')}`, amount: amountText(rest, language) }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Progress step={2} of={4} label={t('vouchers.part')} />
      <Lead icon="card" title={title}>
        <p>{t('vouchers.part_rest')}</p>
        <AmountView {...rest} language={language} />
      </Lead>
      <ScanPlace
        {...{ language, csrf, typed, errors }}
        action={`${pathOf(place)}/card`}
        values={{ codes, amount: String(amount) }}
      />
    </Page>
  );
}

export interface PartConfirmProps extends PartProps {
  readonly amount: Amount;
  /** The card that was scanned, and whose purse is behind it. */
  readonly card: { readonly code: string; readonly place: PlaceToTake };
  readonly order: string;
}

/** So much to the place, the rest on the card of whose picture stands there; one yes for both. */
export function PartConfirmPage(props: PartConfirmProps): VNode {
  const { frame, csrf, place, codes, worth, amount, card, order } = props;
  const { language } = frame;
  const { t } = words(language);
  const holder = holderFace(card.place.face, language);
  const faces = { place: placeFace(place), holder };
  const rest = amountText(shown(place, worth - amount), language);
  const sentence = `${t('vouchers.part_taken')}: ${amountText(shown(place, amount), language)}. ${t('vouchers.part_card')}: ${rest}.`;
  const values = { codes, amount: String(amount), card: card.code, order };
  return (
    <Page
      {...frame}
      back={stationPath(place)}
      title={t('vouchers.part')}
      ear={{
        sentence: `${t('pay.question')} ${sentence}`,
        choices: [t('buttons.yes'), t('buttons.no')],
        faces: spokenFaces(faces.place, faces.holder),
      }}
    >
      <Progress step={3} of={4} label={t('vouchers.part')} />
      <Lead title={t('pay.question')} />
      <Parts {...{ frame, place, amount, faces }} rest={worth - amount} />
      <Confirm {...{ language, csrf, values }} action={`${pathOf(place)}/yes`} noHref={stationPath(place)} />
    </Page>
  );
}

/** Both are booked; nothing of the purse behind the card is shown. */
export function PartDonePage(
  props: Pick<VoucherFrame, 'frame'> & { readonly place: PlaceToTake; readonly taken: PartTaken | undefined },
): VNode {
  const { frame, place, taken } = props;
  const { t } = words(frame.language);
  const title = taken === undefined ? t('vouchers.take_none') : t('vouchers.part_done');
  return (
    <Page {...frame} back={stationPath(place)} title={t('vouchers.part')} ear={{ sentence: title }}>
      <Lead icon={taken === undefined ? 'voucher' : 'yes'} title={title} />
      {taken !== undefined && <Parts {...{ frame, place, ...taken }} />}
      <PictureButtons>
        <PictureButton icon="scan" label={t('vouchers.again')} href={stationPath(place)} look="main" />
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" />
      </PictureButtons>
    </Page>
  );
}

/** The two parts under each other, each with where it goes. */
function Parts(props: {
  readonly frame: VoucherFrame['frame'];
  readonly place: PlaceToTake;
  readonly amount: Amount;
  readonly rest: Amount;
  readonly faces?: { readonly place: Face; readonly holder: Face };
}): VNode {
  const { frame, place, amount, rest, faces } = props;
  const { t } = words(frame.language);
  const parts = [
    { key: 'taken', caption: t('vouchers.part_taken'), amount, face: faces?.place },
    { key: 'rest', caption: t('vouchers.part_card'), amount: rest, face: faces?.holder },
  ];
  return (
    <>
      {parts.map(({ key, caption, amount: each, face }) => (
        <Card key={key}>
          {face === undefined ? (
            <p class="centre">{caption}</p>
          ) : (
            <p class="centre">
              <FaceView face={face} caption={caption} />
            </p>
          )}
          <p class="centre" data-part={key}>
            <AmountView {...shown(place, each)} language={frame.language} />
          </p>
        </Card>
      ))}
    </>
  );
}

function pathOf({ account }: PlaceToTake): string {
  return partPath({ communityId: account.communityId, accountId: account.id });
}

function placeFace({ face }: PlaceToTake): Face {
  return { kind: 'other', name: face.name ?? '', icon: 'group' };
}

function shown({ currency }: PlaceToTake, amount: Amount): ShownAmount {
  return { amount, scale: currency.scale, unit: currency.token };
}

/** What is usual, as far as it is less than the voucher. */
function usualParts({ currency }: PlaceToTake, worth: Amount): Amount[] {
  const one = 10n ** BigInt(currency.scale);
  const usual = [one / 4n, one / 2n, one, (one * 3n) / 2n, one * 2n, one * 3n];
  return usual.filter((amount) => amount > 0n && amount < worth && amount % currency.step === 0n);
}

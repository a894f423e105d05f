import type { VNode } from 'preact';
import { isWordKey, words, type WordKey } from '../../languages/languages.js';
import { amountText } from '../../web/amounts.js';
import { CsrfField, ErrorSummary, Field, PictureButton, PictureButtons } from '../../web/forms.js';
import { Page } from '../../web/page.js';
import { Card, Lead } from '../../web/parts.js';
import { ScanPlace } from '../../web/scan.js';
import type { CurrencyProfile } from '../../communities/currency.js';
import type { VoucherFrame } from '../voucher-frames.js';
import type { PlaceToTake } from '../voucher-places.service.js';
import { PartOffer } from './part-offer.js';
import { Kept, TakenMark, YesAnswered, type Taken } from './kept.js';

/** What came in and was no voucher, with why. */
export interface StationWrong {
  readonly typed: string;
  readonly why: WordKey;
}

export interface StationProps extends VoucherFrame {
  readonly place: PlaceToTake;
  /** The name of this server, so that a device keeps no code of elsewhere. */
  readonly host: string;
  readonly taken?: Taken & { readonly order: string };
  readonly wrong?: StationWrong;
}

/** Where vouchers are scanned for a group. */
export function stationPath({ account }: PlaceToTake): string {
  return `/c/${account.communityId}/vouchers/${account.id}`;
}

/** Scan, accept, and the next one: what came in last stands above the place for the next. */
export function StationPage({ frame, csrf, place, host, taken, wrong }: StationProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === undefined ? [] : [{ field: 'code', message: t(wrong.why) }];
  const title = t('vouchers.scan');
  const typed = {
    label: t('vouchers.type'),
    hint: t('vouchers.type_hint'),
    value: wrong?.typed ?? '',
  };
  const path = stationPath(place);
  return (
    <Page
      {...frame}
      back="/"
      title={t('vouchers.take')}
      ear={{ sentence: `${title} ${t('vouchers.table')}` }}
    >
      {(wrong !== undefined || taken !== undefined) && <span hidden data-answered={path} />}
      <ErrorSummary language={language} errors={errors} />
      {taken !== undefined && <TakenMark {...{ taken, path, frame }} order={taken.order} />}
      <Lead icon={taken === undefined ? 'scan' : undefined} title={title}>
        {place.face.name !== null && (
          <p>
            <bdi>{place.face.name}</bdi>
          </p>
        )}
      </Lead>
      <Kept {...{ frame, csrf, path, host }} />
      <ScanPlace {...{ language, csrf, typed, errors }} action={path} />
      <p class="hint centre">{t('vouchers.table')}</p>
      <PictureButtons>
        <PictureButton icon="number" label={t('vouchers.by_number')} href={`${path}/number`} />
        <PictureButton
          icon="card"
          label={t('vouchers.to_card')}
          href={`/c/${place.account.communityId}/vouchers-on-card`}
        />
      </PictureButtons>
    </Page>
  );
}

/** The number and the six digits, each in a field. */
export function NumberPage({ frame, csrf, place }: VoucherFrame & { readonly place: PlaceToTake }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const path = stationPath(place);
  const title = t('vouchers.by_number');
  return (
    <Page {...frame} back={path} title={title} ear={{ sentence: title }}>
      <Lead icon="voucher" title={title} />
      <form method="post" action={path} class="stacked">
        <CsrfField token={csrf} />
        <Field name="serial" label={t('vouchers.number')} hint={t('vouchers.number_hint')} maxLength={20} />
        <Field
          name="check"
          label={t('vouchers.check')}
          hint={t('vouchers.check_hint')}
          maxLength={10}
          inputMode="numeric"
        />
        <PictureButton icon="next" mirror label={t('buttons.next')} look="main" />
      </form>
    </Page>
  );
}

/** The voucher is somebody's alone: their card tells whether they stand here. */
export function HolderPage(
  props: VoucherFrame & {
    readonly place: PlaceToTake;
    readonly codes: string;
    readonly wrong?: WordKey;
    /** Whether a part of it may be taken. */
    readonly part?: boolean;
  },
): VNode {
  const { frame, csrf, place, codes, wrong, part = false } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === undefined ? [] : [{ field: 'code', message: t(wrong) }];
  const typed = { label: t('card_pay.number'), hint: t('card_pay.number_hint') };
  const path = stationPath(place);
  const title = t('vouchers.scan_card');
  return (
    <Page
      {...frame}
      back={path}
      title={t('vouchers.title')}
      ear={{ sentence: `${t('vouchers.personal')} ${title}` }}
    >
      <span hidden data-answered={path} />
      <ErrorSummary language={language} errors={errors} />
      <Lead icon="card" title={title}>
        <p>{t('vouchers.personal')}</p>
      </Lead>
      <ScanPlace {...{ language, csrf, typed, errors }} action={path} values={{ codes }} />
      {part && (
        <PartOffer
          {...{ language, csrf, codes }}
          at={{ communityId: place.account.communityId, accountId: place.account.id }}
        />
      )}
    </Page>
  );
}

/** None of them came in, and why. What a device keeps of them it goes on keeping. */
export function NotTakenPage(
  props: VoucherFrame & { readonly place: PlaceToTake; readonly order: string; readonly code: string },
): VNode {
  const { frame, place, order, code } = props;
  const { t } = words(frame.language);
  const path = stationPath(place);
  const key = `refusals.${code}`;
  const title = t('errors.refused');
  const more = `${isWordKey(key) ? t(key) : ''} ${t('errors.nothing_booked')}`.trim();
  return (
    <Page {...frame} back={path} title={title.replace(/[.!]$/, '')} ear={{ sentence: `${title} ${more}` }}>
      <YesAnswered {...{ path, order }} which={[]} />
      <Card>
        <Lead icon="later" title={title}>
          <p>{more}</p>
        </Lead>
      </Card>
      <PictureButtons>
        <PictureButton icon="scan" label={t('vouchers.again')} href={path} look="main" />
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" />
      </PictureButtons>
    </Page>
  );
}

/** For which of one's groups; only where there are several. */
export function PlacesPage({
  frame,
  places,
}: Pick<VoucherFrame, 'frame'> & { places: readonly PlaceToTake[] }): VNode {
  const { t } = words(frame.language);
  const title = t('vouchers.take');
  return (
    <Page {...frame} back="/" title={title} ear={{ sentence: t('vouchers.which_place') }}>
      <Lead icon="voucher" title={t('vouchers.which_place')} />
      <PictureButtons>
        {places.map((place) => (
          <PictureButton
            key={place.account.id}
            icon="group"
            label={place.face.name ?? t(`accountKinds.${place.account.kind as 'group'}`)}
            href={stationPath(place)}
          />
        ))}
      </PictureButtons>
    </Page>
  );
}

/** The worth of several as one sentence. */
export function worthText(worth: bigint, currency: CurrencyProfile, frame: VoucherFrame['frame']): string {
  return amountText({ amount: worth, scale: currency.scale, unit: currency.token }, frame.language);
}

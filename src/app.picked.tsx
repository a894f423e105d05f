import type { VNode } from 'preact';
import { PaperPage } from './app.paper.js';
import { pickUpPath, type PickUpPoint } from './app.pickups.js';
import type { Frame } from './app.visitors.js';
import {
  dir,
  factsOf,
  firstCode,
  words,
  type AnyLanguage,
  type LanguageCode,
} from './languages/languages.js';
import { faceOf } from './payments/views/side.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Facts, FaceView, Lead } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';
import { QrCode } from './web/qr.js';

export interface PickUpProps {
  readonly frame: Frame;
  readonly point: PickUpPoint;
}

/** For everybody who scans the sheet, or is sent the address: what one gets, where, and when it is open. */
export function PickUpPage({ frame, point }: PickUpProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = `${t('pickup.here')} ${t('pickup.bring_nothing')}`;
  const face = faceOf({ ...point.face, place: null }, language);
  return (
    <Page {...frame} title={t('pickup.title')} ear={{ sentence }}>
      <Lead icon="card" title={t('pickup.here')}>
        <p>{t('pickup.bring_nothing')}</p>
      </Lead>
      <Card>
        <FaceView face={face} />
        <Facts
          facts={[
            { icon: 'town', name: t('pickup.where'), value: <bdi>{point.place ?? face.name}</bdi> },
            {
              icon: 'clock',
              name: t('pickup.when'),
              value: <bdi>{point.openingHours ?? t('pickup.ask_there')}</bdi>,
            },
          ]}
        />
      </Card>
      <PictureButtons>
        <PictureButton icon="again" label={t('practice.title')} href="/practice" />
      </PictureButtons>
    </Page>
  );
}

/** There is nobody yet who may hand out cards here. */
export function NoPickUpPage({ frame, isSteward }: { frame: Frame; isSteward: boolean }): VNode {
  const { t } = words(frame.language);
  return (
    <Page {...frame} back="/" title={t('signs.pickup')} ear={{ sentence: t('signs.pickup_helper') }}>
      <Lead icon="helper" title={t('signs.pickup_helper')}>
        <p>{t('signs.pickup_helper_more')}</p>
      </Lead>
      <PictureButtons>
        {isSteward && <PictureButton icon="person" label={t('people.title')} href="/people" />}
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" />
      </PictureButtons>
    </Page>
  );
}

export interface PickUpSheetProps extends PickUpProps {
  readonly url: string;
  /** Every language that may stand beside Dutch. */
  readonly offered: readonly LanguageCode[];
  readonly beside: LanguageCode;
}

/** The sheet for a door or a wall, in Dutch and one language more, with that choice beside it. */
export function PickUpSheetPage({ frame, point, url, offered, beside }: PickUpSheetProps): VNode {
  const { t } = words(frame.language);
  const path = `${pickUpPath(point)}/sheet`;
  return (
    <PaperPage
      frame={frame}
      title={t('signs.pickup')}
      hint={t('signs.pickup_hint')}
      back="/"
      around={
        <nav class="languages" aria-label={t('signs.pickup_beside')}>
          <p>{t('signs.pickup_beside')}</p>
          {offered.map((code) => (
            <a
              key={code}
              lang={code}
              dir={dir(code)}
              hreflang={code}
              href={`${path}?with=${code}`}
              aria-current={code === beside ? 'true' : undefined}
            >
              {factsOf(code).name}
            </a>
          ))}
        </nav>
      }
    >
      <Sheet point={point} url={url} language={beside === 'nl' ? 'nl' : `nl+${beside}`} />
    </PaperPage>
  );
}

function Sheet({ point, url, language }: { point: PickUpPoint; url: string; language: AnyLanguage }): VNode {
  const { t } = words(language);
  const face = faceOf(point.face, language);
  const { place, openingHours } = point;
  return (
    <section class="leaf-a4">
      <div class="board pickup">
        <p class="whose-sign">
          {face.kind === 'member' ? (
            <MemberPicture {...face} size="big" decorative />
          ) : (
            <span class="plate face-plate">
              <Icon name={face.icon} />
            </span>
          )}
          <bdi>{face.name}</bdi>
        </p>
        <div class="gets">
          <span class="plate">
            <Icon name="card" />
          </span>
          <span class="plate">
            <Icon name="voucher" />
          </span>
        </div>
        <div class="told">
          <p class="big-said">{t('pickup.here')}</p>
          <p>{t('pickup.bring_nothing')}</p>
        </div>
        <div class="open">
          {place !== null && (
            <p>
              <Icon name="town" /> <bdi>{place}</bdi>
            </p>
          )}
          <p>
            <Icon name="clock" /> <bdi>{openingHours ?? t('pickup.ask_there')}</bdi>
          </p>
        </div>
        <QrCode text={url} level="Q" label={t('pickup.title')} />
        <p class="told">{t('pickup.scan')}</p>
        {firstCode(language) !== undefined && <p class="marked">{t('site.translation')}</p>}
      </div>
    </section>
  );
}

import type { VNode } from 'preact';
import { Ready } from './app.hubbed.js';
import { hubPath } from './app.hubs.js';
import { asksAnewSeconds, type KioskGift } from './app.kiosks.js';
import type { Frame } from './app.visitors.js';
import { dir, factsOf, languages, words, type LanguageCode, type WordKey } from './languages/languages.js';
import { AmountView, amountText } from './web/amounts.js';
import { Confirm, ErrorSummary } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page, type PageProps } from './web/page.js';
import { Card, Lead, StateMark } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

type HubFrame = Pick<PageProps, 'language' | 'here' | 'community' | 'idle' | 'help'>;

/** Asks a helper whether this device becomes a kiosk. */
export function TurnOnPage({ frame, csrf }: { frame: Frame; csrf: string }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = `${t('kiosk.turn_on')} ${t('kiosk.turn_on_more')}`;
  return (
    <Page {...frame} back="/" title={t('kiosk.title')} ear={{ sentence }}>
      <Card>
        <Lead icon="kiosk" title={t('kiosk.turn_on')}>
          <p>{t('kiosk.turn_on_more')}</p>
        </Lead>
      </Card>
      <Confirm {...{ language, csrf }} action={`${hubPath}/start`} noHref="/" />
    </Page>
  );
}

export function StopPage({ frame, csrf }: { frame: HubFrame; csrf: string }): VNode {
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page
      {...frame}
      here={undefined}
      back={hubPath}
      title={t('kiosk.title')}
      ear={{ sentence: t('kiosk.stop_sure') }}
    >
      <Card>
        <Lead icon="kiosk" title={t('kiosk.stop_sure')} />
      </Card>
      <Confirm {...{ language, csrf }} action={`${hubPath}/stop`} noHref={hubPath} />
    </Page>
  );
}

export interface IdleProps {
  readonly frame: HubFrame;
  readonly csrf: string;
  /** The translations that are offered here, beside the languages that stand alone. */
  readonly translations: readonly LanguageCode[];
  readonly wrong: WordKey | null;
}

/** It waits: a greeting in every language, one after the other where a script can, and the place for a card. */
export function IdlePage({ frame, csrf, translations, wrong }: IdleProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const errors = wrong === null ? [] : [{ field: 'code', message: t(wrong) }];
  return (
    <Page
      {...frame}
      help={`${hubPath}/help`}
      again={{ to: hubPath, seconds: asksAnewSeconds }}
      title={t('hub.title')}
      ear={{ sentence: t('hub.scan') }}
    >
      <ErrorSummary language={language} errors={errors} />
      <ul class="greetings">
        {[...languages, ...translations].map((code) => (
          <li key={code} lang={code} dir={dir(code)}>
            {factsOf(code).greeting}
          </li>
        ))}
      </ul>
      <Lead icon="card" title={t('hub.scan')} />
      <ScanPlace
        {...{ language, csrf, errors }}
        action={`${hubPath}/card`}
        typed={{ label: t('pay.type_code'), hint: t('hub.number_alone') }}
      />
      <p class="links">
        <a href={`${hubPath}/stop`}>
          <Icon name="finish" mirror /> {t('kiosk.stop')}
        </a>
      </p>
    </Page>
  );
}

/** It is given, and the kiosk waits for the next one. */
export function DonePage({ frame, gift }: { frame: HubFrame; gift: KioskGift }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const shown = { ...gift, amount: BigInt(gift.amount) };
  return (
    <Page
      {...frame}
      back={hubPath}
      title={t('hub.title')}
      ear={{ sentence: t('hub.done'), amount: amountText(shown, language) }}
    >
      <StateMark state="good" done>
        {t('hub.done')}
      </StateMark>
      <Card>
        <p class="centre">
          <AmountView {...shown} direction={gift.way} language={language} />
        </p>
      </Card>
      <Ready language={language} />
    </Page>
  );
}

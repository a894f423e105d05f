import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import type { ThanksWays } from '../../payments/spoken-thanks.service.js';
import { assetPath } from '../../web/assets.js';
import { CsrfField, PictureButton, PictureButtons } from '../../web/forms.js';
import { Icon } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Lead } from '../../web/parts.js';

/** Longest, in milliseconds, and samples a second: enough for a voice, and small on a slow network. */
const longestMs = 10_000;
const rate = 8_000;

export interface SayThanksProps extends Omit<PageProps, 'title' | 'children' | 'ear'> {
  readonly csrf: string;
  /** Of the receipt. */
  readonly token: string;
  /** For how many days it can be heard. */
  readonly days: number;
}

/** Record, listen, send. Everything waits for a script that finds a microphone, for without one nothing can be said. */
export function SayThanksPage({ csrf, token, days, ...frame }: SayThanksProps): VNode {
  const { t } = words(frame.language);
  const path = `/r/${token}`;
  const sentence = t('after.thanks_only');
  return (
    <Page {...frame} back={path} title={t('after.thanks')} ear={{ sentence, choices: [t('after.record')] }}>
      <script defer src={assetPath('recorder.js')} />
      <Lead icon="microphone" title={t('after.thanks')}>
        <p>{sentence}</p>
        <p class="hint">
          {t('after.thanks_short')} {t('after.thanks_days', { days })}
        </p>
      </Lead>
      <form method="post" action={`${path}/thanks`} enctype="multipart/form-data" class="stacked">
        <CsrfField token={csrf} />
        <div class="recorder" data-recorder data-longest={longestMs} data-rate={rate} hidden>
          <button type="button" class="picture-button plain" data-record aria-pressed="false">
            <span class="plate">
              <Icon name="microphone" />
            </span>
            <span class="off">{t('after.record')}</span>
            <span class="on">{t('after.record_stop')}</span>
          </button>
          <button type="button" class="picture-button plain" data-listen hidden>
            <span class="plate">
              <Icon name="ear" />
            </span>
            <span>{t('buttons.listen')}</span>
          </button>
          <div data-made hidden>
            <PictureButton icon="yes" label={t('after.thanks_send')} look="main" />
          </div>
        </div>
        <div hidden>
          <input type="file" name="sound" accept="audio/*" aria-label={t('after.thanks')} />
        </div>
      </form>
    </Page>
  );
}

export interface ThanksProps {
  readonly token: string;
  readonly ways: ThanksWays;
  readonly csrf: string;
  readonly language: AnyLanguage;
}

/** On the receipt: to say it, to hear it, to erase it. */
export function Thanks({ token, ways, csrf, language }: ThanksProps): VNode | null {
  const { t } = words(language);
  const path = `/r/${token}/thanks`;
  const { say, hear, takeBack } = ways;
  if (say) {
    return (
      <div class="no-slip" data-microphone hidden>
        <PictureButtons>
          <PictureButton icon="microphone" label={t('after.thanks')} href={path} />
        </PictureButtons>
      </div>
    );
  }
  if (!hear && !takeBack) return null;
  return (
    <section class="no-slip">
      <Card>
        <p class="centre">
          <strong>{t(hear ? 'after.thanks_came' : 'after.thanks_sent')}</strong>
        </p>
        {hear && <Listen address={`${path}/sound`} language={language} />}
        <form method="post" action={`${path}/erase`}>
          <CsrfField token={csrf} />
          <PictureButton icon="no" label={t('after.thanks_erase')} />
        </form>
      </Card>
    </section>
  );
}

/** A big button where scripts run; the browser's own player elsewhere. Nothing is fetched before. */
function Listen({ address, language }: { address: string; language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <>
      <button type="button" class="picture-button plain ear" hidden data-clips={address}>
        <span class="plate">
          <Icon name="ear" />
        </span>
        <span>{t('buttons.listen')}</span>
      </button>
      <noscript>
        <audio
          controls
          preload="none"
          controlsList="nodownload"
          src={address}
          aria-label={t('after.thanks_came')}
        />
      </noscript>
    </>
  );
}

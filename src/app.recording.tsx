import type { VNode } from 'preact';
import type { Frame } from './app.visitors.js';
import type { RecordedClip } from './communities/sounds.service.js';
import { allSentences, dir, factsOf, words, type LanguageCode } from './languages/languages.js';
import { clipText } from './languages/spoken.js';
import { assetPath } from './web/assets.js';
import { ClipEar } from './web/ear.js';
import { CsrfField, ErrorSummary, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';

/** How far a language is: U13. */
export interface LanguageSounds {
  readonly code: LanguageCode;
  readonly clips: number;
  /** Of those, how many this community recorded, and how many have any sound. */
  readonly recorded: number;
  readonly heard: number;
}

/** Each language with how many of its clips there are. */
export function SoundsPage({ frame, tongues }: { frame: Frame; tongues: readonly LanguageSounds[] }): VNode {
  const { t } = words(frame.language);
  const sentence = t('sounds.sentence');
  return (
    <Page {...frame} back="/people" title={t('sounds.title')} ear={{ sentence }}>
      <Lead icon="microphone" title={t('sounds.title')}>
        <p>{sentence}</p>
        <p>{t('sounds.nobody_named')}</p>
      </Lead>
      <ul class="rows">
        {tongues.map(({ code, clips, recorded, heard }) => (
          <li key={code}>
            <a class="row" href={`/sounds/${code}`}>
              <Icon name="ear" />
              <span class="row-text">
                <strong lang={code} dir={dir(code)}>
                  {factsOf(code).name}
                </strong>
                <span class="hint">{t('sounds.heard', { heard, all: clips })}</span>
                <span class="hint">{t('sounds.recorded', { count: recorded })}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}

export interface RecordProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly code: LanguageCode;
  readonly clips: readonly RecordedClip[];
  /** Which of them is asked for now. */
  readonly at: number;
  /** Why the last recording could not be kept, in words. */
  readonly wrong?: string;
}

/** One clip after another: the words, record, listen, keep; then the next comes by itself. */
export function RecordPage(props: RecordProps): VNode {
  const { frame, csrf, code, clips, at, wrong } = props;
  const { t } = words(frame.language);
  const clip = clips[at]!;
  const path = `/sounds/${code}`;
  const beside = (i: number): string => `${path}?clip=${clips[i]!.name}`;
  const errors = wrong === undefined ? [] : [{ field: 'sound', message: wrong }];
  return (
    <Page {...frame} here={`${path}?clip=${clip.name}`} back="/sounds" title={t('sounds.title')}>
      <script defer src={assetPath('recorder.js')} />
      <ErrorSummary language={frame.language} errors={errors} />
      <h1 class="sr">{t('sounds.title')}</h1>
      <p class="hint centre">{t('sounds.progress', { number: at + 1, all: clips.length })}</p>
      <Say {...props} clip={clip} />
      <form method="post" action={path} enctype="multipart/form-data" class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={{ clip: clip.name }} />
        <Recorder {...props} />
        <div class={wrong === undefined ? 'field' : 'field wrong'}>
          <label for="field-sound">{t('sounds.file')}</label>
          {wrong !== undefined && <p class="message">{wrong}</p>}
          <input id="field-sound" type="file" name="sound" accept="audio/*" required />
        </div>
        <PictureButton icon="yes" label={t('sounds.keep')} look="main" />
      </form>
      <PictureButtons>
        {at + 1 < clips.length && (
          <PictureButton icon="next" mirror label={t('sounds.next')} href={beside(at + 1)} />
        )}
        {at > 0 && <PictureButton icon="back" mirror label={t('sounds.before')} href={beside(at - 1)} />}
      </PictureButtons>
      <Removing {...props} clip={clip} />
    </Page>
  );
}

/** What is to be said, in its language; Dutch beside it, and the sentence when it is a piece of one. */
function Say({ frame, code, clip }: RecordProps & { clip: RecordedClip }): VNode {
  const { t } = words(frame.language);
  const dutch = code === 'nl' ? undefined : clipText('nl', clip.name);
  const [, key] = /^(.*\.\w+)\.\d+$/.exec(clip.name) ?? [];
  const sentence =
    key === undefined
      ? undefined
      : allSentences(code)
          .get(key)
          ?.replace(/\{\w+\}/g, '\u2026');
  const state =
    clip.recordedAt !== null ? 'sounds.is_own' : clip.isDelivered ? 'sounds.is_made' : 'sounds.is_missing';
  return (
    <Card>
      <div class="to-say">
        <p class="say" lang={code} dir={dir(code)}>
          {clip.text}
        </p>
        {sentence !== undefined && (
          <p class="hint" lang={code} dir={dir(code)}>
            {sentence}
          </p>
        )}
        {dutch !== undefined && (
          <p class="hint" lang="nl" dir="ltr">
            {dutch}
          </p>
        )}
        <ClipEar code={code} clip={clip.name} text={clip.text} />
        <p>{t(state)}</p>
        {clip.name === 'greeting' && !clip.isDelivered && <p class="hint">{t('sounds.greeting_open')}</p>}
      </div>
    </Card>
  );
}

/** Hidden until a script finds a microphone; what it records goes into the field below it. */
function Recorder({ frame }: RecordProps): VNode {
  const { t } = words(frame.language);
  return (
    <div class="recorder" data-recorder hidden>
      <button type="button" class="picture-button plain" data-record aria-pressed="false">
        <span class="plate">
          <Icon name="microphone" />
        </span>
        <span class="off">{t('sounds.record')}</span>
        <span class="on">{t('sounds.stop')}</span>
      </button>
      <button type="button" class="picture-button plain" data-listen hidden>
        <span class="plate">
          <Icon name="ear" />
        </span>
        <span>{t('buttons.listen')}</span>
      </button>
    </div>
  );
}

/** Takes this recording away, or all of the language. */
function Removing({ frame, csrf, code, clips, clip }: RecordProps & { clip: RecordedClip }): VNode | null {
  const { t } = words(frame.language);
  if (clips.every(({ recordedAt }) => recordedAt === null)) return null;
  const remove = (values: Record<string, string>, label: string): VNode => (
    <form method="post" action={`/sounds/${code}/remove`}>
      <CsrfField token={csrf} />
      <HiddenFields values={values} />
      <button class="button quiet" type="submit">
        {label}
      </button>
    </form>
  );
  return (
    <details class="more">
      <summary>{t('sounds.remove')}</summary>
      {clip.recordedAt !== null && remove({ clip: clip.name }, t('sounds.remove_this'))}
      {remove({ all: 'yes' }, t('sounds.remove_all'))}
    </details>
  );
}

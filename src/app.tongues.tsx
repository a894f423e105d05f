import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { Frame } from './app.visitors.js';
import type { Community } from './communities/community.js';
import type { Translation } from './communities/translations.service.js';
import {
  dir,
  factsOf,
  isLanguage,
  languages,
  ownCode,
  words,
  type AnyLanguage,
  type LanguageCode,
} from './languages/languages.js';
import { amountFigure, OwnDigits, ownFigure } from './web/amounts.js';
import { ClipEar, VoiceQuestion } from './web/ear.js';
import { CsrfField, PictureButton, PictureButtons } from './web/forms.js';
import { LanguageButton, LanguageForm } from './web/language-form.js';
import { Page } from './web/page.js';
import { Lead } from './web/parts.js';

export interface TilesProps {
  readonly language: AnyLanguage;
  /** Those that are offered beside the languages that stand alone. */
  readonly translations: readonly LanguageCode[];
  /** Where the choice leads to: a path and query of ours. */
  readonly to: string;
  /** Of the session of whoever is signed in, whose choice is kept as theirs. */
  readonly csrf?: string | undefined;
}

/**
 * Every language by its own name and a greeting in it, big, without flags (U17). Whoever cannot read finds their own by
 * hearing the greetings (S75): the ear of each has its place, and shows itself once there is a recording.
 */
export function LanguageTiles({ language, translations, to, csrf }: TilesProps): VNode {
  const { t } = words(language);
  return (
    <nav class="languages-big" aria-label={t('start.choose_language')}>
      <LanguageForm {...{ csrf, to }}>
        {[...languages, ...translations].map((code) => {
          const { name, greeting } = factsOf(code);
          return (
            <div key={code} class="tongue" lang={code} dir={dir(code)}>
              <LanguageButton
                {...{ code, to }}
                isOwn={code === ownCode(language)}
                asForm={csrf !== undefined}
                look="picture-button plain"
              >
                <span>
                  {name}
                  <span class="hint">{greeting}</span>
                </span>
              </LanguageButton>
              <ClipEar code={code} clip="greeting" text={greeting} />
            </div>
          );
        })}
      </LanguageForm>
    </nav>
  );
}

/** The page behind the choice at the foot of every other page. */
export function ChooseLanguagePage(
  props: { frame: Frame; mayRecord: boolean } & Omit<TilesProps, 'language'>,
): VNode {
  const { frame, translations, to, mayRecord } = props;
  const csrf = frame.finish?.csrf;
  const { language } = frame;
  const title = words(language).t('start.choose_language');
  return (
    <Page {...frame} here={undefined} back={to} title={title} ear={{ sentence: title }}>
      <Lead title={title} />
      <LanguageTiles {...{ language, translations, to, csrf }} />
      <VoiceQuestion language={language} />
      <OwnDigitsChoice {...{ language, to }} />
      {isLanguage(ownCode(language)) && <Beside {...{ language, to, csrf }} />}
      {mayRecord && (
        <PictureButtons>
          <PictureButton icon="microphone" label={words(language).t('sounds.title')} href="/sounds" />
        </PictureButtons>
      )}
    </Page>
  );
}

/** The digits of one's own script under the Latin ones, or no longer (U16). */
function OwnDigitsChoice({ language, to }: Pick<TilesProps, 'language' | 'to'>): VNode | null {
  const isOn = useContext(OwnDigits);
  const { t } = words(language);
  const example = { amount: 12n, scale: 0, unit: 'coin' } as const;
  const own = ownFigure(example, language);
  if (own === undefined) return null;
  const label = isOn
    ? t('start.only_digits', { digits: amountFigure(example, language) })
    : t('start.digits_too', { digits: own });
  const href = `/language/digits/${isOn ? 'latin' : 'own'}?to=${encodeURIComponent(to)}`;
  return (
    <PictureButtons>
      <PictureButton icon="coin" label={label} href={href} />
    </PictureButtons>
  );
}

/** Dutch with one's own language beside it, to learn it (U20). */
function Beside({ language, to, csrf }: Omit<TilesProps, 'translations'>): VNode | null {
  const own = ownCode(language);
  if (own === 'nl') return null;
  const label = `${factsOf('nl').name} + ${factsOf(own).name}`;
  return (
    <LanguageForm {...{ csrf, to }}>
      <PictureButtons>
        <PictureButton
          icon="together"
          label={label}
          {...(csrf === undefined
            ? { href: `/language/nl+${own}?to=${encodeURIComponent(to)}` }
            : { name: 'language', value: `nl+${own}` })}
        />
      </PictureButtons>
    </LanguageForm>
  );
}

/** For the steward: what is on, and a button each to turn it on or off. */
export function TranslationsPage(props: {
  frame: Frame;
  csrf: string;
  community: Pick<Community, 'languages' | 'languageMode'>;
  translations: readonly Translation[];
}): VNode {
  const { frame, csrf, community, translations } = props;
  const { t } = words(frame.language);
  const sentence = t('people.languages_hint');
  return (
    <Page {...frame} back="/people" title={t('people.languages')} ear={{ sentence }}>
      <Lead icon="tongues" title={t('people.languages')}>
        <p>{sentence}</p>
      </Lead>
      <FirstLanguage {...{ community, csrf }} language={frame.language} />
      <ul class="rows">
        {translations.map(({ facts, since, coverage }) => (
          <li key={facts.code} class="row">
            <span class="row-text">
              <strong lang={facts.code} dir={facts.direction}>
                {facts.name}
              </strong>
              <span>{t(since === null ? 'people.language_off' : 'people.language_on')}</span>
              <span class="hint">
                {t('people.words_known', { known: coverage.known, all: coverage.all })}
              </span>
            </span>
            <form method="post" action="/people/languages">
              <CsrfField token={csrf} />
              <input type="hidden" name="language" value={facts.code} />
              <button
                class="button"
                type="submit"
                name="turn"
                value={since === null ? 'on' : 'off'}
                aria-label={`${t(since === null ? 'people.turn_on' : 'people.turn_off')}: ${facts.name}`}
              >
                {t(since === null ? 'people.turn_on' : 'people.turn_off')}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** A town that must write Dutch first shows it to everybody, with their own language beside it (U19). */
function FirstLanguage(props: {
  community: Pick<Community, 'languages' | 'languageMode'>;
  csrf: string;
  language: AnyLanguage;
}): VNode {
  const { community, csrf, language } = props;
  const { t } = words(language);
  const { name } = factsOf(community.languages[0]!);
  const isOn = community.languageMode === 'first_with_translation';
  return (
    <form method="post" action="/people/languages/first" class="row">
      <CsrfField token={csrf} />
      <span class="row-text">
        <strong>{t('people.always_first', { language: name })}</strong>
        <span>{t(isOn ? 'people.language_on' : 'people.language_off')}</span>
        <span class="hint">{t('people.always_first_hint', { language: name })}</span>
      </span>
      <button class="button" type="submit" name="turn" value={isOn ? 'off' : 'on'}>
        {t(isOn ? 'people.turn_off' : 'people.turn_on')}
      </button>
    </form>
  );
}

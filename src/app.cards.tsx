import type { VNode } from 'preact';
import { Warnings, type WarningsProps } from './access/views/warnings.js';
import { Heard } from './app.joined.js';
import type { Frame } from './app.visitors.js';
import {
  dir,
  factsOf,
  languages,
  ownCode,
  words,
  type AnyLanguage,
  type LanguageCode,
} from './languages/languages.js';
import { colourKeys, nicknameMax } from './members/person.js';
import type { MemberCard } from './members/persons.service.js';
import {
  CsrfField,
  ErrorSummary,
  Field,
  PictureButton,
  PictureButtons,
  type FieldError,
} from './web/forms.js';
import { Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Lead } from './web/parts.js';
import { colourWord, MemberPicture, pictureWord } from './web/pictures.js';

/** The members by their pictures, and the way to a new one. */
export function PeoplePage(
  props: {
    frame: Frame;
    cards: readonly MemberCard[];
    next: string | null;
  } & Omit<WarningsProps, 'language'>,
): VNode {
  const { frame, cards, next, warnings, timeZone } = props;
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back="/" title={t('people.title')} ear={{ sentence: t('people.title') }}>
      <Lead title={t('people.title')} />
      <Warnings {...{ warnings, timeZone, language }} />
      <PictureButtons>
        <PictureButton icon="person" label={t('people.new')} href="/people/new" look="main" />
        <PictureButton icon="tongues" label={t('people.languages')} href="/people/languages" />
        <PictureButton icon="microphone" label={t('sounds.title')} href="/sounds" />
        <PictureButton icon="camera" label={t('drawings.title')} href="/people/drawings" />
      </PictureButtons>
      <ul class="faces">
        {cards.map(({ id, picture, colour }) => (
          <li key={id}>
            <a href={`/people/${id}`}>
              <Drawing picture={picture ?? ''} colour={colour ?? ''} language={language} />
            </a>
          </li>
        ))}
      </ul>
      {next !== null && (
        <PictureButtons>
          <PictureButton icon="next" mirror label={t('people.more')} href={`/people?after=${next}`} />
        </PictureButtons>
      )}
    </Page>
  );
}

export interface NewPersonProps {
  readonly frame: Frame;
  readonly csrf: string;
  /** The translations that this community offers. */
  readonly translations: readonly LanguageCode[];
  /** Those that nobody has yet. */
  readonly pictures: readonly string[];
  /** The last of these when there are more, nothing for the first again, null when these are all. */
  readonly next: string | null;
  readonly errors: readonly FieldError[];
}

/** A new member: a language, a picture, a colour, a nickname if they like; nothing that shows who they are (S11). */
export function NewPersonPage(props: NewPersonProps): VNode {
  const { frame, csrf, translations, pictures, next, errors } = props;
  const { language } = frame;
  const { t } = words(language);
  return (
    <Page {...frame} back="/people" title={t('people.new')} ear={{ sentence: t('people.new') }}>
      <ErrorSummary language={language} errors={errors} />
      <Lead icon="person" title={t('people.new')} />
      <form method="post" action="/people" class="stacked">
        <CsrfField token={csrf} />
        <LanguageChoice {...{ language, translations }} />
        <fieldset class="field">
          <legend>{t('people.picture')}</legend>
          <p class="hint">{t('people.picture_hint')}</p>
          <div class="drawings">
            {pictures.map((picture, i) => (
              <label key={picture} class="drawing">
                <input
                  id={i === 0 ? 'field-picture' : undefined}
                  type="radio"
                  name="picture"
                  value={picture}
                />
                <Drawing picture={picture} colour="grey" language={language} />
              </label>
            ))}
          </div>
          {next !== null && (
            <p class="links">
              <a href={`/people/new?after=${next}`}>
                <Icon name="again" /> {t('people.other_pictures')}
              </a>
            </p>
          )}
        </fieldset>
        <details class="more">
          <summary>{t('people.choose_more')}</summary>
          <fieldset class="field">
            <legend>{t('people.colour')}</legend>
            <div class="drawings">
              {colourKeys.map((colour) => (
                <label key={colour} class="drawing">
                  <input type="radio" name="colour" value={colour} />
                  <MemberPicture picture="" colour={colour} name="" decorative />
                  <span>{colourWord(colour, language)}</span>
                </label>
              ))}
            </div>
          </fieldset>
          <Field
            {...{ name: 'nickname', maxLength: nicknameMax, label: t('people.nickname') }}
            hint={t('people.nickname_hint')}
          />
        </details>
        <h2 class="centre">{t('joining.agree')}</h2>
        <Heard language={language} />
        <PictureButton icon="yes" label={t('people.add')} look="main" />
      </form>
    </Page>
  );
}

/** Each by its own name; a translation only where the community offers it. */
function LanguageChoice(props: { language: AnyLanguage; translations: readonly LanguageCode[] }): VNode {
  const { language, translations } = props;
  const { t } = words(language);
  return (
    <fieldset class="field">
      <legend>{t('people.language')}</legend>
      {[...languages, ...translations].map((each) => (
        <label class="choice" key={each} lang={each} dir={dir(each)}>
          <input type="radio" name="language" value={each} checked={each === ownCode(language)} required />
          <span>{factsOf(each).name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Drawing(props: { picture: string; colour: string; language: AnyLanguage }): VNode {
  const name = pictureWord(props.picture, props.language);
  return (
    <>
      <MemberPicture picture={props.picture} colour={props.colour} name={name} decorative />
      <span>{name}</span>
    </>
  );
}

import type { VNode } from 'preact';
import { words, type AnyLanguage, type WordKey } from '../../languages/languages.js';
import {
  CsrfField,
  ErrorSummary,
  Field,
  HiddenFields,
  PictureButton,
  PictureButtons,
  type FieldError,
} from '../../web/forms.js';
import type { IconName } from '../../web/icons.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Lead, Progress } from '../../web/parts.js';
import { MemberPicture, pictureWord } from '../../web/pictures.js';
import type { SecretWay } from '../secret-form.js';
import { secretPictures } from '../secret.js';

export interface OpenCardProps {
  readonly language: AnyLanguage;
  /** Where the form posts to. */
  readonly action: string;
  /** Of the session of whoever is signed in already, if anybody is. */
  readonly csrf?: string;
  /** Says for which card the form is, without telling which. */
  readonly mark: string;
  /** The pictures that were tapped so far. */
  readonly tapped: readonly string[];
  /** With what the last secret was given that was not right; null when none was. */
  readonly wrong: SecretWay | null;
}

const turns = ['first', 'second', 'third'] as const;

/**
 * What scanning a card shows: nine drawings to tap, one after the other, or four digits. It is the same for every code
 * there could be, so it tells nobody anything: not whose the card is, not whether it works, not how it is opened.
 */
export function OpenCardPage(props: OpenCardProps): VNode {
  const { language, action, csrf, mark, tapped, wrong } = props;
  const { t } = words(language);
  const turn = turnAfter(tapped);
  const errors = secretErrors(wrong, language);
  return (
    <Page language={language} title={t('card.title')} ear={{ sentence: t(`card.${turn}`) }}>
      <ErrorSummary language={language} errors={errors} />
      <Card>
        <h1 class="centre">{t(`card.${turn}`)}</h1>
        <Progress step={tapped.length} of={turns.length} label={t('card.title')} />
        <form method="post" action={action} class="stacked">
          {csrf !== undefined && <CsrfField token={csrf} />}
          <HiddenFields values={{ mark, ...tappedBefore(tapped) }} />
          <SecretChoice language={language} tapped={tapped} errors={errors} />
        </form>
      </Card>
    </Page>
  );
}

/** The drawings that were tapped so far, as hidden fields send them back. */
export function tappedBefore(tapped: readonly string[]): Record<string, string> {
  return Object.fromEntries(tapped.map((picture, i) => [turns[i]!, picture]));
}

/** That a secret was not right, beside what it was given with and nothing else. */
export function secretErrors(
  wrong: SecretWay | null,
  language: AnyLanguage,
  message: WordKey = 'card.wrong',
): FieldError[] {
  return wrong === null ? [] : [{ field: wrong, message: words(language).t(message) }];
}

export interface SecretChoiceProps {
  readonly language: AnyLanguage;
  readonly tapped: readonly string[];
  readonly errors: readonly FieldError[];
}

/** The next drawing of a secret to tap, and before the first one also the place for four digits; inside a form. */
export function SecretChoice({ language, tapped, errors }: SecretChoiceProps): VNode {
  return (
    <>
      <Nine turn={turnAfter(tapped)} {...{ language, errors }} />
      {tapped.length === 0 && <Digits language={language} errors={errors} />}
    </>
  );
}

/**
 * For who never chose a secret: what to do. It stands beside every card, so that nobody learns which ones have none.
 * @param scan where the card is scanned, when only its number was typed
 */
export function NoSecretHint({ language, scan }: { language: AnyLanguage; scan?: string }): VNode {
  const { t } = words(language);
  if (scan === undefined)
    return <p class="hint centre">{`${t('card.none')} ${t('visits.no_secret_hint')} ${t('card.locked')}`}</p>;
  return (
    <section class="stacked">
      <p class="hint centre">{t('card.none')}</p>
      <PictureButtons>
        <PictureButton icon="scan" label={t('card.scan')} href={scan} />
      </PictureButtons>
    </section>
  );
}

/** Which drawing comes next. */
export function turnAfter(tapped: readonly string[]): (typeof turns)[number] {
  return turns[tapped.length] ?? turns[0];
}

/** The nine drawings with their names, to tap one; each is a button, for fingers, keyboards and screen readers. */
function Nine(props: {
  turn: (typeof turns)[number];
  language: AnyLanguage;
  errors: readonly FieldError[];
}): VNode {
  const { turn, language, errors } = props;
  const error = errors.find(({ field }) => field === 'drawings');
  return (
    <div
      class="nine"
      role="group"
      id="field-drawings"
      tabIndex={-1}
      aria-label={words(language).t(`card.${turn}`)}
      aria-describedby={error === undefined ? undefined : 'field-drawings-error'}
    >
      {error !== undefined && (
        <p class="message" id="field-drawings-error">
          {error.message}
        </p>
      )}
      {secretPictures.map((picture) => (
        <button key={picture} type="submit" class="drawing" name={turn} value={picture}>
          <MemberPicture picture={picture} colour="grey" name="" decorative />
          <span>{pictureWord(picture, language)}</span>
        </button>
      ))}
    </div>
  );
}

/** Digits go before pictures when they come in, because Enter in their field presses the first drawing. */
function Digits({ language, errors }: { language: AnyLanguage; errors: readonly FieldError[] }): VNode {
  const { t } = words(language);
  return (
    <>
      <Field
        {...{ name: 'digits', type: 'password', inputMode: 'numeric', maxLength: 4 }}
        label={t('card.digits')}
        errors={errors}
      />
      <PictureButtons>
        <PictureButton icon="yes" label={t('card.open')} />
      </PictureButtons>
    </>
  );
}

/** A card that ended: that it did, and nothing more (U03). */
export function EndedCardPage({ language }: { readonly language: AnyLanguage }): VNode {
  return <Sentence language={language} icon="no" title="card.ended" more="card.ended_more" />;
}

/** Too many wrong secrets in a row: a helper sets another one. */
export function LockedCardPage({ language }: { readonly language: AnyLanguage }): VNode {
  return <Sentence language={language} icon="help" title="card.locked" more="card.locked_more" />;
}

/** A blank, for somebody who is signed in: a helper gives it to somebody; others take it to a helper. */
export function BlankCardPage(
  props: Pick<PageProps, 'language' | 'finish'> & { readonly helps: boolean },
): VNode {
  const { helps, ...frame } = props;
  const { t } = words(frame.language);
  const sentence = helps ? t('card.is_blank') : `${t('card.is_blank')} ${t('card.is_blank_more')}`;
  return (
    <Page {...frame} back="/" title={t('card.title')} ear={{ sentence }}>
      <Card>
        <Lead icon="card" title={t('card.is_blank')}>
          {!helps && <p>{t('card.is_blank_more')}</p>}
        </Lead>
      </Card>
      <PictureButtons>
        {helps ? (
          <>
            <PictureButton icon="person" label={t('people.new')} href="/helping/new" look="main" />
            <PictureButton icon="card" label={t('helping.lost')} href="/helping" />
          </>
        ) : (
          <PictureButton icon="home" label={t('buttons.to_start')} href="/" look="main" />
        )}
      </PictureButtons>
    </Page>
  );
}

interface SentenceProps {
  readonly language: AnyLanguage;
  readonly icon: IconName;
  readonly title: 'card.ended' | 'card.locked';
  readonly more: 'card.ended_more' | 'card.locked_more';
}

function Sentence({ language, icon, title, more }: SentenceProps): VNode {
  const { t } = words(language);
  return (
    <Page language={language} title={t('card.title')} ear={{ sentence: t(title) }}>
      <Card>
        <Lead icon={icon} title={t(title)}>
          <p>{t(more)}</p>
        </Lead>
        <PictureButtons>
          <PictureButton icon="home" label={t('buttons.to_start')} href="/" look="main" />
        </PictureButtons>
      </Card>
    </Page>
  );
}

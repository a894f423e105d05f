import type { VNode } from 'preact';
import type { FoundingWish } from './app.founders.js';
import type { Frame } from './app.visitors.js';
import { defaultTimeZone, type Community } from './communities/community.js';
import type { Face } from './communities/faces.js';
import { recipeNames, type RecipeName } from './communities/recipes.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import {
  Choices,
  CsrfField,
  ErrorSummary,
  Field,
  PictureButton,
  PictureButtons,
  type FieldError,
} from './web/forms.js';
import type { IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { MemberPicture, pictureWord } from './web/pictures.js';
import { QrCode } from './web/qr.js';

const recipeLooks: Readonly<Record<RecipeName, { icon: IconName; label: WordKey; hint: WordKey }>> = {
  time_circle: { icon: 'hour', label: 'set_up.recipe_time', hint: 'set_up.recipe_time_hint' },
  thank_you: { icon: 'coin', label: 'set_up.recipe_thanks', hint: 'set_up.recipe_thanks_hint' },
  mixed: { icon: 'together', label: 'set_up.recipe_mixed', hint: 'set_up.recipe_mixed_hint' },
};

export interface FoundProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly form: Partial<FoundingWish>;
  readonly errors: readonly FieldError[];
  readonly communities: readonly Community[];
}

/** Founding a community: its name and one of three ways to share. */
export function FoundPage({ frame, csrf, form, errors, communities }: FoundProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const again = communities.length > 0;
  const title = again ? t('set_up.another') : t('set_up.sentence');
  const choices = recipeNames.map((value) => {
    const { icon, label, hint } = recipeLooks[value];
    return { value, icon, label: t(label), hint: t(hint) };
  });
  return (
    <Page {...frame} title={t('set_up.title')} ear={{ sentence: title }}>
      <ErrorSummary language={language} errors={errors} />
      {again && <Communities communities={communities} language={language} />}
      <Lead icon={again ? undefined : 'together'} title={title} />
      <form method="post" action="/set-up" class="stacked" noValidate>
        <CsrfField token={csrf} />
        <Field
          {...{ errors, name: 'name', maxLength: 80, value: form.name ?? '' }}
          label={t('set_up.name')}
          hint={t('set_up.hint')}
          required
        />
        <Choices
          {...{ errors, choices, name: 'recipe', legend: t('set_up.recipe') }}
          value={form.recipe ?? ''}
        />
        <Field
          {...{ errors, name: 'timeZone', maxLength: 60 }}
          value={form.timeZone ?? defaultTimeZone}
          label={t('set_up.time_zone')}
          hint={t('set_up.time_zone_hint')}
        />
        <PictureButtons>
          <PictureButton icon="yes" label={t('set_up.make')} look="main" />
        </PictureButtons>
      </form>
    </Page>
  );
}

function Communities(props: { communities: readonly Community[]; language: AnyLanguage }): VNode {
  return (
    <section class="stacked">
      <h1>{words(props.language).t('set_up.communities')}</h1>
      <PictureButtons>
        {props.communities.map(({ id, name }) => (
          <PictureButton key={id} icon="together" label={name} href={`/set-up/${id}`} />
        ))}
      </PictureButtons>
    </section>
  );
}

export interface FoundedProps {
  readonly frame: Frame;
  readonly csrf: string;
  /** The community's. */
  readonly name: string;
  readonly steward: Face;
  /** Null once a steward has been in: then stewards help each other. */
  readonly action: string | null;
}

/** The community is there, with the picture of whoever takes care of it. */
export function FoundedPage({ frame, csrf, name, steward, action }: FoundedProps): VNode {
  const { t } = words(frame.language);
  const sentence = `${t('set_up.done')} ${t('set_up.first_steward')}`;
  return (
    <Page {...frame} back="/set-up" community={name} title={t('set_up.title')} ear={{ sentence }}>
      <Card>
        <Lead icon="yes" title={t('set_up.done')} />
      </Card>
      <Card>
        <h2>{t('set_up.first_steward')}</h2>
        <PersonFace face={steward} language={frame.language} />
        <p class="hint centre">{t(action === null ? 'refusals.steward_came_in' : 'set_up.steward_hint')}</p>
      </Card>
      {action !== null && (
        <form method="post" action={action}>
          <CsrfField token={csrf} />
          <PictureButton icon="key" label={t('set_up.make_link')} look="main" />
        </form>
      )}
    </Page>
  );
}

export interface LinkProps {
  readonly frame: Frame;
  readonly title: WordKey;
  readonly url: string;
  /** As a time of day. */
  readonly until: string;
  readonly back: string;
  readonly face: Face;
}

/** A link that opens once, to be scanned or given; it is shown this one time only. */
export function LinkPage({ frame, title, url, until, back, face }: LinkProps): VNode {
  const { t } = words(frame.language);
  const once = t('people.link_once', { time: until });
  return (
    <Page {...frame} back={back} title={t('sign_in.title')} ear={{ sentence: `${t(title)} ${once}` }}>
      <Card>
        <Lead title={t(title)} />
        <PersonFace face={face} language={frame.language} />
        <QrCode text={url} label={t(title)} />
        <p class="centre">
          {once} {t('people.link_secret')}
        </p>
        <p class="centre typed">
          <span class="hint">{t('people.or_send')}</span>
          <bdi class="address" dir="ltr">
            {url}
          </bdi>
        </p>
      </Card>
    </Page>
  );
}

/** A member's picture and what it is called; never the nickname, which is between members. */
export function PersonFace({ face, language }: { face: Face; language: AnyLanguage }): VNode {
  const { picture, colour } = face;
  const name = picture === null ? words(language).t('receipt.someone') : pictureWord(picture, language);
  return (
    <span class="face">
      <MemberPicture picture={picture ?? ''} colour={colour ?? ''} name={name} size="big" decorative />
      <bdi class="face-name">{name}</bdi>
    </span>
  );
}

import type { VNode } from 'preact';
import { words, type AnyLanguage } from '../../languages/languages.js';
import { Confirm, CsrfField, HiddenFields, PictureButton, PictureButtons } from '../../web/forms.js';
import { Page } from '../../web/page.js';
import { Card, Lead } from '../../web/parts.js';

export interface SignInProps {
  readonly language: AnyLanguage;
  /** Where the button posts to. */
  readonly action: string;
  /** Of the session of whoever is signed in already, if anybody is. */
  readonly csrf?: string;
}

/** What opening a link shows: nothing has happened yet, and nothing is told of whose it is. */
export function SignInPage({ language, action, csrf }: SignInProps): VNode {
  const { t } = words(language);
  const ear = { sentence: t('sign_in.hint'), choices: [t('buttons.yes')] };
  return (
    <Page language={language} title={t('sign_in.title')} ear={ear}>
      <Card>
        <Lead icon="key" title={t('sign_in.title')}>
          <p>{t('sign_in.hint')}</p>
        </Lead>
        <form method="post" action={action}>
          {csrf !== undefined && <CsrfField token={csrf} />}
          <label class="choice">
            <input type="checkbox" name="own" value="yes" />
            <span>{t('sign_in.own_device')}</span>
          </label>
          <PictureButtons>
            <PictureButton icon="yes" label={t('buttons.yes')} look="main" />
          </PictureButtons>
        </form>
      </Card>
    </Page>
  );
}

/**
 * On the first page after coming in with a card, once. Who does nothing stays on a device of several people, which is
 * what a mistake would cost least on (U05, U06).
 */
export function OwnDeviceQuestion(props: {
  readonly language: AnyLanguage;
  readonly csrf: string;
  /** Says that it was asked. */
  readonly mark: string;
}): VNode {
  const { t } = words(props.language);
  return (
    <Card>
      <h2>{t('start.own_phone')}</h2>
      <form method="post" action="/own-device">
        <CsrfField token={props.csrf} />
        <HiddenFields values={{ mark: props.mark }} />
        <PictureButtons>
          <PictureButton icon="phone" label={t('start.own_phone_yes')} />
        </PictureButtons>
      </form>
    </Card>
  );
}

/** A link that we do not know: where to get one. */
export function NoLinkPage({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <Page language={language} title={t('sign_in.title')} ear={{ sentence: t('sign_in.no_link_more') }}>
      <Card>
        <Lead icon="key" title={t('sign_in.no_link')}>
          <p>{t('sign_in.no_link_more')}</p>
        </Lead>
      </Card>
    </Page>
  );
}

/** The question whether somebody is still there as a page of its own, for those without scripts (WCAG 2.2.1). */
export function StillPage(props: {
  readonly language: AnyLanguage;
  readonly hide: boolean;
  /** Where it goes without an answer. */
  readonly leave: string;
  readonly back: string;
}): VNode {
  const { language, hide, leave, back } = props;
  const { t } = words(language);
  const leaving = { to: leave, ask: 60, withoutScripts: 60 };
  return (
    <Page {...{ language, hide }} title={t('hub.still')} ear={{ sentence: t('hub.still') }} idle={leaving}>
      <Card>
        <Lead icon="clock" title={t('hub.still')} />
        <PictureButtons>
          <PictureButton icon="yes" label={t('buttons.yes')} href={back} look="main" />
          <PictureButton icon="finish" mirror label={t('buttons.finish')} href={leave} />
        </PictureButtons>
      </Card>
    </Page>
  );
}

/** After finishing. */
export function FinishedPage({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <Page language={language} title={t('sign_in.signed_out')} ear={{ sentence: t('sign_in.signed_out') }}>
      <Card>
        <Lead icon="finish" title={t('sign_in.signed_out')}>
          <p>{t('sign_in.signed_out_more')}</p>
        </Lead>
        <PictureButtons>
          <PictureButton icon="home" label={t('buttons.to_start')} href="/" look="main" />
        </PictureButtons>
      </Card>
    </Page>
  );
}

/** Before going out on one's own device: it is easily tapped, and coming in again takes a card or a link. */
export function FinishSurePage({ language, csrf }: { language: AnyLanguage; csrf: string }): VNode {
  const { t } = words(language);
  const sentence = `${t('site.finish_sure')} ${t('site.finish_then')}`;
  return (
    <Page language={language} title={t('site.finish_sure')} back="/" ear={{ sentence }}>
      <Card>
        <Lead icon="finish" title={t('site.finish_sure')}>
          <p>{t('site.finish_then')}</p>
        </Lead>
      </Card>
      <Confirm language={language} action="/finish" csrf={csrf} values={{ sure: 'yes' }} noHref="/" />
    </Page>
  );
}

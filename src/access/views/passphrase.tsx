import type { VNode } from 'preact';
import { words, type AnyLanguage, type WordKey } from '../../languages/languages.js';
import { inFours } from '../../web/codes.js';
import {
  CsrfField,
  ErrorSummary,
  Field,
  PictureButton,
  PictureButtons,
  type FieldError,
} from '../../web/forms.js';
import { Page, type Finish } from '../../web/page.js';
import { Card, Facts, Lead } from '../../web/parts.js';
import { QrCode } from '../../web/qr.js';
import { passphraseLength } from '../passphrase.js';

interface FormPage {
  readonly language: AnyLanguage;
  readonly csrf?: string;
  readonly finish?: Finish;
  /** What was not right, as a key. */
  readonly wrong?: WordKey;
}

/** Coming in with a number, a passphrase and six digits. Which of them was wrong is never said. */
export function PassphrasePage({ language, csrf, finish, wrong }: FormPage): VNode {
  const { t } = words(language);
  const errors: FieldError[] = wrong === undefined ? [] : [{ field: 'number', message: t(wrong) }];
  return (
    <Page {...{ language, finish }} title={t('passphrase.title')} ear={{ sentence: t('passphrase.hint') }}>
      <ErrorSummary language={language} errors={errors} />
      <Card>
        <Lead icon="key" title={t('passphrase.title')}>
          <p>{t('passphrase.hint')}</p>
        </Lead>
        <form method="post" action="/sign-in" class="stacked">
          {csrf !== undefined && <CsrfField token={csrf} />}
          <Field
            {...{ name: 'number', maxLength: 12, required: true, errors }}
            label={t('passphrase.number')}
          />
          <Field
            {...{ name: 'passphrase', type: 'password', maxLength: passphraseLength.max, required: true }}
            autoComplete="current-password"
            label={t('passphrase.passphrase')}
          />
          <CodeField label={t('passphrase.code')} errors={[]} />
          <PictureButtons>
            <PictureButton icon="yes" label={t('passphrase.open')} look="main" />
          </PictureButtons>
        </form>
      </Card>
    </Page>
  );
}

/** Choosing a passphrase, in a session that a link opened. */
export function ChoosePassphrasePage({ language, csrf, finish, wrong }: FormPage & { csrf: string }): VNode {
  const { t } = words(language);
  const errors: FieldError[] = wrong === undefined ? [] : [{ field: 'passphrase', message: t(wrong) }];
  return (
    <Page hide {...{ language, finish }} title={t('passphrase.choose')} back="/">
      <ErrorSummary language={language} errors={errors} />
      <Card>
        <Lead icon="key" title={t('passphrase.choose')}>
          <p>{t('passphrase.choose_hint')}</p>
        </Lead>
        <form method="post" action="/passphrase" class="stacked">
          <CsrfField token={csrf} />
          <Field
            {...{
              name: 'passphrase',
              type: 'password',
              maxLength: passphraseLength.max,
              required: true,
              errors,
            }}
            autoComplete="new-password"
            label={t('passphrase.passphrase')}
          />
          <PictureButtons>
            <PictureButton icon="next" mirror label={t('passphrase.open')} look="main" />
          </PictureButtons>
        </form>
      </Card>
    </Page>
  );
}

export interface FactorProps extends FormPage {
  readonly csrf: string;
  readonly number: string;
  readonly secret: string;
  readonly uri: string;
}

/** The number and the second factor, shown once, and the first code. */
export function FactorPage({ language, csrf, finish, number, secret, uri }: FactorProps): VNode {
  const { t } = words(language);
  return (
    <Page hide {...{ language, finish }} title={t('passphrase.choose')} back="/passphrase">
      <Card>
        <Lead title={t('passphrase.scan')} />
        <QrCode text={uri} label={t('passphrase.scan')} />
        <Facts
          facts={[
            { name: t('passphrase.or_type'), value: <bdi>{inFours(secret)}</bdi> },
            { name: t('passphrase.number_is'), value: <bdi>{number}</bdi> },
          ]}
        />
        <ConfirmForm language={language} csrf={csrf} errors={[]} />
      </Card>
    </Page>
  );
}

/** The first code again, when it was not right. */
export function ConfirmCodePage({ language, csrf, finish, wrong }: FormPage & { csrf: string }): VNode {
  const { t } = words(language);
  const errors: FieldError[] = wrong === undefined ? [] : [{ field: 'code', message: t(wrong) }];
  return (
    <Page hide {...{ language, finish }} title={t('passphrase.choose')} back="/passphrase">
      <ErrorSummary language={language} errors={errors} />
      <Card>
        <ConfirmForm language={language} csrf={csrf} errors={errors} />
      </Card>
    </Page>
  );
}

/** A link that was made before there was a passphrase. */
export function PassphraseNeededPage({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <Page language={language} title={t('passphrase.title')} ear={{ sentence: t('passphrase.needed') }}>
      <Card>
        <Lead icon="key" title={t('passphrase.needed')}>
          <p>{t('passphrase.needed_more')}</p>
        </Lead>
        <PictureButtons>
          <PictureButton icon="key" label={t('passphrase.title')} href="/sign-in" look="main" />
        </PictureButtons>
      </Card>
    </Page>
  );
}

function ConfirmForm(props: { language: AnyLanguage; csrf: string; errors: readonly FieldError[] }): VNode {
  const { t } = words(props.language);
  return (
    <form method="post" action="/passphrase/confirm" class="stacked">
      <CsrfField token={props.csrf} />
      <CodeField label={t('passphrase.confirm')} errors={props.errors} />
      <PictureButtons>
        <PictureButton icon="yes" label={t('passphrase.open')} look="main" />
      </PictureButtons>
    </form>
  );
}

function CodeField({ label, errors }: { label: string; errors: readonly FieldError[] }): VNode {
  return (
    <Field
      {...{ name: 'code', inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 8, required: true }}
      {...{ label, errors }}
    />
  );
}

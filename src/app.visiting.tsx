import type { VNode } from 'preact';
import type { Secret } from './access/secret.js';
import type { SecretWay } from './access/secret-form.js';
import { SecretChoice, secretErrors, tappedBefore, turnAfter } from './access/views/card.js';
import type { BesideProps } from './app.besides.js';
import { PersonFace } from './app.founded.js';
import { words, type WordKey } from './languages/languages.js';
import {
  Confirm,
  CsrfField,
  ErrorSummary,
  HiddenFields,
  PictureButton,
  PictureButtons,
} from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Lead, Progress, StateMark } from './web/parts.js';
import { MemberPicture, pictureWord } from './web/pictures.js';

/** What the member can do at this screen. Nothing of what they have stands here: the helper looks along (S10). */
export function VisitPage({ frame, path, face, done }: BesideProps & { readonly done: boolean }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = t(done ? 'visits.done' : 'start.question');
  const choices = [t('buttons.pay'), t('visits.new_secret')];
  return (
    <Page {...frame} title={t('helped.title')} ear={{ sentence, choices }}>
      {done && <StateMark state="good">{t('visits.done')}</StateMark>}
      {face !== null && (
        <Card>
          <PersonFace face={face} language={language} />
        </Card>
      )}
      <Lead title={t('start.question')} />
      <PictureButtons tiles>
        <PictureButton icon="pay" mirror label={t('buttons.pay')} href={`${path}/pay`} />
        <PictureButton icon="key" label={t('visits.new_secret')} href={`${path}/secret`} />
      </PictureButtons>
    </Page>
  );
}

export interface SecretPageProps extends BesideProps {
  readonly tapped: readonly string[];
  /** Right after joining: none is a choice as well. */
  readonly isNew?: boolean;
  /** What was not right, and with what it was given. */
  readonly wrong?: { readonly why: WordKey; readonly way: SecretWay };
}

/** Three drawings, one after the other, tapped by the member while the helper looks away (U04). */
export function SecretPage(props: SecretPageProps): VNode {
  const { frame, csrf, path, tapped, isNew = false, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const turn = t(`visits.${turnAfter(tapped)}`);
  const errors = wrong === undefined ? [] : secretErrors(wrong.way, language, wrong.why);
  const sentence = `${t('visits.yours')} ${turn}`;
  return (
    <Page {...frame} back={path} title={t('card.title')} ear={{ sentence, short: [turn] }}>
      <ErrorSummary language={language} errors={errors} />
      <Lead icon={tapped.length === 0 ? 'key' : undefined} title={turn}>
        <p>{t('visits.yours')}</p>
        {tapped.length === 0 && <p class="hint">{t('visits.other_helper')}</p>}
      </Lead>
      <Progress step={tapped.length} of={3} label={t('card.title')} />
      <form method="post" action={`${path}/secret`} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={tappedBefore(tapped)} />
        <SecretChoice {...{ language, tapped, errors }} />
      </form>
      {isNew && (
        <PictureButtons>
          <PictureButton
            icon="card"
            label={t('visits.no_secret')}
            hint={t('visits.no_secret_hint')}
            href={path}
          />
        </PictureButtons>
      )}
    </Page>
  );
}

/** What was chosen, once more, and yes or no. */
export function SecretYesPage({
  frame,
  csrf,
  path,
  secret,
}: BesideProps & { readonly secret: Secret }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('visits.is_it');
  const choices = [t('buttons.yes'), t('buttons.no')];
  return (
    <Page {...frame} title={t('card.title')} ear={{ sentence, choices }}>
      <Card>
        <Lead title={sentence}>
          <p>{t('visits.remember')}</p>
        </Lead>
        {secret.kind === 'digits' ? (
          <p class="centre">
            <bdi class="code" dir="ltr">
              {secret.text}
            </bdi>
          </p>
        ) : (
          <ol class="chosen">
            {secret.text.split(' ').map((picture) => (
              <li key={picture}>
                <MemberPicture picture={picture} colour="grey" name="" decorative />
                <span>{pictureWord(picture, language)}</span>
              </li>
            ))}
          </ol>
        )}
      </Card>
      <Confirm
        {...{ language, csrf }}
        action={`${path}/secret/yes`}
        values={{ secret: secret.text }}
        noHref={`${path}/secret`}
      />
    </Page>
  );
}

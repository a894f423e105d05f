import type { VNode } from 'preact';
import type { Secret } from './access/secret.js';
import type { SecretWay } from './access/secret-form.js';
import { SecretChoice, secretErrors, tappedBefore, turnAfter } from './access/views/card.js';
import type { BesideProps } from './app.besides.js';
import { PersonFace } from './app.founded.js';
import { OpenPage, OwnSecret, type Knock } from './app.opened.js';
import type { ShownPurse } from './app.purselooks.js';
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

export interface VisitProps extends BesideProps, Knock {
  readonly done: boolean;
  /** Whether the member chose no secret, so that the card alone opens what is theirs. */
  readonly isBare: boolean;
}

/**
 * What the member can do at this screen. Nothing of what they have stands here: the helper looks along (S10). Their own
 * secret opens it.
 */
export function VisitPage(props: VisitProps): VNode {
  const { frame, csrf, path, face, done, isBare, tapped, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const begins = tapped.length === 0;
  const more = isBare ? t('start.i_have') : t('hub.secret_more');
  const sentence = begins ? t(done ? 'visits.done' : 'start.question') : t(`card.${turnAfter(tapped)}`);
  const onCard = t('vouchers.to_card');
  const choices = begins ? [t('buttons.pay'), t('visits.new_secret'), onCard, more] : [];
  // The helper puts it there: where they do that for everybody, with the same card.
  const voucher = <PictureButton icon="on_card" label={onCard} href="/vouchers/on-card" />;
  return (
    <Page {...frame} title={t('helped.title')} ear={{ sentence, choices }}>
      <ErrorSummary language={language} errors={secretErrors(wrong, language)} />
      {done && (
        <StateMark state="good" done>
          {t('visits.done')}
        </StateMark>
      )}
      {face !== null && begins && (
        <Card>
          <PersonFace face={face} language={language} />
        </Card>
      )}
      {begins && (
        <>
          <Lead title={t('start.question')} />
          <PictureButtons tiles>
            <PictureButton icon="pay" mirror label={t('buttons.pay')} href={`${path}/pay`} />
            <PictureButton icon="key" label={t('visits.new_secret')} href={`${path}/secret`} />
            {isBare && <PictureButton icon="purse" label={t('start.i_have')} href={`${path}/own`} />}
            {isBare && voucher}
          </PictureButtons>
          {!isBare && <PictureButtons>{voucher}</PictureButtons>}
        </>
      )}
      {!isBare && (
        <OwnSecret {...{ language, csrf, tapped, wrong }} action={`${path}/own`} isSecond={begins}>
          <p>{t('visits.yours')}</p>
        </OwnSecret>
      )}
    </Page>
  );
}

/** What the member has, on a screen where somebody looks along; it says so, and one tap closes it. */
export function VisitOpenPage(props: BesideProps & { readonly purses: readonly ShownPurse[] }): VNode {
  const { path, frame } = props;
  const { t } = words(frame.language);
  return (
    <OpenPage
      {...props}
      home={`${path}/own`}
      back={path}
      title={t('helped.title')}
      note={t('visits.helper_sees')}
    >
      <CloseOwn {...props} />
    </OpenPage>
  );
}

/** Closes what the secret opened; the visit goes on. */
export function CloseOwn({ frame, csrf, path }: BesideProps): VNode {
  return (
    <form method="post" action={`${path}/own/close`}>
      <CsrfField token={csrf} />
      <PictureButton icon="yes" label={words(frame.language).t('start.cover')} />
    </form>
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
  const none = [t('visits.no_secret'), t('visits.no_secret_hint'), t('visits.no_secret_seen')];
  const ear = { sentence, short: [turn], choices: isNew ? none : [] };
  return (
    <Page {...frame} back={path} title={t('card.title')} ear={ear}>
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
            hint={`${t('visits.no_secret_hint')} ${t('visits.no_secret_seen')}`}
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

import type { VNode } from 'preact';
import type { KeptKind } from './access/retention.js';
import { KeptTable } from './app.kept.js';
import { LanguageTiles, type TilesProps } from './app.tongues.js';
import type { Frame } from './app.visitors.js';
import { ownCode, words, type AnyLanguage } from './languages/languages.js';
import { deliveredClips } from './languages/sounds.js';
import { VoiceQuestion } from './web/ear.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import { Icon, type IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';

export type WelcomeProps = Frame & Pick<TilesProps, 'translations'>;

/** Whoever is not signed in: what this is, how it goes, and the languages by their own names (U17). */
export function WelcomePage({ translations, ...frame }: WelcomeProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = `${t('start.welcome')} ${t('start.welcome_more')}`;
  // The languages stand on the page itself, big, so the small ones at the bottom are left out.
  return (
    <Page {...frame} here={undefined} title={t('site.start')} ear={{ sentence }}>
      <section class="hero">
        <Together />
        <h1>{t('start.welcome')}</h1>
        <p>{t('start.welcome_more')}</p>
      </section>
      <Card label={t('start.three_steps')}>
        <Steps language={language} />
      </Card>
      <LanguageTiles {...{ language, translations }} to="/" />
      {deliveredClips(ownCode(language)).size === 0 && <VoiceQuestion language={language} />}
    </Page>
  );
}

/** Two who give each other an hour. */
function Together(): VNode {
  return (
    <div class="together" aria-hidden="true">
      <MemberPicture picture="fox" colour="orange" name="" size="big" decorative />
      <span class="together-coin">
        <svg class="coin">
          <use href="#coin-hour" />
        </svg>
        <Icon name="arrow" mirror />
      </span>
      <MemberPicture picture="sunflower" colour="sky" name="" size="big" decorative />
    </div>
  );
}

export const steps = [
  { icon: 'scan', key: 'start.step_scan' },
  { icon: 'look', key: 'start.step_look' },
  { icon: 'yes', key: 'start.step_yes' },
] as const satisfies readonly { icon: IconName; key: string }[];

/** How giving goes, in three pictures. */
export function Steps({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <ol class="steps">
      {steps.map(({ icon, key }) => (
        <li key={key}>
          <span class="plate">
            <Icon name={icon} />
          </span>
          <span>{t(key)}</span>
        </li>
      ))}
    </ol>
  );
}

const answers = [
  { icon: 'key', ask: 'help.lost', more: 'help.lost_more' },
  { icon: 'given_back', ask: 'help.wrong', more: 'help.wrong_more' },
  { icon: 'person', ask: 'help.secret', more: 'help.secret_more' },
] as const;

/** Who helps, and what to do when something goes wrong. */
export function HelpPage({ kept, ...frame }: Frame & { readonly kept?: readonly KeptKind[] }): VNode {
  const { t } = words(frame.language);
  const sentence = `${t('help.sentence')} ${t('help.ask')}`;
  const choices = answers.map(({ ask, more }) => `${t(ask)} ${t(more)}`);
  return (
    <Page {...frame} title={t('help.title')} ear={{ sentence, choices }}>
      <Card>
        <Lead icon="help" title={t('help.sentence')}>
          <p>{t('help.ask')}</p>
        </Lead>
      </Card>
      <ul class="rows">
        {answers.map(({ icon, ask, more }) => (
          <li key={ask} class="row">
            <span class="plate">
              <Icon name={icon} />
            </span>
            <span>
              <strong>{t(ask)}</strong>
              <span class="hint">{t(more)}</span>
            </span>
          </li>
        ))}
      </ul>
      <PictureButtons>
        <PictureButton icon="again" label={t('practice.title')} href="/practice" />
      </PictureButtons>
      {kept !== undefined && <KeptTable table={kept} language={frame.language} />}
    </Page>
  );
}

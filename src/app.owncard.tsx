import type { VNode } from 'preact';
import { PersonFace } from './app.founded.js';
import type { HereProps } from './app.opened.js';
import { words } from './languages/languages.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import { Page } from './web/page.js';
import { Card, Lead } from './web/parts.js';

/** The member's own card on a screen that is not theirs: what is known, what is not right, whom they trust, stopping. */
export function OwnCardPage(props: HereProps & { readonly mayBeWrong: boolean }): VNode {
  const { frame, face, home, end, mayBeWrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('mine.title');
  const wrong = mayBeWrong ? [t('after.wrong')] : [];
  const choices = [t('mine.what_we_know'), ...wrong, t('mine.trust'), t('mine.stop')];
  return (
    <Page {...frame} back={home} title={sentence} ear={{ sentence, choices }}>
      <Card>
        <Lead title={sentence} />
        {face !== null && <PersonFace face={face} language={language} />}
      </Card>
      <PictureButtons>
        <PictureButton icon="look" label={t('mine.what_we_know')} href={`${home}/privacy`} />
        {mayBeWrong && <PictureButton icon="not_right" label={t('after.wrong')} href={`${home}/wrong`} />}
        <PictureButton icon="trust" label={t('mine.trust')} href={`${home}/trust`} />
        <PictureButton icon="stop" label={t('mine.stop')} href={`${home}/stop`} />
      </PictureButtons>
      {end}
    </Page>
  );
}

/**
 * What cannot be taken back asks for a secret, and whoever came here has none: a card alone may have been found. A
 * helper sets one.
 */
export function SecretFirstPage({ frame, home, path, end, title }: HereProps): VNode {
  const { language, helper } = frame;
  const { t } = words(language);
  const [sentence, more] = [t('card.none'), `${t('card.locked')} ${t('card.locked_more')}`];
  return (
    <Page {...frame} back={`${home}/card`} title={title} ear={{ sentence: `${sentence} ${more}` }}>
      <Card>
        <Lead icon="key" title={sentence}>
          <p>{more}</p>
        </Lead>
      </Card>
      {helper !== undefined && (
        <PictureButtons>
          <PictureButton icon="key" label={t('visits.new_secret')} href={`${path}/secret`} />
        </PictureButtons>
      )}
      {end}
    </Page>
  );
}

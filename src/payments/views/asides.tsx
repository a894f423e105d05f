import type { VNode } from 'preact';
import { words } from '../../languages/languages.js';
import { PictureButton, PictureButtons } from '../../web/forms.js';
import { Page, type PageProps } from '../../web/page.js';
import { Card, Lead } from '../../web/parts.js';

type Frame = Omit<PageProps, 'title' | 'children' | 'ear'>;

/** Nobody is signed in. It says nothing of the code that was scanned. */
export function WhoPage(frame: Frame): VNode {
  const { t } = words(frame.language);
  const sentences = [t('payments.who_more'), t('payments.ask_helper'), t('payments.who_again')];
  return (
    <Page
      {...frame}
      title={t('payments.who')}
      ear={{ sentence: [t('payments.who'), ...sentences].join(' ') }}
    >
      <Card>
        <Lead icon="person" title={t('payments.who')}>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Lead>
      </Card>
    </Page>
  );
}

/** The pot was asked. */
export function PotAskedPage(frame: Frame): VNode {
  const { t } = words(frame.language);
  const [title, more] = [t('payments.pot_asked'), t('payments.pot_asked_more')];
  return (
    <Page {...frame} title={t('receive.request_sent')} ear={{ sentence: `${title} ${more}` }}>
      <Card>
        <Lead icon="pot" title={title}>
          <p>{more}</p>
        </Lead>
      </Card>
      <PictureButtons>
        <PictureButton icon="home" label={t('buttons.to_start')} href="/" look="main" />
      </PictureButtons>
    </Page>
  );
}

import type { VNode } from 'preact';
import type { Frame } from './app.visitors.js';
import { drawingPath } from './communities/drawings.input.js';
import type { Drawn } from './communities/drawings.service.js';
import { words } from './languages/languages.js';
import { AmountView } from './web/amounts.js';
import { CsrfField, ErrorSummary, PictureButton } from './web/forms.js';
import { HomemadeIcon, Icon } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead, StateMark } from './web/parts.js';

/** Every pictogram with ours and theirs, the token first. */
export function DrawingsPage({ frame, drawn }: { frame: Frame; drawn: readonly Drawn[] }): VNode {
  const { t } = words(frame.language);
  const sentence = t('drawings.sentence');
  return (
    <Page {...frame} back="/people" title={t('drawings.title')} ear={{ sentence }}>
      <Lead icon="coin" title={t('drawings.title')}>
        <p>{sentence}</p>
      </Lead>
      <ul class="rows">
        {drawn.map((each) => (
          <li key={each.name}>
            <a class="row" href={`/people/drawings/${each.name}`}>
              <Plate drawn={each} />
              <span class="row-text">
                <strong>{t(`drawings.${each.name}`)}</strong>
                <span class="hint">{t(each.own === null ? 'drawings.is_ours' : 'drawings.is_own')}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** Their own one, or ours. */
function Plate({ drawn: { name, own } }: { drawn: Drawn }): VNode {
  return (
    <span class="plate">
      {own === null ? <Icon name={name} always /> : <HomemadeIcon path={drawingPath(name, own.hash)} />}
    </span>
  );
}

export interface DrawProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly drawn: Drawn;
  /** Why the last photograph could not be used, in words. */
  readonly wrong?: string;
}

/** One pictogram: ours beside theirs, and a photograph of a new one. */
export function DrawPage({ frame, csrf, drawn, wrong }: DrawProps): VNode {
  const { t } = words(frame.language);
  const { name, own } = drawn;
  const path = `/people/drawings/${name}`;
  const question = t(name === 'coin' ? 'drawings.ask_coin' : 'drawings.ask');
  const errors = wrong === undefined ? [] : [{ field: 'photo', message: wrong }];
  return (
    <Page
      {...frame}
      here={path}
      back="/people/drawings"
      title={t('drawings.title')}
      ear={{ sentence: question, choices: [t('drawings.how'), t('drawings.kept')] }}
    >
      <ErrorSummary language={frame.language} errors={errors} />
      <Lead title={question}>
        <p>{t('drawings.how')}</p>
        <p class="hint">{t('drawings.kept')}</p>
      </Lead>
      <Both {...{ frame, drawn }} />
      <form method="post" action={path} enctype="multipart/form-data" class="stacked">
        <CsrfField token={csrf} />
        <label class="picture-button main photo">
          <span class="plate">
            <Icon name="camera" />
          </span>
          <span>{t('drawings.photo')}</span>
          {/* A telephone that takes photographs of another kind makes one of these for it. */}
          <input
            id="field-photo"
            type="file"
            name="photo"
            accept="image/jpeg,image/png"
            capture="environment"
            required
            data-send
          />
        </label>
        <PictureButton icon="save" label={t('drawings.send')} />
      </form>
      {own !== null && (
        <form method="post" action={`${path}/remove`} class="stacked">
          <CsrfField token={csrf} />
          <PictureButton icon="given_back" mirror label={t('drawings.remove')} />
        </form>
      )}
    </Page>
  );
}

/** Ours and theirs beside each other; of the token also how an amount looks with it. */
function Both({ frame, drawn }: Pick<DrawProps, 'frame' | 'drawn'>): VNode {
  const { t } = words(frame.language);
  const { name, own } = drawn;
  const amount = { amount: 350n, scale: 2, unit: 'coin' } as const;
  return (
    <Card>
      <div class="both-drawings">
        <span class="face">
          <span class="plate huge">
            <Icon name={name} always />
          </span>
          <span>{t('drawings.is_ours')}</span>
        </span>
        {own !== null && (
          <span class="face">
            <span class="plate huge">
              <HomemadeIcon path={drawingPath(name, own.hash)} />
            </span>
            <span>{t('drawings.is_own')}</span>
          </span>
        )}
      </div>
      {own !== null && <StateMark state="good">{t('drawings.shown')}</StateMark>}
      {own !== null && name === 'coin' && (
        <p class="centre">
          <AmountView {...amount} language={frame.language} />
        </p>
      )}
    </Card>
  );
}

import type { ComponentChildren, VNode } from 'preact';
import type { PrintedSign } from './app.prices.js';
import type { Frame } from './app.visitors.js';
import { Steps, steps } from './app.welcome.js';
import {
  dir,
  languages,
  ownCode,
  words,
  type AnyLanguage,
  type LanguageCode,
} from './languages/languages.js';
import { faceOf } from './payments/views/side.js';
import { AmountView } from './web/amounts.js';
import { PictureButtons, PrintButton } from './web/forms.js';
import { spacedCode } from './web/codes.js';
import { Icon, reasonIcon, type IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Lead } from './web/parts.js';
import { MemberPicture } from './web/pictures.js';
import { QrCode } from './web/qr.js';

export const paperCssPath = '/kit/paper.css';

export interface PaperPageProps {
  readonly frame: Frame;
  readonly title: string;
  /** What to do with the paper. */
  readonly hint: string;
  readonly back: string;
  /** More buttons, which stay off the paper. */
  readonly around?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A page whose paper is printed, and whose words around it are not. */
export function PaperPage({ frame, title, hint, back, around, children }: PaperPageProps): VNode {
  const { t } = words(frame.language);
  return (
    <Page {...frame} width="wide" back={back} title={title} ear={{ sentence: title }}>
      <link rel="stylesheet" href={paperCssPath} />
      <div class="no-print stacked">
        <Lead title={title}>
          <p>{hint}</p>
        </Lead>
        <PictureButtons>
          <PrintButton label={t('signs.print')} />
          {around}
        </PictureButtons>
      </div>
      <div class="papers" role="region" aria-label={title} tabIndex={0}>
        {children}
      </div>
    </Page>
  );
}

/** A sign for the counter: who receives, what for, how much as a figure and as coins, the code, and how it goes. */
export function PriceBoard(props: {
  readonly language: AnyLanguage;
  readonly sign: PrintedSign;
  readonly small: boolean;
}): VNode {
  const { language, sign, small } = props;
  const boards = Array.from({ length: small ? 4 : 1 }, (_, i) => (
    <Board key={i} sign={sign} language={language} />
  ));
  return <section class={small ? 'leaf-a4 four' : 'leaf-a4'}>{boards}</section>;
}

function Board({ sign, language }: { sign: PrintedSign; language: AnyLanguage }): VNode {
  const { t } = words(language);
  const { face, amount, reason, url } = sign;
  const shown = face === null ? undefined : faceOf(face, language);
  return (
    <div class="board">
      {shown !== undefined && (
        <p class="whose-sign">
          {shown.kind === 'member' ? (
            <MemberPicture {...shown} size="big" decorative />
          ) : (
            <span class="plate face-plate">
              <Icon name={shown.icon} />
            </span>
          )}
          <bdi>{shown.name}</bdi>
        </p>
      )}
      <div class="price">
        {reason !== null && (
          <span class="what">
            <span class="plate">
              <Icon name={reasonIcon(reason)} />
            </span>
            <span>{t(`reasons.${reason}`)}</span>
          </span>
        )}
        <AmountView {...amount} language={language} />
      </div>
      <QrCode text={url} level="Q" label={t('start.our_code')} />
      <bdi class="code" dir="ltr">
        {spacedCode(url)}
      </bdi>
      <Steps language={language} />
    </div>
  );
}

/** How it goes in three drawings, in the language of the page and under it in all others that are spoken here. */
export function Poster(props: {
  readonly language: AnyLanguage;
  readonly translations: readonly LanguageCode[];
}): VNode {
  const { language, translations } = props;
  const { t } = words(language);
  const others = [...languages, ...translations].filter((code) => code !== ownCode(language));
  return (
    <section class="leaf-a4">
      <div class="poster">
        <h2>{t('start.three_steps')}</h2>
        <ol>
          {steps.map(({ icon, key }) => (
            <li key={key}>
              <span class="plate">
                <Icon name={icon} />
              </span>
              <div>
                <p class="said">{t(key)}</p>
                <ul class="tongues">
                  {others.map((code) => (
                    <li key={code} lang={code} dir={dir(code)}>
                      {words(code).t(key)}
                    </li>
                  ))}
                </ul>
              </div>
            </li>
          ))}
        </ol>
        <p class="foot">
          {t('help.sentence')} {t('help.ask')}
        </p>
      </div>
    </section>
  );
}

const script = [
  { icon: 'print', key: 'kit.script_table' },
  { icon: 'look', key: 'kit.script_wall' },
  { icon: 'scan', key: 'kit.script_practice' },
  { icon: 'card', key: 'kit.script_card' },
  { icon: 'ear', key: 'kit.script_language' },
  { icon: 'key', key: 'kit.script_secret' },
  { icon: 'yes', key: 'kit.script_yes' },
  { icon: 'given_back', key: 'kit.script_wrong' },
  { icon: 'no', key: 'kit.script_lost' },
  { icon: 'cloud', key: 'kit.script_offline' },
] as const satisfies readonly { icon: IconName; key: string }[];

/** One page for whoever helps on the first evening. */
export function HelperSheet({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <section class="leaf-a4">
      <div class="helping">
        <h2>{t('kit.script')}</h2>
        <ol>
          {script.map(({ icon, key }) => (
            <li key={key}>
              <span class="plate">
                <Icon name={icon} />
              </span>
              <span>{t(key)}</span>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

/** A code of no worth, to practise with before anybody has a coin. */
export function PracticeSheet({ language, url }: { readonly language: AnyLanguage; url: string }): VNode {
  const { t } = words(language);
  return (
    <section class="leaf-a4">
      <div class="board practice-leaf">
        <p class="whose-sign">{t('practice.title')}</p>
        <div class="price">
          <span class="what">
            <span class="plate">
              <Icon name="meal" />
            </span>
            <span>{t('practice.cook')}</span>
          </span>
        </div>
        <QrCode text={url} level="Q" label={t('practice.code')} />
        <p class="whose-sign">{t('practice.scan')}</p>
      </div>
    </section>
  );
}

import type { VNode } from 'preact';
import type { BesideProps } from './app.besides.js';
import { errorsOf, typedCard } from './app.desk.js';
import {
  dir,
  factsOf,
  languages,
  words,
  type LanguageCode,
  type WordKey,
  type AnyLanguage,
} from './languages/languages.js';
import { ClipEar } from './web/ear.js';
import { Confirm, ErrorSummary, PictureButton, PictureButtons } from './web/forms.js';
import { Icon, type IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead, Progress } from './web/parts.js';
import { MemberPicture, pictureWord } from './web/pictures.js';
import { ScanPlace } from './web/scan.js';

export type JoiningProps = Pick<BesideProps, 'frame' | 'csrf'>;

const stepsInAll = 4;

/** Each language by its own name, with its greeting to hear (U17). */
export function NewTonguePage(props: JoiningProps & { translations: readonly LanguageCode[] }): VNode {
  const { frame, translations } = props;
  const { t } = words(frame.language);
  const sentence = t('people.language');
  return (
    <Page {...frame} back="/helping" title={t('people.new')} ear={{ sentence }}>
      <Steps step={0} label={t('people.new')} />
      <Lead title={sentence} />
      <nav class="languages-big" aria-label={sentence}>
        {[...languages, ...translations].map((code) => {
          const { name, greeting } = factsOf(code);
          return (
            <div key={code} class="tongue" lang={code} dir={dir(code)}>
              <a class="picture-button plain" hreflang={code} href={`/helping/new?language=${code}`}>
                <span>
                  {name}
                  <span class="hint">{greeting}</span>
                </span>
              </a>
              <ClipEar code={code} clip="greeting" text={greeting} />
            </div>
          );
        })}
      </nav>
    </Page>
  );
}

export interface NewPictureProps extends JoiningProps {
  readonly language: LanguageCode;
  /** Those that nobody has yet. */
  readonly pictures: readonly string[];
  readonly next: string | null;
}

/** The drawings that are still free; the member points at one. */
export function NewPicturePage({ frame, language, pictures, next }: NewPictureProps): VNode {
  const { t } = words(frame.language);
  const sentence = t('joining.picture');
  const path = `/helping/new?language=${language}`;
  return (
    <Page {...frame} back="/helping/new" title={t('people.new')} ear={{ sentence }}>
      <Steps step={1} label={t('people.new')} />
      <Lead title={sentence} />
      <ul class="faces">
        {pictures.map((picture) => (
          <li key={picture}>
            <a href={`${path}&picture=${picture}`}>
              <MemberPicture picture={picture} colour="grey" name="" decorative />
              <span>{pictureWord(picture, frame.language)}</span>
            </a>
          </li>
        ))}
      </ul>
      {next !== null && (
        <PictureButtons>
          <PictureButton
            icon="again"
            label={t('people.other_pictures')}
            href={next === '' ? path : `${path}&after=${next}`}
          />
        </PictureButtons>
      )}
    </Page>
  );
}

export interface WishedProps extends JoiningProps {
  readonly language: LanguageCode;
  readonly picture: string;
}

/** A blank from the stack, in the hand of the helper. */
export function BlankCardPage(props: WishedProps & { readonly wrong?: WordKey }): VNode {
  const { frame, csrf, language: own, picture, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('joining.scan');
  const errors = errorsOf(language, wrong);
  return (
    <Page {...frame} back={`/helping/new?language=${own}`} title={t('people.new')} ear={{ sentence }}>
      <ErrorSummary language={language} errors={errors} />
      <Steps step={2} label={t('people.new')} />
      <Chosen picture={picture} frame={frame} />
      <Lead icon="card" title={sentence} />
      <ScanPlace
        {...{ language, csrf, errors }}
        action="/helping/new/card"
        values={{ language: own, picture }}
        typed={typedCard(language)}
      />
    </Page>
  );
}

const heard = [
  { icon: 'purse', key: 'joining.we_keep' },
  { icon: 'person', key: 'joining.no_name' },
  { icon: 'look', key: 'joining.who_sees' },
  { icon: 'help', key: 'joining.ask_first' },
  { icon: 'stop', key: 'joining.may_stop' },
] as const satisfies readonly { icon: IconName; key: WordKey }[];

/** What is kept and who sees it, in the member's own words, and the yes or no that is theirs. */
export function AgreePage({
  frame,
  csrf,
  language: own,
  picture,
  card,
}: WishedProps & { card: string }): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('joining.agree');
  // A consent is heard whole, or not at all: what is kept and who sees it stands before the question.
  const ear = {
    sentence: [...heard.map(({ key }) => t(key)), sentence].join(' '),
    choices: [t('buttons.yes'), t('buttons.no')],
  };
  return (
    <Page
      {...frame}
      back={`/helping/new?language=${own}&picture=${picture}`}
      title={t('people.new')}
      ear={ear}
    >
      <Steps step={3} label={t('people.new')} />
      <Chosen picture={picture} frame={frame} />
      <Lead title={sentence} />
      <Heard language={language} />
      <Confirm
        {...{ language, csrf }}
        action="/helping/new"
        values={{ language: own, picture, card }}
        noHref="/helping"
      />
    </Page>
  );
}

/** What somebody hears before they say whether they join. */
export function Heard({ language }: { readonly language: AnyLanguage }): VNode {
  const { t } = words(language);
  return (
    <ul class="rows">
      {heard.map(({ icon, key }) => (
        <li key={key} class="row">
          <span class="plate">
            <Icon name={icon} />
          </span>
          <span>{t(key)}</span>
        </li>
      ))}
    </ul>
  );
}

function Chosen({ picture, frame }: Pick<WishedProps, 'picture' | 'frame'>): VNode {
  return (
    <Card>
      <span class="face">
        <MemberPicture picture={picture} colour="grey" name="" size="big" decorative />
        <bdi class="face-name">{pictureWord(picture, frame.language)}</bdi>
      </span>
    </Card>
  );
}

function Steps({ step, label }: { step: number; label: string }): VNode {
  return <Progress step={step} of={stepsInAll} label={label} />;
}

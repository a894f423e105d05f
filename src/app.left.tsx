import type { VNode } from 'preact';
import { secretErrors, turnAfter } from './access/views/card.js';
import { errorsOf, typedCard } from './app.desk.js';
import { PersonFace } from './app.founded.js';
import { SecretYes, type FlowPlace, type Knock } from './app.opened.js';
import type { Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { momentWords } from './web/dates.js';
import { Confirm, ErrorSummary, PictureButton, PictureButtons, PrintButton } from './web/forms.js';
import { Icon, type IconName } from './web/icons.js';
import { Page, type PageProps } from './web/page.js';
import { Card, Facts, Lead } from './web/parts.js';
import { ScanPlace } from './web/scan.js';
import type { Leaving } from './web/still.js';

export interface LeaveProps extends FlowPlace {
  readonly frame: Frame & Pick<PageProps, 'help'>;
  readonly csrf: string;
}

/** Where what is left goes: into the pot, or to whose card is scanned. */
export function LeavePage(props: LeaveProps & { readonly wrong: WordKey | undefined }): VNode {
  const { frame, csrf, wrong, path, back, values } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = errorsOf(language, wrong);
  const sentence = t('leaving.where_to');
  const choices = [t('leaving.to_pot'), t('leaving.to_somebody')];
  return (
    <Page {...frame} back={back} title={t('mine.stop')} ear={{ sentence, choices }}>
      <ErrorSummary language={language} errors={errors} />
      <Lead icon="stop" title={sentence}>
        <p>{t('leaving.no_hurry')}</p>
      </Lead>
      <PictureButtons>
        <PictureButton icon="pot" label={t('leaving.to_pot')} href={`${path}/pot`} />
      </PictureButtons>
      <section class="stacked">
        <h2 class="centre">{t('leaving.to_somebody')}</h2>
        <ScanPlace
          {...{ language, csrf, errors, values }}
          action={`${path}/card`}
          typed={typedCard(language)}
        />
      </section>
    </Page>
  );
}

/** Said before anything is asked: something is to be given first. */
export function OwesPage({ frame, back, home }: Omit<LeaveProps, 'csrf' | 'values'>): VNode {
  const { t } = words(frame.language);
  const [why, how] = [t('refusals.still_to_give'), t('payments.ask_helper')];
  return (
    <Page {...frame} back={back} title={t('mine.stop')} ear={{ sentence: `${why} ${how}` }}>
      <Card>
        <Lead icon="later" title={why}>
          <p>{how}</p>
        </Lead>
      </Card>
      <PictureButtons>
        <PictureButton icon="purse" label={t('start.i_have')} href={home} />
        <PictureButton icon="help" label={t('buttons.help')} href={frame.help ?? '/help'} />
      </PictureButtons>
    </Page>
  );
}

const goes = [
  { icon: 'person', key: 'leaving.you_go' },
  { icon: 'card', key: 'leaving.card_closes' },
  { icon: 'list', key: 'leaving.book_stays' },
] as const satisfies readonly { icon: IconName; key: WordKey }[];

export interface LeaveYesProps extends LeaveProps {
  /** Null for the pot. */
  readonly to: Face | null;
  /** Sealed: of whom the form is, for when nobody is signed in any more. */
  readonly who: string;
}

/** What stopping means, and yes or no. */
export function LeaveYesPage({ frame, csrf, to, who, path, back }: LeaveYesProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('leaving.sure');
  const choices = [...goes.map(({ key }) => t(key)), t('buttons.yes'), t('buttons.no')];
  return (
    <Page {...frame} title={t('mine.stop')} ear={{ sentence, choices }}>
      <WhatGoes {...{ language, to }} />
      <Confirm
        {...{ language, csrf }}
        action={`${path}/yes`}
        values={to === null ? { who } : { who, to: to.partyId }}
        noHref={back}
      />
    </Page>
  );
}

/**
 * The same on a screen that is not the member's own: their secret is the yes, for whoever stands beside them could tap
 * one as well.
 */
export function LeaveSecretPage(props: LeaveYesProps & Knock): VNode {
  const { frame, csrf, to, who, path, back, values, tapped, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('leaving.sure');
  const turn = t(`card.${turnAfter(tapped)}`);
  const choices = [...goes.map(({ key }) => t(key)), turn, t('buttons.no')];
  const errors = secretErrors(wrong, language);
  return (
    <Page {...frame} back={back} title={t('mine.stop')} ear={{ sentence, choices }}>
      <ErrorSummary {...{ language, errors }} />
      <WhatGoes {...{ language, to }} />
      <SecretYes
        isSecond
        {...{ language, csrf, tapped, wrong }}
        action={`${path}/yes`}
        values={{ ...values, who }}
      />
      <PictureButtons>
        <PictureButton icon="no" label={t('buttons.no')} href={back} />
      </PictureButtons>
    </Page>
  );
}

/** What ends, what stays, and where the rest goes. */
function WhatGoes({ language, to }: { language: AnyLanguage; to: Face | null }): VNode {
  const { t } = words(language);
  return (
    <>
      <Lead title={t('leaving.sure')} />
      <Card>
        <p class="centre">{t('leaving.rest_goes')}</p>
        {to === null ? <Pot label={t('accountKinds.pot')} /> : <PersonFace face={to} language={language} />}
      </Card>
      <ul class="rows">
        {goes.map(({ icon, key }) => (
          <li key={key} class="row">
            <span class="plate">
              <Icon name={icon} />
            </span>
            <span>{t(key)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export interface LeftProps {
  readonly language: AnyLanguage;
  /** Its name. */
  readonly community: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly timeZone: string;
  readonly toPot: boolean;
  /** Where this device goes on, and how it leaves this page when nobody touches it. */
  readonly next?: string;
  readonly idle?: Leaving | undefined;
  /** Where help is there. */
  readonly help?: string | undefined;
}

/** The proof: that somebody was forgotten and when, and nothing that tells who. It may be printed. */
export function LeftPage(props: LeftProps): VNode {
  const { language, community, at, timeZone, toPot, next = '/', idle, help } = props;
  const { t } = words(language);
  const sentence = t('leaving.done');
  const rest = t(toPot ? 'leaving.rest_pot' : 'leaving.rest_somebody');
  return (
    <Page {...{ language, community, idle, help }} title={t('mine.stop')} ear={{ sentence }}>
      <Card>
        <Lead icon="leaf" title={sentence}>
          <p>{t('leaving.thanks')}</p>
        </Lead>
        <Facts
          facts={[
            { icon: 'group', name: t('leaving.place'), value: <bdi>{community}</bdi> },
            { icon: 'clock', name: t('leaving.when'), value: momentWords(at, language, timeZone) },
            { icon: 'person', name: t('leaving.what'), value: t('leaving.what_went') },
            { icon: 'pot', name: t('leaving.rest'), value: rest },
          ]}
        />
        <p>{t('leaving.book_stays')}</p>
        <p class="hint">{t('leaving.print')}</p>
      </Card>
      <PrintButton label={t('year.print')} />
      <PictureButtons>
        <PictureButton icon="home" label={t('buttons.to_start')} href={next} />
      </PictureButtons>
    </Page>
  );
}

function Pot({ label }: { label: string }): VNode {
  return (
    <span class="face">
      <span class="plate face-plate">
        <Icon name="pot" />
      </span>
      <bdi class="face-name">{label}</bdi>
    </span>
  );
}

import type { ComponentChildren, VNode } from 'preact';
import { KeptTable } from './app.kept.js';
import { trustSentence } from './payments/views/trust.js';
import type { FlowPlace } from './app.opened.js';
import type { Known } from './app.privacy.js';
import type { Frame } from './app.visitors.js';
import { dayIn } from './database/clock.js';
import { factsOf, isLanguageCode, words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { faceOf } from './payments/views/side.js';
import { dayWords } from './web/dates.js';
import { CsrfField, HiddenFields, PictureButton, PictureButtons } from './web/forms.js';
import { Icon, type IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Facts, Lead, type Fact } from './web/parts.js';
import { colourWord, MemberPicture, pictureWord } from './web/pictures.js';

/** The member's own card: what is known, whom they trust, and stopping. */
export function MyCardPage({ frame }: { readonly frame: Frame }): VNode {
  const { language, actor } = frame;
  const { t } = words(language);
  const sentence = t('mine.title');
  const choices = [t('mine.what_we_know'), t('year.mine'), t('mine.trust'), t('mine.stop')];
  return (
    <Page {...frame} actor={undefined} back="/" title={sentence} ear={{ sentence, choices }}>
      <Card>
        <Lead title={sentence} />
        {actor !== undefined && (
          <span class="face">
            <MemberPicture {...actor} size="big" decorative />
            <bdi class="face-name">{actor.name}</bdi>
          </span>
        )}
      </Card>
      <PictureButtons>
        <PictureButton icon="look" label={t('mine.what_we_know')} href="/me/privacy" />
        <PictureButton icon="calendar" label={t('year.mine')} href="/me/year" />
        <PictureButton icon="trust" label={t('mine.trust')} href="/me/trust" />
        <PictureButton icon="stop" label={t('mine.stop')} href="/me/stop" />
      </PictureButtons>
    </Page>
  );
}

export interface PrivacyProps extends Known, Omit<FlowPlace, 'home'> {
  readonly frame: Frame;
  readonly csrf: string;
  readonly timeZone: string;
  /** What it says first, and the way out, on a screen that is not the member's own. */
  readonly note?: string | undefined;
  readonly children?: ComponentChildren;
}

/** What is known of the member, who sees it, how long, and the way to have it forgotten (U71). */
export function PrivacyPage(props: PrivacyProps): VNode {
  const { frame, csrf, owned, links, table, path, back, values = {}, note, children } = props;
  const { language } = frame;
  const { t } = words(language);
  const choices = [...seen, ...kept].map(({ key }) => t(key));
  const { elsewhere, trusts } = owned;
  return (
    <Page
      {...frame}
      back={back}
      title={t('mine.what_we_know')}
      ear={{ sentence: t('mine.what_we_know'), choices }}
    >
      <Lead icon="look" title={t('mine.what_we_know')}>
        {note !== undefined && <p>{note}</p>}
      </Lead>
      <Card>
        <Facts facts={factsOfOwn(props)} />
        <p class="hint">{t('mine.nothing_else')}</p>
      </Card>
      {trusts.map((trust) => (
        <p key={trust.trust.id}>{trustSentence(trust, language)}</p>
      ))}
      {links !== null && <p>{links}</p>}
      {elsewhere > 0 && (
        <form method="post" action={`${path}/elsewhere`}>
          <CsrfField token={csrf} />
          <HiddenFields values={values} />
          <p>{t('mine.elsewhere', { count: elsewhere })}</p>
          <PictureButton icon="no" label={t('mine.only_here')} />
        </form>
      )}
      <Sentences title="mine.who_sees" rows={seen} language={language} />
      <KeptTable table={table} language={language} />
      <Sentences title="mine.when_you_stop" rows={kept} language={language} />
      <PictureButtons>
        <PictureButton icon="stop" label={t('mine.stop')} href={`${path}/stop`} />
      </PictureButtons>
      {children}
    </Page>
  );
}

interface Row {
  readonly icon: IconName;
  readonly key: WordKey;
}

const seen = [
  { icon: 'purse', key: 'mine.sees_purse' },
  { icon: 'person', key: 'mine.sees_picture' },
  { icon: 'receipt', key: 'mine.sees_payment' },
  { icon: 'town', key: 'mine.sees_town' },
] as const satisfies readonly Row[];

const kept = [
  { icon: 'later', key: 'mine.kept_you' },
  { icon: 'list', key: 'mine.kept_book' },
] as const satisfies readonly Row[];

function Sentences(props: { title: WordKey; rows: readonly Row[]; language: AnyLanguage }): VNode {
  const { t } = words(props.language);
  return (
    <section class="stacked">
      <h2>{t(props.title)}</h2>
      <ul class="rows">
        {props.rows.map(({ icon, key }) => (
          <li key={key} class="row">
            <span class="plate">
              <Icon name={icon} />
            </span>
            <span>{t(key)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function factsOfOwn({ frame, owned, timeZone, thanked }: PrivacyProps): Fact[] {
  const { language } = frame;
  const { t } = words(language);
  const { data, joinedDay, households } = owned.own;
  const spoken = isLanguageCode(data.language) ? factsOf(data.language).name : data.language;
  const day = (instant: number): string => dayWords(dayIn(instant, timeZone), language);
  const helped = owned.visits.map(({ visit, face }) => {
    const name = face === null ? t('receipt.someone') : faceOf(face, language).name;
    return t('mine.helped_on', { name, day: day(visit.openedAt) });
  });
  return [
    { icon: 'card', name: t('mine.picture'), value: pictureWord(data.picture, language) },
    { icon: 'look', name: t('mine.colour'), value: colourWord(data.colour, language) },
    ...(data.nickname === null
      ? []
      : [{ icon: 'person' as const, name: t('mine.nickname'), value: <bdi>{data.nickname}</bdi> }]),
    { icon: 'tongues', name: t('mine.language'), value: <bdi>{spoken}</bdi> },
    { icon: 'calendar', name: t('mine.since'), value: dayWords(joinedDay, language) },
    ...(owned.agreedAt === null
      ? []
      : [{ icon: 'yes' as const, name: t('mine.agreed'), value: day(owned.agreedAt) }]),
    ...(households.length === 0
      ? []
      : [{ icon: 'household' as const, name: t('mine.households'), value: String(households.length) }]),
    ...(thanked === 0
      ? []
      : [{ icon: 'microphone' as const, name: t('mine.thanks'), value: String(thanked) }]),
    ...(helped.length === 0
      ? []
      : [{ icon: 'helper' as const, name: t('mine.helped'), value: <Lines lines={helped} /> }]),
  ];
}

function Lines({ lines }: { lines: readonly string[] }): VNode {
  return (
    <>
      {lines.map((line, i) => (
        <span key={i} class="hint">
          {line}
        </span>
      ))}
    </>
  );
}

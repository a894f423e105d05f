import type { VNode } from 'preact';
import { errorsOf, typedCard } from './app.desk.js';
import { PersonFace } from './app.founded.js';
import { groupPeoplePath } from './app.invited.js';
import type { Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { words, type WordKey } from './languages/languages.js';
import {
  Confirm,
  CsrfField,
  ErrorSummary,
  Field,
  HiddenFields,
  PictureButton,
  PictureButtons,
} from './web/forms.js';
import { Icon, type IconName } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, FaceView, Lead, Progress } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

/** The drawings of a new group. Each is also a name, for whoever writes none. */
export const groupPictures = [
  'group',
  'together',
  'meal',
  'leaf',
  'goods',
  'lesson',
  'activity',
  'household',
] as const satisfies readonly IconName[];
export type GroupPicture = (typeof groupPictures)[number];

/** Who knows of a new group: those whom it tells, or everybody. */
export const groupSights = ['hidden', 'open'] as const;
export type GroupSightChoice = (typeof groupSights)[number];

export const newGroupPath = '/groups/new';

export interface NewGroupProps {
  readonly frame: Frame;
  readonly csrf: string;
  /** A random id of this wish, from the first page on: the same yes again makes no second group. */
  readonly order: string;
}

export interface LookedProps extends NewGroupProps {
  readonly name: string;
  readonly picture: GroupPicture;
}

export interface SeenProps extends LookedProps {
  readonly visibility: GroupSightChoice;
}

/** What the group is called: written, or said by its drawing. Enter takes the plain drawing, which is the first. */
export function NameGroupPage({ frame, csrf, order }: NewGroupProps): VNode {
  const { t } = words(frame.language);
  const sentence = `${t('grouping.name')} ${t('grouping.picture')}`;
  return (
    <Step {...{ frame, sentence }} step={0} back="/groups">
      <Lead title={t('grouping.name')} />
      <form method="post" action={`${newGroupPath}/look`} class="stacked">
        <CsrfField token={csrf} />
        <HiddenFields values={{ order }} />
        <Field name="name" label={t('grouping.write')} hint={t('grouping.write_hint')} maxLength={60} />
        <h2 class="centre">{t('grouping.picture')}</h2>
        <PictureButtons tiles="small">
          {groupPictures.map((picture) => (
            <PictureButton
              key={picture}
              icon={picture}
              label={t(`grouping.as_${picture}`)}
              name="picture"
              value={picture}
            />
          ))}
        </PictureButtons>
      </form>
    </Step>
  );
}

const sights = {
  hidden: { icon: 'hide', label: 'grouping.hidden', more: ['grouping.hidden_who', 'grouping.hidden_also'] },
  open: { icon: 'look', label: 'grouping.open', more: ['grouping.open_who', 'grouping.open_in'] },
} as const satisfies Record<
  GroupSightChoice,
  { icon: IconName; label: WordKey; more: readonly [WordKey, WordKey] }
>;

/** Discreet or open, each in two sentences (S24, S29). */
export function GroupSightPage(props: LookedProps): VNode {
  const { frame, csrf, order, name, picture } = props;
  const { t } = words(frame.language);
  const sentence = t('grouping.sight');
  const choices = groupSights.flatMap((each) => [
    t(sights[each].label),
    ...sights[each].more.map((key) => t(key)),
  ]);
  return (
    <Step {...{ frame, sentence, choices }} step={1}>
      <GroupCard name={name} picture={picture} />
      <Lead title={sentence} />
      <form method="post" action={`${newGroupPath}/sight`}>
        <CsrfField token={csrf} />
        <HiddenFields values={{ order, name, picture }} />
        <PictureButtons>
          {groupSights.map((each) => (
            <PictureButton
              key={each}
              icon={sights[each].icon}
              label={t(sights[each].label)}
              hint={sights[each].more.map((key) => t(key)).join(' ')}
              name="visibility"
              value={each}
            />
          ))}
        </PictureButtons>
      </form>
    </Step>
  );
}

/** The card of who keeps the purse, in the hand of the helper or of themselves. */
export function TreasurerCardPage(props: SeenProps & { readonly wrong?: WordKey }): VNode {
  const { frame, csrf, order, name, picture, visibility, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const errors = errorsOf(language, wrong);
  const sentence = `${t('grouping.card')} ${t('grouping.card_more')}`;
  return (
    <Step {...{ frame, sentence }} step={2}>
      <ErrorSummary language={language} errors={errors} />
      <GroupCard name={name} picture={picture} />
      <Lead icon="card" title={t('grouping.card')}>
        <p>{t('grouping.card_more')}</p>
      </Lead>
      <ScanPlace
        {...{ language, csrf, errors }}
        action={`${newGroupPath}/card`}
        values={{ order, name, picture, visibility }}
        typed={typedCard(language)}
      />
    </Step>
  );
}

/** The group, who keeps its purse, and yes or no. Nothing was kept before. */
export function GroupSurePage(props: SeenProps & { readonly card: string; readonly face: Face }): VNode {
  const { frame, csrf, order, name, picture, visibility, card, face } = props;
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('grouping.sure');
  const { icon, label } = sights[visibility];
  return (
    <Step {...{ frame, sentence }} step={3} choices={[t('buttons.yes'), t('buttons.no')]}>
      <Lead title={sentence} />
      <GroupCard name={name} picture={picture} />
      <Card label={t('grouping.treasurer')}>
        <p class="centre">{t('grouping.treasurer')}</p>
        <PersonFace face={face} language={language} />
      </Card>
      <ul class="rows">
        <PictureRow icon={icon} text={t(label)} />
      </ul>
      <Confirm
        {...{ language, csrf }}
        action={newGroupPath}
        values={{ order, name, picture, visibility, card }}
        noHref="/groups"
      />
    </Step>
  );
}

export interface GroupMadeProps {
  readonly frame: Frame;
  readonly id: string;
  readonly name: string;
  readonly picture: GroupPicture;
  /** Whoever keeps its purse; null where nobody does any more. */
  readonly treasurer: Face | null;
  /** What whoever founded it may do for its treasurer, and whether they are in it. */
  readonly ways: { readonly link: boolean; readonly secret: boolean; readonly people: boolean };
}

/** The group is there: what is printed for its first evening, and how its treasurer comes in. */
export function GroupMadePage(props: GroupMadeProps): VNode {
  const { frame, id, name, picture, treasurer, ways } = props;
  const { language } = frame;
  const { t } = words(language);
  const steps = [t('grouping.in_scan'), t('grouping.in_secret'), t('grouping.in_purse')];
  const sentence = `${t('grouping.done')} ${t('grouping.done_more')}`;
  return (
    <Page {...frame} back="/groups" title={t('grouping.title')} ear={{ sentence, choices: steps }}>
      <Card>
        <Lead icon="yes" title={t('grouping.done')}>
          <p>{t('grouping.done_more')}</p>
        </Lead>
        <FaceView face={{ kind: 'other', name, icon: picture }} />
      </Card>
      <section class="stacked">
        <h2 class="centre">{t('grouping.in')}</h2>
        {treasurer !== null && <PersonFace face={treasurer} language={language} />}
        <ul class="rows">
          <PictureRow icon="scan" text={steps[0]!} />
          <PictureRow icon="key" text={steps[1]!} />
          <PictureRow icon="purse" text={steps[2]!} />
        </ul>
      </section>
      <PictureButtons>
        <PictureButton icon="kit" label={t('kit.title')} href="/kit" look="main" />
        {ways.people && <PictureButton icon="group" label={t('inviting.title')} href={groupPeoplePath(id)} />}
        {ways.link && treasurer !== null && (
          <PictureButton icon="key" label={t('people.make_link')} href={`/people/${treasurer.partyId}`} />
        )}
        {ways.secret && <PictureButton icon="card" label={t('grouping.no_secret')} href="/helping" />}
      </PictureButtons>
    </Page>
  );
}

interface StepProps {
  readonly frame: Frame;
  readonly sentence: string;
  readonly choices?: readonly string[];
  readonly step: number;
  readonly back?: string;
  readonly children: VNode | readonly (VNode | null)[];
}

function Step({ frame, sentence, choices, step, back = newGroupPath, children }: StepProps): VNode {
  const title = words(frame.language).t('grouping.title');
  const ear = { sentence, ...(choices !== undefined && { choices }) };
  return (
    <Page {...frame} {...{ title, back, ear }}>
      <Progress step={step} of={4} label={title} />
      {children}
    </Page>
  );
}

function GroupCard({ name, picture }: Pick<LookedProps, 'name' | 'picture'>): VNode {
  return (
    <Card>
      <FaceView face={{ kind: 'other', name, icon: picture }} />
    </Card>
  );
}

function PictureRow({ icon, text }: { icon: IconName; text: string }): VNode {
  return (
    <li class="row">
      <span class="plate">
        <Icon name={icon} />
      </span>
      <span>{text}</span>
    </li>
  );
}

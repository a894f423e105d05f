import type { VNode } from 'preact';
import { errorsOf, typedCard } from './app.desk.js';
import { PersonFace } from './app.founded.js';
import type { Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import type { Initiative } from './initiatives/initiative.js';
import { words, type AnyLanguage, type WordKey } from './languages/languages.js';
import { faceOf } from './payments/views/side.js';
import { Confirm, ErrorSummary } from './web/forms.js';
import { iconNames } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, FaceView, Lead } from './web/parts.js';
import { ScanPlace } from './web/scan.js';

/** Somebody whose card was scanned, and what it says. */
export interface Guest {
  readonly card: string;
  readonly face: Face;
}

/** Where the people of a group are. */
export function groupPeoplePath(groupId: string): string {
  return `/groups/${groupId}/people`;
}

export interface GroupPeopleProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly group: Pick<Initiative, 'id' | 'name' | 'picture'>;
  readonly people: readonly Face[];
  /** Whose cards were scanned and who wait for the yes. */
  readonly guests: readonly Guest[];
  readonly wrong: WordKey | undefined;
}

/** Who is in the group, and a place for the cards of who comes in: as many as there are, then one yes. */
export function GroupPeoplePage(props: GroupPeopleProps): VNode {
  const { frame, csrf, group, people, guests, wrong } = props;
  const { language } = frame;
  const { t } = words(language);
  const path = groupPeoplePath(group.id);
  const errors = errorsOf(language, wrong);
  const icon = iconNames.find((each) => each === group.picture) ?? 'group';
  const asks = guests.length > 0;
  const cards = guests.map(({ card }) => card).join(' ');
  const sentence = t(asks ? 'inviting.sure' : 'inviting.scan');
  const choices = asks ? [t('buttons.yes'), t('buttons.no'), t('inviting.another')] : [];
  const scan = {
    ...{ language, csrf, errors },
    action: `${path}/card`,
    typed: typedCard(language),
    ...(asks && { values: { cards } }),
  };
  return (
    <Page {...frame} back={asks ? path : '/groups'} title={t('inviting.title')} ear={{ sentence, choices }}>
      <ErrorSummary language={language} errors={errors} />
      <Card>
        <FaceView face={{ kind: 'other', name: group.name, icon }} />
      </Card>
      {asks && (
        <>
          <Lead title={sentence} />
          <PeopleFaces faces={guests.map(({ face }) => face)} label={sentence} language={language} />
          <Confirm {...{ language, csrf }} action={path} values={{ cards }} noHref={path} />
          <h2 class="centre">{t('inviting.another')}</h2>
          <ScanPlace {...scan} />
        </>
      )}
      {!asks && (
        <>
          <Lead icon="card" title={sentence} />
          <ScanPlace {...scan} />
          <h2 class="centre">{t('inviting.title')}</h2>
          <PeopleFaces faces={people} label={t('inviting.title')} language={language} named />
        </>
      )}
    </Page>
  );
}

/** Many faces beside each other. */
export function PeopleFaces(props: {
  readonly faces: readonly Face[];
  readonly label: string;
  readonly language: AnyLanguage;
  /** Among people of one group: what they want to be called stands there as well (5C). */
  readonly named?: boolean;
}): VNode {
  const { faces, label, language, named = false } = props;
  return (
    <ul class="faces" aria-label={label}>
      {faces.map((face) => (
        <li key={face.partyId}>
          {named ? (
            <FaceView face={faceOf(face, language)} />
          ) : (
            <PersonFace face={face} language={language} />
          )}
        </li>
      ))}
    </ul>
  );
}

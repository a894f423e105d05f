import type { VNode } from 'preact';
import { groupPursePath } from './app.grouphas.js';
import { groupPeoplePath } from './app.invited.js';
import { newGroupPath } from './app.newgroup.js';
import type { Frame } from './app.visitors.js';
import { words } from './languages/languages.js';
import { PictureButton, PictureButtons } from './web/forms.js';
import { iconNames } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, FaceView, Lead } from './web/parts.js';

/** A group, as far as whoever looks may know it. */
export interface ShownGroup {
  readonly id: string;
  readonly name: string;
  /** The name of a drawing. */
  readonly picture: string;
  readonly place: string | null;
  /** Whether they may know what it has. */
  readonly purseKnown: boolean;
}

export interface GroupsProps {
  readonly frame: Frame;
  readonly communityId: string;
  /** Of whoever looks. */
  readonly me: string;
  readonly groups: readonly ShownGroup[];
  /** Whether they are in these groups. */
  readonly isOwn: boolean;
  /** How much waits for a yes or no of theirs. */
  readonly asked: number;
  /** Whether they may begin one. */
  readonly mayFound: boolean;
}

/** One's groups, each with the way to who brings what in it. */
export function GroupsPage({ frame, communityId, me, groups, isOwn, asked, mayFound }: GroupsProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const title = t(isOwn ? 'start.our_group' : 'brings.groups');
  const path = `/c/${communityId}/brings`;
  const ofOwn = isOwn ? [t('start.we_have'), t('inviting.title')] : [];
  const choices = [t('start.brings'), ...ofOwn, t('brings.mine')];
  return (
    <Page {...frame} back="/" title={title} ear={{ sentence: title, choices }}>
      <Lead icon="group" title={title} />
      {asked > 0 && (
        <PictureButtons>
          <PictureButton icon="look" label={t('brings.asks_you')} href={`${path}/asked`} look="main" />
        </PictureButtons>
      )}
      {groups.length === 0 && <p class="centre">{t('start.nothing_yet')}</p>}
      {groups.map(({ id, name, picture, place, purseKnown }) => {
        const icon = iconNames.find((each) => each === picture) ?? 'group';
        return (
          <Card key={id} label={name}>
            <FaceView face={{ kind: 'other', name, icon, ...(place !== null && { place }) }} />
            <PictureButton icon="basket" label={t('start.brings')} href={`${path}/${id}`} />
            {purseKnown && (
              <PictureButton icon="purse" label={t('start.we_have')} href={groupPursePath(id)} />
            )}
            {isOwn && <PictureButton icon="group" label={t('inviting.title')} href={groupPeoplePath(id)} />}
          </Card>
        );
      })}
      <PictureButtons>
        <PictureButton icon="person" label={t('brings.mine')} href={`${path}/${me}`} />
        {mayFound && <PictureButton icon="group" label={t('grouping.title')} href={newGroupPath} />}
      </PictureButtons>
    </Page>
  );
}

import type { VNode } from 'preact';
import { PeopleFaces } from './app.invited.js';
import type { ShownPurse } from './app.purselooks.js';
import type { Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import type { GroupPurse } from './initiatives/group-purses.service.js';
import { words } from './languages/languages.js';
import { faceOf } from './payments/views/side.js';
import { AmountView, amountText } from './web/amounts.js';
import { iconNames } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, FaceView, Lead } from './web/parts.js';

/** Where the people of a group see what it has. */
export function groupPursePath(groupId: string): string {
  return `/groups/${groupId}/purse`;
}

export interface GroupHasProps {
  readonly frame: Frame;
  /** Undefined where it is closed and forgotten. */
  readonly group: Face | undefined;
  readonly purses: readonly ShownPurse[];
  /** What some of the purses are for. */
  readonly apart: readonly GroupPurse[];
  /** Who looks after it. */
  readonly keepers: readonly Face[];
}

/** What the group has, purse by purse as figures and coins, and who looks after it. */
export function GroupHasPage({ frame, group, purses, apart, keepers }: GroupHasProps): VNode {
  const { language } = frame;
  const { t } = words(language);
  const sentence = t('start.we_have');
  const choices = purses.map(({ has }) => amountText(has, language));
  const names = new Map(apart.map((each) => [each.accountId, each]));
  return (
    <Page {...frame} back="/groups" title={sentence} ear={{ sentence, choices }}>
      <Lead icon="purse" title={sentence}>
        {group !== undefined && <FaceView face={faceOf(group, language)} />}
      </Lead>
      {purses.map(({ account: { id, kind }, has }) => {
        const own = names.get(id);
        const icon = iconNames.find((each) => each === own?.picture) ?? 'pot';
        const name = own?.name ?? (kind === 'purpose' ? t('start.for_purpose') : undefined);
        return (
          <Card key={id} label={name ?? sentence}>
            {name !== undefined && <FaceView face={{ kind: 'other', name, icon }} />}
            <AmountView {...has} language={language} />
          </Card>
        );
      })}
      {keepers.length > 0 && (
        <>
          <h2 class="centre">{t('start.who_keeps')}</h2>
          <PeopleFaces faces={keepers} label={t('start.who_keeps')} language={language} named />
        </>
      )}
    </Page>
  );
}

import type { VNode } from 'preact';
import { batchesPath } from './app.made.js';
import { pickUpPath } from './app.pickups.js';
import { signsPath } from './app.priced.js';
import type { ShownPurse } from './app.purselooks.js';
import { institutionKinds } from './communities/party.js';
import { words, type AnyLanguage } from './languages/languages.js';
import { CsrfField, PictureButton, PictureButtons } from './web/forms.js';
import { iconNames, type IconName } from './web/icons.js';

function isInstitution(kind: string): boolean {
  return institutionKinds.some((each) => each === kind);
}

interface KeptProps {
  readonly kept: readonly ShownPurse[];
  readonly csrf: string;
  readonly language: AnyLanguage;
}

/** One block for each group that one keeps: its cash boxes, its code for the wall, and what else only keepers do. */
export function KeptPurses({ kept, ...props }: KeptProps): VNode {
  const groups = Map.groupBy(kept, ({ account }) => account.partyId ?? account.id);
  return (
    <>
      {[...groups].map(([id, own]) => (
        <KeptGroup key={id} kept={own} {...props} />
      ))}
    </>
  );
}

/** A purse for a purpose has a cash box of its own; what comes in by a code goes to the group's own purses. */
function KeptGroup({ kept, csrf, language }: KeptProps): VNode {
  const { t } = words(language);
  const { account, name } = kept[0]!;
  const { communityId, partyId, partyKind } = account;
  const own = kept.filter((purse) => purse.account.kind !== 'purpose');
  const purposes = kept.filter((purse) => purse.account.kind === 'purpose');
  return (
    <section class="kept">
      <h2>
        <bdi>{name ?? t(`accountKinds.${account.kind}`)}</bdi>
      </h2>
      <PictureButtons tiles="small">
        {own.map((purse) => (
          <OwnButtons key={purse.account.id} isOnly={own.length === 1} {...{ purse, csrf, language }} />
        ))}
        {purposes.map((purse, i) => (
          <PictureButton
            key={purse.account.id}
            icon={iconNames.find((each) => each === purse.apart?.picture) ?? 'list'}
            label={t('treasurer.title')}
            hint={purse.apart?.name ?? `${t('accountKinds.purpose')}${i === 0 ? '' : ` ${i + 1}`}`}
            href={boxPath(purse)}
          />
        ))}
        {partyId !== null && isInstitution(partyKind) && (
          <PictureButton
            icon="card"
            label={t('signs.pickup')}
            href={`${pickUpPath({ communityId, id: partyId })}/sheet`}
          />
        )}
        {partyId !== null && (
          <PictureButton
            icon="basket"
            label={t('start.brings')}
            href={`/c/${communityId}/brings/${partyId}`}
          />
        )}
      </PictureButtons>
    </section>
  );
}

/** What a purse has: its box, its code, its signs; with the word for its coin where the group has several. */
function OwnButtons(props: {
  readonly purse: ShownPurse;
  readonly isOnly: boolean;
  readonly csrf: string;
  readonly language: AnyLanguage;
}): VNode {
  const { purse, isOnly, csrf, language } = props;
  const { t } = words(language);
  const hint = isOnly ? undefined : t(`units.${purse.has.unit}`, { count: 2 });
  const came = boxPath(purse, 'attendance');
  return (
    <>
      <PictureButton icon="list" label={t('treasurer.title')} hint={hint} href={boxPath(purse)} />
      {purse.isOnlyChecked !== true && (
        <>
          <CodeButton purse={purse} csrf={csrf} label={t('start.our_code')} hint={hint} icon="scan" />
          <PictureButton icon="print" label={t('signs.title')} hint={hint} href={signsPath(purse)} />
          <PictureButton
            icon="more_vouchers"
            label={t('batches.title')}
            hint={hint}
            href={batchesPath(purse)}
          />
          <PictureButton icon="came" label={t('attendance.title')} hint={hint} href={came} />
        </>
      )}
    </>
  );
}

function boxPath({ account }: ShownPurse, page: 'kas' | 'attendance' = 'kas'): string {
  return `/c/${account.communityId}/${page}/${account.id}`;
}

/** The first time a code is made, so it is a form; after that the same code is shown. */
export function CodeButton(props: {
  readonly purse: ShownPurse;
  readonly csrf: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: IconName;
}): VNode {
  return (
    <form method="post" action={codesPath(props.purse)} class="around">
      <CsrfField token={props.csrf} />
      <PictureButton icon={props.icon ?? 'receive'} label={props.label} hint={props.hint} />
    </form>
  );
}

export function codesPath({ account }: ShownPurse): string {
  return `/c/${account.communityId}/codes/${account.id}`;
}

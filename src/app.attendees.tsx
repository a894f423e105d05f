import type { VNode } from 'preact';
import type { ShownPurse } from './app.purselooks.js';
import type { Frame } from './app.visitors.js';
import type { AnyLanguage } from './languages/languages.js';
import type { Attendee, LookedList } from './payments/attendance.service.js';
import { faceOf } from './payments/views/side.js';
import { Icon } from './web/icons.js';
import { MemberPicture } from './web/pictures.js';

/** A list as it goes from page to page in its forms. Numbers of cards only: no code of a card, and no person. */
export interface KeptList {
  /** UUID, made with the list; each person's order is made from it. */
  readonly order: string;
  readonly numbers: readonly string[];
  /** Shows that we wrote the numbers down ourselves. */
  readonly mark: string;
  /** For each. */
  readonly amount: bigint;
  /** YYYY-MM-DD. */
  readonly day: string;
  /** The mark of the code that the camera saw last; empty where there is none. */
  readonly seen: string;
}

export interface ListProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly purse: ShownPurse;
  readonly list: KeptList;
  readonly looked: LookedList;
  readonly today: string;
}

/** Where a list of who was there is made for a purse. */
export function attendancePath({ account }: ShownPurse): string {
  return `/c/${account.communityId}/attendance/${account.id}`;
}

/** What of a list goes along in every form. */
export function listFields({ order, numbers, mark, amount, day, seen }: KeptList): Record<string, string> {
  return { order, cards: numbers.join(' '), mark, amount: String(amount), day, seen };
}

/** The picture alone, and what it shows in words; never a nickname. */
export function AttendeePicture(props: { face: Attendee['face']; language: AnyLanguage }): VNode {
  const { language } = props;
  const face = faceOf({ ...props.face, name: null }, language);
  if (face.kind === 'member') return <MemberPicture {...face} size="small" />;
  return (
    <span class="plate">
      <Icon name={face.icon} />
    </span>
  );
}

import type { VNode } from 'preact';
import { drawnOnce } from './drawn-once.js';
import { actionIcons } from './pictures/action-icons.js';
import { dealingIcons } from './pictures/dealing-icons.js';
import type { Reason } from '../ledger/order.js';
import { reasonIcons } from './pictures/reason-icons.js';
import { thingIcons } from './pictures/thing-icons.js';

const icons = { ...actionIcons, ...thingIcons, ...dealingIcons, ...reasonIcons };

const drawn = drawnOnce(icons);

export type IconName = keyof typeof icons;
export const iconNames = Object.keys(icons) as IconName[];

export function isIconName(name: string): name is IconName {
  return Object.hasOwn(icons, name);
}

/** The picture of a party that has none of its own, by its kind. */
export const partyIcons = {
  person: 'person',
  household: 'household',
  initiative: 'group',
  local_government: 'town',
  school: 'town',
  library: 'town',
  ocmw: 'town',
  shop: 'shop',
  association: 'group',
} as const satisfies Readonly<Record<string, IconName>>;

/** The picture of a reason; all have one of their own name, but for help. */
export function reasonIcon(reason: Reason): IconName {
  return reason === 'help' ? 'together' : reason;
}

/**
 * A pictogram of ours. It always stands beside its word, so screen readers skip it (U11). What a community drew itself
 * is put in its place when a page is sent (`registerDrawings`).
 * @param mirror turned round where reading goes from right to left; for what points or moves, not for clocks (U18)
 * @param always ours, also where a community has its own
 */
export function Icon(props: { name: IconName; mirror?: boolean; always?: boolean }): VNode {
  const { name, mirror = false, always = false } = props;
  return (
    <svg
      class={`icon${mirror ? ' mirror' : ''}${always ? ' always' : ''}`}
      viewBox="0 0 64 64"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
      dangerouslySetInnerHTML={drawn(name)}
    />
  );
}

/** A pictogram that a community drew itself. @param path where its picture is */
export function HomemadeIcon({ path }: { path: string }): VNode {
  return <img class="icon homemade" src={path} alt="" width="192" height="192" decoding="async" />;
}

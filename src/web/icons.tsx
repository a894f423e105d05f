import type { VNode } from 'preact';
import { actionIcons } from './pictures/action-icons.js';
import type { Reason } from '../ledger/order.js';
import { reasonIcons } from './pictures/reason-icons.js';
import { thingIcons } from './pictures/thing-icons.js';

const icons = { ...actionIcons, ...thingIcons, ...reasonIcons };

export type IconName = keyof typeof icons;
export const iconNames = Object.keys(icons) as IconName[];

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
 * A pictogram of ours. It always stands beside its word, so screen readers skip it (U11).
 * @param mirror turned round where reading goes from right to left; for what points or moves, not for clocks (U18)
 */
export function Icon({ name, mirror = false }: { name: IconName; mirror?: boolean }): VNode {
  return (
    <svg
      class={mirror ? 'icon mirror' : 'icon'}
      viewBox="0 0 64 64"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {icons[name]()}
    </svg>
  );
}

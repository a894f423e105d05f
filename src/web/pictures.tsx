import type { VNode } from 'preact';
import { isWordKey, words, type AnyLanguage } from '../languages/languages.js';
import { drawnOnce } from './drawn-once.js';
import { animals } from './pictures/animals.js';
import { plants } from './pictures/plants.js';
import { things } from './pictures/things.js';

const drawings: Readonly<Record<string, () => VNode>> = { ...animals, ...plants, ...things };

const drawn = drawnOnce(drawings);

/** The pictures a member can have, as keys; their words are `pictures.<key>`. */
export const memberPictures: readonly string[] = Object.keys(drawings);

/** Edge and ground of each colour; every edge has at least 3:1 against the paper, every ground 3:1 against the outline. */
const colours = {
  red: ['#b3261e', '#ffd6cf'],
  orange: ['#b04a00', '#ffdcb8'],
  yellow: ['#8a6a00', '#ffeca0'],
  lime: ['#56720c', '#e2f0a8'],
  green: ['#17703d', '#c4ecc9'],
  turquoise: ['#006f6c', '#bdece6'],
  sky: ['#0a6a96', '#c6e8fa'],
  blue: ['#2450b5', '#d0ddff'],
  purple: ['#6a37b0', '#e3d6fb'],
  pink: ['#b0266f', '#ffd3e6'],
  brown: ['#704628', '#ecd6c0'],
  grey: ['#4d5760', '#dde3e8'],
} as const;

export type MemberColour = keyof typeof colours;
/** The twelve colours a member can have; their words are `colours.<key>`. */
export const memberColours = Object.keys(colours) as readonly MemberColour[];

export interface MemberPictureProps {
  /** One of memberPictures; an unknown one is drawn as a plain ring. */
  readonly picture: string;
  /** One of memberColours; an unknown one is grey. */
  readonly colour: string;
  readonly name: string;
  readonly size?: 'small' | 'medium' | 'big';
  /** Where the name stands beside it anyway, screen readers skip the picture. */
  readonly decorative?: boolean;
}

/** A member's picture on its colour. */
export function MemberPicture(props: MemberPictureProps): VNode {
  const [edge, ground] = isColour(props.colour) ? colours[props.colour] : colours.grey;
  const drawing = Object.hasOwn(drawings, props.picture) ? drawn(props.picture) : undefined;
  const role = props.decorative
    ? { 'aria-hidden': 'true' as const }
    : { role: 'img' as const, 'aria-label': props.name };
  return (
    <svg class={`member ${props.size ?? 'medium'}`} viewBox="0 0 120 120" {...role}>
      <circle cx="60" cy="60" r="56" fill={ground} stroke={edge} stroke-width="7" />
      <g
        transform="translate(10 10)"
        fill="none"
        stroke="#33261f"
        stroke-width="2.6"
        stroke-linecap="round"
        stroke-linejoin="round"
        dangerouslySetInnerHTML={drawing}
      />
    </svg>
  );
}

/** How a member without a nickname is called: "vos". */
export function pictureWord(picture: string, language: AnyLanguage): string {
  const key = `pictures.${picture}`;
  return isWordKey(key) ? words(language).t(key) : words(language).t('receipt.someone');
}

/** A colour in words. */
export function colourWord(colour: string, language: AnyLanguage): string {
  const key = `colours.${colour}`;
  return isWordKey(key) ? words(language).t(key) : '';
}

function isColour(colour: string): colour is MemberColour {
  return Object.hasOwn(colours, colour);
}

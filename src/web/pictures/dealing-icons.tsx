import type { VNode } from 'preact';

const gold = '#f2b632';
const green = '#2f8f5b';
const red = '#d2503f';
const skin = '#d39a6e';
const paper = '#fffaf0';
const blue = '#5f9fd0';
const wood = '#a9713f';
const hair = '#5b4034';

/** Who stands by whom, and what a group uses. Drawn in a square of 64, outline in the colour of the text. */
export const dealingIcons = {
  /** Somebody with a lifebuoy. */
  helper: (): VNode => (
    <>
      <path d="M4 60c0-15 8-22 20-22s20 7 20 22z" fill={green} />
      <circle cx="24" cy="21" r="13" fill={skin} />
      <path d="M11 19C11 9 17 5 24 5s13 4 13 14c-6-1-9-3-11-6-4 4-9 6-15 6z" fill={hair} />
      <circle cx="45" cy="45" r="16" fill={paper} />
      <path
        d="M45 29a16 16 0 0 1 16 16h-9a7 7 0 0 0-7-7zM45 61a16 16 0 0 1-16-16h9a7 7 0 0 0 7 7z"
        fill={red}
        stroke-width="2"
      />
      <circle cx="45" cy="45" r="7" fill={paper} />
    </>
  ),
  /** Somebody who keeps a key. */
  trust: (): VNode => (
    <>
      <path d="M4 60c0-15 8-22 20-22s20 7 20 22z" fill={blue} />
      <circle cx="24" cy="21" r="13" fill={skin} />
      <path d="M11 19C11 9 17 5 24 5s13 4 13 14c-6-1-9-3-11-6-4 4-9 6-15 6z" fill={hair} />
      <circle cx="47" cy="31" r="12" fill={gold} />
      <circle cx="47" cy="29" r="3.5" fill={paper} stroke-width="2.5" />
      <path d="M44 42h7v4h5v6h-5v9h-7z" fill={gold} stroke-width="2.5" />
    </>
  ),
  /** A paper with a seal. */
  agreed: (): VNode => (
    <>
      <path d="M9 4h40v52H9z" fill={paper} />
      <path d="M17 15h24M17 24h24M17 33h12" />
      <path d="M39 50l-3 12 9-5 9 5-3-12z" fill={blue} stroke-width="2.5" />
      <circle cx="45" cy="44" r="11" fill={red} />
      <path d="M40 44l4 4 7-8" stroke={paper} stroke-width="3.5" />
    </>
  ),
  /** A card cut in two. */
  stop: (): VNode => (
    <>
      <path d="M33 12H8c-3 0-5 2-5 5v26c0 3 2 5 5 5h17l6-11-7-10z" fill={paper} />
      <path d="M3 21h25" stroke={green} stroke-width="7" />
      <path d="M42 16h14c3 0 5 2 5 5v26c0 3-2 5-5 5H34l6-12-7-9z" fill={paper} />
      <path d="M38 25h23" stroke={green} stroke-width="7" />
      <circle cx="50" cy="41" r="5.5" fill={gold} stroke-width="2.5" />
    </>
  ),
  /** A case with what a first evening needs. */
  kit: (): VNode => (
    <>
      <path d="M14 30V6h22v24z" fill={paper} />
      <path d="M19 13h12M19 20h12" stroke-width="2.5" />
      <rect x="30" y="13" width="22" height="18" rx="3" fill={gold} />
      <path d="M30 19h22" stroke={green} stroke-width="4" />
      <rect x="4" y="28" width="56" height="31" rx="5" fill={wood} />
      <path d="M4 41h56" stroke-width="2.5" />
      <path d="M22 28v-4h20v4" stroke-width="4" />
      <rect x="27" y="36" width="10" height="10" rx="2" fill={gold} stroke-width="2.5" />
    </>
  ),
  /** A screen on a foot, for everybody. */
  kiosk: (): VNode => (
    <>
      <path d="M28 44h8v14h-8z" fill={wood} />
      <path d="M14 60h36" stroke-width="5" />
      <rect x="6" y="4" width="52" height="40" rx="5" fill={blue} />
      <rect x="12" y="10" width="40" height="28" rx="2" fill={paper} />
      <rect x="17" y="15" width="10" height="10" rx="2" fill={gold} stroke-width="2" />
      <rect x="37" y="15" width="10" height="10" rx="2" fill={green} stroke-width="2" />
      <path d="M18 32h8M38 32h8" />
    </>
  ),
  /** A basket that everybody puts something into. */
  basket: (): VNode => (
    <>
      <path d="M13 33C13 1 51 1 51 33" stroke-width="4" />
      <circle cx="24" cy="25" r="8" fill={red} />
      <path d="M24 17c0-3 1-5 3-6" />
      <path d="M33 33V15c0-6 10-6 10 0v18z" fill={gold} />
      <path d="M5 32h54l-6 27H11z" fill={wood} />
      <path d="M9 41h46M10 50h43M23 32l2 27M41 32l-2 27" stroke-width="2.5" />
    </>
  ),
  /** A paper with figures. */
  number: (): VNode => (
    <>
      <rect x="4" y="14" width="56" height="36" rx="5" fill={paper} />
      <path
        d="M13 28l5-4v17M27 27c1-5 10-4 9 1 0 4-9 8-9 13h10M45 25c6-3 10 4 4 7 7 1 5 12-5 8"
        stroke-width="4"
      />
    </>
  ),
  /** A sheet with four small signs. */
  four_signs: (): VNode => (
    <>
      <path d="M9 4h46v56H9z" fill={paper} />
      <path d="M32 4v56M9 32h46" stroke-width="2" stroke-dasharray="4 4" />
      <circle cx="20.5" cy="18" r="6" fill={gold} stroke-width="2.5" />
      <circle cx="43.5" cy="18" r="6" fill={gold} stroke-width="2.5" />
      <circle cx="20.5" cy="46" r="6" fill={gold} stroke-width="2.5" />
      <circle cx="43.5" cy="46" r="6" fill={gold} stroke-width="2.5" />
    </>
  ),
};

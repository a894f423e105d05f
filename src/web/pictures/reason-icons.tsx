import type { VNode } from 'preact';

const gold = '#f2b632';
const green = '#2f8f5b';
const red = '#d2503f';
const skin = '#d39a6e';
const darkSkin = '#8a5a3c';
const paper = '#fffaf0';
const blue = '#5f9fd0';
const wood = '#a9713f';

/** What it was for, or why it was not right. Drawn in a square of 64. */
export const reasonIcons = {
  together: (): VNode => (
    <>
      <path d="M32 20c-9-6-12-10-12-14 0-6 9-7 12-1 3-6 12-5 12 1 0 4-3 8-12 14z" fill={red} />
      <circle cx="16" cy="29" r="8" fill={darkSkin} />
      <circle cx="48" cy="29" r="8" fill={skin} />
      <path
        d="M5 60c-1-14 3-20 11-20 7 0 11 4 16 9 5-5 9-9 16-9 8 0 12 6 11 20H43V53l-11 6-11-6v7z"
        fill={blue}
      />
      <path d="M32 49c5-5 9-9 16-9 8 0 12 6 11 20H43V53l-11 6z" fill={green} />
    </>
  ),
  meal: (): VNode => (
    <>
      <path d="M5 32h54c0 16-8 26-18 28H23C13 58 5 48 5 32z" fill={red} />
      <ellipse cx="32" cy="32" rx="27" ry="6" fill={gold} />
      <path d="M20 21c-4-5 4-8 0-14M32 20c-4-5 4-8 0-14M44 21c-4-5 4-8 0-14" />
    </>
  ),
  goods: (): VNode => (
    <>
      <path d="M6 20 32 30l26-10v30L32 61 6 50z" fill={wood} />
      <path d="M6 20 32 9l26 11-26 10z" fill="#d5a06a" />
      <path d="M32 30v31M19 14.5 45 25v9" />
    </>
  ),
  lesson: (): VNode => (
    <>
      <rect x="4" y="6" width="56" height="36" rx="3" fill={green} />
      <path d="M13 17h20M13 27h13" stroke={paper} />
      <circle cx="45" cy="32" r="8" fill={skin} />
      <path d="M30 61c0-14 6-18 15-18s15 4 15 18zM36 48 26 34" fill={blue} />
    </>
  ),
  /** A table with chairs under a lamp. */
  room: (): VNode => (
    <>
      <path d="M32 3v9" />
      <path d="M21 21c1-12 21-12 22 0z" fill={gold} />
      <path d="M8 28v30M8 44h11v14M56 28v30M56 44H45v14" stroke-width="4.5" />
      <path d="M14 33h36v6H14z" fill={wood} />
      <path d="M24 39v20M40 39v20" stroke-width="4.5" />
      <path d="M3 60h58" stroke-width="3" />
    </>
  ),
  activity: (): VNode => (
    <>
      <path d="M8 60V20h48v40z" fill={paper} />
      <path d="M4 22 32 5l28 17-6 8-7-6-7 6-8-6-8 6-7-6-7 6z" fill={red} />
      <path d="M25 60V45c0-9 14-9 14 0v15z" fill={gold} />
      <circle cx="17" cy="43" r="3.5" fill={blue} stroke-width="2" />
      <circle cx="47" cy="43" r="3.5" fill={green} stroke-width="2" />
    </>
  ),
  wrong_amount: (): VNode => (
    <>
      <path d="M32 8v48M18 58h28M10 16l44 8" stroke-width="4" />
      <path d="M2 34 10 16l9 18c0 10-17 10-17 0z" fill={gold} />
      <path d="M45 42l9-18 8 18c0 10-17 10-17 0z" fill={gold} />
    </>
  ),
  wrong_person: (): VNode => (
    <>
      <path d="M4 60c0-15 8-21 19-21s19 6 19 21z" fill={blue} />
      <circle cx="23" cy="24" r="12" fill={skin} />
      <path d="M44 8 60 24M60 8 44 24" stroke={red} stroke-width="6" />
    </>
  ),
  twice: (): VNode => (
    <>
      <circle cx="22" cy="24" r="17" fill={gold} />
      <circle cx="22" cy="24" r="10" stroke-width="2" />
      <circle cx="42" cy="41" r="17" fill={gold} />
      <circle cx="42" cy="41" r="10" stroke-width="2" />
    </>
  ),
  not_received: (): VNode => (
    <>
      <path d="M5 40h11c5 0 7 5 11 7h12c6 0 6 6 0 6h-9 11l10-9c5-4 10 1 6 6-6 7-12 10-20 10H5z" fill={skin} />
      <rect x="3" y="38" width="9" height="23" rx="3" fill={blue} />
      <circle cx="36" cy="19" r="13" fill={paper} stroke-dasharray="4 5" />
      <path d="M25 30 47 8" stroke={red} stroke-width="5" />
    </>
  ),
  other: (): VNode => (
    <>
      <path d="M8 6h48c3 0 5 2 5 5v29c0 3-2 5-5 5H34L18 60V45H8c-3 0-5-2-5-5V11c0-3 2-5 5-5z" fill={paper} />
      <path d="M17 26v.1M32 26v.1M47 26v.1" stroke-width="7" />
    </>
  ),
};

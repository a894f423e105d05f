import type { VNode } from 'preact';

const gold = '#f2b632';
const green = '#2f8f5b';
const red = '#d2503f';
const skin = '#d39a6e';
const paper = '#fffaf0';
const blue = '#5f9fd0';

/** What one can do. Drawn in a square of 64, outline in the colour of the text. */
export const actionIcons = {
  pay: (): VNode => (
    <>
      <rect x="3" y="40" width="10" height="19" rx="3" fill={blue} />
      <path d="M13 43c7-4 13-4 18 0h9c6 0 6 7 0 7h-8 9l11-5c5-2 8 3 4 6-6 4-12 7-18 7H13z" fill={skin} />
      <circle cx="23" cy="22" r="13" fill={gold} />
      <circle cx="23" cy="22" r="7.5" stroke-width="2" />
      <path d="M42 22h17m-8-9 9 9-9 9" stroke={red} stroke-width="5" />
    </>
  ),
  receive: (): VNode => (
    <>
      <path d="M5 40h11c5 0 7 5 11 7h12c6 0 6 6 0 6h-9 11l10-9c5-4 10 1 6 6-6 7-12 10-20 10H5z" fill={skin} />
      <rect x="3" y="38" width="9" height="23" rx="3" fill={blue} />
      <circle cx="45" cy="23" r="13" fill={gold} />
      <circle cx="45" cy="23" r="7.5" stroke-width="2" />
      <path d="M18 5v23m-9-9 9 10 9-10" stroke={green} stroke-width="5" />
    </>
  ),
  yes: (): VNode => <path d="M9 34 25 51 56 14" stroke={green} stroke-width="10" />,
  no: (): VNode => <path d="M14 14 50 50M50 14 14 50" stroke={red} stroke-width="10" />,
  back: (): VNode => <path d="M30 10 8 32l22 22V41h25V23H30z" fill={gold} />,
  next: (): VNode => <path d="M34 10l22 22-22 22V41H9V23h25z" fill={gold} />,
  help: (): VNode => (
    <>
      <circle cx="23" cy="27" r="11" fill={skin} />
      <path d="M12 25c0-9 5-13 11-13s11 4 11 13c-4-1-7-3-9-6-3 4-8 6-13 6z" fill="#5b4034" />
      <path d="M4 60c0-13 8-19 19-19s19 6 19 19z" fill={green} />
      <path d="M38 4h16c4 0 6 2 6 6v12c0 4-2 6-6 6h-6l-7 7v-7h-3c-4 0-6-2-6-6V10c0-4 2-6 6-6z" fill={paper} />
      <path d="M42 12c1-4 9-4 9 1 0 4-4 3-5 7m0 4v.5" />
    </>
  ),
  ear: (): VNode => (
    <>
      <path
        d="M14 26C14 12 22 5 32 5s18 8 18 19c0 15-13 17-14 27-1 8-14 11-18 1-1-5 4-8 2-12-3-5-6-8-6-14z"
        fill={skin}
      />
      <path d="M22 25c0-8 4-12 10-12s10 5 10 11c0 8-9 9-10 17M25 31c5-3 10-1 9 4" stroke-width="2.5" />
    </>
  ),
  microphone: (): VNode => (
    <>
      <rect x="22" y="4" width="20" height="34" rx="10" fill={blue} />
      <path d="M23 15h8m-8 8h8" stroke-width="2.5" />
      <path d="M13 30c0 12 8 19 19 19s19-7 19-19M32 49v11M20 60h24" stroke-width="4" />
    </>
  ),
  phone: (): VNode => (
    <>
      <rect x="17" y="4" width="30" height="56" rx="6" fill={blue} />
      <rect x="22" y="12" width="20" height="36" rx="2" fill={paper} />
      <path d="M32 38c-6-4-7-7-7-9 0-4 5-5 7-1 2-4 7-3 7 1 0 2-1 5-7 9z" fill={red} stroke-width="2" />
      <path d="M29 54h6" stroke-width="3" />
    </>
  ),
  finish: (): VNode => (
    <>
      <path d="M10 5h28v54H10z" fill={paper} />
      <path d="M10 5l18 7v48l-18-1z" fill="#a9713f" />
      <circle cx="23" cy="34" r="1.6" fill="currentColor" />
      <path d="M38 32h20m-8-9 9 9-9 9" stroke={red} stroke-width="5" />
    </>
  ),
  arrow_in: (): VNode => (
    <path d="M32 6v34m-15-14 15 16 15-16M8 48v10h48V48" stroke="currentColor" stroke-width="7" />
  ),
  arrow_out: (): VNode => (
    <path d="M32 42V8M17 22 32 6l15 16M8 48v10h48V48" stroke="currentColor" stroke-width="7" />
  ),
  arrow: (): VNode => <path d="M5 25h32V11l22 21-22 21V39H5z" fill={gold} />,
  given_back: (): VNode => (
    <>
      <circle cx="32" cy="36" r="13" fill={gold} />
      <circle cx="32" cy="36" r="7" stroke-width="2" />
      <path d="M13 46C3 27 14 9 33 9c9 0 16 4 20 11m2-14v15H40" stroke={red} stroke-width="5" />
    </>
  ),
  /** A receipt with a cross. */
  not_right: (): VNode => (
    <>
      <path d="M9 4h36v54l-6-5-6 5-6-5-6 5-6-5-6 5z" fill={paper} />
      <path d="M18 16h18M18 26h12" />
      <circle cx="44" cy="42" r="17" fill={paper} stroke-width="2.5" />
      <path d="M36.5 34.5 51.5 49.5M51.5 34.5 36.5 49.5" stroke={red} stroke-width="6" />
    </>
  ),
  part: (): VNode => (
    <>
      <circle cx="32" cy="32" r="25" fill={paper} stroke-dasharray="5 6" />
      <path d="M32 7a25 25 0 0 1 0 50z" fill={gold} />
    </>
  ),
  later: (): VNode => (
    <>
      <path d="M14 5h36M14 59h36" stroke-width="5" />
      <path d="M18 6c0 14 9 18 9 26s-9 12-9 26h28c0-14-9-18-9-26s9-12 9-26z" fill={paper} />
      <path d="M25 20h14l-7 9zM21 56c2-8 8-10 11-10s9 2 11 10z" fill={gold} stroke-width="2" />
    </>
  ),
  scan: (): VNode => (
    <>
      <path d="M5 18V5h13M46 5h13v13M59 46v13H46M18 59H5V46" stroke-width="5" />
      <rect x="15" y="15" width="13" height="13" fill={paper} />
      <rect x="36" y="15" width="13" height="13" fill={paper} />
      <rect x="15" y="36" width="13" height="13" fill={paper} />
      <path d="M36 36h5v5h-5zM44 44h5v5h-5z" fill="currentColor" stroke-width="1" />
    </>
  ),
  camera: (): VNode => (
    <>
      <path d="M5 19h14l5-8h16l5 8h14v36H5z" fill={blue} />
      <circle cx="32" cy="36" r="13" fill={paper} />
      <circle cx="32" cy="36" r="6" fill="currentColor" stroke-width="1" />
      <circle cx="51" cy="26" r="2.5" fill={gold} stroke-width="2" />
    </>
  ),
  print: (): VNode => (
    <>
      <path d="M17 24V5h30v19" fill={paper} />
      <rect x="5" y="23" width="54" height="25" rx="5" fill={blue} />
      <path d="M16 39h32v20H16z" fill={paper} />
      <path d="M23 47h18M23 53h12" stroke-width="2.5" />
      <circle cx="50" cy="31" r="2" fill={gold} stroke-width="2" />
    </>
  ),
  save: (): VNode => (
    <>
      <path d="M32 5v30m-13-12 13 13 13-13" stroke={green} stroke-width="6" />
      <path d="M6 42h12l4 8h20l4-8h12v17H6z" fill={paper} />
    </>
  ),
  look: (): VNode => (
    <>
      <circle cx="27" cy="27" r="19" fill="#cfe6f5" />
      <path d="M41 41 57 57" stroke-width="8" />
      <path d="M17 25c1-5 5-8 9-8" stroke={paper} stroke-width="4" />
    </>
  ),
  on_card: (): VNode => (
    <>
      <path d="M14 4h36v5a4 4 0 0 0 0 8v5H14v-5a4 4 0 0 0 0-8z" fill={gold} />
      <path d="M32 22v14m-7-6 7 7 7-7" stroke={green} stroke-width="5" />
      <rect x="6" y="36" width="52" height="25" rx="5" fill={paper} />
      <path d="M6 44h52" stroke={green} stroke-width="6" />
      <circle cx="46" cy="53" r="4.5" fill={gold} stroke-width="2" />
    </>
  ),
  hide: (): VNode => (
    <>
      <path d="M5 32c12-20 42-20 54 0-12 20-42 20-54 0z" fill={paper} />
      <circle cx="32" cy="32" r="9" fill={blue} />
      <path d="M12 54 52 10" stroke={red} stroke-width="6" />
    </>
  ),
  again: (): VNode => (
    <path d="M52 25C47 9 22 6 13 24s3 33 20 33c10 0 16-5 20-12m2-35v16H39" stroke={green} stroke-width="6" />
  ),
};

import type { VNode } from 'preact';

const gold = '#f2b632';
const green = '#2f8f5b';
const red = '#d2503f';
const skin = '#d39a6e';
const darkSkin = '#8a5a3c';
const paper = '#fffaf0';
const blue = '#5f9fd0';
const wood = '#a9713f';

/** What there is. Drawn in a square of 64, outline in the colour of the text. */
export const thingIcons = {
  home: (): VNode => (
    <>
      <path d="M11 30v28h42V30" fill={paper} />
      <path d="M4 33 32 7l28 26H49L32 18 15 33z" fill={red} />
      <path d="M26 58V41h12v17z" fill={wood} />
    </>
  ),
  hour: (): VNode => (
    <>
      <circle cx="32" cy="32" r="27" fill={gold} />
      <circle cx="32" cy="32" r="19" fill={paper} stroke-width="2" />
      <path d="M32 21v11l8 5" stroke-width="4" />
    </>
  ),
  coin: (): VNode => (
    <>
      <circle cx="32" cy="32" r="27" fill={gold} />
      <circle cx="32" cy="32" r="20" stroke-width="2" />
      <path
        d="M32 47c-9-4-12-14-8-22 7 3 9 11 8 22zc9-4 12-14 8-22-7 3-9 11-8 22z"
        fill={green}
        stroke-width="2.5"
      />
    </>
  ),
  quarter: (): VNode => (
    <>
      <circle cx="32" cy="32" r="26" fill={paper} stroke-dasharray="5 6" />
      <path d="M32 32V6a26 26 0 0 1 26 26z" fill={gold} />
    </>
  ),
  half: (): VNode => (
    <>
      <circle cx="32" cy="32" r="26" fill={paper} stroke-dasharray="5 6" />
      <path d="M32 6a26 26 0 0 1 0 52z" fill={gold} />
    </>
  ),
  card: (): VNode => (
    <>
      <rect x="4" y="13" width="56" height="38" rx="6" fill={paper} />
      <path d="M4 21h56" stroke={green} stroke-width="8" />
      <path
        d="M11 31h6v6h-6zM20 31h6v6h-6zM11 40h6v6h-6zM22 42h4v4h-4z"
        fill="currentColor"
        stroke-width="1"
      />
      <circle cx="44" cy="38" r="9" fill={gold} />
      <path d="M40 38h.1M48 38h.1M41 42c2 1.5 4 1.5 6 0" stroke-width="2.5" />
    </>
  ),
  gift: (): VNode => (
    <>
      <rect x="9" y="30" width="46" height="28" rx="3" fill={blue} />
      <rect x="5" y="20" width="54" height="12" rx="3" fill={blue} />
      <path d="M27 20h10v38H27z" fill={gold} stroke-width="2" />
      <path d="M32 20C18 20 14 6 22 5c6-1 9 8 10 15 1-7 4-16 10-15 8 1 4 15-10 15z" fill={red} />
    </>
  ),
  loan: (): VNode => (
    <>
      <path d="M8 26h34v30H8z" fill={wood} />
      <path d="M8 36h34" stroke-width="2" />
      <path d="M18 26v-6h14v6" />
      <path d="M40 14c10-2 17 6 16 16" stroke={green} stroke-width="5" />
      <path d="M61 25l-6 9-8-6" stroke={green} stroke-width="5" />
    </>
  ),
  purse: (): VNode => (
    <>
      <circle cx="23" cy="14" r="10" fill={gold} />
      <circle cx="41" cy="15" r="10" fill={gold} />
      <path d="M10 27c-6 12-8 32 6 32h32c14 0 12-20 6-32z" fill={red} />
      <path d="M8 27h48" stroke-width="6" />
      <path d="M14 38c10 6 26 6 36 0" stroke-width="2.5" />
      <circle cx="32" cy="40" r="5" fill={gold} stroke-width="2.5" />
    </>
  ),
  /** Open, and nothing in it. */
  purse_empty: (): VNode => (
    <>
      <path d="M10 23c-7 14-9 36 6 36h32c15 0 13-22 6-36z" fill={red} />
      <ellipse cx="32" cy="21" rx="24" ry="12" fill={paper} stroke-width="4" />
      <path d="M32 26a8 8 0 1 0 .1-16 8 8 0 0 0-.1 16z" stroke-width="2" stroke-dasharray="3 4" />
      <circle cx="32" cy="38" r="4.5" fill={gold} stroke-width="2.5" />
    </>
  ),
  person: (): VNode => (
    <>
      <path d="M10 60c0-15 9-22 22-22s22 7 22 22z" fill={green} />
      <circle cx="32" cy="22" r="13" fill={skin} />
      <path d="M19 20C19 10 25 6 32 6s13 4 13 14c-6-1-9-3-11-6-4 4-9 6-15 6z" fill="#5b4034" />
    </>
  ),
  group: (): VNode => (
    <>
      <path d="M2 52c0-11 6-16 14-16s14 5 14 16z" fill={blue} />
      <circle cx="16" cy="26" r="9" fill={darkSkin} />
      <path d="M34 52c0-11 6-16 14-16s14 5 14 16z" fill={red} />
      <circle cx="48" cy="26" r="9" fill={skin} />
      <path d="M16 60c0-13 7-19 16-19s16 6 16 19z" fill={green} />
      <circle cx="32" cy="29" r="10" fill={skin} />
      <path
        d="M22 27c0-8 5-11 10-11s10 3 10 11c-4 0-7-2-9-5-3 3-6 5-11 5z"
        fill="#5b4034"
        stroke-width="2.5"
      />
    </>
  ),
  household: (): VNode => (
    <>
      <path d="M9 29v31h46V29" fill={paper} />
      <path d="M3 32 32 6l29 26z" fill={red} />
      <circle cx="24" cy="41" r="6" fill={darkSkin} stroke-width="2.5" />
      <circle cx="40" cy="41" r="6" fill={skin} stroke-width="2.5" />
      <path d="M15 60c0-8 4-12 9-12s8 3 8 12c0-9 3-12 8-12s9 4 9 12z" fill={blue} stroke-width="2.5" />
    </>
  ),
  shop: (): VNode => (
    <>
      <path d="M10 30v29h44V30" fill={paper} />
      <path
        d="M10 7h44l7 17c0 5-3 8-7 8s-7-3-7-7c0 4-3 7-7.5 7S32 29 32 25c0 4-3 7-8 7s-7-3-7-7c0 4-3 7-7 7s-7-3-7-8z"
        fill={red}
      />
      <path d="M20 8l-3 17M32 8v17M44 8l3 17" stroke-width="2.5" />
      <path d="M17 59V40h12v19z" fill={wood} />
      <path d="M36 40h12v10H36z" fill="#cfe6f5" stroke-width="2.5" />
    </>
  ),
  town: (): VNode => (
    <>
      <path d="M5 34h54v26H5z" fill="#e9c79a" />
      <path d="M22 60V20h20v40z" fill="#f3dcb8" />
      <path d="M20 21 32 4l12 17z" fill={blue} />
      <circle cx="32" cy="31" r="6" fill={paper} stroke-width="2.5" />
      <path d="M32 28v3h3" stroke-width="2" />
      <path d="M27 60V48c0-6 10-6 10 0v12z" fill={wood} stroke-width="2.5" />
      <path d="M11 42v8M16 42v8M48 42v8M53 42v8" stroke-width="3.5" />
    </>
  ),
  pot: (): VNode => (
    <>
      <circle cx="23" cy="17" r="9" fill={gold} stroke-width="2.5" />
      <circle cx="41" cy="17" r="9" fill={gold} stroke-width="2.5" />
      <circle cx="32" cy="13" r="9" fill={gold} stroke-width="2.5" />
      <path d="M9 28c-1 20 3 31 14 31h18c11 0 15-11 14-31z" fill={wood} />
      <path d="M5 27h54" stroke-width="7" />
      <path d="M14 41c6 4 12-4 18 0s12-4 18 0" stroke={paper} stroke-width="3" />
    </>
  ),
  clock: (): VNode => (
    <>
      <circle cx="32" cy="32" r="27" fill={paper} />
      <path d="M32 15v17l11 8" stroke-width="4.5" />
      <path d="M32 8v2M32 54v2M8 32h2M54 32h2" />
    </>
  ),
  calendar: (): VNode => (
    <>
      <rect x="6" y="11" width="52" height="48" rx="5" fill={paper} />
      <path d="M6 25V16c0-3 2-5 5-5h42c3 0 5 2 5 5v9z" fill={red} />
      <path d="M19 5v11M45 5v11" stroke-width="5" />
      <path d="M17 36h6M29 36h6M41 36h6M17 48h6M29 48h6" stroke-width="5" />
    </>
  ),
  receipt: (): VNode => (
    <>
      <path d="M13 4h38v56l-6-5-6 5-7-5-7 5-6-5-6 5z" fill={paper} />
      <path d="M22 16h20M22 26h20" />
      <path d="M22 39l7 7 13-14" stroke={green} stroke-width="5" />
    </>
  ),
  /** A paper with a torn-off edge and a coin on it. */
  voucher: (): VNode => (
    <>
      <path d="M4 15h56v11a6 6 0 0 0 0 12v11H4V38a6 6 0 0 0 0-12z" fill={paper} />
      <path d="M22 15v34" stroke-width="2.5" stroke-dasharray="4 4" />
      <circle cx="40" cy="32" r="10" fill={gold} />
    </>
  ),
  more_vouchers: (): VNode => (
    <>
      <path d="M3 9h50v9a5 5 0 0 0 0 10v9H3v-9a5 5 0 0 0 0-10z" fill={paper} />
      <path d="M18 9v28" stroke-width="2.5" stroke-dasharray="4 4" />
      <circle cx="35" cy="23" r="8" fill={gold} />
      <circle cx="47" cy="46" r="13" fill={green} />
      <path d="M47 39v14M40 46h14" stroke={paper} stroke-width="4" />
    </>
  ),
  /** A list with a face and a tick for each who came. */
  came: (): VNode => (
    <>
      <rect x="8" y="5" width="48" height="55" rx="4" fill={paper} />
      <circle cx="21" cy="18" r="6" fill={gold} stroke-width="2.5" />
      <circle cx="21" cy="33" r="6" fill={blue} stroke-width="2.5" />
      <circle cx="21" cy="48" r="6" fill={red} stroke-width="2.5" />
      <path d="M34 18l5 5 9-10M34 33l5 5 9-10M34 48l5 5 9-10" stroke={green} stroke-width="4.5" />
    </>
  ),
  /** Two who say the same, each in a writing of their own. */
  tongues: (): VNode => (
    <>
      <path d="M4 8h34v25H19l-9 9v-9H4z" fill={blue} />
      <path d="M15 28 21 13l6 15M17 23h8" stroke={paper} stroke-width="3.5" />
      <path d="M60 26H27v25h18l9 9v-9h6z" fill={gold} />
      <path d="M36 36c5 8 14 8 17-1M44 46v.5" stroke-width="3.5" />
    </>
  ),
  list: (): VNode => (
    <>
      <path d="M6 10c10-4 19-3 26 3 7-6 16-7 26-3v44c-10-4-19-3-26 3-7-6-16-7-26-3z" fill={paper} />
      <path
        d="M32 13v43M13 21c4-1 8-1 12 1M13 31c4-1 8-1 12 1M13 41c4-1 8-1 12 1M39 22c4-2 8-2 12-1M39 32c4-2 8-2 12-1"
        stroke-width="2.5"
      />
    </>
  ),
  letter: (): VNode => (
    <>
      <rect x="4" y="13" width="56" height="40" rx="4" fill={paper} />
      <path d="M5 16l27 22 27-22" />
      <circle cx="32" cy="38" r="6" fill={red} stroke-width="2.5" />
    </>
  ),
  key: (): VNode => (
    <>
      <circle cx="19" cy="24" r="15" fill={gold} />
      <circle cx="17" cy="21" r="4" fill={paper} stroke-width="2.5" />
      <path d="M30 34 56 59l4-8-6-2 2-6-6-2 1-6-10-8z" fill={gold} />
    </>
  ),
  cloud: (): VNode => (
    <>
      <path d="M17 48C3 48 2 31 15 29c0-17 25-20 30-4 14-2 19 22 2 23z" fill="#cfe6f5" />
      <path d="M20 57v.5M33 57v.5M46 57v.5" stroke={blue} stroke-width="5" />
    </>
  ),
  broken: (): VNode => (
    <>
      <path d="M12 16h40l-4 36c-1 5-4 7-8 7H24c-4 0-7-2-8-7z" fill={blue} />
      <path d="M52 23c12-3 12 20-3 19" />
      <path d="M34 16l-6 12 9 6-7 11" stroke={paper} stroke-width="4" />
    </>
  ),
  leaf: (): VNode => (
    <>
      <path d="M8 56C4 26 24 8 58 8c2 32-16 50-42 42z" fill={green} />
      <path d="M6 60C16 40 28 30 42 24" />
    </>
  ),
};

import type { VNode } from 'preact';

const wood = '#b97b45';
const white = '#fffaf0';
const red = '#d9473b';
const blue = '#4f86c6';
const green = '#3fa86c';
const gold = '#f2b632';
const sky = '#bfe3f5';

/** What one meets outside, in a square of 100. */
export const outings = {
  umbrella: (): VNode => (
    <>
      <path d="M50 46v36c0 12 18 12 18 0" stroke={wood} stroke-width="6" />
      <path
        d="M6 54C8 28 26 14 50 14s42 14 44 40c-8-8-18-8-24 0-6-8-14-8-20 0-6-8-14-8-20 0-6-8-16-8-24 0z"
        fill={red}
      />
      <path d="M50 14c-12 10-18 24-20 40 6-8 14-8 20 0 6-8 14-8 20 0-2-16-8-30-20-40z" fill={gold} />
      <path d="M50 14V7" stroke-width="4" />
    </>
  ),
  ball: (): VNode => (
    <>
      <circle cx="50" cy="50" r="42" fill={white} />
      <path d="M50 8C30 20 24 36 22 81 4 66 0 24 50 8z" fill={red} />
      <path d="M50 8c22 10 30 34 28 73 18-15 22-57-28-73z" fill={blue} />
      <path d="M50 8c-9 28-9 56 0 84 9-28 9-56 0-84z" fill={gold} />
      <circle cx="50" cy="11" r="5" fill={white} />
    </>
  ),
  bicycle: (): VNode => (
    <>
      <circle cx="23" cy="66" r="19" fill={white} stroke-width="4" />
      <circle cx="77" cy="66" r="19" fill={white} stroke-width="4" />
      <path
        d="M23 66 38 38h28L48 66H23M38 38l10 28M66 38l11 28M66 38l-3-12h11M33 30h12M38 38l-2-8"
        stroke={red}
        stroke-width="5"
      />
      <circle cx="48" cy="66" r="5" fill={gold} />
    </>
  ),
  boat: (): VNode => (
    <>
      <path d="M48 8h5v58h-5z" fill={wood} />
      <path d="M53 12c18 10 28 28 30 46H53z" fill={white} />
      <path d="M48 18c-14 10-22 24-24 40h24z" fill={gold} />
      <path d="M10 66h80c-4 14-12 20-22 20H32c-10 0-18-6-22-20z" fill={red} />
      <path d="M8 90c8-6 14 4 22 0s12 4 20 0 12 4 20 0 14 6 22 0" stroke={blue} stroke-width="4" />
    </>
  ),
  car: (): VNode => (
    <>
      <path
        d="M6 70V56c0-4 2-6 6-7l12-3 12-16c2-3 4-4 8-4h18c4 0 6 1 8 4l10 15c10 2 14 6 14 13v12z"
        fill={red}
      />
      <path d="M32 46l9-12h9v12zM56 34h8l8 12H56z" fill={sky} />
      <circle cx="28" cy="70" r="11" fill="#4a4a4a" />
      <circle cx="74" cy="70" r="11" fill="#4a4a4a" />
      <circle cx="28" cy="70" r="4" fill={white} />
      <circle cx="74" cy="70" r="4" fill={white} />
      <path d="M52 54h6" />
    </>
  ),
  train: (): VNode => (
    <>
      <path d="M22 22c0-8 6-12 28-12s28 4 28 12v46c0 6-4 10-10 10H32c-6 0-10-4-10-10z" fill={green} />
      <path d="M30 26h40v20H30z" fill={sky} />
      <path d="M50 26v20M22 54h56" stroke-width="3" />
      <circle cx="33" cy="65" r="5" fill={gold} />
      <circle cx="67" cy="65" r="5" fill={gold} />
      <path d="M34 78 24 92M66 78l10 14M29 86h42" stroke-width="4.5" />
    </>
  ),
  house: (): VNode => (
    <>
      <path d="M66 16h10v20H66z" fill={red} />
      <path d="M18 46h64v42H18z" fill="#f3dcb8" />
      <path d="M6 50 50 12l44 38-5 5-39-33-39 33z" fill={red} />
      <path d="M42 88V62h16v26z" fill={wood} />
      <path d="M25 58h11v12H25zM64 58h11v12H64z" fill={sky} />
      <circle cx="54" cy="76" r="1.5" fill={gold} />
    </>
  ),
  balloon: (): VNode => (
    <>
      <path d="M50 68c-4 8 6 12 0 24" stroke-width="3" />
      <path d="M50 6c18 0 29 13 29 29 0 18-15 31-29 31S21 53 21 35C21 19 32 6 50 6z" fill="#e0578c" />
      <path d="M44 72l6-7 6 7z" fill="#e0578c" />
      <path d="M33 33c0-8 4-13 10-15" stroke={white} stroke-width="5" />
    </>
  ),
  sun: (): VNode => (
    <>
      {Array.from({ length: 8 }, (_, i) => (
        <path key={i} d="M44 22 50 4l6 18z" fill="#f28a1f" transform={`rotate(${i * 45} 50 50)`} />
      ))}
      <circle cx="50" cy="50" r="25" fill="#f9cf3f" />
      <circle cx="42" cy="46" r="2.8" fill="#33261f" />
      <circle cx="58" cy="46" r="2.8" fill="#33261f" />
      <path d="M40 56c5 7 15 7 20 0" stroke-width="3" />
    </>
  ),
  cloud: (): VNode => (
    <>
      <path d="M26 68C4 68 2 42 24 39c2-26 42-30 48-5 22-3 28 32 4 34z" fill={white} />
      <path d="M32 78l-4 12M50 78l-4 12M68 78l-4 12" stroke={blue} stroke-width="5" />
    </>
  ),
  kite: (): VNode => (
    <>
      <path d="M44 68c-12 4-2 14-14 16s-6 8-16 6" stroke-width="3" />
      <path d="M26 78l-2 9 9-3zM38 66l10 3-4 7z" fill={gold} />
      <path d="M72 8 88 42 44 68 34 26z" fill={blue} />
      <path d="M72 8 60 59l28-17zM34 26l26 33-16 9z" fill={red} />
      <path d="M72 8 44 68M34 26l54 16" />
    </>
  ),
  ladder: (): VNode => (
    <path
      d="M30 6l6 0-6 88h-8zM64 6h6l8 88h-8zM34 22h31l1 7H33zM32 40h35l1 7H31zM31 58h38l1 7H30zM29 76h42l1 7H28z"
      fill={wood}
    />
  ),
  bench: (): VNode => (
    <>
      <path d="M20 30h8v60h-8zM72 30h8v60h-8z" fill="#6b7580" />
      <path d="M8 26h84v9H8zM8 40h84v9H8z" fill={wood} />
      <path d="M6 60h88v11H6z" fill="#d99a5f" />
    </>
  ),
  mountain: (): VNode => (
    <>
      <path d="M4 82 36 22l16 26 12-16 32 50z" fill="#7d93a8" />
      <path d="M36 22 24 44l8-3 5 6 6-7 6 2zM64 32l-7 9 6 4 4-4 6 5z" fill={white} />
      <path d="M4 82c16-10 30-10 46-4s32 4 46 4z" fill={green} />
    </>
  ),
};

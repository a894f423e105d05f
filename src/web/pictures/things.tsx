import type { VNode } from 'preact';
import { outings } from './outings.js';

const wood = '#b97b45';
const steel = '#c3ccd6';
const white = '#fffaf0';
const red = '#d9473b';
const blue = '#4f86c6';
const gold = '#f2b632';

/** Tools and things of the house, in a square of 100. */
export const things = {
  hammer: (): VNode => (
    <>
      <path d="M44 40 56 40 60 92H40z" fill={wood} />
      <path d="M22 14h44c12 2 18 10 20 22-8-5-14-7-22-6H22z" fill={steel} />
      <path d="M12 10h12v24H12z" fill="#8f9aa6" />
      <path d="M43 30h14v12H43z" fill="#8f9aa6" />
    </>
  ),
  scissors: (): VNode => (
    <>
      <path d="M24 6c-4 8-2 14 4 24l26 38 8-6z" fill={steel} />
      <path d="M76 6c4 8 2 14-4 24L46 68l-8-6z" fill={steel} />
      <circle cx="32" cy="77" r="13" stroke={red} stroke-width="9" />
      <circle cx="68" cy="77" r="13" stroke={red} stroke-width="9" />
      <circle cx="50" cy="55" r="3" fill="#6b7580" />
    </>
  ),
  key: (): VNode => (
    <>
      <circle cx="32" cy="34" r="24" fill={gold} />
      <circle cx="28" cy="30" r="8" fill={white} />
      <path d="M50 50 88 86l-2 8-9-1-3-9-8 0-2-9-8 0-1-9-9-5z" fill={gold} />
    </>
  ),
  teapot: (): VNode => (
    <>
      <path d="M72 48c20-8 26 24-2 30v-8c14-4 12-18 0-14z" fill={blue} />
      <path d="M24 62C10 60 14 42 4 38l4-6c14 0 14 12 22 16z" fill={blue} />
      <path d="M22 58c0-16 12-24 27-24s27 8 27 24c0 14-6 24-13 28H35c-7-4-13-14-13-28z" fill={blue} />
      <path d="M32 36c2-10 32-10 34 0z" fill="#7fabdc" />
      <circle cx="49" cy="23" r="5" fill={gold} />
      <path d="M38 60c2-6 8-6 11 0 3-6 9-6 11 0 1 7-6 11-11 15-5-4-12-8-11-15z" fill={white} />
    </>
  ),
  cup: (): VNode => (
    <>
      <path d="M70 42c22-4 24 28-4 30v-8c15-2 14-16 4-14z" fill="#e98a6b" />
      <path d="M16 36h56c0 28-6 42-16 48H32C22 78 16 64 16 36z" fill="#e98a6b" />
      <ellipse cx="44" cy="37" rx="28" ry="8" fill="#7a4a2b" />
      <path
        d="M32 24c-4-6 4-9 0-16M45 24c-4-6 4-9 0-16M58 24c-4-6 4-9 0-16"
        stroke="#8b98a5"
        stroke-width="4"
      />
      <path d="M18 54c16 6 38 6 53 0" stroke={white} stroke-width="5" />
    </>
  ),
  chair: (): VNode => (
    <>
      <path d="M28 6h10v86H28zM66 54h9v38h-9z" fill={wood} />
      <path d="M30 12h36c4 0 6 3 5 7l-4 20H34z" fill="#d99a5f" />
      <path d="M24 52h54v11H24z" fill="#d99a5f" />
    </>
  ),
  lamp: (): VNode => (
    <>
      <path d="M45 48h10v36H45z" fill={wood} />
      <path d="M28 84h44v8H28z" fill={wood} />
      <path d="M34 10h32l18 40H16z" fill="#f9d65c" />
      <path d="M66 50v14" stroke-width="3" />
      <circle cx="66" cy="66" r="3" fill={red} />
      <path d="M34 20l-8 20" stroke={white} stroke-width="4" />
    </>
  ),
  book: (): VNode => (
    <>
      <path d="M6 24c16-6 32-5 44 4 12-9 28-10 44-4v56c-16-6-32-5-44 4-12-9-28-10-44-4z" fill={red} />
      <path d="M12 20c14-5 27-4 38 5 11-9 24-10 38-5v54c-14-5-27-4-38 5-11-9-24-10-38-5z" fill={white} />
      <path
        d="M50 25v54M20 32c8-2 15-1 22 3M20 44c8-2 15-1 22 3M20 56c8-2 15-1 22 3M58 35c7-4 14-5 22-3M58 47c7-4 14-5 22-3M58 59c7-4 14-5 22-3"
        stroke-width="2.3"
      />
    </>
  ),
  drum: (): VNode => (
    <>
      <path d="M14 42c0 34 0 40 4 42 14 8 50 8 64 0 4-2 4-8 4-42z" fill={red} />
      <path d="M14 44l14 42 12-34 10 38 12-38 10 34 14-42" stroke={white} stroke-width="3" />
      <ellipse cx="50" cy="42" rx="36" ry="13" fill={white} />
      <path d="M10 14 44 38M90 14 58 38" stroke={wood} stroke-width="6" />
      <circle cx="45" cy="39" r="4" fill={wood} />
      <circle cx="57" cy="39" r="4" fill={wood} />
    </>
  ),
  hat: (): VNode => (
    <>
      <ellipse cx="50" cy="68" rx="45" ry="15" fill="#e2bd78" />
      <path d="M24 66c0-28 8-46 26-46s26 18 26 46c-14 8-38 8-52 0z" fill="#edcf95" />
      <path d="M23 56c16 7 38 7 54 0l-1 12c-14 8-38 8-52 0z" fill={blue} />
    </>
  ),
  shoe: (): VNode => (
    <>
      <path d="M12 26c8 6 18 6 26 0 4 14 12 20 24 24 16 4 28 8 28 22H12c-4-14-4-30 0-46z" fill={blue} />
      <path d="M10 70h80c3 0 4 12 0 12H14c-5 0-6-12-4-12z" fill={white} />
      <path d="M40 40l10-6M46 48l10-6M54 54l9-6" stroke={white} stroke-width="4" />
      <path d="M13 42c6 2 10 2 15 0" />
    </>
  ),
  backpack: (): VNode => (
    <>
      <path d="M38 22c0-16 24-16 24 0" stroke-width="6" />
      <path d="M18 60c-8 2-10 22 0 24zM82 60c8 2 10 22 0 24z" fill="#2f8f5b" />
      <path d="M18 46c0-20 12-28 32-28s32 8 32 28v40c0 4-3 6-6 6H24c-3 0-6-2-6-6z" fill="#3fa86c" />
      <path d="M28 60h44v24H28z" fill={gold} />
      <path d="M28 68h44M50 66v8M32 38h36" stroke-width="3.5" />
    </>
  ),
  bucket: (): VNode => (
    <>
      <path d="M18 34C18 4 82 4 82 34" stroke-width="4" />
      <path d="M16 36h68l-8 50c-2 8-50 8-52 0z" fill={blue} />
      <ellipse cx="50" cy="36" rx="34" ry="10" fill="#9cd3f0" />
      <path d="M26 54l4 28" stroke={white} stroke-width="5" />
    </>
  ),
  watering_can: (): VNode => (
    <>
      <path d="M58 38c22-18 40 8 20 28" stroke="#2f8f5b" stroke-width="7" />
      <path d="M34 62 14 34l-6 4-4-12 18-10 6 10-6 4 18 20z" fill="#3fa86c" />
      <path d="M32 40h40l6 46H28z" fill="#3fa86c" />
      <path d="M30 56h44" stroke={white} stroke-width="4" />
      <path d="M38 40c2-10 26-10 28 0z" fill="#2f8f5b" />
    </>
  ),
  spoon: (): VNode => (
    <>
      <path d="M46 50h8l4 40c0 5-16 5-16 0z" fill={wood} />
      <path d="M50 6c14 0 20 12 20 24 0 13-9 22-20 22s-20-9-20-22C30 18 36 6 50 6z" fill={wood} />
      <path d="M50 14c8 0 12 8 12 16 0 8-5 14-12 14s-12-6-12-14c0-8 4-16 12-16z" fill="#9a6232" />
    </>
  ),
  ...outings,
};

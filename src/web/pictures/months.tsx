import type { VNode } from 'preact';

const gold = '#f2b632';
const green = '#2f8f5b';
const red = '#d2503f';
const pink = '#f0a8b8';
const paper = '#fffaf0';
const blue = '#5f9fd0';
const wood = '#a9713f';

/** What each month is known by here, from January on. Drawn in a square of 40, outline in the colour of the text. */
export const monthPictures: readonly (() => VNode)[] = [
  // Snow.
  () => (
    <path
      d="M20 4v32M6 12l28 16M6 28l28-16M15 6l5 5 5-5M15 34l5-5 5 5M5 18l6-3-1-7M35 22l-6 3 1 7M5 22l6 3-1 7M35 18l-6-3 1-7"
      stroke={blue}
      stroke-width="3"
    />
  ),
  // A warm hat.
  () => (
    <>
      <path d="M7 27C7 4 33 4 33 27z" fill={red} />
      <circle cx="20" cy="8" r="5" fill={paper} />
      <path d="M4 26h32v9H4z" fill={blue} />
    </>
  ),
  // What comes up.
  () => (
    <>
      <path d="M3 36c4-7 30-7 34 0z" fill={wood} />
      <path d="M20 31V14" stroke={green} stroke-width="4" />
      <path d="M20 17C10 18 6 12 6 5c9 0 14 4 14 12zM20 20c1-8 6-11 14-10 0 7-5 11-14 10z" fill={green} />
    </>
  ),
  // Blossom.
  () => (
    <>
      {[0, 72, 144, 216, 288].map((turn) => (
        <path
          key={turn}
          d="M20 20C10 14 13 3 20 3s10 11 0 17z"
          fill={pink}
          transform={`rotate(${turn} 20 20)`}
        />
      ))}
      <circle cx="20" cy="20" r="4.5" fill={gold} />
    </>
  ),
  // A butterfly.
  () => (
    <>
      <path
        d="M20 20C12 2 2 4 4 14c1 6 8 8 16 6zm0 0C28 2 38 4 36 14c-1 6-8 8-16 6zm0 0C10 20 5 27 9 32c5 5 11-3 11-12zm0 0c10 0 15 7 11 12-5 5-11-3-11-12z"
        fill={gold}
      />
      <path d="M20 12v19" stroke-width="3.5" />
    </>
  ),
  // Cherries.
  () => (
    <>
      <path d="M12 26C13 15 19 8 28 5c-3 7-3 12 0 20M28 5c3-2 7 0 9 4-5 1-8 0-9-4z" fill={green} />
      <path d="M12 26C13 15 19 8 28 5c-3 7-3 12 0 20" fill={paper} stroke="none" />
      <path d="M12 26C13 15 19 8 28 5c-3 7-3 12 0 20" />
      <circle cx="12" cy="30" r="7" fill={red} />
      <circle cx="29" cy="29" r="7" fill={red} />
    </>
  ),
  // The sun.
  () => (
    <>
      <path d="M20 2v5M20 33v5M2 20h5M33 20h5M7 7l4 4M29 29l4 4M33 7l-4 4M11 29l-4 4" stroke-width="3.5" />
      <circle cx="20" cy="20" r="9" fill={gold} />
    </>
  ),
  // A boat.
  () => (
    <>
      <path d="M18 3v22H5z" fill={paper} />
      <path d="M22 8v17h12z" fill={red} />
      <path d="M4 28h33l-6 8H10z" fill={wood} />
    </>
  ),
  // An apple.
  () => (
    <>
      <path
        d="M20 13c-7-5-15-1-15 9 0 9 6 15 10 15 2 0 3-1 5-1s3 1 5 1c4 0 10-6 10-15 0-10-8-14-15-9z"
        fill={red}
      />
      <path d="M20 13c0-4 1-7 3-10M22 9c2-5 6-6 10-5-1 5-5 7-10 5z" fill={green} />
    </>
  ),
  // A leaf that falls.
  () => (
    <>
      <path d="M6 35C2 17 14 6 35 5c1 20-10 33-27 28z" fill={gold} />
      <path d="M4 38C10 25 17 18 26 13M15 22l1 8M20 17l9 2" />
    </>
  ),
  // Rain.
  () => (
    <>
      <path d="M10 22C1 22 1 12 9 11c1-10 17-11 19-2 9-1 11 13 1 13z" fill="#cfe6f5" />
      <path d="M11 27l-3 7M21 27l-3 7M31 27l-3 7" stroke={blue} stroke-width="3.5" />
    </>
  ),
  // A fir with snow.
  () => (
    <>
      <path d="M17 31h6v7h-6z" fill={wood} />
      <path d="M20 3l9 12h-5l9 16H7l9-16h-5z" fill={green} />
      <path d="M14 13c4 3 8 3 12 0M11 27c6 3 12 3 18 0" stroke={paper} stroke-width="3" />
    </>
  ),
];

/** A leaf of a calendar: what the month is known by, and the day. It always stands beside its words (U34). */
export function DayLeaf({ day }: { readonly day: string }): VNode {
  const [, month, date] = day.split('-').map(Number) as [number, number, number];
  return (
    <svg
      class="day-leaf"
      viewBox="0 0 96 64"
      aria-hidden="true"
      focusable="false"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <rect x="3" y="9" width="90" height="52" rx="5" fill={paper} />
      <path d="M3 19v-5c0-3 2-5 5-5h80c3 0 5 2 5 5v5z" fill={red} />
      <path d="M24 3v11M72 3v11" stroke-width="5" />
      <g transform="translate(6 21) scale(.92)" stroke-width="2.5">
        {monthPictures[month - 1]!()}
      </g>
      <text
        x="69"
        y="54"
        fill="currentColor"
        stroke="none"
        font-size="34"
        font-weight="700"
        text-anchor="middle"
      >
        {date}
      </text>
    </svg>
  );
}

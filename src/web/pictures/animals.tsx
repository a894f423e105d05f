import type { VNode } from 'preact';

const eye = '#33261f';
const white = '#fffaf0';

/** Animals in a square of 100; what matters stays within 46 of the middle. */
export const animals = {
  cat: (): VNode => (
    <>
      <path d="M18 46 20 14l20 12c6-2 14-2 20 0l20-12 2 32c2 26-14 40-32 40S16 72 18 46z" fill="#e8954a" />
      <path d="M24 24l3 12 9-7zM76 24l-3 12-9-7z" fill="#f7c6a8" stroke="none" />
      <path d="M44 27l2 11M56 27l-2 11M50 26v13" stroke="#a85a1c" />
      <ellipse cx="50" cy="68" rx="17" ry="13" fill={white} stroke="none" />
      <ellipse cx="35" cy="51" rx="5" ry="6.5" fill="#8fbf4d" />
      <ellipse cx="65" cy="51" rx="5" ry="6.5" fill="#8fbf4d" />
      <path d="M35 47v8M65 47v8" stroke-width="3.5" />
      <path d="M45 60h10l-5 6z" fill="#d2706a" />
      <path d="M50 66c0 6-9 7-11 3M50 66c0 6 9 7 11 3M22 62l-13-3M23 69l-13 3M78 62l13-3M77 69l13 3" />
    </>
  ),
  fish: (): VNode => (
    <>
      <path d="M69 50 92 31c-3 12-3 26 0 38z" fill="#e57b3a" />
      <path d="M38 31c6-13 20-16 30-12-3 6-5 11-4 17zM44 69c4 9 12 13 20 12-2-5-3-9-1-14z" fill="#e57b3a" />
      <path d="M8 51c10-17 26-23 40-22 14 1 22 9 28 21-6 13-16 20-29 21C32 72 18 66 8 51z" fill="#f4a04c" />
      <path d="M34 31c8 12 8 27 1 39" />
      <path d="M45 42c5 3 5 8 0 11M55 39c5 3 5 8 0 11M56 53c5 3 4 8-1 10" stroke="#b65a1e" />
      <circle cx="23" cy="46" r="5.5" fill={white} />
      <circle cx="22" cy="46" r="2" fill={eye} />
      <path d="M9 52c4 2 7 2 10 1" />
    </>
  ),
  bird: (): VNode => (
    <>
      <path d="M68 62 93 58 88 72 72 74z" fill="#3b6fa8" />
      <path
        d="M20 44c0-16 12-25 25-24 14 1 18 11 21 19 4 10 12 13 16 21-6 16-21 22-36 20C28 78 20 62 20 44z"
        fill="#5fa3d8"
      />
      <path d="M23 51c8 3 18 7 23 15 3 6 3 11 1 14-14-1-23-13-24-29z" fill="#f08a4b" stroke="none" />
      <path d="M20 38 5 45l15 6z" fill="#f2b632" />
      <path d="M48 48c10-3 22 3 27 16-10 6-25 4-29-4-2-4-1-9 2-12z" fill="#3b6fa8" />
      <circle cx="34" cy="36" r="4" fill={eye} />
      <circle cx="35" cy="35" r="1" fill={white} stroke="none" />
      <path d="M42 80v11m-6 0h11M55 79v12m-5 0h11" stroke="#a35d12" stroke-width="3" />
    </>
  ),
  butterfly: (): VNode => (
    <>
      <path d="M47 48C40 24 16 14 8 24c-6 9 2 28 20 31-12 3-16 18-8 25 10 8 24-6 27-24z" fill="#e2577a" />
      <path d="M53 48c7-24 31-34 39-24 6 9-2 28-20 31 12 3 16 18 8 25-10 8-24-6-27-24z" fill="#e2577a" />
      <circle cx="24" cy="36" r="8" fill="#f9c74f" />
      <circle cx="76" cy="36" r="8" fill="#f9c74f" />
      <circle cx="29" cy="68" r="6" fill="#7fc8e8" />
      <circle cx="71" cy="68" r="6" fill="#7fc8e8" />
      <path d="M46 38c0-6 8-6 8 0v38c0 8-8 8-8 0z" fill="#5b4034" />
      <path d="M48 33c-2-9-6-13-12-15M52 33c2-9 6-13 12-15" />
    </>
  ),
  bee: (): VNode => (
    <>
      <path
        d="M48 40C36 14 58 6 62 20c3 8-4 17-8 20zM56 40c6-22 26-20 24-7-1 8-12 11-20 10z"
        fill="#d7eefa"
      />
      <ellipse cx="52" cy="59" rx="33" ry="23" fill="#f6c12f" />
      <path
        d="M45 37c-5 13-5 31 0 44h10c-5-13-5-31 0-44zM65 39c-4 12-4 28 0 40l10-6c-3-9-3-19 0-28z"
        fill="#453126"
      />
      <path d="M85 59l9 1-9 4z" fill="#453126" />
      <circle cx="31" cy="54" r="4" fill={eye} />
      <path d="M25 66c4 4 8 4 11 1M28 39c-2-8-7-12-13-12M22 43c-5-5-9-6-14-5" />
    </>
  ),
  ladybird: (): VNode => (
    <>
      <path d="M17 40 8 33M12 58H3M19 74l-8 8M83 40l9-7M88 58h9M81 74l8 8" stroke-width="3.5" />
      <path d="M30 33c0-26 40-26 40 0z" fill="#453126" />
      <path d="M50 26c24 0 38 14 38 34S70 92 50 92 12 80 12 60s14-34 38-34z" fill="#db3b2f" />
      <path d="M50 26v66" stroke-width="4" />
      <g fill="#453126" stroke="none">
        <circle cx="33" cy="46" r="7" />
        <circle cx="67" cy="46" r="7" />
        <circle cx="28" cy="67" r="7" />
        <circle cx="72" cy="67" r="7" />
        <circle cx="41" cy="80" r="5" />
        <circle cx="59" cy="80" r="5" />
      </g>
      <circle cx="41" cy="20" r="3.5" fill={white} />
      <circle cx="59" cy="20" r="3.5" fill={white} />
    </>
  ),
  rabbit: (): VNode => (
    <>
      <path
        d="M36 42C20 26 22 2 31 4c9 2 14 20 15 34zM64 42c16-16 14-40 5-38-9 2-14 20-15 34z"
        fill="#c9b29b"
      />
      <path
        d="M37 34c-8-10-8-22-5-23 4 1 8 13 9 22zM63 34c8-10 8-22 5-23-4 1-8 13-9 22z"
        fill="#f4c4bd"
        stroke="none"
      />
      <path d="M50 36c18 0 30 12 30 28 0 17-13 28-30 28S20 81 20 64c0-16 12-28 30-28z" fill="#c9b29b" />
      <ellipse cx="50" cy="76" rx="16" ry="12" fill={white} stroke="none" />
      <circle cx="37" cy="58" r="4.5" fill={eye} />
      <circle cx="63" cy="58" r="4.5" fill={eye} />
      <path d="M45 67h10l-5 5z" fill="#d2706a" />
      <path d="M46 80h8v8h-8zM50 72v8M50 80v8M30 72l-17-4M30 78l-15 4M70 72l17-4M70 78l15 4" fill={white} />
    </>
  ),
  turtle: (): VNode => (
    <>
      <path d="M24 66c-4 10-4 16 4 16 6 0 8-6 9-14zM64 68c1 8 4 14 10 14 7 0 7-8 3-16z" fill="#8fb35a" />
      <path d="M76 60c-2-14 4-24 12-22 8 2 9 14 2 21-4 4-9 6-14 5z" fill="#8fb35a" />
      <path d="M16 66 5 70l10 3z" fill="#8fb35a" />
      <path d="M12 66c0-24 16-40 34-40s34 16 34 40c-12 6-56 6-68 0z" fill="#4d8a57" />
      <path d="M36 40h20l9 15-9 13H36l-9-13zM36 40l-8-8M56 40l8-8M65 55h14M27 55H14" stroke="#2f5c3a" />
      <path d="M12 66c12 6 56 6 68 0" stroke-width="5" />
      <circle cx="87" cy="46" r="2.5" fill={eye} />
      <path d="M86 57c3 0 5-1 6-3" />
    </>
  ),
  snail: (): VNode => (
    <>
      <path d="M8 82c22-1 44-5 54-12 8-6 6-20 10-29 4-8 17-6 18 4 2 20-14 37-38 38z" fill="#e6c08a" />
      <path d="M75 38 70 19M86 38l6-18" stroke-width="3.5" />
      <circle cx="70" cy="17" r="4" fill={eye} />
      <circle cx="92" cy="18" r="4" fill={eye} />
      <circle cx="40" cy="48" r="29" fill="#c9713f" />
      <path
        d="M40 48c-2-6 8-7 9 1 1 10-14 13-19 3-5-12 7-23 19-19 14 5 17 22 9 33"
        stroke-width="4"
        stroke="#7c3f1d"
      />
      <path d="M79 55c3 1 6 0 8-2" />
    </>
  ),
  duck: (): VNode => (
    <>
      <path
        d="M10 60c8 2 14 1 20-4 8-6 14-7 22-4-6-6-8-12-8-18 0-12 8-20 19-20s18 9 17 19c-1 9-7 13-7 20 5 6 8 12 7 19-2 11-13 17-30 17C27 89 12 80 10 60z"
        fill="#f7cf45"
      />
      <path d="M79 30c7 1 12 3 14 6-3 4-9 6-16 5z" fill="#e8792b" />
      <circle cx="66" cy="29" r="4" fill={eye} />
      <circle cx="67" cy="28" r="1" fill={white} stroke="none" />
      <path d="M32 64c9-7 22-6 30 2-4 11-18 15-30 8z" fill="#e3a824" />
    </>
  ),
  elephant: (): VNode => (
    <>
      <path
        d="M30 32C14 18 2 32 6 50c3 14 14 18 24 13zM70 32c16-14 28 0 24 18-3 14-14 18-24 13z"
        fill="#a9b3bf"
      />
      <path
        d="M22 36c-6-4-10 2-9 11 1 7 6 10 11 8zM78 36c6-4 10 2 9 11-1 7-6 10-11 8z"
        fill="#e7bfc0"
        stroke="none"
      />
      <path
        d="M50 16c16 0 26 12 25 28-1 12-9 18-13 22l-2 14c-1 14-21 14-20 0 0-4 6-4 6 0 0 5 6 4 6-1l-2-9h-8c-8-5-16-13-17-26-1-16 9-28 25-28z"
        fill="#bcc5cf"
      />
      <circle cx="38" cy="42" r="4" fill={eye} />
      <circle cx="62" cy="42" r="4" fill={eye} />
      <path
        d="M43 57c5 2 10 2 14 0M43 64c5 2 10 2 14 0M34 62c-3 5-3 9-1 13l6-7zM66 62c3 5 3 9 1 13l-6-7z"
        fill={white}
      />
    </>
  ),
  whale: (): VNode => (
    <>
      <path d="M44 28c0-8-4-13-12-14M44 28c0-8 4-13 12-14M44 28V16" stroke="#3f9ac9" stroke-width="4" />
      <path
        d="M8 56c0-16 14-27 34-27 22 0 28 18 34 24 4-6 2-14-3-19 7 0 12 3 13 7 3-4 7-6 11-5-2 7-8 11-10 18-5 18-20 28-43 28C22 82 8 74 8 56z"
        fill="#4b7fc2"
      />
      <path d="M9 62c14 4 36 4 50-1-1 10-9 18-22 20C21 81 11 74 9 62z" fill="#dcebf7" />
      <path d="M20 64v11M30 65v15M40 65v14M50 63v11" stroke-width="2" />
      <circle cx="27" cy="51" r="4" fill={eye} />
      <path d="M9 62c14 4 36 4 50-1" />
    </>
  ),
  hedgehog: (): VNode => (
    <>
      <path
        d="M22 76c-8-22 4-46 28-48l-2-8 9 7 5-9 4 10 9-6 1 11 10-2-3 10 9 3-6 8 7 6-9 5 4 8-9 2c1 3 1 6 0 8z"
        fill="#8a6245"
      />
      <path d="M6 71c6-14 16-26 28-27 13 0 18 12 15 22-1 5-4 9-8 12H18c-7 0-11-2-12-7z" fill="#ecc89c" />
      <path d="M54 44l6-4M66 42l6-4M60 54l6-3M73 52l6-3M57 64l6-2M70 63l7-2" stroke="#4e3322" />
      <circle cx="7" cy="71" r="4.5" fill={eye} />
      <circle cx="27" cy="61" r="4" fill={eye} />
      <path d="M14 77c3-1 6-2 8-4M30 78v6h9M62 81v4h9" stroke-width="3" />
      <circle cx="41" cy="54" r="6" fill="#d9a878" />
    </>
  ),
  fox: (): VNode => (
    <>
      <path
        d="M16 12c10 2 18 8 24 14h20c6-6 14-12 24-14 3 14 2 26-2 36-4 18-16 34-32 42C34 82 22 66 18 48c-4-10-5-22-2-36z"
        fill="#e2762f"
      />
      <path d="M18 50c10 2 22 8 32 24 10-16 22-22 32-24-4 18-16 33-32 40-16-7-28-22-32-40z" fill={white} />
      <path d="M23 22l10 9-8 9zM77 22l-10 9 8 9z" fill="#5b3425" />
      <path d="M43 80h14l-7 10z" fill={eye} />
      <circle cx="36" cy="49" r="4.5" fill={eye} />
      <circle cx="64" cy="49" r="4.5" fill={eye} />
    </>
  ),
  frog: (): VNode => (
    <>
      <path
        d="M20 40C14 22 32 12 42 26h16c10-14 28-4 22 14 12 6 14 22 6 33-7 10-20 15-36 15S21 83 14 73c-8-11-6-27 6-33z"
        fill="#77b84a"
      />
      <circle cx="31" cy="33" r="9" fill={white} />
      <circle cx="69" cy="33" r="9" fill={white} />
      <circle cx="32" cy="33" r="4" fill={eye} />
      <circle cx="68" cy="33" r="4" fill={eye} />
      <path d="M20 60c16 14 44 14 60 0" stroke-width="3.5" />
      <path d="M45 50v1M55 50v1" stroke-width="4" />
      <circle cx="22" cy="57" r="5" fill="#f0a08a" stroke="none" />
      <circle cx="78" cy="57" r="5" fill="#f0a08a" stroke="none" />
    </>
  ),
  bear: (): VNode => (
    <>
      <circle cx="24" cy="26" r="13" fill="#8f5f3c" />
      <circle cx="76" cy="26" r="13" fill="#8f5f3c" />
      <circle cx="24" cy="26" r="6" fill="#d9a878" stroke="none" />
      <circle cx="76" cy="26" r="6" fill="#d9a878" stroke="none" />
      <circle cx="50" cy="54" r="36" fill="#a8734a" />
      <ellipse cx="50" cy="68" rx="17" ry="14" fill="#ecc89c" />
      <path d="M42 62c0-5 16-5 16 0 0 4-5 7-8 7s-8-3-8-7z" fill={eye} />
      <path d="M50 69v5c-3 4-8 3-9 0M50 74c3 4 8 3 9 0" />
      <circle cx="35" cy="48" r="4" fill={eye} />
      <circle cx="65" cy="48" r="4" fill={eye} />
    </>
  ),
};

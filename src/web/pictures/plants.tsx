import type { VNode } from 'preact';

const leaf = '#4d9a4f';
const stem = '#6b4526';
const white = '#fffaf0';

/** Fruit, vegetables and what grows, in a square of 100. */
export const plants = {
  apple: (): VNode => (
    <>
      <path
        d="M50 34c-12-9-38-6-38 20 0 20 14 36 26 36 6 0 8-2 12-2s6 2 12 2c12 0 26-16 26-36 0-26-26-29-38-20z"
        fill="#d9382f"
      />
      <path d="M50 34c0-8 1-14 6-22" stroke={stem} stroke-width="5" />
      <path d="M56 22c6-12 18-14 26-10-4 10-14 16-26 10z" fill={leaf} />
      <path d="M22 52c0-7 4-11 9-12" stroke={white} stroke-width="5" />
    </>
  ),
  pear: (): VNode => (
    <>
      <path
        d="M50 22c11 0 15 9 16 18 1 10 16 15 16 31 0 13-14 21-32 21s-32-8-32-21c0-16 15-21 16-31 1-9 5-18 16-18z"
        fill="#c9cf4a"
      />
      <path d="M50 22c0-6 0-10 4-15" stroke={stem} stroke-width="5" />
      <path d="M55 16c7-8 18-8 24-2-6 7-16 9-24 2z" fill={leaf} />
      <path d="M29 70c0-7 5-10 9-14" stroke={white} stroke-width="5" />
      <path d="M60 66v.5M66 74v.5M57 78v.5" stroke="#8c8f22" stroke-width="4" />
    </>
  ),
  banana: (): VNode => (
    <>
      <path d="M70 10l10-3 3 14c11 34-14 66-54 66-10 0-18-5-19-11l6-6c32 4 54-14 51-48z" fill="#f6d53c" />
      <path d="M70 10l10-3 2 11-11 4z" fill={stem} />
      <path d="M10 76l6-6 3 6-3 8z" fill={stem} />
      <path d="M19 76c34 4 58-16 57-50" stroke="#b8931a" />
    </>
  ),
  cherries: (): VNode => (
    <>
      <path d="M32 60c2-22 14-38 34-48M68 64c4-20 4-36-2-52" stroke={stem} stroke-width="4" />
      <path d="M66 12C54 6 40 8 32 18c12 8 26 6 34-6z" fill={leaf} />
      <circle cx="31" cy="70" r="19" fill="#c4243b" />
      <circle cx="68" cy="73" r="19" fill="#d8334a" />
      <path d="M20 67c1-4 3-6 6-7M57 70c1-4 3-6 6-7" stroke={white} stroke-width="4" />
    </>
  ),
  strawberry: (): VNode => (
    <>
      <path d="M50 30c22-6 38 4 36 22-2 18-20 40-36 40S16 70 14 52c-2-18 14-28 36-22z" fill="#e0364a" />
      <path
        d="M50 34C40 40 30 38 24 30c8-2 14-4 18-8l-2-10 10 8 10-8-2 10c4 4 10 6 18 8-6 8-16 10-26 4z"
        fill={leaf}
      />
      <path
        d="M30 50l1 4M44 50l1 4M58 50l-1 4M71 50l-1 4M36 64l1 4M50 64v4M64 64l-1 4M44 78l1 4M56 78l-1 4"
        stroke="#ffe08a"
        stroke-width="3.5"
      />
    </>
  ),
  lemon: (): VNode => (
    <>
      <path
        d="M12 62c-6-2-7-8-2-12 4-20 24-32 44-28 10 2 16 6 20 12 8-2 16 2 17 8-1 4-4 6-8 7-2 24-24 36-46 32-12-2-20-9-25-19z"
        fill="#f7dd3f"
      />
      <path d="M27 50c3-9 10-14 18-15" stroke={white} stroke-width="5" />
      <path d="M66 26c2-10 10-16 20-15 0 10-8 17-20 15z" fill={leaf} />
      <path d="M55 70v.5M63 62v.5M50 78v.5M68 72v.5" stroke="#bfa213" stroke-width="4" />
    </>
  ),
  orange: (): VNode => (
    <>
      <circle cx="50" cy="55" r="36" fill="#f28a1f" />
      <path d="M50 20c0-4 1-8 3-11" stroke={stem} stroke-width="5" />
      <path d="M52 20c4-11 18-14 28-8-4 11-18 15-28 8z" fill={leaf} />
      <path d="M23 50c2-9 8-15 16-17" stroke={white} stroke-width="5" />
      <path d="M60 70v.5M68 60v.5M52 78v.5M70 72v.5M60 50v.5" stroke="#b85f0a" stroke-width="4" />
    </>
  ),
  watermelon: (): VNode => (
    <>
      <path d="M6 38h88c0 30-20 48-44 48S6 68 6 38z" fill="#3f8f4a" />
      <path d="M13 38h74c0 25-16 40-37 40S13 63 13 38z" fill={white} stroke="none" />
      <path d="M18 38h64c0 21-13 34-32 34S18 59 18 38z" fill="#e5484d" />
      <path d="M32 47l2 5M50 47v6M68 47l-2 5M41 59l1 5M59 59l-1 5" stroke-width="4.5" />
    </>
  ),
  carrot: (): VNode => (
    <>
      <path d="M62 36C56 22 60 10 68 6c4 6 4 12 2 18 6-6 14-8 22-4-3 9-12 16-26 20z" fill={leaf} />
      <path d="M48 34c10-6 24 6 19 18C60 70 34 88 10 93 14 68 30 42 48 34z" fill="#ef7d24" />
      <path d="M40 46l10 7M52 70l-9-8M28 62l9 6M33 80l-6-5" stroke="#a84c0a" />
    </>
  ),
  tomato: (): VNode => (
    <>
      <path d="M50 28c26-8 42 6 42 27 0 22-18 37-42 37S8 77 8 55c0-21 16-35 42-27z" fill="#e23d2e" />
      <path
        d="M50 32c-8 2-14 10-22 9 4-5 8-10 14-13-5-2-9-6-12-10 8-1 14 1 18 5V10h6v13c4-4 10-6 17-5-3 5-7 8-12 10 6 3 10 8 14 13-8 1-15-7-23-9z"
        fill={leaf}
      />
      <path d="M19 58c0-5 2-9 5-12" stroke={white} stroke-width="5" />
    </>
  ),
  mushroom: (): VNode => (
    <>
      <path d="M36 54c2 14-2 24-6 30 6 8 34 8 40 0-4-6-8-16-6-30z" fill="#f5e3c4" />
      <path d="M8 54C8 26 28 10 50 10s42 16 42 44c-20 6-64 6-84 0z" fill="#c8553d" />
      <circle cx="34" cy="32" r="7" fill={white} stroke="none" />
      <circle cx="60" cy="26" r="6" fill={white} stroke="none" />
      <circle cx="72" cy="44" r="6" fill={white} stroke="none" />
      <circle cx="48" cy="46" r="5" fill={white} stroke="none" />
      <circle cx="20" cy="47" r="5" fill={white} stroke="none" />
    </>
  ),
  sunflower: (): VNode => (
    <>
      <path d="M50 60v36" stroke={leaf} stroke-width="6" />
      <path d="M51 86c6-12 18-14 26-10-4 10-15 14-26 10z" fill={leaf} />
      {Array.from({ length: 12 }, (_, i) => (
        <path
          key={i}
          d="M50 42c-9-10-9-26 0-36 9 10 9 26 0 36z"
          fill="#f6b92b"
          transform={`rotate(${i * 30} 50 42)`}
        />
      ))}
      <circle cx="50" cy="42" r="15" fill="#6e4424" />
      <path d="M44 38v.5M52 36v.5M57 43v.5M48 46v.5M54 50v.5M43 45v.5" stroke="#d9a54a" stroke-width="3.5" />
    </>
  ),
  tulip: (): VNode => (
    <>
      <path d="M50 52v42" stroke={leaf} stroke-width="6" />
      <path
        d="M50 92C34 90 24 76 24 58c14 4 24 16 26 34zM50 92c16-2 26-16 26-34-14 4-24 16-26 34z"
        fill={leaf}
      />
      <path
        d="M26 12c10 4 16 8 20 14l4-18 4 18c4-6 10-10 20-14 4 24-6 46-24 46S22 36 26 12z"
        fill="#e0578c"
      />
      <path d="M46 26c-4 10-3 20 4 32 7-12 8-22 4-32" />
    </>
  ),
  tree: (): VNode => (
    <>
      <path d="M42 58h16l3 34H39z" fill="#8a5a34" />
      <path
        d="M50 8c14 0 22 8 23 17 12 2 18 10 18 20 0 13-11 21-24 20-4 6-30 6-34 0C20 66 9 58 9 45c0-10 6-18 18-20C28 16 36 8 50 8z"
        fill="#5aa64f"
      />
      <path
        d="M30 38c4-5 9-6 14-4M54 28c4-4 9-5 13-3M56 50c4-4 9-5 14-3M28 54c3-3 7-4 11-3"
        stroke="#2f6b34"
      />
    </>
  ),
  cactus: (): VNode => (
    <>
      <path d="M30 70h40l-5 23H35z" fill="#c8693c" />
      <path d="M26 66h48v10H26z" fill="#dd8250" />
      <path
        d="M40 66V22c0-16 20-16 20 0v26c8 0 8-4 8-14 0-10 14-10 14 0 0 18-6 27-22 27v5zM40 54c-14 0-22-6-22-20 0-9 13-9 13 0 0 6 2 8 9 8z"
        fill="#4f9a5e"
      />
      <path d="M50 24v3M46 36v3M54 44v3M49 54v3M75 38v3M24 38v3" stroke={white} stroke-width="3" />
      <path d="M44 12c-3-6 3-8 6-4 3-4 9-2 6 4-2 3-10 3-12 0z" fill="#ea6a93" />
    </>
  ),
  pineapple: (): VNode => (
    <>
      <path
        d="M50 40C34 36 26 26 26 14c8 2 13 6 16 10 0-8 3-14 8-18 5 4 8 10 8 18 3-4 8-8 16-10 0 12-8 22-24 26z"
        fill={leaf}
      />
      <path d="M50 36c16 0 25 10 25 28S65 94 50 94 25 82 25 64s9-28 25-28z" fill="#f0b33a" />
      <path
        d="M31 48l38 38M27 62l29 31M44 38l30 31M69 48 31 86M73 62 44 93M56 38 26 69"
        stroke="#a86f12"
        stroke-width="2"
      />
    </>
  ),
};

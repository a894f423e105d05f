import type { VNode } from 'preact';

/** How much of a coin: whole, or the slice that is filled. */
export type Slice = 'whole' | 'quarter' | 'half' | 'three_quarters';
export type CoinUnit = 'hour' | 'coin';

const slicePaths: Readonly<Record<Exclude<Slice, 'whole'>, string>> = {
  quarter: 'M20 20V3a17 17 0 0 1 17 17z',
  half: 'M20 3a17 17 0 0 1 0 34z',
  three_quarters: 'M20 20V3a17 17 0 1 1-17 17z',
};
const slices = Object.entries(slicePaths);

/**
 * The drawings that every amount on the page points to, once per page.
 * @param own where the picture is that a community made of its token; ours without it
 */
export function CoinSymbols({ own }: { own?: string }): VNode {
  return (
    <svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false">
      {own === undefined ? <OurCoins /> : <OwnCoins path={own} />}
      <symbol id="coin-pile" viewBox="0 0 44 64">
        {Array.from({ length: 10 }, (_, i) => (
          <path key={i} d={`M4 ${55 - i * 4.6}v3.200c0 3.5 8 6 18 6s18-2.5 18-6v-3.200z`} class="coin-gold" />
        ))}
        <ellipse cx="22" cy="13.6" rx="18" ry="6.5" class="coin-top" />
        {own === undefined ? (
          <ellipse cx="22" cy="13.6" rx="12" ry="3.8" class="coin-ring" />
        ) : (
          // Seen from aside.
          <use href="#coin-own" transform="translate(22 13.6) scale(1 .36) translate(-20 -20)" />
        )}
      </symbol>
      <symbol id="coin-sack" viewBox="0 0 56 64">
        <path d="M20 17C4 30-2 60 14 60h28C58 60 52 30 36 17z" class="coin-sack" />
        <path d="M16 5c4 3 8 0 12 0s8 3 12 0l-5 13H21z" class="coin-sack" />
        <path d="M19 18h18" class="coin-line" />
        <circle cx="28" cy="40" r="9" class="coin-gold" />
        {own !== undefined && (
          <use href="#coin-own" transform="translate(28 40) scale(.5) translate(-20 -20)" />
        )}
      </symbol>
    </svg>
  );
}

function OurCoins(): VNode {
  return (
    <>
      <symbol id="coin-hour" viewBox="0 0 40 40">
        <Rim />
        <circle cx="20" cy="20" r="12" class="coin-face" />
        <path d="M20 12.5V20l5.5 3.5" class="coin-line" />
      </symbol>
      <symbol id="coin-coin" viewBox="0 0 40 40">
        <Rim />
        <path
          d="M20 30c-6.5-2.5-8.5-10-5.5-16 5 2.5 6.5 8 5.5 16zM20 30c6.5-2.5 8.5-10 5.5-16-5 2.5-6.5 8-5.5 16z"
          class="coin-leaf"
        />
      </symbol>
      {slices.map(([slice, path]) => (
        <symbol key={slice} id={`coin-${slice}`} viewBox="0 0 40 40">
          <circle cx="20" cy="20" r="17" class="coin-rest" />
          <path d={path} class="coin-gold" />
        </symbol>
      ))}
    </>
  );
}

/** The token of a community, whatever is counted with it; a slice is cut out of the same picture. */
function OwnCoins({ path }: { path: string }): VNode {
  return (
    <>
      <defs>
        <image id="coin-own" href={path} x="3" y="3" width="34" height="34" class="coin-own" />
        {slices.map(([slice, cut]) => (
          <clipPath key={slice} id={`coin-cut-${slice}`}>
            <path d={cut} />
          </clipPath>
        ))}
      </defs>
      {(['hour', 'coin'] as const).map((unit) => (
        <symbol key={unit} id={`coin-${unit}`} viewBox="0 0 40 40">
          <use href="#coin-own" />
          <circle cx="20" cy="20" r="17" class="coin-edge" />
        </symbol>
      ))}
      {slices.map(([slice, cut]) => (
        <symbol key={slice} id={`coin-${slice}`} viewBox="0 0 40 40">
          <circle cx="20" cy="20" r="17" class="coin-rest" />
          <g clip-path={`url(#coin-cut-${slice})`}>
            <use href="#coin-own" />
          </g>
          <path d={cut} class="coin-edge" />
        </symbol>
      ))}
    </>
  );
}

/** One drawing from the symbols above; a slice is the same for every unit. */
export function Coin({ unit, slice = 'whole' }: { unit: CoinUnit; slice?: Slice }): VNode {
  return (
    <svg class="coin">
      <use href={`#coin-${slice === 'whole' ? unit : slice}`} />
    </svg>
  );
}

/** Ten coins on each other. */
export function Pile(): VNode {
  return (
    <svg class="pile">
      <use href="#coin-pile" />
    </svg>
  );
}

/** A sack of a hundred. */
export function Sack(): VNode {
  return (
    <svg class="sack">
      <use href="#coin-sack" />
    </svg>
  );
}

function Rim(): VNode {
  return (
    <>
      <circle cx="20" cy="20" r="17.5" class="coin-gold" />
      <path d="M8.5 16A12.5 12.5 0 0 1 18 8" class="coin-shine" />
    </>
  );
}

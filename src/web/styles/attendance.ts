/** The list of who was there: on pages of its own only, so that no other page carries it. */
export const attendanceCss = `
.chips { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(5.2rem, 1fr)); gap: .6rem; }
.chip { position: relative; display: flex; flex-direction: column; align-items: center; gap: .2rem; min-block-size: 2.75rem; padding: .5rem .25rem; border: 2px solid var(--line); border-radius: var(--round); background: var(--card); color: inherit; font: inherit; font-weight: 650; }
button.chip { cursor: pointer; }
.chip .member { inline-size: 3rem; block-size: 3rem; }
.chip > .icon { position: absolute; inset-block-start: .25rem; inset-inline-end: .25rem; inline-size: 1.15rem; block-size: 1.15rem; color: var(--bad); }
.amount-tiles.compact { grid-template-columns: repeat(auto-fit, minmax(4rem, 1fr)); gap: .5rem; }
.amount-tiles.compact .picture-button { padding: .6rem .2rem; }
.amount-tiles.compact .figure { font-size: 1.9rem; }
.amount-tiles.compact .unit { font-size: 1rem; }
.amount-tiles.compact .coin { inline-size: 1.1rem; block-size: 1.1rem; }
.amount-tiles [aria-pressed="true"] { outline: 4px solid var(--in); outline-offset: -4px; }
`.trim();

/** By day. */
export const lightColours = `
  --paper: #f7f0e3;
  --paper-deep: #efe4d0;
  --card: #fffdf8;
  --ink: #2a211c;
  --soft: #574a40;
  --line: #dccdb4;
  --main: #1b5540;
  --main-deep: #123c2d;
  --on-main: #ffffff;
  --link: #14503b;
  --in: #15583a;
  --out: #86290f;
  --bad: #8c1d18;
  --focus: #0b3fbf;
  --gold: #f4b83a;
  --gold-deep: #8d5a06;
  --gold-light: #fbd477;
  --plate: #fdeecb;
  --shadow: 0 1px 2px #5a401a1f, 0 8px 24px #5a401a1a;
`;
/** In the dark. */
export const darkColours = `
  --paper: #1d1814;
  --paper-deep: #16120f;
  --card: #2a231d;
  --ink: #faf2e4;
  --soft: #d8c9b4;
  --line: #53463a;
  --main: #a5e3c4;
  --main-deep: #c6f2dc;
  --on-main: #0d2b20;
  --link: #a5e3c4;
  --in: #98e6b9;
  --out: #ffb99f;
  --bad: #ffb4a9;
  --focus: #ffd54a;
  --gold-deep: #6d4403;
  --plate: #fff3da;
  --shadow: 0 1px 2px #0006, 0 8px 24px #0004;
`;
/** For whoever asks their telephone for more contrast. */
export const contrastColours = '--soft: var(--ink); --line: currentColor; --shadow: none;';

/** Colours, type and the frame. Logical properties only, so that every page can be turned round (U18). */
export const baseCss = `
:root {
  color-scheme: light dark;
  ${lightColours}
  --round: 1.5rem;
  --gap: 1rem;
}
@media (prefers-color-scheme: dark) {
  :root { ${darkColours} }
}
@media (prefers-contrast: more) {
  :root { ${contrastColours} }
}
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 112.5%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; background: var(--paper); }
body {
  margin: 0;
  min-block-size: 100vh;
  display: flex;
  flex-direction: column;
  font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", Kefa, Nyala, "Helvetica Neue", Arial, "Samenmunt latin", "Samenmunt latin-ext", "Samenmunt cyrillic", "Samenmunt arabic", "Samenmunt ethiopic", sans-serif;
  line-height: 1.5;
  color: var(--ink);
  background: radial-gradient(120% 20rem at 50% 0, var(--card), #fff0) no-repeat, linear-gradient(var(--paper), var(--paper-deep));
  text-align: start;
  overflow-wrap: break-word;
}
h1, h2, p, ul, dl, dd, fieldset, table { margin: 0; padding: 0; border: 0; }
h1 { font-size: 1.9rem; line-height: 1.2; font-weight: 750; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 700; }
ul { list-style: none; }
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: .09em; }
[hidden] { display: none !important; }
.small { font-size: 1rem; color: var(--soft); }
.dutch, .own { min-inline-size: 0; max-inline-size: 100%; }
.own { display: block; font-size: max(1rem, .88em); font-weight: 500; line-height: 1.3; overflow-wrap: anywhere; hyphens: auto; unicode-bidi: isolate; }
.own[dir=rtl], .own[lang=ti] { font-size: 1em; line-height: 1.45; }
.corner .own, .unit .own, .way .own, .bottom .own { font-size: max(1rem, .85em); }
.dutch { unicode-bidi: isolate; hyphens: auto; }
.sr, .skip:not(:focus) {
  position: absolute;
  inline-size: 1px;
  block-size: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.skip:focus { position: fixed; z-index: 2; inset-block-start: .5rem; inset-inline-start: .5rem; padding: .75rem 1rem; background: var(--card); color: var(--ink); border-radius: 1rem; }
:focus { outline: 4px solid var(--focus); outline-offset: 3px; }
:focus:not(:focus-visible) { outline: none; }
:focus-visible { outline: 4px solid var(--focus); outline-offset: 3px; }
main:focus { outline: none; }
.symbols { position: absolute; }
.icon { inline-size: 2rem; block-size: 2rem; flex: none; overflow: visible; }
[dir=rtl] .mirror { transform: scaleX(-1); }
.plate {
  display: inline-grid;
  place-items: center;
  flex: none;
  inline-size: 3.5rem;
  block-size: 3.5rem;
  border-radius: 50%;
  background: var(--plate);
  color: #33261f;
}
.plate .icon { inline-size: 68%; block-size: 68%; }
.icon.homemade { object-fit: cover; border-radius: 50%; }
.plate .icon.homemade { inline-size: 100%; block-size: 100%; }
.plate.huge { inline-size: 7.5rem; block-size: 7.5rem; box-shadow: inset 0 0 0 2px #d9bf8a; }
.top {
  display: flex;
  align-items: center;
  gap: .5rem;
  padding: .5rem .75rem;
  inline-size: 100%;
  max-inline-size: 64rem;
  margin-inline: auto;
}
.whose { flex: 1; display: flex; align-items: center; justify-content: center; gap: .6rem; min-inline-size: 0; }
.community { font-weight: 650; font-size: 1rem; color: var(--soft); line-height: 1.2; }
.corner {
  display: flex;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  min-inline-size: 3.75rem;
  min-block-size: 3.5rem;
  padding: .25rem .4rem;
  border: 0;
  border-radius: 1rem;
  background: none;
  color: var(--ink);
  font: inherit;
  font-size: 1rem;
  font-weight: 600;
  line-height: 1.2;
  text-decoration: none;
}
.corner .icon, .button .icon, .facts dt .icon { inline-size: 2.6rem; block-size: 2.6rem; padding: .3rem; border-radius: 50%; background: var(--plate); color: #33261f; }
.corner .icon.homemade, .button .icon.homemade, .facts dt .icon.homemade { padding: 0; }
.hide { flex: none; align-self: flex-start; }
@media screen and (min-height: 30rem) { .top.hidable { position: sticky; z-index: 1; inset-block-start: 0; background: var(--card); box-shadow: 0 0 0 100vmax var(--card); clip-path: inset(0 -100vmax); } .helped .top.hidable { box-shadow: none; } html { scroll-padding-block: 7rem 1rem; } }
.quiet { align-items: center; justify-content: center; gap: 2rem; text-align: center; }
.quiet .member.big { inline-size: min(20rem, 70vw); block-size: auto; }
.quiet a { display: inline-flex; align-items: center; gap: .5em; min-block-size: 2.75rem; padding-inline: 1rem; color: var(--soft); }
.corner:hover { background: var(--paper-deep); }
main { flex: 1; inline-size: 100%; margin-inline: auto; padding: .5rem 1rem 2rem; display: flex; flex-direction: column; gap: 1.25rem; }
main.narrow { max-inline-size: 34rem; }
main.wide { max-inline-size: 64rem; }
.bottom { padding: 1rem; display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: .75rem 1.5rem; border-block-start: 1px solid var(--line); text-align: center; }
a.quiet-link { display: inline-flex; flex-direction: column; align-items: center; justify-content: center; min-block-size: 2.75rem; padding-inline: .65rem; color: var(--soft); }
.plain-list { list-style: disc; padding-inline-start: 1.4em; display: grid; gap: .4rem; }
.languages { display: flex; flex-wrap: wrap; justify-content: center; gap: .75rem; }
.language-form { display: contents; }
.languages button { border: 0; background: none; color: var(--link); font: inherit; text-decoration: underline; cursor: pointer; }
.languages a, .languages button { display: inline-flex; flex-direction: column; align-items: center; justify-content: center; min-block-size: 2.75rem; padding-inline: .65rem; border-radius: 2rem; font-size: 1rem; }
.languages :is(a, button)[aria-current] { background: var(--card); color: var(--ink); font-weight: 650; text-decoration: none; box-shadow: inset 0 0 0 2px var(--line); }
@media (max-width: 26rem) { h1 { font-size: 1.55rem; } main { gap: 1rem; padding-block-start: .25rem; } }
@media (max-width: 26rem) { .top { padding-inline: .25rem; gap: .7rem; } .corner { min-inline-size: 3.2rem; padding-inline: 0; } .whose .community { display: none; } }
@media (prefers-reduced-motion: no-preference) { .picture-button, .answer, .button { transition: transform .12s ease, box-shadow .12s ease; } .picture-button:active, .answer:active, .button:active { transform: translateY(2px); } }
@page { size: A4; margin: 15mm; }
@media print {
  :root { --paper: #fff; --paper-deep: #fff; --card: #fff; --ink: #000; --soft: #222; --line: #999; --shadow: none; }
  html { font-size: 14pt; }
  body { background: none; display: block; }
  .corner, .bottom, .skip, .confirm, .picture-buttons, .picture-button, .links, .no-print { display: none !important; }
  .tiles { grid-template-columns: repeat(4, 1fr) !important; }
  .card, .tile { break-inside: avoid; border: 1px solid #999; }
  * { print-color-adjust: exact; }
}
`;

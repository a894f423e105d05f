/** Beginning and home: the welcome, the four tiles, lists of big rows, pictures to choose from. */
export const startCss = `
.hero { display: flex; flex-direction: column; align-items: center; gap: 1rem; text-align: center; padding-block: .5rem; font-size: 1.15rem; }
.hero h1 { font-size: 2.1rem; }
.together { display: flex; align-items: center; justify-content: center; gap: 1rem; }
.together-coin { display: flex; flex-direction: column; align-items: center; gap: .2rem; }
.together-coin .coin { inline-size: 3.4rem; block-size: 3.4rem; }
.together-coin .icon { inline-size: 3rem; block-size: 2.2rem; }
.steps { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(3, 1fr); gap: .75rem; text-align: center; font-weight: 650; line-height: 1.25; }
.steps li { display: flex; flex-direction: column; align-items: center; gap: .6rem; }
.steps .plate { inline-size: 4.5rem; block-size: 4.5rem; }
.languages-big { display: grid; gap: .75rem; }
.languages-big .picture-button { min-block-size: 4rem; justify-content: center; }
.tongue { display: flex; align-items: stretch; gap: .75rem; }
.tongue .picture-button { flex: 1; min-inline-size: 0; justify-content: flex-start; }
.languages-big [aria-current] { border-color: var(--main); box-shadow: inset 0 0 0 2px var(--main); }
.greeting { display: flex; align-items: center; gap: 1.25rem; }
.greeting > div { min-inline-size: 0; overflow-wrap: anywhere; hyphens: auto; }
.greeting p { font-size: 1.2rem; }
.greeting .member.big { inline-size: 5.5rem; block-size: 5.5rem; }
.around { display: contents; }
.kept { display: flex; flex-direction: column; gap: .75rem; }
.stacked { display: flex; flex-direction: column; gap: 1.25rem; }
.centre { text-align: center; }
.purse { display: flex; flex-direction: column; align-items: center; gap: .5rem; }
.rows { display: grid; gap: .75rem; }
.row { display: flex; align-items: center; gap: 1rem; padding: .9rem 1rem; border-radius: var(--round); background: var(--card); box-shadow: var(--shadow); color: var(--ink); text-decoration: none; line-height: 1.3; }
.row > span:nth-child(2) { flex: 1; min-inline-size: 0; }
a.row { border: 2px solid var(--line); }
a.row:hover { border-color: currentColor; }
.contents { display: grid; gap: .75rem; }
.contents li { display: flex; align-items: center; gap: .9rem; padding-block: .45rem; border-block-end: 1px solid var(--line); line-height: 1.3; }
.contents .icon { inline-size: 2.4rem; block-size: 2.4rem; padding: .3rem; border-radius: 50%; background: var(--plate); color: #33261f; }
.row-text { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .1rem 1rem; }
.row-text .hint { flex-basis: 100%; }
.undone .row-text strong, .undone .row-text .figure { text-decoration: line-through; text-decoration-thickness: 2px; }
.links { display: grid; gap: .75rem; }
.links a { display: inline-flex; align-items: center; gap: .75rem; min-block-size: 2.75rem; font-weight: 650; }
.more { display: flex; flex-direction: column; gap: 1.25rem; }
.more summary { min-block-size: 3rem; padding: .6rem .25rem; font-size: 1.2rem; font-weight: 700; cursor: pointer; }
.more[open] > * + * { margin-block-start: 1.25rem; }
.typed { display: flex; flex-direction: column; align-items: center; gap: .3rem; }
.typed .code { max-inline-size: 11rem; }
.address { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 1rem; font-weight: 650; overflow-wrap: anywhere; user-select: all; }
.amount-tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(8rem, 100%), 1fr)); gap: 1rem; }
.amount-tiles .picture-button { justify-content: center; min-inline-size: 0; padding: 1.25rem .5rem; }
.amount-tiles .figure { font-size: 3rem; }
.amount-tiles .figure-line { flex-direction: column; align-items: center; gap: .2rem; }
.amount-tiles .unit { align-self: center; text-align: center; font-size: 1.2rem; }
.faces, .drawings { display: flex; flex-wrap: wrap; gap: .75rem; }
.faces > *, .drawings > * { flex: 1 0 7.5rem; max-inline-size: calc(50% - .375rem); }
.faces a, .drawing { position: relative; display: flex; flex-direction: column; align-items: center; gap: .3rem; padding: .5rem 0; letter-spacing: -.02em; block-size: 100%; border: 3px solid transparent; border-radius: 1.25rem; background: var(--card); color: var(--ink); font-size: 1rem; line-height: 1.2; text-align: center; text-decoration: none; overflow-wrap: anywhere; hyphens: auto; cursor: pointer; }
.faces a { border-color: var(--line); }
.faces a:hover, .drawing:hover { border-color: var(--soft); }
.faces .member, .drawing .member { inline-size: 4rem; block-size: 4rem; }
.drawing input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; margin: 0; opacity: 0; cursor: pointer; }
.drawing:has(:checked) { border-color: var(--main); box-shadow: inset 0 0 0 2px var(--main); }
.drawing:has(:focus-visible) { outline: 4px solid var(--focus); outline-offset: 3px; }
.faces a, .drawings .drawing, .faces .own, .drawings .own { overflow-wrap: break-word; hyphens: manual; }
.drawings + .links { margin-block-start: .75rem; }
.drawings .drawing > span, .faces a > span { max-inline-size: 100%; }
.nine { display: grid; grid-template-columns: repeat(3, 1fr); gap: .75rem; margin-block-end: 1.5rem; }
.nine .message { grid-column: 1 / -1; }
.nine button { font: inherit; border: 2px solid var(--line); min-inline-size: 0; }
@media (max-width: 26rem) { .hero h1 { font-size: 1.75rem; } .steps .plate { inline-size: 4rem; block-size: 4rem; } .steps { gap: .4rem; font-size: 1rem; } }
@media print { .rows, .row { break-inside: avoid; } .row { border: 1px solid #999; } }
`;

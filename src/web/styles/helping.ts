/** While somebody helps: a frame in a colour of its own on every page (U07). */
export const helpingCss = `
.helped { --help-frame: #5b2a86; border: .5rem solid var(--help-frame); min-block-size: 100vh; }
.helper-bar { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; padding: .6rem 1rem; background: var(--help-frame); color: #fff; }
.helper-bar p { flex: 1; min-inline-size: min-content; overflow-wrap: normal; font-weight: 700; line-height: 1.25; }
.helper-bar .button { background: #fffdf8; color: #2a211c; min-block-size: 3rem; padding: .2rem .75rem; gap: .5rem; }
.helper-bar + main { padding-block-start: 1rem; }
@media (max-width: 26rem) { .helped main { padding-inline: .5rem; } .helper-bar { padding-inline: .6rem; } }
.chosen { display: flex; flex-wrap: wrap; justify-content: center; gap: .75rem; list-style: none; padding: 0; }
.chosen li { display: flex; flex-direction: column; align-items: center; gap: .3rem; font-weight: 650; }
`;

/** Sheets, sentences, people, states, tables. */
export const partsCss = `
.card { background: var(--card); border-radius: var(--round); padding: 1.5rem 1.25rem; box-shadow: var(--shadow); display: flex; flex-direction: column; gap: 1.25rem; }
.lead { display: flex; flex-direction: column; align-items: center; gap: .75rem; text-align: center; font-size: 1.15rem; }
.lead .small { font-size: 1rem; }
.member { display: inline-block; flex: none; inline-size: 3.5rem; block-size: 3.5rem; }
.member.small { inline-size: 2.6rem; block-size: 2.6rem; }
.member.big { inline-size: 6.5rem; block-size: 6.5rem; }
.face { display: flex; flex-direction: column; align-items: center; gap: .35rem; min-inline-size: 0; text-align: center; line-height: 1.25; }
.face-plate { inline-size: 6.5rem; block-size: 6.5rem; border-radius: 1.75rem; box-shadow: inset 0 0 0 3px #b98c3c; }
.caption { color: var(--soft); font-size: 1rem; }
.face-name { font-weight: 700; font-size: 1.1rem; max-inline-size: 100%; overflow-wrap: anywhere; hyphens: auto; }
.place { color: var(--soft); font-size: 1rem; }
.handover { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); align-items: start; gap: 1rem .5rem; }
.handover-arrow { margin-block-start: 1.7rem; }
.handover.captioned .handover-arrow { margin-block-start: 3.5rem; }
.handover-arrow .icon { inline-size: 3rem; block-size: 3rem; color: #33261f; }
.handover-amount { grid-column: 1 / -1; display: flex; justify-content: center; padding-block-start: 1rem; border-block-start: 2px dashed var(--line); }
.state { display: flex; align-items: center; gap: 1rem; padding: .9rem 1.1rem; border-radius: 1.25rem; font-size: 1.2rem; line-height: 1.3; border: 3px solid currentColor; background: var(--card); }
.state strong, .state h1 { color: var(--ink); min-inline-size: 0; }
.state h1 { font-size: 1.35rem; hyphens: auto; }
@media (max-width: 26rem) { .state h1 { font-size: 1.2rem; } }
.state.good { color: var(--in); }
.state.undone { color: var(--out); }
.state.waiting { color: var(--gold-deep); }
.state.unknown { color: var(--soft); }
.facts > div { display: grid; grid-template-columns: minmax(min(8rem, 40%), 2fr) minmax(0, 3fr); gap: .25rem 1rem; align-items: center; padding-block: .7rem; border-block-start: 1px solid var(--line); }
.facts > div:first-child { border-block-start: 0; }
.facts dt { display: flex; align-items: center; gap: .6rem; color: var(--soft); }
.facts dd { font-weight: 650; min-inline-size: 0; overflow-wrap: anywhere; hyphens: auto; }
@media (max-width: 26rem) { .card { padding: 1rem; gap: 1rem; } .handover { gap: .75rem .25rem; } .handover .member.big, .handover .face-plate { inline-size: 5.5rem; block-size: 5.5rem; } .handover-arrow { margin-block-start: 1.2rem; } .handover.captioned .handover-arrow { margin-block-start: 3rem; } .face-name { font-size: 1rem; } .handover-amount { padding-block-start: .75rem; } .facts > div { grid-template-columns: 1fr; row-gap: 0; } .tile { padding: .75rem 1rem 1rem; } }
@media screen and (max-width: 26rem) { .facts dt:has(.icon) + dd { padding-inline-start: 3.2rem; } .facts dt:has(.icon):not(:has(.own), .proof-line *) + dd { margin-block-start: -.5rem; } }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 42vw), 1fr)); gap: .75rem; }
.tile { background: var(--card); border-radius: var(--round); padding: 1.1rem 1.25rem; box-shadow: var(--shadow); border-block-start: 8px solid var(--line); }
.tile.have { border-color: var(--gold); }
.tile.in { border-color: var(--in); }
.tile.out { border-color: var(--out); }
.tile h2 { font-size: 1.1rem; color: var(--soft); }
table.kept-for { background: var(--card); border-radius: var(--round); box-shadow: var(--shadow); border-spacing: 0; border-collapse: separate; padding: .5rem 1rem; }
.kept-for th[scope=row] { color: var(--ink); }
.kept-kind { display: flex; align-items: center; gap: .6rem; }
.kept-for th, .kept-for td { overflow-wrap: anywhere; hyphens: auto; }
.kept-for td { font-weight: 650; padding-inline-end: 0; }
.progress { display: flex; gap: .6rem; justify-content: center; }
.dot { inline-size: .9rem; block-size: .9rem; border-radius: 50%; border: 3px solid var(--main); }
.dot.done { background: var(--main); }
.table-box { overflow-x: auto; position: relative; background: var(--card); border-radius: var(--round); box-shadow: var(--shadow); padding: .5rem 1.25rem; }
table { inline-size: 100%; border-collapse: collapse; font-size: 1rem; }
th, td { text-align: start; padding-block: .65rem; padding-inline-end: .75rem; border-block-end: 1px solid var(--line); vertical-align: middle; }
td:first-child { white-space: nowrap; }
tr:last-child > * { border-block-end: 0; }
th { color: var(--soft); font-weight: 650; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; padding-inline-end: 0; padding-inline-start: .75rem; }
tr.undone td:not(.after), tr.undone td:not(.after) .figure { text-decoration: line-through; text-decoration-thickness: 2px; }
.note { display: inline-block; margin-inline-start: .5ch; }
.folded { display: none; }
@media (max-width: 34rem) { .folded { display: block; color: var(--soft); font-size: 1rem; line-height: 1.2; } .stack thead { position: absolute; clip-path: inset(50%); block-size: 1px; overflow: hidden; } .stack tr { display: grid; grid-template-columns: minmax(0, 1fr) fit-content(9.5rem); column-gap: .5rem; grid-auto-flow: dense; padding-block: .6rem; border-block-end: 1px solid var(--line); } .stack tr:last-child { border-block-end: 0; } .stack td, .stack td.number { grid-column: 1; border: 0; padding-block: .15rem; padding-inline: 0; } .stack td.number { grid-column: 2; } }
.qr { display: block; inline-size: 100%; max-inline-size: 17rem; block-size: auto; margin-inline: auto; border-radius: 1rem; }
.code, .address { direction: ltr; }
.code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 1.4rem; font-weight: 700; letter-spacing: .12em; text-align: center; unicode-bidi: isolate; }
`;

/**
 * Letters of twice the size on a small telephone, as somebody sets them in their browser: so little goes beside each
 * other that most goes under each other, and drawings give their place to words (WCAG 1.4.4, 1.4.10). The width counts
 * in the letters of the reader, so only they get it.
 */
export const largeCss = `
@media screen and (max-width: 15rem) {
  h1, .hero h1, .state h1, .say { font-size: 1.25rem; }
  body * { overflow-wrap: anywhere; hyphens: auto; min-inline-size: 0; }
  .drawings .drawing, .drawings .own, .faces a, .faces .own { overflow-wrap: anywhere; hyphens: auto; }
  main, .helped main { padding-inline: .4rem; gap: .75rem; }
  .top { flex-wrap: wrap; justify-content: space-between; gap: .25rem; }
  .corner { flex: 1 0 auto; min-inline-size: 2.5rem; max-inline-size: 100%; }
  .whose { flex: 1 0 100%; order: 1; }
  .card, .practice { padding: .6rem; gap: .75rem; }
  .plate, .picture-button .plate, .answer .plate, .steps .plate { inline-size: 2rem; block-size: 2rem; }
  .plate.huge, .face-plate, .both-drawings .plate, .handover .face-plate { inline-size: 3.25rem; block-size: 3.25rem; border-radius: .9rem; }
  .tiles-of-two .picture-button .plate { max-inline-size: 3.25rem; }
  .member.big, .handover .member.big, .greeting .member.big { inline-size: 3.25rem; block-size: 3.25rem; }
  .picture-buttons.tiles-of-two, .amount-tiles, .amount-tiles.compact, .steps, .tiles, .chips { grid-template-columns: minmax(0, 1fr); }
  .picture-button, .answer, .button, .tiles-of-two .picture-button, .tiles-of-two:not(.small-tiles) .picture-button, .small-tiles .picture-button { flex-wrap: wrap; justify-content: center; text-align: center; gap: .35rem; padding: .5rem .4rem; font-size: 1.15rem; inline-size: 100%; max-inline-size: 100%; min-inline-size: 0; }
  .confirm { grid-template-columns: minmax(0, 1fr); }
  .confirm .answer { min-block-size: 6rem; }
  .handover { gap: .5rem 0; }
  .handover-arrow .icon { inline-size: 1.6rem; block-size: 1.6rem; }
  .figure { font-size: 2rem; }
  .amount.line .figure-line { flex-wrap: wrap; }
  .coin-row { flex-wrap: wrap; }
  .coin { inline-size: 1.5rem; block-size: 1.5rem; }
  .row, .contents li, .state, .greeting, .tongue, .choice { flex-wrap: wrap; gap: .4rem; padding: .5rem .4rem; }
  .row > span:nth-child(2), .row-text, .choice > span:last-child { flex: 1 1 100%; }
  .facts > div, .slip-place { grid-template-columns: minmax(0, 1fr); }
  .facts dt:has(.icon) + dd { padding-inline-start: 0; margin-block-start: 0; }
  .facts dt { flex-wrap: wrap; gap: .3rem; }
  .faces > *, .drawings > * { flex: 1 1 100%; max-inline-size: 100%; }
  .nine { gap: .25rem; }
  .nine .drawing { font-size: 1rem; padding-inline: 0; }
  .field input:not([type=radio]) { font-size: 1.1rem; padding-inline: .4rem; }
  .proof-line { grid-template-columns: minmax(0, 1fr); }
  .code, .proof-line .code { font-size: 1.05rem; letter-spacing: .02em; overflow-wrap: anywhere; }
  .bottom { padding: .5rem .4rem; flex-direction: column; align-items: stretch; }
  .languages a, .languages button, a.quiet-link { padding-inline: .3rem; max-inline-size: 100%; }
  table.kept-for, .table-box { padding: .4rem; }
  td:first-child { white-space: normal; }
  .helper-bar p { flex: 1 1 100%; overflow-wrap: anywhere; }
}
`;

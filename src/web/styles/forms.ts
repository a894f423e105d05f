/** Buttons and fields: big, apart from each other, a drawing and a word. */
export const formsCss = `
.picture-buttons { display: grid; gap: 1rem; }
.picture-buttons.tiles-of-two { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.tiles-of-two .picture-button { flex-direction: column; justify-content: flex-start; text-align: center; padding: 1.25rem .75rem 1rem; gap: .75rem; border-radius: 2rem; font-size: 1.45rem; }
.tiles-of-two .picture-button .plate { inline-size: 100%; max-inline-size: 8rem; block-size: auto; aspect-ratio: 1; }
.picture-button, .answer, .button {
  display: flex;
  align-items: center;
  gap: 1rem;
  inline-size: 100%;
  min-block-size: 4.5rem;
  padding: .75rem 1.1rem;
  border: 2px solid var(--line);
  border-radius: var(--round);
  background: var(--card);
  color: var(--ink);
  font: inherit;
  font-size: 1.35rem;
  font-weight: 700;
  line-height: 1.2;
  text-align: start;
  text-decoration: none;
  box-shadow: var(--shadow);
  cursor: pointer;
}
.picture-button:hover, .answer:hover { border-color: currentColor; }
.picture-button.main { background: var(--main); border-color: var(--main); color: var(--on-main); }
.picture-button.main .hint { color: inherit; }
.picture-button .plate { inline-size: 4rem; block-size: 4rem; }
.picture-button > .amount.line { flex: none; }
.picture-button > span:last-child, .choice > span:last-child { min-inline-size: 0; max-inline-size: 100%; overflow-wrap: anywhere; hyphens: auto; }
.hint { display: block; font-size: 1rem; font-weight: 400; color: var(--soft); line-height: 1.4; }
.button { inline-size: auto; display: inline-flex; min-block-size: 3.25rem; font-size: 1.1rem; justify-content: center; padding-block: .4rem; }
.button.quiet { background: none; box-shadow: none; border-color: var(--soft); }
.confirm { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.answer { flex-direction: column; justify-content: center; gap: .5rem; min-block-size: 7.5rem; font-size: 1.5rem; padding: .6rem; text-align: center; border-width: 4px; }
.answer .plate { inline-size: 4rem; block-size: 4rem; }
.answer.yes { background: #17603c; border-color: #17603c; color: #fff; }
.answer.no { border-color: #9c2a1f; background: var(--card); color: var(--ink); }
.field { display: flex; flex-direction: column; gap: .4rem; border: 0; min-inline-size: 0; }
.field > label:not(.choice), legend { font-size: 1.2rem; font-weight: 700; padding: 0; }
legend { margin-block-end: .5rem; }
.field input:not([type=radio]) {
  inline-size: 100%;
  min-block-size: 3.5rem;
  padding: .5rem 1rem;
  border: 3px solid var(--soft);
  border-radius: 1rem;
  background: var(--card);
  color: var(--ink);
  font: inherit;
  font-size: 1.4rem;
}
.field.wrong { border-inline-start: 6px solid var(--bad); padding-inline-start: 1rem; }
.field.wrong input:not([type=radio]) { border-color: var(--bad); }
.message { color: var(--bad); font-weight: 700; }
.summary { border: 4px solid var(--bad); border-radius: var(--round); padding: 1rem 1.25rem; background: var(--card); }
.summary a { display: inline-block; padding-block: .6rem; color: var(--bad); font-weight: 700; }
.choice { display: flex; align-items: center; gap: 1rem; min-block-size: 4rem; padding: .6rem 1rem; margin-block-end: .75rem; border: 2px solid var(--line); border-radius: 1.25rem; background: var(--card); font-size: 1.2rem; font-weight: 650; line-height: 1.25; cursor: pointer; }
.choice input { inline-size: 1.6rem; block-size: 1.6rem; flex: none; margin: 0; accent-color: var(--main); }
.choice:has(:checked) { border-color: var(--main); box-shadow: inset 0 0 0 2px var(--main); }
.small-tiles { gap: .75rem; }
.small-tiles .picture-button { justify-content: center; padding: .7rem .4rem; gap: .4rem; border-radius: var(--round); font-size: 1.15rem; }
.small-tiles .picture-button .plate { inline-size: 3.25rem; }
@media (max-width: 26rem) { .tiles-of-two:not(.small-tiles) .picture-button { font-size: 1.2rem; padding-inline: .4rem; } }
@media (forced-colors: active) { .answer, .picture-button, .card, .tile { border: 2px solid; } }
`;

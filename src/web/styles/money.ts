/** Amounts: the figure, and coins as drawings. */
export const moneyCss = `
/* The text for screen readers stays inside. */
.amount { position: relative; display: inline-flex; flex-direction: column; align-items: center; gap: .9rem; color: var(--ink); }
.figure-line { display: inline-flex; align-items: center; justify-content: center; flex-wrap: wrap; gap: 0 .45rem; }
.figure { font-size: 4rem; line-height: 1; font-weight: 800; font-variant-numeric: lining-nums; letter-spacing: -.02em; }
.own-figure { font-size: 2rem; line-height: 1.1; font-weight: 700; }
.amount.line .own-figure { font-size: 1.1rem; }
.unit { font-size: 1.5rem; font-weight: 650; align-self: flex-end; }
.way { font-size: 1.15rem; font-weight: 650; align-self: flex-end; }
.amount.in { color: var(--in); }
.amount.out { color: var(--out); }
.amount.line { gap: 0; vertical-align: middle; }
.amount.line .figure-line { gap: .3rem; }
.amount.line .figure { font-size: 1.2rem; letter-spacing: 0; }
.amount.line .unit, .amount.line .way { font-size: 1rem; }
.amount.line .icon { inline-size: 1.3rem; block-size: 1.3rem; }
.tile .amount { align-items: flex-start; }
.tile .figure { font-size: 2.6rem; }
.tile .unit { font-size: 1.2rem; }
.tile .way { font-size: 1rem; }
.tile .figure-line { justify-content: flex-start; }
.coins { display: flex; flex-direction: column; align-items: flex-start; gap: .4rem; }
.tile .coin { inline-size: 2rem; block-size: 2rem; }
.tile .pile { inline-size: 2rem; block-size: 2.9rem; }
.tile .sack { inline-size: 2.6rem; block-size: 3rem; }
.coin-row { display: flex; align-items: flex-end; gap: .4rem; }
.amount, .coins, .coin-row { max-inline-size: 100%; }
.coin, .pile, .sack { min-inline-size: 0; flex: 0 1 auto; }
.coin { inline-size: 2.6rem; block-size: 2.6rem; }
.pile { inline-size: 2.6rem; block-size: 3.8rem; }
.sack { inline-size: 3.4rem; block-size: 3.9rem; }
@media (max-width: 26rem) { .figure { font-size: 3.3rem; } .tile .figure { font-size: 2.2rem; } .amount { gap: .6rem; } .coin { inline-size: 2.35rem; block-size: 2.35rem; } }
.big .figure.long { font-size: 2.3rem; }
.big .figure.longest { font-size: 1.6rem; overflow-wrap: anywhere; }
/* What matters of a receipt on the first screen of a small telephone. */
.proof-line { display: grid; grid-template-columns: 8rem minmax(0, 1fr); align-items: center; gap: .75rem; padding-block-start: .75rem; border-block-start: 2px dashed var(--line); }
.proof-line .facts > div { grid-template-columns: minmax(0, 1fr); gap: 0; padding-block: .3rem; border: 0; line-height: 1.25; }
.proof-line .code { font-size: 1.15rem; letter-spacing: .04em; }
.more summary:has(.plate) { display: flex; align-items: center; gap: .75rem; }
@media screen and (max-width: 26rem) { .receipt { gap: .6rem; padding: .75rem; } .receipt .state { padding: .4rem .7rem; } .receipt .state .plate { inline-size: 2.75rem; block-size: 2.75rem; } .receipt .handover .member.big, .receipt .handover .face-plate { inline-size: 4rem; block-size: 4rem; } .receipt .handover.captioned .handover-arrow { margin-block-start: 2.2rem; } .receipt .handover-amount { padding-block-start: .5rem; } .receipt .figure { font-size: 2.4rem; } .receipt .coin { inline-size: 1.9rem; block-size: 1.9rem; } .receipt .amount { flex-flow: row wrap; justify-content: center; gap: .2rem .9rem; } }
/* What is still to be given is nobody's yet: its coins are lines of dashes, without gold. */
.owed { --gold: #fff0; --gold-light: #fff0; --gold-deep: var(--soft); --coin-face: #fff0; --coin-line: var(--soft); --coin-shine: #fff0; --coin-own: .2; }
.owed .coins { stroke-dasharray: 4 4; }
.coin-gold { fill: var(--gold); stroke: var(--gold-deep); stroke-width: 2; stroke-linejoin: round; }
.coin-top { fill: var(--gold-light); stroke: var(--gold-deep); stroke-width: 2; }
.coin-ring { fill: none; stroke: var(--gold-deep); stroke-width: 1.5; }
.coin-face { fill: var(--coin-face, #fff8e6); stroke: var(--gold-deep); stroke-width: 1.5; }
.coin-line { fill: none; stroke: var(--coin-line, #4a2f06); stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; }
.coin-leaf { fill: var(--coin-face, #2f8f5b); stroke: var(--coin-line, #4a2f06); stroke-width: 1.6; stroke-linejoin: round; }
.coin-edge { fill: none; stroke: var(--gold-deep); stroke-width: 2; stroke-linejoin: round; }
.coin-own { opacity: var(--coin-own, 1); }
.coin-shine { fill: none; stroke: var(--coin-shine, #fff3cf); stroke-width: 2.5; stroke-linecap: round; }
.coin-rest { fill: var(--coin-face, #fff8e6); stroke: var(--gold-deep); stroke-width: 1.8; stroke-dasharray: 3 3.5; }
.coin-sack { fill: var(--coin-face, #c99a5b); stroke: var(--coin-line, #5d3d14); stroke-width: 2.5; stroke-linejoin: round; }
/* Right after it worked the coins come over once, from who gave; without a place of their own being moved. */
[dir="ltr"] { --from-giver: -4rem; }
[dir="rtl"] { --from-giver: 4rem; }
@keyframes coins-over { from { transform: translateX(var(--from-giver)) scale(.8); opacity: 0; } 60% { opacity: 1; } to { transform: none; opacity: 1; } }
@media (prefers-reduced-motion: no-preference) { .state[data-done] ~ .handover .coins, .state[data-done] + .card .coins { animation: coins-over 1s ease-out 1; } }
`;

/** The bar of a budget: one colour for each place where it can be, the same in light and dark. */
export const programmesCss = `
.budget-bar { display: block; inline-size: 100%; block-size: 2.6rem; border-radius: .8rem; border: 2px solid var(--line); background: var(--paper-deep); margin-block: .6rem; }
.budget-bar .part { stroke: var(--card); stroke-width: 3; }
svg.key { inline-size: 1.1rem; block-size: 1.1rem; border-radius: .3rem; vertical-align: -0.15em; }
.part.withGroups { fill: #1b7a56; }
.part.vouchersOpen { fill: #f4b83a; }
.part.riskFund { fill: #8a5bb0; }
.part.redeemed { fill: #2b6cb0; }
.part.paidOn { fill: #58a5d6; }
.part.expired { fill: #8b8177; }
.part.promised { fill: #8fcf9f; }
.part.notYetIssued { fill: #e9dcc3; }
.programme-state { display: inline-block; padding: .15rem .8rem; border-radius: 2rem; background: var(--plate); color: #2a211c; }
`;

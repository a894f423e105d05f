/** Practising, and the page of a device that stands in a room. */
export const practiceCss = `
.practice { border: 12px solid; border-image: repeating-linear-gradient(45deg, #2450b5 0 14px, #ffd54a 14px 28px) 12; padding: 1rem .75rem; }
.practice-mark { display: flex; align-items: center; justify-content: center; gap: .6rem; font-size: 1.2rem; }
.practice-mark .icon { padding: .2rem; border-radius: 50%; background: var(--plate); color: #33261f; }
.greetings { display: grid; gap: .25rem; text-align: center; font-size: 1.2rem; font-weight: 650; line-height: 1.3; }
.greetings.turning { min-block-size: 5rem; align-items: center; font-size: 1.9rem; font-weight: 750; }
dialog.still { inline-size: 100%; block-size: 100%; max-inline-size: none; max-block-size: none; border: 0; padding: 2rem 1rem; background: var(--paper); color: var(--ink); text-align: center; }
dialog.still[open] { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 2rem; }
dialog.still h2 { font-size: 2rem; }
dialog.still .answer { max-inline-size: 16rem; }
.slip-place { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 1rem .75rem; }
.slip-place label { display: flex; align-items: center; min-block-size: 2.75rem; font-weight: 600; }
.slip { grid-column: 1 / -1; inline-size: 100%; max-inline-size: 72mm; margin-inline: auto; font-size: 1rem; line-height: 1.35; }
.slip .row { padding: .4rem 0; box-shadow: none; border-radius: 0; border-block-end: 1px dashed var(--line); background: none; }
.with-have:not(:checked) ~ .slip .have { display: none; }
.with-have { inline-size: 1.6rem; block-size: 1.6rem; accent-color: var(--main); }
@media print { .slip-place { display: block; } .with-have, .with-have + label { display: none; } .slip { font-size: 12pt; margin-inline: 0; } }
`;
